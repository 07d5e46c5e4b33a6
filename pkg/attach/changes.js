/**
 * What the shop's own script does to a list: pages appended, filters applied, nodes recycled.
 *
 * Our own moves never arrive here: {@link ListChanges.discard} takes their records out before anybody sees them.
 */

import { ID_ATTRIBUTES } from "./cards.js";

/**
 * @typedef {object} Change
 * @property {Set<Element>} added elements inserted (or moved) by the shop in this task, children of the list or not
 * @property {boolean} removed whether children of the list went for good
 * @property {Set<Element>} touched elements of the list whose content changed
 */

export class ListChanges {
  #observer;
  /** @type {Element | undefined} */ #list;
  #onChange;
  /** What the shop did before we moved something, not dealt with yet. @type {MutationRecord[]} */ #pending = [];

  /**
   * @param {Element} root watched as a whole, so that a list replaced inside it is noticed
   * @param {(change: Change) => void} onChange called in the microtask after the change, hence before it is painted
   */
  constructor(root, onChange) {
    this.#onChange = onChange;
    this.#observer = new MutationObserver((records) => this.#read(records));
    const attributeFilter = ["href", ...ID_ATTRIBUTES]; // what names a card's product
    this.#observer.observe(root, { childList: true, subtree: true, attributeFilter });
  }

  /** The element whose children are the cards. @param {Element | undefined} list */
  set list(list) {
    this.#list = list;
  }

  get list() {
    return this.#list;
  }

  /** Deals now with what the shop did so far in this task. Call before moving anything. */
  drain() {
    this.#read(this.#observer.takeRecords());
  }

  /** Drops the records of what we just did ourselves. */
  discard() {
    this.#observer.takeRecords();
  }

  /** Moves something while the shop is in the middle of its own changes, of which none is lost. @param {() => void} move */
  unnoticed(move) {
    this.#pending.push(...this.#observer.takeRecords());
    move();
    this.#observer.takeRecords();
  }

  stop() {
    this.#observer.disconnect();
  }

  /** @param {MutationRecord[]} later */
  #read(later) {
    const list = this.#list;
    const records = [...this.#pending.splice(0), ...later];
    if (!records.length || !list) return;
    /** @type {Set<Element>} */
    const added = new Set();
    /** @type {Set<Element>} */
    const touched = new Set();
    let removed = false;
    for (const { target, addedNodes, removedNodes } of records) {
      for (const node of addedNodes) if (node.nodeType === 1) added.add(/** @type {Element} */ (node));
      if (target === list) removed ||= [...removedNodes].some((node) => node.nodeType === 1 && node.parentElement !== list);
      else if (list.contains(target)) for (const holder of holders(list, /** @type {Element} */ (target))) touched.add(holder);
    }
    this.#onChange({ added, removed, touched });
  }
}

/**
 * A node of a list and what holds it there: its card, and the row that is in.
 * @param {Element} list
 * @param {Element} node
 */
function* holders(list, node) {
  for (let at = /** @type {Element | null} */ (node); at && at !== list; at = at.parentElement) yield at;
}
