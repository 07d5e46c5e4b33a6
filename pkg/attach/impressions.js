/**
 * Measures for the engine which cards are on the screen and where the pointer is, and records what the engine makes of it:
 * which cards were really seen, and how long each was looked at. The engine's `src/signals/impressions.rs` says how.
 *
 * Everything is recorded in batches: when the browser is idle, before a choice, and when the page goes.
 */

import { MAX_ITEMS } from "../generated/names.js";
import { isLooking, isScrolling } from "./attention.js";
import { boxed, boxOf } from "./box.js";
import { standing } from "./cards.js";
import { guarded, whenIdle } from "./guard.js";

/** Bits of what moves while an order is planned. */
const SCROLLING = 1;
const OPENING = 2;
/** The bit of a place in a plan that stays as it is. */
const STAYS = 1 << 31;

const now = () => performance.now();

export class ImpressionObserver {
  #impressions;
  #record;
  #listId;
  #list;
  /** The engine's numbers of cards. @type {WeakMap<Element, number>} */
  #numbers = new WeakMap();
  #count = 0;
  /** Product ids of the cards measured. @type {Map<Element, string>} */
  #tracked = new Map();
  /** What is watched of each card, and whose it is. @type {Map<Element, Element>} */
  #watched = new Map();
  /** @type {WeakMap<Element, Element>} */
  #cardOf = new WeakMap();
  /** Product ids by the number of their card. @type {Map<number, string>} */
  #ids = new Map();
  /** @type {IntersectionObserver | undefined} */
  #intersections;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {(() => void) | undefined} */
  #callOff;

  /**
   * @param {Element} list
   * @param {string | undefined} listId
   * @param {import("../dist/core.js").ListImpressions} impressions
   * @param {(event: object) => void} record
   */
  constructor(list, listId, impressions, record) {
    this.#list = list;
    this.#listId = listId;
    this.#impressions = impressions;
    this.#record = record;
  }

  /** The element whose children are the cards. @param {Element} list */
  set list(list) {
    this.#list = list;
  }

