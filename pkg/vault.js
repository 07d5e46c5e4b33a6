/**
 * The profile at rest: AES-256-GCM with a key that cannot be read out, in IndexedDB. Nothing is created on the device
 * until something is to be kept, and an erased vault leaves no database behind.
 *
 * Where the browser cannot keep it (private mode, Lockdown mode, quota), the shelf goes on in memory and says so.
 */
const STORE = "vault";
const VERSION = 1;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class Vault {
  #name;
  #db;
  #key;
  /** Why nothing can be kept on this device; undefined while it can. @type {string | undefined} */
  trouble;

  /** @param {string} store the shop's namespace on this origin */
  constructor(store) {
    this.#name = `ownshelf:${store}`;
    if (!globalThis.indexedDB || !globalThis.crypto?.subtle) this.trouble = "unsupported";
  }

  /** What was kept: the consent record and the profile's bytes. Creates nothing. */
  async read() {
    const db = await this.#open(false);
    if (!db) return {};
    const vault = db.transaction(STORE).objectStore(STORE);
    const [consent, key, sealed] = await Promise.all(["consent", "key", "profile"].map((k) => done(vault.get(k))));
    this.#key = key;
    if (!sealed || !key) return { consent };
    return { consent, sealed };
  }

  /** Opens what {@link read} found. Rejects if it is damaged or was sealed with another key. */
  async unseal({ version, iv, data }) {
    if (version !== VERSION) throw new Error("kept by a version this one does not know");
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.#key, data));
  }

  /**
   * Keeps the consent record and, if given, the profile. Without a profile any kept one is removed with its key.
   * @param {object} consent
   * @param {Uint8Array | null} profile
   * @returns {Promise<boolean>} whether it is on the device now
   */
  async write(consent, profile) {
    if (this.trouble) return false;
    try {
      const db = await this.#open(true);
      const sealed = profile && (await this.#seal(profile));
      const transaction = db.transaction(STORE, "readwrite", { durability: "relaxed" });
      const vault = transaction.objectStore(STORE);
      vault.put(consent, "consent");
      if (sealed) {
        vault.put(this.#key, "key");
        vault.put(sealed, "profile");
      } else {
        this.#key = undefined;
        vault.delete("key");
        vault.delete("profile");
      }
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
      });
      return true;
    } catch (error) {
      this.trouble = error?.name === "QuotaExceededError" ? "quota" : "blocked";
      return false;
    }
  }

  /** Removes everything and checks that nothing is left; the number of bytes found afterwards. */
  async erase() {
    this.#key = undefined;
    const db = await this.#open(false).catch(() => undefined);
    db?.close();
    this.#db = undefined;
    if (!globalThis.indexedDB || !db) return 0;
    await new Promise((resolve, reject) => {
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

  async #seal(profile) {
    this.#key ??= await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { version: VERSION, iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.#key, profile) };
  }

  /** The database; `undefined` if it does not exist and must not be created. */
  async #open(create) {
    if (this.#db || this.trouble === "unsupported") return this.#db;
    const request = indexedDB.open(this.#name, 1);
    let absent = false;
    request.onupgradeneeded = () => {
      // Looking must not create: an aborted upgrade leaves no database behind.
      if (create) request.result.createObjectStore(STORE);
      else {
        absent = true;
        request.transaction.abort();
      }
    };
    try {
      this.#db = await done(request);
    } catch (error) {
      if (absent) return undefined;
      this.trouble = "blocked";
      throw error;
    }
    this.#db.onversionchange = () => this.close();
    return this.#db;
  }
}
