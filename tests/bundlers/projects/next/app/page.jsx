// A server component: the cards are rendered on the server, their order is the browser's.
import { Listing } from "ownshelf/react";
import { createShelf } from "ownshelf";
import { goods } from "../goods.js";
import { Probe } from "./probe.jsx";

export default async function Page() {
  const shelf = await createShelf();
  const { order } = shelf.rank(goods.map(({ id }) => id));
  shelf.close();
  return (
    <main>
      <p id="server">{order.join()}</p>
      <Probe />
      <Listing as="section" items={goods} listId="all">
        {goods.map(({ id, name }) => (
          <article key={id} data-ownshelf-product={id} style={{ height: 400 }}>
            <h2>{name}</h2>
          </article>
        ))}
      </Listing>
    </main>
  );
}