  /** Measures these cards from now on and no others. @param {Map<Element, string>} cards card to product id */
  track(cards) {
    const intersections = (this.#intersections ??= new IntersectionObserver(
      guarded((entries) => this.#see(entries)),
      { threshold: [0.1, 0.3, 0.5] },
    ));
    const renewed = [...this.#tracked].filter(([card, id]) => cards.get(card) !== id).map(([card]) => card);
    for (const card of renewed) {
      intersections.unobserve(this.#watched.get(card) ?? card);
      this.#tracked.delete(card);
      this.#ids.delete(this.#numberOf(card));
    }
    this.#impressions.track(this.#numbersOf(cards.keys()), this.#numbersOf(renewed), isLooking(), now());
    for (const [card, id] of cards) {
      if (this.#tracked.has(card)) continue;
      this.#tracked.set(card, id);
      this.#ids.set(this.#numberOf(card), id);
      const shown = boxed(card);
      this.#watched.set(card, shown);
      this.#cardOf.set(shown, card);
      intersections.observe(shown);
    }
  }

  /** The list changed: the engine knows the new one by its own showing, so what was seen of it is recorded again. */
  renew() {
    this.#impressions.renew();
  }

  /** Stops measuring. What was measured but not recorded is dropped unless it was flushed before. */
  stop() {
    this.#intersections?.disconnect();
    this.#intersections = undefined;
    clearTimeout(this.#timer);
    this.#callOff?.();
    this.#timer = this.#callOff = undefined;
    this.#impressions.stop();
    this.#tracked.clear();
    this.#ids.clear();
  }

  /** Somebody looks, or stops looking. @param {boolean} looking */
  attention(looking) {
    this.#impressions.attend(looking, now());
    this.#schedule();
  }

  /** The pointer is over this card, or over none. @param {Element | undefined} card */
  hover(card) {
    this.#impressions.hover(card && this.#tracked.has(card) ? this.#numberOf(card) : undefined, now());
  }

  /** Records what was seen, and the dwell of cards no longer on the screen; with `all`, of every card. */
  flush(all = true) {
    const order = this.#numbersOf(standing(this.#list, (element) => this.#tracked.has(element)));
    const [seen, ...pairs] = this.#impressions.report(order, all, now());
    const items = [];
    const dwells = [];
    for (let at = 0; at < pairs.length; at += 2) {
      const id = this.#ids.get(pairs[at]);
      if (at < 2 * seen) items.push({ item_id: id, index: pairs[at + 1] });
      else dwells.push({ name: "item_dwell", id, dwellMs: pairs[at + 1] });
    }
    while (items.length) this.#tell({ name: "view_item_list", items: items.splice(0, MAX_ITEMS) });
    for (const event of dwells) this.#tell(event);
  }

  /**
   * The shopper opens this card's product.
   * @param {Element} card
   * @param {object} where its place and the kind of order
   */
  select(card, where) {
    const id = this.#tracked.get(card);
    if (id === undefined || !this.#impressions.choose(this.#numberOf(card))) return;
    this.flush();
    this.#tell({ name: "select_item", id, ...where });
  }

  /**
   * The order a list may be put into now.
   * @param {Element[]} cards in document order
   * @param {Element[]} wanted of those, in the order to show; what is left out comes last
   * @param {{ free: boolean, fresh: Set<Element>, opening: boolean }} how `free`: nothing of the list was painted, or the
   *   shopper asked for another order; `fresh`: cards inserted in this task; `opening`: the first order of this list
   * @returns {{ order: Element[], stays: boolean[] }} and which of `cards` keep their places
   */
  plan(cards, wanted, { free, fresh, opening }) {
    const places = new Map(cards.map((card, at) => [card, at]));
    const plan = this.#impressions.plan(
      this.#numbersOf(cards),
      Uint32Array.from(wanted, (card) => places.get(card) ?? cards.length),
      free ? new Float64Array(0) : boxesOf(cards),
      this.#numbersOf(fresh),
      Float64Array.of(innerWidth, innerHeight),
      (isScrolling() ? SCROLLING : 0) | (opening ? OPENING : 0),
    );
    return { order: [...plan].map((at) => cards[at & ~STAYS]), stays: [...plan].map((at) => (at & STAYS) !== 0) };
  }

  /** @param {object} event */
  #tell(event) {
    this.#record(this.#listId ? { ...event, item_list_id: this.#listId } : event);
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #see(entries) {
    /** @param {IntersectionObserverEntry} entry */
    const cardOf = ({ target }) => this.#cardOf.get(target) ?? target;
    const known = entries.filter((entry) => this.#tracked.has(cardOf(entry)));
    this.#impressions.see(this.#numbersOf(known.map(cardOf)), known, now());
    this.#schedule();
  }

  #schedule() {
    const wait = this.#impressions.reportIn();
    if (this.#timer || wait < 0) return;
    this.#timer = setTimeout(() => {
      const flush = () => {
        this.#timer = this.#callOff = undefined;
        this.flush(false);
        if (this.#impressions.isWaiting()) this.#schedule();
      };
      this.#callOff = whenIdle(guarded(flush));
    }, wait);
  }

  /** @param {Element} card */
  #numberOf(card) {
    let number = this.#numbers.get(card);
    if (number === undefined) this.#numbers.set(card, (number = this.#count++));
    return number;
  }

  /** @param {Iterable<Element>} cards */
  #numbersOf(cards) {
    return Uint32Array.from(cards, (card) => this.#numberOf(card));
  }
}

/** Top, left, right and height of each card. @param {Element[]} cards */
function boxesOf(cards) {
  const boxes = new Float64Array(4 * cards.length);
  cards.forEach((card, at) => {
    const { top, left, right, height } = boxOf(card);
    boxes.set([top, left, right, height], 4 * at);
  });
  return boxes;
}
