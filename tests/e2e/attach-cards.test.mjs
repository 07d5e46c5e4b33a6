/** Lists that are no plain row of cards: rows, boxes the browser does not make, slides shown twice, links in shadow trees. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, launch } from "./fixtures/browser.mjs";
import { like, openLab } from "./fixtures/lab.mjs";
import { serveShops } from "./fixtures/server.mjs";
import { stage } from "./stage.mjs";

const play = stage(serveShops, launch, { viewport: DESKTOP });

/** A lab whose list was changed before it is attached; its shopper likes every eighth product. */
async function prepared(prepare) {
  const page = await openLab(play.context, play.server.url);
  await like(page);
  await page.evaluate(() => document.addEventListener("click", (event) => event.preventDefault()));
  await page.evaluate(prepare);
  return page;
}

const shopOrder = Array.from({ length: 24 }, (_, at) => `p${at}`);
const order = (page) => page.$$eval(".tile", (tiles) => tiles.map(({ dataset }) => dataset.productId));
const selected = (page) => page.evaluate(() => lab.events.filter(({ name }) => name === "select_item"));

/** Puts the cards into rows of four, of a kind that holds its cells directly or in a wrapper. */
const inRows = (wrapped) => {
  const cards = [...lab.list.children];
  for (let at = 0; at < cards.length; at += 4) {
    const row = document.createElement("div");
    row.className = "row";
    row.style.display = "flex";
    const inner = wrapped ? row.appendChild(document.createElement("div")) : row;
    inner.append(...cards.slice(at, at + 4));
    lab.list.append(row);
  }
};

for (const wrapped of [false, true]) {
  test(`cards move between rows${wrapped ? " with a wrapper in each" : ""}, rows stay, and a choice names its card`, async () => {
    const page = await prepared(() => {});
    await page.evaluate(inRows, wrapped);
    const rows = await page.evaluate(() => {
      window.rows = [...lab.list.children];
      lab.attach({ fresh: true });
      return window.rows.map((row, at) => lab.list.children[at] === row && row.querySelectorAll(".tile").length);
    });
    assert.deepEqual(rows, [4, 4, 4, 4, 4, 4]);
    const now = await order(page);
    assert.ok(now.indexOf("p23") < 8, String(now));
    assert.deepEqual([...now].sort(), [...shopOrder].sort());
    await page.click(`[data-product-id="${now[8]}"] a`);
    assert.deepEqual(
      (await selected(page)).map(({ id, position }) => [id, position]),
      [[now[8], 9]],
    );
    await page.evaluate(() => lab.attachment.detach({ restore: true }));
    assert.deepEqual(await order(page), shopOrder);
  });
}

test("cards added to a new row come in the shopper's order", async () => {
  const page = await prepared(() => {});
  await page.evaluate(inRows, false);
  await page.evaluate(() => {
    lab.attach({ fresh: true });
    const row = lab.list.lastElementChild.cloneNode(false);
    row.append(...[24, 25, 26, 31].map((at) => lab.card(`p${at}`)));
    lab.list.append(row);
  });
  await page.evaluate(() => new Promise(requestAnimationFrame));
  assert.equal((await order(page)).slice(24)[0], "p31");
});

for (const [what, selector] of [
  ["the list", ".tiles"],
  ["the cards", ".tile"],
]) {
  test(`where ${what} has no box of its own, nothing moves under the shopper's eyes, and what is seen counts`, async () => {
    const page = await prepared(() => {});
    await page.evaluate((selector) => {
      for (const element of document.querySelectorAll(selector)) element.style.display = "contents";
      for (const card of [...lab.list.children].slice(8)) card.remove();
      lab.shelf.record({ name: "view_item", id: "p7" });
      lab.attach();
    }, selector);
    assert.deepEqual(await order(page), shopOrder.slice(0, 8));
    await page.waitForFunction(() => lab.events.some(({ name }) => name === "view_item_list"), undefined, { timeout: 15_000 });
  });
}

test("a carousel with copies of slides stays, and a choice of a slide or of its copy names the product", async () => {
  const page = await prepared(() => {
    const copies = [...lab.list.children].slice(0, 2).map((card) => card.cloneNode(true));
    for (const copy of copies) {
      copy.classList.add("slick-cloned");
      copy.setAttribute("aria-hidden", "true");
    }
    lab.list.prepend(...copies);
    lab.attach({ fresh: true });
  });
  assert.deepEqual((await order(page)).slice(2), shopOrder);
  await page.click(".tile:not(.slick-cloned) a");
  await page.click(".slick-cloned:nth-child(2) a");
  assert.deepEqual(
    (await selected(page)).map(({ id }) => id),
    ["p0", "p1"],
  );
});

test("nothing moves where a script finds cards by their places", async () => {
  const page = await prepared(() => {
    [...lab.list.children].forEach((card, at) => card.setAttribute("data-swiper-slide-index", String(at)));
    lab.attach({ fresh: true });
  });
  assert.deepEqual(await order(page), shopOrder);
});

test("a choice by a link in an open shadow root names its card", async () => {
  const page = await prepared(() => {
    const card = lab.list.children[3];
    card.querySelector("a").remove();
    const host = document.createElement("shop-link");
    host.attachShadow({ mode: "open" }).innerHTML = '<a href="/p/three">Open</a>';
    card.prepend(host);
    lab.attach();
  });
  await page.click("shop-link a");
  assert.deepEqual(
    (await selected(page)).map(({ id }) => id),
    ["p3"],
  );
});
