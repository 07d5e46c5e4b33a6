/** A profile too large for one code: two are shown, and read in any order, in one page or two. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import jsQR from "jsqr";
import sharp from "sharp";
import { createShelf } from "../../pkg/node.js";
import { axe, launch, order, panel, section, serve, visit } from "./panel/harness.mjs";

const SECRET = "a long enough phrase";
let server;
let browser;
let context;
let page;
let links;
const label = (page, text) => panel(page).getByLabel(text, { exact: true });
const records = (page) => page.evaluate(() => window.shelf.privacy.exportData().records.length);

/** What a camera sees in each code on show. */
async function scanned(page) {
  const found = [];
  for (const code of await panel(page).locator("[part=capsule] ownshelf-code").all()) {
    const { data, info } = await sharp(await code.screenshot())
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    found.push(jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data);
  }
  return found;
}

/** More than a code holds, learned elsewhere. */
async function monthsOfShopping() {
  const ids = ["tripod", "rope", "camera1", "bag", "lens", "camera2", "bike", "shoe", "camera3", "lamp", "camera4", "mug"];
  const shelf = await createShelf({ consent: "session" });
  shelf.addProducts(ids.map((id, n) => ({ id, name: id, price: 10 + n, brand: `Maker ${n % 3}`, category: [`Kind ${n % 4}`] })));
  for (let n = 0; n < 1500; n++) {
    const name = ["view_item", "add_to_cart", "purchase"][n % 3];
    shelf.record({
      name,
      id: ids[(n * 7) % ids.length],
      at: Date.now() - n * 4_000_000 - ((n * n * 37) % 1_000_000),
      dwellMs: 5000 + n * 97,
    });
  }
  const data = shelf.privacy.exportData();
  shelf.close();
  return JSON.stringify(data);
}

before(async () => {
  server = await serve();
  browser = await launch();
  const first = await browser.newContext({ viewport: { width: 1000, height: 2000 }, deviceScaleFactor: 2 });
  page = await visit(first, server.url);
  await order(page, "For you").click();
  await page.evaluate(
    async (data) => {
      await window.shelf.privacy.importData(data);
    },
    await monthsOfShopping(),
  );
  await page.locator("#privacy").click();
  await section(page, "Take it to another device").click();
  await label(page, "Take it along to another device").click();
  await label(page, "Passphrase").first().fill(SECRET);
  await panel(page).getByRole("button", { name: "Make file and code" }).click();
  await panel(page).locator("[part=capsule] ownshelf-code").nth(1).waitFor();
  links = await scanned(page);
});
after(async () => {
  await browser?.close();
  server?.close();
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 900, height: 1400 } });
});
afterEach(() => context.close());

/** Allows learning on the device that takes the profile, and enters the passphrase. */
async function enter(page) {
  await panel(page)
    .getByRole("button", { name: /^This visit/ })
    .click();
  await label(page, "Passphrase").last().fill(SECRET);
  await panel(page).getByRole("button", { name: "Open", exact: true }).click();
  await panel(page)
    .locator("[part=opened]", { hasText: /entries loaded/ })
    .waitFor();
}
const missing = (page, nth) =>
  panel(page)
    .locator("[part=missing]", { hasText: `Part ${nth} of 2 is still missing.` })
    .waitFor();
const complete = (page) =>
  page.waitForFunction(() => document.querySelector("ownshelf-privacy").shadowRoot.querySelector("[part=missing]")?.textContent === "");

test("two codes are shown, each with its number", async () => {
  assert.deepEqual(await panel(page).locator("[part=capsule] h4").allTextContents(), ["Code 1 of 2", "Code 2 of 2"]);
  for (const nth of [1, 2]) assert.match(links[nth - 1], new RegExp(`#ownshelf=${nth}\\.2\\.`));
  assert.equal(await panel(page).getByRole("img", { name: "Code for the camera of your other device: Code 2 of 2" }).count(), 1);
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(page.problems, []);
});

for (const [first, second] of [
  [0, 1],
  [1, 0],
]) {
  test(`code ${first + 1}, then code ${second + 1}, scanned into one page`, async () => {
    const other = await visit(context, links[first]);
    await missing(other, second + 1);
    // The same address but for what follows the hash: the page stays as it is.
    await other.evaluate((hash) => {
      location.hash = hash;
    }, new URL(links[second]).hash);
    await complete(other);
    await enter(other);
    const held = await records(other);
    assert.ok(held > 100, `${held} records in two codes`);
    assert.equal(other.url(), server.url);
    assert.deepEqual(other.problems, []);
  });

  test(`code ${first + 1}, then code ${second + 1}, each in a page of its own`, async () => {
    const one = await visit(context, links[first]);
    await missing(one, second + 1);
    const other = await visit(context, links[second]);
    await complete(other);
    await complete(one);
    await enter(other);
    assert.ok((await records(other)) > 100);
    assert.equal(await records(one), 0, "what one page opened is another page's only with its passphrase");
    assert.deepEqual([...one.problems, ...other.problems], []);
  });
}

test("a part that is missing can be pasted; parts of two capsules are not mixed up", async () => {
  const other = await visit(context, links[1]);
  await missing(other, 1);
  await panel(other)
    .getByRole("button", { name: /^This visit/ })
    .click();
  assert.equal(await panel(other).getByRole("button", { name: "Open", exact: true }).isDisabled(), true);
  const stranger = links[0].replace(/(#ownshelf=1\.2\.)\d+/, "$112345");
  const field = label(other, "Link from your other device");
  await field.fill(`${stranger} ${links[1]}`);
  await field.press("Tab");
  await missing(other, 1);
  await field.fill(`${links[1]} ${links[0]}`);
  await field.press("Tab");
  await complete(other);
  await enter(other);
  assert.deepEqual(other.problems, []);
});
