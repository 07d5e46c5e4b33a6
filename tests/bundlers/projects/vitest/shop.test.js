import { expect, test } from "vitest";
import { createShelf } from "ownshelf";
import { goods, learn } from "./goods.js";

test("a shop's own test ranks", async () => {
  const shelf = await createShelf({ storage: "memory", consent: "session" });
  shelf.addProducts(goods);
  learn(shelf);
  expect(shelf.rank(goods.map(({ id }) => id)).order[0]).toMatch(/^p1[345]$/);
  shelf.close();
});
