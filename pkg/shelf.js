/**
 * `createShelf`: the engine with its surroundings - language, storage, consent, other tabs. Shared by all entries,
 * which differ only in where the engine's bytes come from.
 *
 * Fail open: if the engine ever traps, the shelf says so once and from then on hands every listing back as it came.
 */
import { attachTo } from "./attach.js";
import { Choices } from "./choices.js";
import { Device } from "./device.js";
import { engineOf, joined, refusal } from "./engine.js";
import { OwnshelfError } from "./errors.js";
import { createTranslator, loadEngineLocale } from "./i18n.js";
import { badges, notices, spoken, telling } from "./notices.js";
import { own } from "./own.js";
import { pack } from "./pack.js";
import { erasuresOf, Privacy } from "./privacy.js";
import { known, suggestions } from "./suggest.js";
import { Vault } from "./vault.js";
import * as words from "./words.js";

const UNKNOWN = 0xffffffff;
// What put a product into its place, by the engine's number for it.
const PLACED = [undefined, "pinned", "softPinned", "slotted", "sponsored", "explored"];
const INDEX = 0x0fffffff;

/**
 * @param {(source?: unknown) => Promise<{ core: typeof import("./dist/core.js"), module: WebAssembly.Module }>} load
 * @param {() => Promise<WebAssembly.Module>} loadCapsule the module of `capsule.js`, when it is asked for
 */
