/**
 * `createShelf`: the engine with its surroundings - language, storage, consent, other tabs. Shared by all entries,
 * which differ only in where the engine's bytes come from.
 *
 * Fail open: if the engine ever traps, the shelf says so once and from then on hands every listing back as it came.
 */
import { attachTo } from "../attach/attach.js";
import instantiate from "../dist/core.js";
import { OwnshelfError } from "../engine/errors.js";
import { bytes as bytesReader, callable, oneOf, readOptions } from "../engine/options.js";
import { Held } from "../privacy/held.js";
import { createTranslator, loadEngineLocale } from "../words/i18n.js";
import { Listings } from "./listing.js";
import { ATTACH, attachable, LAYOUT, SHELF, SUGGEST } from "./options.js";
import { Supervisor } from "../engine/supervisor.js";
import { suggestions } from "./suggest.js";
import { Vault } from "../storage/vault.js";
import * as words from "../words/sentences.js";

/**
 * @param {(source?: unknown) => Promise<WebAssembly.Module>} load
 * @param {() => Promise<WebAssembly.Module>} loadCapsule the module of `capsule.js`, when it is asked for
 */
export const makeCreateShelf = (load, loadCapsule) =>
  async function createShelf(given) {
    const options = readOptions("createShelf", given, SHELF);
    const locale = options.locale || globalThis.document?.documentElement.lang || globalThis.navigator?.language || "en";
    const vault = options.storage === "memory" || !globalThis.document ? null : new Vault(options.store ?? "default");
    // Opened meanwhile; what goes wrong shows when it is read.
    vault?.state().catch(() => {});
    const [module, messages] = await Promise.all([
      load(options.wasm).catch((error) => {
        throw new OwnshelfError("wasm_unavailable", `the engine cannot be loaded: ${error?.message ?? error}`);
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
  #listeners = { change: new Set(), consent: new Set(), learned: new Set(), recorded: new Set() };
  #attachments = new Set();
  #relations;
  #hemisphere;

  constructor(options, module, tongue, vault) {
    const { consent = "ask", now = Date.now, store = "default", minor, sensitiveCategories = [], prior, relations, hemisphere } = options;
    const gpc = globalThis.navigator?.globalPrivacyControl === true;
    const tab = crypto.getRandomValues(new Uint32Array(1))[0];
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
    this.#held = new Held(this.#supervisor, this.#page, vault, (name, detail) => this.#emit(name, detail));
    this.#listings = new Listings(this.#supervisor, this.#held);
    this.#relations = relations;
    this.#hemisphere = hemisphere;
    this.#supervisor.begin(() => this.#setUp(options, prior));
    this.face = this.#face();
  }

  open = () => this.#held.open();

  get #engine() {
    return this.#supervisor.engine;
  }

  #setUp({ merchandising, ranking }, prior) {
    const { sensitive } = this.#page;
    if (sensitive.length) this.#engine.setSensitive(sensitive);
    if (prior) this.#supervisor.ask(undefined, () => this.#engine.setPrior(prior));
    if (merchandising) this.#listings.setRules(merchandising);
    if (ranking) this.#tune(ranking);
  }

  /** What the caller holds. */
  #face() {
    return Object.freeze({
      addProducts: (products) => this.#addProducts(products),
      record: (event) => this.#record(event),
      rank: (listing, options) => this.#listings.rank(listing, options),
      layout: (context) => this.#layout(context),
      rules: Object.freeze({
        set: (rules) => this.#setRules(rules),
        conflicts: () => this.#supervisor.ask([], () => this.#listings.conflicts()),
        preview: (listing, options) => this.#listings.preview(listing, options),
        notices: (listing, options) => this.#listings.notices(listing, options),
      }),
      suggest: (options) => this.#suggest(options),
      attach: (element, options) => this.#attach(element, options),
      on: (name, listener) => this.#on(name, listener),
      imports: async () => this.#page.imports(),
      privacy: this.#held.privacy,
      locale: this.#page.locale,
      store: this.#page.store,
      close: () => this.#close(),
    });
  }

  #addProducts(products) {
    const none = { added: 0, updated: 0, rejected: [] };
    const result = this.#supervisor.ask(none, () => this.#engine.addProducts(products));
    if (result.added + result.updated > 0) this.#emit("change");
    return result;
  }

  #record(event) {
    const learned = this.#supervisor.ask(0, () => this.#engine.record(event, this.#page.now()));
    if (learned > 0) this.#held.learned(learned);
    if (this.#listeners.recorded.size && this.#supervisor.ask(false, () => this.#engine.active("insights"))) this.#emit("recorded", event);
  }

  #tune({ diversity = 0.3, exploration = 0, columns = 4 }) {
    this.#supervisor.ask(undefined, () => this.#engine.tune(diversity, exploration, columns));
  }

  #setRules(rules) {
    this.#supervisor.ask(undefined, () => this.#listings.setRules(rules));
    this.#emit("change");
  }

  #layout(context) {
    const { width = globalThis.innerWidth ?? 1280, facets = [], limits } = readOptions("layout", context, LAYOUT);
    const { minColumns: least = 1, maxColumns: most = 8 } = limits ?? {};
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

  #attach(element, options) {
    this.#supervisor.ask(undefined, () => {});
    const attachment = attachTo(this.face, attachable(element), readOptions("attach", options, ATTACH));
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

  #on(name, listener) {
    const listeners = this.#listeners[oneOf(Object.keys(this.#listeners))(name, "on: name")];
    listeners.add(callable(listener, "on: listener"));
    return () => listeners.delete(listener);
  }

  #close() {
    if (this.#supervisor.closed) return;
    this.#supervisor.closed = true;
    this.#attachments.forEach((attachment) => attachment.detach());
    this.#held.close();
    Object.values(this.#listeners).forEach((set) => set.clear());
  }

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
