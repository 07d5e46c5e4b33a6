import { facets, nav, product as words, basket as basketWords } from "../../strings.js";
import { addToCart, itemDwell, viewItem } from "../analytics.js";
import { piecesOf, put } from "../basket.js";
import { departmentOf, slugOf } from "../catalogue.js";
import { h, icon } from "../dom.js";
import { engine } from "../engine.js";
import { startClock } from "../dwell.js";
import { attributeName, attributeValue, cents, isOffer, money } from "../format.js";
import { breadcrumbData, productData } from "../jsonld.js";
import { breadcrumb } from "../parts/breadcrumb.js";
import { heart } from "../parts/card.js";
import { photo } from "../parts/photo.js";
import { badges, priceTag } from "../parts/price.js";
import { shelfRow } from "../parts/shelf.js";
import { limitOf, saidOf } from "../shortage.js";
import { toast } from "../toasts.js";
import { missingPage } from "./missing.js";

/** Shorter looks tell nothing. */
const WORTH_TELLING_MS = 1000;
const RELATED = 8;
const SAID_BY_CONDITION = new Set(["second-hand", "refurbished"]);

export function productPage(catalogue, id) {
  const product = catalogue.get(id);
  if (!product) return missingPage();
  const department = departmentOf(product);
  const kind = product.category.at(-1);
  const trail = [
    [nav.home.split(",")[0], "/"],
    [department.name, `/c/${department.slug}`],
    [kind, `/c/${department.slug}/${slugOf(kind)}`],
    [product.name, product.url],
  ];
  const rows = related(catalogue, product, department);
  return {
    title: product.name,
    data: [breadcrumbData(trail), productData(product)],
    node: h(
      "div",
      { class: "wrap page" },
      breadcrumb(trail),
      h("article", { class: "product" }, gallery(product), h("div", { class: "product-info" }, summary(product), details(product))),
      rows.map(({ node }) => node),
    ),
    start() {
      viewItem(product, product.currency);
      const stopClock = startClock();
      const tell = () => {
        const looked = stopClock();
        if (looked >= WORTH_TELLING_MS) itemDwell(product, looked);
      };
      addEventListener("pagehide", tell, { once: true });
      const stops = rows.map((row) => row.start());
      return () => {
        removeEventListener("pagehide", tell);
        tell();
        stops.forEach((stop) => stop());
      };
    },
  };
}

function related(catalogue, product, department) {
  const goesWith = catalogue.accessoriesOf(product.id);
  const used = product.condition === "new" && engine.shelf?.privacy.declared().secondHand ? catalogue.secondHand(department.path) : [];
  const shown = new Set([...goesWith, ...used].map(({ id }) => id));
  const more = catalogue.similarTo(product, RELATED).filter(({ id }) => !shown.has(id));
  return [
    // Beside the new one, for those who welcome it; nobody else is told.
    used.length > 0 && shelfRow({ id: "second-hand", name: words.secondHand(department.name), products: used }),
    goesWith.length > 0 && shelfRow({ id: "goes-with", name: words.goesWith, products: goesWith }),
    more.length > 0 && shelfRow({ id: "more-like-this", name: words.more(department.name), products: more }),
  ].filter(Boolean);
}

function gallery(product) {
  const { name } = product;
  const figure = (kind, alt, sizes) =>
    h("li", { class: `shot shot-${kind}` }, photo(product, kind, { sizes, alt, eager: kind === "card" }));
  return h(
    "ul",
    { class: "gallery", role: "list", "aria-label": words.photos, tabindex: "0" },
    figure("card", words.photoOf(name), "(min-width: 64rem) 40vw, 88vw"),
    figure("detail", words.photoDetail(name), "(min-width: 64rem) 20vw, 88vw"),
    figure("scene", words.photoScene(name), "(min-width: 64rem) 40vw, 120vw"),
  );
}

function summary(product) {
  const { name, brand, category, price, listPrice, currency, shop } = product;
  let chosen = shop.variants.find((variant) => variant.price === price) ?? null;
  const place = h("div", { class: "product-price" });
  const showPrice = () => {
    const offer = isOffer(product) && (!chosen || chosen.price === price);
    const shown = { ...product, price: chosen?.price ?? price, listPrice: offer ? listPrice : undefined, shop: { variants: [] } };
    place.replaceChildren(
      priceTag(shown, { sized: "price-large" }),
      offer ? h("p", { class: "saving" }, words.savingLong(money(cents(listPrice - price), currency))) : "",
    );
  };
  showPrice();
  const choose = (variant) => {
    chosen = variant;
    showPrice();
  };
  const add = h(
    "button",
    { class: "button button-strong button-wide", type: "button", onclick: () => addChosen(product, chosen) },
    words.add,
  );
  return [
    h("p", { class: "product-brand" }, brand ?? category.at(-1), badges(product)),
    h("h1", { tabindex: "-1" }, name),
    place,
    h(
      "p",
      { class: "card-labels" },
      saidOf(product.id).map(({ text }) => h("span", { "data-ownshelf-label": "limit" }, text)),
    ),
    shop.variants.length > 1 && variants(product, chosen, choose),
    h("div", { class: "buy" }, add, heart(product)),
    h("p", { class: "product-description" }, shop.description),
  ];
}

function addChosen(product, variant) {
  if (piecesOf(product.id) >= limitOf(product.id)) {
    toast(saidOf(product.id).find(({ limit }) => limit).text, { label: basketWords.view, href: "/basket" }, "basket");
    return;
  }
  put(product.id, variant?.sku ?? null);
  addToCart({ ...product, price: variant?.price ?? product.price }, product.currency, { quantity: 1, item_variant: variant?.name });
  toast(basketWords.added(product.name), { label: basketWords.view, href: "/basket" }, "basket");
}

const variants = ({ shop, currency }, chosen, choose) => {
  const prices = new Set(shop.variants.map(({ price }) => price));
  return h(
    "fieldset",
    { class: "variants" },
    h("legend", null, shop.options || words.choose),
    h(
      "div",
      { class: "variant-list" },
      shop.variants.map((variant) =>
        h(
          "label",
          { class: "variant" },
          h("input", { type: "radio", name: "variant", checked: variant === chosen, onchange: () => choose(variant) }),
          h("span", null, variant.name, prices.size > 1 && h("small", null, money(variant.price, currency))),
        ),
      ),
    ),
  );
};

function details(product) {
  const { attributes = {}, sustainability, condition, serviceDays, repurchaseDays, brand } = product;
  const rows = [
    brand && [words.brand, brand],
    ...Object.entries(attributes).map(([key, value]) => [attributeName(key).name, attributeValue(key, value)]),
    [facets.condition, facets.conditions[condition]],
    sustainability?.energyClass && [words.energy, sustainability.energyClass],
  ].filter(Boolean);
  // The condition is said above the name already.
  const labels = (sustainability?.labels ?? []).filter((label) => !SAID_BY_CONDITION.has(label));
  return h(
    "div",
    { class: "product-details" },
    labels.length > 0 &&
      h(
        "ul",
        { class: "labels", role: "list" },
        labels.map((label) => h("li", null, icon("leaf"), h("span", null, label))),
      ),
    h("h2", null, words.details),
    h(
      "dl",
      null,
      rows.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))),
    ),
    serviceDays && h("p", { class: "small" }, words.care(serviceDays)),
    repurchaseDays && h("p", { class: "small" }, words.renew(repurchaseDays)),
    h("p", { class: "small" }, words.delivery),
  );
}
