/** What the pages of all shops have in common: the two lines, and a plain look. */

/**
 * @typedef {import("./goods.mjs").Lamp} Lamp
 * @typedef {object} Shop
 * @property {string} name
 * @property {string} host the first part of its address
 * @property {string} needs what the shop has to do
 * @property {string} card selector of one card
 * @property {(lamp: Lamp) => string} path of a product's page
 * @property {(lamps: Lamp[]) => Page} listing
 * @property {(lamp: Lamp) => Page} product
 * @property {string} basket selector of the button on a product's page
 * @property {boolean} [makerStays] whether the maker's other products do not rise here yet, after three of them were opened; the guide says so
 * @property {boolean} [still] whether its cards stay where they are, for a script finds them by their places
 * @property {boolean} [copies] whether it shows some products twice
 *
 * @typedef {object} Page
 * @property {string} body
 * @property {string} [css]
 * @property {string} [head]
 * @property {string} [lang]
 * @property {string} [bodyClass]
 */

/** The attribute that marks a list. */
export const LIST = "data-ownshelf-listing";

/** The shop's own look, as far as it matters here: pictures keep their place. */
const CSS = `body{margin:0;font:16px/1.4 sans-serif}main{max-width:1200px;margin:auto}ul,ol{list-style:none;margin:0;padding:0}
img{width:120px;height:120px;display:block;background:#ddd}.visually-hidden,.sr-only,.screen-reader-text{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}`;

/** Shops of today answer by script: the page stays where it is. */
const SCRIPT = `document.addEventListener("submit", (event) => event.preventDefault());`;

/**
 * @param {Page} page
 * @param {{ title: string, bare: boolean }} how `bare`: without the two lines
 */
export const html = ({ body, css = "", head = "", lang = "en", bodyClass = "" }, { title, bare }) => `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>${CSS}${css}</style>${head}
${bare ? "" : '<script type="module" src="/pkg/auto.js" data-ownshelf-expose></script>'}
<script>${SCRIPT}</script></head><body class="${bodyClass}"><main><h1>${title}</h1>${body}</main></body></html>`;

/** @param {Lamp} lamp @param {string} [more] attributes */
export const picture = (lamp, more = "") => `<img src="/img/${lamp.id}.png" width="120" height="120" alt="" ${more}>`;

/** A grid of so many columns with cards of one height. @param {string} list @param {string} card @param {number} [columns] */
export const grid = (list, card, columns = 4) =>
  `${list}{display:grid;grid-template-columns:repeat(${columns},1fr);gap:12px}${card}{height:270px;overflow:hidden}`;

/** @param {number} price */
export const dollars = (price) => `$${price.toFixed(2)}`;
/** @param {number} price */
export const euros = (price) => `${price.toFixed(2).replace(".", ",")}\u00a0€`;

/** What Google's data layer is told of a list, as the platforms' own modules do. @param {Lamp[]} lamps @param {(lamp: Lamp) => string} id */
export const pushed = (lamps, id) =>
  `<script>window.dataLayer = window.dataLayer || []; dataLayer.push(${JSON.stringify({
    event: lamps.length > 1 ? "view_item_list" : "view_item",
    ecommerce: { currency: "USD", items: lamps.map((lamp) => ({ item_id: id(lamp), item_name: lamp.name, item_brand: lamp.brand })) },
  })});</script>`;

/** A product's page in JSON-LD. @param {Lamp} lamp @param {string} path */
export const described = (lamp, path) =>
  `<script type="application/ld+json">${JSON.stringify({
    "@context": "https://schema.org",
    "@type": "Product",
    name: lamp.name,
    sku: lamp.sku,
    url: path,
    brand: { "@type": "Brand", name: lamp.brand },
    offers: { "@type": "Offer", price: lamp.price.toFixed(2), priceCurrency: "USD", availability: "https://schema.org/InStock" },
  })}</script>`;

/**
 * Cards with something else after some of them.
 * @param {string[]} cards
 * @param {Record<number, string>} between by place
 */
export const mixed = (cards, between) => cards.map((card, at) => card + (between[at] ?? "")).join("\n");
