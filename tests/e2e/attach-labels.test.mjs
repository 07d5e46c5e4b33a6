/** What rules say and which wishes are met, as `attach` writes it on cards it knows nothing of, and takes it away again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, serve, visit } from "./panel/harness.mjs";
import { stage } from "./stage.mjs";

const play = stage(serve, launch);

/** The panel's test shop with a list of its own, attached. */
async function attached(markup) {
  const page = await visit(await play.browser.newContext(), play.server.url);
  await page.evaluate(async (placed) => {
    const list = document.createElement("ul");
    list.id = "shown";
    for (const id of ["mug", "lamp", "bike", "rope"]) {
      const card = document.createElement("li");
      card.setAttribute("data-product-id", id);
      card.append(id);
      if (placed) {
        const place = document.createElement("p");
        place.setAttribute("data-ownshelf-labels", "");
        card.prepend(place);
      }
      list.append(card);
    }
    document.querySelector("main").append(list);
    window.shelf.addProducts([
      { id: "mug", sustainability: { labels: ["Repairable"] } },
      { id: "lamp", condition: "used" },
    ]);
    window.attached = window.shelf.attach(list, { fresh: true, listId: "shown" });
  }, markup);
  return page;
}

const texts = (page) =>
  page.$$eval("#shown > li", (cards) =>
    cards.map((card) =>
      [...card.querySelectorAll("[data-ownshelf-label]")].map((label) => `${label.dataset.ownshelfLabel}: ${label.textContent}`),
    ),
  );
const count = (page, wanted) => page.waitForFunction((n) => document.querySelectorAll("[data-ownshelf-label]").length === n, wanted);

for (const placed of [false, true]) {
  test(`labels come ${placed ? "into the theme's own place" : "at the end of a card"} and go again`, async () => {
    const page = await attached(placed);
    const before = await page.$eval("#shown", (list) => list.textContent);
    assert.deepEqual(
      page.requests.filter((url) => url.includes("labels")),
      [],
      "nothing to write, nothing fetched",
    );
    await page.evaluate(() =>
      window.shelf.rules.set([
        { match: { id: "rope" }, limit: 3, notice: "Scarce" },
        { notice: "Be patient" },
        { action: "hide", match: { id: "bike" } },
      ]),
    );
    await count(page, 2);
    assert.deepEqual(await texts(page), [[], [], [], ["notice: Scarce", "limit: At most 3 per order"]]);
    assert.equal(await page.$eval("#shown", (list) => list.previousElementSibling.innerText), "Be patient");
    assert.equal(
      await page.$eval("[data-ownshelf-label]", (label) => label.parentElement.parentElement.firstElementChild === label.parentElement),
      true,
    );
    // Wishes: never one that was not declared.
    await page.evaluate(() => window.shelf.privacy.declare({ secondHand: true }));
    await count(page, 3);
    assert.deepEqual((await texts(page))[1], ["badge: Second-hand"]);
    assert.equal(await page.$eval("[data-ownshelf-wish]", (label) => label.dataset.ownshelfWish), "secondHand");
    // The look is the theme's to set.
    assert.equal(
      await page.$eval("[data-ownshelf-wish]", (label) => {
        document.documentElement.style.setProperty("--ownshelf-label-fg", "rgb(1, 2, 3)");
        return getComputedStyle(label).color;
      }),
      "rgb(1, 2, 3)",
    );
    await page.evaluate(() => {
      window.shelf.privacy.declare({});
      window.shelf.rules.set([]);
    });
    await count(page, 0);
    assert.equal(await page.locator("[role=note] p").count(), 0);
    await page.evaluate(() => window.shelf.rules.set([{ match: { id: "rope" }, limit: 3 }, { notice: "Be patient" }]));
    await count(page, 1);
    await page.evaluate(() => window.attached.detach());
    await page.waitForFunction(
      (text) => document.querySelector("#shown").textContent === text && !document.querySelector("[role=note]"),
      before,
    );
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
}

test("where the framework renders the cards they are left alone", async () => {
  const page = await attached(false);
  await page.evaluate(() => {
    window.attached.detach();
    window.attached = window.shelf.attach(document.querySelector("#shown"), {
      listing: () => ["mug", "lamp", "bike", "rope"],
      arrange: () => {},
      fresh: true,
    });
    window.shelf.rules.set([{ match: { id: "rope" }, limit: 3 }]);
    window.attached.refresh();
  });
  assert.deepEqual(await page.evaluate(() => window.attached.ranking.notices), [{ id: "rope", limit: 3, text: "At most 3 per order" }]);
  assert.equal(await page.locator("[data-ownshelf-label]").count(), 0);
  await page.context().close();
});

test("two lists that name one place for notices both speak there", async () => {
  const page = await attached(false);
  await page.evaluate(() => {
    window.attached.detach();
    const place = document.createElement("div");
    place.id = "notices";
    const [one, two] = [document.querySelector("#shown"), document.querySelector("#shown").cloneNode(true)];
    two.id = "second";
    one.before(place);
    one.after(two);
    window.lists = [one, two].map((list) => window.shelf.attach(list, { fresh: true, listId: list.id, notices: place }));
    window.shelf.rules.set([{ notice: "One", listId: "shown" }, { notice: "Two", listId: "second" }, { notice: "Both" }]);
  });
  const said = (wanted) =>
    page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll("#notices p")]
          .map((line) => line.textContent)
          .sort()
          .join() === wanted,
      wanted,
    );
  await said("Both,One,Two");
  await page.evaluate(() => window.lists[1].detach());
  await page.evaluate(() => window.shelf.rules.set([{ notice: "Now", listId: "shown" }]));
  await said("Now");
  await page.context().close();
});

test("labels lie on a picture, and on no icon", async () => {
  const page = await attached(false);
  await page.evaluate(() => {
    for (const [id, width] of [
      ["mug", 16],
      ["lamp", 200],
    ]) {
      const image = new Image(width, width);
      image.src = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>";
      document.querySelector(`#shown [data-product-id=${id}]`).prepend(image);
    }
    window.shelf.rules.set(["mug", "lamp"].map((id) => ({ match: { id }, limit: 3 })));
  });
  await count(page, 2);
  assert.deepEqual(
    await page.$$eval("#shown [data-ownshelf-labels]", (places) =>
      places.map((place) => [place.parentElement.dataset.productId, place.dataset.ownshelfLabels]).sort(),
    ),
    [
      ["lamp", "over"],
      ["mug", "end"],
    ],
  );
  await page.context().close();
});
