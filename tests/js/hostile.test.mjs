/**
 * What a page may hand in by mistake or malice, at every public entry that takes data: it is refused or read, the engine
 * lives on, nothing learned is lost, and no call takes long.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { createShelf, OwnshelfError } from "../../pkg/node.js";

/** A call may take 50 ms on a shopper's device; a machine that runs other tests beside this one is given more. */
const MOST_MS = 250;

const throwing = (error) => ({
  get id() {
    throw error;
  },
  get name() {
    throw error;
  },
});
const traps = new Proxy(
  {},
  {
    get: () => () => {
      throw new Error("page");
    },
  },
);
const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const deep = (levels) => {
  let value = {};
  for (let level = 0; level < levels; level++) value = { inner: value, items: [value] };
  return value;
};
const cycle = { id: "cycle" };
cycle.self = cycle;
cycle.items = [cycle];
const million = Array.from({ length: 1_000_000 }, (_, at) => `tag ${at}`);
const proxied = (length) => new Proxy([], { get: (target, key) => (key === "length" ? length : target[key]) });

/** @type {Record<string, (shelf: any) => unknown>} */
const VALUES = {
  "a getter that throws": () => throwing(new Error("page")),
  "a getter that throws nothing": () => throwing(undefined),
  "a getter that throws a RangeError": () => throwing(new RangeError("page")),
  "a getter that throws a trap": () => throwing(new WebAssembly.RuntimeError("unreachable")),
  "a revoked proxy": () => revoked({}),
  "a revoked proxy of an array": () => revoked([]),
  "a proxy whose every trap throws": () => new Proxy({}, traps),
  "a proxy of an array whose every trap throws": () => new Proxy([], traps),
  "a proxy with an endless length": () => proxied(Infinity),
  "a proxy whose length is an object": () => proxied(throwing(new Error("page"))),
  "a proxy whose length is a bigint": () => proxied(1n),
  "a getter that calls the shelf": (shelf) => ({
    get id() {
      shelf.record({ name: "view_item", id: "a" });
      return "a";
    },
  }),
  "a getter that calls the shelf without end": (shelf) => {
    const value = {
      get id() {
        shelf.addProducts([value]);
        return "a";
      },
    };
    return value;
  },
  "a bigint": () => 12n,
  "an immense bigint": () => 2n ** 400_000n,
  "a symbol": () => Symbol("page"),
  "a function": () => () => assert.fail("called"),
  "an object that refers to itself": () => cycle,
  "5,000 levels": () => deep(5_000),
  "an array of 2^32-1": () => new Array(2 ** 32 - 1),
  "an array with a million holes": () => new Array(1_000_000),
  "a typed array of five million": () => new Float64Array(5_000_000),
  "a buffer": () => new ArrayBuffer(8),
  "a million tags": () => million,
  "a text of ten million": () => "x".repeat(10_000_000),
  "a boxed text of a million": () => new String("x".repeat(1_000_000)),
  "half a character": () => "\ud83d",
  "a date that is none": () => new Date(Number.NaN),
  "an object that looks like a date": () => Object.create(Date.prototype),
  "a toString that throws": () => ({
    toString() {
      throw new Error("page");
    },
  }),
  "a map": () => new Map([["id", "a"]]),
  "not a number": () => Number.NaN,
  infinity: () => Number.POSITIVE_INFINITY,
  null: () => null,
};

/** @type {Record<string, (shelf: any, value: any) => unknown>} */
const ENTRIES = {
  "addProducts(value)": (shelf, value) => shelf.addProducts(value),
  "addProducts([value])": (shelf, value) => shelf.addProducts([value, { id: "d" }]),
  "addProducts field": (shelf, value) =>
    shelf.addProducts([{ id: "x", name: value, price: value, tags: value, category: value, date: value }]),
  "record(value)": (shelf, value) => shelf.record(value),
  "record field": (shelf, value) => shelf.record({ name: "view_item", id: "a", items: value, dwellMs: value, listId: value }),
  "rank(value)": (shelf, value) => shelf.rank(value),
  "rank([value])": (shelf, value) => shelf.rank(["a", value, "c"]),
  "rank entry": (shelf, value) => shelf.rank([{ id: "a", name: value, tags: value }, "c"]),
  "rank options": (shelf, value) => shelf.rank(["a", "c"], value).order,
  "rank option": (shelf, value) => shelf.rank(["a", "c"], { limit: value, context: value, listId: value }),
  "explain(value)": (shelf, value) => shelf.rank(["a", "c"]).explain(value),
  "rules.set(value)": (shelf, value) => shelf.rules.set(value),
  "rules.set([value])": (shelf, value) => shelf.rules.set([value]),
  "rules.set field": (shelf, value) => shelf.rules.set([{ action: "boost", match: value, strength: value, notice: value }]),
  "rules.preview": (shelf, value) => shelf.rules.preview(["a", "c"], { rules: value, declared: value }),
  "rules.notices": (shelf, value) => shelf.rules.notices(value, value),
  layout: (shelf, value) => shelf.layout({ facets: value, width: value, limits: value }),
  suggest: (shelf, value) => shelf.suggest({ basket: value, kinds: value, limit: value }),
  "privacy.set": (shelf, value) => shelf.privacy.set(value),
  "privacy.set state": (shelf, value) => shelf.privacy.set({ layout: value }),
  "privacy.declare": (shelf, value) => shelf.privacy.declare({ hiddenBrands: value }),
  "privacy.forget": (shelf, value) => shelf.privacy.forget(value),
  "privacy.retention": (shelf, value) => shelf.privacy.retention(value === undefined ? 90 : value),
  "privacy.importData": (shelf, value) => shelf.privacy.importData(value),
  "privacy.importData field": (shelf, value) =>
    shelf.privacy.importData({ format: "ownshelf-profile", version: 2, products: value, records: value, declared: value, purposes: value }),
};

