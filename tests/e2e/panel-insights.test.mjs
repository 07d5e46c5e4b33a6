/** What the panel says of anonymous totals: that nothing is asked, what is asked, and what waits, which can be stopped. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TASK } from "./fixtures/totals.mjs";
import { axe, launch, panel, section, serve, visit } from "./panel/harness.mjs";
import { stage } from "./stage.mjs";

const play = stage(serve, launch, { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" });

const WEEK = 7 * 86_400_000;
const NOW = Math.floor(Date.UTC(2026, 5, 1) / WEEK) * WEEK + WEEK / 2;
const outbox = (page) => panel(page).locator("ownshelf-outbox");
const open = async (page) => {
  await page.locator("#privacy").click();
  await section(page, "What it may do").click();
};
const joined = (page) =>
  page.evaluate(
    async ({ task, now }) => {
      const { joinInsights } = await import("/pkg/insights.js");
      window.NOW = now;
      window.insights = await joinInsights(window.shelf, task, { now: () => window.NOW });
    },
    { task: TASK, now: NOW },
  );
const opens = (page) => page.evaluate(() => window.shelf.record({ name: "select_item", id: "mug", position: 2, personalised: true }));

test("where nothing is asked the panel says so", async () => {
  const page = await visit(play.context, play.server.url);
  await open(page);
  await panel(page).getByText("At present this shop asks for no totals.").waitFor();
  assert.equal(await outbox(page).count(), 0);
});

test("what is asked can be read before the yes, and what waits can be stopped by hand", async () => {
  const page = await visit(play.context, play.server.url);
  await joined(page);
  await open(page);
  await outbox(page).getByText("Nothing is collected or sent.").waitFor();
  await outbox(page).getByText("What exactly is sent").click();
  for (const text of [
    "whether the list was sorted for you and its place in the list",
    "every 7 days",
    "In 82% of all answers",
    "one half for Example Foundation, one for Sample Institute",
    "at least 500 answers",
  ]) {
    await outbox(page).getByText(text).waitFor();
  }
  await panel(page).getByRole("switch", { name: "Add to anonymous totals" }).check();
  await outbox(page).getByText("It needs “Remember me”").waitFor();
  await panel(page).getByRole("switch", { name: "Remember me on this device" }).check();
  await outbox(page).getByText("You take part.").waitFor();
  await outbox(page).getByText("No answer yet.").waitFor();
  // The first answers wait for the vault's key.
  const item = outbox(page).getByRole("listitem");
  for (let tries = 0; tries < 50 && !(await item.count()); tries++) {
    await opens(page);
    await page.waitForTimeout(100);
  }
  await item.getByText(/^(?:Sorted for you|Shop's order) · Place .+ May still change until .+ and goes out after that\.$/).waitFor();
  // The next week has just begun: the answer's own moment in it is still to come.
  await page.evaluate((half) => {
    window.NOW += half;
  }, WEEK / 2);
  await page.evaluate(() => window.insights.flush());
  await item.getByText(/Goes out after /).waitFor();
  assert.deepEqual(await axe(page), []);
  await item.getByRole("button", { name: "Do not send" }).click();
  await outbox(page).getByText("It will not be sent.").waitFor({ state: "attached" });
  await outbox(page).getByText("No answer yet.").waitFor();
  await page.evaluate(() => window.insights.close());
  await outbox(page).getByText("At present this shop asks for no totals.").waitFor();
  assert.deepEqual(page.problems, []);
  assert.ok(
    page.requests.every((address) => address.startsWith(play.server.url) || address.startsWith("data:")),
    page.requests.join("\n"),
  );
});

test("in every language the outbox speaks it", async () => {
  for (const [lang, word] of [
    ["de", "Was genau gesendet wird"],
    ["ar", "ما الذي يُرسَل بالضبط"],
    ["ja", "実際に送信される内容"],
  ]) {
    const page = await visit(play.context, `${play.server.url}?lang=${lang}`);
    await joined(page);
    await page.locator("#privacy").click();
    await page.evaluate(() => document.querySelector("ownshelf-privacy").open("purposes"));
    await outbox(page).getByText(word).waitFor();
    assert.equal(await outbox(page).locator("[part=outbox]").getAttribute("dir"), lang === "ar" ? "rtl" : "ltr");
    await page.close();
  }
});
