/** What the modules beside the engine (capsule, totals) are called with. */
import { OwnshelfError } from "./errors.js";

/** Bytes that `crypto.getRandomValues` gives at once. */
const MOST_AT_ONCE = 65_536;

/**
 * Calls a module. What it refuses is an `OwnshelfError` already; anything else says that it stopped.
 * @template T
 * @param {string} name
 * @param {() => T} call
 * @returns {T}
 */
export function callModule(name, call) {
  try {
    return call();
  } catch (error) {
    if (error instanceof OwnshelfError) throw error;
    throw new OwnshelfError("wasm_unavailable", `the module ${name} stopped: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * Bytes of chance, which modules cannot draw themselves.
 * @param {number} length
 */
export function randomBytes(length) {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += MOST_AT_ONCE) crypto.getRandomValues(bytes.subarray(at, at + MOST_AT_ONCE));
  return bytes;
}
