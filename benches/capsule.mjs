// What a capsule weighs and how long it takes, in Chromium: `cargo xtask bench capsule`. Sizes are of a shopper who each
// visit sees two lists of 24, opens one product of each and looks at it for a while, puts every third into the basket and
// buys some; all by chance, so that nothing about it helps to condense.
import { launch, serve, visit } from "../tests/e2e/panel/harness.mjs";

const SECRET = "a long enough phrase";
const VISITS = [1, 5, 12, 20, 40, 100];
const ROUNDS = 5;
const server = await serve();
const browser = await launch();
try {
  const page = await visit(await browser.newContext(), `${server.url}?memory`);
  const sizes = [];
  for (const visits of VISITS) sizes.push(await page.evaluate(shopAndSeal, [visits, SECRET]));
  const times = { seal: [], open: [] };
  // Each call within the gesture that an evaluation counts as.
  for (let round = 0; round < ROUNDS; round++) {
    const { seal, open } = await page.evaluate(sealAndOpen, SECRET);
    times.seal.push(seal);
    times.open.push(open);
  }
  const median = (list) => Math.round(list.sort((a, b) => a - b)[list.length >> 1]);
  console.log(JSON.stringify({ sealMs: median(times.seal), openMs: median(times.open), sizes }));
} finally {
  await browser.close();
  server.close();
}

/** Runs in the page. */
async function shopAndSeal([visits, secret]) {
  const { createShelf } = await import("/pkg/index.js");
  let state = 2_463_534_242;
  const chance = (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const products = Array.from({ length: 120 }, (_, n) => ({
    id: `SKU-${10_000 + n * 7}`, name: `Product ${n}`, category: ["Shop", `Kind ${n % 5}`], brand: `Brand ${n % 9}`,
    price: 10 + (n * 37) % 400, tags: [`tag ${n % 4}`], attributes: { colour: ["red", "blue", "green"][n % 3] },
  }));
  let now = 1_700_000_000_000;
  const shelf = await createShelf({ storage: "memory", now: () => now });
  shelf.addProducts(products);
  shelf.privacy.set({ rank: "granted", dwell: "granted", price: "granted", layout: "granted", suggest: "granted", link: "granted" });
  for (let at = 0; at < visits; at++) {
    for (const list of [0, 1]) {
      const start = chance(96);
      shelf.rank(products.slice(start, start + 24).map(({ id }) => id));
      const { id } = products[start + chance(24)];
      shelf.record({ name: "select_item", id, at: (now += 1 + chance(90_000)) });
      shelf.record({ name: "view_item", id, dwellMs: 2_000 + chance(60_000), at: (now += 1 + chance(90_000)) });
      if (chance(3) === 0) shelf.record({ name: "add_to_cart", id, at: (now += 1 + chance(20_000)) });
      if (list && chance(6) === 0) shelf.record({ name: "purchase", id, at: (now += 60_013) });
    }
    now += chance(86_400_000);
  }
  window.benched = shelf;
  const { file, records, condensed, codes } = await shelf.privacy.capsule(secret);
  return {
    visits, records, keptBytes: shelf.privacy.storage().bytes, fileBytes: file.length,
    codeBytes: condensed.bytes, codeRecords: condensed.records, codeModules: codes[0].size,
  };
}

/** Runs in the page. */
async function sealAndOpen(secret) {
  const { privacy } = window.benched;
  const start = performance.now();
  const { file } = await privacy.capsule(secret);
  const sealed = performance.now();
  await privacy.open(file, secret);
  return { seal: sealed - start, open: performance.now() - sealed };
}
