/**
 * The engine as the package calls it. Its own errors become `OwnshelfError`s; should it ever trap, that is said once, and
 * from then on lists get the shop's own answer, the shopper is told what cannot be done, and what is on the device stays as it
 * is, but for refusals and erasure.
 */
import { refusal } from "./engine.js";
import { OwnshelfError } from "./errors.js";
import { pack } from "./pack.js";

const STOPPED = Symbol("stopped");

export class Running {
  engine;
  closed = false;
  broken = false;
  /** Called when another engine has taken the place of one that trapped. @type {(() => void) | undefined} */ renewed;
  #warned = false;
  #make;
  #setUp;

  /** @param {() => import("./engine.js").Engine} make an engine that holds nothing */
  constructor(make) {
    this.#make = make;
    this.engine = make();
  }

  /** Gives the engine what every engine of this shelf begins with. */
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
   */
  twice(work) {
    try {
      work();
    } catch (thrown) {
      if (refusal(thrown) instanceof OwnshelfError) throw thrown;
      this.renew();
      work();
    }
  }

  /** Hands data in, for the call that comes next. */
  give(value) {
    const { tokens, text, lengths } = pack(value);
    this.engine.give(tokens, text, lengths);
  }

  /** Calls a function of the engine that takes data. */
  packed(method, value, ...more) {
    this.give(value);
    return this.engine[method](...more);
  }

  /** Asks the engine; after a trap `otherwise` is the answer. */
  ask(otherwise, action) {
    if (this.closed) throw new OwnshelfError("closed", "the shelf was closed");
    if (this.broken) return otherwise;
    try {
      return action();
    } catch (thrown) {
      const error = refusal(thrown);
      if (error instanceof OwnshelfError) throw error;
      this.fail(error);
      return otherwise;
    }
  }

  /** Asks where the answer of an engine that stopped would deceive: what is held, and what the shopper wants done with it. */
  must(action) {
    const answer = this.ask(STOPPED, action);
    if (answer === STOPPED) throw new OwnshelfError("wasm_unavailable", "the engine stopped on this page; the next page starts it anew");
    return answer;
  }

  /** Calls the engine where nobody waits for an answer; the last writing at closing is such a place. */
  tell(action) {
    if (!this.broken) this.tellAnyway(action);
  }

  /** Tells what an engine that took the place of a trapped one is to know too. */
  tellAnyway(action) {
    try {
      action();
    } catch (thrown) {
      const error = refusal(thrown);
      if (error instanceof OwnshelfError) this.warn("the engine refused", error);
      else this.fail(error);
    }
  }

  fail(error) {
    this.warn("the engine stopped; the shop's order stands", error);
    if (this.broken) return;
    this.broken = true;
    // An engine that trapped refuses every call. One that holds nothing answers what is asked of such a shelf.
    this.renew();
    this.engine.pause(true);
  }

  warn(what, error) {
    if (!this.#warned) console.warn(`Ownshelf: ${what}.`, error);
    this.#warned = true;
  }
}
