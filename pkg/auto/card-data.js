/** What a card says of its product in `data-*` attributes: plain values, or JSON as tag managers and themes write it. */

/** Words before the field's name that say nothing more. */
const PREFIX = /^data-(?:(?:product|item|gtm|ga4?|analytics|ec|dl)[-_])*/;
/** @type {Record<string, string>} */
const FIELDS = {
  name: "name",
  title: "name",
  item_name: "name",
  brand: "brand",
  item_brand: "brand",
  vendor: "brand",
  manufacturer: "brand",
  category: "category",
  item_category: "category",
  product_type: "category",
  price: "price",
  "price-amount": "price",
};
/** Names of a product in JSON, the best first. */
const IDS = ["item_id", "product_id", "productId", "id_product", "id", "sku"];
/** Where JSON holds the product. */
const HOLDERS = ["product", "item", "items", "products", "ecommerce"];
const MAX_DEPTH = 4;
const LONGEST_JSON = 20_000;

/**
 * @typedef {object} Data
 * @property {Record<string, string>} fields of a product
 * @property {string[]} ids
 */

/**
 * @param {Element} card
 * @returns {Data}
 */
export function cardData(card) {
  /** @type {Data} */
  const data = { fields: {}, ids: [] };
  const holders = [card, ...card.querySelectorAll("*")];
  for (const element of holders) {
    const describes =
      element === card || [...element.attributes].some(({ name }) => /^data-(?:product|item|id[-_]product|sku|gtm)/.test(name));
    for (const { name, value } of element.attributes) {
      if (!name.startsWith("data-") || !value) continue;
      const json = /^\s*[[{]/.test(value) && value.length <= LONGEST_JSON ? parsed(value) : undefined;
      if (json) fromJson(json, data, 0);
      else if (describes || name === "data-price-amount") note(data, name.replace(PREFIX, ""), value);
    }
  }
  return data;
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads the first thing that has a name and an id or a price; settings of a script have none.
 * @param {any} json
 * @param {Data} data
 * @param {number} depth
 * @returns {void}
 */
function fromJson(json, data, depth) {
  if (Array.isArray(json)) return json.length === 1 ? fromJson(json[0], data, depth) : undefined;
  if (json === null || typeof json !== "object" || depth > MAX_DEPTH) return;
  const ids = IDS.flatMap((key) => (/^(?:string|number)$/.test(typeof json[key]) && String(json[key]).trim()) || []);
  const isNamed = ["name", "title", "item_name"].some((key) => typeof json[key] === "string");
  if (isNamed && (ids.length || json.price !== undefined)) {
    data.ids.push(...ids.slice(0, 1));
    for (const [key, value] of Object.entries(json)) note(data, key, typeof value === "object" ? value?.name : value);
    return;
  }
  for (const key of HOLDERS) fromJson(json[key], data, depth + 1);
}

/**
 * @param {Data} data
 * @param {string} key
 * @param {unknown} value
 */
function note({ fields }, key, value) {
  if (!Object.hasOwn(FIELDS, key) || !/^(?:string|number)$/.test(typeof value)) return;
  const text = String(value).trim();
  if (text && text.length <= 200) fields[FIELDS[key]] ??= text;
}
