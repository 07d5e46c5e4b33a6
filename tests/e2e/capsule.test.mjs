/** Moving to another device and showing a card, by hand, in a real browser: the code is read off the screen. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach, test } from "node:test";
import jsQR from "jsqr";
import sharp from "sharp";
import { axe, launch, lookAtCameras, order, panel, section, serve, visit } from "./panel/harness.mjs";

const SECRET = "a long enough phrase";
let server;
let browser;
let context;
let page;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 900, height: 1400 }, acceptDownloads: true });
  page = await visit(context, server.url);
  await order(page, "For you").click();
  await lookAtCameras(page);
  await page.locator("#privacy").click();
});
afterEach(() => context.close());

const along = (page) => section(page, "Take it to another device");
const helper = (page) => section(page, "Show a helper what you choose");
const facts = (page) => page.evaluate(() => window.shelf.privacy.exportData().records.length);
const label = (page, text) => panel(page).getByLabel(text, { exact: true });

/** What a camera sees in the first code on show. */
async function scanned(page) {
  const shot = await panel(page).locator("ownshelf-code").first().screenshot();
  const { data, info } = await sharp(shot).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

async function sealed(page) {
  await along(page).click();
  await label(page, "Take it along to another device").click();
  await label(page, "Passphrase").first().fill(SECRET);
  await panel(page).getByRole("button", { name: "Make file and code" }).click();
  await panel(page).locator("[part=capsule] ownshelf-code").waitFor();
}

test("a code read off one screen brings the profile to another browser, whose address forgets it", async () => {
  await sealed(page);
  const link = await scanned(page);
  assert.match(link, new RegExp(`^${server.url}#ownshelf=1\\.1\\.`));
  const held = await facts(page);
  const elsewhere = await browser.newContext({ viewport: { width: 900, height: 1400 } });
  try {
    const other = await visit(elsewhere, link);
    await panel(other).getByRole("button", { name: "Open" }).waitFor();
    assert.equal(await panel(other).getByRole("button", { name: "Open" }).isDisabled(), true, "nothing comes where nothing may be learned");
    await panel(other)
      .getByRole("button", { name: /^This visit/ })
      .click();
    await label(other, "Passphrase").fill("not that phrase");
    await panel(other).getByRole("button", { name: "Open" }).click();
    await panel(other).getByText("This passphrase does not open it.").waitFor();
    assert.equal(await facts(other), 0);
    await label(other, "Passphrase").fill(SECRET);
    await panel(other).getByRole("button", { name: "Open" }).click();
    await panel(other)
      .locator("[part=opened]", { hasText: `${held} entries loaded.` })
      .waitFor();
    assert.equal(await facts(other), held);
    assert.equal(other.url(), server.url);
    assert.deepEqual(
      await other.evaluate(() => window.shelf.rank(["mug", "camera1", "rope", "camera2"]).order),
      await page.evaluate(() => window.shelf.rank(["mug", "camera1", "rope", "camera2"]).order),
    );
    // One device is wiped; the other keeps what it has.
    await page.evaluate(() => window.shelf.privacy.erase());
    assert.equal(await facts(other), held);
    assert.deepEqual(other.problems, []);
    assert.ok([...page.requests, ...other.requests].every((url) => !url.includes("ownshelf=") || url === link));
  } finally {
    await elsewhere.close();
  }
});

test("the file does the same, and the sections are accessible and clean", async () => {
  await sealed(page);
  assert.deepEqual(await axe(page), []);
  const [download] = await Promise.all([page.waitForEvent("download"), panel(page).getByRole("button", { name: "Save the file" }).click()]);
  const held = await facts(page);
  const elsewhere = await browser.newContext({ viewport: { width: 900, height: 1400 } });
  try {
    const other = await visit(elsewhere, server.url);
    await order(other, "For you").click();
    await other.locator("#privacy").click();
    await along(other).click();
    await panel(other)
      .locator("input[type=file]")
      .last()
      .setInputFiles({ name: "x", mimeType: "", buffer: await readFile(await download.path()) });
    await label(other, "Passphrase").last().fill(SECRET);
    await label(other, "Passphrase").last().press("Enter");
    await panel(other)
      .locator("[part=opened]", { hasText: `${held} entries loaded.` })
      .waitFor();
  } finally {
    await elsewhere.close();
  }
  assert.deepEqual(page.problems, []);
});

test("no script makes a capsule or a card without the shopper", async () => {
  const codes = await page.evaluate(
    () =>
      new Promise((resolve) => {
        window.shelf.privacy.set({ link: "granted" });
        const timer = setInterval(async () => {
          if (navigator.userActivation.isActive) return;
          clearInterval(timer);
          const { privacy } = window.shelf;
          const tried = [() => privacy.capsule("a long enough phrase"), () => privacy.supportCard({ recent: true })];
          resolve(
            await Promise.all(
              tried.map((make) =>
                make().then(
                  () => "made",
                  (error) => error.code,
                ),
              ),
            ),
          );
        }, 100);
      }),
  );
  assert.deepEqual(codes, ["not_permitted", "not_permitted"]);
});

test("a card holds what was ticked and nothing else, and its code says the same", async () => {
  await helper(page).click();
  await panel(page).getByRole("button", { name: "Make the card" }).click();
  await panel(page).getByText("Tick or enter something first.").waitFor();
  await label(page, "Question").fill("Does the strap fit?");
  await label(page, "Products looked at lately").check();
  await panel(page).getByRole("button", { name: "Taste" }).click();
  await panel(page).getByRole("group", { name: "Taste" }).getByLabel("Lumen").check();
  await panel(page).getByRole("button", { name: "Make the card" }).click();
  const card = panel(page).locator("[part=card]");
  await card.waitFor();
  const lines = await card.locator("li").allInnerTexts();
  assert.equal(lines.length, 3);
  assert.equal(lines[0], "Question: Does the strap fit?");
  assert.match(
    lines[1],
    /^Products looked at lately: Compact Camera \(camera3\), .*; Mirrorless Camera \(camera2\), .*; Instant Camera \(camera1\)/,
  );
  assert.equal(lines[2], "Taste: Lumen");
  assert.deepEqual(await axe(page), []);
  const link = await scanned(page);
  assert.match(link, /\/support\.html#ownshelf-card=\d+$/);
  const { readCard } = await import("../../pkg/card.js");
  const read = readCard(link);
  assert.deepEqual(Object.keys(read), ["format", "version", "at", "question", "recent", "taste"]);
  assert.deepEqual(read.taste, [{ kind: "brand", name: "Lumen" }]);
  assert.deepEqual(page.problems, []);
});
