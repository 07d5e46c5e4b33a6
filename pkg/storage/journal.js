/**
 * What this tab has learned and the device does not hold yet, written without waiting into the tab's own `sessionStorage`, so
 * that it outlives a page load. It goes with the tab. What may be written is the shelf's to say (`privacy/held.js`). Any script
 * of the page can write here too: what may come from it the engine decides.
 *
 * Learning writes at most once in half a second, and before the page goes.
 */

const INTERVAL_MS = 500;
const VERSION = 1;
/** So many bytes become text at a time: a call takes only so many arguments. */
const CHUNK = 0x2000;

/**
 * @typedef {object} Entry
 * @property {Record<string, string>} states the shopper's answers in this tab
 * @property {Uint8Array} profile the evidence
 * @property {string} [vault] which vault there was; another one, or none, says that it was erased meanwhile
 */

export class Journal {
  #key;
  /** @type {() => Entry | undefined} */
  #entry;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #last = -INTERVAL_MS;
  #stop = new AbortController();

  /**
   * @param {string} store
   * @param {() => Entry | undefined} entry what may be written now; nothing if nothing may
   */
  constructor(store, entry) {
    this.#key = `ownshelf:${store}`;
    this.#entry = entry;
    const leaving = () => this.#flush();
    const { signal } = this.#stop;
    globalThis.addEventListener?.("pagehide", leaving, { signal });
    // A press comes before the click that leaves the page; what the click teaches is written as the page goes.
    globalThis.addEventListener?.("pointerdown", leaving, { signal, capture: true, passive: true });
    globalThis.document?.addEventListener("visibilitychange", leaving, { signal });
    globalThis.document?.addEventListener("freeze", leaving, { signal });
  }

  /** Something was learned. */
  note() {
    const wait = this.#last + INTERVAL_MS - performance.now();
    if (wait <= 0 || globalThis.document?.visibilityState === "hidden") this.write();
    else this.#timer ??= setTimeout(() => this.write(), wait);
  }

  /** Brings the journal in line with what may be written now. */
  write() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#last = performance.now();
    const entry = this.#entry();
    if (!entry) {
      this.clear();
      return;
    }
    const { states, profile, vault } = entry;
    attempt((storage) => storage.setItem(this.#key, JSON.stringify({ version: VERSION, states, vault, profile: textOf(profile) })));
  }

  clear() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    attempt((storage) => storage.removeItem(this.#key));
  }

  /**
   * What an earlier page of this tab left.
   * @returns {Entry | undefined}
   */
  read() {
    return attempt((storage) => {
      const left = JSON.parse(storage.getItem(this.#key) ?? "null");
      if (left?.version !== VERSION || typeof left.states !== "object" || typeof left.profile !== "string") return undefined;
      return {
        states: left.states,
        profile: bytesOf(left.profile),
        ...(typeof left.vault === "string" && { vault: left.vault }),
      };
    });
  }

  close() {
    this.#flush();
    this.#stop.abort();
  }

  #flush() {
    if (this.#timer !== undefined) this.write();
  }
}

/**
 * Where storage is refused or full, or what lies there is none of ours, there is no journal.
 * @template T
 * @param {(storage: Storage) => T} action
 * @returns {T | undefined}
 */
function attempt(action) {
  try {
    return globalThis.sessionStorage && action(globalThis.sessionStorage);
  } catch {
    return undefined;
  }
}

/** @param {Uint8Array} bytes */
function textOf(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

/** @param {string} text */
const bytesOf = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
