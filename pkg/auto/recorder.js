/**
 * From what a page reports to what the engine learns: products under their agreed id, each deed once though the data
 * layer, the platform and the button all tell of it.
 */

import { idOf, withId } from "./found-product.js";
import { RANK } from "./identity.js";

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
/** What is done to a basket or a list of wishes: a button and the shop's script both tell of it. */
const PUTS = new Set(["add_to_cart", "add_to_wishlist"]);
/** The same deed told by two sources within this time is one deed: a shop may wait for its server before it pushes. */
const SAME_DEED_MS = 8000;
const MAX_DEEDS = 100;

/**
 * A deed that was recorded, and who told of it.
 * @typedef {object} Deed
 * @property {string} name
 * @property {string} key what was done, with which products
 * @property {string | undefined} lone the product, if it was done with one
 * @property {Set<string>} sources
 * @property {number} at
 */

export class Recorder {
  #shelf;
  #identity;
  /** @type {Map<string, { name?: string, url?: string }>} */ #described = new Map();
  /** What was told lately, the oldest first. @type {Deed[]} */ #deeds = [];

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
   * @param {{ value?: string, query?: string, transaction_id?: string, [field: string]: unknown }} [more] further fields of the event
   */
  record(source, name, items, more = {}) {
    const known = items.flatMap((item) => {
      const id = this.#identity.resolve(item) ?? item.ids?.[0] ?? item.url;
      return id ? [{ ...item, id }] : [];
    });
    if (items.length && !known.length) return;
    const ids = known.map(({ id }) => id);
    const key = [name, ...ids.slice().sort(), more.value, more.query, more.transaction_id].join("\n");
    if (this.#isEcho({ name, key, lone: ids.length === 1 ? ids[0] : undefined, sources: new Set([source]), at: performance.now() })) return;
    const told = known.map(({ id, price, quantity }) => ({
      item_id: id,
      ...(price == null ? {} : { price }),
      ...(quantity ? { quantity } : {}),
    }));
    this.#shelf.record({ name, ...more, ...(told.length ? { items: told } : {}) });
  }

  /** Another page in the same document: a product may be viewed again. */
  renew() {
    this.#deeds = this.#deeds.filter(({ name }) => name !== "view_item");
  }

  /**
   * Whether another source told of this deed; each tells of a deed once. Notes it otherwise.
   * @param {Deed} deed
   */
  #isEcho(deed) {
    const [source] = deed.sources;
    // A product page is one view however late its other reports come in.
    this.#deeds = this.#deeds.filter(({ name, at }) => name === "view_item" || deed.at - at < SAME_DEED_MS).slice(-MAX_DEEDS);
    const told = this.#deeds.find(({ key, sources }) => key === deed.key && !sources.has(source));
    if (told) told.sources.add(source);
    else this.#deeds.push(deed);
    return told !== undefined;
  }

  /**
   * Joins a product that nothing on the page names so far to the one that was just put somewhere, when another source tells of
   * such a deed: both are its names, a variant's or the tag manager's own.
   * @param {string} source
   * @param {string} name GA4 event
   * @param {{ ids?: string[], url?: string }[]} items
   */
  join(source, name, items) {
    const [item] = items;
    if (!PUTS.has(name) || items.length !== 1 || !item.ids?.length || this.#identity.resolve(item) !== undefined) return;
    const now = performance.now();
    const deed = this.#deeds.find((deed) => deed.name === name && deed.lone && !deed.sources.has(source) && now - deed.at < SAME_DEED_MS);
    if (deed?.lone && this.#identity.resolve({ ids: [deed.lone] })) this.#identity.add({ ids: [deed.lone], also: item.ids }, RANK.markup);
  }
}
