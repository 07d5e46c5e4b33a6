/** Nothing is chosen for the shopper, refusing is as easy as accepting, and a withdrawal takes hold at once. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cards, cardsAfter, launch, lookAtCameras, order, panel, section, serve, unfold, visit, writtenDown } from "./panel/harness.mjs";
import { stage } from "./stage.mjs";

const SHOP_ORDER = ["tripod", "rope", "camera1", "bag", "lens", "camera2", "bike", "shoe", "camera3", "lamp", "camera4", "mug", "tea"];

const play = stage(serve, launch, { viewport: { width: 900, height: 900 } });

const states = (page) => page.evaluate(() => Object.fromEntries(window.shelf.privacy.purposes().map((p) => [p.purpose, p.state])));
const active = (page) =>
  page.evaluate(() =>
    window.shelf.privacy
      .purposes()
      .filter((p) => p.active)
      .map((p) => p.purpose),
  );
const preset = (page, name) => panel(page).getByRole("button", { name });
const open = (page) => page.locator("#privacy").click();
const pressed = (page) => panel(page).locator("[aria-pressed=true]").allInnerTexts();
const databases = (page) => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
/** Bytes of everything in every object store of the origin; keys are counted by their presence. */
const stored = (page) =>
  page.evaluate(async () => {
    let entries = 0;
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const storeName of db.objectStoreNames) {
        entries += await new Promise((resolve) => {
          const request = db.transaction(storeName).objectStore(storeName).count();
          request.onsuccess = () => resolve(request.result);
        });
      }
      db.close();
    }
    return entries + localStorage.length + sessionStorage.length + document.cookie.length;
  });

test("roots are closed, the strict policy is kept, nothing else is asked for after loading", async () => {
  const page = await visit(play.context, play.server.url);
  assert.deepEqual([...new Set(await page.evaluate(() => window.shadowModes))], ["closed"]);
  const loaded = page.requests.length;
  await order(page, "For you").click();
  await lookAtCameras(page);
  await open(page);
  for (const title of ["What this shop knows", "What it may do", "Why this order", "Prove"]) await section(page, title).click();
  await panel(page).getByRole("button", { name: "Check now" }).click();
  const later = page.requests.slice(loaded).filter((url) => !url.endsWith("/image.svg"));
  assert.deepEqual(later, []);
  assert.deepEqual(page.problems, []);
});

test("nothing is pre-ticked: no preset is pressed, no switch is on, nothing is stored", async () => {
  const page = await visit(play.context, play.server.url);
  await open(page);
  await section(page, "What it may do").click();
  assert.deepEqual(await pressed(page), []);
  assert.equal(await panel(page).getByRole("switch").count(), 8);
  assert.equal(await panel(page).getByRole("switch", { checked: true }).count(), 0);
  await unfold(page);
  assert.equal(await panel(page).getByRole("checkbox", { checked: true }).count(), 0);
  assert.equal(await order(page, "Shop's order").getAttribute("aria-pressed"), "true");
  assert.equal(await stored(page), 0);
});

test("the three presets weigh the same: size, type, colour, distance", async () => {
  for (const width of [1000, 390]) {
    const page = await visit(play.context, play.server.url);
    await page.setViewportSize({ width, height: 900 });
    await open(page);
    const looks = await panel(page)
      .locator("[part=preset]")
      .evaluateAll((buttons) =>
        buttons.map((button) => {
          const { width: w, height: h } = button.getBoundingClientRect();
          const {
            fontSize,
            fontWeight,
            color,
            backgroundColor,
            borderColor,
            borderWidth,
            opacity,
            order: place,
            visibility,
          } = getComputedStyle(button);
          const name = getComputedStyle(button.querySelector("b"));
          return {
            w: Math.round(w),
            h: Math.round(h),
            fontSize,
            fontWeight,
            color,
            backgroundColor,
            borderColor,
            borderWidth,
            opacity,
            place,
            visibility,
            name: name.fontSize + name.fontWeight,
          };
        }),
      );
    assert.equal(looks.length, 3);
    // On a phone they stand below each other and are as tall as their text.
    const same = width === 390 ? looks.map((look) => ({ ...look, h: 0 })) : looks;
    assert.deepEqual(same[0], same[1]);
    assert.deepEqual(same[1], same[2]);
    await page.close();
  }
});

