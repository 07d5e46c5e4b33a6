/** One list of a framework's, tied to a shelf while both are there. Knows nothing of the framework. */

import { defaultProductId } from "../attach/cards.js";
import { readShelf } from "./shelf.js";

/** What a framework's list takes beside its items; everything else is its element's. */
export const LISTING_OPTIONS = [
  "getId",
  "toProduct",
  "listId",
  "context",
  "limit",
  "productId",
  "reorder",
  "layout",
  "limits",
  "facets",
  "labels",
  "notices",
];

/**
 * The product of a card by its place: the framework rendered one element for each id. While it renders another number of
 * them, as a card that is still loading does, a card has to name its product itself.
 * @param {Element} element
 * @param {() => string[] | undefined} shown the ids in the order rendered last
 * @returns {(card: Element) => string | null | undefined}
 */
const byPlace = (element, shown) => (card) => {
  const ids = shown();
  const { children } = element;
  const whole = card.parentElement === element && children.length === ids?.length;
  return (whole ? ids[Array.prototype.indexOf.call(children, card)] : undefined) ?? defaultProductId(card);
};

export class ListBinding {
  /** @type {import("../index.d.ts").Attachment | undefined} */
  #attachment;
  #show;
  #told = "";

  /** @param {(ids: string[]) => void} show renders the list in this order before it returns */
  constructor(show) {
    this.#show = show;
  }

  /** @returns {import("../index.d.ts").Attachment | null} */
  get attachment() {
    return this.#attachment ?? null;
  }

  /** The ranking applied last. */
  get ranking() {
    return this.#attachment?.ranking ?? null;
  }

  /**
   * @param {import("../index.d.ts").Shelf} shelf
   * @param {Element} element
   * @param {() => { ids: string[], products: object[], options: import("../index.d.ts").AttachOptions, shown?: string[] }} list
   *   as it is now; `shown`: the ids as rendered last, where each is one child of the element
   * @param {boolean} fresh whether the element was made in this task, so that nobody has seen it
   */
  attach(shelf, element, list, fresh) {
    this.#told = "";
    this.learn(shelf, list().products);
    const { options: given, shown } = list();
    const options = {
      ...(shown && { productId: byPlace(element, () => list().shown) }),
      ...given,
      listing: () => list().ids,
      arrange: (/** @type {string[]} */ ids) => this.#show(ids),
      fresh,
    };
    this.#attachment = readShelf(shelf, () => shelf.attach(element, options), undefined);
  }

  /**
   * Tells the shelf of the products, once for each state of them.
   * @param {import("../index.d.ts").Shelf} shelf
   * @param {object[]} products
   */
  learn(shelf, products) {
    const text = JSON.stringify(products);
    if (text === this.#told || !products.length) return;
    this.#told = text;
    readShelf(shelf, () => shelf.addProducts(/** @type {import("../index.d.ts").ProductLike[]} */ (products)), undefined);
  }

  /** The framework has rendered another list, or the same one sorted anew, and nothing of it is painted yet. */
  redrawn() {
    this.#attachment?.refresh({ fresh: true });
  }

  detach() {
    this.#attachment?.detach();
    this.#attachment = undefined;
  }
}
