/** The words of what is taken along or shown to others; a file of their own, for few need them. */
import { load } from "../words/i18n.js";

const files = {
  en: () => import("../words/locales/transfer/en.js"),
  "zh-CN": () => import("../words/locales/transfer/zh-CN.js"),
  de: () => import("../words/locales/transfer/de.js"),
  fr: () => import("../words/locales/transfer/fr.js"),
  es: () => import("../words/locales/transfer/es.js"),
  "pt-BR": () => import("../words/locales/transfer/pt-BR.js"),
  ja: () => import("../words/locales/transfer/ja.js"),
  ko: () => import("../words/locales/transfer/ko.js"),
  ar: () => import("../words/locales/transfer/ar.js"),
  hi: () => import("../words/locales/transfer/hi.js"),
};

/** @param {string} [tag] */
export const alongWords = (tag) => load(files, tag);
