/**
 * The ledger: every change of consent, export, import, forgetting and erasure, in a chain of hashes, so that nobody can
 * quietly take an entry out or change one.
 *
 * It is the shopper's own record and the shop's proof towards an authority; it holds no product and no preference.
 */

/** @typedef {import("../index.d.ts").LedgerEntry} Entry */

/**
 * What is hashed of an entry: its fields in a fixed order, each after its length, so that no two entries read alike. (Not
 * JSON: a `toJSON` that somebody put on a prototype would speak for every entry.)
 */
/** @param {Omit<Entry, "hash">} entry */
const content = ({ at, what, detail, textVersion, locale }) => {
  const details = Object.entries(detail)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flat();
  return [at, what, textVersion, locale, ...details]
    .map(String)
    .map((field) => `${field.length}:${field}`)
    .join("");
};

/**
 * @param {any} entry
 * @returns {entry is Entry}
 */
const wellFormed = (entry) =>
  Number.isFinite(entry?.at) &&
  typeof entry.what === "string" &&
  typeof entry.hash === "string" &&
  entry.detail !== null &&
  typeof entry.detail === "object" &&
  typeof entry.textVersion === "string" &&
  typeof entry.locale === "string";

/** Older entries are dropped; the chain then begins with the hash of the last one dropped. */
const MOST = 500;

export class Ledger {
  /** @type {Entry[]} */
  #entries = [];
  #saved = 0;
  #before = "";
  #sha256;

  /** @param {(text: string) => string} sha256 hexadecimal */
  constructor(sha256) {
    this.#sha256 = sha256;
  }

  /** @param {Omit<Entry, "hash">} entry */
  add(entry) {
    this.#entries.push({ ...entry, hash: this.#hash(this.#last(), entry) });
    this.#trim();
  }

  /** A copy: what is changed in it changes nothing here. */
  entries = () => this.#entries.map((entry) => ({ ...entry, detail: { ...entry.detail } }));

  /** The chain with the hash it begins after, as it is kept. */
  kept = () => ({ before: this.#before, entries: this.entries() });

  /** Takes over the chain kept on the device; what was noted here since goes on from its end. @param {any} kept */
  follow(kept) {
    const fresh = this.#entries.slice(this.#saved);
    const entries = Array.isArray(kept) ? kept : kept?.entries;
    this.#entries = (Array.isArray(entries) ? entries : []).filter(wellFormed).map((entry) => ({ ...entry, detail: { ...entry.detail } }));
    this.#before = typeof kept?.before === "string" ? kept.before : "";
    this.#saved = this.#entries.length;
    fresh.forEach((entry) => this.add(entry));
  }

  /** All entries are on the device now. */
  markSaved() {
    this.#saved = this.#entries.length;
  }

  clear() {
    this.#entries = [];
    this.#saved = 0;
    this.#before = "";
  }

  /**
   * Whether a chain is whole.
   * @returns {{ valid: boolean, at?: number }} `at`: index of the first entry that does not fit
   */
  verify(entries = this.#entries, before = this.#before) {
    let previous = before;
    for (const [at, entry] of entries.entries()) {
      if (!wellFormed(entry) || entry.hash !== this.#hash(previous, entry)) return { valid: false, at };
      previous = entry.hash;
    }
    return { valid: true };
  }

  #last = () => this.#entries.at(-1)?.hash ?? this.#before;

  /**
   * @param {string} previous
   * @param {Omit<Entry, "hash">} entry
   */
  #hash = (previous, entry) => this.#sha256(previous + content(entry));

  #trim() {
    while (this.#entries.length > MOST) {
      this.#before = this.#entries[0].hash;
      this.#entries.shift();
      this.#saved = Math.max(0, this.#saved - 1);
    }
  }
}
