/**
 * Shopify: product JSON in the page, the cards of Dawn and its kin, and the standard storefront events.
 * Events: shopify.dev, "Standard storefront events": fields lie on the event itself and follow the Storefront API.
 */

import { productUrl } from "../attach/links.js";
import { RANK } from "./identity.js";
import { within } from "./within.js";

/** @typedef {import("./found-product.js").Found} Found */
/** @typedef {(name: string, items: object[], more?: object) => void} Recording */

const JSON_SCRIPTS = '[type="application/json"][data-product-json], [type="application/json"][id^="ProductJson"]';

/** @type {import("./markup.js").Recipe} */
export const dawn = {
  card: ".grid__item:has(.product-card-wrapper), .product-grid product-card",
  fields: {
    name: ".card__information .card__heading a",
    price: ".price--on-sale .price-item--sale, .price:not(.price--on-sale) .price-item--regular",
    listPrice: ".price--on-sale .price__sale .price-item--regular",
    brand: ".card-information .caption-with-letter-spacing",
  },
  more: (card) => (card.querySelector(".price--sold-out") ? { available: false } : {}),
};

/** `gid://shopify/Product/81` is product 81. */
/** @param {unknown} gid */
const number = (gid) => (gid == null ? undefined : String(gid).split("/").pop());

/**
 * @param {ParentNode} root
 * @returns {import("./found-product.js").Found[]}
 */
export function shopifyProducts(root) {
  const products = within(root, JSON_SCRIPTS).flatMap((script) => {
    try {
      const data = JSON.parse(script.textContent);
      return [data?.product ?? data].flat();
    } catch {
      return [];
    }
  });
  if (root === document) {
    const { product, products: listed = [] } = /** @type {any} Shopify's own */ (globalThis).ShopifyAnalytics?.meta ?? {};
    products.push(...[product, ...listed].filter(Boolean).map(fromAnalytics));
  }
  return products.filter((product) => product?.id != null).map(fromProduct);
}

/** Numbers of what there is. @param {unknown[]} gids */
const numbers = (...gids) => gids.flatMap((gid) => number(gid) ?? []);

/**
 * @param {Record<string, any>} product
 * @returns {Found}
 */
function fromProduct(product) {
  const url = productUrl(product.url ?? (product.handle ? `/products/${product.handle}` : undefined));
  return {
    product: { ...product, ...(url ? { url } : {}) },
    ids: numbers(product.id),
    also: numbers(...[product.variants].flat().map((variant) => variant?.id)),
    url,
    rank: RANK.platform,
  };
}

/** The analytics object names a product by its variants alone, with prices in cents. @param {Record<string, any>} product */
function fromAnalytics({ id, vendor, type, variants = [] }) {
  const [first] = variants;
  return { id, vendor, type, variants, title: first?.name?.split(" - ")[0], price: first?.price };
}

/**
 * A product of the Storefront API, as events carry it.
 * @param {Record<string, any>} product
 * @returns {Found}
 */
function fromEvent(product) {
  const price = product.selectedVariant?.price ?? product.priceRange?.minVariantPrice;
  const listed = product.selectedVariant?.compareAtPrice;
  const url = productUrl(product.handle ? `/products/${product.handle}` : undefined);
  return {
    product: {
      name: product.title,
      ...(price ? { price: price.amount } : {}),
      ...(listed ? { listPrice: listed.amount } : {}),
      ...(product.vendor ? { brand: product.vendor } : {}),
      ...(product.productType ? { category: product.productType } : {}),
      ...(url ? { url } : {}),
    },
    ids: numbers(product.id),
    also: numbers(product.selectedVariant?.id),
    url,
    rank: RANK.platform,
  };
}

/**
 * @param {object} to
 * @param {(found: import("./found-product.js").Found[]) => void} to.learn
 * @param {(name: string, items: object[], more?: object) => void} to.record
 * @param {Event[]} early events that were sent before
 * @param {AbortSignal} signal
 */
export function watchShopify({ learn, record }, early, signal) {
  /**
   * @param {string} name
   * @param {(event: any) => void} handler
   */
  const on = (name, handler) => {
    const type = `shopify:${name}`;
    early.filter((event) => event.type === type).forEach(handler);
    document.addEventListener(type, handler, { signal });
  };
  on("product:view", (event) => {
    if (!event.product) return;
    const found = fromEvent({ ...event.product, selectedVariant: event.selectedVariant ?? event.product.selectedVariant });
    learn([found]);
    // Cards report themselves too; only a page or a dialog is a product looked at on its own.
    if (/^(?:page|dialog)$/.test(event.context)) record("view_item", [found]);
  });
  on("cart:lines-update", (event) => cartLines(event, record));
  on("collection:update", ({ sortKey, productFilters = [] }) => {
    steer(record, sortKey, productFilters);
  });
  on("search:update", ({ search = {} }) => {
    if (search.query) record("search", [], { query: search.query });
    steer(record, search.sortKey, search.productFilters);
  });
}

/**
 * Baskets are told before the shop has answered; a refused change is no sign of interest.
 * @param {Record<string, any>} event
 * @param {Recording} record
 */
async function cartLines({ action, lines = [], promise }, record) {
  const result = await promise;
  if (result?.userErrors?.length) return;
  const inCart = new Map(
    (result?.cart?.lines ?? []).flatMap((/** @type {any} */ line) => [
      [line.id, line],
      [line.merchandise?.id, line],
    ]),
  );
  const items = lines.map((/** @type {any} */ line) => {
    const full = inCart.get(line.id) ?? inCart.get(line.merchandiseId) ?? line;
    const product = full.merchandise?.product;
    const ids = numbers(product?.id, line.merchandiseId, full.merchandise?.id);
    return { ids, url: productUrl(product?.handle ? `/products/${product.handle}` : undefined), quantity: line.quantity };
  });
  if (action === "add") record("add_to_cart", items);
  else if (action === "remove") record("remove_from_cart", items);
}

/**
 * @param {Recording} record
 * @param {string | undefined} sortKey
 * @param {any[]} [filters]
 */
function steer(record, sortKey, filters = []) {
  if (sortKey) record("sort_by", [], { value: sortKey });
  const values = filters.flatMap(({ productVendor, productType, tag, variantOption }) => [
    productVendor,
    productType,
    tag,
    variantOption?.value,
  ]);
  values.filter(Boolean).forEach((value) => record("filter_by", [], { value }));
}
