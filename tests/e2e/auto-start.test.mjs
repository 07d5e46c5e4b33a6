/** When `ownshelf/auto` begins: after the page for those who wait for nothing, at once where a list is held for somebody. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DESKTOP, instrumented, launch, returningShopper, settled } from "./fixtures/browser.mjs";
import { serveShops } from "./fixtures/server.mjs";
import { stage } from "./stage.mjs";

const play = stage(serveShops, launch);

/** A page that notes, in the page's own clock, when lists stop being held, and what was asked of the server in which order. */
async function opened(context, path, route) {
  const page = await instrumented(context);
  page.asked = [];
  page.on("request", (request) => page.asked.push(new URL(request.url()).pathname));
  if (route) await page.route(...route);
  await page.goto(play.server.url + path);
  return page;
}

/** The listing with a picture that is never answered, so that the page never finishes loading. */
async function openedForever(page) {
  await page.route("**/shop/theme", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace("</main>", '<img src="/img/never.png" alt=""></main>') });
  });
  await page.route("**/img/never.png", () => {});
  await page.goto(`${play.server.url}/shop/theme`, { waitUntil: "commit" });
}

const isEngine = (path) => path.endsWith("/core_bg.wasm");
const isPicture = (path) => path.startsWith("/img/");

async function within(viewport, body) {
  const context = await play.browser.newContext({ viewport });
  try {
    await body(context);
  } finally {
    await context.close();
  }
}

describe("a page without a held list", () => {
  for (const build of ["", "&dist"]) {
    test(`asks for the engine after every picture that is painted first${build ? ", from dist" : ""}`, () =>
      within(DESKTOP, async (context) => {
        const page = await opened(context, `/shop/theme?${build}`);
        await settled(page);
        const engine = page.asked.findIndex(isEngine);
        assert.ok(engine > 0, "the engine is asked for");
        const onScreen = await page.$$eval(".tile__image", (all) =>
          all.filter((image) => image.getBoundingClientRect().top < innerHeight).map((image) => new URL(image.src).pathname),
        );
        assert.ok(onScreen.length >= 4);
        for (const picture of onScreen) assert.ok(page.asked.indexOf(picture) < engine, `${picture} comes before the engine`);
        const [loaded, asked] = await page.evaluate(() => [
          performance.getEntriesByType("navigation")[0].loadEventStart,
          performance.getEntriesByType("resource").find(({ name }) => name.endsWith("core_bg.wasm")).startTime,
        ]);
        assert.ok(asked >= loaded, `the engine is asked for at ${asked}, the page is there at ${loaded}`);
      }));
  }

  test("begins without waiting for a picture that never comes", () =>
    within(DESKTOP, async (context) => {
      const page = await instrumented(context);
      await openedForever(page);
      await settled(page);
      assert.notEqual(await page.evaluate(() => document.readyState), "complete");
    }));

  test("begins when the shopper acts, however long the page takes", () =>
    within(DESKTOP, async (context) => {
      const page = await instrumented(context);
      const asked = [];
      page.on("request", (request) => asked.push(new URL(request.url()).pathname));
      // Without paints to count from, only an act (or the end of loading) begins anything.
      await page.addInitScript(() => Object.defineProperty(PerformanceObserver, "supportedEntryTypes", { value: [] }));
      await openedForever(page);
      await page.locator(".tile").nth(47).waitFor({ state: "attached" });
      await page.waitForTimeout(500);
      assert.equal(asked.some(isEngine), false);
      await page.mouse.wheel(0, 10);
      await settled(page);
      assert.ok(asked.some(isEngine));
    }));

  test("hears what Shopify's theme said before it was there", () =>
    within(DESKTOP, async (context) => {
      const page = await instrumented(context);
      await page.addInitScript(() => {
        document.addEventListener("DOMContentLoaded", () =>
          setTimeout(() => {
            const event = new Event("shopify:product:view");
            document.dispatchEvent(
              Object.assign(event, {
                context: "page",
                product: { id: "gid://shopify/Product/77", title: "Early Lamp", url: "/products/early-lamp" },
              }),
            );
          }),
        );
      });
      await page.goto(`${play.server.url}/shop/dawn?consent=session`);
      await settled(page);
      await page.keyboard.press("Shift");
      const known = await page.evaluate(() => window.__shelf.privacy.inspect().map(({ name }) => name));
      assert.ok(known.includes("Early Lamp"), known.join());
    }));
});

describe("a held list", () => {
  test("is shown at once to somebody who is not remembered, and the engine comes after the page", () =>
    within(DESKTOP, async (context) => {
      // Held for 20 seconds, so that it can only have been let go.
      const page = await opened(context, "/shop/theme?hold=patient");
      await page.waitForFunction(() => !document.querySelector("[data-ownshelf-hold]"));
      await settled(page);
      const [asked, released] = [page.asked.findIndex(isEngine), page.asked.findIndex(isPicture)];
      assert.ok(released >= 0 && released < asked, "its pictures come before the engine");
      assert.deepEqual(page.problems, []);
    }));

  test("comes even where the device's storage never answers", () =>
    within(DESKTOP, async (context) => {
      await context.addInitScript(() => {
        IDBFactory.prototype.databases = () => new Promise(() => {});
        LockManager.prototype.request = () => new Promise(() => {});
      });
      const page = await opened(context, "/shop/theme?hold=patient");
      await settled(page);
      assert.equal(await page.evaluate(() => window.__shelf.privacy.storage().reason), "blocked");
      assert.equal(await page.locator("[data-ownshelf-hold]").count(), 0);
    }));

  test("is held for a shop's rules, whoever comes", () =>
    within(DESKTOP, async (context) => {
      const rules = [{ action: "pin", match: { id: "SKU-147" }, position: 1 }];
      const page = await opened(context, "/shop/theme?hold=patient", [
        "**/shop/theme?hold=patient",
        async (route) => {
          const answer = await route.fetch();
          const body = (await answer.text()).replace(
            "</head>",
            `<script type="application/json" data-ownshelf-rules>${JSON.stringify(rules)}</script></head>`,
          );
          await route.fulfill({ response: answer, body });
        },
      ]);
      await settled(page);
      const first = await page.locator(".tile .tile__add").first().getAttribute("data-add");
      assert.equal(first, "SKU-147");
      assert.equal(await page.locator("[data-ownshelf-hold]").count(), 0);
    }));

  test("brings the engine along with the page for somebody who is remembered", async () => {
    const { context } = await returningShopper(play.browser, play.server.url, "theme", DESKTOP);
    const page = await opened(context, "/shop/theme?hold=patient&dist");
    await settled(page);
    const [engine, hints] = await page.evaluate(() => [
      performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("core_bg.wasm")).length,
      document.querySelectorAll('link[rel="preload"][as="fetch"]').length,
    ]);
    assert.deepEqual([engine, hints], [1, 1], "asked for once, ahead of the module that uses it");
    assert.deepEqual(page.problems, []);
    await context.close();
  });
});
