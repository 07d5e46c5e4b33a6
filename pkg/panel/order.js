/** `<ownshelf-order>`: the switch "For you / Shop's order", one tap away from every list. */
import { OwnshelfElement } from "./base.js";
import { h } from "./dom.js";
import { openPanel } from "./open.js";
import { button } from "./parts.js";
import { forYouStates, locked, presetInForce, presetStates } from "./purposes.js";

export class OwnshelfOrder extends OwnshelfElement {
  constructor() {
    super(() => this.#view());
  }

  /** What the page shows: "for-you" or "shop". Only the shopper's tap changes it. */
  get value() {
    return !this.shelf?.privacy.paused && this.purposes.some((p) => p.purpose === "rank" && p.active) ? "for-you" : "shop";
  }

  /** @param {"for-you" | "shop"} mode */
  #choose(mode) {
    if (mode === this.value) return;
    const privacy = this.shelf?.privacy;
    if (!privacy) return;
    if (mode === "shop") privacy.pause();
    else {
      if (privacy.paused) privacy.resume();
      // Whoever paused an order that was granted wants it back; otherwise this tap is the yes to it.
      if (this.value === "shop") this.answer(forYouStates(this.purposes));
    }
    this.tell("ownshelf-order-change", { mode: this.value });
  }

  /**
   * What happens, in one line, and the ways on and out of it.
   * @param {import("../index.js").PurposeInfo[]} purposes
   * @param {string | undefined} lock
   */
  #note(purposes, lock) {
    const { t, status } = this;
    const on = this.value === "for-you";
    /**
     * @param {string} key
     * @param {() => void} onclick
     */
    const link = (key, onclick) => button(t(key), onclick, { class: "link", key });
    /** @param {"off" | "remember"} name */
    const preset = (name) => () => this.act(() => this.answer(presetStates(name, purposes)));
    return h(
      "div",
      { class: "row" },
      h(
        "p",
        { id: "note", class: "note", role: "status" },
        t(lock ? `lock.${lock}` : status === "off" ? "order.ask" : `status.${status}`, { time: this.keptFor }),
      ),
      on && presetInForce(purposes) !== "remember" && link("preset.remember", preset("remember")),
      (on || status === "paused") && link("order.forget", preset("off")),
      link("order.settings", () => openPanel(this)),
    );
  }

  #view() {
    const { t, value, purposes } = this;
    const rank = purposes.find((p) => p.purpose === "rank");
    const lock = locked(rank) ? rank?.lockedBy : undefined;
    /**
     * @param {"for-you" | "shop"} mode
     * @param {string} text
     */
    const option = (mode, text) =>
      button(text, () => this.act(() => this.#choose(mode)), {
        part: "option",
        "aria-pressed": String(mode === value),
        "aria-describedby": "note",
        disabled: !this.shelf || !!lock,
      });
    return h(
      "div",
      { class: "order", part: "order", ...this.reading },
      h(
        "div",
        { class: "seg", part: "switch", role: "group", "aria-label": t("order") },
        option("for-you", t("effect.you")),
        option("shop", t("effect.shop")),
      ),
      this.#note(purposes, lock),
    );
  }
}
