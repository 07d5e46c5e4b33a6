/** From the engine's codes and names to sentences in the shopper's language. */

/** @typedef {import("./i18n.js").Translate} Translate */
/** A wish met: `text` and `name` make its sentence. @typedef {{ at: number, wish: import("../index.d.ts").Badge["wish"], text: string, name?: string }} RawBadge */
/**
 * @typedef {{ position: number, shopPosition: number, score: number, contributions: { term: string, value: number }[],
 *   reasons: { code: import("../generated/names.js").ReasonCode, name?: string }[], met: RawBadge[],
 *   counterfactual?: { visits: number, position: number, all: number } }} RawReceipt
 */
/** @typedef {Omit<import("../index.d.ts").Layout, "reasons"> & { reasons: string[] }} RawLayout */
/** @typedef {Omit<import("../index.d.ts").PurposeInfo, "what" | "why" | "where" | "days">} RawPurpose */
/** @typedef {Omit<import("../index.d.ts").Fact, "text">} RawFact */

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

/**
 * @param {RawReceipt} raw
 * @param {Translate} t
 * @returns {import("../index.d.ts").Reason[]}
 */
const reasons = (raw, t) =>
  raw.reasons.map(({ code, name: facet }) => {
    const name = code === "declared" ? raw.met.map((badge) => badgeText(badge, t)).join(" · ") : facet;
    return { code, text: t(`reason.${code}`, { name }), ...(name && { params: { name } }) };
  });

/**
 * @param {RawBadge} badge
 * @param {Translate} t
 */
const badgeText = ({ text, name }, t) => t(`badge.${text}`, { name });

/**
 * Wishes met, in words.
 * @param {RawBadge[]} raw
 * @param {string[]} ids by their `at`
 * @param {Translate} t
 * @returns {import("../index.d.ts").Badge[]}
 */
export const badges = (raw, ids, t) => raw.map((badge) => ({ id: ids[badge.at], wish: badge.wish, text: badgeText(badge, t) }));

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
