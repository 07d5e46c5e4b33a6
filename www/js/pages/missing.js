import { states as words } from "../../strings.js";
import { h } from "../dom.js";

export const missingPage = () => ({
  title: words.missing,
  data: [],
  node: h(
    "div",
    { class: "wrap page state" },
    h("h1", { tabindex: "-1" }, words.missing),
    h("p", null, words.missingHelp),
    h("a", { class: "button", href: "/" }, words.home),
  ),
});
