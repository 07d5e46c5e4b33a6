/** A shop that is not ours, saved as its theme made it, personalised by two lines. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, instrumentsOf, instrumented, launch, LIKED, PHONE } from "./fixtures/browser.mjs";
import { goods, serveShops } from "./fixtures/server.mjs";
import { stage, until } from "./stage.mjs";

const play = stage(serveShops, launch);

const names = (page) => page.$$eval(".product-card__name", (all) => all.map(({ textContent }) => textContent.trim()));
const liked = (order) => order.findIndex((name) => name.startsWith(LIKED));
const stored = (page) => page.evaluate(async () => (await indexedDB.databases()).length);

/** The shop's own banner: Google's Consent Mode hears the shopper's answer, on this page and on those to come. */
const agree = (page) =>
  page.evaluate(() => {
    document.cookie = "banner=agreed; path=/";
    gtag("consent", "update", { analytics_storage: "granted", personalization_storage: "granted" });
  });

/** A shopper who reads the page of a product and puts it into the basket. */
async function shop(context) {
  const page = await instrumented(context);
  await page.goto(`${play.server.url}/${goods[40].slug}`);
  await agree(page);
  await until(page, async () => (await indexedDB.databases()).length > 0);
  await page.mouse.move(200, 200);
  await page.waitForTimeout(3500);
  await page.evaluate(
    (item) => {
      dataLayer.push({ ecommerce: null });
      dataLayer.push({ event: "add_to_cart", ecommerce: { currency: "EUR", value: item.price, items: [item] } });
      // Every tab hears when the profile was written.
      const channel = new BroadcastChannel("ownshelf:default");
      return new Promise((resolve) => channel.addEventListener("message", ({ data }) => data.type === "kept" && resolve()));
    },
    { item_id: goods[40].sku, item_name: goods[40].name, price: goods[40].price, quantity: 1 },
  );
  assert.deepEqual(page.problems, []);
  return page;
}

for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
  test(`${size}: what was bought and what is like it comes first, nothing moves before the shopper's eyes`, async () => {
    const context = await play.browser.newContext({ viewport });
    const bare = await instrumented(context);
    await bare.goto(`${play.server.url}/hi-fi?bare`);
    const shopOrder = await names(bare);
    assert.equal(shopOrder.length, 48);
    await bare.close();
    const page = await shop(context);
    await page.goto(`${play.server.url}/hi-fi`);
    await page.waitForFunction(
      (order) => [...document.querySelectorAll(".product-card__name")].map(({ textContent }) => textContent.trim()).join() !== order,
      shopOrder.join(),
    );
    const now = await names(page);
    assert.deepEqual([...now].sort(), [...shopOrder].sort());
    assert.ok(liked(now) < liked(shopOrder) - 10, `${liked(shopOrder)} became ${liked(now)}`);
    const seen = await page.$$eval(
      ".product-card",
      (cards) => cards.filter((card) => card.getBoundingClientRect().top < innerHeight).length,
    );
    assert.deepEqual(now.slice(0, seen), shopOrder.slice(0, seen));
    const { moves, cls } = await instrumentsOf(page);
    assert.deepEqual([moves, cls], [0, 0]);
    assert.deepEqual(page.problems, []);
    await context.close();
  });
}

test("whoever says no, or nothing, sees the shop's order and has nothing stored", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await instrumented(context);
  await page.goto(`${play.server.url}/${goods[40].slug}`);
  await page.waitForTimeout(3500);
  await page.goto(`${play.server.url}/hi-fi`);
  await page.waitForTimeout(1000);
  assert.deepEqual(
    await names(page),
    goods.slice(0, 48).map(({ name }) => name),
  );
  assert.equal(await stored(page), 0);
  assert.deepEqual(page.problems, []);
  await context.close();
});
