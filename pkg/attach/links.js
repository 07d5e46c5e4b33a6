/**
 * One spelling for a product page's address, so that a card's link, a JSON-LD `url` and a feed agree.
 *
 * Origin and path decide; the query counts only where a script picks the product by it (`product.php?id=7`), and
 * campaign parameters never do. Shopify serves one product under `/products/x` and `/collections/y/products/x`.
 */

const SCRIPTED = /(?:\.(?:php|aspx?|cfm|jsp|do)|^\/)$/i;
const CAMPAIGN = /^(?:utm_|[a-z]+clid$)/;
const COLLECTION = /\/collections\/[^/]+(?=\/products\/)/;

/**
 * The comparable form of an address, or `undefined` if it is none (script, mail, fragment of this page).
 * @param {string | null | undefined} href
 * @param {string} [base] what relative addresses start from; default: the document
 * @returns {string | undefined} e.g. `https://shop.example/products/blue-mug`
 */
export function productUrl(href, base = globalThis.document?.baseURI) {
  if (!href || href.startsWith("#")) return undefined;
  let url;
  try {
    url = new URL(href, base);
  } catch {
    return undefined;
  }
  if (!url.protocol.startsWith("http")) return undefined;
  const path = url.pathname.replace(COLLECTION, "").replace(/(?<=.)\/$/, "");
  if (!url.search || !SCRIPTED.test(url.pathname)) return url.origin + path;
  for (const name of [...url.searchParams.keys()]) if (CAMPAIGN.test(name)) url.searchParams.delete(name);
  url.searchParams.sort();
  return url.origin + path + url.search;
}
