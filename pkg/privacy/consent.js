/**
 * The engine's consent machine and ledger as JavaScript holds on to them. The engine decides; here it is asked, what came from
 * elsewhere is noted with its origin, and what another engine needs to go on from there is kept, should this one stop: then
 * nothing is granted that was not granted before.
 */

/** @typedef {import("../index.d.ts").Purpose} Purpose */
/** @typedef {import("../index.d.ts").LedgerEntry} Entry */
/** @typedef {{ [purpose: string]: import("../index.d.ts").PurposeState }} States */
/** @typedef {{ states: States, stamps: Record<string, number> }} Decisions each with its time */
/**
 * @typedef {object} View as the engine tells it
 * @property {Decisions} own what was decided here
 * @property {Decisions} kept what of it may be kept on the device
 * @property {States} manager the word of the shop's consent manager
 * @property {boolean} unread the device has not told yet what is kept there
 * @property {boolean} mayKeep the profile may be kept
 * @property {boolean} awaits the manager has not answered yet whether it may
 * @property {Purpose[]} carried refusals that go along to another device
 */
/** @typedef {{ before: string, entries: Entry[], stored: number }} Chain */
/** @typedef {[device: number, until: number]} Erasure */
/** @typedef {"tab" | "vault" | "journal" | "manager" | "import"} Origin */

/** Version of the texts consent is given to; a change of meaning changes it. */
export const TEXT_VERSION = "1";

export class Consent {
  #supervisor;
  #page;
  /** @type {View} */ #view;
  /** @type {Chain} */ #chain = { before: "", entries: [], stored: 0 };

  /**
   * @param {import("../engine/supervisor.js").Supervisor} supervisor
   * @param {import("../shelf/shelf.js").Page} page
   */
  constructor(supervisor, page) {
    this.#supervisor = supervisor;
    this.#page = page;
    this.#begin();
    this.#view = this.#engine.consent();
    supervisor.renewed = () => supervisor.tellAnyway(() => this.#restore());
  }

  get #engine() {
    return this.#supervisor.engine;
  }

  get view() {
    return this.#view;
  }

  /** Whether a lock on a purpose goes when the shopper chooses otherwise here. */
  get overridable() {
    return typeof this.#page.source?.notify === "function";
  }

  /** The shopper's word. @param {States} states */
  set = (states) => this.#change(() => this.#engine.setConsent(states, this.#page.now()));

  /** The word of the shop's consent manager. @param {unknown} states */
  hearManager = (states) => this.#change(() => this.#engine.hearManager(states), "manager");

  /**
   * A refusal that another tab told of.
   * @param {string[]} purposes
   * @param {unknown} stamp when it was made
   */
  hearRefused = (purposes, stamp) =>
    this.#change(() => this.#engine.hearRefused(purposes, typeof stamp === "number" ? stamp : 0, this.#page.now()), "tab");

  /** What the device says was decided. @param {{ states?: unknown, stamps?: unknown, ledger?: unknown }} kept */
  join({ states, stamps, ledger }) {
    this.#keepLedger(() => this.#engine.joinLedger(ledger));
    this.#change(() => this.#engine.joinConsent({ states, stamps }, this.#page.now()), "vault");
  }

  /** What an earlier page of this tab left. @param {unknown} states */
  joinJournal = (states) => this.#change(() => this.#engine.joinJournal(states), "journal");

  /** @param {boolean} unread */
  setUnread = (unread) => this.#change(() => this.#engine.setUnread(unread));

  /** Everything was erased: what was refused stays refused, what was granted has to be granted anew. */
  erase() {
    this.#change(() => this.#engine.revokeGrants());
    this.#keepLedger(() => this.#engine.clearLedger());
  }

  /** Purposes refused elsewhere and not here. @param {unknown} states @returns {Purpose[]} */
  stricter = (states) => this.#supervisor.ask([], () => this.#engine.stricter(states));

  // --- the ledger --------------------------------------------------------------------------------------------------

  /**
   * Noted before it is written: the writing itself comes after this turn.
   * @param {Entry["what"]} what
   * @param {Entry["detail"]} detail
   */
  note(what, detail) {
    this.#keepLedger(() => this.#engine.note(this.#page.now(), what, detail, TEXT_VERSION, this.#page.locale));
  }

  /** A copy: what is changed in it changes nothing here. @returns {Entry[]} */
  entries = () => structuredClone(this.#chain.entries);

  /**
   * Whether a chain is whole.
   * @param {Entry[]} [entries] one taken along from here
   * @returns {{ valid: boolean, at?: number }} `at`: index of the first entry that does not fit
   */
  verify(entries) {
    const { before, entries: own } = this.#chain;
    const at = this.#engine.verifyLedger(entries ? "" : before, entries ? Array.from(entries) : own);
    return at < 0 ? { valid: true } : { valid: false, at };
  }

  /** The chain as it is kept; what is handed over counts as kept. */
  chainToKeep() {
    this.#keepLedger(() => this.#engine.markLedger(this.#chain.entries.length));
    const { before, entries } = this.#chain;
    return { before, entries };
  }

  /**
   * Erasures that hold, here and on devices from which something was brought along: everything made on a device up to a time.
   * @param {unknown} [more] those a capsule tells of
   * @returns {Erasure[]}
   */
  erasures = (more) => this.#supervisor.ask([], () => this.#engine.erasures(true, more));

  /** Those a file or a capsule tells of, as far as they are well-formed. @param {unknown} told @returns {Erasure[]} */
  erasuresOf = (told) => this.#supervisor.ask([], () => this.#engine.erasures(false, told));

  // --- holding on --------------------------------------------------------------------------------------------------

  /**
   * @param {() => States | void} change
   * @param {Origin} [from] if it is not the shopper's word in this tab
   */
  #change(change, from) {
    const changed = this.#do(() => {
      const made = change();
      this.#view = this.#engine.consent();
      return made;
    });
    if (from && changed && Object.keys(changed).length) this.note("consent", { ...changed, from });
  }

  /** @param {() => void} change */
  #keepLedger(change) {
    this.#do(() => {
      change();
      this.#chain = this.#engine.ledger();
    });
  }

  /**
   * An engine that stops over it is replaced, and it is done there.
   * @template T
   * @param {() => T} action
   * @returns {T | undefined}
   */
  #do(action) {
    /** @type {T | undefined} */
    let done;
    const act = () => {
      done = action();
    };
    const engine = this.#engine;
    this.#supervisor.tellAnyway(act);
    if (this.#engine !== engine) this.#supervisor.tellAnyway(act);
    return done;
  }

  #begin() {
    if (this.#page.source) this.#engine.setManager(this.overridable);
  }

  #restore() {
    const { own, manager, unread } = this.#view;
    this.#begin();
    this.#engine.joinLedger(this.#chain);
    this.#engine.markLedger(this.#chain.stored);
    this.#engine.joinConsent(own, this.#page.now());
    this.#engine.hearManager(manager);
    this.#engine.setUnread(unread);
  }
}
