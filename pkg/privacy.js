/** `shelf.privacy`: what the shopper sees, decides and takes along. */
import { OwnshelfError } from "./errors.js";
import * as words from "./words.js";

/** Version of the texts consent is given to; a change of meaning changes it. */
export const TEXT_VERSION = "1";

/** Reading the profile needs a click or key of the shopper's own, so that no page script reads it in passing. */
function needGesture(what) {
  if (globalThis.navigator?.userActivation?.isActive === false) {
    throw new OwnshelfError("not_permitted", `${what} needs a gesture of the shopper's, such as a click`);
  }
}

export class Privacy {
  #shelf;
  #ledger = [];
  #chain = Promise.resolve("");

  /** @param {import("./shelf.js").ShelfHost} shelf the shelf's inner side */
  constructor(shelf) {
    this.#shelf = shelf;
  }

  purposes() {
    const { engine, t, keeping } = this.#shelf;
    const days = this.retention();
    return engine.purposes().map((raw) => words.purpose(raw, t, days, keeping()));
  }

  set(states) {
    const own = Object.entries(states ?? {});
    if (own.some(([, state]) => typeof state !== "string")) {
      throw new OwnshelfError("invalid_input", "state is none of granted, denied, unset");
    }
    this.#shelf.setConsent(own);
    this.#note("consent", Object.fromEntries(own));
  }

  retention(days) {
    const { engine, now } = this.#shelf;
    if (days !== undefined) {
      if (!(days >= 1 && days <= 365)) throw new OwnshelfError("invalid_input", "days is not between 1 and 365");
      engine.setRetention(Math.round(days), now());
      this.#note("retention", { days: Math.round(days) });
      this.#shelf.changed();
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

  inspect() {
    needGesture("inspect");
    const { engine, now, t } = this.#shelf;
    return engine.facts(now()).map((raw) => words.fact(raw, t));
  }

  forget(key) {
    const receipt = this.#shelf.shrink(() => this.#shelf.engine.forget(String(key)), { type: "forget", key });
    this.#note("forget", { records: receipt.before.records - receipt.after.records });
    return receipt;
  }

  erase() {
    const { receipt, onDevice } = this.#shelf.erase();
    this.#ledger = [];
    const verified = onDevice.then((bytes) => {
      receipt.after.bytes = bytes;
      return { ...receipt };
    });
    return Object.assign(verified, receipt);
  }

  exportData() {
    needGesture("exportData");
    const data = this.#shelf.exportData();
    this.#note("export", { records: data.records });
    return data;
  }

  async importData(data) {
    const text = data instanceof Blob ? await data.text() : data;
    const records = this.#shelf.importData(text);
    this.#note("import", { records });
    return { records };
  }

  ledger() {
    return this.#ledger.map((entry) => ({ ...entry, detail: { ...entry.detail } }));
  }

  storage() {
    return this.#shelf.storage();
  }

  /** Takes over a kept ledger. */
  restore(entries) {
    this.#ledger = entries;
    this.#chain = Promise.resolve(entries.at(-1)?.hash ?? "");
  }

  #note(what, detail) {
    const entry = { at: this.#shelf.now(), what, detail, textVersion: TEXT_VERSION, locale: this.#shelf.locale, hash: "" };
    this.#ledger.push(entry);
    this.#chain = this.#chain.then(async (previous) => {
      const { hash, ...rest } = entry;
      const bytes = new TextEncoder().encode(previous + JSON.stringify(rest));
      const digest = await globalThis.crypto.subtle.digest("SHA-256", bytes);
      entry.hash = Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0")).join("");
      return entry.hash;
    });
  }
}
