/**
 * What the shop's own script does to a list: pages appended, filters applied, nodes recycled.
 *
 * Our own moves never arrive here: {@link ListChanges.discard} takes their records out before anybody sees them.
 */

const ID_SOURCES = ["href", "data-product-id", "data-product_id", "data-productid", "data-item-id"];

/**
 * @typedef {object} Change
 * @property {Set<Element>} added children of the list inserted (or moved) by the shop in this task
 * @property {boolean} removed whether children went for good
 * @property {boolean} moved whether the shop put its own children into another order
 * @property {Set<Element>} touched children whose content changed
 */

export class ListChanges {
  #observer;
  #root;
  #list;
  #onChange;

  /**
   * @param {Element} root watched as a whole, so that a list replaced inside it is noticed
   * @param {(change: Change) => void} onChange called in the microtask after the change, hence before it is painted
   */
  constructor(root, onChange) {
    this.#root = root;
    this.#onChange = onChange;
    this.#observer = new MutationObserver((records) => this.#read(records));
    this.#observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ID_SOURCES });
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
    const [added, removed, touched] = [new Set(), new Set(), new Set()];
    let replaced = false;
    for (const { target, type, addedNodes, removedNodes } of records) {
      if (type === "childList" && target === list) {
        addedNodes.forEach((node) => node.nodeType === 1 && added.add(node));
        removedNodes.forEach((node) => node.nodeType === 1 && removed.add(node));
      } else if (list.contains(target)) {
        if (target !== list) touched.add(childOf(list, target));
      } else {
        replaced = true;
      }
    }
    const moved = [...added].some((node) => removed.has(node));
    for (const node of added) if (node.parentElement !== list) added.delete(node);
    const gone = [...removed].some((node) => node.parentElement !== list);
    if (added.size || gone || touched.size || replaced || !this.#root.contains(list)) {
      this.#onChange({ added, removed: gone, moved, touched });
    }
  }
}

function childOf(list, node) {
  while (node.parentElement !== list) node = node.parentElement;
  return node;
}
