/** The form of the product that a page's title names: one title, and beside it a button that puts the product into the basket. */

import { leadsToProduct } from "../attach/cards.js";
import { productUrl } from "../attach/links.js";
import { CONTROLS, actionOf, formOf } from "./actions.js";

/** One to buy, one that stays in sight, one that buys at once. */
const MAX_BUTTONS = 3;
/** Links of a gallery lead to pictures. */
const PICTURE = /\.(?:avif|gif|jpe?g|png|webp)$/i;

/** @returns {string[] | undefined} what the form calls the product; nothing if the page has no such form */
export function titleForm() {
  const titles = document.querySelectorAll("h1");
  if (titles.length !== 1) return undefined;
  for (let node = titles[0].parentElement; node && node !== document.documentElement; node = node.parentElement) {
    const actions = [...node.querySelectorAll(CONTROLS)].flatMap((control) => basketAction(control) ?? []);
    // A list of products stands further from the title than the product's own form; each of its cards links its picture.
    if (actions.length > MAX_BUTTONS) return undefined;
    const top = node;
    if (actions.length) return actions.some(({ control }) => standsInCard(control, top)) ? undefined : actions[0].ids;
  }
  return undefined;
}

/** @param {Element} control */
function basketAction(control) {
  const action = actionOf(control, formOf(control));
  return action?.deed === "basket" ? action : undefined;
}

/**
 * Whether a picture that links to another page stands beside a button, below `top`.
 * @param {Element} button
 * @param {Element} top
 */
function standsInCard(button, top) {
  const here = productUrl(location.href);
  for (let node = button.parentElement; node && node !== top; node = node.parentElement) {
    for (const link of node.querySelectorAll("a[href]:has(img, picture, h2, h3)")) {
      const url = productUrl(link.getAttribute("href"));
      if (url && url !== here && leadsToProduct(link) && !PICTURE.test(url)) return true;
    }
  }
  return false;
}
