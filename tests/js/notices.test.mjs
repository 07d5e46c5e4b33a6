/** Rules that speak - notices, purchase limits, essential goods first - and badges for declared wishes, on the built engine. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createShelf } from "../../pkg/node.js";

const NOW = 1_700_000_000_000;
const DAY = 86_400_000;
const products = Array.from({ length: 20 }, (_, n) => ({
  id: `p${n}`,
  name: `Product ${n}`,
  price: 10 + n,
  brand: `Maker ${n % 3}`,
  category: ["Shop", `Kind ${n % 2}`],
  tags: n % 5 === 4 ? ["essential"] : [],
  available: n !== 9,
}));
const ids = products.map(({ id }) => id);
const ESSENTIAL = ["p4", "p9", "p14", "p19"];

async function opened(options = {}, more = products) {
  const shelf = await createShelf({ locale: "en", now: () => NOW, ...options });
  shelf.addProducts(more);
  return shelf;
}

const likes = (shelf) => {
  for (let n = 2; n < 20; n += 3) shelf.record({ name: "add_to_cart", id: `p${n}`, at: NOW - DAY + n });
};

test("essential goods come first in the shop's order, with and without consent, under any profile", async () => {
  const merchandising = [
    { action: "essentials", match: { tag: "essential" } },
    { action: "pin", match: { id: "p0" }, position: 1 },
  ];
  for (const consent of ["ask", "session"]) {
    const shelf = await opened({ consent, merchandising });
    likes(shelf);
    const ranking = shelf.rank(ids);
    assert.deepEqual(ranking.order.slice(0, 5), [...ESSENTIAL, "p0"]);
    assert.equal(ranking.placed.p4, "pinned");
    assert.equal(ranking.personalised, consent === "session");
    assert.deepEqual(ranking.explain("p14").reasons, [{ code: "pinned", text: "Placed here by the shop" }]);
    shelf.close();
  }
});

test("the higher priority wins over essentials as over any pin, and the report says who gives way", async () => {
  const essentials = { action: "essentials", match: { tag: "essential" }, priority: 1 };
  const pin = { action: "pin", match: { id: "p0" }, position: 2 };
  const shelf = await opened({ merchandising: [pin, essentials] });
  assert.deepEqual(shelf.rank(ids).order.slice(0, 5), [...ESSENTIAL, "p0"]);
  assert.deepEqual(shelf.rules.conflicts(), [{ rule: 0, to: 1, why: "samePlace" }]);
  shelf.rules.set([{ ...pin, priority: 2 }, essentials]);
  assert.deepEqual(shelf.rank(ids).order.slice(0, 5), ["p4", "p0", "p9", "p14", "p19"]);
  assert.deepEqual(shelf.rules.conflicts(), [{ rule: 1, to: 0, why: "samePlace" }]);
  // Beyond their places a pin is in nobody's way.
  shelf.rules.set([{ ...pin, position: 5 }, essentials]);
  assert.deepEqual(shelf.rules.conflicts(), []);
  // What cannot be bought need not come first.
  shelf.rules.set([{ ...essentials, match: { tag: "essential", available: true } }]);
  assert.deepEqual(shelf.rank(ids).order.slice(0, 4), ["p4", "p14", "p19", "p0"]);
  shelf.close();
});

test("rules speak of products and of lists, in the shopper's language, and change no order by it", async () => {
  const merchandising = [
    { notice: { en: "Deliveries take a week.", de: "Lieferungen dauern eine Woche." } },
    { match: { tag: "essential" }, limit: 2, notice: "For everybody" },
    { match: { id: "p4" }, limit: 1, priority: 1 },
    { action: "hide", match: { id: "p19" } },
    { match: { brand: "Maker 0" }, notice: "Over", until: NOW },
    { match: { brand: "Maker 0" }, notice: "Elsewhere", listId: "other" },
  ];
  const shelf = await opened({ merchandising, locale: "de-AT" });
  const ranking = shelf.rank(ids);
  assert.deepEqual(
    ranking.order,
    ids.filter((id) => id !== "p19"),
  );
  assert.equal(ranking.moved, 0);
  assert.deepEqual(ranking.notices, [
    { text: "Lieferungen dauern eine Woche." },
    ...["p4", "p9", "p14"].map((id) => ({ id, text: "For everybody" })),
    { id: "p4", limit: 1, text: "Höchstens 1 Stück je Bestellung" },
    ...["p9", "p14"].map((id) => ({ id, limit: 2, text: "Höchstens 2 Stück je Bestellung" })),
  ]);
  assert.equal(shelf.rank(["p0"], { listId: "other" }).notices.at(-1).text, "Elsewhere");
  assert.deepEqual(
    shelf.rules.notices(["p9"]).map(({ limit }) => limit),
    [undefined, undefined, 2],
  );
  assert.deepEqual(shelf.rules.conflicts(), [
    { rule: 1, to: 3, why: "hidden" },
    { rule: 4, why: "over" },
  ]);
  shelf.rules.set([]);
  assert.deepEqual(shelf.rank(ids).notices, []);
  shelf.close();
});

test("words that cannot be shown are refused with the rule's number, and the rules in force stay", async () => {
  const shelf = await opened({ merchandising: [{ match: { id: "p1" }, limit: 3 }] });
  const match = { id: "p1" };
  for (const bad of [
    { match, notice: 7 },
    { match, notice: { en: 7 } },
    { match, limit: 0 },
    { match, limit: 1.5 },
    { match, limit: "2" },
    { limit: 2 },
    { match },
    { match: {}, notice: "x" },
  ]) {
    assert.throws(
      () => shelf.rules.set([{ match, notice: "fine" }, bad]),
      (error) => error.code === "invalid_input" && error.message.startsWith("[1] "),
      JSON.stringify(bad),
    );
  }
  assert.deepEqual(shelf.rank(["p1"]).notices, [{ id: "p1", limit: 3, text: "At most 3 per order" }]);
  shelf.close();
});

test("in a shortage nothing is suggested that cannot be bought", async () => {
  const film = { id: "film", name: "Film", price: 9, category: ["Film"], repurchaseDays: 30 };
  const strap = { id: "strap", name: "Strap", price: 9, category: ["Straps"], related: { accessoryOf: ["camera"] } };
  const camera = { id: "camera", name: "Camera", price: 90, category: ["Cameras"] };
  const shelf = await opened({ consent: "session" }, [film, strap, camera]);
  shelf.record({ name: "purchase", items: [{ item_id: "film" }, { item_id: "camera" }], at: NOW - 29 * DAY });
  assert.deepEqual(
    shelf
      .suggest()
      .map(({ id }) => id)
      .sort(),
    ["film", "strap"],
  );
  shelf.addProducts([{ ...film, available: false }]);
  assert.deepEqual(
    shelf.suggest().map(({ id }) => id),
    ["strap"],
  );
  shelf.rules.set([{ action: "hide", match: { id: "strap" } }]);
  assert.deepEqual(shelf.suggest(), []);
  shelf.close();
});

const certified = [
  { id: "plain", packaging: "plastic", labels: [] },
  { id: "free", packaging: "plastic_free" },
  { id: "recycled", packaging: "recycled paper" },
  { id: "bike", shipping: "low_carbon" },
  { id: "mendable", labels: ["Repairable"] },
  { id: "b", energyClass: "B" },
  { id: "e", energyClass: "E" },
].map(({ id, ...sustainability }) => ({ id, name: id, price: 10, category: ["Shop"], sustainability }));
const conditions = [
  { id: "old", condition: "used" },
  { id: "renewed", condition: "refurbished" },
  { id: "says-no", attributes: { repairable: false } },
].map((product) => ({ name: product.id, price: 10, category: ["Shop"], ...product }));

test("badges are for declared wishes alone, and say what the shop certifies", async () => {
  const all = [...certified, ...conditions];
  const listing = all.map(({ id }) => id);
  for (const consent of ["ask", "session"]) {
    const shelf = await opened({ consent }, all);
    assert.deepEqual(shelf.rank(listing).badges, []);
    shelf.privacy.declare({ repairable: true });
    assert.deepEqual(shelf.rank(listing).badges, [{ id: "mendable", wish: "repairable", text: "Repairable" }]);
    shelf.privacy.declare({
      packaging: ["recycled", "plastic_free"],
      delivery: "low_carbon",
      secondHand: true,
      repairable: true,
      energyClass: "C",
    });
    const found = Object.fromEntries(shelf.rank(listing).badges.map(({ id, text }) => [id, text]));
    assert.deepEqual(found, {
      free: "Plastic-free packaging",
      recycled: "Recycled packaging",
      bike: "Climate-friendly delivery",
      mendable: "Repairable",
      b: "Energy class B",
      old: "Second-hand",
      renewed: "Refurbished",
    });
    shelf.close();
  }
});

test("a receipt names the wishes that are met, and no figure that has no name", async () => {
  const shelf = await opened({ consent: "session" }, [...certified, ...conditions]);
  shelf.privacy.declare({ repairable: true, energyClass: "C" });
  const { explain } = shelf.rank(["plain", "mendable", "b", "e"]);
  const said = (id) => explain(id).reasons.map(({ text }) => text);
  assert.deepEqual(
    [said("mendable"), said("b"), said("e")],
    [["You asked for this: Repairable"], ["You asked for this: Energy class B"], []],
  );
  shelf.close();
});

test("wishes can be tried before they are declared, which declares and forgets nothing", async () => {
  const all = [...certified, ...conditions];
  const listing = all.map(({ id }) => id);
  const shelf = await opened({ consent: "session" }, all);
  shelf.privacy.declare({ repairable: true, allowSensitive: ["health"] });
  const before = shelf.rank(listing).order;
  const tried = shelf.rules.preview(listing, { declared: { repairable: true, secondHand: true } });
  assert.deepEqual(tried.everyone.order, listing);
  for (const id of ["old", "renewed"]) assert.ok(tried.shopper.order.indexOf(id) < before.indexOf(id), id);
  assert.deepEqual(shelf.privacy.declared(), { repairable: true, allowSensitive: ["health"] });
  assert.deepEqual(shelf.rank(listing).order, before);
  assert.throws(() => shelf.rules.preview(listing, { declared: { mood: "low" } }), { code: "invalid_input" });
  assert.deepEqual(shelf.rank(listing).order, before);
  shelf.close();
});
