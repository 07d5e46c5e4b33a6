/** The words of what is taken along or shown to others; a file of their own, for few need them. */
import { load } from "./i18n.js";

const files = {
  en: () => import("./locales/along/en.js"),
  "zh-CN": () => import("./locales/along/zh-CN.js"),
  de: () => import("./locales/along/de.js"),
  fr: () => import("./locales/along/fr.js"),
  es: () => import("./locales/along/es.js"),
  "pt-BR": () => import("./locales/along/pt-BR.js"),
  ja: () => import("./locales/along/ja.js"),
  ko: () => import("./locales/along/ko.js"),
  ar: () => import("./locales/along/ar.js"),
  hi: () => import("./locales/along/hi.js"),
};

/** @param {string} [tag] */
export const alongWords = (tag) => load(files, tag);
