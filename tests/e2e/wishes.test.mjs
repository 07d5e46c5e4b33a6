/** What a shopper wishes for the sake of things that last: tried before it is ticked, shown where it is met, never guessed. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { atTheDemo, follow, visit } from "./demo.mjs";
import { axe } from "./panel/harness.mjs";

const USED = "twin-lens-camera";

const demo = atTheDemo();
let context;
beforeEach(async () => {
  context = await demo.browser.newContext({ viewport: { width: 1440, height: 1000 } });
});
afterEach(() => context.close());

async function open(path) {
  const page = await visit(context, path);
  await page.waitForSelector("main ownshelf-order");
  return page;
}

const panel = (page) => page.locator("ownshelf-privacy");
const wish = (page, name) => panel(page).getByLabel(name, { exact: true });
const badge = (page, kind) => page.locator(`main .grid [data-ownshelf-wish="${kind}"]`);

async function wishes(page) {
  await page.getByRole("button", { name: "Your privacy" }).click();
  await panel(page).locator("summary", { hasText: "My wishes" }).click();
  await wish(page, "Repairable products first").waitFor();
}
const close = async (page) => {
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("ownshelf-privacy").hasAttribute("open"));
};

test("each wish says what it would change before it is ticked, and badges what meets it after", async () => {
  const page = await open("/all");
  await page.locator("main ownshelf-order").first().getByRole("button", { name: "For you", exact: true }).click();
  await wishes(page);
  const said = (name) =>
    wish(page, name).evaluate((box) => box.getRootNode().getElementById(box.getAttribute("aria-describedby"))?.textContent);
  await panel(page).locator("[part=change]").first().waitFor();
  assert.equal(await said("Premium products are welcome"), "Nothing on this page would move.");
  const told = await said("Second-hand and refurbished are welcome");
  assert.match(told, /^\d+ products here would move up\.$/);
  assert.equal(await badge(page, "secondHand").count(), 0, "a trial is no wish");
  assert.deepEqual(await axe(page), []);
  const order = () => page.locator("main .grid .card").evaluateAll((cards) => cards.map((card) => card.dataset.productId));
  const before = await order();
  await wish(page, "Second-hand and refurbished are welcome").check();
  await badge(page, "secondHand").first().waitFor({ state: "attached" });
  await page.waitForFunction(
    (was) => [...document.querySelectorAll("main .grid .card")].map((card) => card.dataset.productId).join() !== was,
    before.join(),
  );
  await close(page);
  await follow(page, "/c/cameras");
  await page.waitForSelector("main .grid [data-ownshelf-wish]", { state: "attached" });
  const cameras = await order();
  assert.ok(cameras.indexOf(USED) < 3, `${USED} comes early: ${cameras}`);
  assert.deepEqual([...new Set(await badge(page, "secondHand").allTextContents())], ["Second-hand"]);
  assert.equal(await badge(page, "repairable").count(), 0, "it is repairable, but nobody asked");
  assert.deepEqual(page.problems, []);
});

test("the promise is kept: as many move up as were told", async () => {
  const page = await open("/all");
  await page.locator("main ownshelf-order").first().getByRole("button", { name: "For you", exact: true }).click();
  await wishes(page);
  const box = wish(page, "Repairable products first");
  await panel(page).locator("[part=change]").first().waitFor();
  const told = await box.evaluate((input) =>
    parseInt(input.getRootNode().getElementById(input.getAttribute("aria-describedby")).textContent, 10),
  );
  assert.ok(told > 0);
  await box.check();
  await panel(page).locator("summary", { hasText: "What changes on this page" }).waitFor();
  await badge(page, "repairable").first().waitFor({ state: "attached" });
  // Reloading the listing in place draws it in its new order altogether.
  await close(page);
  await follow(page, "/c/cameras");
  await follow(page, "/all");
  const { risen } = await page.evaluate(async () => {
    const { products } = await (await fetch("/data/catalogue.json")).json();
    const shop = products.map(({ id }) => id);
    const shown = [...document.querySelectorAll("main .grid .card")].map((card) => card.dataset.productId);
    return { risen: shown.filter((id, at) => at < shop.indexOf(id)).length };
  });
  assert.equal(risen, told);
  assert.deepEqual(page.problems, []);
});

test("second-hand stands beside the new, and the slower way comes first, only where it was asked for", async () => {
  const page = await open("/all");
  const secondHand = page.getByRole("heading", { name: "Cameras, second-hand or refurbished" });
  const ways = () => page.locator(".way b").allTextContents();
  const shopping = async () => {
    await follow(page, "/p/instant-camera");
    await page.getByRole("heading", { name: "More from Cameras" }).waitFor();
    const beside = await secondHand.count();
    await page.getByRole("button", { name: "Add to basket" }).click();
    await follow(page, "/checkout");
    await page.locator(".way b").first().waitFor();
    return { beside, ways: await ways(), chosen: await page.locator(".way input:checked + .way-text b").textContent() };
  };
  assert.deepEqual(await shopping(), { beside: 0, ways: ["By van", "By bicycle and rail"], chosen: "By van" });
  await follow(page, "/all");
  await wishes(page);
  await wish(page, "Second-hand and refurbished are welcome").check();
  await wish(page, "Climate-friendly delivery first").check();
  await close(page);
  assert.deepEqual(await shopping(), { beside: 1, ways: ["By bicycle and rail", "By van"], chosen: "By bicycle and rail" });
  assert.deepEqual(page.problems, []);
});
