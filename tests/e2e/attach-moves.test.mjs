/** Nothing moves before the shopper's eyes: on cold load, streamed, held, on return, on filtering, on endless scrolling. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  clickButton,
  DESKTOP,
  instrumented,
  instrumentsOf,
  launch,
  LIKED,
  names,
  PHONE,
  returningShopper,
  settled,
  SHOPS,
} from "./fixtures/browser.mjs";
import { serveShops } from "./fixtures/server.mjs";
import { stage } from "./stage.mjs";

const play = stage(serveShops, launch);

const isLiked = (name) => name.startsWith(LIKED);

async function open(context, path) {
  const page = await instrumented(context);
  await page.goto(play.server.url + path);
  await settled(page);
  return page;
}

/** The two gates, and that nothing was complained about. */
async function assertStill(page) {
  const { moves, moved, cls, shifted } = await instrumentsOf(page);
  assert.deepEqual({ moves, moved }, { moves: 0, moved: [] });
  assert.equal(cls.toFixed(2), "0.00", JSON.stringify(shifted));
  assert.deepEqual(page.problems, []);
}

/** Cards on the first screen and the margin below it, which the shopper may be looking at. */
const firstScreen = (page) =>
  page.$$eval(
    ".tile:not(.tile--ad), li.product, .grid__item",
    (cards) => cards.filter((card) => card.getBoundingClientRect().top < innerHeight).length,
  );

test("the instruments see a list re-ordered under the eyes, which the layout-shift score misses", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await open(context, "/shop/theme");
  await page.evaluate(() => {
    const list = document.querySelector(".tiles");
    list.append(...[...list.children].reverse());
  });
  await settled(page);
  const { moves, cls } = await instrumentsOf(page);
  assert.ok(moves >= 4, `${moves} moves seen`);
  assert.equal(cls, 0);
  await context.close();
});

test("a withdrawal puts the shop's order back before it returns, whatever is on the screen", async () => {
  const { context, shopOrder } = await returningShopper(play.browser, play.server.url, "theme", DESKTOP);
  const page = await open(context, "/shop/theme?hold=patient");
  const shown = await names(page);
  assert.notDeepEqual(shown, shopOrder);
  const tiles = ".tile:not(.tile--ad)";
  const after = await page.evaluate((selector) => {
    const order = () => Array.from(document.querySelectorAll(selector), (tile) => tile.textContent);
    const before = order();
    window.__shelf.privacy.set({ rank: "denied" });
    return { same: order().join() === before.join() };
  }, tiles);
  assert.deepEqual(after, { same: false });
  assert.deepEqual(await names(page), shopOrder);
  await context.close();
});

for (const shop of SHOPS) {
  for (const viewport of [DESKTOP, PHONE]) {
    describe(`${shop}, ${viewport.width} px`, () => {
      let context;
      let shopOrder;
      before(async () => ({ context, shopOrder } = await returningShopper(play.browser, play.server.url, shop, viewport)));
      after(() => context?.close());

      for (const [name, query] of [
        ["return visit", ""],
        ["streamed", "?gap=60"],
      ]) {
        test(`${name}: what is on the screen stays, what is below it adapts`, async () => {
          const page = await open(context, `/shop/${shop}${query}`);
          await assertStill(page);
          const [shown, visible] = [await names(page), await firstScreen(page)];
          assert.ok(visible > 1 && visible < 20, `${visible} cards on the first screen`);
          assert.deepEqual(shown.slice(0, visible), shopOrder.slice(0, visible));
          assert.ok(shown.findIndex(isLiked) < shopOrder.findIndex(isLiked) - 20, "the liked brand came up");
          assert.deepEqual([...shown].sort(), [...shopOrder].sort());
        });
      }

      for (const [name, query] of [
        ["held", "?hold=patient"],
        ["held and streamed", "?hold=patient&gap=60"],
      ]) {
        test(`${name}: the first paint is in the shopper's order`, async () => {
          const page = await open(context, `/shop/${shop}${query}`);
          await assertStill(page);
          const shown = await names(page);
          assert.ok(shown.findIndex(isLiked) < 4, "the liked brand is on the first screen");
          assert.deepEqual([...shown].sort(), [...shopOrder].sort());
          assert.equal(await page.$("[data-ownshelf-hold]"), null);
        });
      }

      test("labels that rules write on cards in sight move nothing, and can be read", async () => {
        const page = await open(context, `/shop/${shop}?said=${shop === "theme" ? "list" : "products"}`);
        await page.waitForSelector("[data-ownshelf-label=limit]");
        await settled(page);
        await assertStill(page);
        const labels = await page.$$eval("[data-ownshelf-label]", (all) =>
          all.map((label) => {
            const [{ top, left, right, bottom }, card] = [
              label.getBoundingClientRect(),
              label.closest("[data-ownshelf-labelled]").getBoundingClientRect(),
            ];
            const { color, backgroundColor } = getComputedStyle(label);
            return {
              text: label.textContent,
              over: top >= card.top && bottom <= card.bottom && left >= card.left && right <= card.right,
              plain: color === "rgb(0, 0, 0)" && backgroundColor === "rgb(255, 255, 255)",
            };
          }),
        );
        assert.deepEqual([...new Set(labels.map(({ text }) => text))].sort(), ["At most 2 per order", "Back on Friday"]);
        assert.ok(
          labels.every(({ over, plain }) => over && plain),
          "each lies on its card",
        );
        if (shop === "theme") assert.equal(await page.textContent("#notice"), "One parcel a day");
        // A click on a label is a click on the card.
        assert.equal(
          await page.$eval("[data-ownshelf-label]", (label) => {
            const { x, y } = label.getBoundingClientRect();
            return document.elementFromPoint(x + 2, y + 2).closest("[data-ownshelf-label]");
          }),
          null,
        );
      });

      test("a filter: the new list comes in the shopper's order at once", async () => {
        if (shop === "woo") return; // its filters load a new page
        const page = await open(context, `/shop/${shop}`);
        await page.click('input[type="checkbox"]');
        await page.waitForFunction(
          () => !document.querySelector(".tile__kind, .card__heading")?.closest("li, article").textContent.includes("100"),
        );
        await settled(page);
        await assertStill(page);
        const shown = await names(page);
        assert.equal(shown.length, 48);
        const liked = shown.filter(isLiked).length;
        assert.ok(liked >= 4, `${liked} of the liked brand`);
        const shopFirst = await page.evaluate(async (shop) => {
          const path = shop === "theme" ? "/shop/theme/cards?kind=Speakers" : "/shop/dawn/grid?filter.p.product_type=Speakers";
          const text = await (await fetch(path)).text();
          return [...text.matchAll(/<h3[^>]*>(?:<a[^>]*>)?([^<]+)/g)].map(([, name]) => name.trim());
        }, shop);
        assert.deepEqual([...shown].sort(), shopFirst.sort());
        assert.ok(shown.slice(0, 4).some(isLiked), "the liked brand is among the first four");
      });
    });
  }
}

