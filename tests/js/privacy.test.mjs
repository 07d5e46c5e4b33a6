/** The shopper's side of the package in Node, against the real engine: choices, managers, ledger, taking data along. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { readFile } from "node:fs/promises";
import Ajv from "ajv/dist/2020.js";
import { createShelf } from "../../pkg/node.js";

const NOW = 1_700_000_000_000;
const LEARN = { rank: "granted", dwell: "granted", price: "granted", layout: "granted", suggest: "granted" };
const PRODUCTS = [
  { id: "cam", category: ["Cameras"], brand: "Lumen", price: 100, attributes: { colour: "red", weight: 2.5 }, tags: ["new"] },
  { id: "lens", category: ["Cameras", "Lenses"], brand: "Pix", price: 50 },
  { id: "bag", category: ["Bags"], brand: "Arbor", price: 20 },
  { id: "test", category: ["Drugstore", "Pregnancy tests"], price: 9 },
];
let shelves = [];
let clock = NOW;
async function open(options = {}) {
  const shelf = await createShelf({ now: () => clock, locale: "en", ...options });
  shelf.addProducts(PRODUCTS);
  shelves.push(shelf);
  return shelf;
}
beforeEach(() => {
  clock = NOW;
});
afterEach(() => {
  shelves.forEach((shelf) => shelf.close());
  shelves = [];
});
function teach(shelf) {
  shelf.rank(["bag", "cam", "lens"]);
  shelf.record({ name: "select_item", id: "lens", at: clock });
  shelf.record({ name: "view_item", id: "lens", dwellMs: 30_000, at: clock + 1 });
  shelf.record({ name: "add_to_cart", id: "cam", at: clock + 2, items: [{ item_id: "cam", quantity: 2, price: 90 }] });
  shelf.record({ name: "sort_by", value: "price_asc", at: clock + 3 });
  shelf.record({ name: "filter_by", value: "Pix", at: clock + 4 });
}
const info = (shelf, name) => shelf.privacy.purposes().find(({ purpose }) => purpose === name);
const facts = (shelf) => shelf.privacy.inspect().map(({ key }) => key);

describe("a consent manager", () => {
  function manager(told) {
    const source = {
      connect(update) {
        source.say = update;
        return () => {
          source.left = true;
        };
      },
    };
    if (told) source.notify = (states) => told.push(states);
    return source;
  }

  it("its no locks and forgets, its yes opens again", async () => {
    const source = manager();
    const shelf = await open({ consent: source });
    source.say({ rank: "granted", price: "granted" });
    teach(shelf);
    assert.ok(facts(shelf).length > 0);
    source.say({ rank: "denied", price: "denied" });
    assert.equal(facts(shelf).length, 0);
    assert.equal(info(shelf, "rank").lockedBy, "consentSource");
    assert.equal(info(shelf, "rank").overridable, false);
    shelf.privacy.set({ rank: "granted" });
    assert.equal(info(shelf, "rank").active, false, "a manager that cannot be told keeps its lock");
    source.say({ rank: "granted" });
    assert.equal(info(shelf, "rank").lockedBy, undefined);
    assert.equal(info(shelf, "rank").active, true);
    shelf.close();
    assert.equal(source.left, true);
  });

  it("is told of the shopper's later choice, which then holds", async () => {
    const told = [];
    const source = manager(told);
    const shelf = await open({ consent: source });
    source.say({ rank: "denied" });
    assert.deepEqual([info(shelf, "rank").lockedBy, info(shelf, "rank").overridable], ["consentSource", true]);
    shelf.privacy.set({ rank: "granted" });
    assert.deepEqual(told, [{ rank: "granted" }]);
    assert.equal(info(shelf, "rank").active, true);
  });

  it("cannot undo a single refusal made here; a yes after everything was refused here can", async () => {
    const source = manager();
    const shelf = await open({ consent: source });
    source.say({ rank: "granted", price: "granted" });
    shelf.privacy.set({ price: "denied" });
    source.say({ rank: "granted", price: "granted" });
    assert.equal(info(shelf, "price").state, "denied");
    shelf.privacy.set({ rank: "denied", price: "denied" });
    source.say({ rank: "denied", price: "denied" });
    source.say({ rank: "granted", price: "granted" });
    assert.deepEqual([info(shelf, "rank").active, info(shelf, "price").active], [true, true]);
  });

  it("one that throws is its own trouble", async (t) => {
    t.mock.method(console, "warn", () => {});
    const shelf = await open({
      consent: {
        connect() {},
        notify() {
          throw new Error("broken");
        },
      },
    });
    shelf.privacy.set({ rank: "granted" });
    assert.equal(info(shelf, "rank").active, true);
  });
});

describe("ledger", () => {
  it("every entry has its hash when it is handed out, and no change goes unnoticed", async () => {
    const { privacy } = await open();
    privacy.set(LEARN);
    clock += 1000;
    privacy.retention(30);
    privacy.pause();
    privacy.resume();
    privacy.exportData();
    const entries = privacy.ledger();
    assert.deepEqual(
      entries.map(({ what }) => what),
      ["consent", "retention", "pause", "resume", "export"],
    );
    assert.ok(entries.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash)));
    assert.deepEqual(privacy.verifyLedger(), { valid: true });
    assert.deepEqual(privacy.verifyLedger(JSON.parse(JSON.stringify(entries))), { valid: true });
    const tampered = [
      (e) => {
        e[0].detail.price = "denied";
      },
      (e) => {
        e[1].at += 1;
      },
      (e) => {
        e[1].textVersion = "0";
      },
      (e) => {
        e[2].locale = "de";
      },
      (e) => {
        e.splice(1, 1);
      },
      (e) => {
        [e[2], e[3]] = [e[3], e[2]];
      },
      (e) => {
        e[4].hash = e[3].hash;
      },
      (e) => {
        e.shift();
      },
      (e) => {
        e[0] = null;
      },
    ];
    for (const change of tampered) {
      const copy = privacy.ledger();
      change(copy);
      assert.equal(privacy.verifyLedger(copy).valid, false, String(change));
    }
    assert.deepEqual(privacy.verifyLedger(), { valid: true }, "what was handed out are copies");
  });

  it("is the same for the same history", async () => {
    const hashes = [];
    for (let run = 0; run < 2; run++) {
      const { privacy } = await open();
      privacy.set({ rank: "granted", price: "denied" });
      hashes.push(privacy.ledger().at(-1).hash);
    }
    assert.equal(hashes[0], hashes[1]);
  });

  it("keeps one line of an erasure and nothing of what was before", async () => {
    const shelf = await open();
    shelf.privacy.set(LEARN);
    teach(shelf);
    const receipt = await shelf.privacy.erase();
    assert.deepEqual(receipt.after, { records: 0, bytes: 0 });
    assert.deepEqual(
      shelf.privacy.ledger().map(({ what }) => what),
      ["erase"],
    );
  });

  it("is a consent record in the shape of ISO/IEC TS 27560", async () => {
    const { privacy } = await open();
    privacy.set({ rank: "granted" });
    privacy.set({ rank: "denied" });
    const record = await privacy.consentRecord();
    assert.equal(record["@type"], "dpv:ConsentRecord");
    assert.equal(record["dpv:hasProcess"].length, 8);
    assert.deepEqual(
      record["dpv:hasConsentEvents"].map((e) => e["dpv:hasConsentStatus"]),
      ["dpv:ConsentGiven", "dpv:ConsentWithdrawn"],
    );
    assert.equal(record["dpv:hasProcess"][0]["dpv:hasConsentStatus"], "dpv:ConsentWithdrawn");
    assert.deepEqual(record, JSON.parse(JSON.stringify(record)));
  });
});

describe("taking the data along", () => {
  it("readable, and the same facts are back in another browser; twice brings nothing more", async () => {
    const shelf = await open();
    shelf.privacy.set(LEARN);
    teach(shelf);
    shelf.privacy.declare({ hiddenBrands: ["Acme"], premium: true });
    const data = JSON.parse(JSON.stringify(shelf.privacy.exportData()));
    assert.equal(data.version, 2);
    assert.deepEqual(data.products.find(({ id }) => id === "lens").category, ["Cameras", "Lenses"]);
    const choice = data.records.find(({ kind }) => kind === "choice");
    assert.equal(data.products[choice.seen[choice.chosen].product].id, "lens");
    const other = await open();
    other.privacy.set(LEARN);
    assert.deepEqual(await other.privacy.importData(new Blob([JSON.stringify(data)])), { records: data.records.length });
    assert.deepEqual(facts(other), facts(shelf));
    assert.deepEqual(other.privacy.declared(), { hiddenBrands: ["Acme"], premium: true });
    assert.deepEqual(await other.privacy.importData(data), { records: 0 });
  });

  it("fits the schema that the package describes it by", async () => {
    const schema = JSON.parse(await readFile(new URL("../../pkg/profile.schema.json", import.meta.url), "utf8"));
    const fits = new (Ajv.default ?? Ajv)({ strict: false, formats: { "date-time": true } }).compile(schema);
    const shelf = await open();
    shelf.privacy.set(LEARN);
    teach(shelf);
    shelf.privacy.declare({ packaging: ["recycled"], energyClass: "B", secondHand: true, hiddenCategories: ["Bags"] });
    const data = JSON.parse(JSON.stringify(shelf.privacy.exportData()));
    assert.deepEqual(new Set(data.records.map(({ kind }) => kind)), new Set(["touch", "choice", "sort", "filter"]));
    assert.ok(fits(data), JSON.stringify(fits.errors));
    for (const record of data.records) assert.equal(fits({ ...data, records: [{ ...record, at: "yesterday" }] }), false);
  });

  it("brings only what is allowed, and its refusals; never a yes", async () => {
    const shelf = await open();
    shelf.privacy.set({ ...LEARN, remember: "denied" });
    teach(shelf);
    const data = shelf.privacy.exportData();
    const other = await open();
    other.privacy.set({ rank: "granted" });
    data.purposes = { ...data.purposes, layout: "denied" };
    await other.privacy.importData(data);
    assert.deepEqual(
      ["rank", "price", "layout", "remember"].map((p) => info(other, p).state),
      ["granted", "unset", "denied", "unset"],
    );
    assert.ok(other.privacy.exportData().records.every(({ purposes }) => purposes.join() === "rank"));
  });

  it("says what is wrong with a file and keeps what it had", async () => {
    const shelf = await open();
    shelf.privacy.set(LEARN);
    teach(shelf);
    const before = shelf.privacy.exportData();
    const wrong = [
      "{",
      "[]",
      "null",
      {},
      { format: "other" },
      { ...before, version: 3 },
      { ...before, records: 3 },
      { ...before, products: null },
      { ...before, records: [...before.records, { at: 1 }] },
      { ...before, records: [{ ...before.records[0], product: 99, chosen: 99 }] },
      Object.create(before),
    ];
    for (const file of wrong) await assert.rejects(shelf.privacy.importData(file), { code: "invalid_input" });
    assert.deepEqual(shelf.privacy.exportData().records, before.records);
  });
});

describe("assessment", () => {
  it("tells this page's facts and judges none of them", async () => {
    const shelf = await open({ sensitiveCategories: ["Politics"], minor: true });
    const facts = await shelf.privacy.assessment();
    assert.equal(facts.purposes.length, 8);
    assert.deepEqual(facts.imports, await shelf.imports());
    assert.deepEqual([facts.recipients, facts.evaluations], [[], []]);
    for (const word of ["`rank`", "add_to_cart", "held by minor", "Politics"]) assert.ok(facts.markdown.includes(word), word);
  });

  it("docs/privacy.md names every purpose with every signal it may use", async () => {
    const text = await readFile(new URL("../../docs/privacy.md", import.meta.url), "utf8");
    const { privacy } = await open();
    for (const { purpose, signals } of privacy.purposes()) {
      const row = text.split("\n").find((line) => line.startsWith(`| \`${purpose}\` |`));
      assert.ok(row, purpose);
      const named = row
        .split("|")[3]
        .split(",")
        .map((word) => word.trim())
        .filter((word) => word !== "-");
      assert.deepEqual(named, signals, purpose);
    }
  });
});

describe("sensitive topics", () => {
  it("leave no evidence without their own yes, of the shop's own making too", async () => {
    const shelf = await open({ sensitiveCategories: ["Bags"] });
    shelf.privacy.set(LEARN);
    for (const id of ["test", "bag"]) shelf.record({ name: "purchase", id });
    assert.deepEqual(facts(shelf), []);
    shelf.privacy.declare({ allowSensitive: ["health"] });
    shelf.record({ name: "purchase", id: "test" });
    assert.ok(facts(shelf).length > 0);
    shelf.privacy.declare({});
    assert.deepEqual(facts(shelf), []);
  });

  it("wishes that are none are refused, and those in force stay", async () => {
    const { privacy } = await open();
    privacy.declare({ premium: true });
    assert.throws(() => privacy.declare({ premium: "yes" }), { code: "invalid_input" });
    assert.throws(() => privacy.declare({ mood: "sad" }), { code: "invalid_input" });
    assert.deepEqual(privacy.declared(), { premium: true });
  });
});

describe("retention", () => {
  it("drops what is older when anything is asked, and at midnight on a page that stays open", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const shelf = await open();
    shelf.privacy.set(LEARN);
    teach(shelf);
    shelf.privacy.retention(1);
    const before = shelf.privacy.exportData().records.length;
    assert.ok(before > 0);
    clock += 2 * 86_400_000;
    t.mock.timers.tick(86_400_000);
    assert.equal(shelf.privacy.exportData().records.length, 0);
  });
});
