const { createShelf } = require("ownshelf");

test("a shop's own test ranks", async () => {
  const shelf = await createShelf({ storage: "memory", consent: "session" });
  shelf.addProducts([
    { id: "a", brand: "Arlo" },
    { id: "b", brand: "Fjord" },
  ]);
  shelf.record({ name: "add_to_cart", id: "b" });
  expect(shelf.rank(["a", "b"]).order).toEqual(["b", "a"]);
  shelf.close();
});
