/** Listings: ranked, explained, tried out with other rules or wishes, and what is to be said of the products in them. */
import { PLACEMENTS } from "../generated/names.js";
import { OwnshelfError } from "../engine/errors.js";
import { listingOf } from "../engine/input.js";
import { id as idReader, readOptions } from "../engine/options.js";
import { badges, notices, spoken, telling } from "../attach/notices.js";
import { NOTICES, PREVIEW, RANK } from "./options.js";
import * as words from "../words/sentences.js";

// Taken when the package is loaded: a script that replaces them later changes nothing here.
const { from } = Array;

const UNKNOWN = 0xffffffff;
// What put a product into its place, by the engine's number for it.
const PLACED = [undefined, ...PLACEMENTS];
const INDEX = 0x0fffffff;

/** @typedef {{ entries: unknown[], ids: string[] }} Listing */
/** @typedef {{ context: string, listId: string }} Place */
/** @typedef {import("../index.d.ts").Ranking["placed"]} Placed */
/** @typedef {{ ticket: number, personalised: boolean, moved: number, indices: number[], placed: Placed }} Ranked */

export class Listings {
  #supervisor;
  #held;
  #page;
  /** The engine's numbers of ids. @type {Map<string, number>} */
  #handles = new Map();
  /** What the rules say in words, and which of them do nothing else. */
  /** @type {ReturnType<typeof spoken>["said"]} */
  #said = [];
  /** @type {ReturnType<typeof spoken>["mute"]} */
  #mute = [];

  /**
   * @param {import("../engine/supervisor.js").Supervisor} supervisor
   * @param {import("../privacy/held.js").Held} held
   * @param {import("./shelf.js").Page} page
   */
  constructor(supervisor, held, page) {
    this.#supervisor = supervisor;
    this.#held = held;
    this.#page = page;
  }

  /** Takes the shop's rules. @param {any} given */
  setRules(given) {
    const { rules, said, mute } = spoken(given);
    this.#supervisor.engine.setRules(rules);
    this.#said = said;
    this.#mute = mute;
  }

  /** Rules that contradict one another or do nothing. */
  conflicts() {
    return telling(this.#supervisor.engine.ruleConflicts(this.#page.now()), this.#mute);
  }

  /**
   * What the rules say of a listing's products.
   * @param {unknown} listing
   * @param {unknown} options
   */
  notices(listing, options) {
    const read = listingOf(listing);
    return this.#notices(read.ids, read, placeOf(readOptions("rules.notices", options, NOTICES)));
  }

  /**
   * A rule's products are those that would be missing if it hid them.
   * @param {string[]} shown
   * @param {Listing} listing
   * @param {Place} place
   */
  #notices(shown, { entries, ids }, { context, listId }) {
    /** @param {object[]} finds */
    const speaksOf = (finds) => {
      const out = this.#supervisor.engine.previewRules(finds, entries, context, listId, this.#page.now());
      const left = new Set(from(out.subarray(1, 1 + out[0]), (packed) => packed & INDEX));
      return new Set(ids.filter((/** @type {string} */ _, /** @type {number} */ at) => !left.has(at)));
    };
    return this.#supervisor.ask([], () => notices(this.#said, shown, speaksOf, this.#page));
  }

