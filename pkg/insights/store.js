/**
 * What waits to be sent, kept beside the profile in the shelf's own database (`vault.js`), sealed with its key: it goes when
 * the profile is erased, and is neither read nor written unless the shopper has allowed to remember and to add to totals.
 */
import { done, finished } from "../storage/indexeddb.js";

const STORE = "vault";
const ENTRY = "insights";

/** @typedef {{ iv: Uint8Array<ArrayBuffer>, data: ArrayBuffer }} Sealed */

/**
 * Which life of the vault, and which writing in it; `none` where nothing was written yet.
 * @param {any} meta
 * @param {Sealed | undefined} sealed
 */
const markOf = (meta, sealed) => `${meta?.id} ${sealed?.iv ?? "none"}`;

export class AnswerStore {
  #name;

  /** @param {string} store the shelf's namespace */
  constructor(store) {
    this.#name = `ownshelf:${store}`;
  }

  /**
   * @returns {Promise<{ state: object | undefined, mark: string, key: CryptoKey } | undefined>} undefined without a vault that
   *   keeps a profile; no state if there is none or it cannot be read: then nothing was said. The rest is for `write`.
   */
  async read() {
    const found = await this.#within("readonly", async (vault) => {
      const [key, sealed, meta] = await Promise.all(["key", ENTRY, "meta"].map((name) => done(vault.get(name))));
      return { key, sealed, meta };
    });
    if (!found?.key) return undefined;
    return { state: await opened(found), mark: markOf(found.meta, found.sealed), key: found.key };
  }

  /**
   * Keeps a state in the place of the one that was read with this mark and key.
   * @param {object} state
   * @param {{ mark: string, key: CryptoKey }} read
   * @returns {Promise<boolean>} false if it may not be kept, or another tab wrote, withdrew or erased since
   */
  async write(state, { mark, key }) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(state))) };
    const kept = await this.#within("readwrite", async (vault) => {
      const [consent, there, meta] = await Promise.all(["consent", ENTRY, "meta"].map((name) => done(vault.get(name))));
      if (consent?.states?.[ENTRY] !== "granted" || markOf(meta, there) !== mark) return false;
      vault.put(sealed, ENTRY);
      return true;
    });
    return kept === true;
  }

  remove = () => this.#within("readwrite", (vault) => void vault.delete(ENTRY));

  /**
   * Does something with the database if there is one; opened for the moment, so that an erasure never waits for it.
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(vault: IDBObjectStore) => T | Promise<T>} action
   * @returns {Promise<T | undefined>}
   */
  async #within(mode, action) {
    if (!globalThis.indexedDB) return undefined;
    const request = indexedDB.open(this.#name, 1);
    // Looking must not create: an aborted upgrade leaves no database behind.
    request.onupgradeneeded = () => request.transaction?.abort();
    const db = await done(request).catch(() => undefined);
    if (!db) return undefined;
    db.onversionchange = () => db.close();
    try {
      const transaction = db.transaction(STORE, mode);
      const result = await action(transaction.objectStore(STORE));
      if (mode === "readwrite") await finished(transaction);
      return result;
    } finally {
      db.close();
    }
  }
}

/** @param {{ key: CryptoKey, sealed: Sealed | undefined }} found */
async function opened({ key, sealed }) {
  if (!sealed) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.data)));
  } catch {
    return undefined;
  }
}
