/** A small shop: the real engine, a listing drawn in its order, and the panel's elements. Options come with the address. */
import { createShelf } from "/pkg/index.js";
import { provideShelf } from "/pkg/panel.js";

const query = new URLSearchParams(location.search);
if (document.documentElement.lang === "ar") document.documentElement.dir = "rtl";
if (query.has("inline")) document.querySelector("ownshelf-privacy").mode = "inline";

const product = (id, name, kind, brand, price, listPrice) => ({ id, name, category: [kind], brand, price, listPrice, currency: "EUR" });
const products = [
  product("tripod", "Tripod Light 120", "Tripods", "Arbor", 49),
  product("rope", "Skipping Rope", "Sport", "Swift", 12),
  product("camera1", "Instant Camera", "Cameras", "Lumen", 89),
  product("bag", "Shoulder Bag", "Bags", "Arbor", 59, 69),
  product("lens", "Lens 35 mm", "Lenses", "Lumen", 199),
  product("camera2", "Mirrorless Camera", "Cameras", "Lumen", 749),
  product("bike", "Road Bike", "Sport", "Swift", 990),
  product("shoe", "Running Shoe", "Sport", "Swift", 79, 99),
  product("camera3", "Compact Camera", "Cameras", "Pix", 229),
  product("lamp", "Desk Lamp", "Home", "Arbor", 39),
  product("camera4", "Action Camera", "Cameras", "Pix", 179),
  product("mug", "Mug", "Home", "Arbor", 9),
  product("tea", "Cough Tea", "Medicine", "Arbor", 5),
];
const listing = products.map(({ id, name, ...rest }) => ({ id, name, ...rest, image: "/image.svg" }));
const list = document.querySelector("#list");
const cards = new Map(
  products.map(({ id, name }) => {
    const card = document.createElement("li");
    const link = document.createElement("a");
    const why = document.createElement("ownshelf-why");
    link.href = `#${id}`;
    link.textContent = name;
    Object.assign(why, { product: id, name });
    card.append(link, why);
    return [id, card];
  }),
);

/** A consent manager that refuses everything until it is told otherwise, if it can be. */
function manager(follows) {
  const states = { rank: "denied", dwell: "denied", price: "denied", layout: "denied", suggest: "denied" };
  let hear;
  const source = {
    connect: (update) => {
      hear = update;
      hear({ ...states });
    },
  };
  if (follows) source.notify = (said) => hear(Object.assign(states, said));
  window.managed = states;
  return source;
}

let ranking = null;
const draw = (order) => list.append(...order.map((id) => cards.get(id)));
draw(products.map(({ id }) => id));
document.querySelector("#privacy").addEventListener("click", () => document.querySelector("ownshelf-privacy").open());
document.addEventListener("click", ({ target }) => {
  if (target.closest("#list a")) window.shelf?.record({ name: "view_item", id: target.hash.slice(1), dwellMs: 20000 });
});

if (!query.has("engineless")) {
  const options = { store: query.get("store") ?? "panel", minor: query.has("minor") };
  if (query.has("memory")) options.storage = "memory";
  if (query.has("session")) options.consent = "session";
  if (query.has("manager")) options.consent = manager(query.get("manager") === "follows");
  const shelf = await createShelf(options);
  shelf.addProducts(products);
  const arrange = () => {
    ranking = shelf.rank(listing);
    draw(ranking.order);
  };
  for (const name of ["change", "learned"]) shelf.on(name, arrange);
  arrange();
  provideShelf(shelf, { listing, ranking: () => ranking });
  window.shelf = shelf;
}
document.documentElement.dataset.ready = "";