  /** What the products on show meet of the shopper's wishes. @param {string[]} shown */
  #badges(shown) {
    return this.#held.wishes()
      ? this.#supervisor.ask([], () => badges(shown, (id) => this.#supervisor.engine.met(this.handle(id)), this.#page.t))
      : [];
  }

  /**
   * @param {unknown} listing
   * @param {unknown} options
   * @returns {import("../index.d.ts").Ranking}
   */
  rank(listing, options) {
    const read = listingOf(listing);
    const { ids } = read;
    const given = readOptions("rank", options, RANK);
    const { limit } = given;
    const place = placeOf(given);
    /** @returns {Ranked} */
    const shop = () => ({ ticket: 0, personalised: false, moved: 0, indices: ids.map((_, i) => i), placed: {} });
    const ranked = this.#supervisor.ask(undefined, () => this.#held.awake(() => this.#rankIndices(read, place))) ?? shop();
    const all = ranked.indices.map((/** @type {number} */ i) => ids[i]);
    const order = limit !== undefined ? all.slice(0, limit) : all;
    const listings = this;
    /** @type {import("../index.d.ts").Notice[] | undefined} */
    let told;
    /** @type {import("../index.d.ts").Badge[] | undefined} */
    let met;
    return {
      order,
      personalised: ranked.personalised,
      moved: ranked.moved,
      placed: ranked.placed,
      // Worked out when asked for: most pages have none, and most callers want the order.
      get notices() {
        return (told ??= listings.#notices(order, read, place));
      },
      get badges() {
        return (met ??= listings.#badges(order));
      },
      explain: (id) => this.#explain(ranked, ids, idReader(id, "explain: id")),
    };
  }

  /**
   * @param {Listing} listing
   * @param {Place} place
   * @returns {Ranked}
   */
  #rankIndices({ entries, ids }, { context, listId }) {
    /** @type {unknown[]} */
    const given = [];
    const handles = new Uint32Array(ids.length);
    for (let at = 0; at < ids.length; at++) {
      if (typeof entries[at] === "object") {
        given[given.length] = entries[at];
        handles[at] = UNKNOWN;
      } else handles[at] = this.handle(ids[at]);
    }
    const out = this.#supervisor.engine.rank(handles, given, context, listId, this.#page.now());
    return { ticket: out[0], personalised: out[1] === 1, moved: out[2], ...placedOrder(out.subarray(3), ids) };
  }

  /**
   * @param {unknown} listing
   * @param {unknown} options
   * @returns {import("../index.d.ts").RulePreview}
   */
  preview(listing, options) {
    const { entries, ids } = listingOf(listing);
    const given = readOptions("rules.preview", options, PREVIEW);
    const { rules, declared } = given;
    const { context, listId } = placeOf(given);
    const shop = () => Uint32Array.of(ids.length, ...ids.keys(), ...ids.keys());
    const tried = rules && spoken(rules).rules;
    const preview = () => this.#supervisor.engine.previewRules(tried, entries, context, listId, this.#page.now());
    const out = this.#supervisor.ask(undefined, () => (declared ? this.#held.wishing(declared, preview) : preview())) ?? shop();
    /**
     * @param {number} from
     * @param {number} [to]
     */
    const shown = (from, to) => {
      const { indices, placed } = placedOrder(out.subarray(from, to), ids);
      return { order: indices.map((i) => ids[i]), placed };
    };
    return { everyone: shown(1, 1 + out[0]), shopper: shown(1 + out[0]) };
  }

  /** The engine's number of a product. @param {string} id */
  handle(id) {
    let handle = this.#handles.get(id);
    if (handle === undefined) this.#handles.set(id, (handle = this.#supervisor.engine.handle(id)));
    return handle;
  }

  /**
   * @param {Ranked} ranked
   * @param {string[]} ids
   * @param {string} id
   */
  #explain(ranked, ids, id) {
    const index = ids.indexOf(id);
    if (index < 0) throw new OwnshelfError("invalid_input", `id ${id} is not in this listing`);
    /** @type {import("../words/sentences.js").RawReceipt} */
    const stands = { position: ranked.indices.indexOf(index) + 1, shopPosition: index + 1, score: 0, contributions: [] };
    const raw = ranked.ticket ? this.#supervisor.ask(stands, () => this.#supervisor.engine.explain(ranked.ticket, index)) : stands;
    const wish = raw.contributions.find((/** @type {{ term: string }} */ { term }) => term === "declared");
    if (wish)
      wish.name = this.#badges([id])
        .map(({ text }) => text)
        .join(" · ");
    return words.receipt(raw, id, this.#page.t);
  }
}

/**
 * Where a listing stands, among options.
 * @param {{ context?: string, listId?: string }} options
 * @returns {Place}
 */
const placeOf = ({ context = "browse", listId = "" }) => ({ context, listId });

/**
 * The engine's order: indices, and by id what put a product where it is, if not its score.
 * @param {Uint32Array} out
 * @param {string[]} ids
 */
function placedOrder(out, ids) {
  /** @type {Placed} */
  const placed = {};
  const indices = from(out, (packed) => {
    const kind = PLACED[packed >>> 28];
    if (kind) Object.defineProperty(placed, ids[packed & INDEX], { value: kind, enumerable: true, configurable: true });
    return packed & INDEX;
  });
  return { indices, placed };
}
