/**
 * The shopper's answers to the shop's question. A WebAssembly module decides (`insights/`): what is drawn, how it is blurred,
 * when it is due. Here is what it cannot do: chance, the clock, what is kept, other tabs, the network.
 */
import { randomBytes } from "../engine/module-call.js";

/** @typedef {import("../dist/insights.js").Totals} Totals */
/** @typedef {import("../insights.d.ts").InsightsAnswer} InsightsAnswer */
/** @typedef {"off" | "remember" | "paused" | "on"} State */

/** Bytes of chance: for the moment an answer is due, for each product of an event, for a report. */
const CHANCE = { due: 4, product: 32, report: 160 };
/** What HTTP says of a request that may succeed later. */
const LATER = [408, 425, 429];

/** @param {Uint8Array} bytes */
const base64 = (bytes) => btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(""));
/** @param {string} text */
const bytesOf = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

export class Answers {
  #task;
  #store;
  #host;
  /** Reports that were made, by their periods, in base64: a report that is sent twice has to be the same. @type {Map<number, string>} */
  #reports = new Map();
  /** @type {Promise<unknown>} */
  #queue = Promise.resolve();
  /** @type {Promise<unknown>} */
  #sending = Promise.resolve();

  /**
   * @param {ReturnType<typeof import("./task.js").parseTask>} task
   * @param {import("./store.js").AnswerStore} store
   * @param {object} host
   * @param {string} host.name of the lock that keeps tabs apart
   * @param {string} host.fingerprint the task's
   * @param {() => number} host.now epoch milliseconds
   * @param {() => State} host.state what the shopper allows at this moment
   * @param {() => Promise<Totals>} host.totals the module, loaded when it is first asked for
   * @param {(address: string, report: Uint8Array<ArrayBuffer>) => Promise<number>} host.send answers with HTTP's status
   * @param {() => void} host.changed
   */
  constructor(task, store, host) {
    this.#task = task;
    this.#store = store;
    this.#host = host;
  }

  /**
   * Something happened: it may become this period's answer.
   * @param {import("./question.js").AskedEvent} event
   */
  async note(event) {
    await this.#change(["on"], (totals) => totals.note(event, randomBytes(CHANCE.product * (event.items.length + 1))));
  }

  /**
   * Sends what is due, one answer a day at most, after what is on its way.
   * @returns {Promise<void>}
   * @throws if the leader refuses it
   */
  flush() {
    const next = () => this.#sendDue();
    const sending = this.#sending.then(next, next);
    this.#sending = sending;
    return sending;
  }

  async #sendDue() {
    const { send, now, state } = this.#host;
    if (state() !== "on") return;
    // Kept before it is sent that it was tried: whatever comes of it, it is the same report and counts once.
    const due = await this.#change(["on"], (totals) => {
      const period = totals.nextDue(now());
      if (period === undefined) return undefined;
      const report = this.#reports.get(period) ?? this.#report(totals, period);
      this.#reports.set(period, report);
      return { period, report };
    });
    if (!due) return;
    const { period, report } = due;
    const status = await send(this.#task.address, bytesOf(report)).catch(() => 0);
    const taken = status >= 200 && status < 300;
    if (!taken && (status < 400 || status >= 500 || LATER.includes(status))) return;
    await this.#change(["on", "paused"], (totals) => {
      const cell = totals.cellOf(period);
      // Withdrawn meanwhile: nothing of it comes back, not even that it was sent.
      if (cell === undefined || this.#reports.get(period) !== report) return;
      totals.settle(period, taken, this.#task.question.partsOf(cell), now());
    });
    if (!taken) throw new Error(`the leader refused an answer with status ${status}`);
  }

  /**
   * What may still be sent, the period that runs among them, and what was.
   * @returns {Promise<Awaited<ReturnType<import("../insights.d.ts").Insights["answers"]>>>}
   */
  async told() {
    const { question } = this.#task;
    const told = await this.#change(["on", "paused"], (totals) => {
      /** @type {(InsightsAnswer & { due?: number })[]} */
      const waiting = totals.waiting();
      return { waiting: waiting.map((answer) => ({ ...answer, parts: question.partsOf(answer.cell) })), sent: totals.sent() };
    });
    return told ?? { waiting: [], sent: [] };
  }

  /**
   * Drops the answer of a period; if it is the one that runs, nothing more of it is asked.
   * @param {number} from when the period began
   * @returns {Promise<boolean>} whether it is certain that it was not sent: not if it is on its way, or was tried before
   */
  async cancel(from) {
    return (await this.#change(["on", "paused"], (totals) => totals.cancel(from))) === true;
  }

  /** Nothing is left of it on this device. Waits for no other tab: what one is writing is refused there. */
  async forget() {
    await this.#store.remove();
    this.#host.changed();
  }

  /**
   * Changes the answers where the shopper allows one of these.
   * @template T
   * @param {State[]} states
   * @param {(totals: Totals) => T} action
   * @returns {Promise<T | undefined>} undefined if nothing was changed, for it may not be or somebody else did first
   */
  async #change(states, action) {
    const may = () => states.includes(this.#host.state());
    let changed = false;
    const made = await this.#exclusive(async () => {
      const totals = may() ? await this.#host.totals() : undefined;
      const read = totals && may() && (await this.#store.read());
      if (!read) return undefined;
      totals.resume(read.state, this.#host.now(), randomBytes(CHANCE.due));
      this.#reports = reportsOf(read.state, this.#host.fingerprint);
      // A beginning that nothing came of need not be kept.
      const before = JSON.stringify(read.state) ?? JSON.stringify(this.#kept(totals));
      const result = action(totals);
      const state = this.#kept(totals);
      if (JSON.stringify(state) === before) return result;
      changed = may() && (await this.#store.write(state, read));
      return changed ? result : undefined;
    });
    if (changed) this.#host.changed();
    return made;
  }

  /** The module's answers with the reports that belong to them. @param {Totals} totals */
  #kept(totals) {
    const state = totals.kept();
    for (const answer of state.queue) {
      const report = this.#reports.get(answer.period);
      if (report) answer.report = report;
    }
    return state;
  }

  /**
   * @param {Totals} totals
   * @param {number} period
   */
  #report(totals, period) {
    const { precision } = this.#task;
    const time = Math.floor(this.#host.now() / 1000 / precision) * precision;
    return base64(totals.seal(totals.cellOf(period) ?? 0, time, randomBytes(CHANCE.report)));
  }

  /**
   * One at a time, over all tabs.
   * @template T
   * @param {() => Promise<T>} action
   * @returns {Promise<T>}
   */
  #exclusive(action) {
    const run = () => (globalThis.navigator?.locks ? navigator.locks.request(this.#host.name, action) : action());
    const result = this.#queue.then(run);
    this.#queue = result.catch(() => {});
    return result;
  }
}

/**
 * The reports among what was kept for a task, by their periods.
 * @param {any} state
 * @param {string} task its fingerprint
 * @returns {Map<number, string>}
 */
function reportsOf(state, task) {
  const queue = state?.task === task && Array.isArray(state.queue) ? state.queue : [];
  const made = queue.filter((/** @type {any} */ answer) => typeof answer?.report === "string");
  return new Map(made.map((/** @type {any} */ { period, report }) => [period, report]));
}
