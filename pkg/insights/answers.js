/**
 * The shopper's answers to the shop's question: at most one a period, chosen at random among what happened in it and
 * randomised at once, so that not even this device holds the truth; sent at a random moment of the next period.
 */
import { joined, random } from "../engine/instance.js";
import { fingerprint } from "./task.js";
import { claimed, described, fresh, turn } from "./periods.js";

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
  #sending = Promise.resolve();

  /**
   * @param {ReturnType<typeof import("./task.js").parseTask>} task
   * @param {import("./store.js").Kept} kept
   * @param {object} host
   * @param {string} host.name of the lock that keeps tabs apart
   * @param {() => number} host.now epoch milliseconds
   * @param {() => "off" | "remember" | "paused" | "on"} host.state what the shopper allows at this moment
   * @param {() => Promise<import("../engine/instance.js").Instance>} host.module
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
    await this.#change(["on"], (state) => {
      for (const cell of state.skipped ? [] : cells) {
        state.seen++;
        if (module.number("replaces", random(DRAWS), state.seen))
          state.cell = module.number("answer", random(DRAWS), question.cells, epsilon, cell);
      }
    });
  }

  /** Sends what is due, one answer a day at most, after what is on its way. @throws if the leader refuses it */
  flush() {
    const next = () => this.#sendDue();
    return (this.#sending = this.#sending.then(next, next));
  }

  async #sendDue() {
    const { send, now, state: word } = this.#host;
    if (word() !== "on") return;
    const module = await this.#host.module();
    // Noted before it is sent that it was: whatever comes of it, it is the same report and counts once.
    const answer = await this.#change(["on"], async (state) => {
      const claim = claimed(state, now());
      if (claim) claim.report ??= text(this.#report(module, claim.cell));
      return claim;
    });
    if (!answer) return;
    const status = await send(this.#task.address, bytes(answer.report)).catch(() => 0);
    const taken = status >= 200 && status < 300;
    if (!taken && (status < 400 || status >= 500 || LATER.includes(status))) return;
    await this.#change(["on", "paused"], (state) => {
      const waits = state.queue.find(({ report }) => report === answer.report);
      // Withdrawn meanwhile: nothing of it comes back, not even that it was sent.
      if (!waits) return;
      state.queue = state.queue.filter((other) => other !== waits);
      if (taken) state.sent.push({ ...described(this.#task, answer), at: now(), epsilon: this.#task.epsilon });
    });
    if (!taken) throw new Error(`the leader refused an answer with status ${status}`);
  }

  /** What may still be sent, the period that runs among them, and what was. */
  async told() {
    let told = { waiting: [], sent: [] };
    await this.#change(["on", "paused"], (state) => {
      const waiting = state.queue.map((answer) => ({ ...described(this.#task, answer), due: answer.due }));
      if (state.cell !== null) waiting.push(described(this.#task, state));
      told = { waiting, sent: structuredClone(state.sent) };
    });
    return told;
  }

  /**
   * Drops the answer of a period; if it is the one that runs, nothing more of it is asked.
   * @returns {Promise<boolean>} whether it is certain that it was not sent: not if it is on its way, or was tried before
   */
  async cancel(from) {
    const period = Math.floor(from / this.#task.length);
    const dropped = await this.#change(["on", "paused"], (state) => {
      const waited = state.queue.find((answer) => answer.period === period);
      const runs = state.period === period && state.cell !== null;
      state.queue = state.queue.filter((answer) => answer !== waited);
      if (state.period === period) Object.assign(state, { cell: null, skipped: true });
      return runs || (waited !== undefined && waited.tried === undefined);
    });
    return dropped === true;
  }

  /** Nothing is left of it on this device. Waits for no other tab: what one is writing is refused there. */
  async forget() {
    await this.#kept.remove();
    this.#host.changed();
  }

  /**
   * Changes the state where the shopper's word is one of these.
   * @template T
   * @param {string[]} words
   * @param {(state: object) => T | Promise<T>} action
   * @returns {Promise<T | undefined>} undefined if nothing was changed, for it may not be or somebody else did first
   */
  async #change(words, action) {
    const may = () => words.includes(this.#host.state());
    let changed = false;
    const made = await this.#exclusive(async () => {
      if (may()) this.#fingerprint ??= await fingerprint(this.#task);
      const read = may() && (await this.#kept.read());
      if (!read) return undefined;
      const found = JSON.stringify(read.state);
      const state = this.#current(read.state);
      // A beginning that nothing came of need not be kept.
      const before = found ?? JSON.stringify(state);
      const result = await action(state);
      if (JSON.stringify(state) === before) return result;
      changed = may() && (await this.#kept.write(state, read));
      return changed ? result : undefined;
    });
    if (changed) this.#host.changed();
    return made;
  }

  /** Another question: what was collected for the last one answers nothing. What was sent was sent. */
  #current(found) {
    const state = found?.task === this.#fingerprint ? found : { ...fresh(this.#fingerprint), sent: found?.sent ?? [] };
    turn(state, this.#host.now(), this.#task.length);
    return state;
  }

  #report(module, cell) {
    const { id, keys, question, chunk, precision } = this.#task;
    const time = Math.floor(this.#host.now() / 1000 / precision) * precision;
    const given = joined(id, long(keys.leader), keys.leader, long(keys.helper), keys.helper, random(ENTROPY));
    return module.bytes("report", given, question.cells, chunk, cell, time);
  }

  /** One at a time, over all tabs. */
  #exclusive(action) {
    const run = () => (globalThis.navigator?.locks ? navigator.locks.request(this.#host.name, action) : action());
    const result = this.#queue.then(run);
    this.#queue = result.catch(() => {});
    return result;
  }
}
