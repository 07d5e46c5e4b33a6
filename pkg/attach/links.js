/**
 * One spelling for a product page's address, so that a card's link, a JSON-LD `url` and a feed agree.
 *
 * Host and path decide; of the page's own shop neither scheme nor `www.` does, for shops write both. The query counts only
 * where a script picks the product by it (`product.php?id=7`), and campaign parameters never do; the fragment counts where it is
 * a route (`#/product/7`). Shopify serves one product under `/products/x` and `/collections/y/products/x`.
 */

const SCRIPTED = /(?:\.(?:php|aspx?|cfm|jsp|do)|^\/)$/i;
const CAMPAIGN = /^(?:utm_|[a-z]+clid$)/;
/** Parameters that name the product alone; beside them others say only which list it was reached from. */
const PRODUCT = /^(?:products?_?id|id_product|pid|sku)$/i;
const ROUTES = /^(?:route|controller)$/;
/** A fragment by which a page without a server of its own names what it shows. */
const ROUTE = /^#!?\//;
const COLLECTION = /\/collections\/[^/]+(?=\/products\/)/;

/**
 * The comparable form of an address, or `undefined` if it is none (script, mail, fragment of this page).
 * @param {string | null | undefined} href
 * @param {string} [base] what relative addresses start from; default: the document
 * @returns {string | undefined} e.g. `https://shop.example/products/blue-mug`
 */
export function productUrl(href, base = globalThis.document?.baseURI) {
  if (!href || (href.startsWith("#") && !ROUTE.test(href))) return undefined;
  let url;
  try {
    url = new URL(href, base);
  } catch {
    return undefined;
  }
  if (!url.protocol.startsWith("http")) return undefined;
  const route = ROUTE.test(url.hash) ? url.hash.replace(/\/$/, "") : "";
  const origin = ownOrigin(url, base);
  const path = url.pathname.replace(COLLECTION, "").replace(/(?<=.)\/$/, "");
  if (!url.search || !SCRIPTED.test(url.pathname)) return origin + path + route;
  const names = [...url.searchParams.keys()];
  const isNamed = names.some((name) => PRODUCT.test(name));
  /** @param {string} name */
  const says = (name) => (isNamed ? PRODUCT.test(name) || ROUTES.test(name) : !CAMPAIGN.test(name));
  for (const name of names) if (!says(name)) url.searchParams.delete(name);
  url.searchParams.sort();
  return origin + path + url.search + route;
}

/**
 * The origin of an address, written as the page's own where it is the same shop.
 * @param {URL} url
 * @param {string | undefined} base
 */
function ownOrigin(url, base) {
  const page = base && URL.canParse(base) ? new URL(base) : url;
  /** @param {URL} of */
  const bare = ({ host }) => host.replace(/^www\./, "");
  return bare(url) === bare(page) && page.protocol.startsWith("http") ? page.origin : url.origin;
}
