/** What a shop may ask, which cell an action falls into, and what sums say of what happened. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { Question } from "../../pkg/insights/question.js";
import { fingerprint, parseTask, truthful } from "../../pkg/insights/task.js";
import { estimateTotals, joinInsights } from "../../pkg/insights.js";
import { createShelf } from "../../pkg/node.js";
import instantiate from "../../pkg/dist/insights.js";
import { hpkeConfig, TASK } from "../e2e/fixtures/totals.mjs";

const { leader: KEY } = TASK.keys;

const compiled = await WebAssembly.compile(await readFile(new URL("../../pkg/dist/insights.wasm", import.meta.url)));

/** The module for a task, and the cell it counts an event in: at high noise off, the answer is all but the truth. */
function moduleOf(given) {
  const { question, length, id, keys, chunk } = parseTask(given);
  const { Totals } = instantiate(compiled);
  const totals = new Totals(question.on, question.asked, 10, length, id, keys.leader, keys.helper, chunk, "");
  /** Chance of zeros: each event replaces the one before, and the truth is told on purpose. */
  const cellOf = (event) => {
    totals.resume(undefined, 0, new Uint8Array(4));
    totals.note(question.about(event), new Uint8Array(64));
    return totals.cellOf(0);
  };
  return { totals, cellOf };
}

const opened = (position, personalised, more) => ({ name: "select_item", id: "a", position, personalised, ...more });

describe("a question", () => {
  const question = new Question(TASK.question);

  it("says of each cell the module counts what it stands for", () => {
    const { totals, cellOf } = moduleOf(TASK);
    for (const [position, personalised] of [
      [1, true],
      [2, false],
      ["10", true],
      [11, false],
    ]) {
      const cell = cellOf(opened(position, personalised));
      const [order, place] = question.partsOf(cell);
      assert.deepEqual(order, { kind: "order", personalised });
      assert.ok(place.from <= position && position <= (place.to ?? Infinity), `${position} in ${place.from} to ${place.to}`);
    }
    totals.free();
  });

  it("hands on nothing of other events, and no category of a product it does not know", () => {
    for (const strange of [undefined, null, {}, { ...opened(1, true), name: "view_item" }])
      assert.equal(question.about(strange), undefined);
    const asks = new Question({ on: "purchase", by: [{ category: ["Cameras", "Bags"] }] }, (id) => ({ b: "Bags", x: "Tents" })[id]);
    const items = [{ item_id: "a", item_category: "Cameras" }, { item_id: "b" }, { item_id: "x" }, { item_id: "?" }];
    const named = (event) => asks.about(event).items.map(({ item_category: name }) => name);
    assert.deepEqual(named({ name: "purchase", items }), ["Cameras", "Bags", "Tents", undefined]);
    assert.deepEqual(named({ name: "purchase", id: "z", item_category: "Bags" }), ["Bags"]);
    assert.deepEqual(
      [0, 1, 2].flatMap((cell) => asks.partsOf(cell).map(({ name }) => name)),
      ["Cameras", "Bags", undefined],
    );
  });
});

describe("a task", () => {
  it("is read with its defaults", () => {
    const task = parseTask(TASK);
    assert.equal(task.address, `https://dap.example/tasks/${TASK.id}/reports`);
    assert.deepEqual([task.days, task.precision, task.chunk, task.question.cells], [7, 3600, 0, 8]);
    assert.equal(parseTask({ ...TASK, leader: "http://127.0.0.1:9/" }).address, `http://127.0.0.1:9/tasks/${TASK.id}/reports`);
  });

  it("may have its aggregators in a folder", () => {
    assert.equal(parseTask({ ...TASK, leader: "https://dap.example/one" }).address, `https://dap.example/one/tasks/${TASK.id}/reports`);
  });

  it("is refused with the field that is wrong", () => {
    const by = (given) => ({ question: { on: "select_item", by: given } });
    const wrong = {
      id: { id: "AA" },
      "id    ": { id: Buffer.alloc(32, 255).toString("base64") },
      "leader    ": { leader: "https://dap.example/?a=1" },
      "id ": { id: "ä" },
      leader: { leader: "http://leader.example" },
      "leader ": { leader: "nowhere" },
      "leader  ": { leader: "javascript:alert(1)" },
      operators: { operators: { leader: "One", helper: "One" } },
      "operators ": { operators: undefined },
      epsilon: { epsilon: 9 },
      "epsilon ": { epsilon: 0 },
      "epsilon  ": { epsilon: "much" },
      minBatch: { minBatch: 2 },
      periodDays: { periodDays: 0.5 },
      "question.on": { question: { on: "view_item", by: ["order"] } },
      question: { question: undefined },
      "question.by": by([]),
      "question.by ": by(["order", "order"]),
      "question.by  ": by([{ place: [3, 1] }]),
      "question.by   ": by([{ place: Array.from({ length: 600 }, (_, n) => n + 1) }, "order"]),
      "question.by    ": by(["colour"]),
      "question.by     ": by([{ category: ["A", "A"] }]),
      timePrecision: { timePrecision: 0 },
      chunk: { chunk: -1 },
      "chunk ": { chunk: 9 },
      "keys.helper": { keys: { leader: KEY, helper: "?" } },
      "keys.leader": { keys: { leader: "AQ", helper: KEY } },
      "keys.leader ": { keys: { leader: hpkeConfig(0x10), helper: KEY } },
    };
    for (const [field, change] of Object.entries(wrong)) {
      assert.throws(
        () => parseTask({ ...TASK, ...change }),
        (error) => error.code === "invalid_input" && error.message.startsWith(`task.${field.trim()}`),
        field,
      );
    }
    for (const none of [undefined, null, 7, "task", []]) assert.throws(() => parseTask(none), { code: "invalid_input" });
  });

  it("has a fingerprint that any change changes", async () => {
    const codes = await Promise.all(
      [TASK, { ...TASK, minBatch: 501 }, { ...TASK, operators: { leader: "One", helper: "Two" } }].map((task) =>
        fingerprint(parseTask(task)),
      ),
    );
    assert.equal(new Set(codes).size, 3);
    for (const code of codes) assert.match(code, /^[0-9a-f]{16}$/);
    const { minBatch, ...rest } = TASK;
    const same = parseTask({ minBatch, chunk: 0, periodDays: 7, timePrecision: 3600, more: "of the shop's own", ...rest });
    assert.equal(await fingerprint(same), codes[0], "however it is written");
  });

  it("takes nothing from a polluted prototype", () => {
    Object.prototype.epsilon = 4;
    try {
      const { epsilon, ...silent } = TASK;
      assert.throws(() => parseTask(silent), { code: "invalid_input" }, String(epsilon));
    } finally {
      delete Object.prototype.epsilon;
    }
  });
});

