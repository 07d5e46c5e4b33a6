/**
 * `ownshelf/insights`: the only part of Ownshelf that can send anything. It does after the shopper's own yes to the purpose
 * `insights`, and it sends one thing: an answer blurred by chance, split in two and encrypted for two operators who publish
 * sums alone (Prio3 in DAP-09). docs/privacy.md says what that protects from and what not.
 */
import instantiate from "./dist/insights.js";
import { callModule } from "./engine/module-call.js";
import { Answers } from "./insights/answers.js";
import { AnswerStore } from "./insights/store.js";
import { fingerprint, parseTask, truthful } from "./insights/task.js";
import { moduleFromResponse } from "./engine/load.js";
import { callable, readOptions } from "./engine/options.js";
import { tellRecipients } from "./privacy/recipients.js";
import { defineOutbox, joinedNow } from "./insights/outbox.js";

/** @typedef {ReturnType<typeof parseTask>} Task */
/** @typedef {import("./index.d.ts").Shelf} Shelf */
/** @typedef {import("./insights/question.js").AskedEvent} AskedEvent */

export { OwnshelfError } from "./engine/errors.js";
export { estimateTotals } from "./insights/estimate.js";

/** How long the leader may take to answer. */
const TIMEOUT_MS = 20_000;

async function ownModule() {
  try {
    return await moduleFromResponse(await fetch(new URL("./dist/insights.wasm", import.meta.url)));
  } catch {
    const { default: bytes } = await import("./dist/insights-inline.js");
    return WebAssembly.compile(bytes());
  }
}

/**
 * The module with what a task asks.
 * @param {Task} task
 * @param {string} code its fingerprint
 */
async function totalsOf({ id, keys, question, epsilon, length, chunk }, code) {
  const compiled = await ownModule();
  return callModule("insights", () => {
    const { Totals } = instantiate(compiled);
    return new Totals(question.on, question.asked, epsilon, length, id, keys.leader, keys.helper, chunk, code);
  });
}

/**
 * The one place from which anything leaves. No cookie, no referrer, no redirect goes with it.
 * @param {string} address
 * @param {Uint8Array<ArrayBuffer>} body
 */
