/** Every example of `www/examples` in a browser: its shopper puts two things into the basket, and what is like them comes first. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { after, before, test } from "node:test";
import { clickButton, instrumented, launch, LIKED } from "./fixtures/browser.mjs";
import { bundled, shopifyPage, wooPage } from "./fixtures/examples.mjs";
import { photograph } from "./fixtures/photo.mjs";

const ROOT = new URL("../../", import.meta.url);
const TYPES = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".wasm": "application/wasm",
  ".png": "image/png",
};
const FOLDERS = { pkg: "pkg/", files: "tests/e2e/fixtures/files/", examples: "www/examples/" };
let server;
let browser;
let url;
const pages = new Map([["/favicon.ico", ""]]);

async function answer(path) {
  if (pages.has(path)) return pages.get(path);
  const [, folder, ...rest] = path.split("/");
  if (folder === "img") return photograph(Number.parseInt(rest[0]));
  return readFile(new URL(FOLDERS[folder] + rest.join("/"), ROOT));
}

before(async () => {
  server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://shop");
    try {
      const body = await answer(pathname);
      response.writeHead(200, { "Content-Type": TYPES[extname(pathname)] ?? TYPES[".html"] }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${server.address().port}`;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
  server?.closeAllConnections();
});

async function open(path) {
  const page = await instrumented(await browser.newContext({ viewport: { width: 1000, height: 600 } }));
  page.setDefaultTimeout(15_000);
  await page.goto(url + path);
  return page;
}

const names = (page) => page.$$eval("h2, h3", (headings) => headings.map(({ textContent }) => textContent.trim()));

/** Puts two camping things into the basket; when the shopper asks for it, they come first, with everything still there. */
async function buysForCamping(page) {
  await page.waitForFunction(() => document.querySelector("ownshelf-order")?.value === "for-you");
  const before = await names(page);
  assert.equal(before.length, 12);
  for (const id of ["torch", "flask"]) await page.click(`[data-add="${id}"]`);
  assert.deepEqual(await names(page), before, "nothing moves on the screen");
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(300);
  await clickButton(page, "Shop's order");
  await clickButton(page, "For you");
  await page.waitForFunction(
    (order) => [...document.querySelectorAll("h2")].map(({ textContent }) => textContent.trim()).join() !== order,
    before.join(),
  );
  const now = await names(page);
  for (const name of ["Camping torch", "Steel flask"]) assert.ok(now.indexOf(name) < before.indexOf(name) - 4, now.join());
  assert.deepEqual([...now].sort(), [...before].sort());
  assert.deepEqual(page.problems, []);
  await page.context().close();
}

test("plain: two lines", async () => {
  const page = await open("/examples/plain/index.html");
  await buysForCamping(page);
});

for (const framework of ["react", "vue"]) {
  test(`${framework}: the binding`, async () => {
    for (const [name, text] of await bundled(framework)) pages.set(`/${framework}/${name}`, text);
    pages.set(`/${framework}/dist/core_bg.wasm`, await readFile(new URL("pkg/dist/core_bg.wasm", ROOT)));
    pages.set(
      `/${framework}/`,
      `<!doctype html><html lang="en"><link rel="icon" href="data:,"><link rel="stylesheet" href="main.css"><div id="app"></div><script type="module" src="main.js"></script>`,
    );
    await buysForCamping(await open(`/${framework}/`));
  });
}

/** The brand that stands last is liked; below the screen it comes up by itself. */
async function prefersLastBrand(page, ids) {
  await page.waitForFunction(() => document.querySelector("ownshelf-order")?.value === "for-you");
  const before = await names(page);
  await page.evaluate(
    (ids) => ids.forEach((id) => document.querySelector("ownshelf-order").shelf.record({ name: "add_to_cart", id })),
    ids,
  );
  await page.waitForFunction(
    ([order]) => [...document.querySelectorAll("h2, h3")].map(({ textContent }) => textContent.trim()).join() !== order,
    [before.join()],
  );
  const liked = (order) => order.findIndex((name) => name.startsWith(LIKED));
  const now = await names(page);
  assert.deepEqual([...now].sort(), [...before].sort());
  assert.ok(liked(now) < liked(before));
  assert.deepEqual(page.problems, []);
  await page.context().close();
}

test("Shopify: the snippet and the grid, in Liquid", async () => {
  pages.set("/collections/hi-fi", await shopifyPage());
  await prefersLastBrand(await open("/collections/hi-fi"), ["810002341", "810002342", "810002343"]);
});

test("WooCommerce: the plugin's hooks", async () => {
  const shown = await wooPage();
  assert.match(shown, /<script [^>]*type="module"[^>]* id="ownshelf-js-module" async data-ownshelf-early>/);
  pages.set("/product-category/hi-fi", shown);
  await prefersLastBrand(await open("/product-category/hi-fi"), ["2341", "2342", "2343"]);
});
