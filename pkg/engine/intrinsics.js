/**
 * What the engine reads the page's data with, and writes its answers with. The built-ins are taken when the package is
 * loaded: a script that replaces them later changes nothing here. Each function makes a value or reads what it is handed.
 */
const { defineProperty, keys } = Object;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const { getTime } = Date.prototype;
const { slice } = String.prototype;
const { apply } = Reflect;
const prototype = Object.prototype;
const DateClass = Date;
const text = String;
/** To write out a longer number takes longer than a call may, and no id or price has 40 digits. */
const LARGE = 10n ** 40n;

const NOTHING = 0;
const NO = 1;
const YES = 2;
const NUMBER = 3;
const ARRAY = 4;
const DATE = 5;
const OBJECT = 6;

/**
 * A text, cut off after `most` UTF-16 units; a bigint of at most 40 digits as text; `undefined` for anything else.
 * @param {unknown} value
 * @param {number} most
 * @returns {string | undefined}
 */
export function textOf(value, most) {
  if (typeof value === "string") return value.length > most ? apply(slice, value, [0, most]) : value;
  return typeof value === "bigint" && value < LARGE && value > -LARGE ? text(value) : undefined;
}

/**
 * What a value that is no text is. A typed array or a `String` object, of which each item is a property, is nothing.
 * @param {unknown} value
 */
export function kindOf(value) {
  if (typeof value === "number") return NUMBER;
  if (typeof value === "boolean") return value ? YES : NO;
  if (value === null || typeof value !== "object" || isView(value) || value instanceof text) return NOTHING;
  if (isArray(value)) return ARRAY;
  return value instanceof DateClass ? DATE : OBJECT;
}

/**
 * A number, or a date's milliseconds.
 * @param {any} value
 * @returns {number}
 */
export const numberOf = (value) => (typeof value === "number" ? value : apply(getTime, value, []));

/**
 * A number whatever a proxy answers.
 * @param {any} array
 * @returns {number}
 */
export const lengthOf = (array) => +array.length;

/**
 * @param {any} array
 * @param {number} index
 */
export const itemAt = (array, index) => array[index];

/**
 * The names of an object's own enumerable properties.
 * @param {object} object
 */
export const keysOf = (object) => keys(object);

/**
 * @param {any} object
 * @param {string} key
 */
export const propertyOf = (object, key) => object[key];

/**
 * Gives an object the engine made a property of its own. A setter of that name on `Object.prototype` never sees it.
 * @param {any} object
 * @param {string | number} key
 * @param {unknown} value
 */
export function setOwn(object, key, value) {
  if (key in prototype)
    defineProperty(object, key, /** @type {any} */ ({ __proto__: null, value, writable: true, enumerable: true, configurable: true }));
  else object[key] = value;
}
