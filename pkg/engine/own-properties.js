/**
 * Options and data of a shop's page as they are, not as a polluted prototype pretends: what a stranger's script put on
 * `Object.prototype` must never switch anything on.
 */

import { OwnshelfError } from "./errors.js";

const { create, keys } = Object;
const { isView } = ArrayBuffer;

/**
 * The object's own enumerable properties on an object without a prototype; `{}` for anything that is no object.
 * @param {unknown} given
 * @returns {Record<string, any>}
 * @throws {OwnshelfError} `invalid_input` if it throws while it is read
 */
export function own(given) {
  const copy = create(null);
  if (given === null || typeof given !== "object" || isView(given) || given instanceof String) return copy;
  reading(() => {
    for (const key of keys(given)) copy[key] = /** @type {any} */ (given)[key];
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
