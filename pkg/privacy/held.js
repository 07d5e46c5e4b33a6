/**
 * What a shelf holds about the shopper - the choices, the wishes, what was learned - and what becomes of it: kept on the
 * device, told to other tabs, taken along, forgotten. `privacy.js` is its face to the shopper, `device.js` its way to the
 * device and the other tabs.
 */
import { Choices } from "./choices.js";
import { LEARNING_PURPOSES } from "../generated/names.js";
import { Device } from "../storage/device.js";
import { Journal } from "../storage/journal.js";
import { portable } from "../engine/input.js";
import { OwnshelfError } from "../engine/errors.js";
import { own } from "../engine/own-properties.js";
import { atMidnight, breath, doneWithin } from "../storage/timing.js";
import { Pending } from "../storage/pending.js";
import { erasuresOf, Privacy } from "./privacy.js";
import * as words from "../words/sentences.js";

// Taken when the package is loaded: a script that replaces them later changes nothing here.
const { entries, fromEntries, values } = Object;
const { from } = Array;

/** A shelf opens after this many milliseconds even if the device's storage has not answered by then. */
const STORAGE_MS = 2000;
/** It learns for so many milliseconds before it lets the page breathe, and from so many records before it looks at the clock. */
const SLICE_MS = 12;
const RECORDS = 16;

export class Held {
  privacy;
  #supervisor;
  #emit;
  #device;
  #source;
  #choices;
  #declared = {};
  #pending = new Pending();
  #paused = false;
  /** Whether nothing was given to the engine yet but what it begins with. */
  #opening = true;
  #disconnect;
  #endDays;
  /** The number this tab made records under before it knew the device's. */
  #tab;
  /** What this tab learned and the device does not hold yet. @type {Journal | undefined} */ #journal;
  /** What an earlier page of this tab left in the journal, until it may be used. */
  #left;
  /** Whether something was learned since it was last handed to the device. */
  #unsaved = false;

