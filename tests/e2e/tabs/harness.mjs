/** A bare page with the package in Chromium and Firefox; tabs of one browser share the device. */
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { trapping } from "../../js/trapping.mjs";

const PACKAGE = new URL("../../../pkg/", import.meta.url);
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const PAGE = `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,"><h1>Shop</h1>
<script type="module">
import { createShelf } from "/pkg/index.js";
const query = new URLSearchParams(location.search);
window.traps = (${trapping})(query.get("of") ?? "sync");
window.traps.left = Number(query.get("traps"));
window.start = async (options) => {
  window.shelf = await createShelf({ locale: "en", ...options });
  window.shelf.addProducts(["cam1", "cam2", "cam3", "bag1", "bag2", "bag3"].map((id) => ({ id, category: [id.slice(0, 3)], brand: "b" + id, price: 10 })));
};
window.LISTING = ["bag1", "bag2", "bag3", "cam1", "cam2", "cam3"];
if (!query.has("later")) await window.start(query.has("now") ? { now: () => Number(query.get("now")) } : {});
window.ready = true;
</script>`;

export async function serve() {
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, "http://shop");
    try {
      const body = pathname.startsWith("/pkg/") ? await readFile(new URL(`.${pathname.slice(4)}`, PACKAGE)) : PAGE;
      response.writeHead(200, { "Content-Type": pathname.startsWith("/pkg/") ? TYPES[extname(pathname)] : "text/html; charset=utf-8" });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${server.address().port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Each browser: `device()` gives a fresh profile whose `tab(url)` opens tabs. Pages of both drivers evaluate alike. */
export const BROWSERS = {
  async chromium() {
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
    return {
      async device() {
        const context = await browser.newContext();
        return { tab: async (url) => loaded(await context.newPage(), url), close: () => context.close() };
      },
      close: () => browser.close(),
    };
  },
  async firefox() {
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
      headless: true,
    });
    return {
      async device() {
        const context = await browser.createBrowserContext();
        return { tab: async (url) => loaded(await context.newPage(), url), close: () => context.close() };
      },
      close: () => browser.close(),
    };
  },
};

async function loaded(page, url) {
  await page.goto(url);
  await until(page, () => window.ready === true);
  return page;
}

/** Waits until the page says so. */
export async function until(page, condition, argument) {
  for (let tries = 0; tries < 200; tries++) {
    if (await page.evaluate(condition, argument).catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`never came true: ${condition}`);
}
