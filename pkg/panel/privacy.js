/** `<ownshelf-privacy>`: the panel where the shopper sees, steers and ends what this shop learns. */
import { OwnshelfElement } from "./base.js";
import { h } from "./dom.js";
import { button, closeButton, note } from "./parts.js";
import { locked, presetInForce, presetStates } from "./purposes.js";
import { chip, data, ending, history, keep, known } from "./records.js";
import { effect, proof, purposes, why } from "./sections.js";

/** What sections remember while the panel is open, each its own. @typedef {Record<string, any> & { open: Set<string> }} State */
/**
 * What sections are drawn from.
 * @typedef {object} Context
 * @property {OwnshelfElement} el
 * @property {import("../index.js").Shelf} shelf
 * @property {any[]} listing the page's
 * @property {import("../index.js").Privacy} privacy
 * @property {import("../index.js").PurposeInfo[]} purposes
 * @property {State} state
 * @property {() => import("../index.js").Ranking} preview
 * @property {() => void} look reads what is known, if this happens within the shopper's own gesture
 */
/** @typedef {import("./dom.js").Kids} Kids */
/** What a section that is fetched is given to draw with. @typedef {{ h: typeof h, button: typeof button, note: typeof note, chip: typeof chip }} Parts */
/** @typedef {(context: Context, parts: Parts) => Kids} Section */

const PRESETS = /** @type {const} */ (["off", "visit", "remember"]);

export class OwnshelfPrivacy extends OwnshelfElement {
  /** @type {State} */ #state = { open: new Set(["effect"]) };
  #shown = false;
  #said = "";
  /** @type {Record<string, Section>} */ #fetched = {};

  constructor() {
    super(
      () => this.#view(),
      (root) => this.#settle(root),
    );
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("hashchange", this.#arrive);
    this.#arrive();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.#arrive);
  }

  /** Whoever follows a capsule's link comes to open it. */
  #arrive = () => {
    if (/#ownshelf=/.test(location.hash)) this.open("along");
  };

  get mode() {
    return this.getAttribute("mode") === "inline" ? "inline" : "dialog";
  }
  set mode(value) {
    this.setAttribute("mode", value);
  }

  /**
   * Opens the dialog; in inline mode it is always open.
   * @param {string} [section] a section to open with it, e.g. "known" or "why"
   */
  open(section) {
    if (section) this.#state.open.add(section);
    this.setAttribute("open", "");
  }

  close() {
    this.removeAttribute("open");
  }

  /** The engine told of a change: what was shown of the profile may be gone, and may only be read again by the shopper's hand. */
  heard() {
    this.#said = "";
    this.#state.preview = undefined;
    if (this.#state.facts) this.#look();
    if (this.#shown || this.mode === "inline") this.update();
  }

  /** Said to a screen reader, and shown where it concerns a control that is not in view. @param {string} text */
  say(text) {
    this.#said = text;
    this.update();
  }

  /** Reads the facts if this happens within the shopper's own gesture. */
  #look() {
    try {
      this.#state.facts = this.shelf?.privacy.inspect();
    } catch {
      this.#state.facts = undefined;
    }
  }

  /**
   * @param {import("../index.js").Shelf} shelf
   * @returns {Context}
   */
  #context(shelf) {
    const { listing } = this;
    return {
      el: this,
      shelf,
      listing,
      privacy: shelf.privacy,
      purposes: this.purposes,
      state: this.#state,
      // Ranked once for each change: the engine keeps the last few rankings only, and the page's own are among them.
      preview: () => (this.#state.preview ??= shelf.rank(listing)),
      look: () => this.#look(),
    };
  }

  /**
   * @param {string} id
   * @param {() => Kids} body
   */
  #section(id, body) {
    const { open } = this.#state;
    return h(
      "details",
      {
        key: id,
        part: "section",
        open: open.has(id),
        ontoggle: (event) => {
          if (event.target.open === open.has(id)) return;
          if (event.target.open) open.add(id);
          else open.delete(id);
          if (id === "known" && open.has(id)) this.#look();
          this.update();
        },
      },
      h("summary", {}, h("h3", {}, this.t(id))),
      h("div", { class: "in stack" }, open.has(id) ? this.#tried(body) : []),
    );
  }

  /** One section that fails must not take the others along. @param {() => Kids} body */
  #tried(body) {
    try {
      return body();
    } catch (error) {
      this.warn(error);
      return [this.t("error")];
    }
  }

  /**
   * A section that few open is fetched when one does.
   * @param {string} name
   * @param {Context} context
   * @param {() => Promise<object>} [load]
   * @returns {Kids}
   */
  #later(name, context, load = () => import("./transfer.js")) {
    const made = this.#fetched[name];
    if (made) return made(context, { h, button, note, chip });
    load().then(
      (found) => {
        Object.assign(this.#fetched, found);
        this.update();
      },
      (error) => this.warn(error),
    );
    return [];
  }

  /** @param {Context} context */
  #presets({ purposes: list }) {
    const { t } = this;
    const now = presetInForce(list);
    return h(
      "div",
      { class: "stack", role: "group", "aria-labelledby": "ask-preset" },
      h("p", { id: "ask-preset" }, t("preset.label")),
      h(
        "div",
        { class: "presets", part: "presets" },
        PRESETS.map((preset) =>
          button(
            [h("b", {}, t(`preset.${preset}`)), h("small", {}, t(`preset.${preset}.note`))],
            () => this.act(() => this.answer(presetStates(preset, list))),
            { part: "preset", "aria-pressed": String(preset === now), disabled: list.every(locked) },
          ),
        ),
      ),
    );
  }

