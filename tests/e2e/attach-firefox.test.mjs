/** The three shops in Firefox: the same page, another engine. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import puppeteer from "puppeteer-core";
import { learnLiking, LIKED, likedIds, SHOPS } from "./fixtures/browser.mjs";
import { writtenDown } from "./panel/harness.mjs";
import { serveShops } from "./fixtures/server.mjs";

let server;
let browser;
before(async () => {
  server = await serveShops();
  browser = await puppeteer.launch({ browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr", headless: true });
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const names = (page) =>
  page.$$eval("[data-ownshelf-listing] h2, [data-ownshelf-listing] h3", (headings) =>
    headings.map((heading) => heading.textContent.trim()),
  );

for (const shop of SHOPS) {
  test(`${shop}: below the screen at once, everything when held`, async () => {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    const problems = [];
    page.on("console", (message) => /^(?:warn|error)$/.test(message.type()) && problems.push(message.text()));
    await page.evaluateOnNewDocument(() =>
      document.addEventListener("ownshelf:ready", ({ detail }) => {
        window.__shelf = detail.shelf;
      }),
    );
    const open = async (query) => {
      await page.goto(`${server.url}/shop/${shop}${query}`);
      await page.waitForFunction(() => window.__shelf);
      return names(page);
    };
    const shopOrder = await open("");
    await page.evaluate(learnLiking, likedIds(shop));
    await page.evaluate(writtenDown);
    const liked = (order) => order.findIndex((name) => name.startsWith(LIKED));
    const [plain, held] = [await open(""), await open("?hold=patient")];
    const visible = await page.$$eval(
      ".tile:not(.tile--ad), li.product, .grid__item",
      (cards) => cards.filter((card) => card.getBoundingClientRect().top < innerHeight).length,
    );
    assert.deepEqual(plain.slice(0, visible), shopOrder.slice(0, visible));
    assert.ok(liked(plain) < liked(shopOrder) - 20);
    assert.ok(liked(held) < 4);
    for (const order of [plain, held]) assert.deepEqual([...order].sort(), [...shopOrder].sort());
    assert.deepEqual(problems, []);
    await context.close();
  });
}
