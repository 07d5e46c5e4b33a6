import { facets, product as words } from "../../strings.js";
import { h, hiddenText } from "../dom.js";
import { isOffer, money, savingPercent } from "../format.js";

/** The price, and what it was before: told apart by words and weight, not by colour alone. */
export function priceTag({ price, listPrice, currency, shop }, { sized = "" } = {}) {
  const from = shop.variants.some((variant) => variant.price !== price);
  const offer = isOffer({ price, listPrice });
  return h(
    "p",
    { class: `price ${sized} ${offer ? "price-offer" : ""}`.trim().replace(/\s+/g, " ") },
    from && h("span", { class: "price-from" }, `${words.from} `),
    h("span", { class: "price-now" }, money(price, currency)),
    offer && [" ", hiddenText(`${words.was} `), h("s", { class: "price-was" }, money(listPrice, currency))],
  );
}

/** What a card says about its product at a glance: at most two words. */
export function badges(product) {
  const second = product.condition !== "new" && facets.conditions[product.condition];
  const energy = product.sustainability?.energyClass;
  return h(
    "p",
    { class: "badges" },
    isOffer(product) && h("span", { class: "badge badge-offer" }, words.saving(savingPercent(product))),
    second && h("span", { class: "badge badge-condition" }, second),
    energy && h("span", { class: "badge badge-energy" }, `${words.energy} ${energy}`),
  );
}