  #body() {
    const { shelf } = this;
    if (!shelf) return [];
    const context = this.#context(shelf);
    const { listing } = context;
    return [
      this.#presets(context),
      /** @type {{ globalPrivacyControl?: boolean }} */ (navigator).globalPrivacyControl && note(this.t("gpc"), { part: "gpc" }),
      h(
        "div",
        {},
        listing.some((entry) => entry.name) && this.#section("effect", () => effect(context)),
        this.#section("known", () => known(context)),
        this.#section("purposes", () => purposes(context)),
        this.#section("wishes", () => this.#later("wishes", context, () => import("./wishes.js"))),
        this.#section("keep", () => keep(context)),
        this.#section("why", () => why(context)),
        this.#section("data", () => data(context)),
        this.#section("along", () => this.#later("along", context)),
        this.#section("card", () => this.#later("card", context)),
        this.#section("history", () => history(context)),
        this.#section("proof", () => proof(context)),
      ),
      ending(context),
    ];
  }

  #view() {
    const dialog = this.mode === "dialog";
    if (dialog && !this.hasAttribute("open")) return h("dialog", { ...this.reading, "aria-labelledby": "title" });
    const content = h(
      "div",
      { class: "panel stack", part: "panel" },
      h(
        "header",
        { role: "none" },
        h("h2", { id: "title", tabindex: "-1", part: "title" }, this.t("title")),
        dialog && closeButton(this.t("close"), () => this.close()),
      ),
      note(this.t("intro")),
      h("p", { class: "status", part: "status", role: "status" }, this.t(`status.${this.status}`, { time: this.keptFor })),
      this.shelf?.privacy.storage().problem && note(this.t("problem"), { part: "problem" }),
      this.#body(),
      h("p", { class: "vh", role: "status" }, this.#said),
    );
    return dialog
      ? h(
          "dialog",
          {
            ...this.reading,
            "aria-labelledby": "title",
            onclose: (event) => {
              if (!event.target.open) this.close();
            },
            // The backdrop is the dialog itself. (A handler that returns false would cancel every click inside.)
            onclick: (event) => {
              if (event.target.localName === "dialog") this.close();
            },
          },
          content,
        )
      : h("section", { ...this.reading, "aria-labelledby": "title" }, content);
  }

  /** Brings the dialog in line with the `open` attribute. @param {ShadowRoot} root */
  #settle(root) {
    const dialog = root.querySelector("dialog");
    const wanted = !!dialog && this.hasAttribute("open");
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    if (wanted) {
      dialog?.showModal();
      root.querySelector("h2")?.focus();
    } else {
      dialog?.close();
      this.#state = { open: new Set(["effect"]) };
    }
    this.tell(wanted ? "ownshelf-open" : "ownshelf-close");
  }
}
