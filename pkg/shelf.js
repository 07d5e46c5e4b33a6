/**
 * `createShelf`: the engine with its surroundings - language, storage, consent, other tabs. Shared by all entries,
 * which differ only in where the engine's bytes come from.
 *
 * Fail open: if the engine ever traps, the shelf says so once and from then on hands every listing back as it came.
 */
import { attachTo } from "./attach.js";
import { OwnshelfError } from "./errors.js";
import { createTranslator, loadEngineLocale } from "./i18n.js";
import { pack } from "./pack.js";
import { Privacy } from "./privacy.js";
import { Vault } from "./vault.js";
import * as words from "./words.js";

const UNKNOWN = 0xffffffff;
// What put a product into its place, by the engine's number for it.
const PLACED = [undefined, "pinned", "softPinned", "slotted", "sponsored", "explored"];
const INDEX = 0x0fffffff;

/** @param {(source?: unknown) => Promise<{ core: typeof import("./dist/core.js"), module: WebAssembly.Module }>} load */
export const makeCreateShelf = (load) =>
  async function createShelf(options = {}) {
    const locale = options.locale || globalThis.document?.documentElement.lang || globalThis.navigator?.language || "en";
    const vault = options.storage === "memory" || !globalThis.document ? null : new Vault(options.store ?? "default");
    const [engine, messages, kept] = await Promise.all([
      load(options.wasm).catch((error) => {
        throw new OwnshelfError("wasm_unavailable", `the engine cannot be loaded: ${error?.message ?? error}`);
      }),
      loadEngineLocale(locale),
      vault?.read().catch(() => ({})) ?? {},
    ]);
    const shelf = new Shelf(options, engine, createTranslator(messages, locale), locale, vault);
    await shelf.open(kept);
    return shelf.face;
  };

class Shelf {
  t;
  locale;
  now;
  engine;
  #module;
  #handles = new Map();
  #listeners = { change: new Set(), consent: new Set(), learned: new Set() };
  #vault;
  #channel;
  #states = {};
  #paused = false;
  #saving;
  #attachments = new Set();
  #cleanup = [];
  #closed = false;
  #broken = false;
  #warned = false;
  #source;

  constructor(options, { core, module }, t, locale, vault) {
    const { consent = "ask", now = Date.now } = options;
    const gpc = globalThis.navigator?.globalPrivacyControl === true;
    const device = crypto.getRandomValues(new Uint32Array(1))[0];
    this.t = t;
    this.locale = locale;
    this.now = now;
    this.#module = module;
    this.#vault = vault;
    this.#source = typeof consent === "object" ? consent : undefined;
    this.engine = new core.Core(device, consent === "session", options.minor === true, gpc);
    this.privacy = new Privacy(this);
    this.face = this.#face();
    if (options.merchandising) this.#packed("setRules", options.merchandising);
    if (options.ranking) this.#tune(options.ranking);
    if (vault && globalThis.BroadcastChannel) {
      this.#channel = new BroadcastChannel(`ownshelf:${options.store ?? "default"}`);
      this.#channel.onmessage = ({ data }) => this.#hear(data);
      this.#channel.unref?.();
    }
  }

  async open({ consent, sealed }) {
    if (consent) {
      this.#setStates(Object.entries(consent.states));
      this.privacy.restore(consent.ledger ?? []);
    }
    if (sealed && this.#granted("remember")) {
      try {
        this.engine.load(await this.#vault.unseal(sealed), this.now());
      } catch (error) {
        this.#warn("what was kept on this device cannot be read and is left aside", error);
      }
    }
    if (this.#source) {
      const stop = this.#source.connect((states) => this.setConsent(Object.entries(states), false));
      if (stop) this.#cleanup.push(stop);
    }
    if (globalThis.document) {
      const hide = () => document.visibilityState === "hidden" && this.#save();
      document.addEventListener("visibilitychange", hide);
      this.#cleanup.push(() => document.removeEventListener("visibilitychange", hide));
    }
  }

  /** What the caller holds. */
  #face() {
    const shelf = this;
    return Object.freeze({
      addProducts: (products) => shelf.#addProducts(products),
      record: (event) => shelf.#record(event),
      rank: (listing, options) => shelf.#rank(listing, options),
      layout: (context) => shelf.#layout(context),
      rules: Object.freeze({
        set: (rules) => shelf.#setRules(rules),
        conflicts: () => shelf.#alive([], () => shelf.engine.ruleConflicts(shelf.now())),
        preview: (listing, options) => shelf.#previewRules(listing, options),
      }),
      suggest: () => shelf.#alive([], () => []),
      attach: (element, options) => shelf.#attach(element, options),
      on: (name, listener) => shelf.#on(name, listener),
      imports: async () => WebAssembly.Module.imports(shelf.#module),
      privacy: shelf.privacy,
      locale: shelf.locale,
      close: () => shelf.#close(),
    });
  }

  #addProducts(products) {
    const list = Array.isArray(products) ? products : [products];
    const none = { added: 0, updated: 0, rejected: [] };
    const result = this.#alive(none, () => this.#packed("addProducts", list));
    if (result.added + result.updated > 0) this.#emit("change");
    return result;
  }

