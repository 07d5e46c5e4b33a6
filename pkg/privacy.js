/** `shelf.privacy`: what the shopper sees, decides and takes along. */
import { OwnshelfError } from "./errors.js";
import { Ledger } from "./ledger.js";
import { own } from "./own.js";
import * as words from "./words.js";

/** Version of the texts consent is given to; a change of meaning changes it. */
export const TEXT_VERSION = "1";

/** Reading the profile needs a click or key of the shopper's own, so that no page script reads it in passing. */
function needGesture(what) {
  if (globalThis.navigator?.userActivation?.isActive === false) {
    throw new OwnshelfError("not_permitted", `${what} needs a gesture of the shopper's, such as a click`);
  }
}

/** Erasures as a file or a capsule tells them. */
const told = (erased) => (Array.isArray(erased) ? erased.filter(Array.isArray) : []);

/** @returns {[device: number, until: number][]} */
export const erasuresOf = (erased) => latest(told(erased));

/** The latest erasure of each device, of those that are well-formed. */
function latest(erasures) {
  const until = new Map();
  for (const [device, at] of erasures) {
    if (device === device >>> 0 && Number.isSafeInteger(at) && at > 0) until.set(device, Math.max(at, until.get(device) ?? 0));
  }
  return [...until];
}

export class Privacy {
  #shelf;
  #ledger;

  /** @param {import("./shelf.js").ShelfHost} shelf the shelf's inner side */
  constructor(shelf) {
    this.#shelf = shelf;
    this.#ledger = new Ledger((text) => shelf.engine.sha256(text));
  }

  purposes() {
    const { engine, t, keeping } = this.#shelf;
    const days = this.retention();
    const overridable = this.#shelf.overridable();
    return engine.purposes().map((raw) => ({
      ...words.purpose(raw, t, days, keeping()),
      ...(raw.lockedBy === "consentSource" && { overridable }),
    }));
  }

  set(states) {
    const said = own(states);
    if (Object.values(said).some((state) => typeof state !== "string")) {
      throw new OwnshelfError("invalid_input", "state is none of granted, denied, unset");
    }
    this.#shelf.setConsent(said);
    this.#note("consent", { ...said });
  }

  retention(days) {
    const { engine } = this.#shelf;
    if (days !== undefined) {
      if (!(days >= 1 && days <= 365)) throw new OwnshelfError("invalid_input", "days is not between 1 and 365");
      this.#shelf.setRetention(Math.round(days));
      this.#note("retention", { days: Math.round(days) });
    }
    return engine.retention();
  }

  get paused() {
    return this.#shelf.paused();
  }

  pause() {
    this.#shelf.pause(true);
    this.#note("pause", {});
  }

  resume() {
    this.#shelf.pause(false);
    this.#note("resume", {});
  }

  declare(preferences) {
    this.#shelf.declare(preferences);
    this.#note("declare", { wishes: Object.keys(this.declared()).length });
  }

  declared() {
    return this.#shelf.declared();
  }

  inspect() {
    needGesture("inspect");
    const { engine, now, t } = this.#shelf;
    return engine.facts(now()).map((raw) => words.fact(raw, t));
  }

  forget(key) {
    const receipt = this.#shelf.forget(String(key));
    this.#note("forget", { records: receipt.before.records - receipt.after.records });
    return receipt;
  }

  erase() {
    const known = this.erasures();
    const { receipt, onDevice, made } = this.#shelf.erase();
    this.#note("erase", { records: receipt.before.records, erased: latest([...known, ...made]).join(" ") });
    const verified = onDevice.then((bytes) => {
      receipt.after.bytes = bytes;
      return { ...receipt };
    });
    return Object.assign(verified, receipt);
  }

  exportData() {
    needGesture("exportData");
    const data = this.#shelf.exportData();
    this.#note("export", { records: data.records?.length ?? 0 });
    return data;
  }

