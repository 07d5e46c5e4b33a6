/** Lists that come and go: no leak, back and forward, prerendered pages, recycled nodes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, instrumented, instrumentsOf, launch, LIKED, likedIds, names, returningShopper, settled } from "./fixtures/browser.mjs";
import { like, openLab } from "./fixtures/lab.mjs";
import { serveShops } from "./fixtures/server.mjs";
import { stage } from "./stage.mjs";

const play = stage(serveShops, launch);

test("a thousand lists attached and detached leave the heap flat and no listener behind", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url);
  await like(page);
  const devtools = await context.newCDPSession(page);
  const round = (times) =>
    page.evaluate(async (times) => {
      for (let nth = 0; nth < times; nth++) {
        lab.attach();
        lab.attachment.refresh();
        if (nth % 50 === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
        lab.attachment.detach();
      }
      lab.attachment = undefined;
      lab.events.length = 0;
    }, times);
  const measure = async () => {
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
    for (let nth = 0; nth < 3; nth++) await devtools.send("HeapProfiler.collectGarbage");
    const { usedSize } = await devtools.send("Runtime.getHeapUsage");
    const { jsEventListeners, nodes } = await devtools.send("Memory.getDOMCounters");
    return { usedSize, jsEventListeners, nodes };
  };
  await round(1000); // caches and compiled code fill up
  const before = await measure();
  await round(1000);
  const after = await measure();
  assert.equal(after.jsEventListeners, before.jsEventListeners);
  assert.ok(after.nodes <= before.nodes + 5, `${before.nodes} nodes became ${after.nodes}`);
  // 1,000 leaked attachments would be several megabytes; a hundred bytes each is noise of the heap's own.
  assert.ok(after.usedSize - before.usedSize < 100_000, `the heap grew by ${after.usedSize - before.usedSize} bytes`);
  await context.close();
});

test("back from a product, the back/forward cache shows the list as it was left", async () => {
  const cached = await launch({ bfcache: true });
  const page = await instrumented(await cached.newContext({ viewport: DESKTOP }));
  await page.addInitScript(() => {
    addEventListener("pageshow", ({ persisted }) => {
      window.persisted = persisted;
    });
    addEventListener("pagehide", () => {
      window.left = [...document.querySelectorAll(".tile__name")].map(({ textContent }) => textContent);
    });
  });
  await page.goto(`${play.server.url}/shop/theme?bfcache&consent=session`);
  await settled(page);
  const shopOrder = await names(page);
  await page.evaluate((ids) => ids.forEach((id) => window.__shelf.record({ name: "add_to_cart", id })), likedIds("theme"));
  const [last] = shopOrder.slice(-1);
  await page.waitForFunction((last) => [...document.querySelectorAll(".tile__name")].pop().textContent !== last, last);
  await page.click("#product-2302 a");
  await page.waitForURL(/\/shop\/p\//);
  await settled(page);
  await page.goBack({ waitUntil: "commit" });
  await page.waitForFunction(() => window.persisted !== undefined);
  assert.equal(await page.evaluate(() => window.persisted), true, "the page is eligible for the cache");
  await settled(page);
  // Something heard now would re-order what was not seen yet; a page that came back stays as it was.
  await page.evaluate((id) => window.__shelf.record({ name: "add_to_cart", id }), "SKU-120");
  await settled(page);
  assert.deepEqual(await names(page), await page.evaluate(() => window.left));
  const { moves } = await instrumentsOf(page);
  assert.equal(moves, 0);
  await cached.close();
});

test("back within one document, the list comes in the order it was left in", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url);
  await like(page);
  const result = await page.evaluate(async () => {
    const show = () => {
      lab.list.replaceChildren(...Array.from({ length: 24 }, (_, at) => lab.card(`p${at}`)));
      lab.attach({ fresh: true });
      return lab.order();
    };
    const back = () =>
      new Promise((resolve) => {
        addEventListener("popstate", resolve, { once: true });
        history.back();
      });
    const left = show();
    lab.attachment.detach();
    history.pushState({}, "", "?product");
    for (const id of ["p2", "p10", "p18"]) {
      lab.shelf.record({ name: "view_item", id, dwellMs: 60_000 });
      lab.shelf.record({ name: "add_to_cart", id });
    }
    await back();
    const again = show();
    lab.attachment.detach();
    history.pushState({}, "", "?list");
    const anew = show();
    return { left, again, anew };
  });
  assert.deepEqual(result.again, result.left);
  assert.notDeepEqual(result.anew, result.left, "a new visit to the list takes the new evidence into account");
  await context.close();
});

test("a list in a page nobody has looked at yet is arranged altogether", async () => {
  const { context } = await returningShopper(play.browser, play.server.url, "theme", DESKTOP);
  const page = await instrumented(context);
  // As a page prerendered or opened in a background tab: never visible before the list is placed.
  await page.addInitScript(() => {
    Object.defineProperty(document, "visibilityState", { get: () => "hidden", configurable: true });
    Object.defineProperty(document, "prerendering", { get: () => true, configurable: true });
    performance.getEntriesByName = () => [];
  });
  await page.goto(`${play.server.url}/shop/theme`);
  await page.waitForFunction(() => window.__shelf);
  assert.ok((await names(page)).findIndex((name) => name.startsWith(LIKED)) < 4);
  await context.close();
});

test("a list that recycles its nodes, or places them by coordinates, keeps its order", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url);
  await like(page);
  const result = await page.evaluate(async () => {
    const shopOrder = lab.order();
    const style = new CSSStyleSheet();
    style.replaceSync(".tiles > .tile { position: absolute }");
    document.adoptedStyleSheets = [style];
    lab.attach({ fresh: true });
    const placed = lab.order();
    lab.attachment.detach();
    document.adoptedStyleSheets = [];
    lab.attach({ reorder: true });
    const [first] = lab.list.children;
    first.dataset.productId = "p150"; // the same node now shows another product
    await Promise.resolve();
    const before = lab.order();
    lab.list.append(lab.card("p31"));
    lab.attachment.refresh();
    await Promise.resolve();
    return { shopOrder, placed, before, after: lab.order() };
  });
  assert.deepEqual(result.placed, result.shopOrder);
  assert.deepEqual(result.after, [...result.before, "p31"]);
  await context.close();
});

test("a list whose cards come later, or inside a wrapper, is found", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url, { count: 0 });
  await like(page);
  const order = await page.evaluate(async () => {
    lab.attach();
    const inner = document.createElement("div");
    lab.list.append(inner);
    await Promise.resolve();
    inner.append(...Array.from({ length: 24 }, (_, at) => lab.card(`p${at}`)));
    await Promise.resolve();
    return [...inner.children].map(({ dataset }) => dataset.productId);
  });
  assert.ok(order.indexOf("p23") < 8, `${order}`);
  await context.close();
});

test("a name that cards of different products share identifies nothing, and a link to this very page is no product", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url, { count: 0 });
  const listing = await page.evaluate(() => {
    const tile = (name, href) => {
      const made = lab.card(name);
      made.querySelector("a").setAttribute("href", href);
      return made;
    };
    const cards = ["a", "b", "c"].map((id) => tile("block-7", `/p/${id}`));
    const more = tile("block-7", "?page=2");
    const twice = [tile("p1", "/p/one"), tile("p1", "/p/one")];
    lab.list.append(...cards, ...twice, more);
    lab.attach();
    return lab.attachment.listing.map((id) => id.replace(location.origin, ""));
  });
  assert.deepEqual(listing, ["/p/a", "/p/b", "/p/c", "p1"]);
  await context.close();
});
