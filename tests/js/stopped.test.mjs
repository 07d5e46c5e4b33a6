/** An engine that traps in the middle of a page: said once, and whoever asks anything after that gets the shop's own answer. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createShelf } from "../../pkg/node.js";
import { trapping } from "./trapping.mjs";

const traps = trapping("rank");

const LISTING = ["a", "b", "c"];
const products = LISTING.map((id) => ({ id, name: id, price: 5, category: ["Things"] }));

/** A shelf whose engine trapped while it ranked: after that it is unusable for good, as after a real trap. */
async function stopped(t, options) {
  const warnings = t.mock.method(console, "warn", () => {}).mock;
  const shelf = await createShelf({ consent: "session", locale: "en", ...options });
  shelf.addProducts(products);
  shelf.record({ name: "add_to_cart", id: "c" });
  traps.left = 1;
  assert.deepEqual(shelf.rank(LISTING).order, LISTING);
  assert.equal(traps.left, 0);
  return { shelf, warnings };
}

test("lists stand as the shop made them, and the console hears of it once", async (t) => {
  const { shelf, warnings } = await stopped(t);
  for (let again = 0; again < 3; again++) {
    const ranking = shelf.rank(LISTING, { limit: 2 });
    assert.deepEqual([ranking.order, ranking.personalised, ranking.moved], [["a", "b"], false, 0]);
    assert.deepEqual([ranking.notices, ranking.badges, ranking.explain("b").position], [[], [], 2]);
  }
  assert.deepEqual(shelf.addProducts([{ id: "d" }]), { added: 0, updated: 0, rejected: [] });
  shelf.record({ name: "view_item", id: "a" });
  shelf.rules.set([{ action: "hide", match: { id: "a" } }]);
  assert.deepEqual(shelf.rank(LISTING).order, LISTING);
  assert.deepEqual([shelf.rules.conflicts(), shelf.suggest(), shelf.layout().reasons], [[], [], []]);
  assert.deepEqual(shelf.rules.preview(LISTING).shopper.order, LISTING);
  assert.equal(warnings.callCount(), 1);
  assert.match(warnings.calls[0].arguments[0], /the engine stopped; the shop's order stands/);
  shelf.close();
});

test("the shopper is told what cannot be done, nothing is used, and refusals and erasure bind", async (t) => {
  const { shelf, warnings } = await stopped(t);
  const { privacy } = shelf;
  privacy.set({ link: "granted" });
  const refused = (ask) => assert.rejects(async () => ask(), { code: "wasm_unavailable" });
  await refused(() => privacy.inspect());
  await refused(() => privacy.exportData());
  await refused(() => privacy.importData({ format: "ownshelf-profile", version: 2, products: [], records: [] }));
  await refused(() => privacy.capsule("passphrase"));
  await refused(() => privacy.supportCard({ preferences: true }));
  await refused(() => privacy.forget("product:c"));
  await refused(() => privacy.retention(30));
  await refused(() => privacy.declare({ repairable: true }));
  assert.deepEqual(privacy.declared(), {});
  privacy.set({ rank: "granted", price: "denied" });
  const rank = privacy.purposes().find(({ purpose }) => purpose === "rank");
  assert.deepEqual([rank.state, rank.active], ["granted", false]);
  assert.equal(privacy.purposes().find(({ purpose }) => purpose === "price").state, "denied");
  privacy.pause();
  privacy.resume();
  assert.equal(
    privacy.purposes().some(({ active }) => active),
    false,
  );
  assert.equal(privacy.storage().bytes, 0);
  assert.equal((await privacy.erase()).after.records, 0);
  assert.ok(privacy.ledger().length > 0);
  assert.equal(privacy.verifyLedger().valid, true);
  assert.equal(warnings.callCount(), 1);
  shelf.close();
});
