import { OrderSwitch, Why, useListing, useShelf } from "ownshelf/react";
import { goods } from "./goods.js";

export function Shop() {
  const shelf = useShelf();
  const listing = useListing(goods, { listId: "house" });
  const add = (id) => shelf?.record({ name: "add_to_cart", id });
  return (
    <main>
      <h1>Everything for the house</h1>
      <OrderSwitch listing={listing} />
      <ul className="grid" ref={listing.ref}>
        {listing.items.map(({ id, name, price }) => (
          <li key={id} data-ownshelf-product={id}>
            <a href={`#${id}`}><h2>{name}</h2></a>
            <p>€{price}.00</p>
            <button type="button" data-add={id} onClick={() => add(id)}>Add to basket</button>
            <Why product={id} name={name} listing={listing} />
          </li>
        ))}
      </ul>
    </main>
  );
}
