/** The capsule in Node, with the real module: sealed here, opened there, merged as the contract says. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, it } from "node:test";
import { readCard } from "../../pkg/card.js";
import { createShelf } from "../../pkg/node.js";
import { capsuleOf } from "../../pkg/transfer/capsule.js";
import { missingParts, partsOf } from "../../pkg/transfer/parts.js";

const NOW = 1_700_000_000_000;
const LEARN = { rank: "granted", dwell: "granted", price: "granted", layout: "granted", suggest: "granted" };
const SECRET = "the brown fox, again";
const KINDS = ["Cameras", "Lenses", "Bags", "Tripods", "Books"];
const PRODUCTS = Array.from({ length: 120 }, (_, n) => ({
  id: `SKU-${10_000 + n * 7}`,
  name: `Product ${n}`,
  category: ["Shop", KINDS[n % 5]],
  brand: `Brand ${n % 9}`,
  price: 10 + ((n * 37) % 400),
  tags: [`tag ${n % 4}`],
  attributes: { colour: ["red", "blue", "green"][n % 3] },
}));
const ids = PRODUCTS.map(({ id }) => id);
let shelves = [];
let clock;
beforeEach(() => {
  clock = NOW;
});
afterEach(() => {
  shelves.forEach((shelf) => shelf.close());
  shelves = [];
});
async function open(states = LEARN) {
  const shelf = await createShelf({ now: () => clock, locale: "en" });
  shelf.addProducts(PRODUCTS);
  shelf.privacy.set(states);
  shelves.push(shelf);
  return shelf;
}
/** Chance that is the same in every run, so that nothing about it helps to condense. */
function chances(seed) {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
/** Visits some hours apart: two lists seen, something chosen from each, looked at, now and then put into the basket and bought. */
function shop(shelf, visits, seed = 1) {
  const chance = chances(seed);
  for (let visit = 0; visit < visits; visit++) {
    for (const list of [0, 1]) {
      const start = chance(96);
      shelf.rank(ids.slice(start, start + 24));
      const id = ids[start + chance(24)];
      shelf.record({ name: "select_item", id, at: (clock += chance(90_000)) });
      shelf.record({ name: "view_item", id, dwellMs: 2_000 + chance(60_000), at: (clock += 1 + chance(90_000)) });
      if (chance(3) === 0) shelf.record({ name: "add_to_cart", id, at: (clock += 1 + chance(20_000)) });
      if (chance(6) === 0 && list)
        shelf.record({ name: "purchase", items: [{ item_id: id, quantity: 1 + chance(2) }], at: (clock += 60_013) });
    }
    clock += chance(86_400_000 / 2);
  }
}
const records = (shelf) => shelf.privacy.exportData().records;
const sorted = (shelf) =>
  records(shelf)
    .map(({ at, device, tag }) => `${at}/${device}/${tag}`)
    .sort();
async function made(visits = 3) {
  const shelf = await open({ ...LEARN, link: "granted" });
  shop(shelf, visits);
  return { shelf, capsule: await shelf.privacy.capsule(SECRET, { url: "https://shop.test/" }) };
}

describe("a capsule", () => {
  it("brings all of it to another browser as a file, and nothing twice", async () => {
    const { shelf, capsule } = await made();
    assert.equal(capsule.records, records(shelf).length);
    const other = await open();
    assert.deepEqual(await other.privacy.open(new Blob([capsule.file]), SECRET), { records: capsule.records });
    assert.deepEqual(records(other), records(shelf));
    for (const again of [capsule.file, capsule.file.buffer, capsule.links])
      assert.deepEqual(await other.privacy.open(again, SECRET), { records: 0 });
    assert.deepEqual(other.rank(ids).order, shelf.rank(ids).order);
    assert.deepEqual(other.privacy.ledger().at(-1).what, "import");
    assert.deepEqual(shelf.privacy.ledger().at(-1).what, "export");
  });

  it("fits into one code with a typical profile, and into two with most of a large one", async () => {
    const { capsule } = await made(12);
    assert.equal(capsule.links.length, 1);
    assert.equal(capsule.condensed.records, capsule.records, "twelve visits go along whole");
    assert.match(capsule.links[0], /^https:\/\/shop\.test\/#ownshelf=1\.1\.\d+\.\d+$/);
    const { shelf } = await made(100);
    for (const codes of [1, 2]) {
      const large = await shelf.privacy.capsule(SECRET, { codes });
      assert.equal(large.links.length, codes);
      assert.ok(large.condensed.bytes <= 2048 * codes && large.condensed.bytes > 1900);
      assert.ok(large.condensed.records > large.records / 3);
      if (codes === 1) assert.ok(large.condensed.records < large.records);
      const other = await open();
      assert.deepEqual(await other.privacy.open(large.links.toReversed().join("\n"), SECRET), { records: large.condensed.records });
      assert.deepEqual(await other.privacy.open(large.file, SECRET), { records: large.records - large.condensed.records });
      assert.deepEqual(sorted(other), sorted(shelf));
    }
  });

  it("is drawn as codes of its links", async () => {
    const {
      capsule: {
        codes: [code],
      },
    } = await made();
    assert.equal(code.modules.length, code.size ** 2);
    assert.deepEqual([...code.modules.subarray(0, 8)], [1, 1, 1, 1, 1, 1, 1, 0]);
  });

  it("wants the purpose's yes and a passphrase of some length", async () => {
    const shelf = await open();
    await assert.rejects(shelf.privacy.capsule(SECRET), { code: "not_permitted" });
    shelf.privacy.set({ link: "granted" });
    await assert.rejects(shelf.privacy.capsule("short"), { code: "invalid_input", message: /passphrase/ });
    await assert.rejects(shelf.privacy.capsule(SECRET, { codes: 3 }), { code: "invalid_input", message: /codes/ });
  });

  it("says what is wrong and changes nothing", async () => {
    const { capsule } = await made();
    const other = await open();
    const before = records(other);
    const cut = capsule.file.slice(0, -9);
    const damaged = capsule.file.slice();
    damaged[60] ^= 1;
    const newer = capsule.file.slice();
    newer[4] = 9;
    const wrong = [
      [capsule.file, "another passphrase", "invalid_input", /passphrase does not open/],
      [cut, SECRET, "storage_corrupt"],
      [damaged, SECRET, "storage_corrupt"],
      [newer, SECRET, "invalid_input", /newer/],
      [new Uint8Array(0), SECRET, "invalid_input"],
      ["https://shop.test/", SECRET, "invalid_input"],
      ["#ownshelf=1.1.5.123", SECRET, "invalid_input"],
      ["#ownshelf=1.1.5.9999", SECRET, "storage_corrupt"],
      [capsule.links[0].replace("=1.1.", "=1.2."), SECRET, "invalid_input", /part 2 of 2/],
    ];
    for (const [given, passphrase, code, message = /./] of wrong)
      await assert.rejects(other.privacy.open(given, passphrase), { code, message });
    assert.deepEqual(records(other), before);
    assert.ok(other.privacy.ledger().every(({ what }) => what !== "import"));
  });

  it("never grants anything; of two answers the stricter counts", async () => {
    const { shelf } = await made();
    shelf.privacy.set({ price: "denied" });
    shelf.privacy.declare({ premium: true });
    const { file } = await shelf.privacy.capsule(SECRET);
    const other = await open({ rank: "granted", price: "granted" });
    await other.privacy.open(file, SECRET);
    const states = Object.fromEntries(other.privacy.purposes().map(({ purpose, state }) => [purpose, state]));
    assert.deepEqual([states.price, states.dwell, states.rank, states.link], ["denied", "unset", "granted", "unset"]);
    assert.ok(records(other).every(({ purposes }) => purposes.join() === "rank"));
    assert.deepEqual(other.privacy.declared(), { premium: true });
  });

  it("merges in any order, and a shared past counts once", async () => {
    const { shelf: first, capsule } = await made();
    const second = await open({ ...LEARN, link: "granted" });
    await second.privacy.open(capsule.file, SECRET);
    shop(second, 2, 50);
    shop(first, 2, 70);
    const files = [(await first.privacy.capsule(SECRET)).file, (await second.privacy.capsule(SECRET)).file, capsule.file];
    const results = [];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 1, 0, 2, 0],
    ]) {
      const shelf = await open();
      for (const at of order) await shelf.privacy.open(files[at], SECRET);
      results.push(records(shelf).map((record) => ({ ...record, product: 0, seen: 0 })));
    }
    assert.deepEqual(results[1], results[0]);
    assert.deepEqual(results[2], results[0]);
    assert.equal(results[0].length, new Set([...sorted(first), ...sorted(second)]).size);
  });

  it("an erasure travels along, takes only its own device's past, and is not undone by an older capsule", async () => {
    const { shelf: first, capsule } = await made();
    const second = await open({ ...LEARN, link: "granted" });
    shop(second, 2, 50);
    const own = sorted(second);
    await second.privacy.open(capsule.file, SECRET);
    assert.ok(sorted(second).length > own.length);
    clock += 1000;
    await first.privacy.erase();
    assert.ok(sorted(second).length > own.length, "wiping one device loses nothing on another");
    first.privacy.set({ ...LEARN, link: "granted" });
    assert.deepEqual(await first.privacy.open(capsule.file, SECRET), { records: 0 });
    clock += 1000;
    shop(first, 1, 90);
    const later = await first.privacy.capsule(SECRET);
    await second.privacy.open(later.links, SECRET);
    assert.deepEqual(sorted(second), [...own, ...sorted(first)].sort());
    // And from there to a third, which never heard of the first.
    const third = await open();
    await third.privacy.open((await second.privacy.capsule(SECRET)).file, SECRET);
    await third.privacy.open(capsule.file, SECRET);
    assert.deepEqual(sorted(third), sorted(second));
  });
});

