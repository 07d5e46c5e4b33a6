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
  "data-id-product",
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
const ACTION = /^(?:#?$|javascript:)|[?&/](?:add[-_]to[-_]\w+|wishlist|compare|cart|checkout)(?![\w-])/i;
const NEVER_CARDS = /^(?:TEMPLATE|SCRIPT|STYLE|LINK|NOSCRIPT|META)$/;
/** What a link to a product is made of or stands in; the one to its maker is plain text. */
const SHOWN = "img,picture,h1,h2,h3,h4,h5,h6";
/** What a list of products has and a menu lacks. */
const EVIDENT = `${ID_SELECTOR},img,picture,[class*="price" i]`;
/** How much of their markup two elements of one kind share, from 0 to 1. */
const OF_ONE_KIND = 0.5;
/** What carousels call the copies of slides with which they begin and end anew. */
const COPY = /(?:^|[\s_-])(?:cloned?|duplicate)(?:[\s_-]|$)/;
/** By these attributes carousels and virtual lists find a card by its place. */
const INDEXED = /^data-(?:[\w-]+-)?index$/;

/** @typedef {(card: Element) => string | null | undefined} ProductId */

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
  const list = card.parentElement;
  if (list && !shared.has(list)) noteShared(list);
  const often = list && shared.get(list);
  return written(card).filter((name) => !often?.has(name));
}

/** The names in a card's attributes. @param {Element} card @returns {string[]} */
function written(card) {
  const named = card.matches(ID_SELECTOR) ? card : card.querySelector(ID_SELECTOR);
  const given = named ? ID_ATTRIBUTES.map((name) => named.getAttribute(name)?.trim()) : [];
  return [...given, ownName(card)].flatMap((name) => name || []);
}

/** What a card's own `id` names, unless others have the same: then it names the block that renders them. @param {Element} card */
function ownName(card) {
  const name = NAMED.exec(card.id)?.[1];
  const root = /** @type {Document | ShadowRoot} */ (card.getRootNode());
  return name && root.querySelectorAll(`[id="${card.id}"]`).length < 2 ? name : undefined;
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
  if (card.matches("a[href]")) return card;
  const links = linksOf(card).filter(leadsToProduct);
  return links.find((link) => link.querySelector(SHOWN) || link.closest(SHOWN)) ?? links[0];
}

/** The links in a card, else those in the open shadow roots of its parts. @param {Element} card */
function linksOf(card) {
  const links = [...card.querySelectorAll("a[href]")];
  if (links.length) return links;
  return [card, ...card.querySelectorAll("*")].flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll("a[href]") ?? [])]);
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
 * The elements of `list` that show a product, each product once: the second card of the same product keeps its place, and of
 * the slides of a carousel the original counts.
 * @param {Element} list
 * @param {ProductId} productId
 * @returns {Map<Element, string>} card to id, in document order
 */
export function cardsOf(list, productId) {
  noteShared(list);
  /** @type {Map<string, Element>} */
  const taken = new Map();
  const ids = new Map();
  for (const card of elementsOf(list, productId)) {
    const id = productId(card);
    if (id == null || id === "") continue;
    ids.set(card, String(id));
    const other = taken.get(String(id));
    if (!other || copied(card) < copied(other)) taken.set(String(id), card);
  }
  return new Map([...ids].filter(([card, id]) => taken.get(id) === card));
}

/** How little a card is an original: 2 a copy by name, 1 hidden from readers as copies are. @param {Element} card */
const copied = (card) => (COPY.test(card.className) ? 2 : Number(card.getAttribute("aria-hidden") === "true"));

/**
 * Whether a script finds the cards by their places: slides with copies, windows over long lists.
 * @param {Element} list
 * @param {Element} card one of its cards
 */
export function ownsPlaces(list, card) {
  return card.getAttributeNames().some((name) => INDEXED.test(name)) || [...list.children].some(({ className }) => COPY.test(className));
}

/**
 * Those of a list's elements for which `is` holds: its children, or theirs where children are rows.
 * @param {Element} list
 * @param {(element: Element) => boolean} is
 */
export const standing = (list, is) => [...list.children].flatMap((child) => (is(child) ? [child] : cellsOf(child).filter(is)));

/** What stands side by side in an element, inside its wrappers. @param {Element} element @returns {Element[]} */
const cellsOf = ({ children }) => (children.length === 1 ? cellsOf(children[0]) : [...children]);

/**
 * What may be a card: the children of a list, or the cells of its rows.
 * @param {Element} list
 * @param {ProductId} productId
 */
export function elementsOf(list, productId) {
  const children = [...list.children].filter(({ tagName }) => !NEVER_CARDS.test(tagName));
  const rows = children.filter((child) => isRow(child, productId));
  const cells = rows.flatMap(cellsOf);
  // A tile with several products in it, among cards, is no row: it stays.
  if (rows.length < 2 || cells.length <= children.length - rows.length) return children.filter((child) => !rows.includes(child));
  return cells;
}

/**
 * Whether an element holds several products side by side: most of its children show one, each another one, all of one kind.
 * @param {Element} element
 * @param {ProductId} productId
 */
function isRow(element, productId) {
  const all = cellsOf(element);
  const cells = all.filter((cell) => productId(cell));
  if (cells.length < 2 || cells.length * 2 <= all.length) return false;
  const ids = new Set(cells.map(productId));
  if (ids.size < cells.length) return false;
  const [first, ...others] = cells.map(marksOf);
  return others.every((marks) => likeness(marks, first) >= OF_ONE_KIND);
}

/**
 * How much two elements' {@link marksOf} have in common, from 0 (nothing) to 1 (all).
 * @param {Set<string>} some
 * @param {Set<string>} others
 */
export function likeness(some, others) {
  const common = [...some].filter((mark) => others.has(mark)).length;
  return common / (some.size + others.size - common);
}

/** Tags and classes of an element and what is in it. @param {Element} element */
export const marksOf = (element) =>
  new Set(
    [element, ...element.querySelectorAll("*")].flatMap(({ tagName, classList }) => [
      tagName,
      ...[...classList].map((name) => tagName + name),
    ]),
  );

/**
 * The element that holds the cards: `root` itself or, where a wrapper was marked, the list inside it. That is the one with
 * the most elements of one kind that show products; links alone (a menu) count little.
 * @param {Element} root
 * @param {ProductId} productId
 */
export function findList(root, productId) {
  let best = root;
  let most = 0;
  let level = [root];
  // Five levels cover the wrappers of the common themes; deeper lie the parts of cards.
  for (let depth = 0; depth < 5; depth++) {
    for (const node of level) {
      const cells = [...node.children].reduce((sum, { childElementCount }) => sum + childElementCount, 0);
      if (Math.max(node.childElementCount, cells) <= most) continue;
      const weight = weightOf(node, productId);
      if (weight > most) [best, most] = [node, weight];
    }
    level = level.flatMap((node) => [...node.children]).slice(0, 64);
  }
  return best;
}

/**
 * How many products of one kind of element a list shows; one alone is no list.
 * @param {Element} list
 * @param {ProductId} productId
 */
function weightOf(list, productId) {
  /** @type {Record<string, number[]>} */
  const kinds = {};
  for (const element of elementsOf(list, productId)) {
    if (!productId(element)) continue;
    const evident = element.matches(EVIDENT) || element.querySelector(EVIDENT);
    (kinds[element.tagName] ??= []).push(evident ? 1 : 0.01);
  }
  const sums = Object.values(kinds).map((weights) => (weights.length > 1 ? weights.reduce((a, b) => a + b) : 0));
  return Math.max(0, ...sums);
}
