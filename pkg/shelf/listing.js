/** Listings: ranked, explained, tried out with other rules or wishes, and what is to be said of the products in them. */
import { PLACEMENTS } from "../generated/names.js";
import { OwnshelfError } from "../engine/errors.js";
import { listingOf } from "../engine/input.js";
import { id as idReader, readOptions } from "../engine/options.js";
import { notices, readRules } from "../attach/notices.js";
import { NOTICES, PREVIEW, RANK } from "./options.js";
import * as words from "../words/sentences.js";

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
  /** What the rules say in words, by rule. @type {ReturnType<typeof readRules>["texts"]} */
  #texts = [];
  /** Whether any of them says anything. */
  #speak = false;

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
    const { rules, texts, speak } = readRules(given);
    this.#supervisor.engine.setRules(rules);
    this.#texts = texts;
    this.#speak = speak;
  }

  /** Rules that contradict one another or do nothing. */
  conflicts() {
    return this.#supervisor.engine.ruleConflicts(this.#page.now());
  }

  /**
   * What the rules say of a listing's products.
   * @param {unknown} listing
   * @param {unknown} options
   */
  notices(listing, options) {
    const read = listingOf(listing);
    return this.#notices([...read.ids.keys()], read, placeOf(readOptions("rules.notices", options, NOTICES)));
  }

  /**
   * What the rules say of the products shown.
   * @param {number[]} shown indices into the listing
   * @param {Listing} listing
   * @param {Place} place
   */
  #notices(shown, listing, { context, listId }) {
    if (!this.#speak) return [];
    return this.#supervisor.ask([], () => {
      const { handles, inline } = this.#entries(listing);
      const said = this.#supervisor.engine.notices(handles, inline, context, listId, Uint32Array.from(shown), this.#page.now());
      return notices(said, listing.ids, this.#texts, this.#page);
    });
  }

  /**
   * What the products on show meet of the shopper's wishes.
   * @param {string[]} shown
   * @returns {import("../index.d.ts").Badge[]}
   */
  #badges(shown) {
    if (!this.#held.wishes()) return [];
    return this.#supervisor.ask([], () => {
      const handles = Uint32Array.from(shown, (id) => this.handle(id));
      return words.badges(this.#supervisor.engine.badges(handles), shown, this.#page.t);
    });
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
    const shown = limit !== undefined ? ranked.indices.slice(0, limit) : ranked.indices;
    const order = shown.map((/** @type {number} */ at) => ids[at]);
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
        return (told ??= listings.#notices(shown, read, place));
      },
      get badges() {
        return (met ??= listings.#badges(order));
      },
      explain: (id) => this.#explain(ranked, ids, idReader(id, "explain: id")),
    };
  }

  /**
   * A listing as the engine takes it: known products by number, and what the page says of others.
   * @param {Listing} listing
   */
  #entries({ entries, ids }) {
    /** @type {unknown[]} */
    const inline = [];
    const handles = new Uint32Array(ids.length);
    for (let at = 0; at < ids.length; at++) {
      if (typeof entries[at] === "object") {
        inline[inline.length] = entries[at];
        handles[at] = UNKNOWN;
      } else handles[at] = this.handle(ids[at]);
    }
    return { handles, inline };
  }

  /**
   * @param {Listing} listing
   * @param {Place} place
   * @returns {Ranked}
   */
  #rankIndices(listing, { context, listId }) {
    const { ids } = listing;
    const { handles, inline } = this.#entries(listing);
    const out = this.#supervisor.engine.rank(handles, inline, context, listId, this.#page.now());
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
    const tried = rules && readRules(rules).rules;
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
    const stands = {
      position: ranked.indices.indexOf(index) + 1,
      shopPosition: index + 1,
      score: 0,
      contributions: [],
      reasons: [],
      met: [],
    };
    const raw = ranked.ticket ? this.#supervisor.ask(stands, () => this.#supervisor.engine.explain(ranked.ticket, index)) : stands;
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
  const indices = [...out].map((packed) => {
    const kind = PLACED[packed >>> 28];
    if (kind) Object.defineProperty(placed, ids[packed & INDEX], { value: kind, enumerable: true, configurable: true });
    return packed & INDEX;
  });
  return { indices, placed };
}
