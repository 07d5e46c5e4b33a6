/** Products in schema.org JSON-LD, one by one, so that a faulty one does not spoil the list it stands in. */

import { productUrl } from "../attach/links.js";
import { RANK } from "./identity.js";
import { readJson } from "./json-text.js";
import { within } from "./within.js";

const PRODUCT = /(?:^|[/:])(?:Product|ProductGroup|IndividualProduct|ProductModel)$/;
const ITEM_LIST = /(?:^|[/:])(?:ItemList|OfferCatalog|ProductCollection)$/;
const MAX_DEPTH = 8;
/** Where products hide inside other things. A product's own relations (`isRelatedTo` …) are its fields, not a list. */
const HOLDERS = ["@graph", "itemListElement", "item", "mainEntity", "mainEntityOfPage", "about", "hasPart"];

/** @typedef {Record<string, any>} Node */

/** @param {unknown} value @returns {any[]} */
const list = (value) => (Array.isArray(value) ? value : value == null ? [] : [value]);
/** @param {Node} node */
export const isProduct = (node) => list(node["@type"]).some((type) => PRODUCT.test(type));

/**
 * @param {ParentNode} root
 * @returns {import("./found-product.js").Found[]}
 */
export function jsonLdProducts(root) {
  /** @type {import("./found-product.js").Found[]} */
  const found = [];
  for (const script of within(root, 'script[type="application/ld+json"]')) {
    const data = readJson(script.textContent);
    /** @type {Map<string, Node>} */
    const byId = new Map();
    /** @type {Node[]} */
    const nodes = [];
    collect(data, byId, 0, (node) => nodes.push(node));
    // When all are read: a node may refer to one further down.
    found.push(...nodes.map((node) => (isProduct(node) ? fromNode(node, byId) : fromEntry(node))));
  }
  return found;
}

/**
 * Entries of an `ItemList` that name nothing but the pages of products, as Google's summary pages do: addresses, or list items
 * with an address and perhaps a name.
 * @param {Node} catalogue
 * @returns {Node[]}
 */
function addressed(catalogue) {
  if (!list(catalogue["@type"]).some((type) => ITEM_LIST.test(type))) return [];
  return list(catalogue.itemListElement).flatMap((entry) => {
    const node = typeof entry === "string" ? { url: entry } : entry;
    // An item of its own says more, and is read for itself.
    if (typeof node?.item === "object" && !isBare(node.item)) return [];
    const url = text(node?.url) ?? text(node?.item) ?? node?.item?.["@id"];
    return productUrl(url) ? [{ "@type": "ListItem", url, name: text(node.name), image: text(node.image) }] : [];
  });
}

/**
 * @param {Node} entry
 * @returns {import("./found-product.js").Found}
 */
function fromEntry({ url: address, name, image }) {
  const url = productUrl(address);
  return { product: { url, ...(name && { name }), ...(image && { image }) }, ids: [], url, rank: RANK.address };
}

/** Whether a node says nothing but what it is called. @param {any} value */
const isBare = (value) => value?.["@id"] !== undefined && Object.keys(value).every((key) => key === "@id" || key === "@type");

/**
 * Calls `take` for every product node; notes every node with an `@id`, for others refer to it by that alone.
 * @param {any} node
 * @param {Map<string, Node>} byId
 * @param {number} depth
 * @param {(node: Node) => void} take
 */
function collect(node, byId, depth, take) {
  if (depth > MAX_DEPTH || node === null || typeof node !== "object") return;
  if (Array.isArray(node)) {
    node.forEach((child) => collect(child, byId, depth + 1, take));
    return;
  }
  if (typeof node["@id"] === "string" && Object.keys(node).length > 1) byId.set(node["@id"], node);
  if (isProduct(node)) take(node);
  else {
    addressed(node).forEach(take);
    HOLDERS.forEach((key) => collect(node[key], byId, depth + 1, take));
  }
}

/**
 * A product node as the engine reads it: references followed, addresses absolute.
 * @param {Node} node
 * @param {Map<string, Node>} [byId]
 * @returns {import("./found-product.js").Found}
 */
export function fromNode(node, byId = new Map()) {
  /** @param {any} value */
  const isReference = (value) => value?.["@id"] && Object.keys(value).length === 1;
  /** @param {any} value */
  const follow = (value) => (isReference(value) ? (byId.get(value["@id"]) ?? value) : value);
  /** @type {Node} */
  const product = {};
  for (const [key, value] of Object.entries(node)) product[key] = Array.isArray(value) ? value.map(follow) : follow(value);
  const variants = list(product.hasVariant).filter((variant) => typeof variant === "object");
  // A group is offered as its variants are; the engine takes the first that can be bought.
  const offers = variants.flatMap((variant) => list(variant.offers));
  if (offers.length) product.offers ??= offers;
  const address =
    text(node.url) ??
    list(product.offers)
      .map((offer) => text(offer?.url))
      .find(Boolean) ??
    text(node["@id"]);
  const url = productUrl(address);
  if (url) product.url = url;
  delete product.hasVariant;
  return {
    product,
    ids: [node.sku, node.productID, node.productGroupID, node.mpn].flatMap((name) => text(name) ?? []),
    also: variants.flatMap((variant) => [variant.sku, variant.productID]).flatMap((name) => text(name) ?? []),
    url,
    rank: RANK.structured,
  };
}

/** Text, or a whole number as text; nothing else names a product. */
/** @param {unknown} value */
const text = (value) => (typeof value === "string" || Number.isInteger(value) ? String(value).trim() || undefined : undefined);
