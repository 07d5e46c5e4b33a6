/** What `createShelf` and the calls of a shelf take beside data. */
import { CONTEXTS, SUGGESTION_KINDS } from "../generated/names.js";
import { asIs, bytes, callable, flag, id, listOf, number, oneOf, optionsOf, refuse, text } from "../engine/options.js";
import { reading } from "../engine/own-properties.js";

/** @template T @typedef {import("../engine/options.js").Reader<T>} Reader */

/** @type {Reader<"ask" | "session" | import("../index.d.ts").ConsentSource>} */
const consent = (value, name) => {
  if (value === "ask" || value === "session") return value;
  const source = /** @type {import("../index.d.ts").ConsentSource} */ (value);
  if (typeof source === "object" && typeof source.connect === "function") return source;
  const call = typeof value === "function" ? " - call the function, and give what it returns" : "";
  return refuse(name, value, `"ask", "session" or a consent source such as googleConsentMode() returns${call}`);
};

/** @type {Reader<string[]>} */
const topics = (value, name) => (typeof value === "string" ? [value] : listOf(text)(value, name));

export const SHELF = {
  consent,
  storage: oneOf(["indexeddb", "memory"]),
  store: id,
  locale: text,
  // Whether it is a source of the engine is told where it is loaded.
  wasm: asIs,
  merchandising: asIs,
  ranking: optionsOf({ diversity: number(0, 1), exploration: number(0, 1), columns: number(1, 100) }),
  prior: bytes,
  // Read when something is suggested.
  relations: asIs,
  hemisphere: oneOf(["north", "south"]),
  minor: flag,
  sensitiveCategories: topics,
  now: callable,
};

const PLACE = { context: oneOf(CONTEXTS), listId: id };
const COLUMNS = optionsOf({ minColumns: number(1, 100), maxColumns: number(1, 100) });

export const RANK = { limit: number(0), ...PLACE };
export const NOTICES = PLACE;
export const PREVIEW = { ...PLACE, rules: asIs, declared: asIs };
export const LAYOUT = { width: number(0), facets: listOf(id), limits: COLUMNS };
export const SUGGEST = { limit: number(0, 20), kinds: listOf(oneOf(SUGGESTION_KINDS)), basket: listOf(id), ahead: number(0) };

/** Elements of a frame are none of this page's `Element`. @param {any} value */
const isElement = (value) => value?.nodeType === 1;

/** @type {Reader<Element>} */
const element = (value, name) => (isElement(value) ? /** @type {Element} */ (value) : refuse(name, value, "an element"));

/** @type {Reader<boolean | (() => boolean)>} */
const reorder = (value, name) => (typeof value === "function" ? /** @type {() => boolean} */ (value) : flag(value, name));

export const ATTACH = {
  ...PLACE,
  productId: callable,
  reorder,
  layout: flag,
  fresh: flag,
  facets: element,
  labels: flag,
  notices: element,
  limits: COLUMNS,
  listing: callable,
  arrange: callable,
};

/**
 * The element a list is attached to.
 * @param {unknown} given the element, or a selector of it
 * @returns {Element}
 */
export const attachable = (given) =>
  reading(() => {
    const found = typeof given === "string" ? globalThis.document?.querySelector(given) : given;
    return isElement(found)
      ? /** @type {Element} */ (found)
      : refuse("attach: element", given, "an element of the browser's page, or the selector of one");
  });
