/** Lists whose nodes belong to React, Vue and others: never moved before they are taken over, never scrambled after. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DESKTOP, launch } from "./fixtures/browser.mjs";
import { markupPage } from "./fixtures/markup.mjs";
import { renderedBody } from "./fixtures/rendered.mjs";
import { serveShops } from "./fixtures/server.mjs";
import { stage } from "./stage.mjs";

const play = stage(serveShops, launch, { viewport: DESKTOP });

const order = (page) => page.$$eval("[data-ownshelf-listing] h3", (all) => all.map(({ textContent }) => textContent));
const names = (numbers) => numbers.map((at) => `Lamp ${at}`);
const price = (at) => 10 + ((at * 37) % 48);
const FEATURED = names([...Array(40).keys()]);
const MORE = names([...Array(48).keys()]);
const SORTED = names([...Array(40).keys()].sort((a, b) => price(a) - price(b)));
const ODD = names([...Array(40).keys()].filter((at) => at % 2));

/** A page whose shopper likes every eighth product; \`moved\` waits until that shows. */
async function opened(name, how) {
  const page = await markupPage(play.context, play.server.url, { "/lamps": await renderedBody(name, how) });
  await page.open("/lamps");
  await page.evaluate(() => {
    for (const id of ["p7", "p15", "p23"]) {
      window.__shelf.record({ name: "view_item", id, dwellMs: 40_000 });
      window.__shelf.record({ name: "add_to_cart", id });
    }
  });
  await page.open("/lamps");
  page.moved = () =>
    page.waitForFunction(
      (shop) => [...document.querySelectorAll("[data-ownshelf-listing] h3")].map((h) => h.textContent).join() !== shop,
      FEATURED.join(),
      { timeout: 8000 },
    );
  return page;
}

const press = async (page, name) => {
  await page.click(`#${name}`);
  // Rendered, and whatever follows it.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 60)))));
};

for (const name of ["react", "vue"]) {
  describe(name, () => {
    test("nothing moves before the framework has taken the list over, then it moves, and no error is told", async () => {
      const page = await opened(name, { late: true });
      await page.waitForTimeout(1500);
      assert.deepEqual(await order(page), FEATURED);
      await page.evaluate(() => window.hydrate(false));
      await page.moved();
      assert.deepEqual(page.problems, []);
      await page.close();
    });

    test("a sort is that sort, more products come once, a filter shows what it lets through", async () => {
      const page = await opened(name);
      await page.moved();
      const personal = await order(page);
      await press(page, "more");
      const more = await order(page);
      assert.deepEqual(more.toSorted(), MORE.toSorted());
      assert.deepEqual(more.slice(0, 8), personal.slice(0, 8), "what is on the screen stays");
      await press(page, "featured");
      assert.deepEqual((await order(page)).toSorted(), FEATURED.toSorted());
      await press(page, "price");
      assert.deepEqual(await order(page), SORTED);
      await press(page, "featured");
      await press(page, "odd");
      assert.deepEqual((await order(page)).toSorted(), ODD.toSorted());
      await press(page, "price");
      const sorted = await order(page);
      assert.deepEqual(
        sorted,
        SORTED.filter((name) => ODD.includes(name)),
      );
      assert.deepEqual(page.problems, []);
      await page.close();
    });

    test("a list whose nodes are used again for other products is sorted as the page says", async () => {
      const page = await opened(name, { byIndex: true });
      await page.moved();
      await press(page, "price");
      assert.deepEqual(await order(page), SORTED);
      assert.deepEqual(page.problems, []);
      await page.close();
    });
  });
}

/** As these frameworks leave it in the page; each renders by its own memory of where its nodes are, past the list. */
const SIGNS = {
  alpine: (list) => {
    const template = document.createElement("template");
    template.setAttribute("x-for", "lamp in lamps");
    list.prepend(template);
  },
  svelte: (list) => {
    for (const card of list.children) card.classList.add("svelte-1x2y3z");
  },
  livewire: (list) => list.parentElement.setAttribute("wire:id", "a1b2c3"),
  angular: (list) => {
    list.__ngContext__ = 7;
  },
};
describe("left alone", () => {
  for (const [name, sign] of Object.entries(SIGNS)) {
    test(`${name} keeps its nodes where it put them`, async () => {
      const cards = FEATURED.map((lamp, at) => `<li style="height:220px"><a href="/p/p${at}"><h3>${lamp}</h3></a></li>`).join("");
      const body = (attribute) => `<body><div><ul ${attribute}>${cards}</ul></div></body>`;
      const page = await markupPage(play.context, play.server.url, { "/plain": body("data-ownshelf-listing"), "/owned": body("id=list") });
      await page.open("/plain");
      await page.evaluate(() => {
        for (const at of [38, 39]) window.__shelf.record({ name: "add_to_cart", id: `${location.origin}/p/p${at}` });
      });
      await page.waitForFunction((shop) => [...document.querySelectorAll("h3")].map((h) => h.textContent).join() !== shop, FEATURED.join());
      await page.open("/owned");
      await page.evaluate(`(${sign})(document.querySelector("#list"))`);
      await page.evaluate(() => document.querySelector("#list").setAttribute("data-ownshelf-listing", ""));
      await page.waitForTimeout(1200);
      assert.deepEqual(await page.$$eval("h3", (all) => all.map(({ textContent }) => textContent)), FEATURED);
      await page.close();
    });
  }
});