test("the tap on For you says first what it does, and grants this visit alone", async () => {
  const page = await visit(play.context, play.server.url);
  const note = page.locator("ownshelf-order [role=status]");
  assert.match(await note.innerText(), /learns from what you look at.*stays in this browser.*forgotten when you close this tab/);
  const told = page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener("ownshelf-order-change", ({ detail }) => resolve(detail), { once: true });
      }),
  );
  await order(page, "For you").click();
  assert.deepEqual(await told, { mode: "for-you" });
  const now = await states(page);
  for (const purpose of ["rank", "dwell", "price", "layout", "suggest"]) assert.equal(now[purpose], "granted", purpose);
  for (const purpose of ["remember", "link", "insights"]) assert.equal(now[purpose], "unset", purpose);
  await lookAtCameras(page);
  const seen = await cards(page);
  assert.ok(seen.indexOf("camera4") < SHOP_ORDER.indexOf("camera4"), seen.join());
  // The visit outlives a page load in this tab, and this tab alone.
  await page.waitForFunction(() => Object.keys(sessionStorage).join() === "ownshelf:panel");
  assert.deepEqual(await databases(page), []);
  await page.reload();
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  assert.deepEqual(await cards(page), seen);
  const other = await visit(play.context, play.server.url);
  assert.deepEqual(await cards(other), SHOP_ORDER);
  assert.equal(await other.evaluate(() => sessionStorage.length), 0);
  await order(page, "Turn off and forget").click();
  await page.waitForFunction(() => sessionStorage.length === 0);
  await page.reload();
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  assert.deepEqual(await cards(page), SHOP_ORDER);
});

test("moving over the options by arrow keys or focus never consents; Enter and Space do", async () => {
  const page = await visit(play.context, play.server.url);
  await order(page, "For you").focus();
  for (const key of ["ArrowRight", "ArrowLeft", "Tab", "Shift+Tab"]) await page.keyboard.press(key);
  assert.deepEqual(await active(page), []);
  await page.keyboard.press("Space");
  assert.equal((await states(page)).rank, "granted");
});

test("Shop's order is one tap away, stops learning, and For you comes back with what was known", async () => {
  const page = await visit(play.context, play.server.url);
  await order(page, "For you").click();
  await lookAtCameras(page);
  const mine = await cards(page);
  await order(page, "Shop's order").click();
  assert.deepEqual(await cards(page), SHOP_ORDER);
  const before = await page.evaluate(() => window.shelf.privacy.storage().bytes);
  await page.locator('#list a[href="#mug"]').click();
  assert.equal(await page.evaluate(() => window.shelf.privacy.storage().bytes), before);
  await order(page, "For you").click();
  assert.deepEqual(await cards(page), mine);
});

describe("withdrawing costs no more than giving", () => {
  /** Clicks until `done`, counted. */
  const count = async (page, steps, done) => {
    for (const step of steps) await step(page);
    assert.ok(await done(page), "the steps lead there");
    return steps.length;
  };
  const granted = async (page) => (await active(page)).includes("rank");
  const gone = async (page) => !(await active(page)).length && (await page.evaluate(() => window.shelf.privacy.storage().bytes)) === 0;

  test("beside the switch", async () => {
    const page = await visit(play.context, play.server.url);
    const give = await count(page, [(p) => order(p, "For you").click()], granted);
    await lookAtCameras(page);
    const take = await count(page, [(p) => order(p, "Turn off and forget").click()], gone);
    assert.ok(take <= give, `${take} clicks to withdraw, ${give} to give`);
    assert.deepEqual(await cards(page), SHOP_ORDER);
  });

  test("beside the switch, remembered", async () => {
    const page = await visit(play.context, play.server.url);
    const give = await count(
      page,
      [(p) => order(p, "For you").click(), (p) => order(p, "Remember me").click()],
      async (p) => (await states(p)).remember === "granted",
    );
    const take = await count(page, [(p) => order(p, "Turn off and forget").click()], gone);
    assert.ok(take <= give, `${take} clicks to withdraw, ${give} to give`);
  });

  for (const name of ["This visit", "Remember me"]) {
    test(`in the panel, ${name}`, async () => {
      const page = await visit(play.context, play.server.url);
      const give = await count(page, [open, (p) => preset(p, name).click()], granted);
      await page.keyboard.press("Escape");
      await lookAtCameras(page);
      const take = await count(page, [open, (p) => preset(p, "Off").click()], gone);
      assert.ok(take <= give, `${take} clicks to withdraw, ${give} to give`);
    });
  }

  test("one purpose by its switch", async () => {
    const page = await visit(play.context, play.server.url);
    await open(page);
    await section(page, "What it may do").click();
    const toggle = (p) => panel(p).getByRole("switch", { name: "Adapt the display" }).click();
    const give = await count(page, [toggle], async (p) => (await active(p)).includes("layout"));
    const take = await count(page, [toggle], async (p) => !(await active(p)).includes("layout"));
    assert.equal(take, give);
    assert.equal((await states(page)).layout, "denied");
  });
});

