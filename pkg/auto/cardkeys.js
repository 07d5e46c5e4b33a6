/** What a card says about its product, in the ways of the platforms besides the common ones. */

import { cardKeys } from "../attach/cards.js";

/** WooCommerce names the post in a class: `post-17`. */
const POST = /^post-(\d+)$/;
/** Dawn and its kin end a link's id in the product's number: `CardLink-template--1__product-grid-8123456789`. */
const NUMBERED_LINK = /-(\d{6,})$/;
/** Where forms to buy from a list keep the product's number. */
const NUMBER_FIELDS = ["product_id", "id_product", "product-id", "product"].map((name) => `input[name="${name}"][value]`).join();
/** OpenCart's buttons name the product in their script: `cart.add('43')`. */
const SCRIPTED_BUTTON = /(?:cart|wishlist|compare)\.add\(['"]?(\d+)/;

/** Shopify's forms name a variant of the product. */
const VARIANT_FIELD = 'form[action*="/cart/add"] [name="id"][value]';

/** The number of a variant that a card sells: it leads to the product and is not its id. @param {Element} card */
export const variantOf = (card) => card.querySelector(VARIANT_FIELD)?.getAttribute("value") || undefined;

/**
 * @param {Element} card
 * @returns {{ ids: string[], url?: string }} ids, the most explicit first, and the product page's address
 */
export function platformKeys(card) {
  const { ids, url } = cardKeys(card);
  const numbers = [
    ...(card.classList.contains("product") ? [...card.classList].map((name) => POST.exec(name)?.[1]) : []),
    numberedLink(card),
    card.querySelector(NUMBER_FIELDS)?.getAttribute("value") || undefined,
    SCRIPTED_BUTTON.exec(card.querySelector("[onclick*='.add(']")?.getAttribute("onclick") ?? "")?.[1],
  ];
  return { ids: [...new Set([...ids, ...numbers.filter((number) => number !== undefined)])], url };
}

/** @param {Element} card */
function numberedLink(card) {
  const links = card.matches("a") ? [card] : [...card.querySelectorAll("a[id]")];
  return links.map(({ id }) => NUMBERED_LINK.exec(id)?.[1]).find(Boolean);
}
