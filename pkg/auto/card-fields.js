/**
 * Reads a product from its card, in any shop: microdata, `data-*`, and what people see. What is not found is left out.
 */

import { cardLink, leadsToProduct } from "../attach/cards.js";
import { productUrl } from "../attach/links.js";
import { cardData } from "./card-data.js";
import { isPrice, printedPrices } from "./card-prices.js";
import { variantOf } from "./cardkeys.js";
import { RANK } from "./identity.js";

const HEADINGS = "h1,h2,h3,h4,h5,h6,[role=heading]";
const TITLES = ["title", "name"].map((word) => `[class*="${word}" i],[data-testid*="${word}" i]`).join();
/** Names of something else than the product. */
const NOT_TITLE = /brand|vendor|manufacturer|category|label|sub-?title|option|variant|user|file|badge/i;
const BRANDS =
  '[itemprop="brand"],[class*="brand" i],[class*="vendor" i],[class*="manufacturer" i],[data-testid*="brand" i],' +
  ["brand", "manufacturer", "marke", "marque", "vendor", "designer"].map((word) => `a[href*="/${word}"],a[href*="${word}_id="]`).join();
const CATEGORIES = '[itemprop="category"],[class*="category" i],[class*="product-type" i],[data-testid*="category" i]';
/** What stands before a brand's name. */
const LEAD = /^(?:by|von|de|par|brand|marke|marque|marca|vendor|manufacturer|hersteller)\b\s*:?\s*/i;
const LONGEST = 200;
const LONGEST_WORD = 60;

/**
 * @param {Element} card
 * @param {{ ids: string[], url?: string }} keys
 * @returns {import("./found-product.js").Found}
 */
export function cardProduct(card, keys) {
  const { fields, ids } = cardData(card);
  const printed = printedPrices(card);
  const machine = numberOf(card.querySelector('[itemprop="price"][content]')?.getAttribute("content") ?? fields.price);
  const price = confirmed(machine, printed.price);
  const product = {
    url: keys.url,
    name: nameOf(card, keys.url) ?? fields.name ?? plain(card.querySelector("img[alt]")?.getAttribute("alt")),
    brand: wordOf(card, BRANDS) ?? fields.brand,
    category: fields.category ?? wordOf(card, CATEGORIES),
    price,
    listPrice: printed.listPrice,
  };
  const known = Object.fromEntries(Object.entries(product).filter(([, value]) => value !== undefined));
  const variant = variantOf(card);
  return { product: known, ids: [...new Set([...keys.ids, ...ids])], also: variant ? [variant] : [], url: keys.url, rank: RANK.markup };
}

/** A number as programs write it: the dot is decimal. @param {string | null | undefined} text */
const numberOf = (text) => (text && /^\d*\.?\d+$/.test(text.trim()) ? Number(text) : undefined);

/**
 * The number a program wrote where the text says the same; else the text, which is what the shopper sees. Themes write cents, or
 * the price of another variant.
 * @param {number | undefined} number
 * @param {string | undefined} text
 */
function confirmed(number, text) {
  if (number === undefined || text === undefined) return number ?? text;
  const digits = text.replace(/\D/g, "");
  const spellings = [String(number), number.toFixed(2), number.toFixed(3)].filter((spelling) => Number(spelling) === number);
  const isCents = !/[.,]/.test(String(number)) && /[.,]\d\d(?!\d)/.test(text);
  return spellings.some((spelling) => spelling.replace(".", "") === digits && !(isCents && spelling === String(number))) ? number : text;
}

/** @param {string | null | undefined} text */
const plain = (text) => text?.replace(/\s+/g, " ").trim() || undefined;

/**
 * @param {Element} card
 * @param {string | undefined} url
 */
function nameOf(card, url) {
  const isOfBrand = (/** @type {Element} */ element) => element.closest('[itemprop="brand"]') !== null;
  const scoped = [...card.querySelectorAll('[itemprop="name"]')].find((element) => !isOfBrand(element));
  const links = [...card.querySelectorAll("a[href]")].filter(
    (link) => leadsToProduct(link) && productUrl(link.getAttribute("href")) === url,
  );
  const titles = [...card.querySelectorAll(TITLES)].filter(({ className }) => !NOT_TITLE.test(className));
  const isTitle = (/** @type {Element} */ element) => !NOT_TITLE.test(element.className);
  const texts = [
    scoped?.getAttribute("content"),
    scoped?.textContent,
    ...[...card.querySelectorAll(HEADINGS)].filter(isTitle).map(({ textContent }) => textContent),
    ...titles.map(({ textContent }) => textContent),
    ...links.map(({ textContent }) => textContent),
    ...links.flatMap((link) => [link.getAttribute("title"), link.getAttribute("aria-label")]),
    cardLink(card)?.getAttribute("aria-label"),
  ];
  return texts.map(plain).find((text) => text && text.length <= LONGEST && !isPrice(text));
}

/** The maker named in a part of the page about one product. @param {Element} part */
export const makerIn = (part) => wordOf(part, BRANDS);

/**
 * A short text that names a brand or a category.
 * @param {Element} card
 * @param {string} selector
 */
function wordOf(card, selector) {
  const texts = [...card.querySelectorAll(selector)].flatMap((element) => {
    const name = element.matches("[itemscope]") ? element.querySelector('[itemprop="name"]') : element;
    const alt = element.querySelector("img[alt]")?.getAttribute("alt");
    return [name?.getAttribute("content"), name?.textContent, alt];
  });
  return texts.map((text) => plain(plain(text)?.replace(LEAD, ""))).find((text) => text && text.length <= LONGEST_WORD && !isPrice(text));
}
