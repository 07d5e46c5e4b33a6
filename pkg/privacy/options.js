/** What `shelf.privacy` takes. */
import { PURPOSES, PURPOSE_STATES } from "../generated/names.js";
import { asIs, number, oneOf } from "../engine/options.js";

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

/** @type {Record<keyof import("../index.d.ts").Declared, Reader<unknown>>} */
export const WISHES = {
  // The engine reads what is said of each.
  packaging: asIs,
  delivery: asIs,
  secondHand: asIs,
  repairable: asIs,
  energyClass: asIs,
  premium: asIs,
  hiddenBrands: asIs,
  hiddenCategories: asIs,
  allowSensitive: asIs,
};
