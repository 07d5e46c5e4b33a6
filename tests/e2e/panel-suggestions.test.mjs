/** `<ownshelf-suggestions>` shows what the shelf suggests, labelled and with its reason, and nothing of its own. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { axe, launch, serve, visit } from "./panel/harness.mjs";

let server;
let browser;
let context;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 900, height: 900 } });
});
afterEach(() => context.close());

/**
 * The test shop with the element, and a shelf that suggests what is given; everything else of the shelf is the engine's.
 * Hidden items leave the list, as `hide_item` asks.
 */
async function shop(query, suggestions) {
  const page = await visit(context, server.url + query);
  await page.evaluate(async (given) => {
    const hidden = new Set();
    window.recorded = [];
    const shelf = {
      ...window.shelf,
      record: (event) => {
        window.recorded.push(event);
        if (event.name === "hide_item") hidden.add(event.id);
        window.shelf.record(event);
      },
      suggest: ({ limit }) => given.filter(({ id }) => !hidden.has(id)).slice(0, limit),
    };
    const element = document.createElement("ownshelf-suggestions");
    element.shelf = shelf;
    element.listing = [
      { id: "mug", name: "Mug", url: "#mug", image: "/image.svg", price: "9 €" },
      { id: "lens", name: "Lens 35 mm", url: "#lens" },
      { id: "lamp", name: "Desk Lamp" },
    ];
    document.querySelector("main").append(element);
  }, suggestions);
  return page;
}

const GIVEN = [
  { kind: "replenish", id: "mug", because: [{ code: "replenish", text: "You may need this again around March 12, 2026" }] },
  { kind: "upSell", id: "lens", because: [{ code: "upSell", text: "A better version of Lens 28 mm, which you looked at" }] },
  { kind: "accessory", id: "gone", because: [{ code: "accessory", text: "Fits Instant Camera, which you chose" }] },
];
const list = (page) => page.locator("ownshelf-suggestions").getByRole("listitem");

test("each is labelled with its kind, reason and price; what the shop cannot show is left out", async () => {
  const page = await shop("", GIVEN);
  await list(page).first().waitFor();
  assert.equal(await list(page).count(), 2);
  assert.match(await list(page).nth(0).innerText(), /Buy again\s+Mug\s+9 €\s+You may need this again around March 12, 2026/);
  assert.match(await list(page).nth(1).innerText(), /A better version\s+Lens 35 mm\s+A better version of Lens 28 mm/);
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(page.problems, []);
});

test("nothing suggested, nothing shown, not even a heading", async () => {
  const page = await shop("", []);
  await page.waitForFunction(() => customElements.get("ownshelf-suggestions"));
  await page.waitForTimeout(300);
  assert.equal(await page.locator("ownshelf-suggestions").evaluate((element) => element.offsetHeight), 0);
});

test("a choice is told to the page, which may keep the link from being followed, and to the engine", async () => {
  const page = await shop("", GIVEN);
  await page.evaluate(() => document.addEventListener("ownshelf-suggestion", (event) => {
    event.preventDefault();
    window.chosen = event.detail;
  }));
  await page.locator("ownshelf-suggestions").getByRole("link", { name: /Mug/ }).click();
  assert.deepEqual(await page.evaluate(() => window.chosen), { id: "mug", kind: "replenish" });
  assert.equal(new URL(page.url()).hash, "");
  assert.deepEqual(await page.evaluate(() => window.recorded), [{ name: "select_item", id: "mug", item_list_id: "ownshelf-suggestions" }]);
});

test("Not this takes it away and moves the focus on", async () => {
  const page = await shop("", GIVEN);
  const dismiss = page.locator("ownshelf-suggestions").getByRole("button", { name: "Not this: Mug" });
  await dismiss.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("ownshelf-suggestions").shadowRoot.querySelectorAll("li").length === 1);
  assert.deepEqual(await page.evaluate(() => window.recorded.at(-1)), { name: "hide_item", id: "mug" });
  assert.equal(await page.evaluate(() => document.activeElement.localName), "ownshelf-suggestions");
});

test("its code is not fetched by pages without it", async () => {
  const page = await visit(context, server.url);
  assert.deepEqual(page.requests.filter((url) => url.includes("suggestions")), []);
});

test("it speaks the shelf's language and reads its way", async () => {
  const page = await shop("?lang=ar", GIVEN);
  await list(page).first().waitFor();
  assert.match(await list(page).first().innerText(), /إعادة شراء/);
  assert.equal(await page.locator("ownshelf-suggestions section").getAttribute("dir"), "rtl");
  assert.deepEqual(await axe(page), []);
});
