/**
 * Pages replace what the language brings along: Prototype.js its own `Array.from`, MooTools more methods of lists, shims their
 * own `Map`. A shelf answers there what it answers anywhere. Where a replacement does not do what the language says and came
 * first, no shelf is made, and its name is told: the shop's order stands.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { before, test } from "node:test";
import { Worker } from "node:worker_threads";

/** Each is run as the body of a function in a realm of its own. */
const PATCHES = {
  nothing: "",
  "Array.from of Prototype.js": `Array.from = (list) => { const copy = []; for (let at = 0; at < (list.length >>> 0); at++) copy[at] = list[at]; return copy; };`,
  "Array.from that throws": `Array.from = () => { throw new Error("patched"); };`,
  "methods of lists that a loop finds": `Array.prototype.each = function () {}; Array.prototype.contains = () => true; Array.prototype.limit = 1;`,
  "lists that become texts in JSON": `Array.prototype.toJSON = function () { return "[patched]"; }; String.prototype.toJSON = function () { return "patched"; };`,
  "JSON of its own": `globalThis.JSON = { parse: (text) => eval("(" + text + ")"), stringify: () => "{}" };`,
  "JSON.parse that throws": `JSON.parse = () => { throw new Error("patched"); };`,
  "a Map of its own": `globalThis.Map = class { constructor() { this.list = []; } get size() { return 0; } get() {} set() { return this; } has() { return false; } delete() { return false; } forEach() {} };`,
  "a Set of its own": `globalThis.Set = class { add() { return this; } has() { return true; } delete() { return false; } get size() { return 0; } };`,
  "Object.entries that forgets": "Object.entries = () => [];",
  "Object.keys of an old shim":
    "Object.keys = (object) => { const names = []; for (const name in object) if (Object.prototype.hasOwnProperty.call(object, name)) names.push(name); return names; };",
  "Object.assign of an old shim": "Object.assign = (target) => target;",
  "Object.freeze that does nothing": "Object.freeze = (object) => object;",
  "Array.isArray that says yes": "Array.isArray = () => true;",
  "lists that map to nothing": "Array.prototype.map = () => []; Array.prototype.filter = () => [];",
  "texts that cut wrongly": `String.prototype.slice = () => "patched"; String.prototype.trim = () => "patched";`,
  "numbers of its own": "globalThis.Number = () => 0; Math.max = () => 0;",
};

const journey = async () => {
  const { createShelf } = await import(new URL("pkg/node.js", root).href);
  const shelf = await createShelf({ consent: "session", locale: "en", now: () => 1_700_000_000_000 });
  if (when === "after") patch();
  const products = [];
  for (let at = 0; at < 12; at++)
    products[at] = {
      id: `p${at}`,
      name: `Lamp ${at}`,
      price: 10 + at,
      brand: at % 3 ? "Ada" : "Lux",
      category: ["Lamps", at % 2 ? "Desk" : "Floor"],
    };
  const told = shelf.addProducts(products);
  shelf.record({ name: "view_item", id: "p9", dwellMs: 30000 });
  shelf.record({ name: "add_to_cart", items: [{ item_id: "p3" }] });
  const ids = ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "p10", "p11"];
  const { order, moved, explain } = shelf.rank(ids);
  const first = explain(order[0]);
  shelf.privacy.set({ price: "denied" });
  let states = "";
  for (const { purpose, state } of shelf.privacy.purposes()) states += `${purpose} ${state};`;
  let text = `${told.added}/${told.rejected.length} ${moved} ${states} ${first.reasons[0]?.text}`;
  for (const id of order) text += ` ${id}`;
  return text;
};

/** What a journey answers in a realm where something is replaced. @param {string} name @param {"before" | "after"} when */
async function answer(name, when) {
  const source = `
    const { parentPort } = require("node:worker_threads");
    const root = ${JSON.stringify(new URL("../../", import.meta.url).href)};
    const when = ${JSON.stringify(when)};
    const post = parentPort.postMessage.bind(parentPort);
    const patch = () => { ${PATCHES[name]} };
    if (when === "before") patch();
    (${journey})().then((text) => post({ text }), (error) => post({ error: error.name + ' ' + error.code + ': ' + error.message }));`;
  const worker = new Worker(source, { eval: true });
  const [said] = await once(worker, "message");
  await worker.terminate();
  return said;
}

let plain;
before(async () => {
  plain = await answer("nothing", "before");
  assert.match(plain.text, /p9/, "the journey itself works");
});

/** What `createShelf` names where a replacement came first that it cannot work with. */
const REFUSED = {
  "a Map of its own": "Map",
  "a Set of its own": "Set",
  "JSON of its own": "JSON",
  "JSON.parse that throws": "JSON",
  "Object.entries that forgets": "Object.entries",
  "Object.assign of an old shim": "Object.assign",
  "Array.isArray that says yes": "Array.isArray",
  "lists that map to nothing": "Array.prototype",
  "texts that cut wrongly": "String",
  "numbers of its own": "Number",
};

/** A page that breaks these under its own running scripts breaks them all; they are tried before alone. */
const BASIC = ["lists that map to nothing", "texts that cut wrongly"];

for (const name of Object.keys(PATCHES))
  for (const when of /** @type {const} */ (BASIC.includes(name) ? ["before"] : ["before", "after"]))
    test(`${name}, ${when} the shelf is there`, async () => {
      const said = await answer(name, when);
      if (when === "before" && name in REFUSED)
        assert.deepEqual(said, {
          error: `OwnshelfError wasm_unavailable: a script of the page replaced ${REFUSED[name]} by something that does not work`,
        });
      else assert.deepEqual(said, plain);
    });
