/** What a framework's binding has to do, the same for each of them, on a server-rendered page in a real browser. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { clickButton, DESKTOP, instrumented, instrumentsOf, launch, LIKED } from "../fixtures/browser.mjs";
import { goods, serveFramework } from "./server.mjs";

const shopOrder = goods.slice(0, 48).map(({ name }) => name);

/** Runs in the page before anything else: counts the observers at work, and remembers lists as they are painted. */
function watch() {
  const live = (window.__live = { observers: new Set() });
  for (const name of ["IntersectionObserver", "MutationObserver"]) {
    const { observe, disconnect } = window[name].prototype;
    window[name].prototype.observe = function (...given) {
      if (given[0].closest?.("#app")) live.observers.add(this);
      return observe.apply(this, given);
    };
    window[name].prototype.disconnect = function () {
      live.observers.delete(this);
      return disconnect.call(this);
    };
  }
  window.__frames = [];
  let last = "";
  const frame = () => {
    const names = [...document.querySelectorAll(".tile__name")].map(({ textContent }) => textContent);
    if (names.length && names.join() !== last) window.__frames.push(names);
    last = names.join();
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

const names = (page) => page.$$eval(".tile__name", (all) => all.map(({ textContent }) => textContent));
const liked = (order) => order.findIndex((name) => name.startsWith(LIKED));
const quiet = (page) => page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => setTimeout(resolve, 350))));

