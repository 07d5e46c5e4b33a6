const assert = require("node:assert/strict");
const { createShelf, OwnshelfError } = require("ownshelf");

createShelf({ consent: "session" }).then((shelf) => {
  shelf.addProducts([{ id: "a", brand: "Arlo" }, { id: "b", brand: "Fjord" }]);
  shelf.record({ name: "add_to_cart", id: "b" });
  assert.deepEqual(shelf.rank(["a", "b"]).order, ["b", "a"]);
  assert.throws(() => shelf.rank("a"), OwnshelfError);
  shelf.close();
}).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
