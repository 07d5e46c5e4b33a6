/** The product cards of the page's listings, and what they say of their products. */

import { cardProduct } from "./card-fields.js";
import { productCards } from "./evidence.js";
import { RANK } from "./identity.js";

/** @typedef {import("./found-product.js").Found} Found */
/** @typedef {import("./evidence.js").Keys} Keys */

export class ListingCards {
  #identity;
  /** What was found in a listing in this task. @type {Map<Element, Map<Element, Keys>>} */
  #found = new Map();
  /** Cards whose products were read, by what they called them. @type {WeakMap<Element, string>} */
  #read = new WeakMap();

  /** @param {import("./identity.js").Identity} identity */
  constructor(identity) {
    this.#identity = identity;
  }

  /** The page changed. */
  forget() {
    this.#found.clear();
  }

  /**
   * The id of a card's product; none for what is no product.
   * @param {Element} listing
   * @param {Element} card
   */
  idOf(listing, card) {
    const keys = this.#cardsOf(listing).get(card);
    if (!keys) return undefined;
    this.#identity.add(keys, card.hasAttribute("data-ownshelf-product") ? RANK.explicit : RANK.markup);
    return this.#identity.resolve(keys);
  }

  /**
   * The cards of a listing with their products' ids.
   * @param {Element} listing
   * @returns {[card: Element, id: string][]}
   */
  ids(listing) {
    return [...this.#cardsOf(listing).keys()].flatMap((card) => {
      const id = this.idOf(listing, card);
      return id === undefined ? [] : [[card, id]];
    });
  }

  /**
   * The products of cards that were not read yet.
   * @param {Element} listing
   * @returns {Found[]}
   */
  products(listing) {
    /** @type {Found[]} */
    const found = [];
    for (const [card, keys] of this.#cardsOf(listing)) {
      const names = [...keys.ids, keys.url].join(" ");
      if (this.#read.get(card) === names) continue;
      this.#read.set(card, names);
      found.push({ ...cardProduct(card, keys), ...(card.hasAttribute("data-ownshelf-product") ? { rank: RANK.explicit } : {}) });
    }
    return withOwnNames(found);
  }

  /**
   * Under which other names these products may have been met on pages that call them differently, as the engine reads it: a
   * group's variants are the group.
   * @param {Found[]} found
   */
  otherNames(found) {
    return found.flatMap((one) => {
      const id = this.#identity.resolve(one);
      const others = [...new Set(this.#identity.namesOf(one))].filter((name) => name !== id);
      return id !== undefined && others.length ? [{ "@type": "ProductGroup", sku: id, hasVariant: others.map((sku) => ({ sku })) }] : [];
    });
  }

  /** @param {Element} listing */
  #cardsOf(listing) {
    const known = this.#found.get(listing);
    if (known) return known;
    const cards = productCards(listing, (keys) => this.#identity.knows(keys));
    this.#found.set(listing, cards);
    // The page may change before anybody asks again.
    queueMicrotask(() => this.forget());
    return cards;
  }
}

/**
 * Without the names that cards of different addresses share: those are names of a list or a block.
 * @param {Found[]} found
 */
function withOwnNames(found) {
  /** @type {Map<string, Set<string | undefined>>} */
  const leads = new Map();
  for (const { ids, url } of found) for (const id of ids) leads.set(id, (leads.get(id) ?? new Set()).add(url));
  return found.map((one) => ({ ...one, ids: one.ids.filter((id) => leads.get(id)?.size === 1) }));
}
