/** The drawer of filters: the same on every screen, so that the products keep the whole width. */
import { listing as words } from "../../strings.js";
import { h, icon } from "../dom.js";

/**
 * @param {{ facets: import("./filters.js").Facet[], chosen: Set<string>, onChange: (key: string, on: boolean, facet: string) => void,
 *   onClear: () => void, count: () => number, facetOrder: () => string[] }} options
 */
export function filterDrawer({ facets, chosen, onChange, onClear, count, facetOrder }) {
  const done = h("button", { class: "button button-strong", type: "button", onclick: () => dialog.close() });
  const groups = h("div", { class: "drawer-groups" });
  const dialog = h(
    "dialog",
    { class: "drawer", "aria-labelledby": "filters-title", onclick: closeOnBackdrop },
    h(
      "div",
      { class: "drawer-head" },
      h("h2", { id: "filters-title", tabindex: "-1", autofocus: true }, words.filters),
      h("button", { class: "icon-button", type: "button", "aria-label": words.close, onclick: () => dialog.close() }, icon("close")),
    ),
    groups,
    h("div", { class: "drawer-foot" }, h("button", { class: "button", type: "button", onclick: onClear }, words.clear), done),
  );

  const refresh = () => {
    done.textContent = words.showing(count());
    for (const input of groups.querySelectorAll("input")) input.checked = chosen.has(input.value);
  };
  return {
    node: dialog,
    refresh,
    open() {
      groups.replaceChildren(...inOrder(facets, facetOrder()).map((facet) => group(facet, onChange)));
      refresh();
      dialog.showModal();
    },
  };
}

function closeOnBackdrop(event) {
  if (event.target === event.currentTarget) event.currentTarget.close();
}

/** Facets the shopper uses come first, the others stay in the shop's order. */
function inOrder(facets, first) {
  const place = (name) => (first.includes(name) ? first.indexOf(name) : first.length);
  return facets.toSorted((a, b) => place(a.name) - place(b.name));
}

const group = ({ name, label, choices }, onChange) =>
  h(
    "fieldset",
    { class: "facet", "data-facet": name },
    h("legend", null, label),
    choices.map(({ key, label: text, count }) =>
      h(
        "label",
        { class: "choice" },
        h("input", { type: "checkbox", value: key, onchange: (event) => onChange(key, event.target.checked, name) }),
        h("span", { class: "choice-text" }, text),
        h("span", { class: "choice-count" }, String(count)),
      ),
    ),
  );
