/** A short row of products beside the page's own listing: offers, accessories, more of a kind. */
import { selectItem, viewItemList } from "../analytics.js";
import { h } from "../dom.js";
import { personalise } from "../personal.js";
import { card } from "./card.js";

const SIZES = "(min-width: 75rem) 17rem, (min-width: 48rem) 30vw, 58vw";

/**
 * @param {{ id: string, name: string, note?: string, products: object[] }} options
 * @returns {{ node: HTMLElement, start: () => () => void }}
 */
export function shelfRow({ id, name, note, products }) {
  const list = h(
    "ul",
    { class: "row-list", role: "list", tabindex: "0", "aria-label": name, onclick: selected },
    products.map((product) => card(product, { sizes: SIZES })),
  );
  function selected(event) {
    const chosen = event.target.closest(".card-link")?.closest(".card");
    if (!chosen) return;
    const product = products.find((one) => one.id === chosen.dataset.productId);
    selectItem({ id, name }, product, [...list.children].indexOf(chosen));
  }
  return {
    node: h("section", { class: "row" }, h("div", { class: "row-head" }, h("h2", null, name), note && h("p", null, note)), list),
    start() {
      viewItemList({ id, name }, products);
      return personalise(list, { id, context: "related", products });
    },
  };
}
