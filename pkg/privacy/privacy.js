/** `shelf.privacy`: what the shopper sees, decides and takes along. */
import { OwnshelfError } from "../engine/errors.js";
import { Ledger } from "./ledger.js";
import { id, readOptions, refuse } from "../engine/options.js";
import { reading } from "../engine/own-properties.js";
import * as options from "./options.js";
import * as words from "../words/sentences.js";

/** Version of the texts consent is given to; a change of meaning changes it. */
export const TEXT_VERSION = "1";

/** @typedef {[device: number, until: number]} Erasure */

/** Reading the profile needs a click or key of the shopper's own, so that no page script reads it in passing. @param {string} what */
function needGesture(what) {
  if (globalThis.navigator?.userActivation?.isActive === false) {
    throw new OwnshelfError("not_permitted", `${what} needs a gesture of the shopper's, such as a click`);
  }
}

/** Erasures as a file or a capsule tells them. @param {unknown} erased @returns {unknown[][]} */
const told = (erased) => (Array.isArray(erased) ? erased.filter(Array.isArray) : []);

/** @param {unknown} erased */
export const erasuresOf = (erased) => latest(told(erased));

/**
 * The latest erasure of each device, of those that are well-formed.
 * @param {unknown[][]} erasures
 * @returns {Erasure[]}
 */
function latest(erasures) {
  /** @type {Map<number, number>} */
  const until = new Map();
  for (const [device, at] of erasures) {
    if (typeof device === "number" && device === device >>> 0 && typeof at === "number" && Number.isSafeInteger(at) && at > 0)
      until.set(device, Math.max(at, until.get(device) ?? 0));
  }
  return [...until];
}

export class Privacy {
  #held;
  #ledger;

  /** @param {import("./held.js").Held} held */
  constructor(held) {
    this.#held = held;
    this.#ledger = new Ledger((text) => held.engine.sha256(text));
  }

  /** @returns {import("../index.d.ts").PurposeInfo[]} */
  purposes() {
    const {
      engine,
      page: { t },
      keeping,
    } = this.#held;
    const days = this.retention();
    const overridable = this.#held.overridable();
    return engine.purposes().map((/** @type {words.RawPurpose} */ raw) => ({
      ...words.purpose(raw, t, days, keeping()),
      ...(raw.lockedBy === "consentSource" && { overridable }),
    }));
  }

  /** @param {unknown} purpose */
  active = (purpose) => this.#held.engine.active(options.purpose(purpose, "privacy.active: purpose"));

  /** @param {unknown} states */
  set(states) {
    const said = readOptions(
      "privacy.set",
      states ?? refuse("privacy.set: states", states, `an object such as { rank: "denied" }`),
      options.STATES,
    );
    // Nothing was said: there is nothing to do, and nothing for the ledger.
    if (!Object.keys(said).length) return;
    this.#held.setConsent(said);
    this.#note("consent", { ...said });
  }

  /** @param {unknown} [days] */
  retention(days) {
    const { engine } = this.#held;
    if (days !== undefined) {
      const whole = Math.round(options.days(days, "privacy.retention: days"));
      this.#held.setRetention(whole);
      this.#note("retention", { days: whole });
    }
    return engine.retention();
  }

  get paused() {
    return this.#held.paused();
  }

  pause() {
    this.#held.pause(true);
    this.#note("pause", {});
  }

  resume() {
    this.#held.pause(false);
    this.#note("resume", {});
  }

  /** @param {unknown} preferences */
  declare(preferences) {
    this.#held.declare(readOptions("privacy.declare", preferences, options.WISHES));
    this.#note("declare", { wishes: Object.keys(this.declared()).length });
  }

  /** @returns {import("../index.d.ts").Declared} */
  declared() {
    return this.#held.declared();
  }

  /** @returns {import("../index.d.ts").Fact[]} */
  inspect() {
    needGesture("inspect");
    return this.#held.facts();
  }

  /**
   * @param {unknown} key
   * @returns {import("../index.d.ts").ErasureReceipt}
   */
  forget(key) {
    const receipt = this.#held.forget(id(key, "privacy.forget: key"));
    this.#note("forget", { records: receipt.before.records - receipt.after.records });
    return receipt;
  }

  /** @returns {import("../index.d.ts").ErasureReceipt & Promise<import("../index.d.ts").ErasureReceipt>} */
  erase() {
    const known = this.erasures();
    const { receipt, onDevice, made } = this.#held.erase();
    this.#note("erase", { records: receipt.before.records, erased: latest([...known, ...made]).join(" ") });
    const verified = onDevice.then((bytes) => {
      receipt.after.bytes = bytes;
      return { ...receipt };
    });
    return Object.assign(verified, receipt);
  }

  exportData() {
    needGesture("exportData");
    const data = this.#held.exportData();
    this.#note("export", { records: data.records?.length ?? 0 });
    return data;
  }

