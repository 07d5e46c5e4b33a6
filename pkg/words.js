/** From the engine's codes and names to sentences in the shopper's language. */

// Contributions below this many log-odds change nothing a person would notice.
const NOTICEABLE = 0.05;

/**
 * @param {object} raw receipt as the engine gives it
 * @param {string} id
 * @param {(key: string, params?: object) => string} t
 * @returns {import("./index.d.ts").Receipt}
 */
export function receipt(raw, id, t) {
  const contributions = raw.contributions.map(({ term, value }) => ({ term, label: t(`term.${term}`), value }));
  const told = raw.contributions.filter((c) => c.term !== "shopOrder" && Math.abs(c.value) >= NOTICEABLE);
  const shown = {
    id,
    position: raw.position,
    shopPosition: raw.shopPosition,
    score: raw.score,
    contributions,
    reasons: told.map((c) => reason(c, t)).filter(Boolean).slice(0, 3),
  };
  if (raw.counterfactual) {
    const { visits, position } = raw.counterfactual;
    const text = t("counterfactual.visits", { count: visits, position });
    shown.counterfactual = { without: `visits:${visits}`, position, text };
  }
  return shown;
}

const CODES = { item: ["viewed", "hidden"], merchandising: ["boosted", "buried"], quality: ["quality"] };

function reason({ term, value, name }, t) {
  const [up, down] = CODES[term] ?? [term, `${term}.negative`];
  const code = value > 0 ? up : down;
  const key = `reason.${code}`;
  const text = t(key, { name });
  // A term without a sentence for this direction (a dear product is not "dearer, so lower") says nothing.
  return text === key ? undefined : { code, text, ...(name && { params: { name } }) };
}

/** Layout advice in words. */
export const layout = (raw, t) => ({
  ...raw,
  reasons: raw.reasons.map((code) => ({
    code,
    text: t(`layout.${code}`, { name: raw.defaultSort ? t(`sort.${raw.defaultSort}`) : "" }),
  })),
});

/** A purpose in words. */
export const purpose = (raw, t, days, kept) => ({
  ...raw,
  what: t(`purpose.${raw.purpose}.what`),
  why: t(`purpose.${raw.purpose}.why`),
  where: raw.active ? (kept ? "device" : "memory") : "nowhere",
  days: kept ? days : 0,
});

/** A fact in words. */
export function fact(raw, t) {
  const direction = raw.strength < 0 ? ".negative" : "";
  return { ...raw, text: t(`fact.${raw.kind}${direction}`, { name: raw.name, count: raw.count }) };
}
