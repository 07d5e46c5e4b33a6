/**
 * `createShelf`: the engine with its surroundings - language, storage, consent, other tabs. Shared by all entries,
 * which differ only in where the engine's bytes come from.
 *
 * Fail open: if the engine ever traps, the shelf says so once and from then on hands every listing back as it came.
 */
import { checkRealm } from "../engine/realm.js";
import { attachTo } from "../attach/attach.js";
import { provideAttention } from "../attach/attention.js";
import instantiate from "../dist/core.js";
import { OwnshelfError } from "../engine/errors.js";
import { bytes as bytesReader, callable, oneOf, readOptions } from "../engine/options.js";
import { Consent } from "../privacy/consent.js";
import { Held } from "../privacy/held.js";
import { Privacy } from "../privacy/privacy.js";
import { createTranslator, loadEngineLocale } from "../words/i18n.js";
import { Listings } from "./listing.js";
import { ATTACH, attachable, LAYOUT, SHELF, SUGGEST } from "./options.js";
import { Supervisor } from "../engine/supervisor.js";
import { suggestions } from "./suggest.js";
import { Vault } from "../storage/vault.js";
import * as words from "../words/sentences.js";

/** @typedef {import("../index.d.ts").Shelf} PublicShelf */
/** @typedef {{ [K in keyof typeof SHELF]?: ReturnType<(typeof SHELF)[K]> }} Options as `readOptions` reads them */
/** @typedef {"change" | "consent" | "learned" | "recorded"} ListenerName */
/**
 * What the page has: its words, its clock, and what the shop said.
 * @typedef {object} Page
 * @property {import("../words/i18n.js").Translate} t
 * @property {string} locale
 * @property {() => Promise<WebAssembly.Module>} capsuleModule
 * @property {() => number} now
 * @property {string} store
 * @property {number} tab
 * @property {boolean} minor
 * @property {string[]} sensitive
 * @property {import("../index.d.ts").ConsentSource | undefined} source
 * @property {() => WebAssembly.ModuleImportDescriptor[]} imports
 */

/**
 * @param {(source?: any) => Promise<WebAssembly.Module>} load
 * @param {() => Promise<WebAssembly.Module>} loadCapsule the module of `capsule.js`, when it is asked for
 */
export const makeCreateShelf = (load, loadCapsule) =>
  /** @param {import("../index.d.ts").ShelfOptions} [given] */
  async function createShelf(given) {
    checkRealm();
    const options = readOptions("createShelf", given, SHELF);
    const locale = options.locale || globalThis.document?.documentElement.lang || globalThis.navigator?.language || "en";
    const vault = options.storage === "memory" || !globalThis.document ? null : new Vault(options.store ?? "default");
    // Opened meanwhile; what goes wrong shows when it is read.
    vault?.state().catch(() => {});
    const [module, messages] = await Promise.all([
      load(options.wasm).catch((error) => {
        const why = error?.message ?? error;
        const way = /content.security|CSP/i.test(why) ? " - the policy needs script-src 'wasm-unsafe-eval'" : "";
        throw new OwnshelfError("wasm_unavailable", `the engine cannot be loaded: ${why}${way}`);
      }),
      loadEngineLocale(locale),
    ]);
    const shelf = new Shelf(options, module, { t: createTranslator(messages, locale), locale, capsuleModule: loadCapsule }, vault);
    await shelf.open();
    return shelf.face;
  };

class Shelf {
  face;
  #supervisor;
  #held;
  #listings;
  #page;
  /** @type {Record<ListenerName, Set<(detail: unknown) => void>>} */
  #listeners = { change: new Set(), consent: new Set(), learned: new Set(), recorded: new Set() };
  /** @type {Set<import("../attach/attach.js").Attached>} */
  #attachments = new Set();
  /** For `diagnose()`: how much was recorded and learned, and what of the products could not be read lately. */
  #recorded = { events: 0, records: 0 };
  /** @type {{ index: number, reason: string }[]} */
  #rejected = [];
  #consent;
  #relations;
  #hemisphere;

