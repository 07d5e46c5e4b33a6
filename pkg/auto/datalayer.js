/**
 * Google's data layer: what was pushed before we came, and everything pushed after.
 *
 * Read are `dataLayer.push({ event, ecommerce })` and gtag's `arguments` objects. `ecommerce: null` resets; an event
 * without an `ecommerce` of its own speaks of the one pushed before it. Nothing pushed is changed or kept.
 */

import { RANK } from "./identity.js";

/** Ids of Google's Shopify channel name country, product and variant: `shopify_US_8123456_4411`. */
const SHOPIFY_CHANNEL = /^shopify_[A-Z]{2}_(\d+)_(\d+)$/;

/**
 * @param {string} name of the global array, usually `dataLayer`
 * @param {(event: string | undefined, body: Record<string, any>) => void} onEvent called for each past and future push
 *   with an e-commerce body
 * @returns {() => void} stops listening and takes our `push` out again if it is still outermost
 */
export function watchDataLayer(name, onEvent) {
  // @ts-expect-error: globals of a page have no types.
  const layer = (globalThis[name] ??= []);
  if (!Array.isArray(layer)) return () => {};
  /** @type {unknown} */
  let ecommerce = null;
  let stopped = false;
  /** @param {any} entry */
  const read = (entry) => {
    if (stopped || entry === null || typeof entry !== "object") return;
    if (entry[0] === "event" && typeof entry[1] === "string") {
      onEvent(entry[1], plain(entry[2]));
    } else if (!Array.isArray(entry)) {
      if ("ecommerce" in entry) ecommerce = entry.ecommerce;
      const body = entry.ecommerce ?? (entry.items || entry.search_term ? entry : ecommerce);
      if (typeof entry.event === "string") onEvent(entry.event, plain(body));
      else if (entry.ecommerce) onEvent(undefined, plain(body));
    }
  };
  layer.slice().forEach(read);
  const push = layer.push;
  /** @this {unknown} @param {unknown[]} entries */
  const wrapped = function (...entries) {
    const result = push.apply(this, entries);
    entries.forEach(read);
    return result;
  };
  layer.push = wrapped;
  return () => {
    stopped = true;
    if (layer.push === wrapped) layer.push = push;
  };
}

/**
 * A GA4 item, or one of Universal Analytics with `id` and `name`, as a product. A name is never taken for an id: several
 * products may share it.
 * @param {Record<string, any>} item
 * @param {unknown} [currency] of the event, for an item that names none
 * @returns {import("./found-product.js").Found | undefined}
 */
export function fromItem(item, currency) {
  const id = String(item?.item_id ?? item?.id ?? "").trim();
  if (!id) return undefined;
  const channel = SHOPIFY_CHANNEL.exec(id);
  const product = currency && item.currency === undefined ? { ...item, currency } : item;
  return { product, ids: [channel?.[1] ?? id], also: channel ? [id, channel[2]] : [], rank: RANK.dataLayer };
}

/**
 * The products of an event. Some push one item as an object instead of a list.
 * @param {Record<string, any>} body
 */
export const fromItems = ({ items, currency }) =>
  (Array.isArray(items) ? items : items ? [items] : []).map((item) => fromItem(item, currency)).filter((found) => found !== undefined);

/** @param {unknown} value @returns {Record<string, any>} */
const plain = (value) => (value !== null && typeof value === "object" ? value : {});
