/**
 * What waits to be sent, kept beside the profile in the shelf's own database (`vault.js`), sealed with its key: it goes when
 * the profile is erased, and is neither read nor written unless the shopper has allowed to remember and to add to totals.
 */
const STORE = "vault";
const ENTRY = "insights";

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class Kept {
  #name;

  /** @param {string} store the shelf's namespace */
  constructor(store) {
    this.#name = `ownshelf:${store}`;
  }

  /** @returns {Promise<object | undefined>} undefined too if it cannot be read: then nothing was said */
  async read() {
    const found = await this.#within("readonly", async (vault) => {
      const [key, sealed] = await Promise.all([done(vault.get("key")), done(vault.get(ENTRY))]);
      return { key, sealed };
    });
    if (!found?.sealed || !found.key) return undefined;
    try {
      const { iv, data } = found.sealed;
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, found.key, data)));
    } catch {
      return undefined;
    }
  }

  /** @returns {Promise<boolean>} whether it is kept now */
  async write(state) {
    const key = await this.#within("readonly", (vault) => done(vault.get("key")));
    if (!key) return false;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(state))) };
    return (await this.#within("readwrite", async (vault) => {
      // In the same transaction: another tab may have withdrawn, or erased and begun anew, a moment ago.
      const consent = await done(vault.get("consent"));
      if (consent?.states?.[ENTRY] !== "granted" || !(await done(vault.get("key")))) return false;
      await done(vault.put(sealed, ENTRY));
      return true;
    })) ?? false;
  }

  remove = () => this.#within("readwrite", (vault) => done(vault.delete(ENTRY)));

  /** Does something with the database if there is one; opened for the moment, so that an erasure never waits for it. */
  async #within(mode, action) {
    if (!globalThis.indexedDB) return undefined;
    const request = indexedDB.open(this.#name, 1);
    // Looking must not create: an aborted upgrade leaves no database behind.
    request.onupgradeneeded = () => request.transaction.abort();
    const db = await done(request).catch(() => undefined);
    if (!db) return undefined;
    db.onversionchange = () => db.close();
    try {
      return await action(db.transaction(STORE, mode).objectStore(STORE));
    } finally {
      db.close();
    }
  }
}
