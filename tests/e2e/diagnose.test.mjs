/** What a shop's developer is told when a list does not do what was expected. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DESKTOP, launch } from "./fixtures/browser.mjs";
import { markupPage } from "./fixtures/markup.mjs";
import { serveShops } from "./fixtures/server.mjs";
import { stage } from "./stage.mjs";

const play = stage(serveShops, launch, { viewport: DESKTOP });

const card = (at) =>
  `<li style="height:220px"><a href="/p/lamp-${at}"><img alt="" width="9" height="9"><h3>Lamp ${at}</h3></a><span class="price">€ ${at + 10}.00</span></li>`;
const list = (attributes = "", more = "") =>
  `<body><main><h1>Lamps</h1><ul class="lamps" data-ownshelf-listing="lamps" ${attributes}>${Array.from({ length: 24 }, (_, at) => card(at)).join("")}</ul>${more}</main></body>`;
const like = (page) =>
  page.evaluate(() => {
    for (const at of [20, 22]) window.__shelf.record({ name: "add_to_cart", id: `${location.origin}/p/lamp-${at}` });
  });

async function diagnosed(body, { consent, prepare } = {}) {
  const page = await markupPage(play.context, play.server.url, { "/lamps": body }, consent);
  await page.open("/lamps");
  await page.waitForTimeout(100);
  await prepare?.(page);
  const told = await page.evaluate(async () => JSON.parse(JSON.stringify(await window.__shelf.diagnose())));
  await page.close();
  return told;
}

describe("why nothing moved", () => {
  for (const [why, body, how] of [
    ["not_asked", list(), { consent: "ask" }],
    ["refused", list(), { prepare: (page) => page.evaluate(() => window.__shelf.privacy.set({ rank: "denied" })) }],
    ["paused", list(), { prepare: (page) => page.evaluate(() => window.__shelf.privacy.pause()) }],
    ["empty_profile", list(), {}],
    ["kept", list("data-ownshelf-keep"), { prepare: like }],
    ["framework", list().replaceAll("<li ", '<li class="svelte-1abcde" '), { prepare: like }],
    ["no_cards", `<body><ul data-ownshelf-listing><li>Nothing</li><li>to see</li></ul></body>`, {}],
    ["sorted", list("", '<select name="sort_by"><option value="price-ascending" selected>Price</option></select>'), { prepare: like }],
  ]) {
    test(why, async () => {
      const { lists } = await diagnosed(body, how);
      assert.deepEqual(
        lists.map((told) => [told.why, told.moved]),
        [[[why], 0]],
      );
    });
  }
});

test("what is known, allowed and done: the list taken, its cards, their fields, rows rejected", async () => {
  const told = await diagnosed(list(), {
    prepare: async (page) => {
      await like(page);
      await page.evaluate(() => window.__shelf.addProducts([{ name: "nobody" }, { id: "x", price: "none" }]));
      await page.waitForFunction(() => document.querySelectorAll("h3")[23].textContent !== "Lamp 23");
    },
  });
  assert.equal(told.consent.source, "session");
  assert.deepEqual(told.consent.purposes.rank, { state: "unset", active: true });
  assert.equal(told.engine, "working");
  assert.equal(told.storage.kind, "memory");
  assert.deepEqual(told.recorded.events >= 2 && told.recorded.records >= 2, true);
  assert.equal(told.rejected.length, 2);
  const [lamps] = told.lists;
  assert.deepEqual(
    [lamps.listId, lamps.element, lamps.cards, lamps.of, lamps.personalised, lamps.why],
    ["lamps", "ul.lamps", 24, 24, true, []],
  );
  assert.ok(lamps.moved > 0);
  const [first] = lamps.products;
  assert.deepEqual(
    [first.place, first.shopPlace, first.fields.includes("name"), first.fields.includes("price"), first.missing],
    [1, 1, true, true, ["category", "brand"]],
  );
});

test("an element that belongs to no list is told of", async () => {
  const page = await markupPage(play.context, play.server.url, { "/lamps": list() });
  await page.open("/lamps");
  const [one, none] = await page.evaluate(async () => [await window.__shelf.diagnose("ul"), await window.__shelf.diagnose("h1")]);
  assert.deepEqual([one.lists.length, one.unattached, none.lists.length, none.unattached], [1, undefined, 0, true]);
  await assert.rejects(
    page.evaluate(() => window.__shelf.diagnose("#nowhere")),
    /invalid_input|no element|an element/,
  );
  await page.close();
});

test("data-ownshelf-debug: one table, and a label over each card that changes nothing of the page", async () => {
  const page = await markupPage(play.context, play.server.url, { "/lamps": list() });
  const said = [];
  page.on("console", (message) => said.push(message.type()));
  await page.addInitScript(() =>
    new MutationObserver(() => {
      const script = document.querySelector("script[data-ownshelf-consent]");
      script?.setAttribute("data-ownshelf-debug", "");
    }).observe(document, { childList: true, subtree: true }),
  );
  await page.open("/lamps");
  await page.waitForSelector("ownshelf-debug", { state: "attached" });
  await page.waitForTimeout(700);
  assert.deepEqual(said.filter((type) => type === "table").length, 1);
  assert.deepEqual(page.problems, []);
  assert.equal(await page.evaluate(() => document.querySelectorAll("[data-ownshelf-listing] [style*=transform]").length), 0);
  await page.close();
});

describe("on a development host, one line when nothing can happen", () => {
  for (const [kind, body, consent, wants] of [
    ["nobody asks", list(), "ask", /nobody asks the shopper/],
    ["no list is marked", "<body><h1>Lamps</h1></body>", "session", /no list has the attribute data-ownshelf-listing/],
    ["no card is one", "<body><ul data-ownshelf-listing><li>a</li></ul></body>", "session", /no card of the list shows a product/],
    ["all is well", list(), "session", undefined],
  ]) {
    test(kind, async () => {
      const page = await markupPage(play.context, play.server.url, { "/lamps": body }, consent);
      const said = [];
      page.on("console", (message) => /nothing can happen/.test(message.text()) && said.push(message.text()));
      await page.open("/lamps");
      await page.waitForTimeout(400);
      assert.equal(said.length, wants ? 1 : 0);
      if (wants) assert.match(said[0], wants);
      await page.close();
    });
  }
});
