/** The page of each bundler without a framework of its own. */
import { createShelf } from "ownshelf";
import "ownshelf/panel";
import { goods, learn } from "./goods.js";

async function main() {
  const shelf = await createShelf({ storage: "memory", consent: "session", locale: "de" });
  shelf.addProducts(goods);
  learn(shelf);
  const { order, personalised, explain } = shelf.rank(goods.map(({ id }) => id));
  return { order, personalised, why: explain(order[0]).reasons[0].text, panel: Boolean(customElements.get("ownshelf-order")) };
}

main().then(
  (result) => { document.body.dataset.result = JSON.stringify(result); },
  (error) => { document.body.dataset.result = JSON.stringify({ error: String(error) }); },
);
