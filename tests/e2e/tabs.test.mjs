/** Real tabs on one device: what one decides binds the others, what was forgotten stays forgotten, what is damaged harms nothing. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { readFile } from "node:fs/promises";
import { BROWSERS, serve, until } from "./tabs/harness.mjs";

const ALL = { rank: "granted", dwell: "granted", price: "granted", layout: "granted", suggest: "granted", remember: "granted" };
const VAULT = "ownshelf:default";

// What runs in the page.
const say = (states) => window.shelf.privacy.set(states);
const learn = (ids) => ids.forEach((id, n) => window.shelf.record({ name: "add_to_cart", id, at: Date.now() - 1000 + n }));
const order = () => window.shelf.rank(window.LISTING).order.join();
const SHOP = "bag1,bag2,bag3,cam1,cam2,cam3";
const personal = () => window.shelf.rank(window.LISTING).personalised;
const storage = () => window.shelf.privacy.storage();
const databases = async () => (await indexedDB.databases()).map(({ name }) => name);
const state = (purpose) => window.shelf.privacy.purposes().find((p) => p.purpose === purpose).state;
const forget = (key) => window.shelf.privacy.forget(key).before.records;
/** An entry of the vault, as kept. */
const entry = async (name) => {
  const db = await new Promise((resolve) => {
    const r = indexedDB.open("ownshelf:default");
    r.onsuccess = () => resolve(r.result);
  });
  const value = await new Promise((resolve) => {
    const r = db.transaction("vault").objectStore("vault").get(name);
    r.onsuccess = () => resolve(r.result);
  });
  db.close();
  return value;
};
const seqIsOver = async (least) => {
  if (!(await indexedDB.databases()).length) return false;
  const db = await new Promise((resolve) => {
    const r = indexedDB.open("ownshelf:default");
    r.onsuccess = () => resolve(r.result);
  });
  const meta =
    db.objectStoreNames.contains("vault") &&
    (await new Promise((resolve) => {
      const r = db.transaction("vault").objectStore("vault").get("meta");
      r.onsuccess = () => resolve(r.result);
    }));
  db.close();
  return Boolean(meta) && meta.seq > least;
};
const seq = async (page) => (await page.evaluate(entry, "meta"))?.seq ?? 0;
/** Runs an action and waits until the device has it. */
async function kept(page, action, argument) {
  const least = (await page.evaluate(databases)).length ? await seq(page) : -1;
  await page.evaluate(action, argument);
  await until(page, seqIsOver, least);
}
async function reload(page) {
  await page.reload();
  await until(page, () => window.ready === true);
}

