/**
 * The profile at rest: AES-256-GCM with a key that cannot be read out, in IndexedDB. Nothing is created on the device
 * until something is to be kept, and an erased vault leaves no database behind.
 *
 * Where the browser cannot keep it (private mode, Lockdown mode, quota), the shelf goes on in memory and says so. What
 * cannot be read is set aside under a key of its own, and reported; it goes with the next withdrawal or erasure.
 *
 * Entries: `meta` { version, id, seq }, `consent` (the consent record, not sealed: the state of each purpose, the time it was
 * said, the ledger), `key`, and sealed `profile`, `declared` and `forgotten` (keys with times); `aside` for what could not be read; `insights`, sealed, of those who add to totals. `id` names one life of
 * the vault: after an erasure there is another, or none. `seq` counts its changes.
 */
import { done, finished } from "./indexeddb.js";

const STORE = "vault";
/** Version of the entries' shapes. Older ones are brought up to date when read. */
const FORMAT = 2;
const NAMES = ["meta", "consent", "key", "profile", "declared", "forgotten"];

/** Which life of the vault, and how often it was changed. @typedef {{ id: string, seq: number }} State */
/** @typedef {{ states: Record<string, unknown>, stamps?: unknown, ledger?: unknown }} ConsentRecord each purpose's state and when it was said */
/** @typedef {{ profile: Uint8Array, declared: object, forgotten: object }} Sealed */
/** @typedef {{ iv: Uint8Array<ArrayBuffer>, data: BufferSource }} Box */

/** From each older version to the next. Version 1 had no `meta` and no `declared`. @type {Record<number, (entries: Record<string, any>) => Record<string, any>>} */
const MIGRATIONS = {
  1: (entries) => ({ ...entries, meta: { version: 2, id: "v1", seq: 0 } }),
};

/** Why nothing can be kept. @typedef {"unsupported" | "blocked" | "keys_refused" | "quota" | "newer"} Trouble */
/** Why the browser refused, by the name of its error. @type {Record<string, Trouble>} */
const TROUBLES = { QuotaExceededError: "quota", DataCloneError: "keys_refused", VersionError: "newer" };

const freshId = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param {unknown} error @returns {Trouble} */
const troubleOf = (error) => TROUBLES[/** @type {{ name: string } | undefined} */ (error)?.name ?? ""] ?? "blocked";

const isObject = (/** @type {any} */ value) => value !== null && typeof value === "object";

export class Vault {
  #name;
  /** @type {IDBDatabase | undefined} */ #db;
  /** @type {CryptoKey | undefined} */ #key;
  /** Why nothing could be kept on this device; undefined as soon as it can. @type {Trouble | undefined} */
  trouble;
  /** What could not be read and was set aside. @type {{ code: "storage_corrupt", reason: "damaged" | "foreign" | "newer" } | undefined} */
  problem;

  /** @param {string} store the shop's namespace on this origin */
  constructor(store) {
    this.#name = `ownshelf:${store}`;
    if (!globalThis.indexedDB || !globalThis.crypto?.subtle) this.trouble = "unsupported";
  }

  /** Which life of the vault this is and how often it was changed; undefined if there is none. Creates nothing. */
  async state() {
    const transaction = await this.#begin(false);
    if (!transaction) return undefined;
    const meta = await done(transaction.objectStore(STORE).get("meta"));
    return isObject(meta) ? { id: meta.id, seq: meta.seq } : { id: "", seq: 0 };
  }