export const makeCreateShelf = (load, loadCapsule) =>
  async function createShelf(given = {}) {
    const options = own(given);
    const locale = options.locale || globalThis.document?.documentElement.lang || globalThis.navigator?.language || "en";
    const vault = options.storage === "memory" || !globalThis.document ? null : new Vault(options.store ?? "default");
    // Opened meanwhile; what goes wrong shows when it is read.
    vault?.state().catch(() => {});
    const [engine, messages] = await Promise.all([
      load(options.wasm).catch((error) => {
        throw new OwnshelfError("wasm_unavailable", `the engine cannot be loaded: ${error?.message ?? error}`);
      }),
      loadEngineLocale(locale),
    ]);
    const shelf = new Shelf(options, engine, createTranslator(messages, locale), locale, vault);
    shelf.capsuleModule = loadCapsule;
    await shelf.open();
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
  #device;
  #choices;
  #declared = {};
  /** What was decided here, or heard from another tab, and is not on the device yet. */
  #pending = nothing();
  #paused = false;
  #midnight;
  #attachments = new Set();
  #cleanup = [];
  #closed = false;
  #broken = false;
  #warned = false;
  #source;
  #relations;
  #hemisphere;
  /** What the rules say in words, and which of them do nothing else. */
  #said = [];
  #mute = [];
  /** The number this tab made records under before it knew the device's. */
  #tab;

  constructor(options, { core, module }, t, locale, vault) {
    const { consent = "ask", now = Date.now, store = "default" } = options;
    const gpc = globalThis.navigator?.globalPrivacyControl === true;
    const device = crypto.getRandomValues(new Uint32Array(1))[0];
    this.t = t;
    this.locale = locale;
    this.now = now;
    this.#module = module;
    this.#source = consent !== null && typeof consent === "object" ? consent : undefined;
    this.#choices = new Choices(this.#source && typeof this.#source.notify === "function");
    this.#tab = device;
    this.engine = new (engineOf(core))(device, consent === "session", options.minor === true, gpc);
    this.privacy = new Privacy(this);
    this.face = this.#face();
    this.minor = options.minor === true;
    this.sensitive = [].concat(options.sensitiveCategories ?? []).map(String);
    if (this.sensitive.length) this.engine.setSensitive(joined(this.sensitive));
    if (options.prior) this.#alive(undefined, () => this.engine.setPrior(bytesOf(options.prior, "prior")));
    this.#relations = options.relations;
    this.#hemisphere = options.hemisphere;
    if (options.merchandising) this.#takeRules(options.merchandising);
    if (options.ranking) this.#tune(own(options.ranking));
    if (vault) {
      this.#device = new Device(vault, store, {
        toKeep: () => this.#toKeep(),
        follow: (found) => this.#follow(found),
        erased: () => this.#erased(),
        checked: () => this.#emit("change"),
        hear: (message) => this.#hear(message),
        warn: (what, error) => this.#warn(what, error),
      });
    }
  }

  async open() {
    await this.#device?.open();
    if (this.#source) {
      const stop = this.#source.connect((states) => this.#closed || this.#hearSource(states));
      if (typeof stop === "function") this.#cleanup.push(stop);
    }
    this.#waitForMidnight();
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
        conflicts: () => shelf.#alive([], () => telling(shelf.engine.ruleConflicts(shelf.now()), shelf.#mute)),
        preview: (listing, options) => shelf.#preview(listing, options),
        notices: (listing, options) => shelf.#notices(idsOf(listing), listing, options),
      }),
      suggest: (options) => shelf.#alive([], () => shelf.#awake(() => shelf.#suggest(own(options ?? {})))),
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
      if (this.keeping()) this.#device.saveSoon();
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
    this.#alive(undefined, () => this.#takeRules(rules));
    this.#emit("change");
  }

  #takeRules(given) {
    const { rules, said, mute } = spoken(given);
    this.#packed("setRules", rules);
    this.#said = said;
    this.#mute = mute;
  }

  /** What the rules say of products on show. A rule's products are those that would be missing if it hid them. */
  #notices(shown, listing, { context = "browse", listId = "" } = {}) {
    const ids = idsOf(listing);
    const speaksOf = (finds) => {
      const out = this.#packed("previewRules", [finds, listing], context, String(listId), this.now());
      const left = new Set(Array.from(out.subarray(1, 1 + out[0]), (packed) => packed & INDEX));
      return new Set(ids.filter((_, at) => !left.has(at)));
    };
    return this.#alive([], () => notices(this.#said, shown, speaksOf, this));
  }

  /** What the products on show meet of the shopper's wishes. */
  #badges(shown) {
    const wished = Object.values(this.#declared).some((wish) => wish && wish !== "any");
    return wished ? this.#alive([], () => badges(shown, (id) => this.engine.met(this.#handle(id)), this.t)) : [];
  }

  #rank(listing, { limit, context = "browse", listId = "" } = {}) {
    const ids = idsOf(listing);
    const shop = () => ({ ticket: 0, personalised: false, moved: 0, indices: ids.map((_, i) => i), placed: {} });
    const ranked = this.#alive(undefined, () => this.#awake(() => this.#rankIndices(listing, ids, context, listId))) ?? shop();
    const all = ranked.indices.map((i) => ids[i]);
    const order = limit >= 0 ? all.slice(0, limit) : all;
    const shelf = this;
    let told;
    let met;
    return {
      order,
      personalised: ranked.personalised,
      moved: ranked.moved,
      placed: ranked.placed,
      // Worked out when asked for: most pages have none, and most callers want the order.
      get notices() {
        return (told ??= shelf.#notices(order, listing, { context, listId }));
      },
      get badges() {
        return (met ??= shelf.#badges(order));
      },
      explain: (id) => this.#explain(ranked, ids, String(id)),
    };
  }

  /** Until a tab that slept has looked what was decided meanwhile, it uses nothing of what it holds. */
  #awake(ranks) {
    if (!this.#device?.checking) return ranks();
    this.engine.pause(true);
    try {
      return ranks();
    } finally {
      this.engine.pause(this.#paused);
    }
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
    if (given.length) this.#give(given);
    const out = this.engine.rank(handles, context, String(listId), this.now());
    return { ticket: out[0], personalised: out[1] === 1, moved: out[2], ...placedOrder(out.subarray(3), ids) };
  }

  #preview(listing, { rules = null, declared, context = "browse", listId = "" } = {}) {
    const ids = idsOf(listing);
    const shop = () => Uint32Array.of(ids.length, ...ids.keys(), ...ids.keys());
    const tried = rules && spoken(rules).rules;
    const preview = () => this.#packed("previewRules", [tried, listing], context, String(listId), this.now());
    const out = this.#alive(undefined, () => (declared ? this.#wishing(declared, preview) : preview())) ?? shop();
    const shown = (from, to) => {
      const { indices, placed } = placedOrder(out.subarray(from, to), ids);
      return { order: indices.map((i) => ids[i]), placed };
    };
    return { everyone: shown(1, 1 + out[0]), shopper: shown(1 + out[0]) };
  }

  /** Does something as if the shopper wished this instead. Nothing is learned or forgotten for it. */
  #wishing(declared, action) {
    // What may be learned from is no matter of a trial: to take it back would forget.
    const { allowSensitive } = this.#declared;
    this.#packed("declare", { ...own(declared), allowSensitive });
    try {
      return action();
    } finally {
      this.#packed("declare", this.#declared);
    }
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
    const wish = raw.contributions.find(({ term }) => term === "declared");
    if (wish) wish.name = this.#badges([id]).map(({ text }) => text).join(" · ");
    return words.receipt(raw, id, this.t);
  }

  #layout(context = {}) {
    const { width = globalThis.innerWidth ?? 1280, facets = [], limits = {} } = context;
    const stands = { density: "normal", columns: 4, imageSize: "medium", emphasis: "image", surfaceOffers: false, facetOrder: facets, reasons: [] };
    const { minColumns = 1, maxColumns = 8 } = limits;
    return words.layout(this.#alive(stands, () => this.engine.layout(width, facets.map(String), minColumns, maxColumns)), this.t);
  }

  #suggest({ basket, kinds, ...more }) {
    if (kinds && !known(kinds)) throw new OwnshelfError("invalid_input", "kinds has one that is not known");
    if (this.#relations && this.engine.active("suggest")) this.#relate();
    const page = { now: this.now(), locale: this.locale, hemisphere: this.#hemisphere, t: this.t };
    const numbers = basket?.map((id) => this.#handle(String(id)));
    return suggestions(this.engine, { ...more, kinds, ...(numbers && { basket: numbers }) }, page);
  }

  /** The relation table is fetched when something may be suggested for the first time, and what hangs on it follows. */
  async #relate() {
    const given = this.#relations;
    this.#relations = undefined;
    try {
      const bytes = await (typeof given === "function" ? given() : given);
      if (this.#closed || this.#broken) return;
      this.engine.setRelations(bytesOf(bytes, "relations"));
      this.#emit("change");
    } catch (error) {
      this.#warn("what is bought together could not be read", refusal(error));
    }
  }

  #attach(element, options) {
    this.#alive(undefined, () => {});
    const attachment = attachTo(this.face, element, options);
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
    const listeners = Object.hasOwn(this.#listeners, name) && this.#listeners[name];
    if (!listeners) throw new OwnshelfError("invalid_input", `on: ${name} is none of change, consent, learned`);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  #close() {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#midnight);
    this.#attachments.forEach((attachment) => attachment.detach());
    this.#cleanup.forEach((undo) => undo());
    this.#device?.close();
    Object.values(this.#listeners).forEach((set) => set.clear());
  }

  // --- for Privacy -----------------------------------------------------------------------------------------------

  /** Whether the profile is kept on the device at this moment. */
  keeping = () => Boolean(this.#device) && !this.#device.trouble && this.#remembers();

  paused = () => this.#paused;

  pause(paused, tell = true) {
    this.#paused = paused;
    this.#alive(undefined, () => this.engine.pause(paused));
    if (tell) this.#device?.tell({ type: "pause", paused });
    this.#emit("consent");
    this.#emit("change");
  }

  /** Whether a lock on a purpose goes when the shopper chooses otherwise here. */
  overridable = () => typeof this.#source?.notify === "function";

  /** The shopper's word. It binds before this returns, here; in other tabs before their next ranking. */
  setConsent(states) {
    // The engine refuses what it does not know before anything is changed.
    this.#alive(undefined, () => this.engine.setConsent(states));
    this.#choose(states, "");
    this.#device?.tell({ type: "consent", states: { ...states } });
    try {
      this.#source?.notify?.({ ...states });
    } catch (error) {
      this.#warn("the shop's consent manager could not be told", error);
    }
    this.#consentChanged();
  }

  /** What is held became less or other: keep that, and let listings follow. */
  changed() {
    this.#device?.save();
    this.#emit("change");
  }

  setRetention(days) {
    this.#pending.retention = days;
    this.#alive(undefined, () => this.engine.setRetention(days, this.now()));
    this.#device?.tell({ type: "retention", days });
    this.changed();
  }

  declared = () => structuredClone(this.#declared);

  declare(wishes, tell = true) {
    const plain = { ...own(wishes) };
    this.#alive(undefined, () => this.#packed("declare", plain));
    this.#declared = this.#pending.declared = structuredClone(plain);
    if (tell) this.#device?.tell({ type: "declare", wishes: plain });
    if (tell) this.#device?.save();
    this.#emit("change");
  }

  /** Forgets something, with a receipt. */
  forget(key) {
    const before = this.#held();
    this.#alive(undefined, () => this.engine.forget(key));
    this.#pending.forget.push(key);
    this.#device?.tell({ type: "forget", key });
    const after = this.#held();
    this.changed();
    return { before, after, at: this.now() };
  }

  /** Forgets everything at once here; `onDevice` resolves to what was found on the device afterwards: 0. */
  erase() {
    const before = this.#held();
    const at = this.now();
    const made = this.#alive([], () => [[this.#tab, at], [this.engine.device(), at]]);
    this.#forgetAll();
    this.#device?.tell({ type: "erase" });
    const receipt = { before, after: this.#held(), at };
    const onDevice = this.#device?.erase() ?? Promise.resolve(0);
    this.#emit("consent");
    this.#emit("change");
    return { receipt, onDevice, made };
  }

  exportData() {
    return this.#alive({}, () => ({
      format: "ownshelf-profile",
      version: 2,
      exportedAt: new Date(this.now()).toISOString(),
      retentionDays: this.engine.retention(),
      purposes: { ...this.#choices.own },
      declared: this.declared(),
      erased: this.privacy.erasures(),
      facts: this.engine.facts(this.now()).map((raw) => words.fact(raw, this.t)),
      ...this.engine.export(),
      ledger: this.privacy.ledger(),
    }));
  }

  /** Adds what was taken along; of two answers to a purpose the stricter counts. `records`: how many are new. */
  importData(data) {
    const { products, records, ...beside } = portable(data);
    const add = () => this.#packed("import", { products, records }, this.now());
    return { records: this.#takeAlong(beside, erasuresOf(beside.erased), add), erased: beside.erased };
  }

  /** What goes along in a capsule: the profile, and what was said beside it. */
  carried() {
    const refused = LEARNING.filter((purpose) => this.#choices.own[purpose] === "denied");
    return {
      profile: this.#alive(new Uint8Array(0), () => this.engine.encode()),
      words: { refused, declared: this.#declared, erased: this.privacy.erasures() },
    };
  }

  /** Adds what a capsule held; as `importData`, but what was erased here does not come back. */
  takeCapsule({ profile, words }) {
    const { refused, declared, erased } = words;
    const purposes = Object.fromEntries([].concat(refused ?? []).map((purpose) => [purpose, "denied"]));
    return this.#takeAlong({ purposes, declared: own(declared) }, this.privacy.erasures(erased), () => this.engine.merge(profile, this.now()));
  }

  #takeAlong({ purposes, declared }, erasures, add) {
    const refused = LEARNING.filter((purpose) => purposes[purpose] === "denied" && this.#choices.own[purpose] !== "denied");
    const before = this.#alive(0, () => this.engine.records());
    this.#alive(0, add);
    for (const made of erasures) {
      this.#forgetHeld(made);
      this.#pending.forget.push(made);
      this.#device?.tell({ type: "forget", key: made });
    }
    const added = this.#alive(0, () => Math.max(0, this.engine.records() - before));
    if (refused.length) this.setConsent(Object.fromEntries(refused.map((purpose) => [purpose, "denied"])));
    if (Object.keys(declared).length) this.declare({ ...declared, ...this.#declared });
    this.changed();
    return added;
  }

  storage() {
    const bytes = this.#held().bytes;
    const problem = this.#device?.problem && { problem: this.#device.problem };
    if (this.keeping()) return { kind: "indexeddb", bytes, ...problem };
    const reason = this.#device?.trouble ?? (this.#device ? "not_permitted" : "memory");
    return { kind: "memory", reason, bytes, ...problem };
  }

  // --- inside ----------------------------------------------------------------------------------------------------

  #held() {
    return this.#alive({ records: 0, bytes: 0 }, () => {
      const records = this.engine.records();
      return { records, bytes: records ? this.engine.encode().length : 0 };
    });
  }

  /** Whether keeping is allowed: a pause keeps what there is. */
  #remembers = () => !this.#broken && this.#choices.state("remember") === "granted" && !this.#choices.refused().includes("remember");

  /** Takes states into force; `from` names the tab they came from, "" for this one, undefined for the device. */
  #choose(states, from) {
    const before = this.#remembers();
    this.#choices.take(states);
    if (from !== undefined) for (const [purpose, state] of Object.entries(states)) this.#pending.states.set(purpose, { state, from });
    this.#applyChoices(before);
  }

  #applyChoices(remembered) {
    this.#enginely(() => {
      this.engine.setRefusedBySource(joined(this.#choices.refused()));
      this.engine.setConsent(Object.fromEntries(PURPOSES.map((purpose) => [purpose, this.#choices.state(purpose)])));
      // What is no longer kept stands in this tab alone, and is to be kept again should that be wanted.
      if (remembered && !this.#remembers()) this.engine.markKept(false);
    });
  }

  #consentChanged() {
    this.changed();
    this.#emit("consent");
  }

  #hearSource(states) {
    const remembered = this.#remembers();
    this.#choices.hear(states);
    this.#applyChoices(remembered);
    // What is kept was looked at while it could not be taken over; it has to be read again before anything is written.
    if (!remembered && this.#remembers()) this.#device?.forgetVault();
    if (Object.values(own(states)).some((state) => state !== "unset") || remembered !== this.#remembers()) this.#consentChanged();
  }

  #forgetAll() {
    this.#enginely(() => this.engine.erase());
    // What was refused stays refused; what was granted has to be granted anew.
    this.#choices.ungrant();
    this.#declared = {};
    this.#enginely(() => this.#packed("declare", {}));
    this.#pending = nothing();
    this.privacy.clearLedger();
    this.#applyChoices(false);
  }

  // --- for Device ------------------------------------------------------------------------------------------------

  /** What may be on the device now: the profile if remembered, else the refusals alone, else nothing. */
  #toKeep() {
    const keep = this.#remembers();
    // The shop's manager has not answered yet: what it allowed last time stays where it is.
    if (!keep && this.#source && this.#choices.waiting("remember")) return { wait: true };
    const states = Object.fromEntries(Object.entries(this.#choices.own).filter(([, state]) => keep || state === "denied"));
    if (!keep && !Object.keys(states).length) return {};
    const sealed = keep ? { profile: this.engine.encode(), declared: this.#declared } : null;
    // What is learned and decided while this is being written is written next time.
    this.#pending = nothing();
    if (keep) this.engine.markKept(true);
    return { consent: { states, ledger: this.privacy.keptLedger() }, sealed };
  }

  #follow({ consent, profile, declared }) {
    const mine = this.#pending;
    if (consent) {
      const states = Object.fromEntries(Object.keys(this.#choices.own).map((purpose) => [purpose, "unset"]));
      for (const [purpose, state] of Object.entries(own(consent.states))) if (PURPOSES.includes(purpose) && STATES.includes(state)) states[purpose] = state;
      for (const [purpose, { state }] of mine.states) states[purpose] = state;
      this.#choose(states, undefined);
      this.privacy.followLedger(consent.ledger);
    }
    let read = true;
    if (this.#remembers()) {
      if (profile) read = this.#takeProfile(profile);
      else this.#enginely(() => this.engine.markKept(false));
      if (declared && !mine.declared) this.#enginely(() => {
        this.#packed("declare", declared);
        this.#declared = declared;
      });
    }
    this.#emit("consent");
    this.#emit("learned", { records: 0 });
    return read;
  }

  /** The kept profile and what was learned here since, without what was forgotten here since. */
  #takeProfile(profile) {
    try {
      this.engine.sync(profile, this.now());
    } catch (error) {
      if (refusal(error)?.code !== "storage_corrupt") this.#fail(error);
      return false;
    }
    if (this.#pending.retention) this.#enginely(() => this.engine.setRetention(this.#pending.retention, this.now()));
    this.#pending.forget.forEach((key) => this.#forgetHeld(key));
    return true;
  }

  #erased() {
    this.#forgetAll();
    this.#emit("consent");
    this.#emit("change");
  }

  #forgetHeld(key) {
    try {
      if (Array.isArray(key)) this.engine.forgetMade(...key);
      else this.engine.forget(String(key));
    } catch {
      // This tab never held it.
    }
  }

  /** What another tab did binds here before the next ranking. */
  #hear(message) {
    if (this.#closed || this.#broken) return;
    if (message.type === "kept") {
      for (const [purpose, { from }] of this.#pending.states) if (from === message.from) this.#pending.states.delete(purpose);
      return;
    }
    if (message.type === "consent") {
      const remembered = this.#remembers();
      this.#choose(own(message.states), message.from);
      this.#emit("consent");
      if (!remembered && this.#remembers()) this.#device.saveSoon();
      else if (remembered && !this.#remembers()) this.#device.forgetVault();
    } else if (message.type === "pause") this.pause(message.paused === true, false);
    else if (message.type === "erase") {
      this.#device.forgetVault();
      this.#erased();
      return;
    } else if (message.type === "forget") this.#forgetHeld(message.key);
    else if (message.type === "retention") this.#enginely(() => this.engine.setRetention(message.days, this.now()));
    else if (message.type === "declare") this.#enginely(() => {
      this.#packed("declare", message.wishes);
      this.#declared = message.wishes;
    });
    this.#emit("change");
  }

  /** Evidence over its limit goes at midnight too, on a page that stays open. */
  #waitForMidnight() {
    const next = new Date(this.now());
    next.setHours(24, 0, 1, 0);
    // At most a day, which also mends a clock that was put back.
    const wait = Math.min(Math.max(next.getTime() - this.now(), 1000), 86_400_000);
    this.#midnight = setTimeout(() => {
      if (this.#alive(false, () => this.engine.expire(this.now()))) this.changed();
      this.#waitForMidnight();
    }, wait);
    this.#midnight.unref?.();
  }

  #give(value) {
    const { tokens, text, lengths } = pack(value);
    this.engine.give(tokens, text, lengths);
  }

  #packed(method, value, ...more) {
    this.#give(value);
    return this.engine[method](...more);
  }

  /** Calls the engine. Its own errors become OwnshelfErrors; a trap leaves the shop's order standing. */
  #alive(otherwise, action) {
    if (this.#closed) throw new OwnshelfError("closed", "the shelf was closed");
    if (this.#broken) return otherwise;
    try {
      return action();
    } catch (thrown) {
      const error = refusal(thrown);
      if (error instanceof OwnshelfError) throw error;
      this.#fail(error);
      return otherwise;
    }
  }

  /** Calls the engine where nobody waits for an answer; the last writing at closing is such a place. */
  #enginely(action) {
    if (this.#broken) return;
    try {
      action();
    } catch (thrown) {
      const error = refusal(thrown);
      if (error instanceof OwnshelfError) this.#warn("the engine refused", error);
      else this.#fail(error);
    }
  }

  #fail(error) {
    this.#broken = true;
    this.#warn("the engine stopped; the shop's order stands", error);
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
}

const nothing = () => ({ states: new Map(), forget: [], retention: undefined, declared: undefined });

const PURPOSES = ["rank", "dwell", "price", "layout", "suggest", "remember", "link", "insights"];
/** Whether the profile is kept on a device, or carried to it, is a matter of that device and is not taken along. */
const LEARNING = PURPOSES.filter((purpose) => purpose !== "remember" && purpose !== "link");
const STATES = ["granted", "denied"];

/** What `exportData` handed out, as own properties only. */
function portable(data) {
  let parsed = data;
  try {
    if (typeof data === "string") parsed = JSON.parse(data);
  } catch {
    throw new OwnshelfError("invalid_input", "data is not JSON");
  }
  const file = own(parsed);
  if (file.format !== "ownshelf-profile") throw new OwnshelfError("invalid_input", "format is not ownshelf-profile");
  if (file.version !== 2) throw new OwnshelfError("invalid_input", "version is not 2");
  return { products: file.products ?? [], records: file.records ?? [], purposes: own(file.purposes), declared: own(file.declared), erased: file.erased };
}

/** @param {BufferSource} given */
function bytesOf(given, name) {
  if (ArrayBuffer.isView(given)) return new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  if (given instanceof ArrayBuffer) return new Uint8Array(given);
  throw new OwnshelfError("invalid_input", `${name} is neither an ArrayBuffer nor a view of one`);
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
