/**
 * What the shop's rules say in words - notices and purchase limits - and which of the shopper's declared wishes a product
 * meets. The engine orders and hides; it has no words.
 */
import { OwnshelfError } from "../engine/errors.js";
import { WISHES } from "../generated/names.js";
import { refuse } from "../engine/options.js";
import { own, reading } from "../engine/own-properties.js";
import { checkRule } from "./rules.js";

// Taken when the package is loaded: a script that replaces them later changes nothing here.
const { from, isArray } = Array;

const MOST = 10_000;
/** Bits of what a product meets; below them stand the wishes, each a key `badge.…` of the locale files. */
const REFURBISHED = 6;
const CLASS = 8;

/** A rule without an action orders nothing: it only speaks, of some products or, without a `match`, of the whole list. */
const silent = (rule) => ({ ...rule, action: "boost", strength: 0, match: rule.match ?? { available: true } });

const bad = (index, what) => {
  throw new OwnshelfError("invalid_input", `[${index}] ${what}`);
};

/** The words of a rule, read; undefined where it has none. */
function wordsOf(rule, index) {
  const { notice, limit, match, priority = 0 } = rule;
  if (notice == null && limit == null) return undefined;
  const texts = typeof notice === "object" ? own(notice) : { "": notice ?? "" };
  if (Object.values(texts).some((text) => typeof text !== "string")) bad(index, "notice is neither text nor text by language");
  if (limit != null && !(Number.isInteger(limit) && limit >= 1 && limit <= MOST))
    bad(index, `limit is no whole number between 1 and ${MOST}`);
  if (limit != null && !match) bad(index, "match is missing");
  // Hiding what the rule speaks of, in a preview, tells what that is.
  const about = match ? [match] : [{ available: true }, { available: false }];
  return {
    texts,
    limit,
    priority: Number(priority) || 0,
    all: !match,
    finds: about.map((each) => ({ ...rule, action: "hide", match: each })),
  };
}

/**
 * Rules as the engine takes them, their words apart, strongest first.
 * @param {import("../index.d.ts").Rule[]} given
 */
export function spoken(given) {
  return reading(() => (isArray(given) ? separated(given) : refuse("rules", given, "a list of rules")));
}

/** @param {import("../index.d.ts").Rule[]} given */
function separated(given) {
  if (!(given.length <= MOST)) throw new OwnshelfError("invalid_input", `rules are more than ${MOST}`);
  const said = [];
  const mute = [];
  const rules = from({ __proto__: null, length: given.length }, (_, index) => {
    const rule = own(given[index]);
    checkRule(rule, index);
    const words = wordsOf(rule, index);
    if (words) said.push(words);
    if (!words || rule.action != null) return rule;
    mute[index] = rule.match ? "products" : "list";
    return silent(rule);
  });
  return { rules, said: said.sort((a, b) => b.priority - a.priority), mute };
}

/** What only speaks is in nobody's way: of such rules only that they are never heard is worth telling. */
export const telling = (conflicts, mute) =>
  conflicts.filter(({ rule, to, why }) => {
    const kind = mute[rule] ?? mute[to];
    return !kind || why === "over" || (kind === "products" && (why === "hidden" || why === "fitsNothing"));
  });

/** The text in the shopper's language, else in the language without its region, in English, in the first there is. */
function inLanguage(texts, locale) {
  const keys = Object.keys(texts);
  const base = (tag) => tag.toLowerCase().split("-")[0];
  const key =
    keys.find((tag) => tag.toLowerCase() === locale.toLowerCase()) ??
    keys.find((tag) => base(tag) === base(locale)) ??
    keys.find((tag) => base(tag) === "en") ??
    keys[0];
  return texts[key];
}

/**
 * @param {ReturnType<typeof spoken>["said"]} said
 * @param {string[]} ids of the products shown
 * @param {(rules: object[]) => Set<string>} speaksOf the ids that any of these hiding rules would hide
 * @param {{ t: import("../words/i18n.js").Translate, locale: string }} words
 * @returns {import("../index.d.ts").Notice[]}
 */
export function notices(said, ids, speaksOf, { t, locale }) {
  const told = [];
  const limits = new Map();
  for (const { texts, limit, all, finds } of said) {
    const meant = speaksOf(finds);
    const text = inLanguage(texts, locale);
    const about = ids.filter((id) => meant.has(id));
    if (all && text && about.length) told.push({ text });
    if (all) continue;
    for (const id of about) {
      if (text && !told.some((other) => other.id === id && other.text === text)) told.push({ id, text });
      if (limit) limits.set(id, Math.min(limit, limits.get(id) ?? MOST));
    }
  }
  for (const [id, limit] of limits) told.push({ id, limit, text: t("notice.limit", { count: limit }) });
  return told;
}

/**
 * @param {string[]} ids
 * @param {(id: string) => number} met the engine's bits
 * @param {import("../words/i18n.js").Translate} t
 * @returns {import("../index.d.ts").Badge[]}
 */
export const badges = (ids, met, t) =>
  ids.flatMap((id) => {
    const bits = met(id);
    const made = WISHES.filter((_, at) => (bits >> at) & 1).map((wish) => {
      const key = wish === "secondHand" && (bits >> REFURBISHED) & 1 ? "refurbished" : wish;
      return { id, wish, text: t(`badge.${key}`) };
    });
    if (bits >> CLASS) made.push({ id, wish: "energyClass", text: t("badge.energyClass", { name: String.fromCharCode(bits >> CLASS) }) });
    return made;
  });
