/** Facets of a list of products, and which products a choice of them leaves. */
import { facets as words } from "../../strings.js";
import { attributeName, attributeValue, isOffer, money } from "../format.js";

/** Facets of figures are cut into this many ranges at most, and need this many different values. */
const RANGES = 3;
const MANY_VALUES = 4;
/** Attributes a shopper narrows down by; the others are for reading. */
const CHOICES = ["colour", "material", "film", "light", "care"];
const FIGURES = ["resolution (MP)", "screen (in)", "memory (GB)", "weight (g)", "seat height (cm)", "height (cm)"];

/**
 * @typedef {{ key: string, label: string, match: (product: object) => boolean, count: number }} Choice
 * @typedef {{ name: string, label: string, choices: Choice[] }} Facet
 */

/** @returns {Facet[]} facets with at least two choices, or an offer to take */
export function facetsOf(products, { kinds = true } = {}) {
  const made = [
    offers(products),
    kinds && values(products, "type", words.type, (product) => product.category[2]),
    ranges(
      products,
      "price",
      words.price,
      (product) => product.price,
      (value) => money(value),
    ),
    values(products, "brand", words.brand, (product) => product.brand),
    values(
      products,
      "condition",
      words.condition,
      (product) => product.condition,
      (value) => words.conditions[value],
    ),
    ...CHOICES.map((key) => values(products, key, attributeName(key).name, (product) => product.attributes?.[key])),
    ...FIGURES.map((key) =>
      ranges(
        products,
        key,
        attributeName(key).name,
        (product) => product.attributes?.[key],
        (value) => attributeValue(key, value),
      ),
    ),
  ];
  return made.filter(Boolean);
}

function offers(products) {
  const count = products.filter(isOffer).length;
  if (count === 0) return null;
  return { name: "offer", label: words.offer, choices: [{ key: "offer", label: words.onOffer, match: isOffer, count }] };
}

function values(products, name, label, read, show = String) {
  const counts = new Map();
  for (const product of products) {
    const value = read(product);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (counts.size < 2) return null;
  const choices = [...counts].map(([value, count]) => ({
    key: `${name}:${value}`,
    label: show(value),
    match: (product) => read(product) === value,
    count,
  }));
  return { name, label, choices: choices.sort((a, b) => a.label.localeCompare(b.label)) };
}

/** Ranges of about the same number of products each, with round limits. */
function ranges(products, name, label, read, show) {
  const sorted = products
    .map(read)
    .filter((value) => typeof value === "number")
    .sort((a, b) => a - b);
  if (new Set(sorted).size < MANY_VALUES) return null;
  const limits = [];
  for (let part = 1; part < RANGES; part += 1) {
    const limit = round(sorted[Math.floor((sorted.length * part) / RANGES)]);
    if (limit > (limits.at(-1) ?? sorted[0]) && limit < sorted.at(-1)) limits.push(limit);
  }
  if (limits.length === 0) return null;
  const edges = [-Infinity, ...limits, Infinity];
  const choices = edges.slice(1).map((to, at) => {
    const from = edges[at];
    const match = (product) => read(product) > from && read(product) <= to;
    const text = from === -Infinity ? words.upTo(show(to)) : to === Infinity ? words.over(show(from)) : words.between(show(from), show(to));
    return { key: `${name}:${from}-${to}`, label: text, match, count: products.filter(match).length };
  });
  return { name, label, choices: choices.filter(({ count }) => count > 0) };
}

/** One significant digit, or a quarter, half or three quarters of one: 137 → 150, 304 → 300. */
function round(value) {
  const step = 10 ** Math.floor(Math.log10(value)) / 2;
  return Math.round(value / step) * step;
}

/** Within a facet any choice will do; every facet used must agree. @param {Set<string>} chosen keys */
export function narrow(products, facets, chosen) {
  const used = facets.map(({ choices }) => choices.filter(({ key }) => chosen.has(key))).filter((choices) => choices.length > 0);
  return products.filter((product) => used.every((choices) => choices.some(({ match }) => match(product))));
}
