import assert from "node:assert/strict";
import { createShelf, OwnshelfError } from "ownshelf";
import { goods, learn } from "./goods.mjs";

const shelf = await createShelf({ consent: "session", locale: "de" });
shelf.addProducts(goods);
learn(shelf);
const { order, explain } = shelf.rank(goods.map(({ id }) => id));
assert.match(order[0], /^p1[345]$/);
assert.match(explain(order[0]).reasons[0].text, /Sie/);
shelf.close();
assert.throws(() => shelf.rank([]), OwnshelfError);
for (const entry of ["auto", "panel", "consent", "inline"]) await import(`ownshelf/${entry}`);
