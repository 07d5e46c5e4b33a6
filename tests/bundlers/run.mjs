/**
 * The packed package in one small project for each tool that shops build with.
 *
 *   node --test-reporter=spec tests/bundlers/run.mjs [--fast] [NAME…]
 *
 * Versions stand in each project's package.json and lock. To bring one up to date, change its package.json and write the
 * lock with `npm install --package-lock-only --omit-lockfile-registry-resolved`.
 */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { pack, prepare, run, serveFolder, startServer } from "./harness.mjs";
import { goods, learn } from "./shared/goods.js";

const chosen = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const fast = process.argv.includes("--fast");
const LIKED = /^p1[345]$/;

let tarball;
let browser;
before(async () => {
  tarball = await pack();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
});
after(() => browser?.close());

/** A page; `page.problems` collects warnings and errors, `page.engine` says how the engine came: "url" or "inline". */
async function open(url) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  page.setDefaultTimeout(30_000);
  Object.assign(page, { problems: [], engine: "inline" });
  page.on("console", (message) => {
    // Where the tool left the file behind, the page asks for it in vain and goes on without.
    if (/^(?:warning|error)$/.test(message.type()) && !/\.wasm/.test(message.location().url)) page.problems.push(message.text());
  });
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("response", async (response) => {
    if (/\.wasm/.test(response.url()) && response.headers()["content-type"] === "application/wasm") page.engine = "url";
  });
  await page.goto(url);
  return page;
}

/** The page of shared/main.js. */
async function checkPage(url, engine) {
  const page = await open(url);
  await page.waitForFunction(() => document.body.dataset.result);
  const result = JSON.parse(await page.evaluate(() => document.body.dataset.result));
  assert.equal(result.error, undefined);
  assert.match(result.order[0], LIKED);
  assert.deepEqual([...result.order].sort(), goods.map(({ id }) => id).sort());
  assert.deepEqual([result.personalised, result.panel, result.answered], [true, true, true]);
  assert.match(result.why, /\b(?:Sie|Ihnen|Ihre)\b/, "in the language asked for, which is loaded when it is needed");
  assert.equal(page.engine, engine, "where the engine came from");
  assert.deepEqual(page.problems, []);
  await page.close();
}

/** A page that a framework rendered on its server and takes over in the browser. */
async function checkHydrated(url) {
  const names = goods.map(({ name }) => name);
  const html = await (await fetch(url)).text();
  assert.deepEqual(html.match(/Product \d+(?=<)/g).slice(0, goods.length), names, "the server sends the shop's order");
  const page = await open(url);
  const shown = () => page.$$eval("h2", (all) => all.map(({ textContent }) => textContent));
  await page.waitForFunction(() => window.__shelf);
  assert.deepEqual(await shown(), names);
  assert.equal(await page.textContent("#server"), goods.map(({ id }) => id).join(), "the engine runs on the server");
  await page.evaluate(
    ([goods, learn]) => new Function("goods", "shelf", `(${learn.replace(/^function \w+/, "function ")})(shelf)`)(goods, window.__shelf),
    [goods, String(learn)],
  );
  await page.waitForFunction((last) => [...document.querySelectorAll("h2")].pop().textContent !== last, names.at(-1));
  const now = await shown();
  assert.deepEqual([...now].sort(), [...names].sort());
  assert.deepEqual(now.slice(0, 2), names.slice(0, 2), "nothing moves on the screen");
  await page.waitForFunction(() => customElements.get("ownshelf-order"));
  assert.deepEqual(page.problems, [], "no hydration warning, no other");
  await page.close();
}

/** Serves what a tool wrote, and opens it. */
async function checkFolder(folder, engine) {
  const server = await serveFolder(folder);
  try {
    await checkPage(server.url, engine);
  } finally {
    await server.close();
  }
}

const built = (engine) => async (folder) => {
  await run("npm", ["run", "build"], folder);
  await checkFolder(join(folder, "out"), engine);
};

/** For tools that make no page. */
const page =
  (script, engine, type = "module") =>
  async (folder) => {
    await run("npm", ["run", "build"], folder);
    const html = `<!doctype html><html lang="de"><title>Shop</title><link rel="icon" href="data:,"><body><script type="${type}" src="./${script}"></script>`;
    await writeFile(join(folder, "out/index.html"), html);
    await checkFolder(join(folder, "out"), engine);
  };

const served =
  (...starts) =>
  async (folder) => {
    for (const [script, args, build] of starts) {
      if (build) await run("npm", ["run", "build"], folder);
      const server = await startServer(folder, script, args);
      try {
        await checkHydrated(server.url);
      } finally {
        await server.close();
      }
    }
  };

const PROJECTS = {
  esm: { fast: true, check: (folder) => checkFolder(folder, "url") },
  node: {
    fast: true,
    check: async (folder) => {
      await run("node", ["import.mjs"], folder);
      await run("node", ["require.cjs"], folder);
    },
  },
  esbuild: { fast: true, check: page("main.js", "inline") },
  rollup: { fast: true, check: page("main.js", "inline") },
  vite: { fast: true, check: built("url") },
  vite6: { check: built("url") },
  webpack: { check: page("main.js", "url", "text/javascript") },
  parcel: { check: built("url") },
  next: { check: served(["start", (port) => ["-p", port], true], ["dev", (port) => ["-p", port]]) },
  nuxt: { check: served(["start", undefined, true]) },
  vitest: { check: (folder) => run("npm", ["run", "build"], folder) },
  jest: { check: (folder) => run("npm", ["run", "build"], folder) },
};

for (const [name, { fast: quick, check }] of Object.entries(PROJECTS)) {
  if (chosen.length ? !chosen.includes(name) : fast && !quick) continue;
  test(name, async () => check(await prepare(name, tarball)));
}
