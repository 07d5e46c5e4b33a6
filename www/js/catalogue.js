/** What the shop sells, and the questions its pages ask about it. */
import { departments } from "../strings.js";
import { isOffer } from "./format.js";

/** @returns {Promise<Catalogue>} rejects when the shop's data cannot be read */
export async function loadCatalogue() {
  const response = await fetch("/data/catalogue.json");
  if (!response.ok) throw new Error(`catalogue: ${response.status}`);
  return new Catalogue(await response.json());
}

export class Catalogue {
  #byId;

  constructor({ products, currency }) {
    /** In the shop's own order. */
    this.products = products;
    this.currency = currency;
    this.#byId = new Map(products.map((product) => [product.id, product]));
  }

  get(id) {
    return this.#byId.get(id);
  }

  /** The products as the module takes them: without what only these pages need. */
  get plain() {
    return this.products.map(({ shop: _pagesOnly, ...product }) => product);
  }

  offers() {
    return this.products.filter(isOffer);
  }

  inPath(path) {
    return this.products.filter(({ category }) => path.every((part, depth) => category[depth] === part));
  }

  /** Used and refurbished products below a path. */
  secondHand(path) {
    return this.inPath(path).filter(({ condition }) => condition !== "new");
  }

  accessoriesOf(id) {
    return this.products.filter(({ related }) => related?.accessoryOf?.includes(id));
  }

  similarTo(product, limit) {
    return this.inPath(product.category.slice(0, 2))
      .filter(({ id }) => id !== product.id)
      .slice(0, limit);
  }

  /** Products in which every word of `term` begins some word; those whose name matches come first. */
  search(term) {
    const words = fold(term).split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const has = (text) =>
      words.every((word) =>
        fold(text)
          .split(/[^\p{L}\p{N}]+/u)
          .some((part) => part.startsWith(word)),
      );
    const everything = ({ name, brand, category, tags = [], attributes, shop }) =>
      [name, brand ?? "", ...category, ...tags, ...Object.values(attributes ?? {}).map(String), shop.description].join(" ");
    const found = this.products.filter((product) => has(everything(product)));
    return [...found.filter(({ name }) => has(name)), ...found.filter(({ name }) => !has(name))];
  }
}

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The department a product stands in. */
export const departmentOf = ({ category }) => departments.find(({ path }) => path.every((part, depth) => category[depth] === part));

/** "Film cameras" → "film-cameras", for addresses. */
export const slugOf = (name) =>
  fold(name)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
