/**
 * A simulated shortage. What a shop says and does then is a few rules, which hold for everybody: what is needed comes first,
 * so many pieces to an order, and a word to all.
 */
import { shortage as words } from "../strings.js";
import { h } from "./dom.js";
import { currentPage, engine, whenSettled } from "./engine.js";

const NEEDED = { tag: "work" };
const LIMIT = 2;
const RULES = [
  { name: "What is needed first", action: "essentials", match: NEEDED, limit: LIMIT, priority: 10 },
  { name: "To all who browse", context: "browse", notice: words.notice },
  { name: "To all who search", context: "search", notice: words.notice },
];

/** `?shortage`: from the first page on. */
let on = new URLSearchParams(location.search).has("shortage");

/** What the rules say of one product, on its own page or in the basket. */
export const saidOf = (id) => engine.shelf?.rules.notices([id], { context: "related" }) ?? [];

/** The most pieces of a product in one order. */
export const limitOf = (id) => Math.min(...saidOf(id).map(({ limit }) => limit ?? Infinity));

function apply() {
  engine.shelf.rules.set(on ? RULES : []);
  // Asked for by hand: the list in view may follow at once.
  currentPage.ranking?.refresh();
}

/** The switch in the notice above every page. */
export function shortageSwitch() {
  const button = h("button", { class: "link-button", type: "button", hidden: true, onclick: press });
  const show = () => {
    button.textContent = on ? words.end : words.begin;
  };
  function press() {
    on = !on;
    apply();
    show();
  }
  whenSettled(({ shelf }) => {
    if (!shelf) return;
    button.hidden = false;
    if (on) apply();
  });
  show();
  return button;
}
