/** A product page: that it was opened, and how long it was looked at. */

import { GLANCE_MS } from "../generated/names.js";
import { isLooking, watchAttention } from "../attach/attention.js";
import { productUrl } from "../attach/links.js";
import { makerIn } from "./card-fields.js";
import { titleForm } from "./product-form.js";
import { RANK } from "./identity.js";

/**
 * Classes of the product pages of WooCommerce, Magento and Shopify, of Shopware, nopCommerce, OpenCart and PrestaShop, on the page
 * or its body. Shopify says it in its analytics object, too.
 */
const PRODUCT_PAGE =
  /(?:^|\s)(?:single-product|catalog-product-view|template-product|is-ctl-product|html-product-details-page|product-product(?:-\d+)?|product-id-\d+)(?:\s|$)/;
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
  if (isDeclared()) {
    // Structured data of a single product, on a page that says it is one.
    const single = found.find(({ rank, url }) => rank === RANK.structured && !url) ?? (found.length === 1 ? found[0] : undefined);
    return single ?? described(titleForm() ?? []);
  }
  const names = titleForm();
  return names && described(names);
}

/** Whether the page says that it is a product's. */
const isDeclared = () =>
  PRODUCT_PAGE.test(`${document.documentElement.className} ${document.body.className}`) ||
  Boolean(meta("og:type")?.startsWith("product")) ||
  shopify()?.page?.pageType === "product";

/** @param {string} property */
const meta = (property) => document.querySelector(`meta[property="${property}"]`)?.getAttribute("content")?.trim() || undefined;

/**
 * The page's product as its title and its address tell it, where nothing is said for machines.
 * @param {string[]} names what its form calls it
 * @returns {import("./found-product.js").Found | undefined}
 */
function described(names) {
  const [url, canonical] = addresses();
  const name = document.querySelector("h1")?.textContent.trim() || meta("og:title");
  if (!url || !name) return undefined;
  const price = meta("product:price:amount") ?? meta("og:price:amount");
  const currency = meta("product:price:currency") ?? meta("og:price:currency");
  const main = document.querySelector("main,[role=main],#content");
  const brand = meta("product:brand") ?? meta("og:brand") ?? (main ? makerIn(main) : undefined);
  const product = { name, url, ...(price && { price }), ...(currency && { currency }), ...(brand && { brand }) };
  return { product, ids: [], also: [...names, ...(canonical && canonical !== url ? [canonical] : [])], url, rank: RANK.address };
}

/**
 * What a product's own page calls it: names that listings know it by.
 * @param {import("./identity.js").Identity} identity
 * @param {import("./found-product.js").Found} own
 * @param {import("./found-product.js").Found} [viewed] the one product that the data layer says is viewed
 */
export function namePageProduct(identity, own, viewed) {
  const [url, canonical] = addresses();
  const also = [...own.ids, ...(own.also ?? []), ...(canonical ? [canonical] : [])];
  const explicit = document.querySelector("[data-ownshelf-product]")?.getAttribute("data-ownshelf-product");
  const post = /(?:^|\s)postid-(\d+)/.exec(document.body.className)?.[1];
  const number = post ?? /** @type {HTMLInputElement | null} */ (document.querySelector(NUMBER_FIELDS))?.value ?? shopify()?.product?.id;
  if (number) identity.add({ ids: [String(number)], url, also }, RANK.platform);
  else identity.add({ url, also }, RANK.address);
  if (explicit) identity.add({ ids: [explicit], url }, RANK.explicit);
  if (!viewed) return;
  // Where nothing joins the tag manager's name to this page but that it is told here, the page's own names decide.
  identity.resolve({ url });
  identity.add({ ids: url ? [url] : [], also: viewed.ids }, RANK.markup);
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
