/** The merchandiser's side of the package, on the built engine: rules, conflicts, previews, knobs, and what receipts say. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createShelf } from "../../pkg/node.js";

const NOW = 1_700_000_000_000;
const products = Array.from({ length: 30 }, (_, n) => ({
  id: `p${n}`,
  price: 10 + n,
  brand: `Maker ${n % 3}`,
  category: ["Shop", `Kind ${n % 2}`],
  available: n !== 7,
}));
const ids = products.map(({ id }) => id);

/** A shelf of a shopper who keeps opening what Maker 2 makes. */
async function visited(options = {}) {
  let time = NOW;
  const shelf = await createShelf({ consent: "session", locale: "en", now: () => (time += 1000), ...options });
  shelf.addProducts(products);
  for (let n = 2; n < 30; n += 3) shelf.record({ name: "view_item", id: `p${n}` });
  return shelf;
}

test("rules hold for this shopper and are told apart from scores", async () => {
  const shelf = await visited({
    merchandising: [
      { action: "pin", match: { id: ["p9", "p3"] }, position: 2 },
      { action: "hide", match: { available: false } },
      { action: "slot", match: { brand: "Maker 1" }, position: 5 },
    ],
  });
  const ranking = shelf.rank(ids);
  assert.equal(ranking.order.length, 29);
  assert.deepEqual(ranking.order.slice(1, 3), ["p9", "p3"]);
  assert.equal(products.find(({ id }) => id === ranking.order[4]).brand, "Maker 1");
  assert.deepEqual(ranking.placed, { p9: "pinned", p3: "pinned", [ranking.order[4]]: "slotted" });
  assert.deepEqual(ranking.explain("p9").reasons, [{ code: "pinned", text: "Placed here by the shop" }]);
  assert.equal(ranking.explain("p7").position, 0);
  assert.deepEqual(
    ranking.explain("p7").reasons.map(({ code }) => code),
    ["withheld"],
  );
  shelf.close();
});

test("a paid place stays and is called one", async () => {
  const shelf = await visited();
  const listing = ids.map((id) => (id === "p12" ? { id, sponsored: true } : id));
  const ranking = shelf.rank(listing);
  assert.equal(ranking.order[12], "p12");
  assert.equal(ranking.placed.p12, "sponsored");
  assert.deepEqual(ranking.explain("p12").reasons, [{ code: "sponsored", text: "Paid placement" }]);
  shelf.close();
});

test("a preview shows what rules would do and does nothing", async () => {
  let [time, second] = [NOW, 1000];
  const shelf = await visited({ now: () => (time += second) });
  // What was looked at just now fades by the second; here rankings of one moment are compared.
  second = 0;
  const before = shelf.rank(ids).order;
  const rules = [{ action: "boost", match: { id: "p29" }, strength: 10 }];
  const { everyone, shopper } = shelf.rules.preview(ids, { rules });
  assert.equal(everyone.order[0], "p29");
  assert.deepEqual(everyone.order.slice(1), ids.slice(0, 29));
  assert.deepEqual(shelf.rank(ids).order, before);
  shelf.rules.set(rules);
  assert.deepEqual(shelf.rank(ids).order, shopper.order);
  assert.deepEqual(shelf.rules.preview(ids).shopper, shopper);
  shelf.close();
});

test("conflicts are reported by the rules' numbers; bad rules are refused and change nothing", async () => {
  const shelf = await visited();
  shelf.rules.set([
    { action: "pin", match: { id: "p1" }, position: 4 },
    { action: "pin", match: { id: "p2" }, position: 4 },
    { action: "boost", match: { brand: "nobody" } },
  ]);
  const conflicts = [
    { rule: 1, to: 0, why: "samePlace" },
    { rule: 2, why: "fitsNothing" },
  ];
  assert.deepEqual(shelf.rules.conflicts(), conflicts);
  for (const bad of [
    { action: "pin", match: { id: "p1" }, position: 0 },
    { action: "boost", match: {} },
    { action: "lift", match: { id: "p1" } },
  ]) {
    assert.throws(() => shelf.rules.set([bad]), { code: "invalid_input" });
  }
  assert.deepEqual(shelf.rules.conflicts(), conflicts);
  shelf.close();
});

test("knobs turn variety and exploration, and refuse what is out of range", async () => {
  for (const ranking of [{ diversity: 2 }, { exploration: -1 }, { columns: 0 }, { diversity: "much" }, { diversity: NaN }]) {
    await assert.rejects(visited({ ranking }), { code: "invalid_input" });
  }
  const terms = async (ranking) => {
    const shelf = await visited({ ranking });
    const ranked = shelf.rank(ids);
    const found = new Set(ids.flatMap((id) => ranked.explain(id).contributions.map(({ term }) => term)));
    shelf.close();
    return { found, explored: Object.values(ranked.placed) };
  };
  assert.ok(!(await terms({ diversity: 0 })).found.has("diversity"));
  assert.ok((await terms({})).found.has("diversity"));
  assert.deepEqual((await terms({})).explored, []);
  const { found, explored } = await terms({ exploration: 1 });
  assert.ok(found.has("exploration"));
  assert.ok(explored.length > 0 && explored.every((kind) => kind === "explored"));
});

test("a receipt names what tells products apart, and where it would stand otherwise", async () => {
  const shelf = await visited();
  const ranking = shelf.rank(ids);
  const receipt = ranking.explain(ranking.order[0]);
  const sum = receipt.contributions.reduce((total, { value }) => total + value, 0);
  assert.ok(Math.abs(sum - receipt.score) < 1e-5);
  // All are in "Shop": that explains nothing.
  assert.ok(receipt.reasons.every(({ params }) => params?.name !== "Shop"));
  const { without, position, all } = receipt.counterfactual;
  assert.deepEqual([without, position], ["visits:1", receipt.shopPosition]);
  assert.equal(all.position, receipt.shopPosition);
  assert.match(all.text, /^Without anything learned/);
  shelf.close();
});
