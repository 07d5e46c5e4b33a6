/** A shortage in the demonstration shop: what is needed first, so many to an order, a word to all - for everybody, whoever they are. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { atTheDemo, follow, visit } from "./demo.mjs";
import { axe } from "./panel/harness.mjs";

const NEEDED = ["laptop", "32-inch-monitor", "curvy-monitor", "wooden-side-desk", "clacky-keyboard", "cordless-mouse"];

const demo = atTheDemo();
let context;
beforeEach(async () => {
  context = await demo.browser.newContext({ viewport: { width: 1440, height: 900 } });
});
afterEach(() => context.close());

async function open(path) {
  const page = await visit(context, path);
  await page.waitForSelector("main h1");
  return page;
}

const order = (page) => page.locator("main .grid .card").evaluateAll((cards) => cards.map((card) => card.dataset.productId));
const firstIs = (page, id) =>
  page.waitForFunction((wanted) => document.querySelector("main .grid .card")?.dataset.productId === wanted, id);
const label = (page, id) => page.locator(`main .grid .card[data-product-id="${id}"] [data-ownshelf-label="limit"]`);

test("one tap announces it, puts what is needed first and shows the limits; another ends it", async () => {
  const page = await open("/all");
  await page.waitForSelector("main ownshelf-order");
  const usual = await order(page);
  await page.getByRole("button", { name: "Try a shortage" }).click();
  await firstIs(page, NEEDED[0]);
  assert.deepEqual((await order(page)).slice(0, NEEDED.length), NEEDED);
  await page.locator(".list-notices", { hasText: "comes first, for everybody" }).waitFor();
  await label(page, "laptop").waitFor();
  assert.equal(await label(page, "laptop").textContent(), "At most 2 per order");
  assert.equal(await label(page, "tent").count(), 0);
  assert.deepEqual(await axe(page), []);
  await page.getByRole("button", { name: "End the shortage" }).click();
  await firstIs(page, usual[0]);
  await page.waitForFunction(
    () => !document.querySelector(".list-notices").children.length && !document.querySelector("[data-ownshelf-label]"),
  );
  assert.deepEqual(await order(page), usual);
  assert.deepEqual(page.problems, []);
});

test("no profile changes what comes first, and why it is there says so", async () => {
  const page = await open("/all?shortage");
  await firstIs(page, NEEDED[0]);
  await page.locator("main ownshelf-order").first().getByRole("button", { name: "For you", exact: true }).click();
  for (const id of ["twin-lens-camera", "tripod"]) {
    await follow(page, `/p/${id}`);
    await page.getByRole("button", { name: "Add to basket" }).click();
  }
  await follow(page, "/all");
  await page.waitForFunction(() => document.querySelector("main .grid .card-why:not([hidden]) ownshelf-why"));
  assert.deepEqual((await order(page)).slice(0, NEEDED.length), NEEDED);
  assert.ok((await order(page)).indexOf("twin-lens-camera") === NEEDED.length, "what the shopper likes follows");
  await label(page, "laptop").waitFor();
  assert.deepEqual(page.problems, []);
});

test("the basket keeps the limit and says it", async () => {
  const page = await open("/p/laptop?shortage");
  const add = page.getByRole("button", { name: "Add to basket" });
  for (let n = 0; n < 3; n++) await add.click();
  await page.locator("#toasts", { hasText: "At most 2 per order" }).waitFor();
  await page.getByText("At most 2 per order").first().waitFor();
  await follow(page, "/basket");
  await page.locator(".line output", { hasText: "2" }).waitFor();
  assert.equal(await page.locator(".line").getByText("At most 2 per order").count(), 1);
  assert.equal(await page.getByRole("button", { name: "One Laptop more" }).isDisabled(), true);
  await page.getByRole("button", { name: "One Laptop fewer" }).click();
  await page.locator(".line output", { hasText: "1" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "One Laptop more" }).isDisabled(), false);
  assert.deepEqual(page.problems, []);
});
