import { h, hiddenText } from "../dom.js";

/** The shape of a listing, while there is none yet. */
export const skeleton = (label) =>
  h(
    "div",
    { class: "wrap page skeleton", "aria-busy": "true" },
    hiddenText(label),
    h("div", { class: "skeleton-title" }),
    h(
      "ul",
      { class: "grid", role: "presentation" },
      Array.from({ length: 8 }, () =>
        h(
          "li",
          { class: "card" },
          h("div", { class: "card-photo" }),
          h("div", { class: "card-text" }, h("p", { class: "skeleton-line" }), h("p", { class: "skeleton-line" })),
        ),
      ),
    ),
  );
