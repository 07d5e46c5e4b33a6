import { basket as basketWords, checkout as words } from "../../strings.js";
import { beginCheckout, purchase } from "../analytics.js";
import { empty, lines } from "../basket.js";
import { h } from "../dom.js";
import { engine } from "../engine.js";
import { money } from "../format.js";
import { photo } from "../parts/photo.js";
import { basketPage, totals } from "./basket.js";

/** A purchase that is none: it shows what a shop's events teach, and asks for nothing. */
export function checkoutPage(catalogue) {
  const basket = lines(catalogue);
  if (basket.length === 0) return basketPage(catalogue);
  const { currency } = catalogue;
  const ways = waysInOrder();
  let [way] = ways;
  const node = h("div", { class: "wrap page" });
  const summary = h("div");
  const draw = () => summary.replaceChildren(totals(basket, currency, words.ways[way][2]));
  draw();
  const place = () => {
    const id = orderNumber();
    purchase(basket, { id, currency, shipping: words.ways[way][2] });
    empty();
    node.replaceChildren(...thanks(id, basket, currency, words.ways[way][2]));
    node.querySelector("h1").focus();
    scrollTo(0, 0);
  };
  node.append(
    h(
      "div",
      { class: "page-head page-head-stacked" },
      h("h1", { tabindex: "-1" }, words.title),
      h("p", { class: "page-intro" }, words.intro),
    ),
    h(
      "div",
      { class: "basket" },
      h(
        "fieldset",
        { class: "ways" },
        h("legend", null, words.delivery),
        ways
          .map((key) => [key, ...words.ways[key]])
          .map(([key, name, note, cost]) =>
            h(
              "label",
              { class: "way" },
              h("input", {
                type: "radio",
                name: "way",
                checked: key === way,
                onchange: () => {
                  way = key;
                  draw();
                },
              }),
              h("span", { class: "way-text" }, h("b", null, name), h("small", null, note)),
              h("span", { class: "way-cost" }, cost === 0 ? basketWords.free : money(cost, currency)),
            ),
          ),
      ),
      h(
        "aside",
        { class: "summary" },
        ordered(basket),
        summary,
        h("button", { class: "button button-strong button-wide", type: "button", onclick: place }, words.place),
      ),
    ),
  );
  return {
    title: words.title,
    data: [],
    node,
    start: () => {
      beginCheckout(basket, currency);
      return () => {};
    },
  };
}

/** The fastest first; the slower, greener one where the shopper asked for it. Nobody is led there without asking. */
function waysInOrder() {
  const asked = engine.shelf?.privacy.declared().delivery === "low_carbon";
  return asked ? ["bike", "van"] : ["van", "bike"];
}

const orderNumber = () => `D${new Date().toISOString().slice(2, 10).replaceAll("-", "")}-${crypto.getRandomValues(new Uint16Array(1))[0]}`;

const ordered = (basket) =>
  h(
    "ul",
    { class: "ordered", role: "list", "aria-label": words.ordered },
    basket.map(({ product, quantity }) =>
      h(
        "li",
        null,
        photo(product, "card", { sizes: "4rem" }),
        h("span", null, quantity > 1 ? `${quantity} × ${product.name}` : product.name),
      ),
    ),
  );

const thanks = (id, basket, currency, shipping) => [
  h(
    "div",
    { class: "page-head page-head-stacked" },
    h("h1", { tabindex: "-1" }, words.thanks),
    h("p", { class: "page-intro" }, words.thanksText(id)),
  ),
  h("div", { class: "thanks" }, ordered(basket), totals(basket, currency, shipping), h("a", { class: "button", href: "/" }, words.onwards)),
];
