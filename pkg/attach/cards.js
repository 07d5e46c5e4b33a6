/**
 * Which children of a list are product cards, and which product each one shows.
 */

import { productUrl } from "./links.js";

/** Attributes in which themes write a product's id, the most explicit first. */
const ID_ATTRIBUTES = [
  "data-product-id", "data-product_id", "data-productid", "data-item-id", "data-product-sku", "data-product_sku",
  "data-sku", "data-pid",
];
const ID_SELECTOR = ID_ATTRIBUTES.map((name) => `[${name}]`).join();
/** What themes write into a card's own `id`: `product-17`, `item_17`. */
const NAMED = /^(?:product|item)[-_](\w[\w.-]*)$/i;
/** Links of a card that do something instead of leading to the product. */
const ACTION = /[?&/](?:add[-_]to|wishlist|compare|cart|checkout)/i;
const NEVER_CARDS = /^(?:TEMPLATE|SCRIPT|STYLE|LINK|NOSCRIPT|META)$/;

/**
 * What a card says about its product.
 * @param {Element} card
 * @returns {{ ids: string[], url?: string }} ids, the most explicit first, and the product page's address
 */
export function cardKeys(card) {
  const ids = new Set();
  const named = card.matches(ID_SELECTOR) ? card : card.querySelector(ID_SELECTOR);
  for (const name of named ? ID_ATTRIBUTES : []) {
    const value = named.getAttribute(name)?.trim();
    if (value) ids.add(value);
  }
  const own = NAMED.exec(card.id);
  if (own) ids.add(own[1]);
  return { ids: [...ids], url: productUrl(cardLink(card)?.getAttribute("href")) };
}

/**
 * The link that leads to the card's product.
 * @param {Element} card
 * @returns {Element | undefined}
 */
export function cardLink(card) {
  const links = card.matches("a[href]") ? [card] : card.querySelectorAll("a[href]");
  for (const link of links) {
    const href = link.getAttribute("href");
    if (!/^(?:#|$)/.test(href) && !ACTION.test(href)) return link;
  }
  return undefined;
}

/**
 * The product id of a card when nobody said how to find it: its id attribute, else its link's address.
 * @param {Element} card
 */
export function defaultProductId(card) {
  const { ids, url } = cardKeys(card);
  return ids[0] ?? url;
}

/**
 * Children of `list` that show a product, each product once: the second card of the same product keeps its place.
 * @param {Element} list
 * @param {(card: Element) => string | null | undefined} productId
 * @returns {Map<Element, string>} card to id, in document order
 */
export function cardsOf(list, productId) {
  const cards = new Map();
  const taken = new Set();
  for (const child of list.children) {
    if (NEVER_CARDS.test(child.tagName)) continue;
    const id = productId(child);
    if (id == null || id === "" || taken.has(id)) continue;
    taken.add(id);
    cards.set(child, String(id));
  }
  return cards;
}

/**
 * The element whose children are the cards: `root` itself or, where a wrapper was marked, the list inside it.
 * @param {Element} root
 * @param {(card: Element) => string | null | undefined} productId
 */
export function findList(root, productId) {
  const isCard = (child) => !NEVER_CARDS.test(child.tagName) && Boolean(productId(child));
  let level = [root];
  // Four levels cover the wrappers of the common themes; deeper, a card's own parts would be taken for cards.
  for (let depth = 0; depth < 4 && level.length; depth++) {
    const found = level.find((node) => [...node.children].filter(isCard).length > 1);
    if (found) return found;
    level = level.flatMap((node) => [...node.children]).slice(0, 64);
  }
  return root;
}
