/** What others decide or prevent - the shop's consent manager, the law on sensitive topics, the device - is shown and respected. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { trapping } from "../js/trapping.mjs";
import { cards, launch, lookAtCameras, order, panel, section, serve, visit, writtenDown } from "./panel/harness.mjs";
import { stage } from "./stage.mjs";

const play = stage(serve, launch, { viewport: { width: 900, height: 900 } });

const open = (page) => page.locator("#privacy").click();
const storage = (page) => page.evaluate(() => window.shelf.privacy.storage());
const known = (page) =>
  panel(page)
    .locator("[part=facts] li span")
    .evaluateAll((spans) => spans.map((span) => span.firstChild.data));

test("a consent manager that cannot be told decides alone", async () => {
  const page = await visit(play.context, `${play.server.url}?manager=leads`);
  await open(page);
  await section(page, "What it may do").click();
  await panel(page).getByText("Follows the choice in your cookie settings.").first().waitFor();
  assert.ok(await panel(page).locator("#rank").isDisabled());
  assert.ok(await order(page, "For you").isDisabled());
});

test("a consent manager that can be told follows the shopper's choice here", async () => {
  const page = await visit(play.context, `${play.server.url}?manager=follows`);
  await open(page);
  await section(page, "What it may do").click();
  await panel(page).getByText("Follows the choice in your cookie settings.").first().waitFor();
  await panel(page).locator("#rank").check();
  await page.waitForFunction(() => window.managed.rank === "granted");
  assert.equal(await page.evaluate(() => window.shelf.privacy.purposes().find((p) => p.purpose === "rank").active), true);
  await panel(page).getByRole("button", { name: "Off" }).click();
  await page.waitForFunction(() => window.managed.rank === "denied");
  await page.keyboard.press("Escape");
  await order(page, "For you").click();
  await page.waitForFunction(() => window.managed.rank === "granted");
});

test("sensitive topics are learned from only after their own yes, and forgotten with it", async () => {
  const page = await visit(play.context, play.server.url);
  await order(page, "For you").click();
  const look = () => page.evaluate(() => window.shelf.record({ name: "view_item", id: "tea", dwellMs: 20000 }));
  await look();
  await open(page);
  await section(page, "What this shop knows").click();
  await panel(page).getByText("Nothing.").waitFor();
  await section(page, "My wishes").click();
  const health = panel(page).getByLabel("Health and medicine");
  assert.equal(await health.isChecked(), false);
  await health.check();
  await look();
  await panel(page).getByText("Interested in Medicine").waitFor();
  await health.uncheck();
  await panel(page).getByText("Nothing.").waitFor();
  assert.deepEqual(await known(page), []);
});

test("over an engine that stopped the panel stands, says what did not work, and takes a no and an erasure", async () => {
  await play.context.addInitScript(`window.traps = (${trapping})("rank")`);
  const page = await visit(play.context, play.server.url);
  await order(page, "For you").click();
  await page.evaluate(() => {
    window.traps.left = 1;
    window.shelf.rank(["mug"]);
  });
  await open(page);
  await section(page, "What this shop knows").click();
  assert.deepEqual(await known(page), []);
  assert.equal(await panel(page).getByText("Nothing.", { exact: true }).count(), 0, "it cannot know that");
  await section(page, "What it may do").click();
  await panel(page).locator("#price").uncheck();
  assert.equal(await page.evaluate(() => window.shelf.privacy.purposes().find(({ purpose }) => purpose === "price").state), "denied");
  await section(page, "My wishes").click();
  await panel(page).getByLabel("Repairable products first").click();
  await panel(page).getByText("That did not work.").first().waitFor({ state: "attached" });
  assert.equal(await panel(page).getByLabel("Repairable products first").isChecked(), false);
  assert.equal((await page.evaluate(() => window.shelf.privacy.erase())).after.records, 0);
  assert.match(page.problems[0], /the engine stopped/);
});

test("what was kept and cannot be read is said", async () => {
  const page = await visit(play.context, play.server.url);
  await open(page);
  await panel(page).getByRole("button", { name: "Remember me" }).click();
  await page.keyboard.press("Escape");
  await lookAtCameras(page);
  await page.evaluate(writtenDown);
  await page.evaluate(async () => {
    const db = await new Promise((resolve) => {
      const r = indexedDB.open("ownshelf:panel");
      r.onsuccess = () => resolve(r.result);
    });
    const transaction = db.transaction("vault", "readwrite");
    const vault = transaction.objectStore("vault");
    vault.get("profile").onsuccess = ({ target: { result } }) => {
      new Uint8Array(result.data)[3] ^= 1;
      vault.put(result, "profile");
    };
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
    });
    db.close();
  });
  const shop = await cards(await visit(await play.browser.newContext(), play.server.url));
  await page.reload();
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  assert.deepEqual(await cards(page), shop);
  await open(page);
  await panel(page).getByText("It is set aside and not used.").waitFor();
});

test("a device without room keeps nothing, works on in memory and says so", async () => {
  const page = await visit(play.context, play.server.url);
  const { origin } = new URL(play.server.url);
  const devtools = await play.context.newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await open(page);
  await panel(page).getByRole("button", { name: "Remember me" }).click();
  await page.keyboard.press("Escape");
  await lookAtCameras(page);
  await page.evaluate(writtenDown);
  const { kind, reason } = await storage(page);
  assert.deepEqual({ kind, reason }, { kind: "memory", reason: "quota" });
  assert.match((await cards(page))[0], /^camera/);
  await open(page);
  await panel(page).locator("[part=status]").getByText("This browser does not let us remember anything for longer.").waitFor();
  assert.deepEqual(page.problems, []);
});

test("the consent record and the assessment can be taken along", async () => {
  const page = await visit(play.context, play.server.url);
  await order(page, "For you").click();
  await open(page);
  await section(page, "Download or load").click();
  const saved = async (name) => {
    const [download] = await Promise.all([page.waitForEvent("download"), panel(page).getByRole("button", { name }).click()]);
    return JSON.parse(await readFile(await download.path(), "utf8"));
  };
  const record = await saved("Download my consent record");
  const given = record["dpv:hasProcess"].filter((process) => process["dpv:hasConsentStatus"] === "dpv:ConsentGiven");
  assert.ok(given.some((process) => process["@id"] === "ownshelf:rank"));
  const assessment = await saved("Download the privacy assessment");
  assert.match(JSON.stringify(assessment), /"rank"/);
});
