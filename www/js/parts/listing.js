/** A listing with its tools: the order switch, filters, sorting, and the grid of cards. */
import { listing as words, personal } from "../../strings.js";
import { filterBy, sortBy, viewItemList, selectItem } from "../analytics.js";
import { h, icon } from "../dom.js";
import { engine, whenSettled } from "../engine.js";
import { personalise } from "../personal.js";
import { setQuery } from "../router.js";
import { card } from "./card.js";
import { filterDrawer } from "./filterdrawer.js";
import { facetsOf, narrow } from "./filters.js";
import { sorted, sortNames } from "./sorting.js";

/** Cards on the first screen, loaded at once. */
const FIRST = 4;

/**
 * @param {{ id: string, name: string, products: object[], context?: "browse" | "search", tools?: boolean, kinds?: boolean, level?: "h2" | "h3" }} options
 *   `tools`: with filters and sorting, kept in the address; `kinds`: a facet for the third level of the category
 */
export class Listing {
  #options;
  #facets;
  #chosen = new Set();
  #sort = "shop";
  #shown = [];
  #stop = () => {};
  #running = false;

  constructor(options) {
    this.#options = { context: "browse", tools: true, ...options };
    this.#facets = this.#options.tools ? facetsOf(options.products, { kinds: options.kinds }) : [];
    if (this.#options.tools) this.#readAddress();
    this.grid = h("ul", { class: "grid", role: "list", onclick: (event) => this.#selected(event) });
    this.notices = h("div", { class: "list-notices", role: "status" });
    this.count = h("p", { class: "count", role: "status" });
    this.chips = h("div", { class: "chips" });
    this.none = h(
      "div",
      { class: "nothing", hidden: true },
      h("p", { class: "nothing-title" }, words.none),
      h("p", null, words.noneHelp),
      h("button", { class: "button", type: "button", onclick: () => this.#clear() }, words.clear),
    );
    this.hint = h("button", { class: "link-button hint", type: "button", hidden: true, onclick: () => this.#takeHint() });
    this.resting = h("p", { class: "resting", hidden: true });
    this.node = h(
      "section",
      { class: "listing", "aria-label": options.name },
      h("div", { class: "tools" }, orderSwitch(), this.#options.tools && this.#toolbar()),
      this.resting,
      this.hint,
      this.notices,
      h("div", { class: "narrowed" }, this.count, this.chips),
      this.grid,
      this.none,
    );
  }

  /** Once the grid is in the document: arranges it, and tells analytics. @returns {() => void} ends it */
  start() {
    this.#running = true;
    this.#draw();
    return () => {
      this.#running = false;
      this.#stop();
    };
  }

  #readAddress() {
    const query = new URLSearchParams(location.search);
    const keys = new Set(this.#facets.flatMap(({ choices }) => choices.map(({ key }) => key)));
    for (const key of query.getAll("f")) if (keys.has(key)) this.#chosen.add(key);
    if (sortNames.includes(query.get("sort"))) this.#sort = query.get("sort");
  }

  #toolbar() {
    this.drawer = filterDrawer({
      facets: this.#facets,
      chosen: this.#chosen,
      onChange: (key, on, facet) => this.#choose(key, on, facet),
      onClear: () => this.#clear(),
      count: () => this.#matching().length,
      facetOrder: () => facetOrder(this.#facets.map(({ name }) => name)),
    });
    this.select = h(
      "select",
      { id: `sort-${this.#options.id}`, onchange: (event) => this.#sortAs(event.target.value) },
      sortNames.map((name) => h("option", { value: name }, words.sorts[name])),
    );
    this.select.value = this.#sort;
    this.filterButton = h("button", { class: "tool", type: "button", "aria-haspopup": "dialog", onclick: () => this.drawer.open() });
    return h(
      "div",
      { class: "tools-right" },
      this.#facets.length > 0 && this.filterButton,
      h("div", { class: "tool tool-select" }, h("label", { for: this.select.id }, words.sort), this.select, icon("down")),
      this.drawer.node,
    );
  }

  #matching() {
    return narrow(this.#options.products, this.#facets, this.#chosen);
  }

  #choose(key, on, facet) {
    if (on) this.#chosen.add(key);
    else this.#chosen.delete(key);
    if (on) filterBy(facet, key);
    this.#changed();
  }

  #clear() {
    this.#chosen.clear();
    this.#changed();
  }

  #sortAs(name) {
    this.#sort = name;
    if (name !== "shop") sortBy(name);
    this.#changed();
  }

  #changed() {
    setQuery([...[...this.#chosen].map((key) => ["f", key]), ["sort", this.#sort === "shop" ? "" : this.#sort]]);
    this.drawer.refresh();
    this.#draw();
  }

  #draw() {
    const { id, name, context, level } = this.#options;
    this.#stop();
    this.#shown = sorted(this.#matching(), this.#sort);
    this.grid.replaceChildren(...this.#shown.map((product, at) => card(product, { eager: at < FIRST, level })));
    this.#drawState();
    if (!this.#running) return;
    viewItemList({ id, name }, this.#shown);
    // An order the shopper asked for is kept as asked: it is measured, not re-arranged.
    this.#stop = personalise(this.grid, {
      id,
      context,
      products: this.#shown,
      reorder: this.#sort === "shop",
      notices: this.notices,
      main: true,
      onShow: () => this.#drawHint(),
    });
  }

  /** A sort order this shopper keeps choosing is offered, not imposed: `attach` writes the advice on the list. */
  #drawHint() {
    const wanted = this.grid.dataset.ownshelfSort;
    const offered = this.#options.tools && this.#sort === "shop" && words.sorts[wanted];
    this.hint.hidden = !offered;
    if (offered) this.hint.textContent = words.oftenSorted(offered);
  }

  #takeHint() {
    this.select.value = this.grid.dataset.ownshelfSort;
    this.#sortAs(this.select.value);
    this.select.focus();
  }

  #drawState() {
    const empty = this.#shown.length === 0;
    this.none.hidden = !empty;
    this.grid.hidden = empty;
    this.count.textContent = this.#chosen.size > 0 ? words.count(this.#shown.length) : "";
    this.resting.hidden = this.#sort === "shop";
    this.resting.textContent = words.sortedBy(words.sorts[this.#sort]);
    if (!this.#options.tools) return;
    const n = this.#chosen.size;
    this.filterButton.replaceChildren(icon("sliders"), words.filter, n > 0 ? h("span", { class: "tool-count" }, String(n)) : "");
    this.chips.replaceChildren(
      ...this.#facets.flatMap(({ choices }) =>
        choices
          .filter(({ key }) => this.#chosen.has(key))
          .map(({ key, label }) =>
            h(
              "button",
              { class: "chip", type: "button", "aria-label": words.remove(label), onclick: () => this.#choose(key, false) },
              label,
              icon("close"),
            ),
          ),
      ),
    );
  }

  #selected(event) {
    const link = event.target.closest(".card-link");
    const at = link ? [...this.grid.children].indexOf(link.closest(".card")) : -1;
    if (at < 0) return;
    const product = this.#shown.find(({ id }) => id === this.grid.children[at].dataset.productId);
    selectItem(this.#options, product, at);
  }
}

/** The facets in the order this shopper uses them, if the engine has noticed one. */
function facetOrder(facets) {
  try {
    return engine.shelf?.layout({ facets }).facetOrder ?? [];
  } catch {
    return [];
  }
}

/** "For you / Shop's order", or an honest word where the engine did not come. */
function orderSwitch() {
  const place = h("div", { class: "order" });
  whenSettled(({ state }) => {
    place.replaceChildren(state === "ready" ? h("ownshelf-order") : h("p", { class: "order-absent" }, personal.absent));
  });
  return place;
}
