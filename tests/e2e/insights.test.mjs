/** Anonymous totals from the shopper's yes to the sum: real browsers, the real module, both aggregators' real arithmetic. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startAggregator } from "./aggregator.mjs";
import { BROWSERS, serve, until } from "./tabs/harness.mjs";

const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** In the middle of a week as tasks count them. */
const NOW = Math.floor(Date.UTC(2026, 5, 1) / WEEK) * WEEK + 3 * DAY;
const QUESTION = { on: "select_item", by: ["order", { place: [1, 3, 10] }] };
const CELLS = 8;
const CORS = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "PUT", "Access-Control-Allow-Headers": "content-type" };

// What runs in the page.
const join = async ({ task, now }) => {
  const { joinInsights } = await import("/pkg/insights.js");
  window.NOW = now;
  window.insights = await joinInsights(window.shelf, task, { now: () => window.NOW });
};
const say = (states) => window.shelf.privacy.set(states);
const allow = () => window.shelf.privacy.set({ rank: "granted", remember: "granted", insights: "granted" });
const open = (count) => {
  for (let n = 0; n < count; n++)
    window.shelf.record({ name: "select_item", id: "cam1", position: 1 + (n % 12), personalised: n % 2 === 0 });
};
const answers = () => window.insights.answers();
const waits = async (count) => (await window.insights.answers()).waiting.length === count;
const at = async (now) => {
  window.NOW = now;
  await window.insights.flush();
  return window.insights.answers();
};
const kept = async () => {
  if (!(await indexedDB.databases()).length) return [];
  const db = await new Promise((resolve) => {
    const r = indexedDB.open("ownshelf:default");
    r.onsuccess = () => resolve(r.result);
  });
  const keys = await new Promise((resolve) => {
    const r = db.transaction("vault").objectStore("vault").getAllKeys();
    r.onsuccess = () => resolve(r.result);
  });
  db.close();
  return keys;
};
const isKept = async (name) => {
  if (!(await indexedDB.databases()).length) return false;
  const db = await new Promise((resolve) => {
    const r = indexedDB.open("ownshelf:default");
    r.onsuccess = () => resolve(r.result);
  });
  const found =
    db.objectStoreNames.contains("vault") &&
    (await new Promise((resolve) => {
      const r = db.transaction("vault").objectStore("vault").getKey(name);
      r.onsuccess = () => resolve(r.result !== undefined);
    }));
  db.close();
  return found;
};
const isGone = async () => {
  if (!(await indexedDB.databases()).length) return true;
  const db = await new Promise((resolve) => {
    const r = indexedDB.open("ownshelf:default");
    r.onsuccess = () => resolve(r.result);
  });
  const found = await new Promise((resolve) => {
    const r = db.transaction("vault").objectStore("vault").getKey("insights");
    r.onsuccess = () => resolve(r.result);
  });
  db.close();
  return found === undefined;
};
const loaded = () => performance.getEntriesByType("resource").filter(({ name }) => /insights(?:\.wasm|-inline)/.test(name)).length;

/** A tab that takes part in `task`, of a shopper who said yes and is remembered. */
async function taking(tab, task) {
  await tab.evaluate(join, { task, now: NOW });
  await tab.evaluate(allow);
  await until(tab, isKept, "key");
}

/** The same, with one answer waiting for the next period. */
async function answered(tab, task) {
  await taking(tab, task);
  await tab.evaluate(open, 5);
  await until(tab, waits, 1);
}

