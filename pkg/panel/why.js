/** `<ownshelf-why product="…">`: a button on a product card that says in words why the product stands where it stands. */
import { OwnshelfElement } from "./base.js";
import { h } from "./dom.js";
import { openPanel } from "./open.js";
import { bars, button, closeButton, note, strongest } from "./parts.js";

export class OwnshelfWhy extends OwnshelfElement {
  #open = false;
  #less = false;
  #shown = false;

  constructor() {
    super(
      () => this.#view(),
      (root) => this.#settle(root),
    );
    // The card around this element may be one big link.
    for (const type of ["click", "auxclick"]) this.addEventListener(type, (event) => event.stopPropagation());
  }

  get product() {
    return this.getAttribute("product") ?? "";
  }
  set product(value) {
    this.setAttribute("product", value);
  }

  get name() {
    return this.getAttribute("name") ?? "";
  }
  set name(value) {
    this.setAttribute("name", value);
  }

  /** Opens the explanation. */
  open() {
    this.#open = true;
    this.#less = false;
    this.update();
  }

  close() {
    this.#open = false;
    this.update();
  }

  /** A page of cards should not be drawn again for every click that teaches something. */
  heard() {
    if (this.#open) this.update();
  }

  #hideMore() {
    this.shelf?.record({ name: "hide_item", id: this.product });
    this.#less = true;
    this.tell("ownshelf-less", { id: this.product });
  }

  #explanation() {
    const { t } = this;
    const receipt = this.reason(this.product);
    const personal = this.ranking?.personalised;
    const { reasons = [], contributions = [], counterfactual } = receipt ?? {};
    const told = this.ranking?.notices?.filter(({ id }) => id === this.product) ?? [];
    return [
      h(
        "ul",
        { class: "why", role: "list" },
        [...reasons, ...told].map(({ text }) => h("li", {}, text)),
      ),
      note(
        personal
          ? receipt && t("reason.place", { position: receipt.position, shop: receipt.shopPosition })
          : !reasons.length && t("reason.shop"),
      ),
      personal && bars(strongest(contributions, 5), (share) => this.percent(share, "exceptZero")),
      counterfactual && note(counterfactual.text),
      h(
        "div",
        { class: "row" },
        personal &&
          (this.#less
            ? h("p", { role: "status", tabindex: "-1", "data-next": true }, t("reason.done"))
            : button(t("reason.less"), () => this.act(() => this.#hideMore()), { key: "less" })),
        button(
          t("order.settings"),
          () => {
            this.close();
            openPanel(this, "why");
          },
          { class: "link" },
        ),
      ),
    ];
  }

  #view() {
    const { t } = this;
    const name = this.name && `: ${this.name}`;
    return [
      button(t("reason"), () => (this.#open ? this.close() : this.open()), {
        class: "link",
        part: "button",
        "aria-expanded": String(this.#open),
        "aria-label": t("reason") + name,
        ...this.reading,
      }),
      h(
        "div",
        {
          popover: "auto",
          class: "pop stack",
          part: "popover",
          role: "dialog",
          "aria-labelledby": "title",
          ...this.reading,
          ontoggle: (event) => {
            if (event.newState === "closed" && this.#open) this.close();
          },
        },
        this.#open &&
          [
            h(
              "header",
              {},
              h("h2", { id: "title", tabindex: "-1" }, t("reason.title")),
              closeButton(t("close"), () => this.close()),
            ),
            this.#explanation(),
          ].flat(),
      ),
    ];
  }

  /** @param {ShadowRoot} root */
  #settle(root) {
    /** @type {HTMLElement | null} */
    const pop = root.querySelector(".pop");
    const opener = root.querySelector("button");
    // A card that was moved in the page has lost its popover without a word.
    if (!pop || !opener) return;
    if (this.#open && !pop.matches(":popover-open")) {
      // The source is what the style sheet anchors the popover to; without anchors it stands in the middle.
      pop.showPopover({ source: opener });
      /** @type {HTMLElement | null} */ (root.querySelector(this.#less ? "[data-next]" : "h2"))?.focus({ preventScroll: true });
    } else if (this.#shown && !this.#open) {
      pop.hidePopover();
      // Back to the button, unless a click elsewhere has taken the focus there.
      if (document.activeElement === document.body || document.activeElement === this) opener.focus({ preventScroll: true });
    }
    this.#shown = this.#open;
  }
}
