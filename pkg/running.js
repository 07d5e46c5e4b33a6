/**
 * The engine as the package calls it. Its own errors become `OwnshelfError`s; should it ever trap, that is said once, and
 * from then on whoever asks gets the shop's own answer.
 */
import { refusal } from "./engine.js";
import { OwnshelfError } from "./errors.js";
import { pack } from "./pack.js";

export class Running {
  engine;
  closed = false;
  broken = false;
  #warned = false;

  constructor(engine) {
    this.engine = engine;
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

  /** Calls the engine where nobody waits for an answer; the last writing at closing is such a place. */
  tell(action) {
    if (this.broken) return;
    try {
      action();
    } catch (thrown) {
      const error = refusal(thrown);
      if (error instanceof OwnshelfError) this.warn("the engine refused", error);
      else this.fail(error);
    }
  }

  fail(error) {
    this.broken = true;
    this.warn("the engine stopped; the shop's order stands", error);
  }

  warn(what, error) {
    if (!this.#warned) console.warn(`Ownshelf: ${what}.`, error);
    this.#warned = true;
  }
}
