/**
 * Products read from the cards themselves, for platforms whose listings carry no structured data. A platform's recipe
 * says where its own themes put things; what a recipe does not find is left out.
 *
 * @typedef {object} Recipe
 * @property {string} card selector of one card
 * @property {Record<string, string>} fields product field to selector inside the card; `@name` at its end reads that
 *   attribute instead of the text
 * @property {(card: Element) => object} [more] fields that need more than a selector
 */

import { platformKeys } from "./cardkeys.js";
import { RANK } from "./identity.js";
import { within } from "./within.js";

/**
 * @param {ParentNode} root
 * @param {Recipe[]} recipes
 * @returns {import("./found-product.js").Found[]}
 */
export function markupProducts(root, recipes) {
  const cards = recipes.flatMap((recipe) => within(root, recipe.card).map((card) => readCard(card, recipe)));
  return cards.filter(({ ids, url }) => ids.length || url);
}

/**
 * @param {Element} card
 * @param {Recipe} recipe
 * @returns {import("./found-product.js").Found}
 */
function readCard(card, { fields, more }) {
  const keys = platformKeys(card);
  /** @type {Record<string, string>} */
  const product = { ...(keys.url ? { url: keys.url } : {}) };
  for (const [name, path] of Object.entries(fields)) {
    const value = read(card, path);
    if (value) product[name] = value;
  }
  // A range ("£5.00 – £9.00") is no price; the lower end is what the card promises.
  for (const name of ["price", "listPrice"]) if (product[name]) product[name] = product[name].split(/\s[–-]\s/)[0];
  return { product: { ...product, ...more?.(card) }, ...keys, rank: RANK.platform };
}

/**
 * @param {Element} card
 * @param {string} path
 */
function read(card, path) {
  const [selector, attribute] = path.split("@");
  const element = selector ? card.querySelector(selector) : card;
  return (attribute ? element?.getAttribute(attribute) : element?.textContent)?.trim();
}

/**
 * Words behind a prefix in the card's classes: `product_cat-shoes` gives `shoes`.
 * @param {Element} card
 * @param {string} prefix
 */
export const classWords = (card, prefix) =>
  [...card.classList].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length).replace(/-/g, " "));
