/**
 * Which cards were really seen, and how long each was looked at.
 *
 * Seen: at least half of the card (or as much of it as fills half the screen) for one second while somebody looks.
 * Dwell: the time is given to the card under the pointer; without one it is shared among the cards on the screen, so
 * that a glance over a full grid is not taken for interest in each of its products.
 *
 * Everything is handed to the engine in batches: when the browser is idle, before a choice, and when the page goes.
 */

import { GLANCE_MS } from "../generated/names.js";
import { isLooking } from "./attention.js";
import { whenIdle } from "./guard.js";

/** A card is seen after this long. */
const SEEN_MS = 1000;
/** GA4's limit of items in one event, and the engine's. */
const MAX_ITEMS = 200;
/** How long what was seen may wait before it is told. */
const BATCH_MS = 4000;

/** @typedef {{ id: string, streak: number, dwell: number, seen: boolean, told: boolean }} Look */

export class Observer {
  /** @type {Map<Element, Look>} */ #looks = new Map();
  /** @type {Set<Element>} */ #visible = new Set();
  /** Cards that were on the screen at any time. @type {WeakSet<Element>} */ #shown = new WeakSet();
  #record;
  #listId;
  #list;
  /** @type {IntersectionObserver | undefined} */ #intersections;
  #hovered;
  #last = 0;
  #timer;
  #callOff;

  /**
   * @param {Element} list
   * @param {string | undefined} listId
   * @param {(event: object) => void} record
   */
  constructor(list, listId, record) {
    this.#list = list;
    this.#listId = listId;
    this.#record = record;
  }

  /** The element whose children are the cards. @param {Element} list */
  set list(list) {
    this.#list = list;
  }

  /** @param {Element} card */
  wasShown(card) {
    return this.#shown.has(card);
  }

  /** Measures these cards from now on and no others. @param {Map<Element, string>} cards card to product id */
  track(cards) {
    if (!this.#intersections) {
      this.#intersections = new IntersectionObserver((entries) => this.#see(entries), { threshold: [0.1, 0.3, 0.5] });
      this.#last = performance.now();
    }
    this.#settle();
    for (const [card, look] of this.#looks) {
      if (cards.get(card) !== look.id) this.#forget(card);
    }
    for (const [card, id] of cards) {
      if (this.#looks.has(card)) continue;
      this.#looks.set(card, { id, streak: 0, dwell: 0, seen: false, told: false });
      this.#intersections.observe(card);
    }
  }

  /** The list changed: the engine knows the new one by its own showing, so what was seen of it is told again. */
  retell() {
    for (const look of this.#looks.values()) look.told = false;
  }

  /** Stops measuring. What was measured but not told is dropped unless it was flushed before. */
  stop() {
    this.#intersections?.disconnect();
    this.#intersections = undefined;
    clearTimeout(this.#timer);
    this.#callOff?.();
    this.#timer = this.#callOff = this.#hovered = undefined;
    this.#looks.clear();
    this.#visible.clear();
  }

  /** Somebody looks, or stops looking. */
  attention(looking) {
    this.#settle(!looking);
    if (looking) this.#schedule();
    else for (const card of this.#visible) this.#looks.get(card).streak = 0;
  }

  /** The pointer is over this card, or over none. @param {Element | undefined} card */
  hover(card) {
    if (card === this.#hovered) return;
    this.#settle();
    this.#hovered = this.#looks.has(card) ? card : undefined;
  }

  /** Hands over what was seen, and the dwell of cards no longer on the screen; with `all`, of every card. */
  flush(all = true) {
    this.#settle();
    const items = [];
    const dwells = [];
    let index = 0;
    for (const child of this.#list.children) {
      const look = this.#looks.get(child);
      if (!look) continue;
      index++;
      if (look.seen && !look.told) {
        look.told = true;
        items.push({ item_id: look.id, index });
      }
      if (look.dwell >= GLANCE_MS && (all || !this.#visible.has(child))) {
        dwells.push({ name: "item_dwell", id: look.id, dwellMs: Math.round(look.dwell) });
        look.dwell = 0;
      }
    }
    while (items.length) this.#tell({ name: "view_item_list", items: items.splice(0, MAX_ITEMS) });
    dwells.forEach((event) => this.#tell(event));
  }

  /** The shopper opens this card's product. @param {Element} card @param {object} where its place and the kind of order */
  select(card, where) {
    const look = this.#looks.get(card);
    if (!look) return;
    look.seen = true;
    this.flush();
    this.#tell({ name: "select_item", id: look.id, ...where });
  }

  #tell(event) {
    this.#record(this.#listId ? { ...event, item_list_id: this.#listId } : event);
  }

  #see(entries) {
    this.#settle();
    for (const { target, isIntersecting, intersectionRatio, intersectionRect, rootBounds } of entries) {
      const look = this.#looks.get(target);
      if (!look) continue;
      if (isIntersecting) this.#shown.add(target);
      const fills = rootBounds && intersectionRect.height >= rootBounds.height / 2;
      if (isIntersecting && (intersectionRatio >= 0.5 || fills)) {
        this.#visible.add(target);
      } else if (this.#visible.delete(target)) {
        look.streak = 0;
      }
    }
    this.#schedule();
  }

  /** Gives the time since the last call to the cards on the screen. */
  #settle(looked = isLooking()) {
    const now = performance.now();
    const passed = now - this.#last;
    this.#last = now;
    if (!looked || !this.#visible.size) return;
    const hovered = this.#visible.has(this.#hovered);
    const share = hovered ? 0 : passed / this.#visible.size;
    for (const card of this.#visible) {
      const look = this.#looks.get(card);
      look.streak += passed;
      look.seen ||= look.streak >= SEEN_MS;
      look.dwell += hovered && card === this.#hovered ? passed : share;
    }
  }

  #schedule() {
    if (this.#timer || !this.#visible.size || !isLooking()) return;
    this.#timer = setTimeout(() => {
      this.#callOff = whenIdle(() => {
        this.#timer = this.#callOff = undefined;
        this.flush(false);
        if ([...this.#visible].some((card) => !this.#looks.get(card).told)) this.#schedule();
      });
    }, BATCH_MS);
  }

  #forget(card) {
    this.#intersections.unobserve(card);
    this.#looks.delete(card);
    this.#visible.delete(card);
    if (this.#hovered === card) this.#hovered = undefined;
  }
}
