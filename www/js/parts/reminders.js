/** What may be needed next, where the shopper allows reminders; no place is taken where there is nothing to say. */
import { h } from "../dom.js";
import { money } from "../format.js";

/**
 * @param {import("../catalogue.js").Catalogue} catalogue
 * @param {number} [limit]
 */
export function reminders(catalogue, limit = 4) {
  const element = h("ownshelf-suggestions", { limit: String(limit), class: "reminders" });
  element.listing = catalogue.products.map(({ id, name, url, image, price, currency }) => ({
    id,
    name,
    url,
    image,
    price: money(price, currency),
  }));
  return element;
}