  /**
   * @param {Options} options
   * @param {WebAssembly.Module} module
   * @param {Pick<Page, "t" | "locale" | "capsuleModule">} tongue
   * @param {Vault | null} vault
   */
  constructor(options, module, tongue, vault) {
    const { consent = "ask", now = Date.now, store = "default", minor, sensitiveCategories = [], prior, relations, hemisphere } = options;
    const gpc = /** @type {{ globalPrivacyControl?: boolean } | undefined} */ (globalThis.navigator)?.globalPrivacyControl === true;
    const tab = crypto.getRandomValues(new Uint32Array(1))[0];
    this.#consent = typeof consent === "object" ? /** @type {const} */ ("manager") : consent;
    /** @type {Page} */
    this.#page = {
      ...tongue,
      now,
      store,
      tab,
      minor: minor === true,
      sensitive: sensitiveCategories,
      source: typeof consent === "object" ? consent : undefined,
      imports: () => WebAssembly.Module.imports(module),
    };
    this.#supervisor = new Supervisor(() => new (instantiate(module).Engine)(tab, consent === "session", this.#page.minor, gpc));
    const allowed = new Consent(this.#supervisor, this.#page);
    this.#held = new Held(this.#supervisor, this.#page, allowed, vault, (name, detail) =>
      this.#emit(/** @type {ListenerName} */ (name), detail),
    );
    this.#listings = new Listings(this.#supervisor, this.#held, this.#page);
    this.#relations = relations;
    this.#hemisphere = hemisphere;
    this.#supervisor.begin(() => this.#setUp(options, prior));
    provideAttention((visible, at) => this.#engine.attention(visible, at));
    this.face = this.#face(new Privacy(this.#held, allowed));
  }

  open = () => this.#held.open();

