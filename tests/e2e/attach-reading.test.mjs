/** Who reads by keyboard, by screen reader or with the pointer on something keeps what they hold when a list changes. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESKTOP, launch } from "./fixtures/browser.mjs";
import { like, openLab } from "./fixtures/lab.mjs";
import { serveShops } from "./fixtures/server.mjs";
import { stage } from "./stage.mjs";

const play = stage(serveShops, launch);

/** A list about to change altogether: the shopper likes what stands behind, and taps. */
async function openTapped(context, prepare = () => {}) {
  const page = await openLab(context, play.server.url);
  await page.evaluate(() => {
    const tap = document.createElement("button");
    tap.id = "tap";
    tap.textContent = "For you";
    tap.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus where it is
    tap.addEventListener("click", () => lab.shelf.privacy.resume());
    document.querySelector("h1").after(tap);
  });
  await like(page);
  await page.evaluate(() => lab.shelf.privacy.pause());
  await page.evaluate(prepare);
  await page.evaluate(() => lab.attach());
  const shopOrder = Array.from({ length: 24 }, (_, at) => `p${at}`);
  assert.deepEqual(await page.evaluate(() => lab.order()), shopOrder);
  return page;
}

const moved = async (page) => {
  const order = await page.evaluate(() => lab.order());
  assert.ok(order.indexOf("p23") < 8, `p23 came up: ${order}`);
  assert.deepEqual([...order].sort(), Array.from({ length: 24 }, (_, at) => `p${at}`).sort());
  return order;
};

for (const how of ["moveBefore", "insertBefore"]) {
  describe(how, () => {
    let context;
    before(async () => {
      context = await play.browser.newContext({ viewport: DESKTOP });
      if (how === "insertBefore") {
        await context.addInitScript(() => {
          delete Element.prototype.moveBefore;
          delete Document.prototype.moveBefore;
          delete DocumentFragment.prototype.moveBefore;
        });
      }
    });
    after(() => context?.close());

    for (const id of ["p0", "p5", "p23"]) {
      test(`the focus stays on ${id} without blur, and the page does not scroll`, async () => {
        const page = await openTapped(context, () => {
          window.blurs = 0;
          document.addEventListener("focusout", () => window.blurs++);
        });
        await page.focus(`[data-product-id="${id}"] a`);
        await page.evaluate(() => scrollTo(0, 0));
        await page.click("#tap");
        await moved(page);
        const state = await page.evaluate(() => [document.activeElement.closest("article")?.dataset.productId, window.blurs, scrollY]);
        assert.deepEqual(state, [id, 0, 0]);
        await page.close();
      });
    }

    test("Tab goes through the cards in the order the eye sees them", async () => {
      const page = await openTapped(context);
      await page.click("#tap");
      const order = await moved(page);
      await page.evaluate(() => lab.list.querySelector("a").focus());
      const walked = [];
      for (let step = 0; step < 24; step++) {
        walked.push(await page.evaluate(() => document.activeElement.closest("article").dataset.productId));
        await page.keyboard.press("Tab"); // the card's button
        await page.keyboard.press("Tab"); // the next card
      }
      assert.deepEqual(walked, order);
      const seen = await page.$$eval(".tile", (tiles) =>
        tiles
          .map((tile) => [tile.getBoundingClientRect(), tile.dataset.productId])
          .sort(([a], [b]) => a.top - b.top || a.left - b.left)
          .map(([, id]) => id),
      );
      assert.deepEqual(seen, order);
      await page.close();
    });

    test("advertisements and headings keep their places, frames do not load again", async () => {
      const page = await openTapped(context, () => {
        window.loads = 0;
        const ad = document.createElement("aside");
        const frame = document.createElement("iframe");
        frame.src = "/files/ad.html";
        frame.addEventListener("load", () => window.loads++);
        ad.append(frame);
        lab.list.children[5].before(ad);
        const heading = document.createElement("h2");
        heading.textContent = "More";
        lab.list.children[10].before(heading);
      });
      await page.waitForFunction(() => window.loads === 1);
      await page.click("#tap");
      await moved(page);
      const places = await page.evaluate(() =>
        [...lab.list.children].flatMap((child, at) => (child.matches("aside, h2") ? [`${child.tagName} ${at}`] : [])),
      );
      assert.deepEqual(places, ["ASIDE 5", "H2 10"]);
      await page.waitForTimeout(200);
      assert.equal(await page.evaluate(() => window.loads), 1);
      await page.close();
    });
  });
}

test("a card whose place is paid for keeps it", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openTapped(context, () => lab.list.children[2].setAttribute("data-ownshelf-sponsored", ""));
  await page.click("#tap");
  const order = await moved(page);
  assert.equal(order[2], "p2");
  await context.close();
});

test("few nodes move: one card brought forward is one move", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url, { count: 200 });
  const counts = await page.evaluate(async () => {
    const { arrange } = await import("/pkg/attach/reorder.js");
    const order = [...lab.list.children];
    const wanted = [...order];
    for (const at of [190, 150, 120, 60, 30]) wanted.unshift(...wanted.splice(at, 1));
    let records = 0;
    new MutationObserver((all) => (records = all.flatMap(({ addedNodes }) => [...addedNodes]).length)).observe(lab.list, {
      childList: true,
    });
    const told = arrange(lab.list, wanted, lab.engine);
    await Promise.resolve();
    return {
      told,
      records,
      right: wanted.every((card, at) => lab.list.children[at] === card),
      again: arrange(lab.list, wanted, lab.engine),
      style: lab.list.getAttribute("style"),
    };
  });
  assert.deepEqual(counts, { told: 5, records: 5, right: true, again: 0, style: null });
  await context.close();
});

test("the gap between inline cards and the row classes of WooCommerce stay with the places", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openLab(context, play.server.url, { count: 0 });
  const result = await page.evaluate(async () => {
    const { arrange } = await import("/pkg/attach/reorder.js");
    const list = document.createElement("ul");
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    names.forEach((name, at) => {
      const card = document.createElement("li");
      card.textContent = name;
      card.className = ["first", "", "last"][at % 3];
      list.append(card, "\n");
    });
    document.body.append(list);
    const byName = new Map([...list.children].map((card) => [card.textContent, card]));
    arrange(
      list,
      [..."gabcdef"].map((name) => byName.get(name)),
      lab.engine,
    );
    return { html: list.textContent, classes: [...list.children].map(({ className }) => className) };
  });
  assert.equal(result.html, "g\na\nb\nc\nd\ne\nf\n");
  assert.deepEqual(result.classes, ["first", "", "last", "first", "", "last", "first"]);
  await context.close();
});

test("restoring gives the shop's order and attributes back", async () => {
  const context = await play.browser.newContext({ viewport: DESKTOP });
  const page = await openTapped(context);
  await page.click("#tap");
  await moved(page);
  await page.evaluate(() => lab.attachment.detach());
  await moved(page);
  await page.evaluate(() => {
    lab.list.replaceChildren(
      ...lab
        .order()
        .map((id) => lab.card(id))
        .sort((a, b) => a.dataset.productId.slice(1) - b.dataset.productId.slice(1)),
    );
    lab.attach({ fresh: true });
  });
  await moved(page);
  await page.evaluate(() => lab.attachment.detach({ restore: true }));
  assert.deepEqual(
    await page.evaluate(() => lab.order()),
    Array.from({ length: 24 }, (_, at) => `p${at}`),
  );
  assert.deepEqual(await page.evaluate(() => lab.list.getAttributeNames()), ["class"]);
  await context.close();
});
