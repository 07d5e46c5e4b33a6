/** The demonstration shop as tests visit it. */
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, openShadows } from "./panel/harness.mjs";

export const SHOP = process.env.OWNSHELF_DEMO;

/** A browser for all tests of a file, registered with the runner. @returns {{ browser: import("playwright-core").Browser }} */
export function atTheDemo() {
  const play = {};
  before(async () => {
    assert.ok(SHOP, "OWNSHELF_DEMO names the demo's address");
    play.browser = await launch();
  });
  after(() => play.browser?.close());
  return play;
}

/** Opens an address of the shop; `page.problems` collects warnings and errors. The panel's closed roots are open. */
export async function visit(context, address) {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.problems = [];
  page.on("console", (m) => /^(warning|error)$/.test(m.type()) && page.problems.push(m.text()));
  page.on("pageerror", (error) => page.problems.push(String(error)));
  await page.addInitScript(openShadows);
  await page.goto(new URL(address, SHOP).href);
  return page;
}

/** Follows a link within the shop, for a new document would begin a new visit, and waits until that page is shown. */
export async function follow(page, path) {
  await page.evaluate((href) => {
    const main = document.querySelector("main");
    main.dataset.page = "left";
    const link = document.createElement("a");
    link.href = href;
    document.body.append(link);
    link.click();
    link.remove();
  }, path);
  await page.waitForFunction((wanted) => document.querySelector("main").dataset.page === wanted, path);
}
