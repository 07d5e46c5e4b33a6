/** What the shop's rules say - notices and purchase limits - in the shopper's language. Which rule speaks of what, the engine says. */
import { OwnshelfError } from "../engine/errors.js";
import { refuse } from "../engine/options.js";
import { own, reading } from "../engine/own-properties.js";
import { checkRule } from "./rules.js";

// Taken when the package is loaded: a script that replaces them later changes nothing here.
const { isArray } = Array;
const { keys } = Object;

const MOST = 10_000;

/** The texts of a rule's notice by language. @typedef {Record<string, string>} Texts */
/** @typedef {{ notices: { rule: number, products?: number[] }[], limits: [at: number, limit: number][] }} Said as the engine says it */

/**
 * Rules, read once, and the texts of those that speak; those without words have none.
 * @param {unknown} given
 * @returns {{ rules: Record<string, any>[], texts: (Texts | undefined)[], speak: boolean }}
 */
export function readRules(given) {
  const rules = reading(() => (isArray(given) ? separated(given) : refuse("rules", given, "a list of rules")));
  const speak = rules.some(({ notice, limit }) => notice != null || limit != null);
  const texts = rules.map(({ notice }) => (typeof notice === "string" ? { "": notice } : notice));
  return { rules, texts, speak };
}

/** @param {unknown[]} given */
function separated(given) {
  if (!(given.length <= MOST)) throw new OwnshelfError("invalid_input", `rules are more than ${MOST}`);
  const rules = [];
  // A plain loop: an array of the page may bring methods of its own.
  for (let index = 0; index < given.length; index++) {
    const rule = own(given[index]);
    checkRule(rule, index);
    if (rule.notice !== null && typeof rule.notice === "object") rule.notice = own(rule.notice);
    rules[index] = rule;
  }
  return rules;
}

/**
 * The text in the shopper's language, else in the language without its region, in English, in the first there is.
 * @param {Texts} texts
 * @param {string} locale
 */
function inLanguage(texts, locale) {
  const tags = keys(texts);
  /** @param {string} tag */
  const base = (tag) => tag.toLowerCase().split("-")[0];
  const tag =
    tags.find((tag) => tag.toLowerCase() === locale.toLowerCase()) ??
    tags.find((tag) => base(tag) === base(locale)) ??
    tags.find((tag) => base(tag) === "en") ??
    tags[0];
  return texts[tag];
}

/**
 * @param {Said} said
 * @param {string[]} ids of the listing
 * @param {(Texts | undefined)[]} texts by rule
 * @param {{ t: import("../words/i18n.js").Translate, locale: string }} words
 * @returns {import("../index.d.ts").Notice[]}
 */
export function notices({ notices, limits }, ids, texts, { t, locale }) {
  /** @type {import("../index.d.ts").Notice[]} */
  const told = [];
  for (const { rule, products } of notices) {
    const text = inLanguage(texts[rule] ?? {}, locale);
    if (!text) continue;
    if (!products) told.push({ text });
    for (const at of products ?? []) {
      const id = ids[at];
      if (!told.some((other) => other.id === id && other.text === text)) told.push({ id, text });
    }
  }
  for (const [at, limit] of limits) told.push({ id: ids[at], limit, text: t("notice.limit", { count: limit }) });
  return told;
}
