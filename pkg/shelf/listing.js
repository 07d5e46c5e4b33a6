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

export class Listings {
  #supervisor;
  #held;
  #handles = new Map();
  /** What the rules say in words, and which of them do nothing else. */
  #said = [];
  #mute = [];

  /**
   * @param {import("../engine/supervisor.js").Supervisor} supervisor
   * @param {import("../privacy/held.js").Held} held
   */
  constructor(supervisor, held) {
    this.#supervisor = supervisor;
    this.#held = held;
  }

  /** Takes the shop's rules. */
  setRules(given) {
    const { rules, said, mute } = spoken(given);
    this.#supervisor.engine.setRules(rules);
    this.#said = said;
    this.#mute = mute;
  }

  /** Rules that contradict one another or do nothing. */
  conflicts() {
    return telling(this.#supervisor.engine.ruleConflicts(this.#held.page.now()), this.#mute);
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

  /** A rule's products are those that would be missing if it hid them. */
  #notices(shown, { entries, ids }, { context, listId }) {
    const speaksOf = (finds) => {
      const out = this.#supervisor.engine.previewRules(finds, entries, context, listId, this.#held.page.now());
      const left = new Set(from(out.subarray(1, 1 + out[0]), (packed) => packed & INDEX));
      return new Set(ids.filter((_, at) => !left.has(at)));
    };
    return this.#supervisor.ask([], () => notices(this.#said, shown, speaksOf, this.#held.page));
  }

  /** What the products on show meet of the shopper's wishes. */
  #badges(shown) {
    return this.#held.wishes()
      ? this.#supervisor.ask([], () => badges(shown, (id) => this.#supervisor.engine.met(this.handle(id)), this.#held.page.t))
      : [];
  }

  rank(listing, options) {
    const read = listingOf(listing);
    const { ids } = read;
    const given = readOptions("rank", options, RANK);
    const { limit } = given;
    const place = placeOf(given);
    const shop = () => ({ ticket: 0, personalised: false, moved: 0, indices: ids.map((_, i) => i), placed: {} });
    const ranked = this.#supervisor.ask(undefined, () => this.#held.awake(() => this.#rankIndices(read, place))) ?? shop();
    const all = ranked.indices.map((i) => ids[i]);
    const order = limit !== undefined ? all.slice(0, limit) : all;
    const listings = this;
    let told;
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

  #rankIndices({ entries, ids }, { context, listId }) {
    const given = [];
    const handles = new Uint32Array(ids.length);
    for (let at = 0; at < ids.length; at++) {
      if (typeof entries[at] === "object") {
        given[given.length] = entries[at];
        handles[at] = UNKNOWN;
      } else handles[at] = this.handle(ids[at]);
    }
    const out = this.#supervisor.engine.rank(handles, given, context, listId, this.#held.page.now());
    return { ticket: out[0], personalised: out[1] === 1, moved: out[2], ...placedOrder(out.subarray(3), ids) };
  }

  preview(listing, options) {
    const { entries, ids } = listingOf(listing);
    const given = readOptions("rules.preview", options, PREVIEW);
    const { rules, declared } = given;
    const { context, listId } = placeOf(given);
    const shop = () => Uint32Array.of(ids.length, ...ids.keys(), ...ids.keys());
    const tried = rules && spoken(rules).rules;
    const preview = () => this.#supervisor.engine.previewRules(tried, entries, context, listId, this.#held.page.now());
    const out = this.#supervisor.ask(undefined, () => (declared ? this.#held.wishing(declared, preview) : preview())) ?? shop();
    const shown = (from, to) => {
      const { indices, placed } = placedOrder(out.subarray(from, to), ids);
      return { order: indices.map((i) => ids[i]), placed };
    };
    return { everyone: shown(1, 1 + out[0]), shopper: shown(1 + out[0]) };
  }

  handle(id) {
    let handle = this.#handles.get(id);
    if (handle === undefined) this.#handles.set(id, (handle = this.#supervisor.engine.handle(id)));
    return handle;
  }

  #explain(ranked, ids, id) {
    const index = ids.indexOf(id);
    if (index < 0) throw new OwnshelfError("invalid_input", `id ${id} is not in this listing`);
    const stands = { position: ranked.indices.indexOf(index) + 1, shopPosition: index + 1, score: 0, contributions: [] };
    const raw = ranked.ticket ? this.#supervisor.ask(stands, () => this.#supervisor.engine.explain(ranked.ticket, index)) : stands;
    const wish = raw.contributions.find(({ term }) => term === "declared");
    if (wish)
      wish.name = this.#badges([id])
        .map(({ text }) => text)
        .join(" · ");
    return words.receipt(raw, id, this.#held.page.t);
  }
}

/** Where a listing stands, among options. */
const placeOf = ({ context = "browse", listId = "" }) => ({ context, listId });

/** The engine's order: indices, and by id what put a product where it is, if not its score. */
function placedOrder(out, ids) {
  const placed = {};
  const indices = from(out, (packed) => {
    const kind = PLACED[packed >>> 28];
    if (kind) Object.defineProperty(placed, ids[packed & INDEX], { value: kind, enumerable: true, configurable: true });
    return packed & INDEX;
  });
  return { indices, placed };
}
