/** The words about totals; a file of their own, for they are read where a shop asks for any. */
import { matchLanguage } from "../i18n.js";

const files = {
  en: () => import("../locales/insights/en.js"),
  "zh-CN": () => import("../locales/insights/zh-CN.js"),
  de: () => import("../locales/insights/de.js"),
  fr: () => import("../locales/insights/fr.js"),
  es: () => import("../locales/insights/es.js"),
  "pt-BR": () => import("../locales/insights/pt-BR.js"),
  ja: () => import("../locales/insights/ja.js"),
  ko: () => import("../locales/insights/ko.js"),
  ar: () => import("../locales/insights/ar.js"),
  hi: () => import("../locales/insights/hi.js"),
};

/**
 * The words in a language; in English when their file cannot be loaded.
 * @param {string} [tag]
 */
export const insightsWords = async (tag) => (await files[matchLanguage(tag)]().catch(files.en)).default;
