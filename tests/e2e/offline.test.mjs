/** The shop when its servers are gone or answer with errors; and the helper's page. Each in a real browser. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { chromium } from "playwright-core";
import { readFile } from "node:fs/promises";
import { capsuleOf } from "../../pkg/transfer/capsule.js";
import { openShadows } from "./panel/harness.mjs";

const SHOP = process.env.OWNSHELF_DEMO;
let browser;
let context;
let page;
before(async () => {
  assert.ok(SHOP, "OWNSHELF_DEMO names the demo's address");
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
});
after(() => browser?.close());
beforeEach(async () => {
  context = await browser.newContext({ locale: "en-GB" });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  // The panel's roots are closed to the page; the tests look inside.
  await page.addInitScript(openShadows);
});
afterEach(() => context.close());

const path = (path) => new URL(path, SHOP).href;
const shelves = () => page.waitForSelector("main .card[data-product-id]");
const tap = (name) => page.locator("main ownshelf-order").first().getByRole("button", { name, exact: true });

/** Visits once; returns when the worker has kept what the page loaded. */
async function visitOnce() {
  const heard = () =>
    new Promise((resolve) => {
      navigator.serviceWorker.addEventListener("message", ({ data }) => data.kept && resolve(data.kept));
      navigator.serviceWorker.startMessages();
    });
  await page.addInitScript(`window.kept = (${heard})();`);
  await page.goto(path("/all"));
  await shelves();
  assert.ok((await page.evaluate(() => window.kept)) > 20);
}

test("offline, pages that were never opened show the shop, and it still adapts", async () => {
  await visitOnce();
  await context.setOffline(true);
  await page.goto(path("/"));
  await shelves();
  await page.goto(path("/all"));
  await shelves();
  await tap("For you").click();
  await tap("For you").and(page.locator("[aria-pressed=true]")).waitFor();
});

test("servers that answer with errors of their own change nothing", async () => {
  await visitOnce();
  await context.route("**/*", (route) => route.fulfill({ status: 503, body: "out of order" }));
  await page.goto(path("/offers"));
  await shelves();
  await tap("For you").waitFor();
});

test("a worker keeps nothing of the shopper", async () => {
  await visitOnce();
  const addresses = await page.evaluate(async () => {
    const all = [];
    for (const name of await caches.keys()) all.push(...(await (await caches.open(name)).keys()).map(({ url }) => url));
    return all;
  });
  assert.ok(addresses.length > 20);
  assert.deepEqual(
    addresses.filter((url) => new URL(url).origin !== new URL(SHOP).origin || /[#?]/.test(url)),
    [],
  );
});

test("the helper's page reads a card from its link, as text and from a file, and forgets the address", async () => {
  const problems = [];
  page.on("console", (message) => /^(warning|error)$/.test(message.type()) && problems.push(message.text()));
  const card = {
    format: "ownshelf-card",
    version: 1,
    at: 1_700_000_000_000,
    question: "Fits <b>this</b>?",
    recent: [{ id: "a", name: "Camera", at: 1_700_000_000_000 }],
  };
  const capsule = await capsuleOf(WebAssembly.compile(await readFile(new URL("../../pkg/dist/capsule.wasm", import.meta.url))));
  await page.goto(capsule.cardLink(JSON.stringify(card), path("/support.html")));
  await page.locator("dd", { hasText: "Fits <b>this</b>?" }).waitFor();
  assert.equal(page.url(), path("/support.html"));
  const shown = page.locator("#card");
  assert.match(await shown.innerText(), /Camera \(a\), 14 Nov 2023/);
  await page.getByLabel("Text or link of the card").fill("no card");
  await shown.getByText("This is no card.").waitFor();
  const text = JSON.stringify({ ...card, question: "Again?", preferences: { secondHand: true } });
  await page.getByLabel("Text or link of the card").fill(text);
  await shown.getByText("second-hand is welcome").waitFor();
  await page
    .getByLabel("Choose the card's file")
    .setInputFiles({ name: "card.json", mimeType: "application/json", buffer: Buffer.from(text.replace("Again", "From a file")) });
  await shown.getByText("From a file?").waitFor();
  assert.deepEqual(problems, []);
});
