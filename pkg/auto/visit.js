/** A product page: that it was opened, and how long it was looked at. */

import { isLooking, watchAttention } from "../attach/attention.js";
import { productUrl } from "../attach/links.js";

/** Body classes of WooCommerce's and Magento's product pages; Shopify says it in its analytics object. */
const PRODUCT_PAGE = /(?:^|\s)(?:single-product|catalog-product-view|template-product)(?:\s|$)/;
const WORTH_TELLING_MS = 3000;

/**
 * The product this page is about, if it is a product's page.
 * @param {import("./found.js").Found[]} found all products of the page
 * @returns {import("./found.js").Found | undefined}
 */
export function pageProduct(found) {
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute("href");
  const here = [productUrl(location.href), productUrl(canonical)];
  const own = found.find(({ url }) => url && here.includes(url));
  if (own) return own;
  const declared =
    PRODUCT_PAGE.test(document.body.className) ||
    document.querySelector('meta[property="og:type"]')?.content.startsWith("product") ||
    globalThis.ShopifyAnalytics?.meta?.page?.pageType === "product";
  // Structured data of a single product, on a page that says it is one.
  return declared ? found.find(({ rank, url }) => rank === 1 && !url) ?? (found.length === 1 ? found[0] : undefined) : undefined;
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
  const settle = (now) => {
    if (looking) total += now - since;
    since = now;
  };
  const leave = () => {
    settle(performance.now());
    if (total < WORTH_TELLING_MS) return;
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