describe("estimates", () => {
  it("find the shares that were blurred, within the interval they give", () => {
    const truth = [0.4, 0.1, 0.3, 0.2];
    const g = truthful(4, 1.5);
    const counts = truth.map((share) => Math.round(20_000 * (g * share + (1 - g) / 4)));
    for (const [n, { share, plusMinus }] of estimateTotals(counts, 1.5).entries()) {
      assert.ok(Math.abs(share - truth[n]) < 0.001, `${share} for ${truth[n]}`);
      assert.ok(plusMinus > 0.005 && plusMinus < 0.03, String(plusMinus));
    }
    assert.ok(estimateTotals([0, 50], 4)[0].plusMinus > 0.01, "none counted is not certainty");
    assert.equal(estimateTotals(BigUint64Array.of(3n, 1n), 2).length, 2);
  });

  it("refuse what is no count", () => {
    for (const counts of [[], [1], [0, 0], [-1, 2], [NaN, 2]]) assert.throws(() => estimateTotals(counts, 1), { code: "invalid_input" });
    assert.throws(() => estimateTotals([1, 2], 0), { code: "invalid_input" });
  });
});

describe("on a server", () => {
  it("nothing is collected, and nothing throws", async () => {
    const shelf = await createShelf({ consent: "session" });
    const insights = await joinInsights(shelf, TASK);
    shelf.privacy.set({ insights: "granted", remember: "granted" });
    shelf.record(opened(1, true));
    assert.equal(insights.state, "remember");
    assert.deepEqual(await insights.answers(), { waiting: [], sent: [] });
    await insights.flush();
    insights.close();
    shelf.close();
  });

  it("what is written for the shopper names who receives", async () => {
    const shelf = await createShelf();
    const { privacy } = shelf;
    const named = async () => {
      const { recipients, markdown } = await privacy.assessment();
      const { "dpv:hasProcess": processes } = await privacy.consentRecord();
      const told = processes.flatMap((process) =>
        process["dpv:hasRecipient"].map((recipient) => [process["@id"], recipient["dpv:hasName"]]),
      );
      return { recipients, line: /Recipients: ([^.]*)/.exec(markdown)[1], told };
    };
    const nobody = { recipients: [], line: "none", told: [] };
    const insights = await joinInsights(shelf, TASK);
    assert.deepEqual(await named(), nobody, "nothing is sent without a yes");
    privacy.set({ insights: "granted" });
    assert.deepEqual(await named(), {
      recipients: ["Example Foundation", "Sample Institute"],
      line: "Example Foundation, Sample Institute",
      told: [
        ["ownshelf:insights", "Example Foundation"],
        ["ownshelf:insights", "Sample Institute"],
      ],
    });
    insights.close();
    assert.deepEqual(await named(), nobody);
    const other = await createShelf();
    other.privacy.set({ insights: "granted" });
    assert.match((await other.privacy.assessment()).recipients.join(), /operators of ownshelf\/insights/);
    shelf.close();
    other.close();
  });

  it("the shelf hands events on only while totals are allowed", async () => {
    const shelf = await createShelf();
    const heard = [];
    const off = shelf.on("recorded", ({ id }) => heard.push(id));
    const tell = (id) => shelf.record({ ...opened(1, true), id });
    tell("before");
    shelf.privacy.set({ rank: "granted" });
    tell("other");
    shelf.privacy.set({ insights: "granted" });
    tell("yes");
    shelf.privacy.pause();
    tell("paused");
    shelf.privacy.resume();
    shelf.privacy.set({ insights: "denied" });
    tell("after");
    off();
    shelf.close();
    assert.deepEqual(heard, ["yes"]);
  });
});
