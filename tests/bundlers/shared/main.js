/** The page of each bundler without a framework of its own. */
import { createShelf } from "ownshelf";
import "ownshelf/panel";
import { joinInsights } from "ownshelf/insights";
import { goods, learn } from "./goods.js";

/** An HPKE configuration in base64url; nothing is ever sealed for it here. */
const KEY = "AQAgAAEAAQAgCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk";

/** An answer to a question of the shop's, which the module of that entry draws. */
async function answered() {
  const shelf = await createShelf({ store: "totals", locale: "de" });
  const insights = await joinInsights(shelf, {
    id: "A".repeat(43),
    leader: "https://leader.example",
    keys: { leader: KEY, helper: KEY },
    operators: { leader: "One", helper: "Two" },
    question: { on: "select_item", by: ["order"] },
    epsilon: 1,
    minBatch: 10,
  });
  shelf.privacy.set({ remember: "granted", insights: "granted" });
  // Answers wait for the vault, which is made when the page is idle.
  for (let tries = 0; tries < 100; tries++) {
    shelf.record({ name: "select_item", id: "p1", personalised: true });
    const { waiting } = await insights.answers();
    if (waiting.length) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

async function main() {
  const shelf = await createShelf({ storage: "memory", consent: "session", locale: "de" });
  shelf.addProducts(goods);
  learn(shelf);
  const { order, personalised, explain } = shelf.rank(goods.map(({ id }) => id));
  return {
    order,
    personalised,
    answered: await answered(),
    why: explain(order[0]).reasons[0].text,
    panel: Boolean(customElements.get("ownshelf-order")),
  };
}

main().then(
  (result) => {
    document.body.dataset.result = JSON.stringify(result);
  },
  (error) => {
    document.body.dataset.result = JSON.stringify({ error: String(error) });
  },
);
