/**
 * The engine as the package calls it. Should it ever trap, that is said once, and from then on lists get the shop's own
 * answer, the shopper is told what cannot be done, and what is on the device stays as it is, but for refusals and erasure.
 */
import { OwnshelfError } from "./errors.js";

/** @typedef {import("../dist/core.js").Engine} Engine */

const STOPPED = Symbol("stopped");
/** Data whose getters call the shelf may do so this many calls deep. */
const MAX_DEPTH = 8;

/**
 * Whether an error says that the engine itself stopped. Whatever else is thrown out of a call is a refusal.
 * @param {unknown} error
 */
const isTrap = (error) => error instanceof WebAssembly.RuntimeError || error instanceof RangeError;

export class Supervisor {
  engine;
  closed = false;
  broken = false;
  /** Called when another engine has taken the place of one that trapped. @type {(() => void) | undefined} */
  renewed;
  /** What was warned of, by kind. @type {Set<string>} */
  #warned = new Set();
  /** Calls that have not returned: a getter of the page's data may call again. */
  #depth = 0;
  #make;
  /** @type {(() => void) | undefined} */
  #setUp;

  /** @param {() => Engine} make an engine that holds nothing */
  constructor(make) {
    this.#make = make;
    this.engine = make();
  }

  /**
   * Gives the engine what every engine of this shelf begins with.
   * @param {() => void} setUp
   */
  begin(setUp) {
    this.#setUp = setUp;
    setUp();
  }

  /** Another engine instead of this one, as at the beginning. */
  renew() {
    this.engine = this.#make();
    this.#setUp?.();
    this.renewed?.();
  }

  /**
   * Does the first work of an engine; should it trap, a new one does it. WebKit on Linux sometimes stumbles in code that it
   * compiles anew while it runs, and does not a second time.
   * @param {() => void} work
   */
  retry(work) {
    try {
      work();
    } catch (error) {
      if (!isTrap(error)) throw error;
      this.renew();
      work();
    }
  }

  /**
   * Asks the engine; after a trap `otherwise` is the answer.
   * @template T, U
   * @param {U} otherwise
   * @param {() => T} action
   * @returns {T | U}
   */
  ask(otherwise, action) {
    if (this.closed) throw new OwnshelfError("closed", "the shelf was closed");
    if (this.broken) return otherwise;
    if (this.#depth === MAX_DEPTH) throw new OwnshelfError("invalid_input", "input calls the shelf again and again while it is read");
    this.#depth += 1;
    try {
      return action();
    } catch (error) {
      if (!isTrap(error)) throw error;
      this.fail(error);
      return otherwise;
    } finally {
      this.#depth -= 1;
    }
  }

  /**
   * Asks where the answer of an engine that stopped would deceive: what is held, and what the shopper wants done with it.
   * @template T
   * @param {() => T} action
   * @returns {T}
   */
  must(action) {
    const answer = this.ask(STOPPED, action);
    if (answer === STOPPED) throw new OwnshelfError("wasm_unavailable", "the engine stopped on this page; the next page starts it anew");
    return /** @type {T} */ (answer);
  }

  /**
   * Calls the engine where nobody waits for an answer; the last writing at closing is such a place.
   * @param {() => void} action
   */
  tell(action) {
    if (!this.broken) this.tellAnyway(action);
  }

  /**
   * Tells what an engine that took the place of a trapped one is to know too.
   * @param {() => void} action
   */
  tellAnyway(action) {
    try {
      action();
    } catch (error) {
      if (isTrap(error)) this.fail(error);
      else this.warn("the engine refused", error);
    }
  }

  /** @param {unknown} error */
  fail(error) {
    this.warn("the engine stopped; the shop's order stands", error);
    if (this.broken) return;
    this.broken = true;
    // An engine that trapped refuses every call. One that holds nothing answers what is asked of such a shelf.
    this.renew();
    this.engine.pause(true);
  }

  /**
   * @param {string} what
   * @param {unknown} error
   */
  warn(what, error) {
    if (!this.#warned.has(what)) console.warn(`Ownshelf: ${what}.`, error);
    this.#warned.add(what);
  }
}