  async importData(data) {
    const text = typeof Blob === "function" && data instanceof Blob ? await data.text() : data;
    const { records, erased } = this.#shelf.importData(text);
    return this.#took(records, erased, { file: 1 });
  }

  async capsule(passphrase, options) {
    needGesture("capsule");
    const { engine } = this.#shelf;
    const { state, lockedBy } = engine.purposes().find(({ purpose }) => purpose === "link");
    if (state !== "granted" || lockedBy) throw new OwnshelfError("not_permitted", "capsule needs the purpose link to be granted");
    const carried = this.#shelf.carried();
    const { seal } = await import("./capsule.js");
    const made = await seal(this.#shelf.capsuleModule(), passphrase, carried, options);
    this.#note("export", { records: made.records });
    return made;
  }

  async open(capsule, passphrase) {
    const { unseal } = await import("./capsule.js");
    const opened = await unseal(this.#shelf.capsuleModule(), capsule, passphrase);
    const records = this.#shelf.takeCapsule(opened);
    return this.#took(records, opened.words.erased);
  }

  async supportCard(fields, options) {
    needGesture("supportCard");
    const { engine, now, t, locale, capsuleModule } = this.#shelf;
    const held = { facts: engine.facts(now()).map((raw) => words.fact(raw, t)), declared: this.declared(), at: now() };
    const { supportCard } = await import("./support.js");
    const card = await supportCard(own(fields), held, capsuleModule(), { locale, ...own(options) });
    this.#note("export", { card: Object.keys(card.json).slice(3).join(" ") });
    return card;
  }

  #took(records, erased, from) {
    const known = erasuresOf(erased).join(" ");
    this.#note("import", { records, ...from, ...(known && { erased: known }) });
    return { records };
  }

  ledger() {
    return this.#ledger.entries();
  }

  /** Whether nobody changed the ledger, or one taken along from here. */
  verifyLedger(entries) {
    return entries === undefined ? this.#ledger.verify() : this.#ledger.verify(Array.from(entries), "");
  }

  async consentRecord() {
    const { consentRecord } = await import("./record.js");
    return consentRecord(this.purposes(), this.ledger(), { now: this.#shelf.now(), locale: this.#shelf.locale });
  }

  async assessment() {
    const { assessment } = await import("./assessment.js");
    const { now, minor, sensitive, face } = this.#shelf;
    return assessment(this.purposes(), {
      now: now(), imports: await face.imports(), storage: this.storage(), retentionDays: this.retention(), ledger: this.verifyLedger(), minor, sensitive,
    });
  }

  storage() {
    return this.#shelf.storage();
  }

  // --- for the shelf -----------------------------------------------------------------------------------------------

  /** The ledger as it is kept; what is handed over counts as kept. */
  keptLedger() {
    const kept = this.#ledger.kept();
    this.#ledger.markSaved();
    return kept;
  }

  followLedger(kept) {
    this.#ledger.follow(kept);
  }

  /**
   * Erasures, here and on devices from which something was brought along: everything made on a device up to a time. A file
   * that the shopper loaded by hand has brought back what was erased before it, but for what the file says was.
   * @param {unknown} [more] those of a capsule or a file
   * @returns {[device: number, until: number][]}
   */
  erasures(more) {
    const entries = this.#ledger.entries();
    const since = entries.slice(Math.max(0, entries.findLastIndex(({ detail }) => detail.file)));
    const noted = since.flatMap(({ detail }) => String(detail.erased ?? "").split(" "));
    return latest([...noted.map((made) => made.split(",").map(Number)), ...told(more)]);
  }

  clearLedger() {
    this.#ledger.clear();
  }

  /** Noted before it is written: the writing itself comes after this turn. */
  #note(what, detail) {
    this.#ledger.add({ at: this.#shelf.now(), what, detail, textVersion: TEXT_VERSION, locale: this.#shelf.locale });
  }
}
