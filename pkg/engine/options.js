/**
 * The reader of options, for all public entries. A mistake is answered by one sentence: what was handed in, what may be,
 * and the nearest word that is allowed. An option that nobody knows is refused, for it is a slip of the pen or meant for
 * another version; either way the page would not get what it asks for.
 *
 * Only own properties count: what a stranger's script put on `Object.prototype` is no option.
 */
import { OwnshelfError } from "./errors.js";
import { own, reading } from "./own-properties.js";

// Taken when the package is loaded: a script that replaces them later changes nothing here.
const { isArray } = Array;
const { isView } = ArrayBuffer;
const { hasOwn, keys } = Object;
const Buffer = ArrayBuffer;

/** As many texts as a list among options has. */
const MAX_TEXTS = 10_000;
/** As long as the engine keeps an id. */
const MAX_ID = 512;
/** More of a value than this is not repeated in a message. */
const MAX_SHOWN = 40;

/**
 * Reads one value, which is neither `undefined` nor `null`.
 * @template T
 * @typedef {(value: unknown, name: string) => T} Reader
 */

/**
 * A value for a message: never by its own `toString`, and never long.
 * @param {unknown} value
 */
function shown(value) {
  if (typeof value === "string") return `"${value.slice(0, MAX_SHOWN)}${value.length > MAX_SHOWN ? "…" : ""}"`;
  if (typeof value === "number" || typeof value === "boolean" || value == null) return String(value);
  if (typeof value === "object") return reading(() => isArray(value)) ? "a list" : "an object";
  return `a ${typeof value}`;
}

/**
 * How many letters are missing, too many, wrong or swapped with the next (optimal string alignment, Damerau 1964).
 * @param {string} a
 * @param {string} b
 * @param {number} most more are not counted: `Infinity`
 * @returns {number}
 */
function distance(a, b, most) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [x, y] = [a.slice(at), b.slice(at)];
  if (x === y) return 0;
  if (!most) return Infinity;
  const from = (/** @type {number} */ i, /** @type {number} */ j) => distance(x.slice(i), y.slice(j), most - 1);
  return 1 + Math.min(from(1, 0), from(0, 1), from(1, 1), x[0] === y[1] && x[1] === y[0] ? from(2, 2) : Infinity);
}

/**
 * The allowed word that was probably meant: at most every third letter is wrong, and no more than three. `undefined` if
 * there is none.
 * @param {unknown} word
 * @param {readonly string[]} allowed
 */
export function nearest(word, allowed) {
  if (typeof word !== "string" || word.length > MAX_SHOWN) return undefined;
  const most = Math.min(3, Math.ceil(word.length / 3));
  const far = allowed.map((candidate) => distance(word.toLowerCase(), candidate.toLowerCase(), most));
  const least = Math.min(...far);
  return least < Infinity ? allowed[far.indexOf(least)] : undefined;
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {string} wanted what it has to be
 * @returns {never}
 */
export function refuse(name, value, wanted) {
  throw new OwnshelfError("invalid_input", `${name} is ${shown(value)}; it has to be ${wanted}`);
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {readonly string[]} allowed
 * @returns {never}
 */
function refuseWord(name, value, allowed) {
  const near = nearest(value, allowed);
  const wanted = `${allowed.length > 1 ? "one of " : ""}${allowed.map((word) => `"${word}"`).join(", ")}`;
  refuse(name, value, near ? `${wanted} - did you mean "${near}"?` : wanted);
}

/**
 * One of a few words.
 * @template {string} T
 * @param {readonly T[]} allowed
 * @returns {Reader<T>}
 */
export const oneOf = (allowed) => (value, name) =>
  allowed.includes(/** @type {T} */ (value)) ? /** @type {T} */ (value) : refuseWord(name, value, allowed);

/**
 * A number from `least` to `most`, both included.
 * @param {number} least
 * @param {number} [most]
 * @returns {Reader<number>}
 */
export const number =
  (least, most = Infinity) =>
  (value, name) =>
    typeof value === "number" && value >= least && value <= most
      ? value
      : refuse(name, value, most < Infinity ? `a number from ${least} to ${most}` : `a number, ${least} or more`);

/**
 * @param {string} type as `typeof` says it
 * @param {string} wanted
 * @returns {Reader<any>}
 */
const typed = (type, wanted) => (value, name) => (typeof value === type ? value : refuse(name, value, wanted));

/** @type {Reader<string>} */
export const text = typed("string", "text");

/** @type {Reader<boolean>} */
export const flag = typed("boolean", "true or false");

/** @type {Reader<(...args: any[]) => any>} */
export const callable = typed("function", "a function");

/**
 * An id as long as the engine keeps one; a number is written out.
 * @type {Reader<string>}
 */
export const id = (value, name) => (typeof value === "number" ? String(value) : text(value, name).slice(0, MAX_ID));

/** @type {Reader<Uint8Array>} */
export const bytes = (value, name) => {
  if (isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return value instanceof Buffer ? new Uint8Array(value) : refuse(name, value, "an ArrayBuffer or a view of one");
};

/**
 * A list whose items one reader reads.
 * @template T
 * @param {Reader<T>} item
 * @returns {Reader<T[]>}
 */
export const listOf = (item) => (value, name) =>
  reading(() => {
    if (!isArray(value)) refuse(name, value, "a list");
    const length = +value.length;
    if (!(length <= MAX_TEXTS)) refuse(name, length, `a list of at most ${MAX_TEXTS}`);
    const items = [];
    // A plain loop: an array of the page may bring methods of its own.
    for (let at = 0; at < length; at++) items[at] = item(value[at] ?? refuse(`${name}[${at}]`, value[at], "there"), `${name}[${at}]`);
    return items;
  });

/**
 * Options within options.
 * @template {Record<string, Reader<any>>} R
 * @param {R} readers
 */
export const optionsOf = (readers) => (/** @type {unknown} */ value, /** @type {string} */ name) => readOptions(name, value, readers);

/**
 * Whatever there is, as it is; who uses it looks at it.
 * @type {Reader<any>}
 */
export const asIs = (value) => value;

/**
 * The options of a call: each that is given, read. What is `undefined` or `null` is not given.
 * @template {Record<string, Reader<any>>} R
 * @param {string} entry what was called
 * @param {unknown} given
 * @param {R} readers by the names there are
 * @returns {{ [K in keyof R]?: ReturnType<R[K]> }} without a prototype
 * @throws {OwnshelfError} `invalid_input`
 */
export function readOptions(entry, given, readers) {
  const allowed = keys(readers);
  if (given != null && (typeof given !== "object" || reading(() => isArray(given))))
    throw new OwnshelfError("invalid_input", `${entry} wants an object such as { ${allowed[0]}: … }, not ${shown(given)}`);
  const options = own(given);
  const names = keys(options);
  for (let at = 0; at < names.length; at++) {
    const name = names[at];
    if (options[name] == null) delete options[name];
    else if (hasOwn(readers, name)) options[name] = reading(() => readers[name](options[name], `${entry}: ${name}`));
    else refuseName(entry, name, allowed);
  }
  return /** @type {any} */ (options); // Each was read by the reader of its name.
}

/**
 * @param {string} entry
 * @param {string} name
 * @param {string[]} allowed
 * @returns {never}
 */
export function refuseName(entry, name, allowed) {
  const near = nearest(name, allowed);
  const known = near ? `did you mean "${near}"?` : `known are ${allowed.join(", ")}`;
  throw new OwnshelfError("invalid_input", `${entry}: ${shown(name)} is not known; ${known}`);
}
