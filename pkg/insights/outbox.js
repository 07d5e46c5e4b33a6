/**
 * `<ownshelf-outbox>`: what the shop asks, what waits to be sent and can still be stopped, what was sent. The privacy panel
 * shows it under the purpose; a page may also place it.
 */
import { createTranslator, intl } from "../words/i18n.js";
import { OwnshelfElement } from "../panel/base.js";
import { h } from "../panel/dom.js";
import { button, note } from "../panel/parts.js";
import { insightsWords } from "./words.js";

/** @typedef {import("../insights.d.ts").Insights} Insights */
/** @typedef {import("../insights.d.ts").InsightsAnswer} Answer */
/** @typedef {Answer & { due?: number }} Waiting */
/** @typedef {Awaited<ReturnType<Insights["answers"]>>} Answers */

/** @type {Insights | undefined} */
let joined;
/** @type {Set<OwnshelfOutbox>} */
const shown = new Set();

/**
 * The page's part in totals, or with `left` one that ended. Of two shelves on a page the last one's is shown.
 * @param {Insights | undefined} part
 * @param {Insights} [left]
 */
export function joinedNow(part, left) {
  if (left && joined !== left) return;
  joined = part;
  for (const element of shown) element.follow();
}

export class OwnshelfOutbox extends OwnshelfElement {
  /** @type {Insights | undefined} */ #part;
  /** @type {(() => void) | undefined} */ #off;
  /** @type {import("../words/i18n.js").Translate | undefined} */ #words;
  /** @type {string | undefined} */ #language;
  /** @type {Answers} */ #told = { waiting: [], sent: [] };
  #said = "";

  constructor() {
    super(() => this.#view());
  }

  connectedCallback() {
    shown.add(this);
    super.connectedCallback();
    this.adopt(".line button{flex:none}");
  }

  disconnectedCallback() {
    shown.delete(this);
    this.#off?.();
    this.#off = this.#part = undefined;
    super.disconnectedCallback();
  }

  follow() {
    if (this.isConnected && this.#part !== joined) {
      this.#off?.();
      this.#part = joined;
      this.#off = joined?.on(() => this.#look());
      this.#look();
    }
    super.follow();
  }

  /** @param {string} text */
  say(text) {
    this.#said = text;
    this.update();
  }

  async #look() {
    const part = this.#part;
    const told = await part?.answers().catch(() => undefined);
    if (part !== this.#part) return;
    this.#told = told ?? { waiting: [], sent: [] };
    this.update();
  }

  /** @param {string} language */
  async #learnWords(language) {
    this.#language = language;
    const words = createTranslator(await insightsWords(language), language);
    if (language !== this.#language) return;
    this.#words = words;
    this.update();
  }

  #view() {
    if (this.locale !== this.#language) this.#learnWords(this.locale);
    if (!this.#part) return note(this.t("insights.none"));
    const t = this.#words;
    if (!t) return "";
    const { state, task } = this.#part;
    return h(
      "div",
      { ...this.reading, class: "stack", part: "outbox" },
      // Where the browser keeps nothing, there is nothing to allow.
      note(t(`state.${state === "remember" && this.status === "memory" ? "off" : state}`), { role: "status" }),
      h("details", { key: "what" }, h("summary", {}, h("h4", {}, t("title"))), h("div", { class: "in stack" }, this.#question(task, t))),
      state === "on" || state === "paused" ? this.#lists(t) : [],
      h("p", { class: "vh", role: "status" }, this.#said),
    );
  }

  /**
   * @param {Insights["task"]} task
   * @param {import("../words/i18n.js").Translate} t
   */
  #question(task, t) {
    const list = intl("ListFormat", this.locale, { type: "conjunction" }).format(task.kinds.map((kind) => t(`by.${kind}`)));
    return [
      h("p", {}, t(`on.${task.on}`, { list })),
      h("p", {}, t("often", { time: this.unit(task.periodDays, "day") })),
      h("p", {}, t("blur", { percent: this.percent(1 - task.truthful) })),
      h("p", {}, t("halves", { ...task.operators, count: task.minBatch })),
      task.fingerprint && note(t("code", { code: task.fingerprint.match(/.{4}/g)?.join(" ") })),
    ];
  }

  /** @param {import("../words/i18n.js").Translate} t */
  #lists(t) {
    const { waiting, sent } = this.#told;
    return [
      h("h4", { tabindex: "-1", "data-next": true }, t("waiting")),
      waiting.length
        ? h(
            "ul",
            { class: "log", role: "list" },
            waiting.map((answer) => this.#waits(answer, t)),
          )
        : note(t("waiting.none")),
      sent.length > 0 && h("h4", {}, t("sent")),
      sent.length > 0 &&
        h(
          "ul",
          { class: "log", role: "list" },
          sent
            .slice(-6)
            .reverse()
            .map((answer) =>
              h("li", { key: `s${answer.from}` }, t("sent.at", { answer: this.#inWords(answer, t), time: this.time(answer.at) })),
            ),
        ),
      sent.length > 0 && note(t("sent.year", { count: sent.length })),
    ];
  }

  /**
   * @param {Waiting} answer
   * @param {import("../words/i18n.js").Translate} t
   */
  #waits(answer, t) {
    const text = answer.due
      ? t("waiting.due", { answer: this.#inWords(answer, t), time: this.time(answer.due) })
      : t("waiting.open", { answer: this.#inWords(answer, t), time: this.time(answer.to) });
    const stop = () =>
      this.act(async () => {
        this.say(t((await this.#part?.cancel(answer.from)) ? "cancelled" : "cancelled.late"));
      });
    return h(
      "li",
      { key: `w${answer.from}`, class: "line" },
      h("span", { id: `w${answer.from}` }, text),
      button(t("cancel"), stop, { "aria-describedby": `w${answer.from}` }),
    );
  }

  /**
   * @param {Answer} answer
   * @param {import("../words/i18n.js").Translate} t
   */
  #inWords({ parts }, t) {
    return parts
      .map((part) => {
        if (part.kind === "category") return part.name ?? t("category.other");
        if (part.kind === "order") return t(`order.${part.personalised}`);
        const { from, to } = part;
        return t(to === undefined ? "place.last" : from === to ? "place.one" : "place.range", { from, to });
      })
      .join(" · ");
  }
}

/** Defined when a page joins, not before: until then the panel says that the shop asks nothing. */
export function defineOutbox() {
  if (globalThis.customElements && !customElements.get("ownshelf-outbox")) customElements.define("ownshelf-outbox", OwnshelfOutbox);
}