  /** @param {any} data */
  async importData(data) {
    const isFile = reading(() => typeof Blob === "function" && data instanceof Blob);
    const { records, erased } = this.#held.importData(isFile ? await data.text() : data);
    return this.#took(records, erased, { file: 1 });
  }

  /**
   * @param {string} passphrase
   * @param {import("../index.d.ts").CapsuleOptions} [how]
   */
  async capsule(passphrase, how) {
    needGesture("capsule");
    const { engine } = this.#held;
    const { state, lockedBy } = engine.purposes().find((/** @type {words.RawPurpose} */ { purpose }) => purpose === "link");
    if (state !== "granted" || lockedBy) throw new OwnshelfError("not_permitted", "capsule needs the purpose link to be granted");
    const carried = this.#held.carried();
    const { seal } = await import("../transfer/capsule.js");
    const made = await seal(this.#held.page.capsuleModule(), passphrase, carried, how);
    this.#note("export", { records: made.records });
    return made;
  }

  /**
   * @param {Blob | BufferSource | string | string[]} capsule
   * @param {string} passphrase
   */
  async open(capsule, passphrase) {
    const { unseal } = await import("../transfer/capsule.js");
    const opened = await unseal(this.#held.page.capsuleModule(), capsule, passphrase);
    const records = this.#held.takeCapsule(opened);
    return this.#took(records, opened.words.erased);
  }

  /**
   * @param {import("../index.d.ts").CardFields} fields
   * @param {{ url?: string }} [how]
   */
  async supportCard(fields, how) {
    needGesture("supportCard");
    const {
      page: { now, locale, capsuleModule },
    } = this.#held;
    const held = { facts: this.#held.facts(), declared: this.declared(), at: now() };
    const { supportCard } = await import("../transfer/support-card.js");
    const card = await supportCard(fields, held, capsuleModule(), { locale, how });
    this.#note("export", { card: Object.keys(card.json).slice(3).join(" ") });
    return card;
  }

  /**
   * @param {number} records
   * @param {unknown} erased
   * @param {Record<string, number>} [from]
   */
  #took(records, erased, from) {
    const known = erasuresOf(erased).join(" ");
    this.#note("import", { records, ...from, ...(known && { erased: known }) });
    return { records };
  }

  ledger() {
    return this.#ledger.entries();
  }

  /** Whether nobody changed the ledger, or one taken along from here. @param {import("../index.d.ts").LedgerEntry[]} [entries] */
  verifyLedger(entries) {
    return entries === undefined ? this.#ledger.verify() : this.#ledger.verify(Array.from(entries), "");
  }

  async consentRecord() {
    const { consentRecord } = await import("./consent-record.js");
    return consentRecord(this.purposes(), this.ledger(), { privacy: this, now: this.#held.page.now(), locale: this.#held.page.locale });
  }

  async assessment() {
    const { assessment } = await import("./assessment.js");
    const { now, minor, sensitive, imports } = this.#held.page;
    return assessment(this.purposes(), {
      privacy: this,
      now: now(),
      imports: imports(),
      storage: this.storage(),
      retentionDays: this.retention(),
      ledger: this.verifyLedger(),
      minor,
      sensitive,
    });
  }

  /** @returns {ReturnType<import("../index.d.ts").Privacy["storage"]>} */
  storage() {
    return this.#held.storage();
  }

  // --- for the shelf -----------------------------------------------------------------------------------------------

  /** The ledger as it is kept; what is handed over counts as kept. */
  keptLedger() {
    const kept = this.#ledger.kept();
    this.#ledger.markSaved();
    return kept;
  }

  /** @param {unknown} kept */
  followLedger(kept) {
    this.#ledger.follow(kept);
  }

  /**
   * Erasures, here and on devices from which something was brought along: everything made on a device up to a time. A file
   * that the shopper loaded by hand has brought back what was erased before it, but for what the file says was.
   * @param {unknown} [more] those of a capsule or a file
   * @returns {Erasure[]}
   */
  erasures(more) {
    const entries = this.#ledger.entries();
    const since = entries.slice(
      Math.max(
        0,
        entries.findLastIndex(({ detail }) => detail.file),
      ),
    );
    const noted = since.flatMap(({ detail }) => String(detail.erased ?? "").split(" "));
    return latest([...noted.map((made) => made.split(",").map(Number)), ...told(more)]);
  }

  clearLedger() {
    this.#ledger.clear();
  }

  /**
   * Noted before it is written: the writing itself comes after this turn.
   * @param {import("../index.d.ts").LedgerEntry["what"]} what
   * @param {Record<string, string | number>} detail
   */
  #note(what, detail) {
    this.#ledger.add({ at: this.#held.page.now(), what, detail, textVersion: TEXT_VERSION, locale: this.#held.page.locale });
  }
}
