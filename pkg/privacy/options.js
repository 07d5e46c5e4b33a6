/** What `shelf.privacy` takes. */
import { PURPOSES, PURPOSE_STATES } from "../generated/names.js";
import { id, listOf, number, oneOf } from "../engine/options.js";

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

const texts = listOf(id);

/** A flag, a text or texts; the engine reads which a wish takes. @type {Reader<unknown>} */
const wish = (value, name) => (typeof value === "object" || typeof value === "function" ? texts(value, name) : value);

/** @type {Record<keyof import("../index.d.ts").Declared, Reader<unknown>>} */
export const WISHES = {
  packaging: wish,
  delivery: wish,
  secondHand: wish,
  repairable: wish,
  energyClass: wish,
  premium: wish,
  hiddenBrands: wish,
  hiddenCategories: wish,
  allowSensitive: wish,
};
