/** What is measured of a list: seen cards, looking time, choices; and that nothing is measured unasked. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, launch, PHONE } from "./fixtures/browser.mjs";
import { like, openLab } from "./fixtures/lab.mjs";
import { serveShops } from "./fixtures/server.mjs";
import { stage } from "./stage.mjs";

const play = stage(serveShops, launch);

/** Hides the tab and shows it again: what leaves the engine when the shopper looks away. */
async function lookAway(page) {
  const other = await page.context().newPage();
  await other.bringToFront();
  await page.evaluate(() => {
    // Headless tabs stay visible behind others; the page is told what a real one would hear.
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    delete document.visibilityState;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  });
  await other.close();
}

/** The lab with its clock in the test's hand, so that no machine is too slow for it. */
async function openStill(context, options) {
  const page = await openLab(context, play.server.url, options);
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 2000);
  return page;
}

/** Attaches, and waits until the browser has told which cards are on the screen. */
async function attach(page) {
  await page.evaluate(() => {
    lab.attach({ reorder: false });
    // Observers are told in the order they were made.
    return new Promise((resolve) =>
      new IntersectionObserver((_, own) => {
        own.disconnect();
        resolve();
      }).observe(lab.list),
    );
  });
}

const eventsOf = (page, name) => page.evaluate((name) => window.lab.events.filter((event) => event.name === name), name);
const visibleIds = (page) =>
  page.$$eval(".tile", (tiles) =>
    tiles
      .filter((tile) => {
        const { top, bottom, height } = tile.getBoundingClientRect();
        return Math.min(bottom, innerHeight) - Math.max(top, 0) >= height / 2;
      })
      .map(({ dataset }) => dataset.productId),
  );

for (const viewport of [DESKTOP, PHONE]) {
  test(`cards half visible for a second count as seen, ${viewport.width} px`, async () => {
    const context = await play.browser.newContext({ viewport });
    const page = await openStill(context, { count: 48 });
    await like(page);
    await attach(page);
    const visible = await visibleIds(page);
    assert.ok(visible.length > 3 && visible.length < 40);
    await page.clock.runFor(900);
    await lookAway(page);
    assert.deepEqual(await eventsOf(page, "view_item_list"), [], "a glance is no look");
    await page.clock.runFor(1100);
    await lookAway(page);
    const [told, ...more] = await eventsOf(page, "view_item_list");
    assert.deepEqual(
      told.items.map(({ item_id }) => item_id),
      visible,
    );
    assert.equal(told.item_list_id, "lab");
    assert.deepEqual(
      told.items.map(({ index }) => index),
      visible.map((_, at) => at + 1),
    );
    await page.clock.runFor(1300);
    await lookAway(page);
    assert.deepEqual(more, []);
    assert.equal((await eventsOf(page, "view_item_list")).length, 1, "what was told is not told again");
    await context.close();
  });
}

test("without a yes nothing is measured; a no stops it", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url);
  await page.evaluate(() => lab.attach());
  await page.waitForTimeout(1400);
  await page.click(".tile a");
  await lookAway(page);
  assert.deepEqual(await page.evaluate(() => lab.events), []);
  await page.evaluate(() => lab.shelf.privacy.set({ rank: "granted", dwell: "granted" }));
  await page.waitForTimeout(1400);
  await lookAway(page);
  assert.equal((await eventsOf(page, "view_item_list")).length, 1);
  await page.evaluate(() => {
    lab.events.length = 0;
    lab.shelf.privacy.pause();
  });
  await page.waitForTimeout(1400);
  await page.click(".tile a");
  await lookAway(page);
  assert.deepEqual(await page.evaluate(() => lab.events), []);
  await context.close();
});

