/** What the small shops sell, in the shop's own order; the brand the shopper likes comes last. */
export const goods = Array.from({ length: 16 }, (_, at) => ({
  id: `p${at}`,
  name: `Product ${at}`,
  brand: at < 13 ? "Arlo" : "Fjord",
  category: at < 13 ? ["Audio", "Speakers"] : ["Audio", "Headphones"],
  price: 20 + at,
}));

/** What a shopper does who likes that brand. */
export function learn(shelf) {
  for (const { id } of goods.slice(13, 15)) {
    shelf.record({ name: "view_item", id, dwellMs: 40_000 });
    shelf.record({ name: "add_to_cart", id });
  }
}
