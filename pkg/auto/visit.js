/** A product page: that it was opened, and how long it was looked at. */

import { GLANCE_MS } from "../generated/names.js";
import { isLooking, watchAttention } from "../attach/attention.js";
import { productUrl } from "../attach/links.js";
import { RANK } from "./identity.js";

/** Body classes of WooCommerce's and Magento's product pages; Shopify says it in its analytics object. */
const PRODUCT_PAGE = /(?:^|\s)(?:single-product|catalog-product-view|template-product)(?:\s|$)/;
/** Where Magento's and Shopify's product forms hold the product's number. */
const NUMBER_FIELDS = '#product_addtocart_form [name="product"], form[action*="/cart/add"] [name="product-id"]';

const shopify = () => /** @type {any} Shopify's own */ (globalThis).ShopifyAnalytics?.meta;
/** The page's address as links write it, and as it calls itself. */
const addresses = () => {
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute("href");
  return [productUrl(location.href), productUrl(canonical)];
};

/**
 * The product this page is about, if it is a product's page.
 * @param {import("./found-product.js").Found[]} found all products of the page
 * @returns {import("./found-product.js").Found | undefined}
 */
export function pageProduct(found) {
  const here = addresses();
  const own = found.find(({ url }) => url && here.includes(url));
  if (own) return own;
  const declared =
    PRODUCT_PAGE.test(document.body.className) ||
    document.querySelector('meta[property="og:type"]')?.getAttribute("content")?.startsWith("product") ||
    shopify()?.page?.pageType === "product";
  if (!declared) return undefined;
  // Structured data of a single product, on a page that says it is one.
  return found.find(({ rank, url }) => rank === RANK.structured && !url) ?? (found.length === 1 ? found[0] : undefined);
}

/**
 * What a product's own page calls it: names that listings know it by.
 * @param {import("./identity.js").Identity} identity
 * @param {import("./found-product.js").Found} own
 */
export function namePageProduct(identity, own) {
  const [url, canonical] = addresses();
  const also = [...own.ids, ...(canonical ? [canonical] : [])];
  const explicit = document.querySelector("[data-ownshelf-product]")?.getAttribute("data-ownshelf-product");
  const post = /(?:^|\s)postid-(\d+)/.exec(document.body.className)?.[1];
  const number = post ?? /** @type {HTMLInputElement | null} */ (document.querySelector(NUMBER_FIELDS))?.value ?? shopify()?.product?.id;
  if (number) identity.add({ ids: [String(number)], url, also }, RANK.platform);
  else identity.add({ url, also }, RANK.address);
  if (explicit) identity.add({ ids: [explicit], url }, RANK.explicit);
}

/**
 * Measures visible, non-idle time until the page goes or changes.
 * @param {(dwellMs: number) => void} tell
 * @returns {() => void} stops
 */
export function measureVisit(tell) {
  let total = 0;
  let since = performance.now();
  let looking = false;
  /** @param {number} now */
  const settle = (now) => {
    if (looking) total += now - since;
    since = now;
  };
  const leave = () => {
    settle(performance.now());
    if (total < GLANCE_MS) return;
    tell(Math.round(total));
    total = 0;
  };
  const stop = watchAttention({
    attention(now, at) {
      settle(at);
      looking = now;
    },
    leave,
  });
  looking = isLooking();
  return () => {
    leave();
    stop();
  };
}
