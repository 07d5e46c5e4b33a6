/** What the page's realm brings along. Old libraries and shims replace built-ins; most replacements do what the language says. */
import { OwnshelfError } from "./errors.js";

/** What each must answer for the package to work, by the name it has. @type {Record<string, () => unknown>} */
const PROBES = {
  "Array.isArray": () => Array.isArray([]) && !Array.isArray({}),
  "Array.prototype": () => [1, 2].map((n) => n * 2).filter((n) => n > 2)[0] === 4,
  Map: () => new Map([[1, 2]]).get(1) === 2 && [...new Map([[1, 2]])][0][1] === 2,
  Set: () => new Set([1]).has(1) && !new Set().has(1) && [...new Set([1])][0] === 1,
  "Object.assign": () => Object.assign({}, { a: 1 }).a === 1,
  "Object.entries": () => Object.entries({ a: 1 })[0][1] === 1,
  JSON: () => JSON.parse(`{"a":1}`).a === 1 && JSON.stringify(1) === "1",
  Number: () => Number("2") === 2 && Math.max(1, 2) === 2,
  String: () => " ab ".trim().slice(1) === "b",
};

/**
 * Refuses a page whose built-ins cannot be worked with, before anything was read or learned.
 * @throws {OwnshelfError} `wasm_unavailable`, naming the built-in
 */
export function checkRealm() {
  for (const name in PROBES) {
    let works = false;
    try {
      works = Boolean(PROBES[name]());
    } catch {
      // A replacement that throws works no better than one that lies.
    }
    if (!works) throw new OwnshelfError("wasm_unavailable", `a script of the page replaced ${name} by something that does not work`);
  }
}
