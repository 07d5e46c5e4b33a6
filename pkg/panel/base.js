/** What all Ownshelf elements share: a closed shadow root, one stylesheet, the shelf, the language, and drawing when something changed. */
import { createTranslator, formatLocale, intl, isRightToLeft, loadPanelLocale } from "../words/i18n.js";
import { patch } from "./dom.js";
import { statusOf } from "./purposes.js";
import { css } from "./styles.js";

/** On a server there are no elements; the module must still load there. */
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (/** @type {unknown} */ (class {}));

/** @typedef {import("../index.js").Shelf} Shelf */
/** @typedef {import("../index.js").Ranking} Ranking */
/** @typedef {{ shelf?: Shelf | null, listing?: unknown, ranking?: unknown }} Given */

/** @type {Set<OwnshelfElement>} */
const mounted = new Set();
/** @type {Given} */
let shared = {};
/** @type {CSSStyleSheet | undefined} */
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

/** @param {string} rules */
function sheetOf(rules) {
  const made = new CSSStyleSheet();
  made.replaceSync(rules);
  return made;
}

/** An element by the names of its properties. @param {any} element @returns {Record<string, any>} */
const byName = (element) => element;

/** @param {any} given @returns {any} what it is, the page's types say */
const resolve = (given) => (typeof given === "function" ? given() : given);

export class OwnshelfElement extends Base {
  static observedAttributes = ["lang", "mode", "open", "product", "name"];
  /** @type {Given} */ #own = {};
  /** @type {ShadowRoot | undefined} */ #root;
  #render;
  #drawn;
  #queued = false;
  /** @type {(() => void)[]} */ #unsubscribe = [];
  /** @type {Shelf | null} */ #following = null;
  /** @type {string | undefined} */ #language;
  /** @type {import("../words/i18n.js").Translate | undefined} */ #translate;

  /**
   * What is drawn may hold what is known about the shopper, so the functions are handed over here, once, and are no
   * methods that a page script could call.
   * @param {() => import("./dom.js").Kids} render describes the content of the shadow root
   * @param {(root: ShadowRoot) => void} [drawn] runs after the content is in place
   */
  constructor(render, drawn) {
    super();
    this.#render = render;
    this.#drawn = drawn;
  }

  connectedCallback() {
    // A property set before the element was defined sits on the instance and hides the accessor.
    const properties = byName(this);
    for (const name of ["shelf", "listing", "ranking", ...OwnshelfElement.observedAttributes]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = properties[name];
      delete properties[name];
      properties[name] = value;
    }
    if (!this.#root) {
      this.#root = this.attachShadow({ mode: "closed" });
      this.#root.adoptedStyleSheets = [(sheet ??= sheetOf(css))];
    }
    mounted.add(this);
    this.follow();
  }

  /** Adds rules of the element's own. @param {string} rules */
  adopt(rules) {
    if (this.#root) this.#root.adoptedStyleSheets = [(sheet ??= sheetOf(css)), sheetOf(rules)];
  }

  disconnectedCallback() {
    mounted.delete(this);
    this.#unfollow();
  }

  /** @returns {Shelf | null} */
  get shelf() {
    return this.#own.shelf ?? shared.shelf ?? null;
  }
  set shelf(value) {
    this.#own.shelf = value;
    this.follow();
  }

  /** The products on show in the shop's order, as given to `rank`, with names. @returns {any[]} entries of the page */
  get listing() {
    return resolve(this.#own.listing ?? shared.listing) ?? [];
  }
  set listing(value) {
    this.#own.listing = value;
    this.update();
  }

  /** The ranking on show: a Ranking, an Attachment, or a function that returns one. @returns {Ranking | null} */
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
   * @param {string} id
   * @returns {import("../index.js").Receipt | null}
   */
  reason(id) {
    for (const ranking of [() => this.ranking, () => this.shelf?.rank(this.listing)]) {
      try {
        const receipt = ranking()?.explain(id);
        if (receipt) return receipt;
      } catch {
        // Not on this list.
      }
    }
    return null;
  }

  /** Gives the shopper's answers to the engine; a yes ends a pause. @param {import("./purposes.js").States} states */
  answer(states) {
    const privacy = this.shelf?.privacy;
    if (!privacy) return;
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
      const { shelf } = this;
      this.#following = shelf;
      if (shelf)
        this.#unsubscribe = /** @type {const} */ (["change", "consent", "learned"]).map((name) => shelf.on(name, () => this.heard()));
    }
    this.#speak();
    this.update();
  }

  #unfollow() {
    for (const off of this.#unsubscribe) off();
    this.#unsubscribe = [];
  }

  async #speak() {
    const language = this.getAttribute("lang") || this.shelf?.locale || this.closest("[lang]")?.getAttribute("lang") || "en";
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

  /** The text of a key in the shopper's language. @type {import("../words/i18n.js").Translate} */
  t = (key, params) => this.#translate?.(key, params) ?? "";

  get locale() {
    return formatLocale(this.#language);
  }

  /** Attributes that make the text read the right way. */
  get reading() {
    return { lang: this.locale, dir: isRightToLeft(this.locale) ? "rtl" : "ltr" };
  }

  /**
   * `3`, `"day"` → "3 days".
   * @param {number} value
   * @param {string} unit
   */
  unit(value, unit) {
    return intl("NumberFormat", this.locale, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 1 }).format(value);
  }

  /** 0.25 → "25%"; with a sign in front if `signDisplay` says so. @param {number} value */
  percent(value, signDisplay = "auto") {
    return intl("NumberFormat", this.locale, { style: "percent", signDisplay }).format(value);
  }

  /**
   * @param {number} at
   * @param {"short"} [timeStyle]
   */
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
    const root = this.#root;
    if (!root) return;
    const focused = root.activeElement;
    const home = focused?.closest("details")?.querySelector("summary");
    try {
      patch(root, [this.#render()].flat());
      this.#drawn?.(root);
    } catch (error) {
      this.warn(error);
    }
    // The control just used may be gone: stay in the place, rather than fall back to the top of the page.
    if (focused && !focused.isConnected) {
      /** @type {HTMLElement | null | undefined} */
      const next = root.querySelector("[data-next]") ?? (home?.isConnected ? home : root.querySelector("[tabindex]"));
      next?.focus();
    }
  }

  /** Runs what a control does; whatever it throws is told to the shopper and leaves the page whole. @param {() => unknown} action */
  async act(action) {
    try {
      await action();
    } catch (error) {
      this.warn(error);
      this.say(this.t("error"));
    }
    this.update();
  }

  /** Says something to a screen reader, where the element has a place for it. @param {string} _text */
  say(_text) {}

  /** @param {unknown} error */
  warn(error) {
    if (!warned) console.warn("ownshelf:", error);
    warned = true;
  }

  /**
   * False if a listener prevented what would follow.
   * @param {string} name
   * @param {unknown} [detail]
   */
  tell(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
  }
}