  get #engine() {
    return this.#supervisor.engine;
  }

  /**
   * @param {Options} options
   * @param {Uint8Array} [prior]
   */
  #setUp({ merchandising, ranking }, prior) {
    const { sensitive } = this.#page;
    if (sensitive.length) this.#engine.setSensitive(sensitive);
    if (prior) this.#supervisor.ask(undefined, () => this.#engine.setPrior(prior));
    if (merchandising) this.#listings.setRules(merchandising);
    if (ranking) this.#tune(ranking);
  }

  /** What the caller holds. @param {Privacy} privacy @returns {PublicShelf} */
  #face(privacy) {
    /** @type {import("../index.d.ts").Rules} */
    const rules = {
      set: (given) => this.#setRules(given),
      conflicts: () => this.#supervisor.ask([], () => this.#listings.conflicts()),
      preview: (listing, options) => this.#listings.preview(listing, options),
      notices: (listing, options) => this.#listings.notices(listing, options),
    };
    /** @type {PublicShelf} */
    const face = {
      addProducts: (products) => this.#addProducts(products),
      record: (event) => this.#record(event),
      rank: (listing, options) => this.#listings.rank(listing, options),
      layout: (context) => this.#layout(context),
      rules: Object.freeze(rules),
      suggest: (options) => this.#suggest(options),
      attach: (element, options) => this.#attach(element, options),
      on: (name, listener) => this.#on(name, listener),
      diagnose: (element) => this.#diagnose(element),
      imports: async () => this.#page.imports(),
      privacy,
      locale: this.#page.locale,
      store: this.#page.store,
      close: () => this.#close(),
    };
    return Object.freeze(face);
  }

  /** @param {unknown} products */
  #addProducts(products) {
    const none = { added: 0, updated: 0, rejected: [] };
    const result = this.#supervisor.ask(none, () => this.#engine.addProducts(products));
    const { rejected, unread = [] } = /** @type {import("../index.d.ts").AddResult} */ (result);
    this.#rejected = [...this.#rejected, ...rejected, ...unread].slice(-20);
    if (result.added + result.updated > 0) this.#emit("change");
    return result;
  }

  /** @param {unknown} event */
  #record(event) {
    const learned = this.#supervisor.ask(0, () => this.#engine.record(event, this.#page.now()));
    this.#recorded.events += 1;
    this.#recorded.records += learned;
    if (learned > 0) this.#held.learned(learned);
    if (this.#listeners.recorded.size && this.#supervisor.ask(false, () => this.#engine.active("insights"))) this.#emit("recorded", event);
  }

  /** @param {NonNullable<Options["ranking"]>} knobs */
  #tune({ diversity = 0.3, exploration = 0, columns = 4 }) {
    this.#supervisor.ask(undefined, () => this.#engine.tune(diversity, exploration, columns));
  }

  /** @param {unknown} rules */
  #setRules(rules) {
    this.#supervisor.ask(undefined, () => this.#listings.setRules(rules));
    this.#emit("change");
  }

  /** @param {unknown} context */
  #layout(context) {
    const { width = globalThis.innerWidth ?? 1280, facets = [], limits } = readOptions("layout", context, LAYOUT);
    const { minColumns: least = 1, maxColumns: most = 8 } = limits ?? {};
    /** @type {words.RawLayout} */
    const stands = {
      density: "normal",
      columns: 4,
      imageSize: "medium",
      emphasis: "image",
      surfaceOffers: false,
      facetOrder: facets,
      reasons: [],
    };
    return words.layout(
      this.#supervisor.ask(stands, () => this.#engine.layout(width, facets, least, most)),
      this.#page.t,
    );
  }

  /** @param {unknown} options */
  #suggest(options) {
    const { basket: ids, kinds, limit, ahead } = readOptions("suggest", options, SUGGEST);
    const suggest = () => {
      if (this.#relations && this.#engine.active("suggest")) this.#relate();
      const page = { now: this.#page.now(), locale: this.#page.locale, hemisphere: this.#hemisphere, t: this.#page.t };
      const numbers = ids?.map((id) => this.#listings.handle(id));
      return suggestions(this.#engine, { kinds, limit, ahead, ...(numbers && { basket: numbers }) }, page);
    };
    return this.#supervisor.ask([], () => this.#held.awake(suggest));
  }

  /** The relation table is fetched when something may be suggested for the first time, and what hangs on it follows. */
  async #relate() {
    const given = this.#relations;
    this.#relations = undefined;
    try {
      const bytes = await (typeof given === "function" ? given() : given);
      if (this.#supervisor.closed || this.#supervisor.broken) return;
      this.#engine.setRelations(bytesReader(bytes, "relations"));
      this.#emit("change");
    } catch (error) {
      this.#supervisor.warn("what is bought together could not be read", error);
    }
  }

  /**
   * @param {unknown} element
   * @param {unknown} options
   * @returns {import("../index.d.ts").Attachment}
   */
  #attach(element, options) {
    this.#supervisor.ask(undefined, () => {});
    const attachment = attachTo(this.face, attachable(element), readOptions("attach", options, ATTACH), () => this.#engine);
    this.#attachments.add(attachment);
    return {
      refresh: (how) => attachment.refresh(how),
      get ranking() {
        return attachment.ranking;
      },
      get listing() {
        return attachment.listing;
      },
      detach: (how) => {
        this.#attachments.delete(attachment);
        attachment.detach(how);
      },
    };
  }

  /** @param {unknown} element */
  async #diagnose(element) {
    const { diagnose } = await import("./diagnose.js");
    const { broken, closed } = this.#supervisor;
    return diagnose(
      {
        privacy: this.face.privacy,
        consent: this.#consent,
        engine: closed ? "closed" : broken ? "stopped" : "working",
        recorded: { ...this.#recorded },
        rejected: [...this.#rejected],
        lists: Array.from(this.#attachments, (attachment) => attachment.inspect()),
        fields: (id) => this.#engine.knownFields(this.#listings.handle(id)),
      },
      element === undefined ? undefined : attachable(element),
    );
  }

  /**
   * @param {unknown} name
   * @param {unknown} listener
   */
  #on(name, listener) {
    const listeners = this.#listeners[oneOf(/** @type {ListenerName[]} */ (Object.keys(this.#listeners)))(name, "on: name")];
    const told = callable(listener, "on: listener");
    listeners.add(told);
    return () => void listeners.delete(told);
  }

  #close() {
    if (this.#supervisor.closed) return;
    this.#supervisor.closed = true;
    this.#attachments.forEach((attachment) => attachment.detach());
    this.#held.close();
    Object.values(this.#listeners).forEach((set) => set.clear());
  }

  /**
   * @param {ListenerName} name
   * @param {unknown} [detail]
   */
  #emit(name, detail) {
    for (const listener of this.#listeners[name]) {
      try {
        listener(detail);
      } catch (error) {
        // A listener's mistake is its owner's to see, and must not stop the others.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
