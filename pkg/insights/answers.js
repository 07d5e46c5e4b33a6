/**
 * The shopper's answers to the shop's question: at most one a period, chosen at random among what happened in it and
 * randomised at once, so that not even this device holds the truth; sent at a random moment of the next period.
 *
 * State on the device: { task, period, seen, cell, skipped, last, queue: [{ period, cell, due, report? }],
 * sent: [{ period, cell, at, epsilon }] }. A period is a number of whole task lengths since 1970, the same for everybody.
 */
import { joined, random } from "../instance.js";
import { fingerprint } from "./task.js";

const DAY = 86_400_000;
const YEAR = 365 * DAY;
/** An answer that could not be sent for so many periods is dropped. */
const STALE = 4;
const RETRY = DAY / 4;
const DRAWS = 64;
const ENTROPY = 512;
/** What HTTP says of a request that may succeed later. */
const LATER = [408, 425, 429];

const text = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const long = ({ length }) => Uint8Array.of(length >> 8, length & 255);

export class Answers {
  #task;
  #kept;
  #host;
  #fingerprint;
  #queue = Promise.resolve();

  /**
   * @param {ReturnType<typeof import("./task.js").parseTask>} task
   * @param {import("./kept.js").Kept} kept
   * @param {object} host
   * @param {string} host.name of the lock that keeps tabs apart
   * @param {() => number} host.now epoch milliseconds
   * @param {() => boolean} host.allowed whether the shopper allows it at this moment
   * @param {() => Promise<import("../instance.js").Instance>} host.module
   * @param {(address: string, report: Uint8Array) => Promise<number>} host.send answers with HTTP's status
   * @param {() => void} host.changed
   */
  constructor(task, kept, host) {
    this.#task = task;
    this.#kept = kept;
    this.#host = host;
  }

  /** Something happened: it may become this period's answer. Each happening is as likely to as any other. */
  async note(event) {
    const { question, epsilon } = this.#task;
    const cells = question.cellsOf(event);
    if (!cells.length) return;
    const module = await this.#host.module();
    await this.#change((state) => {
      for (const cell of state.skipped ? [] : cells) {
        state.seen++;
        if (module.number("replaces", random(DRAWS), state.seen)) state.cell = module.number("answer", random(DRAWS), question.cells, epsilon, cell);
      }
    });
  }

  /** Sends what is due. */
  flush() {
    return this.#change(async (state, keep) => {
      for (const answer of [...state.queue]) {
        const { now } = this.#host;
        // However often a shop changes its question, nobody is asked twice a day.
        if (answer.due > now() || state.sent.some(({ at }) => now() - at < DAY)) continue;
        answer.report ??= text(await this.#report(answer.cell));
        // Kept before it is sent: sent once more, it is the same report and counts once.
        if (!(await keep())) return;
        const refused = await this.#deliver(state, answer);
        await keep();
        if (refused) throw new Error(`the leader refused an answer with status ${refused}`);
      }
    });
  }

  /** What may still be sent, the period that runs among them, and what was. */
  async told() {
    const state = await this.#exclusive(() => this.#state());
    const of = ({ period, cell }) => ({
      from: period * this.#task.length, to: (period + 1) * this.#task.length, cell, parts: this.#task.question.partsOf(cell),
    });
    const running = { period: state.period, cell: state.cell };
    return {
      waiting: [...state.queue.map((answer) => ({ ...of(answer), due: answer.due })), ...(state.cell === null ? [] : [of(running)])],
      sent: state.sent.map((answer) => ({ ...of(answer), at: answer.at, epsilon: answer.epsilon })),
    };
  }

  /** Drops the answer of a period; if it is the one that runs, nothing more of it is asked. */
  cancel(from) {
    return this.#change((state) => {
      const period = Math.floor(from / this.#task.length);
      state.queue = state.queue.filter((answer) => answer.period !== period);
      if (state.period === period) Object.assign(state, { cell: null, skipped: true });
    });
  }

  /** Nothing is left of it on this device. Waits for no other tab: what one is writing is refused there. */
  async forget() {
    await this.#kept.remove();
    this.#host.changed();
  }

  /** @param {(state: object, keep: () => Promise<boolean>) => unknown} action */
  #change(action) {
    return this.#exclusive(async () => {
      if (!this.#host.allowed()) return;
      const state = await this.#state();
      const keep = async () => this.#host.allowed() && this.#kept.write(state);
      await action(state, keep);
      await keep();
    }).then(() => this.#host.changed());
  }

  async #state() {
    const { now } = this.#host;
    this.#fingerprint ??= await fingerprint(this.#task);
    const found = await this.#kept.read();
    const fresh = { task: this.#fingerprint, period: -1, seen: 0, cell: null, skipped: false, last: -1, queue: [] };
    // Another question: what was collected for the last one answers nothing. What was sent was sent.
    const state = found?.task === this.#fingerprint ? found : { ...fresh, sent: found?.sent ?? [] };
    state.sent = state.sent.filter(({ at }) => now() - at < YEAR);
    this.#turn(state, Math.floor(now() / this.#task.length));
    return state;
  }

  /** Begins a new period where one ended. A clock that was set back asks for no period a second time. */
  #turn(state, period) {
    const { length } = this.#task;
    if (period !== state.period) {
      if (state.cell !== null && state.period > state.last) {
        const [fraction] = crypto.getRandomValues(new Uint32Array(1));
        state.queue.push({ period: state.period, cell: state.cell, due: (state.period + 1 + fraction / 2 ** 32) * length });
        state.last = state.period;
      }
      Object.assign(state, { period, seen: 0, cell: null, skipped: period <= state.last });
    }
    state.queue = state.queue.filter((answer) => period - answer.period <= STALE);
  }

  async #report(cell) {
    const { id, keys, question, chunk, precision } = this.#task;
    const time = Math.floor(this.#host.now() / 1000 / precision) * precision;
    const given = joined(id, long(keys.leader), keys.leader, long(keys.helper), keys.helper, random(ENTROPY));
    return (await this.#host.module()).bytes("report", given, question.cells, chunk, cell, time);
  }

  /** @returns {Promise<number | undefined>} the status of a refusal: the answer is dropped */
  async #deliver(state, answer) {
    const { address, epsilon } = this.#task;
    const { now, send } = this.#host;
    const status = await send(address, bytes(answer.report)).catch(() => 0);
    const taken = status >= 200 && status < 300;
    if (!taken && (status < 400 || status >= 500 || LATER.includes(status))) {
      answer.due = now() + RETRY;
      return undefined;
    }
    const { period, cell } = answer;
    if (taken) state.sent.push({ period, cell, at: now(), epsilon });
    state.queue = state.queue.filter((other) => other !== answer);
    return taken ? undefined : status;
  }

  /** One at a time, over all tabs. */
  #exclusive(action) {
    const run = () => (globalThis.navigator?.locks ? navigator.locks.request(this.#host.name, action) : action());
    const result = this.#queue.then(run);
    this.#queue = result.catch(() => {});
    return result;
  }
}