async function send(address, body) {
  const response = await fetch(address, {
    method: "PUT",
    body,
    headers: { "content-type": "application/dap-report" },
    credentials: "omit",
    referrerPolicy: "no-referrer",
    redirect: "error",
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return response.status;
}

/**
 * Lets shoppers who said yes to `insights` take part in the shop's question.
 * @param {import("./index.d.ts").Shelf} shelf
 * @param {import("./insights.d.ts").InsightsTask} given
 * @param {import("./insights.d.ts").InsightsOptions} [options]
 * @returns {Promise<import("./insights.d.ts").Insights>}
 */
export async function joinInsights(shelf, given, options) {
  const { categoryOf, now = Date.now } = readOptions("joinInsights", options, { categoryOf: callable, now: callable });
  const task = parseTask(given, categoryOf);
  const code = await fingerprint(task);
  // Joined once more, perhaps by a component mounted twice: each event counts once.
  parts.get(shelf)?.close();
  const part = new Part(shelf, task, now, code);
  parts.set(shelf, part.face);
  tellRecipients(shelf.privacy, Object.values(task.operators));
  joinedNow(part.face);
  defineOutbox();
  return part.face;
}

/** The part each shelf has now. @type {WeakMap<object, import("./insights.d.ts").Insights>} */
const parts = new WeakMap();

class Part {
  face;
  #shelf;
  #answers;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {Promise<import("./dist/insights.js").Totals> | undefined} */
  #totals;
  #warned = false;
  #closed = false;
  /** Whether there was a yes when it was last looked. */
  #took = false;
  #undo;

  /**
   * @param {Shelf} shelf
   * @param {Task} task
   * @param {() => number} now
   * @param {string} code the task's fingerprint
   */
  constructor(shelf, task, now, code) {
    this.#shelf = shelf;
    const store = shelf.store ?? "default";
    this.#answers = new Answers(task, new AnswerStore(store), {
      name: `ownshelf-insights:${store}`,
      fingerprint: code,
      now,
      send,
      state: () => this.#state(),
      totals: () => this.#loaded(task, code),
      changed: () => this.#tell(),
    });
    this.#undo = [
      shelf.on("recorded", (event) => {
        const asked = task.question.about(event);
        if (asked) this.#recorded(asked);
      }),
      shelf.on("consent", () => this.#consent()),
    ];
    this.face = this.#face(task, code);
    this.#consent();
  }

  /**
   * @param {Task} task
   * @param {string} code
   * @returns {import("./insights.d.ts").Insights}
   */
  #face(task, code) {
    const { question, epsilon, days, minBatch, operators } = task;
    const part = this;
    return Object.freeze({
      get state() {
        return part.#state();
      },
      task: Object.freeze({
        fingerprint: code,
        on: question.on,
        kinds: question.kinds,
        cells: question.cells,
        epsilon,
        periodDays: days,
        minBatch,
        operators,
        truthful: truthful(question.cells, epsilon),
        cell: (/** @type {number} */ n) => question.partsOf(n),
      }),
      answers: () => part.#answers.told(),
      cancel: (/** @type {number} */ from) => part.#answers.cancel(Number(from)),
      flush: () => part.#flush(),
      on: (/** @type {() => void} */ listener) => {
        part.#listeners.add(listener);
        return () => part.#listeners.delete(listener);
      },
      close: () => part.#close(),
    });
  }

  /** What the shopper allows at this moment. */
  #state() {
    if (this.#closed) return "off";
    const { state, active, where, paused } = this.#word();
    if (state !== "granted") return "off";
    if (!active) return paused ? "paused" : "off";
    return where === "device" ? "on" : "remember";
  }

  /** @returns {Partial<import("./index.d.ts").PurposeInfo> & { paused?: boolean }} */
  #word() {
    const { privacy } = this.#shelf;
    try {
      return { ...privacy.purposes().find(({ purpose }) => purpose === "insights"), paused: privacy.paused };
    } catch {
      // The shelf was closed.
      return {};
    }
  }

  /**
   * Fetched once; a failure is tried again with the next answer.
   * @param {Task} task
   * @param {string} code its fingerprint
   */
  #loaded(task, code) {
    this.#totals ??= totalsOf(task, code).catch((error) => {
      this.#totals = undefined;
      throw error;
    });
    return this.#totals;
  }

  /** @param {AskedEvent} event */
  #recorded = (event) =>
    this.#safely(async () => {
      if (this.#state() !== "on") return;
      await this.#answers.note(event);
      // On a page that stays open a period may have ended.
      await this.#answers.flush();
    });

  #flush = () => this.#safely(() => this.#answers.flush());

  /**
   * A no forgets at once what was collected; where this entry is not loaded, the vault does when it is written. With a yes, what
   * is due is sent and the module fetched when there is time: a page is left soon after a product of it is opened.
   */
  #consent() {
    const state = this.#state();
    // Locked by somebody else, it counts as a no, though the shopper's own yes stands.
    const locked = state === "off" && this.#word().state === "granted";
    if (!this.#closed && state === "off" && (this.#took || locked)) this.#safely(() => this.#answers.forget());
    const begins = state === "on" && !this.#took;
    this.#took = state !== "off";
    if (begins) (globalThis.requestIdleCallback ?? setTimeout)(() => this.#state() === "on" && this.#flush());
    this.#tell();
  }

  /** A listener's mistake is its owner's to see, and must not stop the others. */
  #tell() {
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  /** Never the page's trouble. @param {() => Promise<void>} action */
  async #safely(action) {
    try {
      await action();
    } catch (error) {
      if (!this.#warned) console.warn("ownshelf: totals:", error);
      this.#warned = true;
    }
  }

  #close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#undo.forEach((undo) => undo());
    this.#listeners.clear();
    if (parts.get(this.#shelf) !== this.face) return;
    parts.delete(this.#shelf);
    tellRecipients(this.#shelf.privacy, []);
    joinedNow(undefined, this.face);
  }
}
