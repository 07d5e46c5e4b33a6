/** A React page with a list, as the server and the browser render it. */
import { StrictMode, createElement as h, useEffect, useState } from "react";
import { Listing, OrderSwitch, ShelfProvider, Why, useListing, usePurposes, useShelf } from "ownshelf/react";

/** A card of the page's own component, which passes nothing on. */
const Card = ({ product }) => card(product);
/** As a server component's card arrives: an element whose type is not known yet. */
const LAZY = Symbol.for("react.lazy");
const fromServer = (product) => ({
  $$typeof: LAZY,
  _payload: { status: "fulfilled", value: h(Card, { product }) },
  _init: ({ value }) => value,
});

const card = (product) =>
  h(
    "li",
    { className: "tile" },
    h("a", { className: "tile__link", href: `#${product.id}` }, h("h3", { className: "tile__name" }, product.name)),
    h("p", { className: "tile__price" }, product.price.toFixed(2)),
  );

/** By the component. */
function Grid({ items, onShow }) {
  return h(Listing, { as: "ul", className: "tiles", items, listId: "grid", onPointerEnter: onShow }, (product, at) =>
    at % 2 ? fromServer(product) : h(Card, { product }),
  );
}

/** By the hook, with cards of the page's own. */
function Handmade({ items, onListing }) {
  const listing = useListing(items, { listId: "grid" });
  useEffect(() => onListing(listing));
  return h(
    "section",
    null,
    h(OrderSwitch, { listing }),
    h(
      "ul",
      { className: "tiles", ref: listing.ref },
      listing.items.map((product) =>
        h(
          "li",
          { className: "tile", key: product.id, "data-ownshelf-product": product.id },
          card(product).props.children,
          h(Why, { product: product.id, name: product.name, listing }),
        ),
      ),
    ),
  );
}

function Shop({ goods, form }) {
  const shelf = useShelf();
  const purposes = usePurposes();
  const [items, setItems] = useState(goods.slice(0, 48));
  const [shown, setShown] = useState(true);
  useEffect(() => {
    globalThis.__shelf = shelf;
  }, [shelf]);
  const button = (id, onClick) => h("button", { id, onClick }, id);
  const Form = form === "hook" ? Handmade : Grid;
  return h(
    "main",
    { className: "listing", "data-active": purposes.filter(({ active }) => active).length },
    button("sort", () => setItems([...items].sort((a, b) => a.price - b.price))),
    button("filter", () => setItems(items.filter(({ kind }) => kind === items[0].kind))),
    button("more", () => setItems(goods.slice(0, items.length + 24))),
    button("toggle", () => setShown(!shown)),
    button("again", () => globalThis.__listing.refresh()),
    shown &&
      h(Form, {
        items,
        onListing: (listing) => {
          globalThis.__listing = listing;
        },
      }),
  );
}

export const app = (goods, form) =>
  h(StrictMode, null, h(ShelfProvider, { options: { storage: "memory", consent: "session" } }, h(Shop, { goods, form })));
