/** Visits every shop, or those named, prints one table and ends with 1 where a bar is missed. `--needs` adds what a shop has to do. */

import { launch } from "../e2e/fixtures/browser.mjs";
import { lamps } from "./goods.mjs";
import { shops } from "./pages/index.mjs";
import { serve } from "./server.mjs";
import { shortfalls, visit } from "./shopper.mjs";

const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const server = await serve();
const browser = await launch();
/** @type {string[]} */
const missed = [];
try {
  console.log("| shop | cards | prices | names | makers | opened rise | maker's others rise | cheap ones rise | basket heard | needs |");
  console.log("|---|---|---|---|---|---|---|---|---|---|");
  for (const shop of shops.filter(({ host }) => !asked.length || asked.includes(host))) {
    const outcome = await visit(browser, server, shop);
    const { found, prices, names, brands, opened, others, cheap, basket } = outcome;
    const places = [opened, others, cheap].map((rise) => (shop.still ? "stays" : rise.toFixed(1)));
    const counts = [found, prices, names, brands].map((count) => `${count}/${lamps.length}`);
    console.log(`| ${[shop.name, ...counts, ...places, basket ? "yes" : "no", shop.needs].join(" | ")} |`);
    missed.push(...shortfalls(outcome, shop).map((why) => `${shop.name}: ${why}`));
  }
} finally {
  await browser.close();
  await server.close();
}
missed.forEach((why) => console.error(why));
process.exitCode = missed.length ? 1 : 0;