  /**
   * All that was kept, opened and checked; undefined if there is nothing. What cannot be read is set aside.
   * @returns {Promise<(State & { consent?: ConsentRecord, profile?: Uint8Array, declared?: object, forgotten?: object }) | undefined>}
   */
  async read() {
    const transaction = await this.#begin(false);
    if (!transaction) return undefined;
    const vault = transaction.objectStore(STORE);
    const values = await Promise.all(NAMES.map((name) => done(vault.get(name))));
    let entries = Object.fromEntries(NAMES.map((name, at) => [name, values[at]]));
    if (values.every((value) => value === undefined)) return undefined;
    let version = isObject(entries.meta) ? entries.meta.version : 1;
    const consent = isObject(entries.consent) && isObject(entries.consent.states) ? entries.consent : undefined;
    if (!(version >= 1 && version <= FORMAT)) {
      await this.setAside(version > FORMAT ? "newer" : "damaged", NAMES);
      // What was refused stays refused, whoever wrote it down.
      return { id: "", seq: 0, ...(await this.state()), consent: consent && { states: consent.states } };
    }
    while (version < FORMAT) {
      entries = MIGRATIONS[version](entries);
      version = entries.meta.version;
    }
    this.#key = entries.key;
    const { id, seq } = entries.meta;
    const sealed = ["profile", "declared", "forgotten"].map((name) => this.#opened(name, entries[name]));
    const [profile, declared, forgotten] = await Promise.all(sealed);
    return { id, seq, consent, profile, declared: declared && readable(declared), forgotten: forgotten && readable(forgotten) };
  }

  /**
   * Keeps the consent record and the sealed parts. `null`: any kept ones are removed, with their key.
   * @param {Partial<State> & { seq: number }} state
   * @param {ConsentRecord} consent
   * @param {Sealed | null} [sealed] nothing: those that are kept stay
   * @returns {Promise<State | undefined>} the vault's state now; undefined if nothing was kept
   */
  async write({ id = freshId(), seq }, consent, sealed) {
    if (this.trouble === "unsupported") return undefined;
    let created = false;
    try {
      created = !(await this.#open(false));
      await this.#open(true);
      const boxes = sealed && (await this.#sealAll(sealed));
      const transaction = /** @type {IDBTransaction} */ (await this.#begin(true, "readwrite", { durability: "relaxed" }));
      const vault = transaction.objectStore(STORE);
      vault.put({ version: FORMAT, id, seq }, "meta");
      vault.put(consent, "consent");
      if (boxes) {
        vault.put(this.#key, "key");
        for (const [name, box] of boxes) vault.put(box, name);
      } else if (sealed === null) {
        this.#key = undefined;
        ["key", "profile", "declared", "forgotten", "aside"].forEach((name) => vault.delete(name));
      }
      // Kept by `insights/kept.js`, and gone with the yes to it wherever that is taken back.
      if (sealed === null || consent.states.insights !== "granted") vault.delete("insights");
      await finished(transaction);
      this.trouble = undefined;
      return { id, seq };
    } catch (error) {
      if (created) await this.erase().catch(() => {});
      this.trouble = troubleOf(error);
      return undefined;
    }
  }

  /**
   * Moves entries that cannot be read out of the way, together; a later find replaces an earlier one.
   * @param {"damaged" | "foreign" | "newer"} reason
   */
  async setAside(reason, names = ["profile"]) {
    this.problem = { code: "storage_corrupt", reason };
    const transaction = await this.#begin(false, "readwrite");
    if (!transaction) return;
    const vault = transaction.objectStore(STORE);
    /** @type {Record<string, unknown>} */
    const aside = { reason };
    for (const name of names) {
      const request = vault.get(name);
      request.onsuccess = () => {
        if (request.result !== undefined) aside[name] = request.result;
        if (name !== "meta") vault.delete(name);
        if (name === names.at(-1)) vault.put(aside, "aside");
      };
    }
    if (names.includes("meta")) vault.put({ version: FORMAT, id: freshId(), seq: 0 }, "meta");
    await finished(transaction);
  }

  /** Removes everything and checks that nothing is left; the number of databases found afterwards. */
  async erase() {
    this.#key = undefined;
    this.problem = undefined;
    const db = await this.#open(false).catch(() => undefined);
    db?.close();
    this.#db = undefined;
    if (!globalThis.indexedDB || !db) return 0;
    await new Promise((/** @type {(value?: unknown) => void} */ resolve, reject) => {
      const request = indexedDB.deleteDatabase(this.#name);
      request.onsuccess = resolve;
      request.onerror = () => reject(request.error);
      // Another tab still holds it open; it lets go on versionchange, and deletion then goes on.
      request.onblocked = () => {};
    });
    const left = await this.#open(false);
    return left ? 1 : 0;
  }

  close() {
    this.#db?.close();
    this.#db = undefined;
  }

  /** @param {string} name @param {Box | undefined} sealed */
  async #opened(name, sealed) {
    if (sealed === undefined) return undefined;
    try {
      const key = /** @type {CryptoKey} */ (this.#key);
      const data = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.data);
      return new Uint8Array(data);
    } catch {
      await this.setAside(this.#key instanceof CryptoKey ? "damaged" : "foreign", [name]);
      if (!(this.#key instanceof CryptoKey)) this.#key = undefined;
      return undefined;
    }
  }

  /** @param {Sealed} sealed */
  async #sealAll({ profile, declared, forgotten }) {
    this.#key ??= await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const key = this.#key;
    const bytes = (/** @type {object} */ value) => new TextEncoder().encode(JSON.stringify(value));
    const parts = Object.entries({ profile, declared: bytes(declared), forgotten: bytes(forgotten) });
    return Promise.all(parts.map(async ([name, part]) => /** @type {const} */ ([name, await seal(key, part)])));
  }

  /**
   * A transaction; `undefined` if there is no database and none must be created. Browsers close a database by themselves, for
   * want of memory or when a page slept; it is opened again then.
   * @param {boolean} create
   * @param {[mode?: IDBTransactionMode, options?: IDBTransactionOptions]} how
   */
  async #begin(create, ...how) {
    const db = await this.#open(create);
    try {
      return db?.transaction(STORE, ...how);
    } catch (error) {
      if (/** @type {{ name?: string } | undefined} */ (error)?.name !== "InvalidStateError") throw error;
      this.#db = undefined;
      return (await this.#open(create))?.transaction(STORE, ...how);
    }
  }

  /** The database; `undefined` if it does not exist and must not be created. */
  async #open(/** @type {boolean} */ create) {
    if (this.#db || this.trouble === "unsupported") return this.#db;
    const request = indexedDB.open(this.#name, 1);
    let absent = false;
    request.onupgradeneeded = () => {
      // Looking must not create: an aborted upgrade leaves no database behind.
      if (create) request.result.createObjectStore(STORE);
      else {
        absent = true;
        request.transaction?.abort();
      }
    };
    try {
      this.#db = await done(request);
    } catch (error) {
      if (absent) return undefined;
      this.trouble = troubleOf(error);
      throw error;
    }
    this.trouble = undefined;
    this.#db.onversionchange = () => this.close();
    this.#db.onclose = () => {
      this.#db = undefined;
    };
    return this.#db;
  }
}

/** @param {CryptoKey} key @param {Uint8Array} bytes */
async function seal(key, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, /** @type {Uint8Array<ArrayBuffer>} */ (bytes));
  return { version: 1, iv, data };
}

/** @param {Uint8Array} bytes */
function readable(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
