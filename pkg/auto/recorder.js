/**
 * From what a page reports to what the engine learns: products under their agreed id, each deed once though the data
 * layer, the platform and the button all tell of it.
 */

import { idOf, withId } from "./found-product.js";

/** The GA4 events passed on. A list is reported by what was seen of it, not by what was rendered. */
export const RECORDED = new Set([
  "select_item",
  "view_item",
  "add_to_cart",
  "remove_from_cart",
  "add_to_wishlist",
  "begin_checkout",
  "purchase",
  "refund",
  "search",
  "select_promotion",
]);
/** The same deed told by two sources within this time is one deed. */
const SAME_DEED_MS = 4000;

export class Recorder {
  #shelf;
  #identity;
  /** @type {Map<string, { name?: string, url?: string }>} */ #described = new Map();
  /** What was told last: deed to source and time. @type {Map<string, { source: string, at: number }>} */ #told = new Map();

  /**
   * @param {import("../index.d.ts").Shelf} shelf
   * @param {import("./identity.js").Identity} identity
   */
  constructor(shelf, identity) {
    this.#shelf = shelf;
    this.#identity = identity;
  }

  /** @param {import("./found-product.js").Found[]} found */
  learn(found) {
    found.forEach((one) => this.#identity.add(one, one.rank));
    // Each has an id now: `add` gave it one, or it has no name at all.
    const named = found.flatMap((one) => {
      const id = this.#identity.resolve(one);
      return id === undefined ? [] : [{ ...one, product: withId(one.product, id) }];
    });
    const products = named.map(({ product }) => product);
    named.forEach(({ product, url }) => this.#note(idOf(product), product, url));
    if (products.length) this.#shelf.addProducts(products);
  }

  /** What people call a product and where its page is. @param {string} id */
  describe(id) {
    return { id, ...this.#described.get(id) };
  }

  /**
   * @param {string} id
   * @param {Record<string, any>} product
   * @param {string} [url]
   */
  #note(id, product, url) {
    const known = this.#described.get(id) ?? {};
    const name = product.name ?? product.item_name ?? product.title;
    this.#described.set(id, { ...known, ...(name ? { name } : {}), ...(url ? { url } : {}) });
  }

  /**
   * @param {string} source who tells
   * @param {string} name GA4 event
   * @param {{ ids?: string[], url?: string, price?: number | string, quantity?: number }[]} items
   * @param {{ value?: string, query?: string, [field: string]: unknown }} [more] further fields of the event
   */
  record(source, name, items, more = {}) {
    const known = items.flatMap((item) => {
      const id = this.#identity.resolve(item) ?? item.ids?.[0] ?? item.url;
      return id ? [{ ...item, id }] : [];
    });
    if (items.length && !known.length) return;
    const deed = [name, ...known.map(({ id }) => id).sort(), more.value, more.query].join("\n");
    if (this.#isEcho(source, name, deed)) return;
    const told = known.map(({ id, price, quantity }) => ({
      item_id: id,
      ...(price == null ? {} : { price }),
      ...(quantity ? { quantity } : {}),
    }));
    this.#shelf.record({ name, ...more, ...(told.length ? { items: told } : {}) });
  }

  /**
   * @param {string} source
   * @param {string} name
   * @param {string} deed
   */
  #isEcho(source, name, deed) {
    const now = performance.now();
    const told = this.#told.get(deed);
    // A product page is one view however late its other reports come in.
    const echo = told && told.source !== source && (name === "view_item" || now - told.at < SAME_DEED_MS);
    if (!echo) this.#told.set(deed, { source, at: now });
    return echo;
  }
}
