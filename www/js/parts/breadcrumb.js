import { nav } from "../../strings.js";
import { h, icon } from "../dom.js";

/** @param {[name: string, path: string][]} trail from the home page down; the last one is this page */
export const breadcrumb = (trail) =>
  h(
    "nav",
    { class: "breadcrumb", "aria-label": nav.breadcrumb },
    h(
      "ol",
      { role: "list" },
      trail.map(([name, path], at) =>
        h(
          "li",
          null,
          at > 0 && icon("chevron"),
          at === trail.length - 1 ? h("span", { "aria-current": "page" }, name) : h("a", { href: path }, name),
        ),
      ),
    ),
  );
