/** Layout advice reaches the theme as attributes, at moments when nobody sees the list change. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, instrumentsOf, launch } from "./fixtures/browser.mjs";
import { openLab } from "./fixtures/lab.mjs";
import { serveShops } from "./fixtures/server.mjs";
import { stage } from "./stage.mjs";

const play = stage(serveShops, launch);

/** A shopper who compares prices: sorts by them and filters. */
const comparePrices = (page) =>
  page.evaluate(() => {
    const { shelf } = lab;
    shelf.privacy.set({ rank: "granted", dwell: "granted", layout: "granted", price: "granted" });
    const at = Date.now() - 3_600_000;
    for (let nth = 0; nth < 12; nth++) shelf.record({ name: "sort_by", value: "price_asc", at: at + nth * 60_000 });
  });

const attributes = (page) => page.evaluate(() => lab.list.getAttributeNames().filter((name) => name.startsWith("data-ownshelf-")));

test("a fresh list gets the advice before it is painted; without advice the theme's layout stands", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url, { path: "/shop/lab" });
  await page.evaluate(() => lab.attach({ fresh: true }));
  assert.deepEqual(await attributes(page), []);
  await page.evaluate(() => lab.attachment.detach());
  await comparePrices(page);
  const { advice, style, names } = await page.evaluate(() => {
    lab.attach({ fresh: true, limits: { minColumns: 2, maxColumns: 5 } });
    const advice = lab.shelf.layout({ width: lab.list.clientWidth, limits: { minColumns: 2, maxColumns: 5 } });
    return { advice, style: lab.list.style.getPropertyValue("--ownshelf-columns"), names: lab.list.getAttributeNames() };
  });
  assert.ok(advice.reasons.length > 0, "the engine has advice for this shopper");
  assert.equal(style, String(advice.columns));
  assert.equal(await page.getAttribute(".tiles", "data-ownshelf-emphasis"), advice.emphasis);
  assert.equal(await page.getAttribute(".tiles", "data-ownshelf-density"), advice.density);
  assert.equal(await page.getAttribute(".tiles", "data-ownshelf-image"), advice.imageSize);
  assert.equal(await page.getAttribute(".tiles", "data-ownshelf-sort"), advice.defaultSort ?? null);
  assert.equal(names.includes("data-ownshelf-offers"), advice.surfaceOffers);
  await page.evaluate(() => lab.attachment.detach({ restore: true }));
  assert.deepEqual(await page.evaluate(() => lab.list.getAttributeNames()), ["class"]);
  await context.close();
});

test("a list that is being looked at changes only on the shopper's own word", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url);
  await page.waitForTimeout(200);
  await comparePrices(page);
  await page.evaluate(() => lab.attach());
  assert.deepEqual(await attributes(page), []);
  assert.equal((await instrumentsOf(page)).moves, 0);
  await page.evaluate(() => {
    const tap = document.createElement("button");
    tap.id = "tap";
    tap.addEventListener("click", () => lab.attachment.refresh());
    document.querySelector("h1").append(tap);
  });
  await page.click("#tap");
  assert.ok((await attributes(page)).includes("data-ownshelf-density"));
  await context.close();
});

test("the operating system's wishes come first", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url);
  await page.emulateMedia({ contrast: "more" });
  const advice = await page.evaluate(async () => {
    const { withPreferences } = await import("/pkg/attach/layout.js");
    const layout = { density: "compact", emphasis: "image", imageSize: "large", columns: 6, reasons: [] };
    const contrast = withPreferences(layout);
    const matches = window.matchMedia;
    window.matchMedia = (query) => (query.includes("reduced-data") ? { matches: true } : matches.call(window, query));
    return { contrast, data: withPreferences(layout), untouched: layout };
  });
  assert.equal(advice.contrast.density, "normal");
  assert.equal(advice.contrast.imageSize, "large");
  assert.equal(advice.data.imageSize, "small");
  assert.equal(advice.data.emphasis, "details");
  assert.equal(advice.untouched.density, "compact");
  await context.close();
});

test("facets come in the order this shopper uses them, on their word", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url);
  await page.evaluate(() => {
    lab.shelf.addProducts({ id: "p1", attributes: { Colour: "Red" } });
    lab.shelf.privacy.set({ rank: "granted", layout: "granted" });
    const at = Date.now() - 3_600_000;
    for (let nth = 0; nth < 12; nth++) lab.shelf.record({ name: "filter_by", value: "Liked", at: at + nth * 60_000 });
    const facets = document.createElement("div");
    facets.id = "facets";
    for (const name of ["category", "price", "brand"]) {
      const facet = document.createElement("fieldset");
      facet.dataset.facet = name;
      facet.textContent = name;
      facets.append(facet);
    }
    document.querySelector("h1").after(facets);
    const tap = document.createElement("button");
    tap.id = "tap";
    tap.addEventListener("click", () => lab.attachment.refresh());
    document.querySelector("h1").append(tap);
    lab.attach({ facets });
  });
  const order = () => page.$$eval("#facets fieldset", (all) => all.map(({ dataset }) => dataset.facet));
  const wanted = await page.evaluate(() => lab.shelf.layout({ facets: ["category", "price", "brand"] }).facetOrder);
  assert.deepEqual(await order(), ["category", "price", "brand"]);
  await page.click("#tap");
  assert.deepEqual(await order(), wanted);
  await context.close();
});
