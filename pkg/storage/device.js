/**
 * One shelf on the device, however many tabs: what is kept there is the truth, one tab writes at a time (Web Locks), the
 * others follow (BroadcastChannel), and a tab that slept looks before it ranks again.
 *
 * A tab never writes its memory over the vault. It reads, takes over what others decided and forgot, adds what it learned
 * since it last did, and writes that. So nothing that was erased, forgotten or withdrawn elsewhere can come back.
 */

/**
 * @typedef {object} Host the shelf's side
 * @property {() => { consent?: import("./vault.js").ConsentRecord, sealed?: import("./vault.js").Sealed | null, wait?: boolean }} toKeep
 *   what may be on the device now; `wait`: not decided yet, leave it as it is
 * @property {(found: Found) => boolean} follow takes over what is kept; whether its profile could be read
 * @property {() => void} checked the tab has looked again and may rank
 * @property {() => void} saved what was to be kept is on the device
 * @property {() => void} erased everything was erased elsewhere
 * @property {(message: unknown) => void} hear a message of another tab
 * @property {(what: string, error: unknown) => void} warn
 */
/** @typedef {NonNullable<Awaited<ReturnType<import("./vault.js").Vault["read"]>>>} Found */

/** Learned evidence waits so long for more of it, then so long for an idle moment. */
const SAVE_MS = 250;
const IDLE_MS = 100;
/** What a device refused (no room, a private window, its database closed) is tried again after this time. */
const RETRY_MS = 30_000;

export class Device {
  /** Whether this tab may have slept through something and has not looked yet. */
  checking = false;
  #vault;
  #host;
  #name;
  #channel;
  #tab = crypto.getRandomValues(new Uint32Array(1))[0];
  /** Whether the device is to be looked at, in its turn. */
  #looking = false;
  /** @type {import("./vault.js").State | undefined} */ #known;
  /** @type {any} a number in browsers, an object elsewhere */ #timer;
  /** @type {Promise<any>} */ #queue = Promise.resolve();
  #ended = new AbortController();

  /**
   * @param {import("./vault.js").Vault} vault
   * @param {string} store
   * @param {Host} host
   */
  constructor(vault, store, host) {
    this.#vault = vault;
    this.#host = host;
    this.#name = `ownshelf:${store}`;
    if (globalThis.BroadcastChannel) {
      this.#channel = new BroadcastChannel(this.#name);
      this.#channel.onmessage = ({ data }) => this.#hear(data);
      /** @type {{ unref?(): void }} */ (this.#channel).unref?.();
    }
    if (globalThis.document) {
      const looked = () => (document.visibilityState === "hidden" ? this.#flush() : this.check());
      const shown = (/** @type {PageTransitionEvent} */ { persisted }) => persisted && this.check();
      const { signal } = this.#ended;
      document.addEventListener("visibilitychange", looked, { signal });
      document.addEventListener("resume", looked, { signal });
      globalThis.addEventListener("pageshow", shown, { signal });
      // A press comes before the click that leaves the page.
      const leaving = () => this.#flush();
      for (const name of ["pointerdown", "pagehide"]) globalThis.addEventListener(name, leaving, { capture: true, passive: true, signal });
      document.addEventListener("freeze", leaving, { signal });
    }
  }

  get trouble() {
    return this.#vault.trouble;
  }
  get problem() {
    return this.#vault.problem;
  }

  /** Which vault there is, as far as this tab knows. @returns {string | undefined} */
  get vaultId() {
    return this.#known?.id;
  }

  /** Looks what is kept, first of all. */
  open = () => this.#exclusive(() => this.#reconcile());

  /** @param {{ type: string, [detail: string]: unknown }} message */
  tell(message) {
    this.#channel?.postMessage({ ...message, from: this.#tab });
  }

  /**
   * Writes soon, when the page is idle, but within half a second however busy it is: learning itself never writes. Where the
   * device refused lately, it is asked again later.
   */
  saveSoon() {
    if (this.#timer || this.trouble === "unsupported") return;
    const idle = globalThis.requestIdleCallback ?? setTimeout;
    this.#timer = setTimeout(() => idle(() => this.save(), { timeout: IDLE_MS }), this.trouble ? RETRY_MS : SAVE_MS);
    this.#timer.unref?.();
  }

  /** Brings the device in line with what may be kept now. */
  save() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const saving = this.#exclusive(async () => {
      await this.#reconcile();
      const { consent, sealed, wait } = this.#host.toKeep();
      if (wait) return;
      if (!consent) {
        if (this.#known) await this.#vault.erase();
        this.#known = undefined;
        return;
      }
      const state = await this.#vault.write({ id: this.#known?.id, seq: (this.#known?.seq ?? 0) + 1 }, consent, sealed);
      if (!state) return;
      this.#known = state;
      this.#host.saved();
      this.tell({ type: "kept" });
    });
    return saving.finally(() => this.trouble && this.#channel && this.saveSoon());
  }

  /** Removes everything from the device; resolves to the number of databases left (0). */
  erase() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#exclusive(() => {
      this.#known = undefined;
      return this.#vault.erase();
    });
  }

  /** Nothing of what this tab knew of the vault counts any more: another tab erased it. */
  forgetVault() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#known = undefined;
  }

  /** A sleeping tab hears nothing: until it has looked, the shop's order stands. */
  check() {
    if (!this.#known || this.checking) return;
    this.checking = true;
    // Without the lock, which a tab that sleeps now may hold.
    this.#queue = this.#queue
      .then(async () => {
        const state = await this.#vault.state();
        if (state?.id !== this.#known?.id || state?.seq !== this.#known?.seq) await this.#reconcile();
      })
      .catch((error) => this.#host.warn("the device's storage cannot be read", error))
      .then(() => {
        this.checking = false;
        this.#host.checked();
      });
  }

  close() {
    this.#flush();
    this.#ended.abort();
    this.#channel?.close();
    this.#channel = undefined;
  }

  #flush() {
    if (this.#timer && !this.trouble) this.save();
  }

  /** @param {any} message */
  #hear(message) {
    if (message?.from === this.#tab) return;
    if (message?.type === "kept") this.#look();
    else this.#host.hear(message);
  }

  /** However often it is said that there is something to look at, it is looked at once. */
  #look() {
    if (this.#looking) return;
    this.#looking = true;
    this.#exclusive(() => {
      this.#looking = false;
      return this.#reconcile();
    });
  }

  /** Takes over what others did since this tab last looked. */
  async #reconcile() {
    const found = await this.#vault.read();
    const known = this.#known;
    if (known && found?.id !== known.id) this.#host.erased();
    this.#known = found && { id: found.id, seq: found.seq };
    if (!found || (known?.id === found.id && known.seq === found.seq)) return;
    if (!this.#host.follow(found)) await this.#vault.setAside("damaged");
  }

  /**
   * One at a time in this tab, and one writer over all tabs.
   * @template T
   * @param {() => Promise<T>} action
   * @returns {Promise<T>}
   */
  #exclusive(action) {
    const run = () => (globalThis.navigator?.locks ? navigator.locks.request(this.#name, action) : action());
    const result = this.#queue.then(run);
    this.#queue = result.catch((error) => this.#host.warn("the device's storage cannot be changed", error));
    return this.#queue.then((value) => value);
  }
}
