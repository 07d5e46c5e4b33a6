/** Totals in a shop without code of its own: `ownshelf/auto` reads the page, and the shopper's choice in a list is counted. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, instrumented, launch, settled } from "./fixtures/browser.mjs";
import { serveShops } from "./fixtures/server.mjs";
import { TASK } from "./fixtures/totals.mjs";
import { stage, until } from "./stage.mjs";

const play = stage(serveShops, launch);

const ASKED = { ...TASK, question: { on: "select_item", by: [{ place: [4] }] } };

const joins = async (task) => {
  const { joinInsights } = await import("/pkg/insights.js");
  window.heard = [];
  window.__shelf.on("recorded", ({ name, position, personalised }) => window.heard.push({ name, position, personalised }));
  window.insights = await joinInsights(window.__shelf, task);
};
/** Whether what has to be there before an answer can be kept is: the vault's key, and the module. */
const prepared = async () => {
  if (!performance.getEntriesByType("resource").some(({ name }) => name.endsWith("insights.wasm"))) return false;
  const name = `ownshelf:${window.__shelf.store}`;
  if (!(await indexedDB.databases()).some((database) => database.name === name)) return false;
  const db = await new Promise((resolve) => {
    const r = indexedDB.open(name);
    r.onsuccess = () => resolve(r.result);
  });
  const key = await new Promise((resolve) => {
    const r = db.transaction("vault").objectStore("vault").getKey("key");
    r.onsuccess = () => resolve(r.result);
  });
  db.close();
  return key !== undefined;
};

/** A shop's list, and a shopper who takes part. */
async function taking(context, build) {
  const page = await instrumented(context);
  page.asked = [];
  page.on("request", (request) => page.asked.push(request.url()));
  await page.goto(`${play.server.url}/shop/theme?${build}`);
  await settled(page);
  await page.waitForFunction(() => window.__shelf);
  await page.evaluate(joins, ASKED);
  await page.evaluate(() => window.__shelf.privacy.set({ remember: "granted", insights: "granted" }));
  await page.waitForFunction(prepared);
  return page;
}

const waiting = (page) => page.evaluate(async () => (await window.insights.answers()).waiting);

for (const build of ["", "&dist"]) {
  test(`what is opened from a list the page is read for is counted${build ? ", with dist/auto.js" : ""}`, async () => {
    const context = await play.browser.newContext({ viewport: DESKTOP });
    const page = await taking(context, build);
    await page.locator(".tile a[href]").nth(1).click({ button: "middle" });
    await until(page, async () => (await window.insights.answers()).waiting.length === 1);
    assert.equal((await waiting(page))[0].parts[0].kind, "place");
    const [{ position, personalised }] = await page.evaluate(() => window.heard.filter(({ name }) => name === "select_item"));
    assert.ok(position >= 1 && position <= 4, String(position));
    assert.equal(personalised, false);
    assert.ok(page.asked.every((address) => !address.includes("dap.example")));
    await context.close();
  });
}

test("a page left by the very click that opens the product has counted it", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await taking(context, "");
  const link = page.locator(".tile a[href]").nth(1);
  const address = new URL(await link.getAttribute("href"), page.url()).href;
  // A page is a while on its way; here long enough for the slowest machine.
  await page.route(address, (route) => setTimeout(() => route.continue(), 800));
  await Promise.all([page.waitForURL(address), link.click()]);
  await page.goto(`${play.server.url}/shop/theme`);
  await settled(page);
  await page.waitForFunction(() => window.__shelf);
  await page.evaluate(joins, ASKED);
  assert.equal((await waiting(page)).length, 1);
  await context.close();
});
