import { departments, footer as words, nav, shop } from "../../strings.js";
import { h } from "../dom.js";
import { openPrivacy } from "./header.js";

export function mountFooter() {
  const link = (href, text) => h("li", null, h("a", { href }, text));
  document
    .getElementById("footer")
    .replaceChildren(
      h(
        "div",
        { class: "footer wrap" },
        h("div", { class: "footer-about" }, h("p", { class: "footer-claim" }, shop.claim), h("p", null, words.aboutText)),
        column(words.shop, [
          link("/all", nav.all),
          ...departments.map(({ slug, name }) => link(`/c/${slug}`, name)),
          link("/offers", nav.offers),
        ]),
        column(words.you, [
          h(
            "li",
            null,
            h("button", { class: "link-button", type: "button", "aria-haspopup": "dialog", onclick: () => openPrivacy() }, words.privacy),
          ),
          link("/basket", words.basket),
          link("/search", words.search),
        ]),
        h("p", { class: "footer-small" }, words.photos),
      ),
    );
}

const column = (title, items) => h("div", { class: "footer-column" }, h("h2", null, title), h("ul", { role: "list" }, items));
