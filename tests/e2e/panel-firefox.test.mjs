/** The shopper's way through the elements once more, in Firefox. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import puppeteer from "puppeteer-core";
import { openShadows, serve, writtenDown } from "./panel/harness.mjs";

let server;
let browser;
before(async () => {
  server = await serve();
  browser = await puppeteer.launch({ browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr", headless: true });
});
after(async () => {
  await browser?.close();
  server?.close();
});

const inside = (host, selector) => `${host} >>> ${selector}`;
const cards = (page) => page.$$eval("#list a", (links) => links.map((link) => link.hash.slice(1)));
const focus = (page) =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at.id || at.innerText;
  });

async function visit() {
  const page = await browser.newPage();
  page.problems = [];
  page.on("console", (message) => ["warn", "error"].includes(message.type()) && page.problems.push(message.text()));
  page.on("pageerror", (error) => page.problems.push(String(error)));
  await page.setViewport({ width: 900, height: 900 });
  await page.evaluateOnNewDocument(openShadows);
  await page.goto(server.url);
  await page.waitForSelector(inside("ownshelf-order", "button:enabled"));
  return page;
}

test("For you, reasons, the panel, Remember me over a reload, and nothing left after Off", async () => {
  const page = await visit();
  const shopOrder = await cards(page);
  await (await page.$(inside("ownshelf-order", "button"))).click();
  for (const id of ["camera1", "camera2", "camera3"]) await page.click(`#list a[href="#${id}"]`);
  const mine = await cards(page);
  assert.notDeepEqual(mine, shopOrder);

  await (await page.$(inside("ownshelf-why", "button"))).click();
  await page.waitForFunction(() => document.querySelector("ownshelf-why").shadowRoot.querySelector(".pop").matches(":popover-open"));
  assert.equal(await focus(page), "title");
  const below = await page.evaluate(() => {
    const root = document.querySelector("ownshelf-why").shadowRoot;
    return root.querySelector(".pop").getBoundingClientRect().top - root.querySelector("button").getBoundingClientRect().bottom;
  });
  assert.ok(below >= 0 && below < 20, `${below} px below its button`);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("ownshelf-why").shadowRoot.querySelector(".pop h2"));
  assert.equal(await focus(page), "Why here?");

  await page.click("#privacy");
  await page.waitForSelector(inside("ownshelf-privacy", "dialog[open]"));
  assert.equal(await focus(page), "title");
  const [, known] = await page.$$(inside("ownshelf-privacy", "summary"));
  await known.click();
  await page.waitForSelector(inside("ownshelf-privacy", "[part=facts] li"));
  const presets = await page.$$(inside("ownshelf-privacy", "[part=preset]"));
  await presets[2].click();
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("ownshelf-privacy").hasAttribute("open"));
  assert.equal(await focus(page), "privacy");
  await page.evaluate(writtenDown);

  await page.reload();
  await page.waitForSelector(inside("ownshelf-order", "button:enabled"));
  await page.waitForFunction(
    (wanted) => [...document.querySelectorAll("#list a")].map((a) => a.hash.slice(1)).join() === wanted,
    {},
    mine.join(),
  );
  await page.click("#privacy");
  const off = await page.waitForSelector(inside("ownshelf-privacy", "[part=preset]"));
  await off.click();
  assert.deepEqual(await cards(page), shopOrder);
  assert.equal(await page.evaluate(() => window.shelf.privacy.storage().bytes), 0);
  assert.deepEqual(page.problems, []);
});
