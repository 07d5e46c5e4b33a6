// What a shopper costs who has filled the profile, in Node, engine and boundary:  node benches/loyal.mjs [--json]
//
// Forty visits of ten lists of 24, chosen from by chance. Milliseconds of processor time: of the first round, whose code is
// not optimised yet, and the least and the median of all; `× opening` is the median as a multiple of opening a page,
// which learns from everything once. What comes after must not do so again.
import { readFileSync } from "node:fs";
import { Engine } from "../pkg/engine/engine.js";
import { pack } from "../pkg/engine/pack.js";

const VISITS = 40;
const LISTS = 10;
const CARDS = 48;
const ROUNDS = 9;
const HOUR = 3_600_000;

const products = Array.from({ length: 600 }, (_, n) => ({
  id: `p${n}`,
  price: 5 + ((n * 37) % 500),
  brand: `Maker ${n % 40}`,
  category: [`Room ${n % 6}`, `Kind ${n % 30}`],
  tags: [`tag ${n % 17}`],
  attributes: { colour: `colour ${n % 9}`, size: n % 5 },
}));
const module = new WebAssembly.Module(readFileSync(new URL("../pkg/dist/core_bg.wasm", import.meta.url)));

/** One engine with the shop's products, and the calls a page makes. */
class Page {
  engine = new Engine(module, 1, true, false, false);

  constructor() {
    this.#give(products);
    this.engine.addProducts();
  }

  #give(value) {
    const { tokens, text, lengths } = pack(value);
    this.engine.give(tokens, text, lengths);
  }

  /** @returns the ticket to ask for receipts with */
  rank(from, length, now) {
    const handles = Uint32Array.from({ length }, (_, n) => this.engine.handle(`p${from + n}`));
    return this.engine.rank(handles, "browse", "list", now)[0];
  }

  record(event, now) {
    this.#give(event);
    this.engine.record(now);
  }
}

/** Pseudo-random numbers below 1, the same in every run (the generator of POSIX). */
let seed = 7;
const chance = () => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x80000000;

function shopAround() {
  const page = new Page();
  let now = 1_700_000_000_000;
  for (let visit = 0; visit < VISITS; visit++) {
    now += 24 * HOUR;
    for (let list = 0; list < LISTS; list++) {
      const from = Math.floor(chance() * (products.length - 24));
      page.rank(from, 24, (now += 40_000));
      const id = `p${from + Math.floor(chance() * chance() * 24)}`;
      page.record({ name: "select_item", id }, (now += 5_000));
      page.record({ name: "item_dwell", id, dwellMs: 9_000 }, (now += 9_000));
    }
  }
  return { kept: page.engine.encode(), records: page.engine.records(), now };
}

const { kept, records, now } = shopAround();
const spent = new Map();
function timed(name, work) {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  spent.set(name, [...(spent.get(name) ?? []), (user + system) / 1000]);
  return result;
}

for (let round = 0; round < ROUNDS; round++) {
  const page = new Page();
  timed("opening", () => {
    page.engine.sync(kept, now);
    while (page.engine.learnSome(16));
  });
  const ticket = timed("rank", () => page.rank(0, CARDS, now));
  timed("a receipt for each card", () => {
    for (let card = 0; card < CARDS; card++) page.engine.explain(ticket, card);
  });
  timed("an event, ranked again", () => {
    page.record({ name: "view_item", id: "p3" }, now + 1_000);
    page.rank(0, CARDS, now + 2_000);
  });
  timed("100 events that come late, ranked again", () => {
    for (let event = 0; event < 100; event++) page.record({ name: "view_item", id: `p${event}` }, now - HOUR - event * 60_000);
    page.rank(0, CARDS, now + 3_000);
  });
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const opening = median(spent.get("opening"));
const figures = { unit: "milliseconds of processor time", records, bytes: kept.length, cards: CARDS };
for (const [name, rounds] of spent) {
  figures[name] = { first: rounds[0], least: Math.min(...rounds), median: median(rounds), "× opening": median(rounds) / opening };
}

if (process.argv.includes("--json")) {
  console.log(JSON.stringify(figures, null, 2));
} else {
  for (const [name, of] of Object.entries(figures)) {
    const text = typeof of === "object" ? Object.entries(of).map(([key, value]) => `${key} ${value.toFixed(2)}`).join("  ") : of;
    console.log(name.padEnd(42), text);
  }
}
