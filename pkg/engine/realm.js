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

/** @param {() => unknown} probe */
function works(probe) {
  try {
    return Boolean(probe());
  } catch {
    return false; // A replacement that throws works no better than one that lies.
  }
}

/** Asked when the package is loaded: what is replaced later, the package has taken before. */
const broken = /* @__PURE__ */ Object.keys(PROBES).find((name) => !works(PROBES[name]));

/**
 * Refuses a page whose built-ins cannot be worked with, before anything was read or learned.
 * @throws {OwnshelfError} `wasm_unavailable`, naming the built-in
 */
export function checkRealm() {
  if (broken) throw new OwnshelfError("wasm_unavailable", `a script of the page replaced ${broken} by something that does not work`);
}
