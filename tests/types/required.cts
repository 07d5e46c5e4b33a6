// The engine through `require`, with the types of a CommonJS module.
import ownshelf = require("ownshelf");

export async function order(): Promise<string[]> {
  const shelf: ownshelf.Shelf = await ownshelf.createShelf({ storage: "memory" });
  return shelf.rank(["a", "b"]).order;
}
