/**
 * Which children of a list are product cards, and which product each one shows.
 */

import { productUrl } from "./links.js";

/** Attributes in which themes write a product's id, the most explicit first. */
export const ID_ATTRIBUTES = [
  "data-ownshelf-product",
  "data-product-id",
  "data-product_id",
  "data-productid",
  "data-item-id",
  "data-product-sku",
  "data-product_sku",
  "data-sku",
  "data-pid",
];
const ID_SELECTOR = ID_ATTRIBUTES.map((name) => `[${name}]`).join();
/** What themes write into a card's own `id`: `product-17`, `item_17`. */
const NAMED = /^(?:product|item)[-_](\w[\w.-]*)$/i;
/** Links of a card that do something instead of leading to the product. */
const ACTION = /^#?$|[?&/](?:add[-_]to[-_]\w+|wishlist|compare|cart|checkout)(?![\w-])/i;
const NEVER_CARDS = /^(?:TEMPLATE|SCRIPT|STYLE|LINK|NOSCRIPT|META)$/;

/**
 * Names that cards of a list carry though they lead to different products: a block's or a section's names.
 * @type {WeakMap<Element, Set<string>>}
 */
const shared = new WeakMap();

/** Notes which names of a list's children are shared. Two cards that lead to one page show one product. @param {Element} list */
function noteShared(list) {
  /** @type {Map<string, string | undefined>} */
  const leads = new Map();
  const often = new Set();
  for (const child of list.children) {
    const url = address(child);
    for (const name of written(child)) {
      if (leads.has(name) && leads.get(name) !== url) often.add(name);
      leads.set(name, url);
    }
  }
  shared.set(list, often);
}

/**
 * What a card says about its product.
 * @param {Element} card
 * @returns {{ ids: string[], url?: string }} ids, the most explicit first, and the product page's address
 */
export function cardKeys(card) {
  return { ids: [...new Set(names(card))], url: address(card) };
}

/** The names that only this card of its list has. @param {Element} card */
function names(card) {
  const often = card.parentElement && shared.get(card.parentElement);
  return written(card).filter((name) => !often?.has(name));
}

/** The names in a card's attributes. @param {Element} card @returns {string[]} */
function written(card) {
  const named = card.matches(ID_SELECTOR) ? card : card.querySelector(ID_SELECTOR);
  const given = named ? ID_ATTRIBUTES.map((name) => named.getAttribute(name)?.trim()) : [];
  return [...given, NAMED.exec(card.id)?.[1]].flatMap((name) => name || []);
}

/**
 * The page a card leads to. A link to the page it stands on ("Load more", a page number, a filter) leads to no product.
 * @param {Element} card
 */
function address(card) {
  const url = productUrl(cardLink(card)?.getAttribute("href"));
  return url === productUrl(globalThis.location?.href) ? undefined : url;
}

/**
 * The link that leads to the card's product.
 * @param {Element} card
 * @returns {Element | undefined}
 */
export function cardLink(card) {
  return card.matches("a[href]") ? card : [...card.querySelectorAll("a[href]")].find(leadsToProduct);
}

/** Whether a link of a card leads to its product and does nothing else. @param {Element} link */
export const leadsToProduct = (link) => !ACTION.test(String(link.getAttribute("href")));

/**
 * The product id of a card when nobody said how to find it: its id attribute, else its link's address.
 * @param {Element} card
 */
export function defaultProductId(card) {
  return names(card)[0] ?? address(card);
}

/**
 * Children of `list` that show a product, each product once: the second card of the same product keeps its place.
 * @param {Element} list
 * @param {(card: Element) => string | null | undefined} productId
 * @returns {Map<Element, string>} card to id, in document order
 */
export function cardsOf(list, productId) {
  noteShared(list);
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
 * The element whose children are the cards: `root` itself or, where a wrapper was marked, the list inside it. That is
 * the one with the most children of one kind that show products.
 * @param {Element} root
 * @param {(card: Element) => string | null | undefined} productId
 */
export function findList(root, productId) {
  let best = root;
  let most = 1;
  let level = [root];
  // Four levels cover the wrappers of the common themes; deeper lie the parts of cards.
  for (let depth = 0; depth < 4; depth++) {
    for (const node of level) {
      if (node.childElementCount <= most) continue;
      /** @type {Record<string, number>} */
      const kinds = {};
      for (const child of node.children) {
        if (!NEVER_CARDS.test(child.tagName) && productId(child)) kinds[child.tagName] = (kinds[child.tagName] ?? 0) + 1;
      }
      const count = Math.max(0, ...Object.values(kinds));
      if (count > most) [best, most] = [node, count];
    }
    level = level.flatMap((node) => [...node.children]).slice(0, 64);
  }
  return best;
}
