// What a page pays for a call into the built package, boundary and all, in Node:  node benches/package.mjs [--json]
//
// Processor time of this process, not time on the clock: a busy machine delays but does not slow it. Each figure is
// the least and the median of several rounds after a warm-up that lasts until the engine's code is optimised.
import { createShelf } from "ownshelf";

const MAKERS = 40;
const KINDS = 30;
const ROUNDS = 15;

const product = (_, n) => ({
  id: `p${n}`,
  name: `Product ${n}`,
  price: 5 + ((n * 37) % 500),
  brand: `Maker ${n % MAKERS}`,
  category: [`Room ${n % 6}`, `Kind ${n % KINDS}`],
  tags: [`tag ${n % 17}`],
  attributes: { colour: `colour ${n % 9}`, size: n % 5 },
});
const products = Array.from({ length: 2000 }, product);
const listing = (length) => products.slice(0, length).map(({ id }) => id);

/** Microseconds a call: `{ least, median }`. @param {(n: number) => void} call @param {number} calls in a round */
function timed(call, calls) {
  const round = () => {
    const { user, system } = process.cpuUsage();
    for (let n = 0; n < calls; n++) call(n);
    const spent = process.cpuUsage({ user, system });
    return (spent.user + spent.system) / calls;
  };
  for (let warm = 0; warm < 5; warm++) round();
  const rounds = Array.from({ length: ROUNDS }, round).sort((a, b) => a - b);
  return { least: rounds[0], median: rounds[ROUNDS >> 1] };
}

/** A shelf of a shopper who has looked at two hundred products. */
async function shelfOf(goods) {
  const shelf = await createShelf({ storage: "memory", consent: "session", now: () => 1_700_000_000_000 });
  shelf.addProducts(goods);
  for (let n = 0; n < 200; n++) {
    shelf.record({ name: "view_item", id: goods[(n * 13) % goods.length].id, dwellMs: 8000, at: 1_699_999_000_000 + n * 1000 });
  }
  return shelf;
}

const shelf = await shelfOf(products);
const figures = { unit: "microseconds of processor time a call" };
for (const length of [24, 100, 500]) {
  const ids = listing(length);
  figures[`rank ${length} products`] = timed(() => shelf.rank(ids), 40);
}
const ranking = shelf.rank(listing(24));
figures["explain one product"] = timed((n) => ranking.explain(ranking.order[n % 24]), 200);
figures["layout"] = timed(() => shelf.layout({ width: 1200 }), 200);
figures["record one event"] = timed((n) => shelf.record({ name: "view_item", id: products[n % 2000].id, dwellMs: 3000 }), 40);
figures["add 2000 known products"] = timed(() => shelf.addProducts(products), 2);
shelf.close();

if (process.argv.includes("--json")) {
  console.log(JSON.stringify(figures, null, 2));
} else {
  for (const [name, { least, median }] of Object.entries(figures).slice(1)) {
    console.log(`${name.padEnd(28)} least ${least.toFixed(1).padStart(9)} µs  median ${median.toFixed(1).padStart(9)} µs`);
  }
}
