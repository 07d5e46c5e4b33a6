/** What all Ownshelf elements share: a closed shadow root, one stylesheet, the shelf, the language, and drawing when something changed. */
import { createTranslator, formatLocale, intl, isRightToLeft, loadPanelLocale } from "../words/i18n.js";
import { patch } from "./dom.js";
import { statusOf } from "./purposes.js";
import { css } from "./styles.js";

/** On a server there are no elements; the module must still load there. */
const Base = globalThis.HTMLElement ?? class {};

const mounted = new Set();
let shared = {};
let sheet;
let warned = false;

/**
 * Gives all elements on the page, present and future, the shelf and what is on show. An element's own properties win.
 * @param {import("../index.js").Shelf | null} shelf
 * @param {{ listing?: unknown, ranking?: unknown }} [page] values, or functions that return them
 */
export function provideShelf(shelf, page = {}) {
  shared = { shelf, ...page };
  for (const element of mounted) element.follow();
}

function sheetOf(rules) {
  const made = new CSSStyleSheet();
  made.replaceSync(rules);
  return made;
}

const resolve = (given) => (typeof given === "function" ? given() : given);

export class OwnshelfElement extends Base {
  static observedAttributes = ["lang", "mode", "open", "product", "name"];
  #own = {};
  #root;
  #render;
  #drawn;
  #queued = false;
  #unsubscribe = [];
  #following;
  #language;
  #translate;

  /**
   * What is drawn may hold what is known about the shopper, so the functions are handed over here, once, and are no
   * methods that a page script could call.
   * @param {() => object | object[]} render describes the content of the shadow root
   * @param {(root: ShadowRoot) => void} [drawn] runs after the content is in place
   */
  constructor(render, drawn) {
    super();
    this.#render = render;
    this.#drawn = drawn;
  }

  connectedCallback() {
    // A property set before the element was defined sits on the instance and hides the accessor.
    for (const name of ["shelf", "listing", "ranking", ...OwnshelfElement.observedAttributes]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    if (!this.#root) {
      this.#root = this.attachShadow({ mode: "closed" });
      this.#root.adoptedStyleSheets = [(sheet ??= sheetOf(css))];
    }
    mounted.add(this);
    this.follow();
  }

  /** Adds rules of the element's own. */
  adopt(rules) {
    this.#root.adoptedStyleSheets = [sheet, sheetOf(rules)];
  }

  disconnectedCallback() {
    mounted.delete(this);
    this.#unfollow();
  }

  get shelf() {
    return this.#own.shelf ?? shared.shelf ?? null;
  }
  set shelf(value) {
    this.#own.shelf = value;
    this.follow();
  }

  /** The products on show in the shop's order, as given to `rank`, with names. */
  get listing() {
    return resolve(this.#own.listing ?? shared.listing) ?? [];
  }
  set listing(value) {
    this.#own.listing = value;
    this.update();
  }

  /** The ranking on show: a Ranking, an Attachment, or a function that returns one. */
  get ranking() {
    const given = resolve(this.#own.ranking ?? shared.ranking);
    return (given && "ranking" in given ? given.ranking : given) ?? null;
  }
  set ranking(value) {
    this.#own.ranking = value;
    this.update();
  }

  get purposes() {
    return this.shelf?.privacy.purposes() ?? [];
  }

  /** What is happening now, as in the `status.…` messages. */
  get status() {
    return statusOf(this.shelf, this.purposes);
  }

  /** The limit in force, in words. */
  get keptFor() {
    return this.shelf ? this.unit(this.shelf.privacy.retention(), "day") : "";
  }

  /**
   * Why a product stands where it stands; null where nothing can be said. The engine keeps the last few rankings only: if
   * the one on show is no longer among them, the page's listing is ranked again.
   */
  reason(id) {
    for (const ranking of [() => this.ranking, () => this.shelf.rank(this.listing)]) {
      try {
        return ranking().explain(id);
      } catch {
        // Not on this list.
      }
    }
    return null;
  }

  /** Gives the shopper's answers to the engine; a yes ends a pause. */
  answer(states) {
    const { privacy } = this.shelf;
    if (privacy.paused && Object.values(states).includes("granted")) privacy.resume();
    privacy.set(states);
    this.tell("ownshelf-change", { states });
  }

  attributeChangedCallback() {
    this.follow();
  }

  /** Hears the shelf and speaks its language. */
  follow() {
    if (!this.isConnected) return;
    if (this.#following !== this.shelf || !this.#unsubscribe.length) {
      this.#unfollow();
      this.#following = this.shelf;
      if (this.shelf) this.#unsubscribe = ["change", "consent", "learned"].map((name) => this.shelf.on(name, () => this.heard(name)));
    }
    this.#speak();
    this.update();
  }

  #unfollow() {
    for (const off of this.#unsubscribe) off();
    this.#unsubscribe = [];
  }

  async #speak() {
    const language = this.getAttribute("lang") || this.shelf?.locale || this.closest("[lang]")?.lang || "en";
    if (language === this.#language) return;
    this.#language = language;
    const messages = await loadPanelLocale(language);
    if (language !== this.#language) return;
    this.#translate = createTranslator(messages, language);
    this.update();
  }

  /** The shelf changed something. */
  heard() {
    this.update();
  }

  /** The text of a key in the shopper's language. */
  t = (key, params) => this.#translate(key, params);

  get locale() {
    return formatLocale(this.#language);
  }

  /** Attributes that make the text read the right way. */
  get reading() {
    return { lang: this.locale, dir: isRightToLeft(this.locale) ? "rtl" : "ltr" };
  }

  /** `3`, `"day"` → "3 days". */
  unit(value, unit) {
    return intl("NumberFormat", this.locale, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 1 }).format(value);
  }

  /** 0.25 → "25%"; with a sign in front if `signDisplay` says so. */
  percent(value, signDisplay = "auto") {
    return intl("NumberFormat", this.locale, { style: "percent", signDisplay }).format(value);
  }

  time(at, timeStyle) {
    return intl("DateTimeFormat", this.locale, { dateStyle: "medium", timeStyle }).format(at);
  }

  /** Draws soon, once for all changes of this turn. */
  update() {
    if (this.#queued || !this.isConnected) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      if (this.isConnected && this.#translate) this.#draw();
    });
  }

  #draw() {
    const focused = this.#root.activeElement;
    const home = focused?.closest("details")?.querySelector("summary");
    try {
      patch(this.#root, [].concat(this.#render()));
      this.#drawn?.(this.#root);
    } catch (error) {
      this.warn(error);
    }
    // The control just used may be gone: stay in the place, rather than fall back to the top of the page.
    if (focused && !focused.isConnected) {
      (this.#root.querySelector("[data-next]") ?? (home?.isConnected ? home : this.#root.querySelector("[tabindex]")))?.focus();
    }
  }

  /** Runs what a control does; whatever it throws is told to the shopper and leaves the page whole. */
  async act(action) {
    try {
      await action();
    } catch (error) {
      this.warn(error);
      this.say?.(this.t("error"));
    }
    this.update();
  }

  warn(error) {
    if (!warned) console.warn("ownshelf:", error);
    warned = true;
  }

  /** False if a listener prevented what would follow. */
  tell(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
  }
}
