import { basket as words } from "../../strings.js";
import { removeFromCart } from "../analytics.js";
import { lines, piecesOf, put, setQuantity, sum } from "../basket.js";
import { h, icon } from "../dom.js";
import { cents, isOffer, money } from "../format.js";
import { photo } from "../parts/photo.js";
import { reminders } from "../parts/reminders.js";
import { limitOf, saidOf } from "../shortage.js";
import { dismiss, toast } from "../toasts.js";

export function basketPage(catalogue) {
  const node = h("div", { class: "wrap page" });
  const draw = () => {
    const basket = lines(catalogue);
    node.replaceChildren(
      h("div", { class: "page-head" }, h("h1", { tabindex: "-1" }, words.title)),
      basket.length > 0 ? filled(basket, catalogue, draw) : nothing(),
      reminders(catalogue, 2),
    );
  };
  draw();
  return { title: words.title, data: [], node, start: () => dismiss("basket") };
}

const nothing = () =>
  h(
    "div",
    { class: "state state-in" },
    h("p", { class: "state-title" }, words.empty),
    h("p", null, words.emptyHelp),
    h("a", { class: "button", href: "/all" }, words.look),
  );

const filled = (basket, { currency }, redraw) =>
  h(
    "div",
    { class: "basket" },
    h(
      "ul",
      { class: "lines", role: "list" },
      basket.map((line) => lineItem(line, redraw)),
    ),
    h(
      "aside",
      { class: "summary", "aria-label": words.total },
      totals(basket, currency),
      h("a", { class: "button button-strong button-wide", href: "/checkout" }, words.checkout),
    ),
  );

/** What it comes to, and what everybody's offers saved. */
export function totals(basket, currency, shipping = null) {
  const saved = cents(
    basket.reduce(
      (all, { product, price, quantity }) =>
        all + (isOffer(product) && price === product.price ? (product.listPrice - price) * quantity : 0),
      0,
    ),
  );
  const row = (name, value, strong) => h("div", { class: strong ? "total" : null }, h("dt", null, name), h("dd", null, value));
  return h(
    "dl",
    { class: "totals" },
    row(words.subtotal, money(sum(basket), currency)),
    saved > 0 && row(words.saved, money(saved, currency)),
    shipping !== null && row(words.delivery, shipping === 0 ? words.free : money(shipping, currency)),
    row(words.total, money(cents(sum(basket) + (shipping ?? 0)), currency), true),
  );
}

function lineItem(line, redraw) {
  const { product, sku, quantity, variant, price } = line;
  const change = (to) => {
    if (to < quantity) removeFromCart({ ...product, price }, product.currency, { quantity: quantity - to, item_variant: variant });
    setQuantity(product.id, sku, to);
    redraw();
    if (to === 0) {
      toast(
        words.removed(product.name),
        {
          label: words.undo,
          run: () => {
            put(product.id, sku, quantity);
            redraw();
          },
        },
        "basket",
      );
      document.querySelector("main h1")?.focus();
    }
  };
  return h(
    "li",
    { class: "line" },
    h("a", { class: "line-photo", href: product.url, tabindex: "-1", "aria-hidden": "true" }, photo(product, "card", { sizes: "8rem" })),
    h(
      "div",
      { class: "line-text" },
      h("h2", null, h("a", { href: product.url }, product.name)),
      h("p", { class: "small" }, [product.brand, variant].filter(Boolean).join(" · ")),
      h(
        "p",
        { class: "card-labels" },
        saidOf(product.id).map(({ text }) => h("span", { "data-ownshelf-label": "limit" }, text)),
      ),
      h(
        "button",
        { class: "link-button", type: "button", "aria-label": words.removeLong(product.name), onclick: () => change(0) },
        words.remove,
      ),
    ),
    h(
      "div",
      { class: "stepper", role: "group", "aria-label": words.quantity },
      h("button", { type: "button", "aria-label": words.fewer(product.name), onclick: () => change(quantity - 1) }, icon("minus")),
      h("output", null, String(quantity)),
      h(
        "button",
        {
          type: "button",
          "aria-label": words.another(product.name),
          disabled: piecesOf(product.id) >= limitOf(product.id),
          onclick: () => change(quantity + 1),
        },
        icon("plus"),
      ),
    ),
    h("p", { class: "line-price" }, money(cents(price * quantity), product.currency)),
  );
}
