/**
 * Which product a button or form of the page is about: the one whose card it stands in, else the one its fields name, else the
 * one the page is about.
 */

import { leadsToProduct } from "../attach/cards.js";
import { productUrl } from "../attach/links.js";
import { platformKeys } from "./cardkeys.js";
import { RANK } from "./identity.js";

/** Parts of a page that belong to no product. */
const FRAME = "header,nav,footer,[role=banner],[role=navigation],[role=contentinfo]";
/** A card has few links; what has more holds several products or is none. */
const MAX_LINKS = 60;

/** @typedef {{ ids?: string[], url?: string }} Names */

/**
 * @param {Pick<import("./actions.js").Action, "control" | "ids">} action
 * @param {import("./identity.js").Identity} identity
 * @param {Names | undefined} own what the page is about
 * @returns {Names | undefined} nothing where no product is known
 */
export function productOf({ control, ids }, identity, own) {
  const card = cardNames(control, identity);
  const named = ids.find((id) => identity.resolve({ ids: [id] }));
  const ownId = own && identity.resolve(own);
  // The form of the page's own product may hold a link to another one ("goes well with").
  if (named && ownId && identity.resolve({ ids: [named] }) === ownId) return own;
  if (card) {
    nameAlso(identity, card, ids);
    return card;
  }
  if (named) return { ids: [named] };
  if (!own || control.closest(FRAME)) return ids.length ? { ids } : undefined;
  nameAlso(identity, own, ids);
  return own;
}

/**
 * The names of the card around an element.
 * @param {Element} element
 * @param {import("./identity.js").Identity} identity
 * @returns {Names | undefined}
 */
export function cardNames(element, identity) {
  for (let node = /** @type {Element | null} */ (element); node && node !== document.body; node = parentOf(node)) {
    // The title of the page stands where its own product does.
    if (node.querySelector("h1")) return undefined;
    const products = linkedProducts(node, identity);
    if (products.size > 1) return undefined;
    const [url] = products.values();
    if (url) return { url };
    const { ids } = platformKeys(node);
    if (ids.length && identity.resolve({ ids })) return { ids };
  }
  return undefined;
}

/** Through the root of a shadow tree. @param {Element} node */
const parentOf = (node) => node.parentElement ?? /** @type {Partial<ShadowRoot>} */ (node.getRootNode()).host ?? null;

/**
 * Addresses of the known products that an element links to, by product.
 * @param {Element} node
 * @param {import("./identity.js").Identity} identity
 */
function linkedProducts(node, identity) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const links = [...node.querySelectorAll("a[href]")].slice(0, MAX_LINKS);
  for (const link of (node.matches("a[href]") ? [node, ...links] : links).filter(leadsToProduct)) {
    const url = productUrl(link.getAttribute("href"));
    const id = url && identity.resolve({ url });
    if (id) found.set(id, url);
  }
  return found;
}

/**
 * What a form calls a product that is known otherwise: its variant, mostly. A name that is known already stays with its product.
 * @param {import("./identity.js").Identity} identity
 * @param {Names} product
 * @param {string[]} names
 */
function nameAlso(identity, product, names) {
  const id = identity.resolve(product);
  const strange = names.filter((name) => !identity.resolve({ ids: [name] }));
  if (id && strange.length) identity.add({ ids: [id], also: strange }, RANK.markup);
}
