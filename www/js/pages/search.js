import { search as words } from "../../strings.js";
import { search as searched } from "../analytics.js";
import { h, icon } from "../dom.js";
import { listData } from "../jsonld.js";
import { doors } from "../parts/doors.js";
import { Listing } from "../parts/listing.js";

/** A pause in typing this long is taken for a finished question. */
const PAUSE_MS = 450;

/** /search or /search?q=camera; what was asked stays in the address, so that "back" finds it again. */
export function searchPage(catalogue) {
  const asked = new URLSearchParams(location.search).get("q") ?? "";
  const results = h("div", { class: "results" });
  let stop = () => {};
  let timer;
  const input = h("input", {
    type: "search",
    id: "search",
    class: "search-input",
    value: asked,
    placeholder: words.placeholder,
    autocomplete: "off",
    enterkeyhint: "search",
    oninput: () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE_MS);
    },
  });
  const ask = () => {
    clearTimeout(timer);
    const term = input.value.trim();
    if (term === current) return;
    history.replaceState(history.state, "", term ? `/search?q=${encodeURIComponent(term)}` : "/search");
    if (term) searched(term);
    show(term);
  };
  let current = null;
  const show = (term) => {
    stop();
    current = term;
    const found = catalogue.search(term);
    if (found.length === 0) {
      results.replaceChildren(nothing(term, catalogue));
      stop = () => {};
      return;
    }
    const listing = new Listing({
      id: "search",
      name: words.results(found.length, term),
      products: found,
      context: "search",
      tools: false,
      level: "h2",
    });
    results.replaceChildren(h("p", { class: "count", role: "status" }, words.results(found.length, term)), listing.node);
    stop = listing.start();
  };
  return {
    title: words.title,
    data: asked ? [listData(words.title, catalogue.search(asked))] : [],
    node: h(
      "div",
      { class: "wrap page" },
      h(
        "form",
        {
          class: "search-form",
          role: "search",
          onsubmit: (event) => {
            event.preventDefault();
            ask();
          },
        },
        h("h1", { tabindex: "-1", class: "visually-hidden" }, words.title),
        h("label", { for: "search" }, words.label),
        h("div", { class: "search-field" }, icon("search"), input),
      ),
      results,
    ),
    focus: input,
    start() {
      if (asked) searched(asked);
      show(asked);
      return () => {
        clearTimeout(timer);
        stop();
      };
    },
  };
}

const nothing = (term, catalogue) =>
  h(
    "div",
    { class: "search-none" },
    term && [h("p", { class: "state-title", role: "status" }, words.none(term)), h("p", null, words.noneHelp)],
    doors(catalogue),
  );
