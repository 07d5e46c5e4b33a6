/**
 * `ownshelf/insights`: the only part of Ownshelf that can send anything. It does after the shopper's own yes to the purpose
 * `insights`, and it sends one thing: an answer blurred by chance, split in two and encrypted for two operators who publish
 * sums alone (Prio3 in DAP-09). docs/privacy.md says what that protects from and what not.
 */
import { Instance } from "./engine/instance.js";
import { Answers } from "./insights/answers.js";
import { Kept } from "./insights/store.js";
import { fingerprint, parseTask, truthful } from "./insights/task.js";
import { moduleFromResponse } from "./engine/load.js";
import { callable, readOptions } from "./engine/options.js";
import { tellRecipients } from "./privacy/recipients.js";
import { defineOutbox, joinedNow } from "./insights/outbox.js";

export { OwnshelfError } from "./engine/errors.js";
export { estimateTotals } from "./insights/estimate.js";

/** By the number a refusal has; none has 0. */
const FAULTS = [
  [],
  ["wasm_unavailable", "the browser gave too little chance to draw from"],
  ["invalid_input", "task.question.by: cells cannot be counted"],
  ["invalid_input", "task.epsilon cannot be used"],
  ["invalid_input", "task.keys are no HPKE configurations of X25519, HKDF-SHA256 and AES-128-GCM"],
  ["invalid_input", "task is cut short"],
  ["invalid_input", "task.chunk fits no histogram of so many cells"],
];
const PATIENCE_MS = 20_000;

async function ownModule() {
  try {
    return await moduleFromResponse(await fetch(new URL("./dist/insights.wasm", import.meta.url)));
  } catch {
    const { default: bytes } = await import("./dist/insights-inline.js");
    return WebAssembly.compile(bytes());
  }
}

/** The one place from which anything leaves. No cookie, no referrer, no redirect goes with it. */
async function send(address, body) {
  const response = await fetch(address, {
    method: "PUT",
    body,
    headers: { "content-type": "application/dap-report" },
    credentials: "omit",
    referrerPolicy: "no-referrer",
    redirect: "error",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE_MS),
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
  #listeners = new Set();
  #module;
  #warned = false;
  #closed = false;
  /** Whether there was a yes when it was last looked. */
  #took = false;
  #undo;

  constructor(shelf, task, now, code) {
    this.#shelf = shelf;
    const store = shelf.store ?? "default";
    this.#answers = new Answers(task, new Kept(store), {
      name: `ownshelf-insights:${store}`,
      now,
      send,
      state: () => this.#state(),
      module: () => this.#loaded(),
      changed: () => this.#tell(),
    });
    this.#undo = [
      shelf.on("recorded", (event) => task.question.cellsOf(event).length && this.#recorded(event)),
      shelf.on("consent", () => this.#consent()),
    ];
    this.face = this.#face(task, code);
    this.#consent();
  }

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
        cell: (n) => question.partsOf(n),
      }),
      answers: () => part.#answers.told(),
      cancel: (from) => part.#answers.cancel(Number(from)),
      flush: () => part.#flush(),
      on: (listener) => {
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

  #word() {
    const { privacy } = this.#shelf;
    try {
      return { ...privacy.purposes().find(({ purpose }) => purpose === "insights"), paused: privacy.paused };
    } catch {
      // The shelf was closed.
      return {};
    }
  }

  /** Fetched once; a failure is tried again with the next answer. */
  #loaded() {
    this.#module ??= Instance.of(ownModule(), "insights", FAULTS).catch((error) => {
      this.#module = undefined;
      throw error;
    });
    return this.#module;
  }

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

  /** Never the page's trouble. */
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
