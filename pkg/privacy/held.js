/**
 * What a shelf holds about the shopper - the wishes, what was learned - and what becomes of it: kept on the device, told to
 * other tabs, taken along, forgotten. `consent.js` says what is allowed, `device.js` is its way to the device and the other
 * tabs; `privacy.js`, which is the shopper's side, it does not know.
 *
 * Any script of the origin can send a message. So a message takes away, or says that the device is to be looked at; whatever
 * allows something comes from the device alone.
 */
import { LEARNING_PURPOSES } from "../generated/names.js";
import { Device } from "../storage/device.js";
import { Journal } from "../storage/journal.js";
import { portable } from "../engine/input.js";
import { OwnshelfError } from "../engine/errors.js";
import { own } from "../engine/own-properties.js";
import { atMidnight, breath, doneWithin } from "../storage/timing.js";
import * as words from "../words/sentences.js";

// Taken when the package is loaded: a script that replaces them later changes nothing here.
const { entries, fromEntries, keys, values } = Object;

/** @typedef {import("./consent.js").States} States */
/** @typedef {import("./consent.js").Origin} Origin */
/** @typedef {import("../index.d.ts").Declared} Declared */
/** @typedef {import("../storage/device.js").Found} Found */
/** What goes along beside the evidence. @typedef {{ purposes: Record<string, unknown>, declared: Record<string, unknown> }} Beside */

/** A shelf opens after this many milliseconds even if the device's storage has not answered by then. */
const STORAGE_MS = 2000;
/** It learns for so many milliseconds before it lets the page breathe, and from so many records before it looks at the clock. */
const SLICE_MS = 12;
const RECORDS = 16;

export class Held {
  #supervisor;
  #consent;
  #emit;
  /** @type {Device | undefined} */ #device;
  /** @type {Declared} */ #declared = {};
  /** What was set here and is not on the device yet: it holds against what is read from there. */
  #newer = { retention: false, declared: false };
  #paused = false;
  /** Whether nothing was given to the engine yet but what it begins with. */
  #opening = true;
  /** @type {(() => void) | void} */ #disconnect = undefined;
  /** @type {(() => void) | undefined} */ #endDays;
  /** What this tab learned and the device does not hold yet. @type {Journal | undefined} */ #journal;
  /** What an earlier page of this tab left in the journal, until it may be used. @type {import("../storage/journal.js").Entry | undefined} */
  #left;
  /** Whether something was learned since it was last handed to the device. */
  #unsaved = false;

