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
 * @property {Set<Element>} touched children of the list whose content changed
 */

export class ListChanges {
  #observer;
  #list;
  #onChange;

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

  /** The element whose children are the cards. @param {Element} list */
  set list(list) {
    this.#list = list;
  }

  /** Deals now with what the shop did so far in this task. Call before moving anything. */
  drain() {
    this.#read(this.#observer.takeRecords());
  }

  /** Drops the records of what we just did ourselves. */
  discard() {
    this.#observer.takeRecords();
  }

  stop() {
    this.#observer.disconnect();
  }

  #read(records) {
    if (!records.length) return;
    const list = this.#list;
    const [added, touched] = [new Set(), new Set()];
    let removed = false;
    for (const { target, addedNodes, removedNodes } of records) {
      addedNodes.forEach((node) => node.nodeType === 1 && added.add(node));
      if (target === list) removed ||= [...removedNodes].some((node) => node.nodeType === 1 && node.parentElement !== list);
      else if (list.contains(target)) touched.add(childOf(list, target));
    }
    this.#onChange({ added, removed, touched });
  }
}

function childOf(list, node) {
  while (node.parentElement !== list) node = node.parentElement;
  return node;
}