const learnt = (shelf) => shelf.privacy.inspect().some(({ key }) => key === "product:c");

async function opened() {
  const shelf = await createShelf({ storage: "memory", consent: "session", locale: "en" });
  shelf.addProducts(["a", "b", "c"].map((id) => ({ id, name: id, price: 5, category: ["Things"] })));
  for (let again = 0; again < 3; again++) shelf.record({ name: "purchase", id: "c" });
  return shelf;
}

assert.ok(Object.keys(VALUES).length * Object.keys(ENTRIES).length >= 144);

for (const [entry, call] of Object.entries(ENTRIES)) {
  test(`${entry}: whatever is handed in, the engine lives on`, async (t) => {
    const warned = t.mock.method(console, "warn", () => {}).mock;
    const shelf = await opened();
    const faults = [];
    for (const [kind, make] of Object.entries(VALUES)) {
      const value = make(shelf);
      const began = performance.now();
      try {
        await call(shelf, value);
      } catch (error) {
        if (!(error instanceof OwnshelfError)) faults.push(`${kind}: throws ${error?.stack ?? String(error)}`);
      }
      const took = performance.now() - began;
      if (took > MOST_MS) faults.push(`${kind}: took ${Math.round(took)} ms`);
      shelf.rules.set([]);
      if (warned.callCount()) faults.push(`${kind}: ${warned.calls.map((each) => each.arguments.join(" "))}`);
      if (!learnt(shelf)) faults.push(`${kind}: what was learned is lost`);
      if (warned.callCount() || !learnt(shelf)) break;
    }
    assert.deepEqual(faults, []);
    shelf.close();
  });
}

/** Runs a page of its own, for it changes the language itself. */
async function page(script) {
  const root = new URL("../../", import.meta.url);
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], { cwd: root });
  return JSON.parse(stdout);
}

const load = `const { createShelf } = await import("./pkg/node.js");`;
const patch = `
  Array.from = () => ["patched"];
  Array.prototype.last = function () { return this[this.length - 1]; };
  Object.entries = () => [["patched", "patched"]];
  globalThis.Map = class { get() {} set() {} };
  JSON.stringify = JSON.parse = () => "patched";`;
const use = `
  const shelf = await createShelf({ storage: "memory", consent: "session", locale: "en" });
  const { added } = shelf.addProducts(["a", "b", "c"].map((id) => ({ id, category: ["Things", id] })));
  shelf.record({ name: "add_to_cart", id: "c" });
  const { order } = shelf.rank(["a", "b", "c"]);
  shelf.privacy.set({ rank: "denied" });
  process.stdout.write(\`["\${added}", "\${order.join()}", "\${shelf.privacy.active("rank")}"]\`);`;

test("built-ins replaced after the package was loaded change nothing", async () => {
  assert.deepEqual(await page(`${load} ${patch} ${use}`), ["3", "c,a,b", "false"]);
});

test("enumerable additions to Array.prototype and Object.prototype change nothing, whenever they are made", async () => {
  const add = `Array.prototype.last = () => 1; Array.prototype.id = "z"; Object.prototype.extra = { id: "z" };`;
  assert.deepEqual(await page(`${add} ${load} ${use}`), ["3", "c,a,b", "false"]);
});

test("what somebody put on Object.prototype is no option, no product's property and no rule's", async () => {
  const poison = `Object.assign(Object.prototype, { brand: "Poison", limit: 1, notice: "bought", context: "nowhere", listId: "x", name: "Poison", price: 1 });`;
  const told = await page(`${load}
    const shelf = await createShelf({ storage: "memory", consent: "session", locale: "en" });
    ${poison}
    shelf.addProducts([{ id: "a", category: "Things" }, { id: "b" }]);
    shelf.record({ name: "add_to_cart", id: "b" });
    shelf.rules.set([{ action: "boost", strength: 0.1, match: { id: "b" } }]);
    const ranking = shelf.rank(["a", "b"]);
    const { order, notices } = ranking;
    const facts = shelf.privacy.inspect().map(({ key }) => key);
    for (const key of ["brand", "limit", "notice", "context", "listId", "name", "price"]) delete Object.prototype[key];
    console.log(JSON.stringify({ order, notices, facts }));`);
  assert.deepEqual(told.order, ["b", "a"]);
  assert.deepEqual(told.notices, []);
  assert.ok(told.facts.length > 0 && !told.facts.some((key) => /poison/i.test(key)), String(told.facts));
});

test("setters on Object.prototype see nothing of facts, receipts and exports", async () => {
  const { seen, facts } = await page(`${load}
    const shelf = await createShelf({ storage: "memory", consent: "session", locale: "en" });
    shelf.addProducts([{ id: "secret", name: "Secret", brand: "Hidden", category: "Things" }, { id: "b" }]);
    shelf.record({ name: "add_to_cart", id: "secret" });
    let seen = "";
    const names = "key kind name strength count lastAt purpose position shopPosition score contributions term value placed products records id at facts ledger declared".split(" ");
    const watch = (of, name) => Object.defineProperty(of, name, { __proto__: null, configurable: true, get: () => undefined, set: (value) => (seen += name + "=" + String(value) + " ") });
    for (const name of names) watch(Object.prototype, name);
    let facts, receipt, data;
    try {
      facts = shelf.privacy.inspect();
      receipt = shelf.rank(["b", "secret"]).explain("secret");
      data = shelf.privacy.exportData();
    } finally {
      for (const name of names) delete Object.prototype[name];
    }
    console.log(JSON.stringify({ seen, facts: facts.length + receipt.contributions.length + data.records.length }));`);
  assert.equal(seen, "");
  assert.ok(facts > 2);
});
