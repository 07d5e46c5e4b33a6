/** `shelf.privacy`: what the shopper sees, decides and takes along. */
import { OwnshelfError } from "../engine/errors.js";
import { id, readOptions, refuse } from "../engine/options.js";
import { reading } from "../engine/own-properties.js";
import * as options from "./options.js";
import * as words from "../words/sentences.js";

/** Reading the profile needs a click or key of the shopper's own, so that no page script reads it in passing. @param {string} what */
function needGesture(what) {
  if (globalThis.navigator?.userActivation?.isActive === false) {
    throw new OwnshelfError("not_permitted", `${what} needs a gesture of the shopper's, such as a click`);
  }
}

export class Privacy {
  #held;
  #consent;

  /**
   * @param {import("./held.js").Held} held
   * @param {import("./consent.js").Consent} consent
   */
  constructor(held, consent) {
    this.#held = held;
    this.#consent = consent;
  }

  /** @returns {import("../index.d.ts").PurposeInfo[]} */
  purposes() {
    const {
      engine,
      page: { t },
      keeping,
    } = this.#held;
    const days = this.retention();
    const { overridable } = this.#consent;
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
    this.#consent.note("consent", { ...said });
  }

  /** @param {unknown} [days] */
  retention(days) {
    const { engine } = this.#held;
    if (days !== undefined) {
      const whole = Math.round(options.days(days, "privacy.retention: days"));
      this.#held.setRetention(whole);
      this.#consent.note("retention", { days: whole });
    }
    return engine.retention();
  }

  get paused() {
    return this.#held.paused();
  }

  pause() {
    this.#held.pause(true);
    this.#consent.note("pause", {});
  }

  resume() {
    this.#held.pause(false);
    this.#consent.note("resume", {});
  }

  /** @param {unknown} preferences */
  declare(preferences) {
    this.#held.declare(readOptions("privacy.declare", preferences, options.WISHES));
    this.#consent.note("declare", { wishes: Object.keys(this.declared()).length });
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
    this.#consent.note("forget", { records: receipt.before.records - receipt.after.records });
    return receipt;
  }

  /** @returns {import("../index.d.ts").ErasureReceipt & Promise<import("../index.d.ts").ErasureReceipt>} */
  erase() {
    const { receipt, onDevice, erased } = this.#held.erase();
    this.#consent.note("erase", { records: receipt.before.records, erased: erased.join(" ") });
    const verified = onDevice.then((bytes) => {
      receipt.after.bytes = bytes;
      return { ...receipt };
    });
    return Object.assign(verified, receipt);
  }

  exportData() {
    needGesture("exportData");
    const data = this.#held.exportData();
    this.#consent.note("export", { records: data.records?.length ?? 0 });
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
    this.#consent.note("export", { records: made.records });
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
    this.#consent.note("export", { card: Object.keys(card.json).slice(3).join(" ") });
    return card;
  }

  /**
   * @param {number} records
   * @param {unknown} erased
   * @param {Record<string, number>} [from]
   */
  #took(records, erased, from) {
    const known = this.#consent.erasuresOf(erased).join(" ");
    this.#consent.note("import", { records, ...from, ...(known && { erased: known }) });
    return { records };
  }

  ledger() {
    return this.#consent.entries();
  }

  /** Whether nobody changed the ledger, or one taken along from here. @param {import("../index.d.ts").LedgerEntry[]} [entries] */
  verifyLedger(entries) {
    return this.#consent.verify(entries);
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
}