for (const name of Object.keys(BROWSERS)) {
  describe(name, () => {
    let server;
    let browser;
    let device;
    before(async () => {
      server = await serve();
      browser = await BROWSERS[name]();
    });
    after(async () => {
      await browser?.close();
      server?.close();
    });
    beforeEach(async () => {
      device = await browser.device();
    });
    afterEach(() => device.close());
    const tab = (query = "") => device.tab(server.url + query);

    test("one tab learns, the other follows, a reload remembers", async () => {
      const [a, b] = [await tab(), await tab()];
      assert.deepEqual(await a.evaluate(databases), []);
      await kept(a, say, ALL);
      await until(b, () => window.shelf.privacy.purposes()[0].active);
      await kept(a, learn, ["cam1", "cam2", "cam3"]);
      await until(b, personal);
      assert.equal(await b.evaluate(order), await a.evaluate(order));
      await reload(a);
      assert.equal(await a.evaluate(personal), true);
      assert.equal((await a.evaluate(storage)).kind, "indexeddb");
    });

    test("a withdrawal in one tab binds the other before its next ranking, and what one forgot the other does not bring back", async () => {
      const [a, b] = [await tab(), await tab()];
      await kept(a, say, ALL);
      await kept(a, learn, ["cam1", "cam2", "bag3"]);
      await until(b, personal);
      await a.evaluate(forget, "product:bag3");
      await kept(b, learn, ["cam3"]);
      await reload(a);
      await reload(b);
      for (const page of [a, b]) await assert.rejects(page.evaluate(forget, "product:bag3"), /nothing that is held/);
      assert.ok((await a.evaluate(forget, "product:cam3")) > 0);
      await a.evaluate(say, { rank: "denied", dwell: "denied" });
      await until(b, () => !window.shelf.privacy.purposes()[0].active);
      assert.equal(await b.evaluate(order), SHOP);
      await b.evaluate(learn, ["cam1"]);
      await reload(b);
      assert.equal(await b.evaluate(state, "rank"), "denied");
      assert.equal(await b.evaluate(order), SHOP);
    });

    for (const [what, message, holds] of [
      [
        "a withdrawal",
        { type: "consent", states: { rank: "denied" } },
        () => window.shelf.privacy.purposes().find((p) => p.purpose === "rank").state === "denied",
      ],
      [
        "a forgetting",
        { type: "forget", key: "product:bag3" },
        () => {
          try {
            return !window.shelf.privacy.forget("product:bag3");
          } catch (error) {
            return /nothing that is held/.test(error.message);
          }
        },
      ],
    ]) {
      test(`${what} stays in force when what its tab was writing before it comes to be kept`, async () => {
        const [a, b] = [await tab(), await tab()];
        await b.evaluate(() => {
          window.channel = new BroadcastChannel("ownshelf:default");
          window.channel.onmessage = ({ data: { type, from } }) => {
            if (type === "kept") window.from = from;
          };
        });
        await kept(a, say, ALL);
        // A yes comes by what is kept alone.
        await until(b, () => window.shelf.privacy.purposes().find(({ purpose }) => purpose === "rank").state === "granted");
        await b.evaluate(() => window.shelf.on("learned", () => (window.followed = (window.followed ?? 0) + 1)));
        await kept(a, learn, ["bag3"]);
        await until(b, personal);
        // As told by the first tab, far ahead of all that it told before; the device still says otherwise.
        await b.evaluate((told) => {
          window.channel.postMessage({ ...told, from: window.from, nth: 1000 });
          window.followed = 0;
        }, message);
        await kept(a, learn, ["cam1"]);
        await until(b, () => window.followed > 0);
        assert.ok(await b.evaluate(holds));
      });
    }

    test("no message allows, wishes, resumes or keeps longer, and a refusal is in the ledger with where it came from", async () => {
      const [a, b] = [await tab(), await tab()];
      await kept(a, say, { rank: "granted", remember: "granted" });
      await until(b, () => window.shelf.privacy.purposes().find(({ purpose }) => purpose === "rank").state === "granted");
      await b.evaluate(() => window.shelf.privacy.pause());
      const before = await b.evaluate(() => window.shelf.privacy.ledger().length);
      await a.evaluate(() => {
        const channel = new BroadcastChannel("ownshelf:default");
        const all = Object.fromEntries(window.shelf.privacy.purposes().map(({ purpose }) => [purpose, "granted"]));
        const odd = { toString: 1, constructor: "denied", __proto__: null };
        const hostile = [
          { type: "consent", states: all, stamp: Number.MAX_SAFE_INTEGER },
          { type: "consent", states: { ...odd, remember: { state: "denied" }, nothing: "denied" }, stamp: "soon" },
          { type: "declare", wishes: { allowSensitive: ["health"], premium: true } },
          { type: "retention", days: 365 },
          { type: "pause", paused: false },
          { type: "resume" },
          { type: "forget", key: { at: 1 } },
          { type: "kept", from: 1, upto: 1e9 },
          null,
          7,
          "erase",
          [],
          [{ type: "erase" }],
        ];
        hostile.forEach((message) => channel.postMessage(message));
        // Comes after all of them.
        channel.postMessage({ type: "consent", states: { link: "denied" }, stamp: Number.MAX_SAFE_INTEGER });
      });
      await until(b, () => window.shelf.privacy.purposes().find(({ purpose }) => purpose === "link").state === "denied");
      const held = await b.evaluate(() => {
        const { privacy } = window.shelf;
        const states = Object.fromEntries(privacy.purposes().map(({ purpose, state }) => [purpose, state]));
        return [states, privacy.declared(), privacy.retention(), privacy.paused];
      });
      const unset = { dwell: "unset", price: "unset", layout: "unset", suggest: "unset", insights: "unset" };
      assert.deepEqual(held, [{ ...unset, rank: "granted", remember: "granted", link: "denied" }, {}, 90, true]);
      const noted = (await b.evaluate(() => window.shelf.privacy.ledger())).slice(before);
      assert.deepEqual(
        noted.map(({ what, detail }) => ({ what, detail })),
        [{ what: "consent", detail: { link: "denied", from: "tab" } }],
      );
      // The shopper's next word holds, whatever time the message claimed.
      await kept(b, say, { link: "granted" });
      await reload(a);
      assert.equal(await a.evaluate(state, "link"), "granted");
    });

    test("a grant that somebody wrote onto the device is in the ledger as such", async () => {
      const page = await tab();
      await kept(page, say, { rank: "granted", remember: "granted" });
      await page.evaluate(async () => {
        const db = await new Promise((resolve) => {
          const r = indexedDB.open("ownshelf:default");
          r.onsuccess = () => resolve(r.result);
        });
        const vault = db.transaction("vault", "readwrite").objectStore("vault");
        const request = vault.get("consent");
        request.onsuccess = () => {
          request.result.states.insights = "granted";
          vault.put(request.result, "consent");
        };
        await new Promise((resolve) => {
          vault.transaction.oncomplete = resolve;
        });
        db.close();
      });
      await reload(page);
      const last = await page.evaluate(() => window.shelf.privacy.ledger().at(-1));
      assert.deepEqual([last.what, last.detail], ["consent", { insights: "granted", from: "vault" }]);
    });

    for (const [how, states] of [
      ["remembered", ALL],
      ["for this visit", { rank: "granted" }],
    ]) {
      test(`what was done right before a page was left is there on the next, ${how}`, async () => {
        const page = await tab();
        await page.evaluate(say, states);
        for (const id of ["cam1", "bag1", "cam2", "bag2", "cam3", "bag3", "cam1", "bag1", "cam2", "bag2"]) {
          await page.evaluate((id) => {
            window.ready = false;
            window.shelf.record({ name: "add_to_cart", id });
            location.reload();
          }, id);
          await until(page, () => window.ready === true);
          assert.ok((await page.evaluate(forget, `product:${id}`)) > 0, id);
        }
        const other = await tab();
        assert.equal(await other.evaluate(() => sessionStorage.length), 0, "of this tab alone");
        await page.evaluate(say, {
          rank: "denied",
          dwell: "denied",
          price: "denied",
          layout: "denied",
          suggest: "denied",
          remember: "denied",
        });
        assert.equal(await page.evaluate(() => sessionStorage.length), 0, "gone before the withdrawal returns");
      });
    }

    test("a database that the browser closed is opened again", async () => {
      const page = await tab();
      await kept(page, say, ALL);
      await page.evaluate(() => {
        const { transaction } = IDBDatabase.prototype;
        let calls = 0;
        window.shut = 0;
        // While it is read, and while it is written.
        IDBDatabase.prototype.transaction = function (...how) {
          if (++calls % 2 && window.shut < 2) {
            window.shut += 1;
            this.close();
          }
          return transaction.apply(this, how);
        };
      });
      await page.evaluate(learn, ["cam1"]);
      await until(page, () => window.shut === 2);
      await kept(page, learn, ["cam2"]);
      assert.equal((await page.evaluate(storage)).kind, "indexeddb");
      await page.evaluate(() => sessionStorage.clear());
      await reload(page);
      assert.ok((await page.evaluate(forget, "product:cam1")) > 0);
    });

    test("a device that was full keeps again when there is room", async () => {
      const page = await tab();
      await kept(page, say, ALL);
      await page.evaluate(() => {
        const { put } = IDBObjectStore.prototype;
        window.full = true;
        IDBObjectStore.prototype.put = function (...what) {
          if (window.full) throw new DOMException("no room", "QuotaExceededError");
          return put.apply(this, what);
        };
      });
      await page.evaluate(learn, ["cam1"]);
      await until(page, () => window.shelf.privacy.storage().reason === "quota");
      await page.evaluate(() => {
        window.full = false;
      });
      await kept(page, () => window.shelf.privacy.retention(80));
      assert.equal((await page.evaluate(storage)).kind, "indexeddb");
      await reload(page);
      assert.ok((await page.evaluate(forget, "product:cam1")) > 0);
    });

    test("what another script writes into the journal keeps, sends and takes along nothing", async () => {
      const page = await tab();
      await page.evaluate(() => {
        const states = { rank: "granted", remember: "granted", link: "granted", insights: "granted" };
        sessionStorage.setItem("ownshelf:default", JSON.stringify({ version: 1, states, profile: "" }));
      });
      await reload(page);
      for (const purpose of ["remember", "link", "insights"]) assert.equal(await page.evaluate(state, purpose), "unset", purpose);
      assert.deepEqual(await page.evaluate(databases), []);
      await page.evaluate(() => sessionStorage.setItem("ownshelf:default", '{"version":1,"states":{"rank":"granted"},"profile":"????"}'));
      await reload(page);
      assert.equal(await page.evaluate(order), SHOP);
    });

    for (const of of ["sync", "learnSome"]) {
      test(`an engine that traps once over what is kept (${of}) is replaced by another, as configured`, async () => {
        const page = await tab();
        await kept(page, say, ALL);
        await kept(page, learn, ["cam1", "cam2", "cam3"]);
        const problems = [];
        page.on("console", (message) => /^warn/.test(message.type()) && problems.push(message.text()));
        await page.goto(`${server.url}?traps=1&of=${of}&later`);
        await page.evaluate(() =>
          window.start({ merchandising: [{ action: "pin", match: { id: "bag3" }, position: 1 }], sensitiveCategories: ["bag"] }),
        );
        assert.equal(await page.evaluate(() => window.traps.left), 0, "it trapped");
        assert.equal(await page.evaluate(personal), true);
        assert.deepEqual(
          (await page.evaluate(order))
            .split(",")
            .slice(0, 4)
            .map((id) => id.slice(0, 3)),
          ["bag", "cam", "cam", "cam"],
        );
        assert.equal(await page.evaluate(state, "price"), "granted");
        assert.deepEqual(problems, []);
      });
    }

    test("an engine that traps over what is kept changes nothing of it, whatever is decided meanwhile", async () => {
      const page = await tab();
      await kept(page, say, ALL);
      await kept(page, learn, ["cam1", "cam2", "cam3"]);
      const profile = () => page.evaluate(entry, "profile").then((sealed) => JSON.stringify(sealed));
      const before = await profile();
      await page.goto(`${server.url}?traps=9`);
      await until(page, () => window.ready === true);
      assert.equal(await page.evaluate(order), SHOP);
      assert.equal(await page.evaluate(() => window.shelf.privacy.purposes().some(({ active }) => active)), false, "nothing is used");
      assert.equal(await page.evaluate(state, "rank"), "granted");
      await page.evaluate(learn, ["bag1"]);
      await kept(page, say, { price: "denied" });
      assert.equal(await page.evaluate(state, "price"), "denied");
      assert.equal(await profile(), before);
      await page.goto(server.url);
      await until(page, () => window.ready === true);
      assert.deepEqual([await page.evaluate(personal), await page.evaluate(state, "price")], [true, "denied"]);
      // Whoever wants it gone gets that from a shelf whose engine stopped, too.
      await page.goto(`${server.url}?traps=9`);
      await until(page, () => window.ready === true);
      assert.equal((await page.evaluate(() => window.shelf.privacy.erase())).after.bytes, 0);
      assert.deepEqual(await page.evaluate(databases), []);
    });

    test("both learn at once: nothing is lost", async () => {
      const [a, b] = [await tab(), await tab()];
      await kept(a, say, ALL);
      await until(b, () => window.shelf.privacy.storage().kind === "indexeddb");
      await Promise.all([a.evaluate(learn, ["cam1"]), b.evaluate(learn, ["bag1"])]);
      // A third tab follows what the other two keep, until it holds both.
      const c = await tab();
      const held = (key) => {
        try {
          return window.shelf.privacy.forget(key).before.records > 0;
        } catch {
          return false;
        }
      };
      for (const key of ["product:cam1", "product:bag1"]) await until(c, held, key);
    });

    test("an erasure leaves nothing on the device nor in another tab, which writes nothing anew", async () => {
      const [a, b] = [await tab(), await tab()];
      await kept(a, say, ALL);
      await kept(a, learn, ["cam1", "cam2"]);
      await until(b, personal);
      const receipt = await a.evaluate(async () => ({ ...(await window.shelf.privacy.erase()) }));
      assert.deepEqual(receipt.after, { records: 0, bytes: 0 });
      assert.ok(receipt.before.records > 0);
      await until(b, () => window.shelf.privacy.storage().bytes === 0);
      assert.equal(await b.evaluate(order), SHOP);
      await b.evaluate(learn, ["cam1"]);
      assert.deepEqual(await a.evaluate(databases), []);
      await reload(b);
      assert.deepEqual(await b.evaluate(databases), []);
      assert.equal(await b.evaluate(state, "rank"), "unset");
    });

    test("an erased device takes nothing from the other, in no tab of either", async () => {
      const [a, a2] = [await tab(), await tab()];
      const elsewhere = await browser.device();
      try {
        const [b, b2] = [await elsewhere.tab(server.url), await elsewhere.tab(server.url)];
        await kept(a, say, { ...ALL, link: "granted" });
        await kept(a, learn, ["cam1", "cam2", "cam3"]);
        await until(a2, personal);
        await a.click("h1"); // A capsule is made by the shopper's own hand.
        const links = await a.evaluate(async () => (await window.shelf.privacy.capsule("a long enough phrase")).links);
        await kept(b, say, ALL);
        await kept(
          b,
          async (given) => {
            await window.shelf.privacy.open(given, "a long enough phrase");
          },
          links,
        );
        await until(b2, personal);
        assert.equal(await b.evaluate(order), await a.evaluate(order));
        const receipt = await a.evaluate(async () => ({ ...(await window.shelf.privacy.erase()) }));
        assert.deepEqual(receipt.after, { records: 0, bytes: 0 });
        await until(a2, () => window.shelf.privacy.storage().bytes === 0 && !window.shelf.rank(window.LISTING).personalised);
        assert.deepEqual(await a2.evaluate(databases), []);
        // The other device has lost nothing, not even over a reload.
        await reload(b2);
        for (const page of [b, b2]) assert.equal(await page.evaluate(personal), true);
        assert.equal((await b2.evaluate(storage)).kind, "indexeddb");
        // And the other way round: what is learned here anew is not the other's to lose.
        await kept(a, say, ALL);
        await kept(a, learn, ["bag1", "bag2"]);
        await b2.evaluate(async () => {
          await window.shelf.privacy.erase();
        });
        await until(b, () => window.shelf.privacy.storage().bytes === 0);
        await until(a2, personal);
      } finally {
        await elsewhere.close();
      }
    });

    test("what is damaged, foreign or newer is set aside and said; the shop's order stands; keeping goes on", async () => {
      const spoil = {
        damaged: async () =>
          change("profile", (sealed) => {
            new Uint8Array(sealed.data)[3] ^= 1;
            return sealed;
          }),
        foreign: async () => change("key", () => undefined),
        newer: async () => change("meta", (meta) => ({ ...meta, version: 99 })),
      };
      const change = async (name, to) => {
        const db = await new Promise((resolve) => {
          const r = indexedDB.open("ownshelf:default");
          r.onsuccess = () => resolve(r.result);
        });
        const transaction = db.transaction("vault", "readwrite");
        const vault = transaction.objectStore("vault");
        const request = vault.get(name);
        request.onsuccess = () => {
          const value = to(request.result);
          if (value === undefined) vault.delete(name);
          else vault.put(value, name);
        };
        await new Promise((resolve) => {
          transaction.oncomplete = resolve;
        });
        db.close();
      };
      for (const reason of Object.keys(spoil)) {
        const page = await tab();
        await kept(page, say, ALL);
        await kept(page, learn, ["cam1", "cam2"]);
        await page.evaluate(`(async () => { const change = ${change}; await (${spoil[reason]})(); })()`);
        await reload(page);
        assert.deepEqual((await page.evaluate(storage)).problem, { code: "storage_corrupt", reason }, reason);
        assert.equal(await page.evaluate(order), SHOP, reason);
        assert.equal(await page.evaluate(entry, "profile"), undefined, reason);
        assert.ok(await page.evaluate(async () => true));
        assert.equal((await page.evaluate(entry, "aside")).reason, reason);
        await kept(page, say, ALL);
        await kept(page, learn, ["cam1"]);
        await reload(page);
        assert.equal(await page.evaluate(personal), true, reason);
        assert.deepEqual(await page.evaluate(async () => (await window.shelf.privacy.erase()).after), { records: 0, bytes: 0 });
        assert.deepEqual(await page.evaluate(databases), []);
        await page.close();
      }
    });

    test("a vault of version 1 is taken over", async () => {
      const golden = JSON.parse(await readFile(new URL("../golden/vault-v1.json", import.meta.url), "utf8"));
      const page = await tab("?later");
      await page.evaluate(async ({ key, iv, data, consent }) => {
        const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
        const imported = await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"]);
        const request = indexedDB.open("ownshelf:default", 1);
        request.onupgradeneeded = () => request.result.createObjectStore("vault");
        const db = await new Promise((resolve) => {
          request.onsuccess = () => resolve(request.result);
        });
        const transaction = db.transaction("vault", "readwrite");
        const vault = transaction.objectStore("vault");
        vault.put(consent, "consent");
        vault.put(imported, "key");
        vault.put({ version: 1, iv: bytes(iv), data: bytes(data).buffer }, "profile");
        await new Promise((resolve) => {
          transaction.oncomplete = resolve;
        });
        db.close();
        await window.start({ now: () => 1_700_000_100_000 });
      }, golden);
      const { kind, bytes, problem } = await page.evaluate(storage);
      assert.deepEqual({ kind, problem }, { kind: "indexeddb", problem: undefined });
      assert.ok(bytes > 500);
      await kept(page, () => window.shelf.privacy.retention(300));
      assert.equal((await page.evaluate(entry, "meta")).version, 2);
      assert.equal(VAULT, (await page.evaluate(databases))[0]);
    });

    test("where keys cannot be kept (Lockdown mode) it stays in memory, says so and leaves nothing", async () => {
      const page = await tab("?later");
      await page.evaluate(async () => {
        const put = IDBObjectStore.prototype.put;
        // What Safari does in Lockdown mode: keys cannot be cloned.
        IDBObjectStore.prototype.put = function (value, key) {
          if (value instanceof CryptoKey) throw new DOMException("The object can not be cloned.", "DataCloneError");
          return put.call(this, value, key);
        };
        await window.start();
        window.shelf.privacy.set({ rank: "granted", remember: "granted" });
      });
      await until(page, () => window.shelf.privacy.storage().reason === "keys_refused");
      await page.evaluate(learn, ["cam1", "cam2"]);
      assert.equal(await page.evaluate(personal), true);
      await until(page, async () => (await indexedDB.databases()).length === 0);
    });

    test("a device that does not answer is not waited for, and nothing is used or learned before it has", async () => {
      const a = await tab();
      await kept(a, say, { ...ALL, price: "denied" });
      await kept(a, learn, ["cam1", "cam2", "cam3"]);
      const mute = async (options) => {
        const page = await tab("?later");
        await page.evaluate(async (options) => {
          const request = LockManager.prototype.request;
          const answered = new Promise((resolve) => {
            window.answer = resolve;
          });
          LockManager.prototype.request = function (...asked) {
            return answered.then(() => request.apply(this, asked));
          };
          await window.start(options);
        }, options);
        return page;
      };
      const b = await mute({ consent: "session" });
      assert.deepEqual(await b.evaluate(storage), { kind: "memory", reason: "blocked", bytes: 0 });
      await b.evaluate(learn, ["bag1", "bag2"]);
      assert.equal(await b.evaluate(personal), false);
      await b.evaluate(say, { layout: "denied" });
      await b.evaluate(learn, ["bag1", "bag2"]);
      assert.equal(await b.evaluate(order), SHOP, "a no to one thing is no yes to others");
      await b.evaluate(() => window.answer());
      await until(b, personal);
      assert.equal(await b.evaluate(order), await a.evaluate(order), "nothing was learned meanwhile");
      assert.equal(await b.evaluate(state, "price"), "denied");
      assert.equal(await b.evaluate(state, "layout"), "denied");

      const c = await mute({});
      await c.evaluate(say, { rank: "granted" });
      await c.evaluate(learn, ["bag2"]);
      assert.equal(await c.evaluate(personal), true, "the shopper's word counts");
      await c.evaluate(() => window.answer());
      await until(c, () => window.shelf.privacy.storage().kind === "indexeddb");
      assert.equal(await c.evaluate(state, "price"), "denied");
    });

    test("a tab that slept, and heard nothing, ranks nothing by what was erased meanwhile", async () => {
      const [a, b] = [await tab(), await tab("?later")];
      // A sleeping tab is a deaf one; no browser can be told to put a tab to sleep on demand in all versions.
      await b.evaluate(async () => {
        delete globalThis.BroadcastChannel;
        await window.start();
      });
      await kept(a, say, ALL);
      await kept(a, learn, ["cam1", "cam2"]);
      await b.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
      await kept(b, say, ALL);
      await until(b, personal);
      await a.evaluate(async () => {
        await window.shelf.privacy.erase();
      });
      assert.equal(await b.evaluate(personal), true, "it does not know yet");
      const first = await b.evaluate(() => {
        document.dispatchEvent(new Event("visibilitychange"));
        return window.shelf.rank(window.LISTING).order.join();
      });
      assert.equal(first, SHOP);
      await until(b, () => window.shelf.privacy.storage().bytes === 0);
      await b.evaluate(learn, ["cam1"]);
      assert.deepEqual(await a.evaluate(databases), []);
    });
  });
}
