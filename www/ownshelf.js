/**
 * All that ties this shop to Ownshelf; copy it. The shop needs three things: products, events, and a list to arrange.
 */
import { createShelf } from "ownshelf";
import { provideShelf } from "ownshelf/panel";

/** `attach` measures lists itself, card by card as they are really seen; the page's own events would count them twice. */
const MEASURED_BY_ATTACH = new Set(["view_item_list", "select_item"]);

/**
 * @param {{ products: object[], dataLayer: object[], page: { listing: object[], ranking: object | null }, now?: () => number }} shop
 * @returns {Promise<import("ownshelf").Shelf>} rejects if the engine cannot load: leave the shop's order as it is
 */
export async function connect({ products, dataLayer, page, now }) {
  const shelf = await createShelf({ store: "lark-and-lintel", now });
  shelf.addProducts(products);
  follow(dataLayer, (event) => shelf.record(event));
  // The elements <ownshelf-order>, <ownshelf-why>, <ownshelf-suggestions> and <ownshelf-privacy>, wherever they stand.
  provideShelf(shelf, { listing: () => page.listing, ranking: () => page.ranking });
  return shelf;
}

/** Hands every GA4 event on, those pushed so far and those to come. Without the shopper's yes the engine drops them. */
function follow(dataLayer, record) {
  const read = (entry) => {
    const { event: name, ecommerce, search_term: query, ...rest } = entry ?? {};
    if (!name || MEASURED_BY_ATTACH.has(name)) return;
    try {
      record({ ...rest, ...ecommerce, name, ...(query && { query }) });
    } catch (error) {
      // An event the module cannot read must not keep the page from measuring it.
      console.warn(`Ownshelf: ${error.message}`);
    }
  };
  dataLayer.forEach(read);
  const push = dataLayer.push;
  dataLayer.push = (...entries) => {
    entries.forEach(read);
    return push.apply(dataLayer, entries);
  };
}

/**
 * Puts a list of cards (each with `data-product-id`) into the shopper's order and measures what is seen.
 * @param {import("ownshelf").Shelf} shelf
 * @param {Element} list
 * @param {{ listId: string, context: "browse" | "search" | "related", reorder: boolean, notices?: Element }} options
 */
export const arrange = (shelf, list, options) => shelf.attach(list, { ...options, fresh: true });
