/** What crosses into the engine arrives as it was, whatever stands beside it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createShelf } from "../../pkg/node.js";

test("texts cut off inside a character spoil none beside them", async () => {
  const shelf = await createShelf({ storage: "memory", consent: "session", locale: "en" });
  const rows = [
    { id: "a", name: "Lamp \ud83d" },
    { id: "\ude00b", name: "Vase" },
    { id: "c", name: "Öl 😀" },
  ];
  assert.deepEqual(shelf.addProducts(rows), { added: 3, updated: 0, rejected: [] });
  const ids = rows.map(({ id }) => id);
  assert.deepEqual(shelf.rank(ids).order, ids);
  shelf.record({ name: "add_to_cart", id: "c" });
  assert.deepEqual(shelf.rank(ids).order[0], "c");
  assert.deepEqual(shelf.privacy.inspect().find(({ key }) => key === "product:c").name, "Öl 😀");
});

test("shelves of one page know nothing of each other", async () => {
  const [one, other] = await Promise.all([1, 2].map(() => createShelf({ storage: "memory", consent: "session", locale: "en" })));
  for (const shelf of [one, other]) shelf.addProducts([{ id: "a" }, { id: "b" }]);
  one.record({ name: "add_to_cart", id: "b" });
  assert.deepEqual(
    [one.rank(["a", "b"]).order, other.rank(["a", "b"]).order],
    [
      ["b", "a"],
      ["a", "b"],
    ],
  );
  assert.deepEqual(other.privacy.inspect(), []);
});
