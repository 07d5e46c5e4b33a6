/** Shops whose pages follow one another in one document: lists, products and visits are found again. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, launch } from "./fixtures/browser.mjs";
import { counts, markupPage } from "./fixtures/markup.mjs";
import { serveShops } from "./fixtures/server.mjs";
import { stage } from "./stage.mjs";

const play = stage(serveShops, launch, { viewport: DESKTOP });

const cards = Array.from(
  { length: 24 },
  (_, at) => `<li style="height:220px"><a href="/p/lamp-${at}"><img alt=""><h3>Lamp ${at}</h3></a></li>`,
).join("");
const LIST = `<main id="main"><h1>Lamps</h1><ul data-ownshelf-listing>${cards}</ul></main>`;
const productMain = (at) => `<main id="main"><h1>Lamp ${at}</h1><button type="button">Add to cart</button></main>`;

const order = (page) => page.$$eval("h3", (all) => all.map(({ textContent }) => textContent).join());
const SHOP = Array.from({ length: 24 }, (_, at) => `Lamp ${at}`).join();

/** What routers do to a page, by their way. Runs in the page. */
const ROUTERS = {
  "another body, then the address (Turbo)": (path, html) => {
    const body = document.createElement("body");
    body.innerHTML = html;
    document.body.replaceWith(body);
    history.pushState({}, "", path);
  },
  "the address, then another main part (Swup, Barba)": (path, html) => {
    history.pushState({}, "", path);
    document.querySelector("#main").outerHTML = html;
  },
  "the address, then the part when it is there (history routing)": async (path, html) => {
    history.pushState({}, "", path);
    document.querySelector("#main").replaceChildren();
    await new Promise((resolve) => setTimeout(resolve, 400));
    document.querySelector("#main").outerHTML = html;
  },
  "a fragment as route": async (path, html) => {
    location.hash = `#${path}`;
    document.querySelector("#main").outerHTML = html;
  },
};

for (const [way, router] of Object.entries(ROUTERS)) {
  test(way, async () => {
    const page = await markupPage(play.context, play.server.url, { "/lamps": `<body>${LIST}</body>` });
    const go = async (path, html) => {
      await page.evaluate(`(${router})(${JSON.stringify(path)}, ${JSON.stringify(html)})`);
      await page.waitForTimeout(350);
    };
    await page.open("/lamps");
    await go("/p/lamp-20", productMain(20));
    await page.click("button");
    await go("/lamps", LIST);
    await go("/p/lamp-20", productMain(20));
    await go("/p/lamp-23", productMain(23));
    const told = await counts(page);
    const lamp = (at) => (way.includes("fragment") ? `/lamps#/p/lamp-${at}` : `/p/lamp-${at}`);
    assert.deepEqual(told.view_item, [lamp(20), lamp(20), lamp(23)]);
    assert.deepEqual(told.add_to_cart, [lamp(20)]);
    if (!way.includes("fragment")) {
      await go("/lamps", LIST);
      assert.notEqual(await order(page), SHOP, "the list is found again");
    }
    assert.deepEqual(page.problems, []);
    await page.close();
  });
}

test("a list that is marked later is found, and one that is marked no longer is let go", async () => {
  const page = await markupPage(play.context, play.server.url, {
    "/lamps": `<body>${LIST.replace("data-ownshelf-listing", "id=list")}</body>`,
  });
  await page.open("/lamps");
  await page.evaluate(() => {
    for (const at of [20, 22]) window.__shelf.record({ name: "add_to_cart", id: `${location.origin}/p/lamp-${at}` });
    document.querySelector("#list").setAttribute("data-ownshelf-listing", "");
  });
  await page.waitForFunction((shop) => [...document.querySelectorAll("h3")].map((h) => h.textContent).join() !== shop, SHOP);
  await page.evaluate(() => document.querySelector("#list").removeAttribute("data-ownshelf-listing"));
  await page.close();
});
