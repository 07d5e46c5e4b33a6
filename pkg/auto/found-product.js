/**
 * A product as found in a page, and how it is handed to the engine.
 *
 * @typedef {object} Found
 * @property {Record<string, any>} product in the shape it was found in: JSON-LD, GA4 item, Shopify product, native
 * @property {string[]} ids its names, the best first
 * @property {string[]} [also] names that lead to it without being its id
 * @property {string} [url] its page, in the form of `productUrl`
 * @property {number} rank how much its first name counts, see `RANK`
 */

/**
 * The product under the id that was agreed on, in its own shape.
 * @param {Record<string, any>} product
 * @param {string} id
 */
export function withId(product, id) {
  if (product["@type"]) return { ...product, sku: id };
  if ("item_id" in product || "item_name" in product) return { ...product, item_id: id };
  return { ...product, id };
}

/** The id {@link withId} gave. @param {Record<string, any>} product */
export const idOf = (product) => (product["@type"] ? product.sku : (product.item_id ?? product.id));
