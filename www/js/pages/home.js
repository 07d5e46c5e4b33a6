import { home as words, shop } from "../../strings.js";
import { selectPromotion } from "../analytics.js";
import { h } from "../dom.js";
import { listData } from "../jsonld.js";
import { doors } from "../parts/doors.js";
import { openPrivacy } from "../parts/header.js";
import { Listing } from "../parts/listing.js";
import { heroPhoto, photo } from "../parts/photo.js";
import { reminders } from "../parts/reminders.js";
import { shelfRow } from "../parts/shelf.js";

const PICKS = 24;

export function homePage(catalogue) {
  const picks = catalogue.products.slice(0, PICKS);
  const listing = new Listing({ id: "home", name: words.listing, products: picks, tools: false });
  const offers = shelfRow({ id: "offers-row", name: words.offers, note: words.offersNote, products: catalogue.offers().slice(0, 10) });
  return {
    title: "",
    data: [listData(shop.name, picks)],
    node: h(
      "div",
      { class: "home" },
      hero(),
      h(
        "div",
        { class: "wrap" },
        doors(catalogue),
        h("div", { class: "section-head" }, h("h2", null, words.listing), h("a", { href: "/all" }, words.more(catalogue.products.length))),
        listing.node,
        h("p", { class: "more" }, h("a", { class: "button", href: "/all" }, words.more(catalogue.products.length))),
        reminders(catalogue),
      ),
      explanation(catalogue),
      h("div", { class: "wrap" }, offers.node),
    ),
    start() {
      const stops = [listing.start(), offers.start()];
      return () => stops.forEach((stop) => stop());
    },
  };
}

/** The heading's two sentences stand on lines of their own. */
function hero() {
  const [first, second] = words.heading.split(/(?<=\.) /);
  return h(
    "section",
    { class: "hero" },
    heroPhoto(""),
    h(
      "div",
      { class: "hero-words" },
      h("h1", { tabindex: "-1" }, h("span", null, first), " ", h("span", null, second)),
      h("p", null, words.lead),
      h(
        "div",
        { class: "hero-actions" },
        h("a", { class: "button button-light", href: "/all", onclick: () => selectPromotion("hero", "Hero") }, words.shop),
        h("a", { class: "hero-link", href: "#how" }, words.how),
      ),
    ),
  );
}

const explanation = (catalogue) =>
  h(
    "section",
    { class: "how", id: "how", "aria-labelledby": "how-title" },
    h("div", { class: "how-photo" }, photo(catalogue.get("bonsai-tree"), "scene", { sizes: "(min-width: 64rem) 50vw, 100vw" })),
    h(
      "div",
      { class: "how-words" },
      h("h2", { id: "how-title" }, words.howHeading),
      h(
        "ol",
        { role: "list" },
        words.steps.map(([title, text]) => h("li", null, h("h3", null, title), h("p", null, text))),
      ),
      h("button", { class: "button", type: "button", "aria-haspopup": "dialog", onclick: () => openPrivacy() }, words.openPanel),
    ),
  );
