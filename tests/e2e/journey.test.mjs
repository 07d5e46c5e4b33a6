/** The demonstration shop as a visitor meets it: what is learned, what is kept, what stays when the engine is missing. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { chromium } from "playwright-core";
import { follow, SHOP } from "./demo.mjs";
import { openShadows } from "./panel/harness.mjs";
import { until } from "./stage.mjs";

const CAMERAS = ["twin-lens-camera", "compact-digital-camera", "instant-camera"];

let browser;
let context;
before(async () => {
  assert.ok(SHOP, "OWNSHELF_DEMO names the demo's address");
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
});
after(() => browser?.close());
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
});
afterEach(() => context.close());

/** A page of the shop; `page.problems` collects warnings and errors, `page.requests` every address asked for. */
async function visit(path = "/", prepare = () => {}) {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  Object.assign(page, { problems: [], requests: [] });
  page.on("console", (m) => /^(warning|error)$/.test(m.type()) && page.problems.push(m.text()));
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("request", (request) => page.requests.push(request.url()));
  await page.addInitScript(openShadows);
  await prepare(page);
  await page.goto(new URL(path, SHOP).href);
  await page.waitForSelector("main .card[data-product-id]");
  return page;
}

const order = (page) => page.locator("main .card").evaluateAll((cards) => cards.map((card) => card.dataset.productId));
const tap = (page, name) => page.locator("main ownshelf-order").first().getByRole("button", { name, exact: true }).click();
const forYou = (page) => tap(page, "For you");
const shopsOrder = (page) => tap(page, /^Shop.s order$/);

async function openThreeCamerasAndSortByPrice(page) {
  for (const id of CAMERAS) {
    await follow(page, `/p/${id}`);
    await page.waitForSelector("h1");
    await page.waitForTimeout(3_200); // Under three seconds is a glance and teaches less.
  }
  await follow(page, "/c/cameras");
  await page
    .getByLabel(/sort/i)
    .first()
    .selectOption({ label: /low/i })
    .catch(async () => {
      const select = page.locator("select[id^=sort]");
      await select.selectOption((await select.locator("option").evaluateAll((o) => o.map((x) => x.value))).find((v) => /asc|low/.test(v)));
    });
}

/** Databases and records of the origin, and everything else a page can write. */
const stored = (page) =>
  page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    return { names, local: localStorage.length, cookies: document.cookie };
  });

/** Pictures for the README: `OWNSHELF_PICTURES=docs/images cargo xtask test --only e2e` refreshes the committed ones. */
async function picture(page, name) {
  const folder = process.env.OWNSHELF_PICTURES;
  if (!folder) return;
  await page.waitForTimeout(600); // Transitions end, photographs fade in.
  await page.screenshot({ path: `${folder}/${name}.png` });
}

test("a visitor who taps For you, opens three cameras and sorts by price sees cameras and cheaper things first", async () => {
  const page = await visit("/all");
  const before = await order(page);
  await forYou(page);
  await openThreeCamerasAndSortByPrice(page);
  await follow(page, "/all");
  await page.waitForFunction((first) => document.querySelector("main .card")?.dataset.productId !== first, before[0]);
  const now = await order(page);
  assert.deepEqual([...now].sort(), [...before].sort(), "the same products");
  const catalogue = await page.evaluate(async () => (await (await fetch("/data/catalogue.json")).json()).products);
  const product = (id) => catalogue.find((p) => p.id === id);
  const cameras = (list) => list.slice(0, 8).filter((id) => product(id).category.includes("Cameras")).length;
  assert.ok(cameras(now) > cameras(before), `cameras among the first eight: ${cameras(before)} before, ${cameras(now)} now`);
  const mean = (list) => list.slice(0, 12).reduce((sum, id) => sum + Math.log(product(id).price), 0) / 12;
  const others = (list) => list.filter((id) => !product(id).category.includes("Cameras"));
  assert.ok(mean(others(now)) < mean(others(before)), "other products come cheaper first");
  assert.match(await page.locator(".card-reason").first().textContent(), /\S/);
  assert.match(await page.locator("#toasts").textContent(), /re-ordered|moved/i);
  await page.locator("main ownshelf-order").first().scrollIntoViewIfNeeded();
  await picture(page, "for-you");
  // And the way back, one tap away.
  await shopsOrder(page);
  await page.waitForFunction((first) => document.querySelector("main .card").dataset.productId === first, before[0]);
  assert.deepEqual(await order(page), before);
  assert.deepEqual(page.problems, []);
});

test("nothing is stored and nothing is learned before consent", async () => {
  const page = await visit("/all");
  const before = await order(page);
  await openThreeCamerasAndSortByPrice(page);
  await follow(page, "/all");
  assert.deepEqual(await order(page), before);
  assert.deepEqual(await stored(page), { names: [], local: 0, cookies: "" });
});

test("For you lasts this visit and writes nothing; Remember me survives a reload; erasing leaves zero bytes", async () => {
  const page = await visit("/all");
  const before = await order(page);
  await forYou(page);
  await openThreeCamerasAndSortByPrice(page);
  assert.deepEqual((await stored(page)).names, []);
  await follow(page, "/all");
  await tap(page, "Remember me");
  await until(page, async () => (await indexedDB.databases()).length > 0);
  await follow(page, `/p/${CAMERAS[0]}`);
  await page.waitForTimeout(1_500);
  await page.reload();
  await page.waitForSelector("h1");
  await follow(page, "/all");
  await page.waitForFunction((first) => document.querySelector("main .card")?.dataset.productId !== first, before[0]);
  await page
    .getByRole("button", { name: /privacy/i })
    .first()
    .click();
  const panel = page.locator("ownshelf-privacy");
  await panel.getByRole("button", { name: /erase/i }).first().click();
  const confirm = panel.getByRole("button", { name: /erase/i });
  if (await confirm.count()) await confirm.last().click();
  await until(page, async () => (await indexedDB.databases()).length === 0);
  assert.deepEqual(await stored(page), { names: [], local: 0, cookies: "" });
  await page.reload();
  await page.waitForSelector("h1");
  await follow(page, "/all");
  assert.deepEqual(await order(page), before);
});

test("after loading, a whole journey asks for nothing but the shop's own pictures", async () => {
  const page = await visit("/all");
  await forYou(page);
  await page.waitForTimeout(500);
  const loaded = page.requests.length;
  await openThreeCamerasAndSortByPrice(page);
  await follow(page, "/all");
  await page.waitForTimeout(500);
  const later = page.requests.slice(loaded).filter((url) => !url.startsWith(SHOP) || !/\.(svg|webp)$/.test(url));
  assert.deepEqual(later, []);
});

for (const [what, pattern] of [
  ["engine", "**/core_bg.wasm"],
  ["package", "**/pkg/**"],
]) {
  test(`the shop's order stands when the ${what} is missing`, async () => {
    // What the shop keeps for when its servers fail would make the failure good.
    await context.close();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: "block" });
    const reference = await order(await visit("/all"));
    const page = await visit("/all", async (p) => {
      await p.route(pattern, (route) => route.abort());
      if (what === "engine") await p.route("**/inline.js", (route) => route.abort());
    });
    await page.waitForTimeout(800);
    assert.deepEqual(await order(page), reference);
    await follow(page, "/c/cameras");
    await page.waitForSelector("main .card[data-product-id]");
    const warnings = page.problems.filter((text) => /ownshelf/i.test(text) && !/Failed to load resource/.test(text));
    assert.equal(warnings.length, 1, warnings.join("\n"));
  });
}