for (const viewport of [DESKTOP, PHONE]) {
  test(`endless scrolling, ${viewport.width} px: what was seen stays, new pages come in the shopper's order`, async () => {
    const { context } = await returningShopper(play.browser, play.server.url, "theme", viewport);
    const page = await open(context, "/shop/theme?endless");
    const seen = new Map();
    await page.mouse.move(600 % viewport.width, 400);
    for (let step = 0; step < 70; step++) {
      await page.mouse.wheel(0, viewport.height * 0.8);
      // A shopper reads no faster than the shop answers; its footer, pushed down before the eyes, is not ours to judge.
      await page.waitForFunction(() => {
        const list = document.querySelector(".tiles");
        return list.childElementCount > 190 || list.getBoundingClientRect().bottom > 2 * innerHeight;
      });
      await page.waitForTimeout(50);
      // Every card on the screen is noted with its place; it must be there at the end.
      for (const [id, at] of await page.$$eval(".tile[id]", (cards) =>
        cards
          .map((card, at) => [card.id, at, card.getBoundingClientRect()])
          .filter(([, , { top, bottom }]) => bottom > 0 && top < innerHeight)
          .map(([id, at]) => [id, at]),
      )) {
        if (!seen.has(id)) seen.set(id, at);
      }
    }
    await settled(page);
    await assertStill(page);
    const cards = await page.$$eval(".tile[id]", (all) => all.map(({ id }) => id));
    assert.equal(cards.length, 4 * 48);
    for (const [id, at] of seen) assert.equal(cards[at], id, `${id} stays where it was seen`);
    // The shop has the liked brand at the end of its second page, on places 88 to 95.
    const liked = Array.from({ length: 8 }, (_, nth) => cards.indexOf(`product-${2301 + 88 + nth}`));
    assert.ok(Math.max(...liked) < 88, `the liked brand stands at ${liked}`);
    await context.close();
  });
}

test("a list sorted by the shopper stays sorted", async () => {
  const { context } = await returningShopper(play.browser, play.server.url, "theme", DESKTOP);
  const page = await open(context, "/shop/theme?sort_by=price-ascending");
  const prices = await page.$$eval(".tile__price b", (all) =>
    all.map(({ textContent }) => Number.parseFloat(textContent.replace(",", "."))),
  );
  assert.deepEqual(
    prices,
    [...prices].sort((a, b) => a - b),
  );
  await context.close();
});

test("the shopper's own tap re-orders the list at once, and back again", async () => {
  const { context, shopOrder } = await returningShopper(play.browser, play.server.url, "theme", DESKTOP);
  const page = await open(context, "/shop/theme");
  await clickButton(page, "Shop's order");
  assert.deepEqual(await names(page), shopOrder);
  await clickButton(page, "For you");
  assert.ok((await names(page)).findIndex(isLiked) < 4, "the liked brand is first on the screen");
  const { cls } = await instrumentsOf(page);
  assert.equal(cls.toFixed(2), "0.00");
  await context.close();
});

test("an engine that cannot load leaves the shop as it is, and says so once", async () => {
  const { context, shopOrder } = await returningShopper(play.browser, play.server.url, "theme", DESKTOP);
  await context.route(/core_bg\.wasm|inline\.js/, (route) => route.abort());
  const page = await instrumented(context);
  await page.goto(`${play.server.url}/shop/theme?hold=patient`);
  await page.waitForFunction(() => !document.querySelector("[data-ownshelf-hold]"));
  assert.deepEqual(await names(page), shopOrder);
  assert.equal(page.problems.filter((text) => text.startsWith("ownshelf")).length, 1);
  await context.close();
});