test("Remember me survives a reload, Off leaves nothing on the device but the refusal", async () => {
  const page = await visit(play.context, play.server.url);
  await open(page);
  await preset(page, "Remember me").click();
  await page.keyboard.press("Escape");
  await lookAtCameras(page);
  // Which camera comes first depends on the minutes since; that cameras do, does not.
  const cameras = (order) => order.slice(0, 4).every((id) => id.startsWith("camera"));
  assert.ok(cameras(await cards(page)), (await cards(page)).join());
  await page.evaluate(writtenDown);
  await page.reload();
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  await page.waitForFunction(() => document.querySelector("#list a").hash.startsWith("#camera"));
  assert.ok(cameras(await cards(page)), (await cards(page)).join());
  assert.match(await page.locator("ownshelf-order [role=status]").innerText(), /remembered on this device for at most 90 days/);
  await open(page);
  assert.match((await pressed(page)).join(), /^Remember me/);
  assert.deepEqual(await cardsAfter(page, () => preset(page, "Off").click()), SHOP_ORDER);
  await page.reload();
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  assert.deepEqual(await cards(page), SHOP_ORDER);
  assert.equal(await page.evaluate(() => window.shelf.privacy.storage().bytes), 0);
  assert.equal((await states(page)).rank, "denied");
});

test("two tabs: a withdrawal in one ends it in the other", async () => {
  const one = await visit(play.context, play.server.url);
  await order(one, "For you").click();
  await order(one, "Remember me").click();
  const two = await visit(play.context, play.server.url);
  await lookAtCameras(two);
  await order(one, "Turn off and forget").click();
  await two.waitForFunction(() => document.querySelector("ownshelf-order").value === "shop");
  assert.deepEqual(await cards(two), SHOP_ORDER);
  assert.equal(await two.evaluate(() => window.shelf.privacy.storage().bytes), 0);
});

test("Global Privacy Control is shown as respected and holds the totals off", async () => {
  await play.context.addInitScript(() => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true }));
  const shop = await visit(play.context, play.server.url);
  await open(shop);
  assert.match(await panel(shop).locator("[part=gpc]").innerText(), /Global Privacy Control/);
  await preset(shop, "Remember me").click();
  await section(shop, "What it may do").click();
  const totals = panel(shop).getByRole("switch", { name: "Add to anonymous totals" });
  assert.ok(await totals.isDisabled());
  assert.ok(!(await totals.isChecked()));
  assert.match(await panel(shop).locator("#insights-why").innerText(), /Off because of your browser's Global Privacy Control/);
});

test("for people under age nothing can be switched on", async () => {
  const page = await visit(play.context, `${play.server.url}?minor`);
  assert.match(await page.locator("ownshelf-order [role=status]").innerText(), /under age/);
  assert.ok(await order(page, "For you").isDisabled());
  await open(page);
  assert.equal(await panel(page).locator("[part=preset]:disabled").count(), 3);
});

test("without an engine the elements say so and change nothing", async () => {
  const page = await visit(play.context, `${play.server.url}?engineless`);
  assert.ok(await order(page, "For you").isDisabled());
  assert.match(await page.locator("ownshelf-order [role=status]").innerText(), /shop's own order/);
  await open(page);
  assert.match(await panel(page).locator("[part=status]").innerText(), /shop's own order/);
  assert.deepEqual(await cards(page), SHOP_ORDER);
  assert.deepEqual(page.problems, []);
  assert.deepEqual(await databases(page), []);
});

test("when unset purposes work in memory by the shop's choice, that is shown and can be ended", async () => {
  const page = await visit(play.context, `${play.server.url}?session`);
  assert.equal(await order(page, "For you").getAttribute("aria-pressed"), "true");
  await open(page);
  assert.deepEqual(await pressed(page), []);
  await preset(page, "Off").click();
  assert.deepEqual(await active(page), []);
  assert.match((await pressed(page)).join(), /^Off/);
});