/** @param {"react" | "vue"} framework */
export function bindingTests(framework) {
  let server;
  let browser;
  before(async () => {
    server = await serveFramework(framework);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  async function open(form = "component", prepare = () => {}) {
    const context = await browser.newContext({ viewport: DESKTOP });
    const page = await instrumented(context);
    page.setDefaultTimeout(10_000);
    await page.addInitScript(watch);
    await prepare(page);
    await page.goto(`${server.url}/?form=${form}`);
    await page.waitForFunction(() => window.__shelf);
    await quiet(page);
    return page;
  }

  /** Makes a shopper of one brand's and waits until what nobody saw has followed. */
  async function learn(page) {
    await page.evaluate(
      (ids) =>
        ids.forEach((id) => {
          window.__shelf.record({ name: "view_item", id, dwellMs: 40_000 });
          window.__shelf.record({ name: "add_to_cart", id });
        }),
      goods.slice(40, 45).map(({ id }) => id),
    );
    await page.waitForFunction(
      (first) => [...document.querySelectorAll(".tile__name")].map(({ textContent }) => textContent).join() !== first,
      shopOrder.join(),
    );
    await quiet(page);
  }

  for (const form of ["component", "hook"]) {
    test(`${form}: the server's list is taken over as it is, then what nobody saw follows what is learned`, async () => {
      const page = await open(form);
      assert.deepEqual(await names(page), shopOrder);
      const nodes = () => page.$$eval(".tile", (cards) => cards.every((card) => card.fromServer));
      assert.ok(await nodes(), "no card of the server's was thrown away");
      assert.ok(Number(await page.getAttribute("main", "data-active")) > 0, "purposes are told");
      await learn(page);
      const now = await names(page);
      assert.deepEqual([...now].sort(), [...shopOrder].sort());
      assert.ok(liked(now) < liked(shopOrder), `${liked(shopOrder)} became ${liked(now)}`);
      const visible = await page.$$eval(".tile", (cards) => cards.filter((card) => card.getBoundingClientRect().top < innerHeight).length);
      assert.deepEqual(now.slice(0, visible), shopOrder.slice(0, visible), "nothing moves before the shopper's eyes");
      assert.ok(await nodes(), "cards are moved, not made anew");
      const { moves, shifted } = await instrumentsOf(page);
      assert.deepEqual([moves, shifted.filter(([name]) => /tile/.test(name))], [0, []]);
      assert.deepEqual(page.problems, []);
      await page.context().close();
    });
  }

  test("asked by the shopper, all of it follows at once, and the focused link keeps its focus", async () => {
    const page = await open("hook");
    await learn(page);
    await page.focus(".tile__link");
    const focused = await page.evaluate(() => document.activeElement.textContent);
    await page.keyboard.press("Shift");
    await page.evaluate(() => window.__listing.refresh());
    const now = await names(page);
    assert.ok(liked(now) < 4, `the liked brand stands at ${liked(now)}`);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), focused);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  test("the switch puts the shop's order back and says why products stand where they do", async () => {
    const page = await open("hook");
    await learn(page);
    await clickButton(page, "Shop's order");
    await page.waitForFunction(
      (order) => [...document.querySelectorAll(".tile__name")].map(({ textContent }) => textContent).join() === order,
      shopOrder.join(),
    );
    await clickButton(page, "For you");
    await page.waitForFunction((brand) => document.querySelector(".tile__name").textContent.startsWith(brand), LIKED);
    const { ranking } = await page.evaluate(() => ({ ranking: window.__listing.ranking.personalised }));
    assert.equal(ranking, true);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  test("what the shop sorts, filters and appends is followed", async () => {
    const page = await open();
    const set = async () => [...(await names(page))].sort();
    await page.click("#sort");
    await quiet(page);
    const sorted = goods
      .slice(0, 48)
      .sort((a, b) => a.price - b.price)
      .map(({ name }) => name);
    const first = await names(page);
    assert.deepEqual([...first].sort(), [...sorted].sort());
    assert.ok(first.indexOf(sorted[0]) < 12, "the cheapest is near the top");
    await page.click("#more");
    await quiet(page);
    assert.deepEqual(
      await set(),
      goods
        .slice(0, 72)
        .map(({ name }) => name)
        .sort(),
    );
    await page.click("#filter");
    await quiet(page);
    const { kind } = goods[0];
    assert.deepEqual(
      await set(),
      goods
        .slice(0, 72)
        .filter((product) => product.kind === kind)
        .map(({ name }) => name)
        .sort(),
    );
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  test("a page of more cards leaves those on the screen alone", async () => {
    const page = await open();
    await learn(page);
    const before = await names(page);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
    await page.evaluate(() => document.querySelector("#more").click());
    await quiet(page);
    const now = await names(page);
    assert.equal(now.length, 72);
    assert.deepEqual(now.slice(0, 8), before.slice(0, 8));
    const { moves } = await instrumentsOf(page);
    assert.equal(moves, 0);
    await page.context().close();
  });

  test("a list made in the browser is painted in its final order at once", async () => {
    const page = await open();
    await learn(page);
    await page.evaluate(() => document.querySelector("#toggle").click());
    await page.waitForSelector(".tile", { state: "detached" });
    // Far from any act of the shopper's. Nobody went anywhere: what the page renders anew is no list that was left.
    await page.waitForTimeout(700);
    await page.evaluate(() => {
      window.__frames.length = 0;
      document.querySelector("#toggle").click();
    });
    await page.waitForSelector(".tile");
    await quiet(page);
    const frames = await page.evaluate(() => window.__frames);
    assert.equal(frames.length, 1, "one list was painted");
    assert.ok(liked(frames[0]) < 4, `the liked brand stands at ${liked(frames[0])}`);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  test("what is unmounted leaves no observer", async () => {
    const page = await open();
    const observers = () => page.evaluate(() => window.__live.observers.size);
    const attached = await observers();
    assert.ok(attached >= 2);
    await page.evaluate(() => document.querySelector("#toggle").click());
    await page.waitForSelector(".tile", { state: "detached" });
    assert.equal(await observers(), 0);
    await page.evaluate(() => document.querySelector("#toggle").click());
    await page.waitForSelector(".tile");
    assert.equal(await observers(), attached);
    const shelf = await page.evaluateHandle(() => window.__shelf);
    await page.evaluate(() => window.__unmount());
    await page.waitForTimeout(50);
    assert.equal(await observers(), 0);
    assert.equal(
      await shelf.evaluate((closed) => {
        try {
          closed.rank(["a"]);
        } catch ({ code }) {
          return code;
        }
      }),
      "closed",
    );
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  test("without an engine the page is the shop's", async () => {
    const page = await open.call(null, "component", async (page) => {
      await page.route(/core_bg\.wasm|inline\.js/, (route) => route.fulfill({ status: 404, body: "" }));
      await page.addInitScript(() => {
        setTimeout(() => {
          window.__shelf = true;
        }, 1500);
      });
    });
    assert.deepEqual(await names(page), shopOrder);
    await page.click("#more");
    assert.equal((await names(page)).length, 72);
    assert.equal(page.problems.filter((text) => /ownshelf/i.test(text) && !/Failed to load/.test(text)).length, 1);
    await page.context().close();
  });
}
