/** A browser that is killed: the device holds all that was learned until half a second before. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { serveShops } from "./fixtures/server.mjs";

const TRIES = Number(process.env.CRASHES ?? 3);
const AFTER_MS = 600;

let server;
before(async () => {
  server = await serveShops();
});
after(() => server?.close());

/** A browser over a profile on the disk, in a process group of its own. */
async function open(directory) {
  await rm(join(directory, "DevToolsActivePort"), { force: true });
  const args = [
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--remote-debugging-port=0",
    `--user-data-dir=${directory}`,
    "about:blank",
  ];
  const browser = spawn(process.env.CHROMIUM ?? "/usr/bin/chromium", args, { detached: true, stdio: "ignore" });
  const gone = new Promise((resolve) => browser.once("exit", resolve));
  const end = Date.now() + 20_000;
  let port;
  while (!port) {
    if (Date.now() > end) throw new Error("the browser does not start");
    await new Promise((resolve) => setTimeout(resolve, 50));
    port = await readFile(join(directory, "DevToolsActivePort"), "utf8").then(
      (text) => text.split("\n")[0],
      () => undefined,
    );
  }
  const link = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const [context] = link.contexts();
  const page = await context.newPage();
  await page.addInitScript(() =>
    document.addEventListener("ownshelf:ready", ({ detail }) => {
      window.__shelf = detail.shelf;
    }),
  );
  await page.goto(`${server.url}/shop/theme?mute`);
  await page.waitForFunction(() => window.__shelf);
  const kill = async () => {
    process.kill(-browser.pid, "SIGKILL");
    await gone;
    await link.close().catch(() => {});
  };
  return { page, kill };
}

const held = (page, id) =>
  page.evaluate((id) => {
    const { products, records } = window.__shelf.privacy.exportData();
    return records.filter(({ product }) => products[product]?.id === id).length;
  }, id);

for (let nth = 0; nth < TRIES; nth++) {
  test(`killed ${AFTER_MS} ms after the last thing learned, try ${nth + 1}`, async () => {
    const directory = await mkdtemp(join(tmpdir(), "ownshelf-crash-"));
    try {
      const first = await open(directory);
      await first.page.evaluate(() => window.__shelf.privacy.set({ rank: "granted", remember: "granted" }));
      // Learned while the vault is being made, and later.
      await first.page.evaluate(() => window.__shelf.record({ name: "add_to_cart", id: "early" }));
      await first.page.waitForTimeout(700);
      await first.page.evaluate((ms) => {
        window.__shelf.record({ name: "add_to_cart", id: "late" });
        return new Promise((resolve) => setTimeout(resolve, ms));
      }, AFTER_MS);
      await first.kill();
      const second = await open(directory);
      await second.page.keyboard.press("Shift");
      const kept = [await held(second.page, "early"), await held(second.page, "late")];
      await second.kill();
      assert.deepEqual(kept, [1, 1]);
    } finally {
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}