for (const name of Object.keys(BROWSERS)) {
  describe(name, () => {
    let server;
    let browser;
    let device;
    let aggregator;
    let task;
    before(async () => {
      [server, browser, aggregator] = await Promise.all([serve(), BROWSERS[name](), startAggregator({ cells: CELLS })]);
      task = { ...aggregator.task, question: QUESTION, epsilon: 1, minBatch: 100 };
    });
    after(async () => {
      await browser?.close();
      server?.close();
      await aggregator?.stop();
    });
    beforeEach(async () => {
      device = await browser.device();
    });
    afterEach(() => device.close());

    test("one answer a week waits, is sent in the next and counted once", async () => {
      const before = await aggregator.totals();
      const tab = await device.tab(server.url);
      await answered(tab, task);
      const [open] = (await tab.evaluate(answers)).waiting;
      assert.equal(open.due, undefined);
      assert.equal(open.parts.length, 2);
      const {
        waiting: [due],
      } = await tab.evaluate(at, open.to);
      assert.ok(due.due >= open.to && due.due <= open.to + WEEK, "at a moment of the next week");
      assert.equal(due.cell, open.cell, "what was drawn stays drawn");
      await tab.evaluate(at, due.due - 1);
      assert.equal((await aggregator.totals()).reports, before.reports, "not before its moment");
      const { waiting, sent } = await tab.evaluate(at, due.due);
      assert.deepEqual([waiting.length, sent.length, sent[0].cell, sent[0].epsilon], [0, 1, due.cell, 1]);
      await tab.evaluate(at, due.due + DAY);
      const after = await aggregator.totals();
      const counted = after.counts.map((count, cell) => count - before.counts[cell]);
      assert.deepEqual(
        counted,
        counted.map((_, cell) => Number(cell === due.cell)),
      );
      assert.equal(after.rejected, before.rejected);
      const { cookies, referrer } = await aggregator.last();
      assert.deepEqual([cookies, referrer], [false, false]);
    });

    test("nothing is loaded, kept or sent without a yes, and nothing without being remembered", async () => {
      const before = await aggregator.totals();
      const tab = await device.tab(server.url);
      await tab.evaluate(join, { task, now: NOW });
      await tab.evaluate(open, 5);
      await tab.evaluate(say, { rank: "granted", insights: "granted" });
      await tab.evaluate(open, 5);
      assert.equal(await tab.evaluate(() => window.insights.state), "remember");
      await tab.evaluate(say, { insights: "denied", remember: "granted" });
      await until(tab, isKept, "key");
      await tab.evaluate(open, 5);
      assert.equal(await tab.evaluate(() => window.insights.state), "off");
      await tab.evaluate(at, NOW + 3 * WEEK);
      assert.equal(await tab.evaluate(loaded), 0);
      assert.ok(!(await tab.evaluate(kept)).includes("insights"));
      assert.deepEqual(await aggregator.totals(), before);
    });

    test("a withdrawal leaves nothing that waits, and an erasure nothing at all", async () => {
      const before = await aggregator.totals();
      const tab = await device.tab(server.url);
      await answered(tab, task);
      assert.ok(await tab.evaluate(isKept, "insights"));
      await tab.evaluate(say, { insights: "denied" });
      await until(tab, isGone);
      await tab.evaluate(say, { insights: "granted" });
      assert.deepEqual(await tab.evaluate(at, NOW + 2 * WEEK), { waiting: [], sent: [] });
      await tab.evaluate(open, 3);
      await until(tab, waits, 1);
      await tab.evaluate(() => window.shelf.privacy.erase());
      assert.equal(await tab.evaluate(async () => (await indexedDB.databases()).length), 0);
      await tab.evaluate(allow);
      await until(tab, isKept, "key");
      await tab.evaluate(at, NOW + 4 * WEEK);
      assert.deepEqual(await aggregator.totals(), before);
    });

    test("where another page knows nothing of totals, a withdrawal there removes them too", async () => {
      const tab = await device.tab(server.url);
      await answered(tab, task);
      await tab.reload();
      await until(tab, () => window.ready === true);
      assert.ok(await tab.evaluate(isKept, "insights"));
      await tab.evaluate(say, { insights: "denied" });
      await until(tab, isGone);
    });

    test("what the shopper stops is not sent, and nothing more is asked in that week", async () => {
      const before = await aggregator.totals();
      const tab = await device.tab(server.url);
      await answered(tab, task);
      const [{ from, to }] = (await tab.evaluate(answers)).waiting;
      await tab.evaluate((week) => window.insights.cancel(week), from);
      await tab.evaluate(open, 5);
      assert.deepEqual((await tab.evaluate(at, to - 1)).waiting, []);
      await tab.evaluate(at, to);
      await tab.evaluate(open, 5);
      await until(tab, waits, 1);
      await tab.evaluate((week) => window.insights.cancel(week), to);
      await tab.evaluate(at, to + 3 * WEEK);
      assert.deepEqual(await aggregator.totals(), before);
    });

    test("two tabs answer once", async () => {
      const before = await aggregator.totals();
      const tab = await device.tab(server.url);
      await answered(tab, task);
      const other = await device.tab(server.url);
      await other.evaluate(join, { task, now: NOW });
      await until(other, () => window.insights.state === "on");
      await Promise.all([tab.evaluate(open, 4), other.evaluate(open, 4)]);
      await until(other, waits, 1);
      await Promise.all([tab, other].map((each) => each.evaluate(at, NOW + 2 * WEEK)));
      assert.equal((await aggregator.totals()).reports, before.reports + 1);
      // What the one sent, the other reads from the device.
      await until(other, async () => (await window.insights.answers()).sent.length === 1);
    });

    test("a leader that fails is asked again with the same report, and one that refuses is not", async () => {
      const bodies = [];
      const replies = [503, 201, 400];
      const leader = createServer(async (request, response) => {
        const chunks = [];
        for await (const chunk of request) chunks.push(chunk);
        if (request.method === "PUT") bodies.push(Buffer.concat(chunks).toString("base64"));
        response.writeHead(request.method === "PUT" ? replies.shift() : 204, CORS).end();
      });
      await new Promise((resolve) => leader.listen(0, "127.0.0.1", resolve));
      try {
        const tab = await device.tab(server.url);
        await answered(tab, { ...task, leader: `http://127.0.0.1:${leader.address().port}/` });
        const failed = await tab.evaluate(at, NOW + 2 * WEEK);
        assert.deepEqual([failed.waiting.length, failed.sent.length], [1, 0]);
        await tab.evaluate(at, NOW + 2 * WEEK + 60_000);
        assert.equal(bodies.length, 1, "not at once");
        const done = await tab.evaluate(at, NOW + 2 * WEEK + DAY);
        assert.deepEqual([done.waiting.length, done.sent.length, bodies.length], [0, 1, 2]);
        assert.equal(bodies[0], bodies[1]);
        await tab.evaluate(open, 3);
        await until(tab, waits, 1);
        const refused = await tab.evaluate(at, NOW + 4 * WEEK + DAY);
        assert.deepEqual([refused.waiting.length, refused.sent.length, bodies.length], [0, 1, 3]);
        assert.notEqual(bodies[2], bodies[1]);
      } finally {
        leader.close();
        leader.closeAllConnections();
      }
    });

    test("what is stopped while paused stays stopped", async () => {
      const before = await aggregator.totals();
      const tab = await device.tab(server.url);
      await answered(tab, task);
      const [{ from }] = (await tab.evaluate(answers)).waiting;
      const certain = await tab.evaluate(async (week) => {
        window.shelf.privacy.pause();
        const stopped = await window.insights.cancel(week);
        window.shelf.privacy.resume();
        return stopped;
      }, from);
      assert.equal(certain, true);
      assert.deepEqual((await tab.evaluate(at, NOW + 2 * WEEK)).waiting, []);
      assert.equal(await tab.evaluate((week) => window.insights.cancel(week), from), false, "there is nothing more to stop");
      assert.deepEqual(await aggregator.totals(), before);
    });

    test("a yes after a no, while an answer is on its way, brings nothing back", async () => {
      let arrived;
      const asked = new Promise((resolve) => {
        arrived = resolve;
      });
      let letGo;
      const gone = new Promise((resolve) => {
        letGo = resolve;
      });
      const leader = createServer(async (request, response) => {
        if (request.method === "PUT") {
          arrived();
          await gone;
        }
        response.writeHead(request.method === "PUT" ? 201 : 204, CORS).end();
      });
      await new Promise((resolve) => leader.listen(0, "127.0.0.1", resolve));
      try {
        const tab = await device.tab(server.url);
        await answered(tab, { ...task, leader: `http://127.0.0.1:${leader.address().port}/` });
        await tab.evaluate(
          (now) => {
            window.NOW = now;
            window.flushed = window.insights.flush();
          },
          NOW + 2 * WEEK,
        );
        await asked;
        const [{ from }] = (await tab.evaluate(answers)).waiting;
        await tab.evaluate(say, { insights: "denied" });
        await until(tab, isGone);
        await tab.evaluate(say, { insights: "granted" });
        await tab.evaluate(open, 3);
        await until(tab, waits, 1);
        letGo();
        await tab.evaluate(() => window.flushed);
        const { waiting, sent } = await tab.evaluate(answers);
        assert.deepEqual([waiting.length, sent.length], [1, 0]);
        assert.ok(waiting[0].from > from);
      } finally {
        letGo();
        leader.close();
        leader.closeAllConnections();
      }
    });

    test("whoever listens and fails harms nothing", async () => {
      const tab = await device.tab(server.url);
      await taking(tab, task);
      await tab.evaluate(() => {
        addEventListener("error", (event) => event.preventDefault());
        window.insights.on(() => {
          throw new Error("a listener's mistake");
        });
        window.insights.on(() => {
          window.heard = true;
        });
      });
      await tab.evaluate(open, 3);
      await until(tab, waits, 1);
      assert.equal(await tab.evaluate(() => window.heard), true);
    });

    test("joined twice, each event counts once", async () => {
      const tab = await device.tab(server.url);
      await tab.evaluate(join, { task, now: NOW });
      await tab.evaluate(() => {
        window.first = window.insights;
      });
      await answered(tab, task);
      const told = await tab.evaluate(async () => {
        let changes = 0;
        window.first.on(() => changes++);
        window.shelf.record({ name: "select_item", id: "cam1", position: 1, personalised: true });
        await window.insights.flush();
        return changes;
      });
      assert.deepEqual([told, await tab.evaluate(() => window.first.state)], [0, "off"]);
      const { recipients } = await tab.evaluate(async () => {
        window.first.close();
        return window.shelf.privacy.assessment();
      });
      assert.deepEqual(recipients, Object.values(task.operators), "closing what was replaced changes nothing");
    });

    test("of two answers that are due one is sent a day, and both are remembered as they were asked", async () => {
      const before = (await aggregator.totals()).reports;
      const tab = await device.tab(server.url);
      // Nobody listens there: what is due stays.
      await answered(tab, { ...task, leader: "http://127.0.0.1:9/" });
      await tab.evaluate(at, NOW + 2 * WEEK);
      await tab.evaluate(open, 3);
      await until(tab, waits, 2);
      const late = NOW + 4 * WEEK;
      const failing = await tab.evaluate(at, late);
      assert.deepEqual([failing.waiting.length, failing.waiting.filter(({ due }) => due > late).length], [2, 1], "one was tried");
      await tab.evaluate(() => window.insights.close());
      await tab.evaluate(join, { task, now: late });
      await answered(tab, task);
      const first = await tab.evaluate(at, NOW + 2 * WEEK);
      assert.equal(first.sent.length, 1);
      const monthly = {
        ...task,
        periodDays: 30,
        question: { on: "select_item", by: [{ category: ["Bags", "Cameras", "Tents", "Lamps", "Ropes", "Mugs", "Shoes"] }] },
      };
      await tab.evaluate(() => window.insights.close());
      await tab.evaluate(join, { task: monthly, now: NOW + 2 * WEEK });
      assert.deepEqual((await tab.evaluate(answers)).sent, first.sent);
      assert.equal((await aggregator.totals()).reports, before + 1);
    });

    test("a changed question starts anew", async () => {
      const before = await aggregator.totals();
      const tab = await device.tab(server.url);
      await answered(tab, task);
      await tab.evaluate(() => window.insights.close());
      await tab.evaluate(join, { task: { ...task, minBatch: 101 }, now: NOW });
      assert.deepEqual(await tab.evaluate(at, NOW + 3 * WEEK), { waiting: [], sent: [] });
      assert.deepEqual(await aggregator.totals(), before);
    });
  });
}
