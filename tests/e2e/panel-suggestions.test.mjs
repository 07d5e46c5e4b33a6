/** `<ownshelf-suggestions>` shows what the shelf suggests, labelled and with its reason, and nothing of its own. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { axe, launch, serve, visit } from "./panel/harness.mjs";
import { stage } from "./stage.mjs";

const play = stage(serve, launch, { viewport: { width: 900, height: 900 } });

/**
 * The test shop with the element, and a shelf that suggests what is given; everything else of the shelf is the engine's.
 * What is turned down leaves the list, as `snooze_item` asks.
 */
async function shop(query, suggestions) {
  const page = await visit(play.context, play.server.url + query);
  await page.evaluate(async (given) => {
    const hidden = new Set();
    window.asked = [];
    window.recorded = [];
    const shelf = {
      ...window.shelf,
      record: (event) => {
        window.recorded.push(event);
        if (event.name === "snooze_item") hidden.add(event.id);
        window.shelf.record(event);
      },
      suggest: (options) => {
        window.asked.push(options);
        return given.filter(({ id }) => !hidden.has(id)).slice(0, options.limit);
      },
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
  {
    kind: "replenish",
    id: "mug",
    dueAt: Date.UTC(2126, 2, 12, 12),
    because: [{ code: "replenish", text: "You may need this again around March 12, 2126" }],
  },
  { kind: "upSell", id: "lens", because: [{ code: "upSell", text: "A better version of Lens 28 mm, which you looked at" }] },
  { kind: "accessory", id: "gone", because: [{ code: "accessory", text: "Fits Instant Camera, which you chose" }] },
];
const list = (page) => page.locator("ownshelf-suggestions").getByRole("listitem");

test("each is labelled with its kind, reason and price; what the shop cannot show is left out", async () => {
  const page = await shop("", GIVEN);
  await list(page).first().waitFor();
  assert.equal(await list(page).count(), 2);
  assert.match(await list(page).nth(0).innerText(), /Buy again\s+Mug\s+9 €\s+You may need this again around March 12, 2126/);
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
  await page.evaluate(() =>
    document.addEventListener("ownshelf-suggestion", (event) => {
      event.preventDefault();
      window.chosen = event.detail;
    }),
  );
  await page.locator("ownshelf-suggestions").getByRole("link", { name: /Mug/ }).click();
  assert.deepEqual(await page.evaluate(() => window.chosen), { id: "mug", kind: "replenish" });
  assert.equal(new URL(page.url()).hash, "");
  assert.deepEqual(await page.evaluate(() => window.recorded), [{ name: "select_item", id: "mug", item_list_id: "ownshelf-suggestions" }]);
});

test("Not this takes it away and moves the focus on", async () => {
  const page = await shop("", GIVEN);
  const dismiss = page.locator("ownshelf-suggestions").getByRole("button", { name: "Not this: Lens 35 mm" });
  await dismiss.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("ownshelf-suggestions").shadowRoot.querySelectorAll("li").length === 1);
  assert.deepEqual(await page.evaluate(() => window.recorded.at(-1)), { name: "snooze_item", id: "lens" });
  assert.equal(await page.evaluate(() => document.activeElement.localName), "ownshelf-suggestions");
});

test("a reminder can be put off, stopped, and taken into the calendar", async () => {
  const page = await shop("", GIVEN);
  const button = (name) => page.locator("ownshelf-suggestions").getByRole("button", { name: `${name}: Mug` });
  const [download] = await Promise.all([page.waitForEvent("download"), button("Add to calendar").click()]);
  assert.equal(download.suggestedFilename(), "replenish.ics");
  const file = await readFile(await download.path(), "utf8");
  assert.match(file, /^BEGIN:VCALENDAR\r\n/);
  assert.match(file, /DTSTART;VALUE=DATE:21260312\r\n/);
  assert.match(file, /SUMMARY:Buy again: Mug\r\n/);
  assert.match(file, /\r\nURL:http:\/\/localhost:\d+\/#mug\r\n/);
  await button("Remind me in a week").click();
  assert.deepEqual(await page.evaluate(() => window.recorded.at(-1)), { name: "snooze_item", id: "mug", days: 7 });
  await page.waitForFunction(() => document.querySelector("ownshelf-suggestions").shadowRoot.querySelectorAll("li").length === 1);
  assert.deepEqual(page.problems, []);

  const other = await shop("", GIVEN);
  await other.locator("ownshelf-suggestions").getByRole("button", { name: "Stop reminding me: Mug" }).click();
  assert.deepEqual(await other.evaluate(() => window.recorded.at(-1)), { name: "snooze_item", id: "mug" });
});

test("its attributes say what is asked for, and a place for better versions has to say so", async () => {
  const page = await shop("", GIVEN);
  await list(page).first().waitFor();
  assert.deepEqual(await page.evaluate(() => window.asked.at(-1)), { limit: 4, ahead: 0 });
  await page.evaluate(() => {
    const element = document.querySelector("ownshelf-suggestions");
    element.setAttribute("kinds", "upSell, season");
    element.setAttribute("ahead", "30");
    element.setAttribute("limit", "2");
    element.update();
  });
  await page.waitForFunction(() => window.asked.at(-1).ahead === 30);
  assert.deepEqual(await page.evaluate(() => window.asked.at(-1)), { limit: 2, ahead: 30, kinds: ["upSell", "season"] });
});

test("its code is not fetched by pages without it", async () => {
  const page = await visit(play.context, play.server.url);
  assert.deepEqual(
    page.requests.filter((url) => url.includes("suggestions")),
    [],
  );
});

test("it speaks the shelf's language and reads its way", async () => {
  const page = await shop("?lang=ar", GIVEN);
  await list(page).first().waitFor();
  assert.match(await list(page).first().innerText(), /إعادة شراء/);
  assert.equal(await page.locator("ownshelf-suggestions section").getAttribute("dir"), "rtl");
  assert.deepEqual(await axe(page), []);
});