test("looking time goes to the card under the pointer, else it is shared", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openStill(context, { count: 8 });
  await like(page);
  await attach(page);
  await page.clock.runFor(3500);
  await lookAway(page);
  assert.deepEqual(await eventsOf(page, "item_dwell"), [], "a glance over eight cards is interest in none");
  await page.hover('[data-product-id="p2"]');
  await page.clock.runFor(5000);
  await page.mouse.move(2, 2);
  await lookAway(page);
  const dwells = await eventsOf(page, "item_dwell");
  assert.deepEqual(
    dwells.map(({ id }) => id),
    ["p2"],
  );
  assert.equal(Math.round(dwells[0].dwellMs / 100), 54, "five seconds, and an eighth of the glance");
  await context.close();
});

test("idle time does not count", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openStill(context, { count: 1 });
  await like(page);
  await attach(page);
  await page.clock.runFor(10 * 60_000);
  await lookAway(page);
  const dwells = await eventsOf(page, "item_dwell");
  const total = dwells.reduce((sum, { dwellMs }) => sum + dwellMs, 0);
  assert.ok(total >= 25_000 && total <= 32_000, `${total} ms of ten idle minutes`);
  await context.close();
});

test("a click on a card's link is a choice, told after what was seen; its buttons are none", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url);
  await like(page);
  await attach(page);
  await page.waitForTimeout(1300);
  await page.click('[data-product-id="p3"] button');
  assert.deepEqual(await eventsOf(page, "select_item"), []);
  await page.click('[data-product-id="p3"] a');
  const names = await page.evaluate(() => lab.events.map(({ name }) => name));
  assert.deepEqual(names, ["view_item_list", "select_item"]);
  assert.equal((await eventsOf(page, "select_item"))[0].id, "p3");
  await page.click('[data-product-id="p5"] a', { button: "middle" });
  assert.equal((await eventsOf(page, "select_item"))[1].id, "p5");
  await context.close();
});

test("a choice tells the card's place as it stands, and whether that order was made for the shopper", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url);
  await like(page);
  const stands = (id) =>
    page.evaluate((wanted) => [...lab.list.querySelectorAll(".tile")].findIndex(({ dataset }) => dataset.productId === wanted) + 1, id);
  const told = async () => {
    const { position, personalised } = (await eventsOf(page, "select_item")).at(-1);
    return { position, personalised };
  };
  await attach(page);
  await page.click('[data-product-id="p3"] a');
  assert.deepEqual(await told(), { position: await stands("p3"), personalised: false });
  await page.evaluate(() => {
    lab.attachment?.detach();
    lab.attach({ fresh: true });
  });
  const moved = await page.evaluate(
    () => [...lab.list.querySelectorAll(".tile")].findLast(({ dataset }, at) => dataset.productId !== `p${at}`).dataset.productId,
  );
  await page.click(`[data-product-id="${moved}"] a`);
  assert.deepEqual(await told(), { position: await stands(moved), personalised: true });
  await context.close();
});

test("with a yes to totals alone a choice is told, and nothing else is measured", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url);
  await page.evaluate(() => {
    const { privacy } = lab.shelf;
    privacy.set(Object.fromEntries(privacy.purposes().map(({ purpose }) => [purpose, purpose === "insights" ? "granted" : "denied"])));
  });
  await attach(page);
  await page.waitForTimeout(1300);
  await page.click('[data-product-id="p2"] a');
  await lookAway(page);
  const events = await page.evaluate(() => lab.events.map(({ name, id, personalised }) => ({ name, id, personalised })));
  assert.deepEqual(events, [{ name: "select_item", id: "p2", personalised: false }]);
  await context.close();
});

test("detached, nothing listens any more", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url);
  await like(page);
  await page.evaluate(() => lab.attach());
  await page.waitForTimeout(1300);
  await page.evaluate(() => {
    lab.attachment.detach();
    lab.events.length = 0;
  });
  await page.waitForTimeout(1300);
  await page.click(".tile a");
  await lookAway(page);
  const before = await page.evaluate(() => lab.order());
  await page.evaluate(() => lab.list.append(lab.card("p60")));
  assert.deepEqual(await page.evaluate(() => lab.events), []);
  assert.deepEqual(await page.evaluate(() => lab.order()), [...before, "p60"]);
  await context.close();
});
