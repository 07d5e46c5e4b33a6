/** The words about totals; a file of their own, for they are read where a shop asks for any. */
import { load } from "../i18n.js";

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

/** @param {string} [tag] */
export const insightsWords = (tag) => load(files, tag);