describe("parts of codes", () => {
  /** What the module says of the parts in a text, by what it refuses. */
  const missingOf = async (text) => {
    const capsule = await capsuleOf(WebAssembly.compile(await readFile(new URL("../../pkg/dist/capsule.wasm", import.meta.url))));
    try {
      capsule.join(text);
      return undefined;
    } catch ({ message }) {
      return Number(/lacks its part (\d)/.exec(message)?.[1] ?? (/none of/.test(message) ? 0 : NaN));
    }
  };

  it("are told by the panel as the module reads them", async () => {
    const part = (nth, of, name = 7) => `https://shop.test/#ownshelf=${nth}.${of}.${name}.003`;
    const texts = [
      "",
      "ownshelf=1.1.5",
      part(0, 1),
      part(2, 1),
      part(1, 0),
      part(1, 1),
      part(2, 2),
      `${part(1, 2)} ${part(2, 2)}`,
      `${part(1, 2)} ${part(2, 2, 8)}`,
      `${part(1, 2)} ${part(2, 2)} ${part(3, 1)}`,
      `${part(3, 3)}\n${part(1, 3)}`,
      part(1, 1, 123456),
      `ownshelf=${part(1, 1)}`,
    ];
    for (const text of texts) {
      const parts = partsOf(text);
      const told = parts.length ? missingParts(parts)[0] : 0;
      assert.equal(told, await missingOf(text), text);
    }
  });
});