  /**
   * @param {import("../engine/supervisor.js").Supervisor} supervisor
   * @param {import("../shelf/shelf.js").Page} page
   * @param {import("../storage/vault.js").Vault | null} vault
   * @param {(name: string, detail?: object) => void} emit
   */
  constructor(supervisor, page, vault, emit) {
    const { source, store, tab } = page;
    this.page = page;
    this.#supervisor = supervisor;
    supervisor.renewed = () => this.#putChoices();
    this.#emit = emit;
    this.#source = source;
    this.#choices = new Choices(source && typeof source.notify === "function");
    this.#tab = tab;
    this.privacy = new Privacy(this);
    if (vault) {
      this.#device = new Device(vault, store, {
        toKeep: () => this.#toKeep(),
        follow: (found) => this.#follow(found),
        erased: () => this.#erased(),
        checked: () => this.#emit("change"),
        saved: () => this.#remembers() && !this.#unsaved && this.#journal?.clear(),
        hear: (message) => this.#hear(message),
        warn: (what, error) => this.#supervisor.warn(what, error),
      });
      this.#journal = new Journal(store, () => this.#toJournal());
    }
  }

  get engine() {
    return this.#supervisor.engine;
  }

  async open() {
    this.#left = this.#journal?.read();
    if (this.#device) await this.#read(this.#device.open());
    this.#followLeft({});
    this.#takeLeft();
    if (this.#device && !this.#choices.unread && !this.#supervisor.broken) await this.#learnKept();
    this.#opening = false;
    if (this.#source) this.#disconnect = this.#source.connect((states) => this.#supervisor.closed || this.#hearSource(states));
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
    return { states: { ...this.#choices.own }, profile: this.engine.encode(), vault: this.#device?.vaultId };
  }

  /** What the shopper answered on an earlier page of this tab counts where the device holds no answer. */
  #followLeft(kept) {
    if (!this.#left) return;
    const states = entries(this.#left.states).filter(([purpose]) => !kept[purpose]);
    this.#left.states = {};
    if (states.length) this.#choose(fromEntries(states), "");
  }

  /** Takes over what an earlier page of this tab learned, as soon as that is allowed. What was erased meanwhile stays erased. */
  #takeLeft() {
    const left = this.#left;
    if (!left || this.#choices.unread || !this.#learns()) return;
    this.#left = undefined;
    if (left.vault && left.vault !== this.#device?.vaultId) return;
    this.#unsaved = true;
    this.#supervisor.tell(() => {
      if (this.engine.merge(left.profile, this.page.now()) && this.keeping()) this.#device?.saveSoon();
    });
  }

  /** Learns from what was kept, little by little; should the engine trap, another reads it and learns at once. */
  async #learnKept() {
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
      this.#device.forgetVault();
      await this.#read(this.#device.open());
    }
  }

  /** Waits for what is kept, but not for ever. Until it is known, nothing is learned or used but on the shopper's word. */
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

  #setUnread(unread) {
    if (this.#choices.unread === unread) return;
    this.#choices.unread = unread;
    this.#putChoices();
  }

  close() {
    this.#endDays?.();
    this.#journal?.close();
    if (typeof this.#disconnect === "function") this.#disconnect();
    this.#device?.close();
  }

  /** Until a tab that slept has looked what was decided meanwhile, it uses nothing of what it holds. */
  awake(ranks) {
    if (!this.#device?.checking) return ranks();
    this.engine.pause(true);
    try {
      return ranks();
    } finally {
      this.engine.pause(this.#paused);
    }
  }

  /** Something was learned. */
  learned(records) {
    this.#unsaved = true;
    this.#journal?.note();
    this.#emit("learned", { records });
    if (this.keeping()) this.#device.saveSoon();
  }

  /** Whether the shopper declared any wish. */
  wishes = () => values(this.#declared).some((wish) => wish && wish !== "any");

  /** Does something as if the shopper wished this instead. Nothing is learned or forgotten for it. */
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

  pause(paused, tell = true) {
    this.#paused = paused;
    this.#supervisor.ask(undefined, () => this.engine.pause(paused));
    if (tell) this.#device?.tell({ type: "pause", paused });
    this.#emit("consent");
    this.#emit("change");
  }

  /** Whether a lock on a purpose goes when the shopper chooses otherwise here. */
  overridable = () => typeof this.#source?.notify === "function";

  /** The shopper's word. It binds before this returns, here; in other tabs before their next ranking. */
  setConsent(states) {
    // The engine refuses what it does not know before anything is changed.
    this.#supervisor.ask(undefined, () => this.engine.setConsent(states));
    this.#choose(states, "");
    this.#device?.tell({ type: "consent", states: { ...states } });
    try {
      this.#source?.notify?.({ ...states });
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

  setRetention(days) {
    this.#supervisor.must(() => this.engine.setRetention(days, this.page.now()));
    this.#pending.retention = { days };
    this.#device?.tell({ type: "retention", days });
    this.changed();
  }

  declared = () => structuredClone(this.#declared);

  declare(wishes, tell = true) {
    const plain = { ...own(wishes) };
    this.#supervisor.must(() => this.engine.declare(plain));
    try {
      this.#declared = structuredClone(plain);
    } catch {
      // A wish is plain data; what is none stays out of the engine too.
      this.#supervisor.must(() => this.engine.declare(this.#declared));
      throw new OwnshelfError("invalid_input", "declared is not plain data");
    }
    this.#pending.declared = {};
    if (tell) this.#device?.tell({ type: "declare", wishes: plain });
    if (tell) this.#device?.save();
    this.#emit("change");
  }

  /** Forgets something, with a receipt. */
  forget(key) {
    const before = this.#held();
    this.#supervisor.must(() => this.engine.forget(key));
    this.#pending.forget.push({ key });
    this.#device?.tell({ type: "forget", key });
    const after = this.#held();
    this.changed();
    return { before, after, at: this.page.now() };
  }

  /** Forgets everything at once here; `onDevice` resolves to what was found on the device afterwards: 0. */
  erase() {
    const before = this.#held();
    const at = this.page.now();
    const made = this.#supervisor.ask([], () => [
      [this.#tab, at],
      [this.engine.device(), at],
    ]);
    this.#forgetAll();
    this.#device?.tell({ type: "erase" });
    const receipt = { before, after: this.#held(), at };
    const onDevice = this.#device?.erase() ?? Promise.resolve(0);
    this.#emit("consent");
    this.#emit("change");
    return { receipt, onDevice, made };
  }

  exportData() {
    return this.#supervisor.must(() => ({
      format: "ownshelf-profile",
      version: 2,
      exportedAt: new Date(this.page.now()).toISOString(),
      retentionDays: this.engine.retention(),
      purposes: { ...this.#choices.own },
      declared: this.declared(),
      erased: this.privacy.erasures(),
      facts: this.facts(),
      ...this.engine.export(),
      ledger: this.privacy.ledger(),
    }));
  }

  /** What is known of the shopper, in words. */
  facts = () => this.#supervisor.must(() => this.engine.facts(this.page.now()).map((raw) => words.fact(raw, this.page.t)));

  /** Adds what was taken along; of two answers to a purpose the stricter counts. `records`: how many are new. */
  importData(data) {
    const { products, records, ...beside } = portable(data);
    const add = () => this.engine.import(products, records, this.page.now());
    return { records: this.#takeAlong(beside, erasuresOf(beside.erased), add), erased: beside.erased };
  }

  /** What goes along in a capsule: the profile, and what was said beside it. */
  carried() {
    return {
      profile: this.#supervisor.must(() => this.engine.encode()),
      words: { refused: this.#choices.carried(), declared: this.#declared, erased: this.privacy.erasures() },
    };
  }

  /** Adds what a capsule held; as `importData`, but what was erased here does not come back. */
  takeCapsule({ profile, words }) {
    const { refused, declared, erased } = words;
    const purposes = fromEntries([].concat(refused ?? []).map((purpose) => [purpose, "denied"]));
    return this.#takeAlong({ purposes, declared: own(declared) }, this.privacy.erasures(erased), () =>
      this.engine.merge(profile, this.page.now()),
    );
  }

  #takeAlong({ purposes, declared }, erasures, add) {
    const refused = this.#choices.stricter(purposes);
    const before = this.#supervisor.must(() => this.engine.records());
    this.#supervisor.must(add);
    for (const made of erasures) {
      this.#forgetHeld(made);
      this.#pending.forget.push({ key: made });
      this.#device?.tell({ type: "forget", key: made });
    }
    const added = this.#supervisor.ask(0, () => Math.max(0, this.engine.records() - before));
    if (refused.length) this.setConsent(fromEntries(refused.map((purpose) => [purpose, "denied"])));
    if (Object.keys(declared).length) this.declare({ ...declared, ...this.#declared });
    this.changed();
    return added;
  }

  storage() {
    const bytes = this.#held().bytes;
    const problem = this.#device?.problem && { problem: this.#device.problem };
    if (this.#kept()) return { kind: "indexeddb", bytes, ...problem };
    const reason = this.#device?.trouble ?? (this.#choices.unread ? "blocked" : this.#device ? "not_permitted" : "memory");
    return { kind: "memory", reason, bytes, ...problem };
  }

  #held() {
    return this.#supervisor.ask({ records: 0, bytes: 0 }, () => {
      const records = this.engine.records();
      return { records, bytes: records ? this.engine.encode().length : 0 };
    });
  }

  #remembers = () => !this.#supervisor.broken && this.#choices.mayKeep();

  #kept = () => Boolean(this.#device) && !this.#device.trouble && !this.#choices.unread && this.#choices.mayKeep();

  /** Takes states into force; `from` names the tab they came from, "" for this one, and `nth` which of its messages they were. */
  #choose(states, from, nth) {
    const before = this.#remembers();
    this.#choices.take(states);
    for (const [purpose, state] of entries(states)) this.#pending.states.set(purpose, { state, from, nth });
    this.#applyChoices(before);
  }

  #applyChoices(remembered) {
    this.#putChoices();
    // What is no longer kept stands in this tab alone, and is to be kept again should that be wanted.
    if (remembered && !this.#remembers()) this.#supervisor.tell(() => this.engine.markKept(false));
  }

  #putChoices() {
    this.#supervisor.tellAnyway(() => {
      this.engine.setRefusedBySource(this.#choices.refused());
      this.engine.setConsent(this.#choices.inForce());
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
    this.#takeLeft();
    // What is kept was looked at while it could not be taken over; it has to be read again before anything is written.
    if (!remembered && this.#remembers()) this.#device?.forgetVault();
    if (values(own(states)).some((state) => state !== "unset") || remembered !== this.#remembers()) this.#consentChanged();
  }

  #forgetAll() {
    this.#supervisor.tell(() => this.engine.erase());
    // What was refused stays refused; what was granted has to be granted anew.
    this.#choices.ungrant();
    this.#declared = {};
    this.#supervisor.tell(() => this.engine.declare({}));
    this.#pending = new Pending();
    this.privacy.clearLedger();
    this.#applyChoices(false);
    this.#left = undefined;
    this.#journal?.clear();
  }

  /** What may be on the device now: the profile if remembered, else the refusals alone, else nothing. */
  #toKeep() {
    const keep = this.#choices.mayKeep();
    // The shop's manager has not answered yet: what it allowed last time stays where it is.
    if (!keep && this.#source && this.#choices.waiting("remember")) return { wait: true };
    const states = this.#choices.toKeep(keep);
    if (!keep && !Object.keys(states).length) return {};
    const consent = { states, ledger: this.privacy.keptLedger() };
    // An engine that trapped has lost nothing of what is on the device: it is read again on the next page.
    if (keep && this.#supervisor.broken) return { consent };
    if (keep) this.#unsaved = false;
    const sealed = keep ? { profile: this.engine.encode(), declared: this.#declared } : null;
    // What is learned and decided while this is being written is written next time.
    this.#pending = new Pending();
    if (keep) this.engine.markKept(true);
    return { consent, sealed };
  }

  #follow({ consent, profile, declared }) {
    const mine = this.#pending;
    // Before the profile is taken: by what is not known to be allowed, nothing of it would be.
    this.#setUnread(false);
    if (consent) {
      const before = this.#remembers();
      this.#followLeft(own(consent.states));
      this.#choices.follow(consent.states, fromEntries(from(mine.states, ([purpose, { state }]) => [purpose, state])));
      this.#applyChoices(before);
      this.privacy.followLedger(consent.ledger);
    }
    let read = true;
    if (this.#remembers()) {
      if (profile) read = this.#takeProfile(profile);
      else this.#supervisor.tell(() => this.engine.markKept(false));
      if (declared && !mine.declared)
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
   * Takes the kept profile and what was learned here since, without what was forgotten here since. Whether it could be
   * read; an engine that traps over it says nothing of that.
   */
  #takeProfile(profile) {
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
    const { retention, forget } = this.#pending;
    if (retention) this.#supervisor.tell(() => this.engine.setRetention(retention.days, this.page.now()));
    forget.forEach(({ key }) => this.#forgetHeld(key));
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
    if (this.#supervisor.closed || this.#supervisor.broken) return;
    // Any script of the origin can send one: what is malformed is no message.
    if (message === null || typeof message !== "object") return;
    if (message.type === "kept") {
      this.#pending.settle(message);
      return;
    }
    const { from, nth } = message;
    if (message.type === "consent") {
      const remembered = this.#remembers();
      // A refusal binds at once. A grant comes from the vault alone, which is looked at when it was written.
      const known = this.#choices.inForce();
      for (const [purpose, state] of entries(own(message.states)))
        if (state === "denied" && Object.hasOwn(known, purpose)) this.#choose({ [purpose]: state }, from, nth);
      this.#emit("consent");
      if (remembered && !this.#remembers()) this.#device.forgetVault();
    } else if (message.type === "pause") this.pause(message.paused === true, false);
    else if (message.type === "erase") {
      this.#device.forgetVault();
      this.#erased();
      return;
    } else if (message.type === "forget") {
      this.#forgetHeld(message.key);
      this.#pending.forget.push({ key: message.key, from, nth });
    } else if (message.type === "retention") {
      this.#supervisor.tell(() => this.engine.setRetention(message.days, this.page.now()));
      this.#pending.retention = { days: message.days, from, nth };
    } else if (message.type === "declare")
      this.#supervisor.tell(() => {
        // A sensitive topic is allowed by the shopper's own word alone.
        const { allowSensitive } = this.#declared;
        const wishes = { ...own(message.wishes), allowSensitive };
        this.engine.declare(wishes);
        this.#declared = wishes;
        this.#pending.declared = { from, nth };
      });
    this.#emit("change");
  }
}
