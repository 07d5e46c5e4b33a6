/** Numbers are written out by the engine as built for browsers, where the speech of panics is taken out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createShelf } from "../../pkg/node.js";

test("ids that are numbers stay apart, and a refusal names the row", async () => {
  const shelf = await createShelf({ storage: "memory", consent: "session", locale: "en" });
  const { added, rejected } = shelf.addProducts([{ id: 12 }, { id: 13 }, { name: "no id" }]);
  assert.equal(added, 2);
  assert.match(rejected[0].reason, /^\[2\] id/);
  shelf.record({ name: "add_to_cart", id: 13 });
  assert.deepEqual(shelf.rank([12, 13]).order, ["13", "12"]);
});
