/** A product in a list. All cards have the same parts and the same picture ratio, so that any order looks composed. */
import { product as words } from "../../strings.js";
import { addToWishlist } from "../analytics.js";
import { isSaved, toggleSaved } from "../basket.js";
import { h, icon } from "../dom.js";
import { attributeValue } from "../format.js";
import { photo } from "./photo.js";
import { badges, priceTag } from "./price.js";

export const CARD_SIZES = "(min-width: 75rem) 22rem, (min-width: 48rem) 31vw, 47vw";

/**
 * @param {object} product
 * @param {{ eager?: boolean, sizes?: string, level?: "h2" | "h3" }} [options]
 */
export function card(product, { eager = false, sizes = CARD_SIZES, level = "h3" } = {}) {
  const { id, name, brand, url, category } = product;
  return h(
    "li",
    { class: "card", "data-product-id": id },
    h(
      "div",
      { class: "card-photo" },
      photo(product, "card", { sizes, eager }),
      badges(product),
      h("p", { class: "card-labels", "data-ownshelf-labels": true }),
    ),
    h(
      "div",
      { class: "card-text" },
      h("p", { class: "card-brand" }, brand ?? category.at(-1)),
      h(level, { class: "card-name" }, h("a", { class: "card-link", href: url }, name)),
      priceTag(product),
      h("p", { class: "card-details" }, details(product)),
    ),
    h("p", { class: "card-why", hidden: true }),
    heart(product),
  );
}

/** Two figures, shown where the shopper's layout asks for details. */
const details = ({ attributes = {} }) =>
  Object.entries(attributes)
    .slice(0, 3)
    .map(([key, value]) => attributeValue(key, value))
    .join(" · ");

export function heart(product) {
  const button = h("button", { class: "heart", type: "button", onclick: press }, icon("heart"));
  const show = (saved) => {
    button.setAttribute("aria-pressed", String(saved));
    button.setAttribute("aria-label", words.save(product.name));
  };
  function press() {
    const saved = toggleSaved(product.id);
    show(saved);
    if (saved) addToWishlist(product, product.currency);
  }
  show(isSaved(product.id));
  return button;
}
