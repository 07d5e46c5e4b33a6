/** Serves the panel's test shop under a strict policy, and opens it in Chromium. */
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const PACKAGE = new URL("../../../pkg/", import.meta.url);
const HERE = new URL("./", import.meta.url);
const TYPES = { ".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8", ".wasm": "application/wasm" };
/** Only what the elements may need: no inline script or style, no other host, no markup made from text. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const IMAGE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="#b8a88f"/></svg>`;

async function answer({ url }, response) {
  const { pathname, searchParams } = new URL(url, "http://shop");
  if (pathname === "/image.svg") {
    response.writeHead(200, { "Content-Type": "image/svg+xml" });
    return response.end(IMAGE);
  }
  const file = pathname.startsWith("/pkg/")
    ? new URL(`.${pathname.slice(4)}`, PACKAGE)
    : new URL(`.${pathname === "/" ? "/page.html" : pathname}`, HERE);
  let body = await readFile(file);
  if (pathname === "/" && searchParams.has("lang")) body = String(body).replace('lang="en"', `lang="${searchParams.get("lang")}"`);
  response.writeHead(200, {
    "Content-Type": TYPES[extname(file.pathname)] ?? "application/octet-stream",
    "Content-Security-Policy": POLICY,
  });
  return response.end(body);
}

/** @returns {Promise<{ url: string, close: () => void }>} */
export async function serve() {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(404).end());
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

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/** Shadow roots are closed to the page; the tests look inside, and note what was asked for. */
export function openShadows() {
  const { attachShadow } = Element.prototype;
  window.shadowModes = [];
  Element.prototype.attachShadow = function (options) {
    window.shadowModes.push(options.mode);
    return attachShadow.call(this, { ...options, mode: "open" });
  };
}

/**
 * The shop, opened. `page.problems` collects warnings, errors and policy violations; `page.requests` the addresses asked for.
 * @param {import("playwright-core").BrowserContext} context
 */
export async function visit(context, url) {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.problems = [];
  page.requests = [];
  page.on("console", (message) => {
    if (/^(?:warning|error)$/.test(message.type())) page.problems.push(message.text());
  });
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("request", (request) => page.requests.push(request.url()));
  await page.addInitScript(openShadows);
  await page.goto(url);
  await ready(page);
  return page;
}

/** The shop's script has run and the elements have drawn. */
export async function ready(page) {
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  await page.waitForFunction(() => document.querySelector("ownshelf-order").shadowRoot?.querySelector("button"));
}

/** axe-core's findings over the page and into the shadow roots. */
export async function axe(page) {
  // The page's policy refuses injected script elements; the debugger's own evaluation is not the page's.
  if (!(await page.evaluate(() => !!window.axe))) await page.evaluate(await axeSource());
  return page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await window.axe.run(document, { runOnly: tags });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.flat().join(" ")} ${node.failureSummary}`).join(" | ")}`,
    );
  });
}

let source;
const axeSource = async () => (source ??= await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8"));

/** The texts of the switch, the panel and the reasons, by what people see. */
export const order = (page, name) => page.locator("ownshelf-order").getByRole("button", { name, exact: true });
export const panel = (page) => page.locator("ownshelf-privacy");
export const section = (page, title) => panel(page).locator("summary", { hasText: title });
export const cards = (page) => page.$$eval("#list a", (links) => links.map((link) => link.hash.slice(1)));

/**
 * The cards as they stand when the handlers of a click have run, in the very task of the click: a browser may tell that it
 * clicked before the page has heard of it.
 */
export async function cardsAfter(page, click) {
  await page.evaluate(() => {
    window.afterClick = undefined;
    const note = () => {
      window.afterClick = Array.from(document.querySelectorAll("#list a"), (link) => link.hash.slice(1));
    };
    // On the window and after all others: what happens in the panel has happened by then.
    window.addEventListener("click", note, { once: true });
  });
  await click();
  return (await page.waitForFunction(() => window.afterClick)).jsonValue();
}

/** Three looks at cameras, by hand. */
export async function lookAtCameras(page) {
  for (const id of ["camera1", "camera2", "camera3"]) {
    await page.locator(`#list a[href="#${id}"]`).click();
    // The address changes after the page's own handlers have run.
    await page.waitForFunction((hash) => location.hash === hash, `#${id}`);
  }
}

/** Runs in the page: has the profile written now, and returns when that and all writes before it are done. */
export async function writtenDown() {
  const { privacy } = window.shelf ?? window.__shelf;
  privacy.retention(privacy.retention());
  const ours = ({ name }) => name.startsWith("ownshelf:");
  // One write asks for the shelf's lock when the one before it is done; when nobody has it or waits for it, all are.
  for (let busy = true; busy; ) {
    await new Promise((resolve) => setTimeout(resolve));
    const { held, pending } = await navigator.locks.query();
    const lock = [...held, ...pending].find(ours);
    busy = lock !== undefined;
    if (busy) await navigator.locks.request(lock.name, () => {});
  }
}

/** Unfolds every section by hand. */
export async function unfold(page) {
  const folded = panel(page).locator("details:not([open])");
  for (let left = await folded.count(); left > 0; left -= 1) {
    await folded.first().locator("summary").press("Enter");
    await page.waitForFunction(
      (n) => document.querySelector("ownshelf-privacy").shadowRoot.querySelectorAll("details:not([open])").length < n,
      left,
    );
  }
}
