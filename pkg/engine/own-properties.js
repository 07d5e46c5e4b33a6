/**
 * Options and data of a shop's page as they are, not as a polluted prototype pretends: what a stranger's script put on
 * `Object.prototype` must never switch anything on.
 */

import { OwnshelfError } from "./errors.js";

const { create, keys } = Object;
const { isArray } = Array;
const { isView } = ArrayBuffer;
/** More properties no options have. */
const MOST = 1_000;

/**
 * The object's own enumerable properties on an object without a prototype; `{}` for anything that is no object.
 * @param {unknown} given
 * @returns {Record<string, any>}
 * @throws {OwnshelfError} `invalid_input` if it throws while it is read
 */
export function own(given) {
  const copy = create(null);
  if (given === null || typeof given !== "object") return copy;
  reading(() => {
    if (isArray(given) || isView(given) || given instanceof String) return;
    const names = keys(given);
    if (names.length > MOST) throw new OwnshelfError("invalid_input", `input has more than ${MOST} properties`);
    for (let at = 0; at < names.length; at++) copy[names[at]] = /** @type {any} */ (given)[names[at]];
  });
  return copy;
}

/**
 * Reads what the page handed in; what its own code throws meanwhile becomes a refusal.
 * @template T
 * @param {() => T} read
 * @returns {T}
 */
export function reading(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof OwnshelfError) throw error;
    throw new OwnshelfError("invalid_input", "input throws an error while it is read");
  }
}
