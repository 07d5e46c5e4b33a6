/**
 * Words and numbers in the shopper's language, for the engine's reasons and the panel alike.
 * Languages are loaded one at a time; plurals, numbers, lists and dates are left to Intl.
 */

// Taken when the package is loaded: a script that replaces it later changes nothing here.
const { isArray } = Array;

// Literal import() calls, so that every bundler can see and split them; two maps, so that whoever uses one kind alone
// ships one kind alone.
const engineFiles = {
  en: () => import("./locales/en.js"),
  "zh-CN": () => import("./locales/zh-CN.js"),
  de: () => import("./locales/de.js"),
  fr: () => import("./locales/fr.js"),
  es: () => import("./locales/es.js"),
  "pt-BR": () => import("./locales/pt-BR.js"),
  ja: () => import("./locales/ja.js"),
  ko: () => import("./locales/ko.js"),
  ar: () => import("./locales/ar.js"),
  hi: () => import("./locales/hi.js"),
};
const panelFiles = {
  en: () => import("./locales/panel/en.js"),
  "zh-CN": () => import("./locales/panel/zh-CN.js"),
  de: () => import("./locales/panel/de.js"),
  fr: () => import("./locales/panel/fr.js"),
  es: () => import("./locales/panel/es.js"),
  "pt-BR": () => import("./locales/panel/pt-BR.js"),
  ja: () => import("./locales/panel/ja.js"),
  ko: () => import("./locales/panel/ko.js"),
  ar: () => import("./locales/panel/ar.js"),
  hi: () => import("./locales/panel/hi.js"),
};

/** Texts by key; an object holds plural forms. @typedef {Readonly<Record<string, string | Record<string, string>>>} Messages */
/** A text by key, its placeholders filled. @typedef {(key: string, params?: Record<string, unknown>) => string} Translate */
/**
 * @typedef {{ NumberFormat: Intl.NumberFormat, DateTimeFormat: Intl.DateTimeFormat, ListFormat: Intl.ListFormat,
 *   PluralRules: Intl.PluralRules }} Formats
 */

/** The languages shipped, as BCP 47 tags; English is the reference. */
export const languages = ["en", "zh-CN", "de", "fr", "es", "pt-BR", "ja", "ko", "ar", "hi"];

/** @param {string} tag */
const primary = (tag) => tag.toLowerCase().split(/[-_]/)[0];

/**
 * The shipped language nearest to a tag: itself, else one with the same primary subtag (`de-AT` → `de`, `pt` → `pt-BR`,
 * `zh-Hant` → `zh-CN`), else English.
 * @param {string} [tag]
 */
export function matchLanguage(tag) {
  const wanted = String(tag || "en");
  return languages.find((l) => l.toLowerCase() === wanted.toLowerCase()) ?? languages.find((l) => primary(l) === primary(wanted)) ?? "en";
}

/**
 * The tag to format with: the shopper's own region where Intl knows it (`de-AT` dates in a German text), else the
 * language of the text.
 * @param {string} [tag]
 */
export function formatLocale(tag) {
  const language = matchLanguage(tag);
  try {
    if (primary(language) === primary(String(tag))) return Intl.NumberFormat.supportedLocalesOf(tag)[0] ?? language;
  } catch {
    // Not a well-formed tag: the language of the text it is.
  }
  return language;
}

/** Whether a language is written from right to left. @param {string} tag */
export const isRightToLeft = (tag) => /^(ar|fa|he|ur)\b/.test(tag);

/**
 * The messages in a language, of the files that there are; in English when its file cannot be loaded.
 * @param {Record<string, () => Promise<{ default: Messages }>>} files
 * @param {string} [tag]
 */
export const load = async (files, tag) => (await files[matchLanguage(tag)]().catch(files.en)).default;

/**
 * The engine's messages in a language; in English when their file cannot be loaded.
 * @param {string} [tag]
 * @returns {Promise<Messages>}
 */
export const loadEngineLocale = (tag) => load(engineFiles, tag);

/** The same for the panel's messages. @param {string} [tag] */
export const loadPanelLocale = (tag) => load(panelFiles, tag);

/**
 * Either of them by name.
 * @param {"engine" | "panel"} kind
 * @param {string} [tag]
 */
export const loadLocale = (kind, tag) => (kind === "panel" ? loadPanelLocale(tag) : loadEngineLocale(tag));

const made = new Map();

/**
 * Intl objects are dear to make (tens of microseconds) and cheap to keep.
 * @template {keyof Formats} K
 * @param {K} type
 * @param {string} [locale]
 * @param {object} [options]
 * @returns {Formats[K]}
 */
export function intl(type, locale, options) {
  const key = type + locale + JSON.stringify(options);
  if (!made.has(key)) made.set(key, new /** @type {any} */ (Intl)[type](locale, options));
  return made.get(key);
}

/**
 * @param {unknown} value
 * @param {string} locale
 * @returns {string}
 */
function show(value, locale) {
  if (typeof value === "number") return intl("NumberFormat", locale).format(value);
  if (value instanceof Date) return intl("DateTimeFormat", locale, { dateStyle: "long" }).format(value);
  if (isArray(value)) return intl("ListFormat", locale).format(value.map((v) => show(v, locale)));
  // First-strong isolates keep a Latin brand name from scrambling the right-to-left sentence around it.
  return isRightToLeft(locale) ? `\u2068${value}\u2069` : String(value);
}

/**
 * Fills `{name}` placeholders. A template may be an object of plural forms, chosen by `params.count`. Numbers, Dates and
 * arrays are written as the locale writes them. A placeholder without a parameter stays as it is.
 * @param {string | Record<string, string>} template
 * @param {Record<string, unknown>} [params]
 * @param {string} [locale]
 */
export function format(template, params = {}, locale = "en") {
  const text =
    typeof template === "string" ? template : (template[intl("PluralRules", locale).select(Number(params.count))] ?? template.other);
  return text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(params, name) ? show(params[name], locale) : whole));
}

/**
 * A function from key and parameters to text; an unknown key comes back as it is.
 * @param {Messages} messages
 * @param {string} [tag] the shopper's language
 * @returns {Translate}
 */
export function createTranslator(messages, tag) {
  // The first question to Intl takes tens of milliseconds, and a page asks for its first sentence long after its first paint.
  /** @type {string | undefined} */
  let locale;
  return (key, params) => (Object.hasOwn(messages, key) ? format(messages[key], params, (locale ??= formatLocale(tag))) : key);
}
