/** Totals in a shop without code of its own: `ownshelf/auto` reads the page, and the shopper's choice in a list is counted. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, instrumented, launch, settled } from "./fixtures/browser.mjs";
import { serveShops } from "./fixtures/server.mjs";
import { TASK } from "./fixtures/totals.mjs";
import { stage } from "./stage.mjs";

const play = stage(serveShops, launch);

const ASKED = { ...TASK, question: { on: "select_item", by: [{ place: [4] }] } };

for (const build of ["", "&dist"]) {
  test(`what is opened from a list the page is read for is counted${build ? ", with dist/auto.js" : ""}`, async () => {
    const context = await play.browser.newContext({ viewport: DESKTOP });
    const page = await instrumented(context);
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(`${play.server.url}/shop/theme?${build}`);
    await settled(page);
    await page.waitForFunction(() => window.__shelf);
    await page.evaluate(async (task) => {
      const { joinInsights } = await import("/pkg/insights.js");
      window.heard = [];
      window.__shelf.on("recorded", ({ name, position, personalised }) => window.heard.push({ name, position, personalised }));
      window.insights = await joinInsights(window.__shelf, task);
      window.__shelf.privacy.set({ remember: "granted", insights: "granted" });
    }, ASKED);
    const waiting = () => page.evaluate(async () => (await window.insights.answers()).waiting);
    for (let tries = 0; tries < 50 && !(await waiting()).length; tries++) {
      await page.locator(".tile a[href]").nth(1).click({ button: "middle" });
      await page.waitForTimeout(100);
    }
    assert.equal((await waiting())[0].parts[0].kind, "place");
    const heard = await page.evaluate(() => window.heard.filter(({ name }) => name === "select_item"));
    assert.ok(heard.length && heard.every(({ position, personalised }) => position >= 1 && position <= 4 && personalised === false), JSON.stringify(heard));
    assert.ok(asked.every((address) => !address.includes("dap.example")));
    await context.close();
  });
}
