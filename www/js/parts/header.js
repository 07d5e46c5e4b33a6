/** What stands above every page: the notice, the name, departments, search, privacy and basket. */
import { departments, nav, personal, shop } from "../../strings.js";
import { onBasket, pieces } from "../basket.js";
import { h, hiddenText, icon } from "../dom.js";
import { shortageSwitch } from "../shortage.js";
import { toast } from "../toasts.js";

export function mountHeader() {
  document.querySelector(".skip").textContent = nav.skip;
  document.getElementById("notice").replaceChildren(h("p", null, shop.notice, " ", shortageSwitch()));
  document.getElementById("header").replaceChildren(
    h(
      "div",
      { class: "header wrap" },
      h("a", { class: "wordmark", href: "/", "aria-label": nav.home }, wordmark()),
      h(
        "nav",
        { class: "departments", "aria-label": nav.departments },
        h(
          "ul",
          { role: "list" },
          departments.map(({ slug, name }) => h("li", null, h("a", { href: `/c/${slug}` }, name))),
          h("li", null, h("a", { href: "/offers" }, nav.offers)),
        ),
      ),
      h(
        "div",
        { class: "header-tools" },
        h("a", { class: "icon-button", href: "/search", "aria-label": nav.search }, icon("search")),
        h(
          "button",
          {
            class: "icon-button privacy-button",
            type: "button",
            "aria-haspopup": "dialog",
            "aria-label": nav.privacy,
            onclick: () => openPrivacy(),
          },
          icon("shield"),
          h("span", { class: "wide-only" }, nav.privacyShort),
        ),
        basketLink(),
      ),
    ),
  );
}

/** The ampersand is what people remember of the name. */
function wordmark() {
  const [before, after] = shop.name.split(" & ");
  return [before, " ", h("i", null, "&"), " ", after];
}

function basketLink() {
  const badge = h("span", { class: "basket-count", "aria-hidden": "true" });
  const label = hiddenText("");
  const link = h("a", { class: "icon-button basket-link", href: "/basket" }, icon("basket"), label, badge);
  const show = () => {
    const n = pieces();
    badge.textContent = n > 0 ? String(n) : "";
    badge.hidden = n === 0;
    label.textContent = nav.basket(n);
  };
  onBasket(show);
  show();
  return link;
}

/** @param {string} [section] the section of the panel to open with it */
export function openPrivacy(section) {
  const panel = document.querySelector("ownshelf-privacy");
  if (customElements.get("ownshelf-privacy")) panel.open(section);
  else toast(personal.absent);
}

/** Marks where in the menu the shopper is. */
export function markDepartment(path) {
  for (const link of document.querySelectorAll(".departments a")) {
    const here = path === link.pathname || path.startsWith(`${link.pathname}/`);
    if (here) {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    } else link.removeAttribute("aria-current");
  }
}