describe("a support card", () => {
  it("says what was ticked, and is read from its link as from its JSON", async () => {
    const shelf = await open();
    shop(shelf, 3);
    const { json, link, text, code } = await shelf.privacy.supportCard(
      { question: " Which lens? ", recent: 2, taste: true },
      { url: "https://shop.test/help#x" },
    );
    assert.deepEqual(
      [json.format, json.version, json.at, json.question, json.recent.length],
      ["ownshelf-card", 1, clock, "Which lens?", 2],
    );
    assert.match(link, /^https:\/\/shop\.test\/help#ownshelf-card=\d+$/);
    assert.deepEqual(readCard(link), json);
    assert.deepEqual(readCard(JSON.stringify(json)), json);
    assert.match(text, /Which lens\?/);
    assert.equal(code.modules.length, code.size ** 2);
    assert.ok(ids.includes(json.recent[0].id));
  });

  it("is refused with nothing ticked, and read with care", async () => {
    const shelf = await open();
    await assert.rejects(shelf.privacy.supportCard({}), { code: "invalid_input", message: /fields are none of/ });
    for (const [given, code] of [
      ["", "invalid_input"],
      ["{}", "invalid_input"],
      ["#ownshelf-card=9", "storage_corrupt"],
      ["#ownshelf-card=999", "storage_corrupt"],
      ["#ownshelf-card=003", "invalid_input"],
    ])
      assert.throws(() => readCard(given), { code }, given);
  });
});

describe("its module", () => {
  it("opens what its first version sealed", async () => {
    const golden = JSON.parse(await readFile(new URL("../golden/capsule-v1.json", import.meta.url), "utf8"));
    const shelf = await open();
    clock = NOW + 7 * 86_400_000;
    await shelf.privacy.open(Buffer.from(golden.file, "base64"), golden.passphrase);
    assert.deepEqual(sorted(shelf), golden.records);
  });

  it("tells by its head how dear a guess is, and says no more", async () => {
    const {
      capsule: { file },
    } = await made(1);
    assert.equal(Buffer.from(file.subarray(0, 4)).toString(), "OWNC");
    assert.deepEqual([...file.subarray(4, 8)], [1, 0, 64, 3], "version 1, whole, 64 MiB, 3 passes");
    assert.ok(!Buffer.from(file).includes("SKU-"));
  });
});
