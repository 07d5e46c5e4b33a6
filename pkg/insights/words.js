/** The words about totals; a file of their own, for they are read where a shop asks for any. */
import { load } from "../words/i18n.js";

const files = {
  en: () => import("../words/locales/insights/en.js"),
  "zh-CN": () => import("../words/locales/insights/zh-CN.js"),
  de: () => import("../words/locales/insights/de.js"),
  fr: () => import("../words/locales/insights/fr.js"),
  es: () => import("../words/locales/insights/es.js"),
  "pt-BR": () => import("../words/locales/insights/pt-BR.js"),
  ja: () => import("../words/locales/insights/ja.js"),
  ko: () => import("../words/locales/insights/ko.js"),
  ar: () => import("../words/locales/insights/ar.js"),
  hi: () => import("../words/locales/insights/hi.js"),
};

/** @param {string} [tag] */
export const insightsWords = (tag) => load(files, tag);