  #record(event) {
    const learned = this.#alive(0, () => this.#packed("record", event, this.now()));
    if (learned > 0) {
      this.#emit("learned", { records: learned });
      this.#save();
    }
  }

  #tune({ diversity = 0.3, exploration = 0, columns = 4 }) {
    const knobs = { diversity, exploration, columns };
    for (const [name, value] of Object.entries(knobs)) {
      if (typeof value !== "number") throw new OwnshelfError("invalid_input", `ranking.${name} is not a number`);
    }
    this.#alive(undefined, () => this.engine.tune(diversity, exploration, columns));
  }

  #setRules(rules) {
    this.#alive(undefined, () => this.#packed("setRules", rules));
    this.#emit("change");
  }

  #rank(listing, { limit, context = "browse", listId = "" } = {}) {
    const ids = idsOf(listing);
    const shop = () => ({ ticket: 0, personalised: false, moved: 0, indices: ids.map((_, i) => i), placed: {} });
    const ranked = this.#alive(undefined, () => this.#rankIndices(listing, ids, context, listId)) ?? shop();
    const order = ranked.indices.map((i) => ids[i]);
    return {
      order: limit >= 0 ? order.slice(0, limit) : order,
      personalised: ranked.personalised,
      moved: ranked.moved,
      placed: ranked.placed,
      explain: (id) => this.#explain(ranked, ids, String(id)),
    };
  }

  #rankIndices(listing, ids, context, listId) {
    const given = [];
    const handles = new Uint32Array(listing.length);
    listing.forEach((entry, i) => {
      if (typeof entry === "object") {
        given.push(entry);
        handles[i] = UNKNOWN;
      } else handles[i] = this.#handle(ids[i]);
    });
    const { tokens, text, lengths } = pack(given);
    const out = this.engine.rank(handles, tokens, text, lengths, context, String(listId), this.now());
    return { ticket: out[0], personalised: out[1] === 1, moved: out[2], ...placedOrder(out.subarray(3), ids) };
  }

  #previewRules(listing, { rules = null, context = "browse", listId = "" } = {}) {
    const ids = idsOf(listing);
    const { tokens, text, lengths } = pack([rules, listing]);
    const shop = () => Uint32Array.of(ids.length, ...ids.keys(), ...ids.keys());
    const preview = () => this.engine.previewRules(tokens, text, lengths, context, String(listId), this.now());
    const out = this.#alive(undefined, preview) ?? shop();
    const shown = (from, to) => {
      const { indices, placed } = placedOrder(out.subarray(from, to), ids);
      return { order: indices.map((i) => ids[i]), placed };
    };
    return { everyone: shown(1, 1 + out[0]), shopper: shown(1 + out[0]) };
  }

  #handle(id) {
    let handle = this.#handles.get(id);
    if (handle === undefined) this.#handles.set(id, (handle = this.engine.handle(id)));
    return handle;
  }

  #explain(ranked, ids, id) {
    const index = ids.indexOf(id);
    if (index < 0) throw new OwnshelfError("invalid_input", `id ${id} is not in this listing`);
    const stands = { position: ranked.indices.indexOf(index) + 1, shopPosition: index + 1, score: 0, contributions: [] };
    const raw = ranked.ticket ? this.#alive(stands, () => this.engine.explain(ranked.ticket, index)) : stands;
    return words.receipt(raw, id, this.t);
  }

  #layout(context = {}) {
    const { width = globalThis.innerWidth ?? 1280, facets = [], limits = {} } = context;
    const stands = { density: "normal", columns: 4, imageSize: "medium", emphasis: "image", surfaceOffers: false, facetOrder: facets, reasons: [] };
    const { minColumns = 1, maxColumns = 8 } = limits;
    return words.layout(this.#alive(stands, () => this.engine.layout(width, facets.map(String), minColumns, maxColumns)), this.t);
  }

  #attach(element, options) {
    this.#alive(undefined, () => {});
    const attachment = attachTo(this.face, element, options);
    this.#attachments.add(attachment);
    return {
      refresh: () => attachment.refresh(),
      get ranking() {
        return attachment.ranking;
      },
      detach: (how) => {
        this.#attachments.delete(attachment);
        attachment.detach(how);
      },
    };
  }

  #on(name, listener) {
    const listeners = Object.hasOwn(this.#listeners, name) && this.#listeners[name];
    if (!listeners) throw new OwnshelfError("invalid_input", `on: ${name} is none of change, consent, learned`);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  #close() {
    if (this.#closed) return;
    this.#write();
    this.#closed = true;
    this.#attachments.forEach((attachment) => attachment.detach());
    this.#cleanup.forEach((undo) => undo());
    this.#channel?.close();
    Object.values(this.#listeners).forEach((set) => set.clear());
  }

  // --- for Privacy -----------------------------------------------------------------------------------------------

  /** Whether the profile is kept on the device at this moment. */
  keeping = () => Boolean(this.#vault) && !this.#vault.trouble && this.#granted("remember");

  paused = () => this.#paused;

  pause(paused, tell = true) {
    this.#paused = paused;
    this.#alive(undefined, () => this.engine.pause(paused));
    if (tell) this.#channel?.postMessage({ type: "pause", paused });
    this.#emit("consent");
    this.#emit("change");
  }

  /** Takes consent; `own` choices are told to the shop's consent manager and to other tabs. */
  setConsent(entries, own = true) {
    this.#setStates(entries);
    if (own) {
      this.#source?.notify?.(Object.fromEntries(entries));
      this.#channel?.postMessage({ type: "consent", states: Object.fromEntries(entries) });
    }
    this.changed(true);
    this.#emit("consent");
  }

  /** What is held became less or other: keep that, and let listings follow. */
  changed(consent = false) {
    this.#write(consent);
    this.#emit("change");
  }

  /** Forgets something, with a receipt. */
  shrink(action, message) {
    const before = this.#held();
    this.#alive(undefined, action);
    this.#channel?.postMessage(message);
    const after = this.#held();
    this.changed();
    return { before, after, at: this.now() };
  }

  /** Forgets everything at once here; `onDevice` resolves to the bytes found on the device afterwards. */
  erase(tell = true) {
    const before = this.#held();
    clearTimeout(this.#saving);
    this.#saving = undefined;
    this.#alive(undefined, () => this.engine.erase());
    // What was refused stays refused; what was granted has to be granted anew.
    const unset = Object.entries(this.#states).filter(([, s]) => s === "granted").map(([p]) => [p, "unset"]);
    this.#setStates(unset);
    if (tell) this.#channel?.postMessage({ type: "erase" });
    const receipt = { before, after: this.#held(), at: this.now() };
    const onDevice = tell && this.#vault ? this.#lock(() => this.#vault.erase()) : Promise.resolve(0);
    this.#emit("consent");
    this.#emit("change");
    return { receipt, onDevice };
  }

  exportData() {
    const { facts, records } = this.#alive({ facts: [], records: 0 }, () => ({
      facts: this.engine.facts(this.now()).map((raw) => words.fact(raw, this.t)),
      records: this.engine.records(),
    }));
    let profile = "";
    for (const byte of this.engine.encode()) profile += String.fromCharCode(byte);
    return {
      format: "ownshelf-profile",
      version: 1,
      exportedAt: new Date(this.now()).toISOString(),
      purposes: { ...this.#states },
      records,
      facts,
      profile: btoa(profile),
    };
  }

  importData(data) {
    let parsed;
    try {
      parsed = typeof data === "string" ? JSON.parse(data) : data;
    } catch {
      throw new OwnshelfError("invalid_input", "data is not JSON");
    }
    if (!parsed || !Object.hasOwn(parsed, "format") || parsed.format !== "ownshelf-profile" || typeof parsed.profile !== "string") {
      throw new OwnshelfError("invalid_input", "format is not ownshelf-profile");
    }
    let bytes;
    try {
      bytes = Uint8Array.from(atob(parsed.profile), (c) => c.charCodeAt(0));
    } catch {
      throw new OwnshelfError("invalid_input", "profile is not base64");
    }
    const before = this.engine.records();
    this.#alive(undefined, () => this.engine.load(bytes, this.now()));
    this.changed();
    return this.engine.records() - before;
  }

  storage() {
    const bytes = this.#held().bytes;
    if (this.keeping()) return { kind: "indexeddb", bytes };
    const reason = this.#vault?.trouble ?? (this.#vault ? "not_permitted" : "memory");
    return { kind: "memory", reason, bytes };
  }

  // --- inside ----------------------------------------------------------------------------------------------------

  #held() {
    return this.#alive({ records: 0, bytes: 0 }, () => {
      const records = this.engine.records();
      return { records, bytes: records ? this.engine.encode().length : 0 };
    });
  }

  #granted = (purpose) => this.#alive(false, () => this.engine.active(purpose) || (this.#paused && this.#states[purpose] === "granted"));

  #setStates(entries) {
    this.#alive(undefined, () => this.engine.setConsent(entries.map(([p]) => p), entries.map(([, s]) => s)));
    for (const [purpose, state] of entries) {
      if (state === "unset") delete this.#states[purpose];
      else this.#states[purpose] = state;
    }
  }

  #packed(method, value, ...more) {
    const { tokens, text, lengths } = pack(value);
    return this.engine[method](tokens, text, lengths, ...more);
  }

  /** Calls the engine. Its own errors become OwnshelfErrors; a trap leaves the shop's order standing. */
  #alive(otherwise, action) {
    if (this.#closed) throw new OwnshelfError("closed", "the shelf was closed");
    if (this.#broken) return otherwise;
    try {
      return action();
    } catch (error) {
      if (error instanceof OwnshelfError) throw error;
      if (error instanceof WebAssembly.RuntimeError || !error?.code) {
        this.#broken = true;
        this.#warn("the engine stopped; the shop's order stands", error);
        return otherwise;
      }
      throw new OwnshelfError(error.code, error.message);
    }
  }

  #warn(what, error) {
    if (!this.#warned) console.warn(`Ownshelf: ${what}.`, error);
    this.#warned = true;
  }

  #emit(name, detail) {
    for (const listener of this.#listeners[name]) {
      try {
        listener(detail);
      } catch (error) {
        // A listener's mistake is its owner's to see, and must not stop the others.
        queueMicrotask(() => { throw error; });
      }
    }
  }

  /** Writes soon, when the page is idle: `record` itself never writes. */
  #save() {
    if (!this.keeping() || this.#saving) return;
    this.#saving = setTimeout(() => (globalThis.requestIdleCallback ?? setTimeout)(() => this.#write()), 300);
    this.#saving.unref?.();
  }

  /** Writes now what may be on the device: the profile if remembered, else the refusals alone, else nothing. */
  #write(consentChanged = false) {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    if (!this.#vault || this.#broken) return;
    const keep = this.#granted("remember");
    const refused = Object.values(this.#states).includes("denied");
    if (keep || refused) {
      const states = keep ? { ...this.#states } : Object.fromEntries(Object.entries(this.#states).filter(([, s]) => s === "denied"));
      const profile = keep ? this.engine.encode() : null;
      const consent = { states, ledger: this.privacy.ledger() };
      this.#lock(() => this.#vault.write(consent, profile)).then(() => keep && this.#channel?.postMessage({ type: "kept" }));
    } else if (consentChanged) {
      this.#lock(() => this.#vault.erase());
    }
  }

  /** One writer at a time, over all tabs. */
  #lock(action) {
    const name = "ownshelf";
    const locked = globalThis.navigator?.locks ? navigator.locks.request(name, action) : Promise.resolve().then(action);
    return locked.catch((error) => this.#warn("the device's storage cannot be changed", error));
  }

  /** What another tab did binds here before the next ranking. */
  #hear(message) {
    if (this.#closed) return;
    if (message.type === "consent") this.setConsent(Object.entries(message.states), false);
    else if (message.type === "pause") this.pause(message.paused, false);
    else if (message.type === "erase") this.erase(false);
    else if (message.type === "forget") {
      try {
        this.engine.forget(message.key);
        this.changed();
      } catch {
        // This tab never held it.
      }
    } else if (message.type === "kept") this.#follow();
  }

  /** Takes over what another tab learned and kept: the union of both, by record. */
  async #follow() {
    const { sealed } = await this.#vault.read().catch(() => ({}));
    if (!sealed || !this.keeping()) return;
    try {
      this.engine.load(await this.#vault.unseal(sealed), this.now());
      this.#emit("learned", { records: 0 });
    } catch {
      // Written with a key that was erased meanwhile.
    }
  }
}

/** The ids of a listing, in its order. */
function idsOf(listing) {
  if (!Array.isArray(listing)) throw new OwnshelfError("invalid_input", "listing is not an array");
  return listing.map((entry, index) => {
    const id = typeof entry === "object" && entry ? (Object.hasOwn(entry, "id") ? entry.id : entry.item_id) : entry;
    if (typeof id !== "string" && !Number.isSafeInteger(id)) {
      throw new OwnshelfError("invalid_input", `[${index}] id is missing or neither text nor a whole number`);
    }
    return String(id);
  });
}

/** The engine's order: indices, and by id what put a product where it is, if not its score. */
function placedOrder(out, ids) {
  const placed = {};
  const indices = Array.from(out, (packed) => {
    const kind = PLACED[packed >>> 28];
    if (kind) Object.defineProperty(placed, ids[packed & INDEX], { value: kind, enumerable: true, configurable: true });
    return packed & INDEX;
  });
  return { indices, placed };
}
