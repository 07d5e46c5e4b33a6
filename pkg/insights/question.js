/**
 * What the shop asks, as its task says it: read and shown before the shopper's yes, so without the module. Which cell an action
 * falls into is the module's to say (`insights/src/question.rs`).
 */
import { OwnshelfError } from "../engine/errors.js";
import { own } from "../engine/own-properties.js";

const OUTCOMES = ["select_item", "add_to_cart", "purchase"];
const FEWEST = 2;
const MOST = 1024;

/** @typedef {import("../insights.d.ts").InsightsPart} Part */

/**
 * What of an event is asked: one item for each product, with its category if that is known.
 * @typedef {{ name: string, position: number, personalised: unknown, items: { item_category: unknown }[] }} AskedEvent
 */

/**
 * One property of an action: how many values it has, and what each stands for.
 * @typedef {{ kind: Part["kind"], asked: unknown[], size: number, part: (n: number) => Part }} Dimension
 */

/** @param {string} what @returns {never} */
const refuse = (what) => {
  throw new OwnshelfError("invalid_input", `task.question.${what}`);
};

/** Whether the list stood in the shopper's own order. @type {Dimension} */
const order = {
  kind: "order",
  asked: [],
  size: 2,
  part: (n) => ({ kind: "order", personalised: n === 1 }),
};

/**
 * The place in the list, 1 for the first, in classes that end at these places; one more for all beyond.
 * @param {unknown} ends
 * @returns {Dimension}
 */
function place(ends) {
  const rising = Array.isArray(ends) && ends.length > 0 && ends.every((end, n) => Number.isSafeInteger(end) && end > (ends[n - 1] ?? 0));
  if (!rising) return refuse("by: place is no list of rising whole numbers");
  return {
    kind: "place",
    asked: ends,
    size: ends.length + 1,
    part: (n) => ({ kind: "place", from: (ends[n - 1] ?? 0) + 1, to: ends[n] }),
  };
}

/**
 * The product's category, of those named; one more for all others.
 * @param {unknown} names
 * @returns {Dimension}
 */
function category(names) {
  if (!Array.isArray(names) || !names.length || new Set(names.map(String)).size < names.length)
    return refuse("by: category is no list of different names");
  const known = names.map(String);
  return {
    kind: "category",
    asked: known,
    size: known.length + 1,
    part: (n) => ({ kind: "category", name: known[n] }),
  };
}

/** @param {unknown} given @returns {Dimension} */
function dimension(given) {
  if (given === "order") return order;
  const { place: ends, category: names } = own(given);
  if (ends !== undefined) return place(ends);
  if (names !== undefined) return category(names);
  return refuse('by: none of "order", { place }, { category }');
}

export class Question {
  /** @type {string} */ on;
  /** Number of cells. @type {number} */
  cells;
  /** @type {Dimension[]} */ #dimensions;
  #categoryOf;

  /**
   * @param {unknown} given `{ on, by }` of the shop's task
   * @param {(id: string) => string | undefined} [categoryOf] the shop's word on a product's category, where an event does not say
   */
  constructor(given, categoryOf) {
    const { on, by } = own(given);
    if (!OUTCOMES.includes(on)) refuse(`on is none of ${OUTCOMES.join(", ")}`);
    if (!Array.isArray(by) || !by.length) refuse("by is empty");
    this.on = on;
    this.#dimensions = by.map(dimension);
    this.#categoryOf = categoryOf;
    if (new Set(this.kinds).size < by.length) refuse("by: one kind twice");
    this.cells = this.#dimensions.reduce((cells, { size }) => cells * size, 1);
    if (!(this.cells >= FEWEST && this.cells <= MOST)) refuse(`by: ${this.cells} cells, not ${FEWEST} to ${MOST}`);
  }

  get kinds() {
    return this.#dimensions.map(({ kind }) => kind);
  }

  /** What is asked, as plain data: for each dimension its kind and what is asked of it. */
  get asked() {
    return this.#dimensions.map(({ kind, asked }) => [kind, ...asked]);
  }

  /**
   * What of an event is asked; `undefined` for an event that is not.
   * @param {any} event
   * @returns {AskedEvent | undefined}
   */
  about(event) {
    if (event?.name !== this.on) return undefined;
    const items = Array.isArray(event.items) ? event.items : [{ item_id: event.id, item_category: event.item_category }];
    return {
      name: event.name,
      position: Number(event.position),
      personalised: event.personalised,
      items: items.map((/** @type {any} */ item) => ({ item_category: item?.item_category ?? this.#categoryOf?.(String(item?.item_id)) })),
    };
  }

  /**
   * What a cell stands for, one part for each thing asked.
   * @param {number} cell
   */
  partsOf(cell) {
    /** @type {Part[]} */
    const parts = [];
    for (const { size, part } of this.#dimensions.toReversed()) {
      parts.unshift(part(cell % size));
      cell = Math.floor(cell / size);
    }
    return parts;
  }
}
