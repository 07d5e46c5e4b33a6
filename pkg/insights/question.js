/** What the shop asks: of one of the shopper's actions, in which of a fixed number of cells it falls. */
import { OwnshelfError } from "../engine/errors.js";
import { own } from "../engine/own-properties.js";

const OUTCOMES = ["select_item", "add_to_cart", "purchase"];
const FEWEST = 2;
const MOST = 1024;

const refuse = (what) => {
  throw new OwnshelfError("invalid_input", `task.question.${what}`);
};

/**
 * One property of an action: how many values it may have, which of them an action has (none: `undefined`), and what they
 * are in words' parts.
 * @typedef {{ kind: string, asked: unknown[], size: number, at: (event: object, item: object) => number | undefined, part: (n: number) => object }} Dimension
 */

/** Whether the list stood in the shopper's own order. */
const order = {
  kind: "order",
  asked: [],
  size: 2,
  at: ({ personalised }) => (typeof personalised === "boolean" ? Number(personalised) : undefined),
  part: (n) => ({ kind: "order", personalised: n === 1 }),
};

/** The place in the list, 1 for the first, in classes that end at these places; one more for all beyond. */
function place(ends) {
  const whole = Array.isArray(ends) && ends.length > 0 && ends.every((end, n) => Number.isSafeInteger(end) && end > (ends[n - 1] ?? 0));
  if (!whole) refuse("by: place is no list of rising whole numbers");
  return {
    kind: "place",
    asked: ends,
    size: ends.length + 1,
    at: ({ position }) => (position >= 1 ? (ends.findIndex((end) => position <= end) + ends.length + 1) % (ends.length + 1) : undefined),
    part: (n) => ({ kind: "place", from: (ends[n - 1] ?? 0) + 1, to: ends[n] }),
  };
}

/** The product's category, of those named; one more for all others. */
function category(names) {
  if (!Array.isArray(names) || !names.length || new Set(names.map(String)).size < names.length)
    refuse("by: category is no list of different names");
  const known = names.map(String);
  return {
    kind: "category",
    asked: known,
    size: known.length + 1,
    at: (_, { category: name }) => (name === undefined ? undefined : (known.indexOf(String(name)) + known.length + 1) % (known.length + 1)),
    part: (n) => ({ kind: "category", name: known[n] }),
  };
}

function dimension(given) {
  if (given === "order") return order;
  const { place: ends, category: names } = own(given);
  if (ends !== undefined) return place(ends);
  if (names !== undefined) return category(names);
  return refuse('by: none of "order", { place }, { category }');
}

export class Question {
  on;
  /** Number of cells. */
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

  /** What is asked, as plain data. */
  get asked() {
    return this.#dimensions.map(({ kind, asked }) => [kind, ...asked]);
  }

  /** The cells an event falls into: one for each of its products of which everything that is asked is known. */
  cellsOf(event) {
    if (event?.name !== this.on) return [];
    const items = Array.isArray(event.items) ? event.items : [{ item_id: event.id, item_category: event.item_category }];
    return items.map((item) => this.#cellOf(event, item)).filter((cell) => cell !== undefined);
  }

  #cellOf(event, item) {
    const about = { category: item?.item_category ?? this.#categoryOf?.(String(item?.item_id)) };
    let cell = 0;
    for (const { size, at } of this.#dimensions) {
      const value = at(event, about);
      if (value === undefined) return undefined;
      cell = cell * size + value;
    }
    return cell;
  }

  /** What a cell stands for, one part for each thing asked. */
  partsOf(cell) {
    const parts = [];
    for (const { size, part } of this.#dimensions.toReversed()) {
      parts.unshift(part(cell % size));
      cell = Math.floor(cell / size);
    }
    return parts;
  }
}
