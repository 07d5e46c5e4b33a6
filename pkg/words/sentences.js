/** From the engine's codes and names to sentences in the shopper's language. */

/** @typedef {import("./i18n.js").Translate} Translate */
/** @typedef {{ term: string, value: number, name?: string }} RawTerm */
/**
 * @typedef {{ position: number, shopPosition: number, score: number, contributions: RawTerm[], placed?: string, sponsored?: boolean,
 *   counterfactual?: { visits: number, position: number, all: number } }} RawReceipt
 */
/** @typedef {Omit<import("../index.d.ts").Layout, "reasons"> & { reasons: string[] }} RawLayout */
/** @typedef {Omit<import("../index.d.ts").PurposeInfo, "what" | "why" | "where" | "days">} RawPurpose */
/** @typedef {Omit<import("../index.d.ts").Fact, "text">} RawFact */

// Contributions below this many log-odds change nothing a person would notice.
const NOTICEABLE = 0.05;

/**
 * @param {RawReceipt} raw as the engine gives it
 * @param {string} id
 * @param {Translate} t
 * @returns {import("../index.d.ts").Receipt}
 */
export function receipt(raw, id, t) {
  const contributions = raw.contributions.map(({ term, value }) => ({ term, label: t(`term.${term}`), value }));
  /** @type {import("../index.d.ts").Receipt} */
  const shown = {
    id,
    position: raw.position,
    shopPosition: raw.shopPosition,
    score: raw.score,
    contributions,
    reasons: reasons(raw, t),
  };
  if (raw.counterfactual) {
    const { visits, position, all } = raw.counterfactual;
    const same = all === raw.position ? "counterfactual.same" : "counterfactual.all";
    shown.counterfactual = {
      without: `visits:${visits}`,
      position,
      text: t("counterfactual.visits", { count: visits, position }),
      all: { position: all, text: t(same, { position: all }) },
    };
  }
  return shown;
}

// What the shop decided comes first. Where it alone decided, the shopper's profile explains nothing.
/** @type {Record<string, string>} */
const PLACED = { pinned: "pinned", slotted: "pinned", softPinned: "boosted", explored: "explored", withheld: "withheld" };
const DECIDED = ["pinned", "sponsored", "withheld"];

/**
 * @param {RawReceipt} raw
 * @param {Translate} t
 * @returns {import("../index.d.ts").Reason[]}
 */
function reasons(raw, t) {
  const placed = raw.sponsored && raw.position ? "sponsored" : raw.placed;
  const first = placed ? [placed === "sponsored" ? "sponsored" : PLACED[placed]] : [];
  const told = placed && DECIDED.includes(placed) ? [] : raw.contributions.filter((c) => tells(c, raw)).flatMap((c) => reason(c, t) ?? []);
  return [...first.map((code) => ({ code, text: t(`reason.${code}`) })), ...told].slice(0, 3);
}

// Terms about wishes and about what products have in common, which without a name tell nothing.
const NAMED = ["category", "brand", "tag", "attribute", "number", "declared"];

/**
 * Whether a contribution says something about this place that is not said otherwise.
 * @param {RawTerm} contribution
 * @param {RawReceipt} receipt
 */
function tells({ term, value, name }, { position, shopPosition }) {
  if (term === "shopOrder" || term === "exploration" || Math.abs(value) < NOTICEABLE) return false;
  return NAMED.includes(term) ? Boolean(name) : term !== "diversity" || position > shopPosition;
}

/** @type {Record<string, (string | undefined)[]>} */
const CODES = {
  item: ["viewed", "hidden"],
  merchandising: ["boosted", "buried"],
  quality: ["quality"],
  diversity: [undefined, "diverse"],
};

/**
 * @param {RawTerm} contribution
 * @param {Translate} t
 * @returns {import("../index.d.ts").Reason | undefined}
 */
function reason({ term, value, name }, t) {
  const [up, down] = CODES[term] ?? [term, `${term}.negative`];
  const code = value > 0 ? up : down;
  const key = `reason.${code}`;
  const text = t(key, { name });
  // A term without a sentence for this direction (a dear product is not "dearer, so lower") says nothing.
  return text === key ? undefined : { code: String(code), text, ...(name && { params: { name } }) };
}

/**
 * Layout advice in words.
 * @param {RawLayout} raw
 * @param {Translate} t
 * @returns {import("../index.d.ts").Layout}
 */
export const layout = (raw, t) => ({
  ...raw,
  reasons: raw.reasons.map((code) => ({
    code,
    text: t(`layout.${code}`, { name: raw.defaultSort ? t(`sort.${raw.defaultSort}`) : "" }),
  })),
});

/**
 * A purpose in words.
 * @param {RawPurpose} raw
 * @param {Translate} t
 * @param {number} days
 * @param {boolean} kept
 * @returns {import("../index.d.ts").PurposeInfo}
 */
export const purpose = (raw, t, days, kept) => ({
  ...raw,
  what: t(`purpose.${raw.purpose}.what`),
  why: t(`purpose.${raw.purpose}.why`),
  where: raw.active ? (kept ? "device" : "memory") : "nowhere",
  days: kept ? days : 0,
});

/**
 * A fact in words: which way it points where the language tells ways apart, else that it is held.
 * @param {RawFact} raw
 * @param {Translate} t
 * @returns {import("../index.d.ts").Fact}
 */
export function fact(raw, t) {
  const direction = raw.strength < 0 ? ".negative" : raw.strength > 0 ? "" : ".neutral";
  const params = { name: raw.name, count: raw.count };
  /** @param {string} key */
  const said = (key) => [t(key, params)].find((text) => text !== key);
  const plain = `fact.${raw.kind}`;
  return { ...raw, text: said(plain + direction) ?? said(`${plain}.neutral`) ?? t(plain, params) };
}