  /**
   * @param {import("../engine/supervisor.js").Supervisor} supervisor
   * @param {import("../shelf/shelf.js").Page} page
   * @param {import("./consent.js").Consent} consent
   * @param {import("../storage/vault.js").Vault | null} vault
   * @param {(name: string, detail?: object) => void} emit
   */
  constructor(supervisor, page, consent, vault, emit) {
    this.page = page;
    this.#supervisor = supervisor;
    this.#consent = consent;
    this.#emit = emit;
    if (vault) {
      this.#device = new Device(vault, page.store, {
        toKeep: () => this.#toKeep(),
        follow: (found) => this.#follow(found),
        erased: () => this.#erased("vault"),
        checked: () => this.#emit("change"),
        saved: () => this.#remembers() && !this.#unsaved && this.#journal?.clear(),
        hear: (message) => this.#hear(message),
        warn: (what, error) => this.#supervisor.warn(what, error),
      });
      this.#journal = new Journal(page.store, () => this.#toJournal());
    }
  }

  get engine() {
    return this.#supervisor.engine;
  }

  async open() {
    this.#left = this.#journal?.read();
    // What the device says is the later word, whenever it comes.
    if (this.#left) this.#consent.joinJournal(this.#left.states);
    if (this.#device) await this.#read(this.#device.open());
    this.#takeLeft();
    if (this.#device && !this.#consent.view.unread && !this.#supervisor.broken) await this.#learnKept(this.#device);
    this.#opening = false;
    this.#disconnect = this.page.source?.connect((states) => void (this.#supervisor.closed || this.#hearManager(states)));
    this.#takeLeft();
    // Evidence over its limit goes on a page that stays open, too.
    this.#endDays = atMidnight(this.page.now, () => {
      if (this.#supervisor.ask(false, () => this.engine.expire(this.page.now()))) this.changed();
    });
  }

  /** Whether anything may be learned at this moment. */
  #learns = () => !this.#supervisor.broken && LEARNING_PURPOSES.some((purpose) => this.engine.active(purpose));

  /** What may lie in the tab's journal: what was learned, while something may be. */
  #toJournal() {
    if (!this.#learns() || !this.engine.records()) return undefined;
    return { states: this.#consent.view.own.states, profile: this.engine.encode(), vault: this.#device?.vaultId };
  }

  /** Takes over what an earlier page of this tab learned, as soon as that is allowed. What was erased meanwhile stays erased. */
  #takeLeft() {
    const left = this.#left;
    if (!left || this.#consent.view.unread || !this.#learns()) return;
    this.#left = undefined;
    if (left.vault && left.vault !== this.#device?.vaultId) return;
    this.#unsaved = true;
    this.#supervisor.tell(() => {
      if (this.engine.merge(left.profile, this.page.now()) && this.keeping()) this.#device?.saveSoon();
    });
  }

  /** Learns from what was kept, little by little; should the engine trap, another reads it and learns at once. */
  async #learnKept(/** @type {Device} */ device) {
    try {
      for (let left = this.engine.records(), since = performance.now(); left; ) {
        left = this.engine.learnSome(RECORDS);
        if (left && performance.now() - since < SLICE_MS) continue;
        // What the page does next takes a while, too.
        await breath();
        since = performance.now();
      }
    } catch {
      this.#supervisor.renew();
      device.forgetVault();
      await this.#read(device.open());
    }
  }

  /** Waits for what is kept, but not for ever. Until it is known, nothing is learned or used but on the shopper's word. @param {Promise<unknown>} reading */
  async #read(reading) {
    if (await doneWithin(reading, STORAGE_MS)) return;
    this.#setUnread(true);
    reading.then(() => {
      if (this.#supervisor.closed) return;
      this.#setUnread(false);
      this.#takeLeft();
      this.#emit("consent");
      this.#emit("change");
    });
  }

  /** @param {boolean} unread */
  #setUnread(unread) {
    if (this.#consent.view.unread !== unread) this.#consent.setUnread(unread);
  }

  close() {
    this.#endDays?.();
    this.#journal?.close();
    if (typeof this.#disconnect === "function") this.#disconnect();
    this.#device?.close();
  }

  /**
   * Until a tab that slept has looked what was decided meanwhile, it uses nothing of what it holds.
   * @template T
   * @param {() => T} ranks
   * @returns {T}
   */
  awake(ranks) {
    if (!this.#device?.checking) return ranks();
    this.engine.pause(true);
    try {
      return ranks();
    } finally {
      this.engine.pause(this.#paused);
    }
  }

  /** Something was learned. @param {number} records */
  learned(records) {
    this.#unsaved = true;
    this.#journal?.note();
    this.#emit("learned", { records });
    if (this.keeping()) this.#device?.saveSoon();
  }

  /** Whether the shopper declared any wish. */
  wishes = () => values(this.#declared).some((wish) => wish && wish !== "any");

  /**
   * Does something as if the shopper wished this instead. Nothing is learned or forgotten for it.
   * @template T
   * @param {unknown} declared
   * @param {() => T} action
   * @returns {T}
   */
  wishing(declared, action) {
    // What may be learned from is no matter of a trial: to take it back would forget.
    const { allowSensitive } = this.#declared;
    this.engine.declare({ ...own(declared), allowSensitive });
    try {
      return action();
    } finally {
      this.engine.declare(this.#declared);
    }
  }

  /** Whether the profile is kept on the device at this moment. */
  keeping = () => !this.#supervisor.broken && this.#kept();

  paused = () => this.#paused;

  /** Whether paused at this moment. Only a pause is told to other tabs. @param {boolean} paused @param {Origin} [from] */
  pause(paused, from) {
    this.#paused = paused;
    this.#supervisor.ask(undefined, () => this.engine.pause(paused));
    if (paused && !from) this.#device?.tell({ type: "pause" });
    if (from) this.#consent.note("pause", { from });
    this.#emit("consent");
    this.#emit("change");
  }

  /** The shopper's word. It binds before this returns, here; a refusal, in other tabs before their next ranking. @param {States} states */
  setConsent(states) {
    this.#supervisor.ask(undefined, () => {});
    this.#withConsent(() => this.#consent.set(states));
    const refused = entries(states).filter(([, state]) => state === "denied");
    if (refused.length) {
      const { stamps } = this.#consent.view.own;
      const stamp = Math.max(...refused.map(([purpose]) => stamps[purpose] ?? 0));
      this.#device?.tell({ type: "consent", states: fromEntries(refused), stamp });
    }
    try {
      this.page.source?.notify?.({ ...states });
    } catch (error) {
      this.#supervisor.warn("the shop's consent manager could not be told", error);
    }
    this.#consentChanged();
  }

  /** What is held became less or other: keep that, and let listings follow. */
  changed() {
    this.#device?.save();
    // What was forgotten or refused goes from the journal in the same task.
    if (!this.#left) this.#journal?.write();
    this.#emit("change");
  }

  /** @param {number} days */
  setRetention(days) {
    this.#supervisor.must(() => this.engine.setRetention(days, this.page.now()));
    this.#newer.retention = true;
    this.changed();
  }

  declared = () => structuredClone(this.#declared);

  /** @param {Record<string, unknown>} wishes */
  declare(wishes) {
    const plain = { ...own(wishes) };
    this.#supervisor.must(() => this.engine.declare(plain));
    try {
      this.#declared = structuredClone(plain);
    } catch {
      // A wish is plain data; what is none stays out of the engine too.
      this.#supervisor.must(() => this.engine.declare(this.#declared));
      throw new OwnshelfError("invalid_input", "declared is not plain data");
    }
    this.#newer.declared = true;
    this.#device?.save();
    this.#emit("change");
  }

  /** Forgets something, with a receipt. @param {string} key */
  forget(key) {
    const before = this.#held();
    this.#supervisor.must(() => this.engine.forget(key, this.page.now()));
    this.#device?.tell({ type: "forget", key });
    const after = this.#held();
    this.changed();
    return { before, after, at: this.page.now() };
  }

  /** Forgets everything at once here; `onDevice` resolves to what was found on the device afterwards: 0. */
  erase() {
    const before = this.#held();
    const at = this.page.now();
    const known = this.#consent.erasures();
    /** @type {import("./consent.js").Erasure[]} */
    const made = this.#supervisor.ask([], () => [
      [this.page.tab, at],
      [this.engine.device(), at],
    ]);
    const erased = this.#consent.erasuresOf([...known, ...made]);
    this.#forgetAll();
    this.#device?.tell({ type: "erase" });
    const receipt = { before, after: this.#held(), at };
    const onDevice = this.#device?.erase() ?? Promise.resolve(0);
    this.#emit("consent");
    this.#emit("change");
    return { receipt, onDevice, erased };
  }

  exportData() {
    return this.#supervisor.must(() => ({
      format: "ownshelf-profile",
      version: 2,
      exportedAt: new Date(this.page.now()).toISOString(),
      retentionDays: this.engine.retention(),
      purposes: this.#consent.view.own.states,
      declared: this.declared(),
      erased: this.#consent.erasures(),
      facts: this.facts(),
      ...this.engine.export(),
      ledger: this.#consent.entries(),
    }));
  }

  /** What is known of the shopper, in words. */
  facts = () =>
    this.#supervisor.must(() => this.engine.facts(this.page.now()).map((/** @type {words.RawFact} */ raw) => words.fact(raw, this.page.t)));

  /** Adds what was taken along; of two answers to a purpose the stricter counts. `records`: how many are new. @param {unknown} data */
  importData(data) {
    const { products, records, ...beside } = portable(data);
    const add = () => this.engine.import(products, records, this.page.now());
    return { records: this.#takeAlong(beside, this.#consent.erasuresOf(beside.erased), add), erased: beside.erased };
  }

  /** What goes along in a capsule: the profile, and what was said beside it. */
  carried() {
    return {
      profile: this.#supervisor.must(() => this.engine.encode()),
      words: { refused: this.#consent.view.carried, declared: this.#declared, erased: this.#consent.erasures() },
    };
  }

  /** Adds what a capsule held; as `importData`, but what was erased here does not come back. @param {{ profile: Uint8Array, words: any }} opened */
  takeCapsule({ profile, words: { refused, declared, erased } }) {
    const purposes = fromEntries([refused ?? []].flat().map((purpose) => [String(purpose), "denied"]));
    return this.#takeAlong({ purposes, declared: own(declared) }, this.#consent.erasures(erased), () =>
      this.engine.merge(profile, this.page.now()),
    );
  }

  /**
   * @param {Beside} beside
   * @param {import("./consent.js").Erasure[]} erasures
   * @param {() => number} add
   */
  #takeAlong({ purposes, declared }, erasures, add) {
    const refused = this.#consent.stricter(purposes);
    const before = this.#supervisor.must(() => this.engine.records());
    this.#supervisor.must(add);
    for (const [device, until] of erasures) this.#supervisor.tell(() => this.engine.forgetMade(device, until));
    const added = this.#supervisor.ask(0, () => Math.max(0, this.engine.records() - before));
    if (refused.length) {
      this.setConsent(fromEntries(refused.map((purpose) => [purpose, "denied"])));
      this.#consent.note("consent", { ...fromEntries(refused.map((purpose) => [purpose, "denied"])), from: "import" });
    }
    if (keys(declared).length) this.declare({ ...declared, ...this.#declared });
    this.changed();
    return added;
  }

  /** @returns {ReturnType<import("../index.d.ts").Privacy["storage"]>} */
  storage() {
    const bytes = this.#held().bytes;
    const problem = this.#device?.problem && { problem: this.#device.problem };
    if (this.#kept()) return { kind: "indexeddb", bytes, ...problem };
    const reason = this.#device?.trouble ?? (this.#consent.view.unread ? "blocked" : this.#device ? "not_permitted" : "memory");
    return { kind: "memory", reason, bytes, ...problem };
  }

  #held() {
    return this.#supervisor.ask({ records: 0, bytes: 0 }, () => {
      const records = this.engine.records();
      return { records, bytes: records ? this.engine.encode().length : 0 };
    });
  }

  #remembers = () => !this.#supervisor.broken && this.#consent.view.mayKeep;

  #kept = () => Boolean(this.#device) && !this.#device?.trouble && !this.#consent.view.unread && this.#consent.view.mayKeep;

  /** Changes what is consented to. What is then no longer kept stands in this tab alone, and is to be kept again should that be wanted. @param {() => void} change */
  #withConsent(change) {
    const before = this.#remembers();
    change();
    if (before && !this.#remembers()) this.#supervisor.tell(() => this.engine.markKept(false));
  }

  #consentChanged() {
    this.changed();
    this.#emit("consent");
  }

  /** @param {Partial<States>} states */
  #hearManager(states) {
    const remembered = this.#remembers();
    this.#withConsent(() => this.#consent.hearManager(states));
    this.#takeLeft();
    // What is kept was looked at while it could not be taken over; it has to be read again before anything is written.
    if (!remembered && this.#remembers()) this.#device?.forgetVault();
    if (values(own(states)).some((state) => state !== "unset") || remembered !== this.#remembers()) this.#consentChanged();
  }

  #forgetAll() {
    this.#supervisor.tell(() => this.engine.erase());
    this.#consent.erase();
    this.#declared = {};
    this.#supervisor.tell(() => this.engine.declare({}));
    this.#newer = { retention: false, declared: false };
    this.#left = undefined;
    this.#journal?.clear();
  }

  /** What may be on the device now: the profile if remembered, else the refusals alone, else nothing. */
  #toKeep() {
    const { mayKeep: keep, awaits, kept } = this.#consent.view;
    // The shop's manager has not answered yet: what it allowed last time stays where it is.
    if (!keep && awaits) return { wait: true };
    if (!keep && !keys(kept.states).length) return {};
    const consent = { ...kept, ledger: this.#consent.chainToKeep() };
    // An engine that trapped has lost nothing of what is on the device: it is read again on the next page.
    if (keep && this.#supervisor.broken) return { consent };
    if (keep) this.#unsaved = false;
    const sealed = keep ? { profile: this.engine.encode(), declared: this.#declared, forgotten: this.engine.forgotten() } : null;
    // What is learned and decided while this is being written is written next time.
    this.#newer = { retention: false, declared: false };
    if (keep) this.engine.markKept(true);
    return { consent, sealed };
  }

  /** @param {Found} found */
  #follow({ consent, profile, declared, forgotten }) {
    // Before the profile is taken: by what is not known to be allowed, nothing of it would be.
    this.#setUnread(false);
    if (consent) this.#withConsent(() => this.#consent.join(consent));
    this.#supervisor.tell(() => this.engine.joinForgotten(forgotten));
    let read = true;
    if (this.#remembers()) {
      if (profile) read = this.#takeProfile(profile);
      else this.#supervisor.tell(() => this.engine.markKept(false));
      if (declared && !this.#newer.declared)
        this.#supervisor.tell(() => {
          this.engine.declare(declared);
          this.#declared = declared;
        });
    }
    this.#emit("consent");
    this.#emit("learned", { records: 0 });
    return read;
  }

  /**
   * Takes the kept profile and what was learned here since, without what was forgotten since it was. Whether it could be
   * read; an engine that traps over it says nothing of that.
   * @param {Uint8Array} profile
   */
  #takeProfile(profile) {
    const days = this.engine.retention();
    const sync = () => this.engine.sync(profile, this.page.now());
    try {
      if (this.#opening) this.#supervisor.retry(sync);
      else if (!this.#supervisor.broken) sync();
    } catch (error) {
      if (error instanceof OwnshelfError) {
        if (error.code === "storage_corrupt") return false;
        throw error;
      }
      this.#supervisor.fail(error);
    }
    if (this.#supervisor.broken) return true;
    if (this.#newer.retention) this.#supervisor.tell(() => this.engine.setRetention(days, this.page.now()));
    return true;
  }

  /** Everything was erased elsewhere. @param {Origin} from */
  #erased(from) {
    const { records } = this.#held();
    this.#forgetAll();
    this.#consent.note("erase", { records, from });
    this.#emit("consent");
    this.#emit("change");
  }

  /** What another tab did binds here before the next ranking, if it takes away; all else is read from the device. @param {unknown} heard */
  #hear(heard) {
    if (this.#supervisor.closed || this.#supervisor.broken) return;
    // Any script of the origin can send one: what is malformed is no message.
    const message = own(heard);
    if (message.type === "consent") this.#hearRefused(message);
    else if (message.type === "pause" && !this.#paused) this.pause(true, "tab");
    else if (message.type === "forget" && typeof message.key === "string") this.#hearForgotten(message.key);
    else if (message.type === "erase") {
      this.#device?.forgetVault();
      this.#erased("tab");
    }
  }

  /** @param {Record<string, unknown>} message */
  #hearRefused({ states, stamp }) {
    const refused = entries(own(states)).flatMap(([purpose, state]) => (state === "denied" ? [purpose] : []));
    if (!refused.length) return;
    const remembered = this.#remembers();
    this.#withConsent(() => this.#consent.hearRefused(refused, stamp));
    if (remembered && !this.#remembers()) this.#device?.forgetVault();
    this.#emit("consent");
    this.#emit("change");
  }

  /** @param {string} key */
  #hearForgotten(key) {
    const before = this.#held().records;
    this.#supervisor.tell(() => this.engine.forgetUntil(key, this.page.now()));
    const records = before - this.#held().records;
    if (records) this.#consent.note("forget", { records, from: "tab" });
    this.#emit("change");
  }
}
