/** What `shelf.privacy` takes. */
import { PURPOSES, PURPOSE_STATES } from "../generated/names.js";
import { flag, id, listOf, number, oneOf, text } from "../engine/options.js";

/** @template T @typedef {import("../engine/options.js").Reader<T>} Reader */

/** @type {Reader<import("../index.d.ts").Purpose>} */
export const purpose = oneOf(PURPOSES);

const state = oneOf(PURPOSE_STATES);

/** @type {Record<import("../index.d.ts").Purpose, Reader<import("../index.d.ts").PurposeState>>} */
export const STATES = {
  rank: state,
  dwell: state,
  price: state,
  layout: state,
  suggest: state,
  remember: state,
  link: state,
  insights: state,
};

export const days = number(1, 365);

/** One text or several. @type {Reader<string | string[]>} */
const names = (value, name) => (typeof value === "string" ? value : listOf(text)(value, name));

const PACKAGING = oneOf(["recycled", "plastic_free"]);

/** @type {Record<keyof import("../index.d.ts").Declared, Reader<unknown>>} */
export const WISHES = {
  packaging: (value, name) => (typeof value === "string" ? PACKAGING(value, name) : listOf(PACKAGING)(value, name)),
  delivery: oneOf(["low_carbon", "any"]),
  secondHand: flag,
  repairable: flag,
  energyClass: text,
  premium: flag,
  hiddenBrands: names,
  hiddenCategories: names,
  allowSensitive: names,
};

/** @type {Reader<boolean | number>} */
const many = (value, name) => (typeof value === "boolean" ? value : number(0)(value, name));
/** @type {Reader<boolean | string[]>} */
const some = (value, name) => (typeof value === "boolean" ? value : listOf(id)(value, name));

/** @type {Record<keyof import("../index.d.ts").CardFields, Reader<unknown>>} */
export const CARD = { question: text, order: id, recent: many, preferences: flag, taste: some };
