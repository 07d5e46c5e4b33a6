/**
 * What Ownshelf costs the largest contentful paint of a page with 48 cards, for a shopper who is remembered: the bare page, the
 * page with `dist/auto.js`, and the page whose list is held back until its order is known, loaded in turn. Milliseconds, the
 * least and the median. More rounds (`OWNSHELF_ROUNDS`) measure better and take longer.
 */
import { DESKTOP, instrumented, instrumentsOf, launch, returningShopper, settled } from "../tests/e2e/fixtures/browser.mjs";
import { serveShops } from "../tests/e2e/fixtures/server.mjs";

const ROUNDS = Number(process.env.OWNSHELF_ROUNDS ?? 5);
const WAYS = { bare: "?bare", attached: "?dist", held: "?hold&dist" };

const server = await serveShops();
const browser = await launch();
const { context } = await returningShopper(browser, server.url, "theme", DESKTOP);
const paints = Object.fromEntries(Object.keys(WAYS).map((way) => [way, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [way, query] of Object.entries(WAYS)) {
    const page = await instrumented(context);
    await page.goto(`${server.url}/shop/theme${query}`, { waitUntil: "load" });
    await page.waitForFunction(() => window.__seen.lcp > 0);
    if (way !== "bare") await settled(page);
    paints[way].push((await instrumentsOf(page)).lcp);
    await page.close();
  }
}
const summary = (times) => {
  const sorted = times.map(Math.round).sort((a, b) => a - b);
  return { least: sorted[0], median: sorted[ROUNDS >> 1] };
};
console.log(JSON.stringify({ rounds: ROUNDS, ...Object.fromEntries(Object.entries(paints).map(([way, times]) => [way, summary(times)])) }));
await browser.close();
await server.close();
