/** What is held can be seen, corrected, taken along and ended, and the reasons given are the engine's own. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { beforeEach, test } from "node:test";
import { cards, launch, lookAtCameras, order, panel, section, serve, visit } from "./panel/harness.mjs";
import { stage } from "./stage.mjs";

let page;
const play = stage(serve, launch, { viewport: { width: 900, height: 900 } });
beforeEach(async () => {
  page = await visit(play.context, play.server.url);
});

const open = () => page.locator("#privacy").click();
const bytes = () => page.evaluate(() => window.shelf.privacy.storage().bytes);
const facts = () => panel(page).locator("[part=facts] li");
const factTexts = () =>
  panel(page)
    .locator("[part=facts] li span")
    .evaluateAll((spans) => spans.map((span) => span.firstChild.data));
const columns = () =>
  panel(page)
    .locator(".two ol")
    .evaluateAll((lists) => lists.map((list) => [...list.children].map((li) => li.querySelector("span").firstChild.data)));

/** Runs in the page, by a timer, when no gesture of the shopper counts any more. */
const unasked = (action) =>
  page.evaluate(`new Promise((resolve) => {
  const timer = setInterval(() => {
    if (navigator.userActivation.isActive) return;
    clearInterval(timer);
    resolve((${action})());
  }, 100);
})`);

async function learn() {
  await order(page, "For you").click();
  await lookAtCameras(page);
}

test("what is known is shown in words with count and date, and each thing can be forgotten", async () => {
  await learn();
  await open();
  await section(page, "What this shop knows").click();
  await facts().first().waitFor();
  assert.ok((await factTexts()).includes("Interested in Cameras"));
  const cameras = facts().filter({ hasText: "Interested in Cameras" });
  assert.match(await cameras.innerText(), /from 3 actions · \w+ \d+, \d{4}/);
  const before = await bytes();
  await panel(page).getByRole("button", { name: "Forget: You looked at Instant Camera" }).click();
  assert.ok(!(await factTexts()).includes("You looked at Instant Camera"));
  assert.ok((await bytes()) < before);
  await panel(page).getByRole("button", { name: "Forget: Interested in Cameras" }).click();
  assert.ok(!(await factTexts()).includes("Interested in Cameras"));
});

test("a double click forgets one thing, not the next one too", async () => {
  await order(page, "For you").click();
  for (const id of ["mug", "rope", "lens", "bike"]) await page.locator(`#list a[href="#${id}"]`).click();
  await open();
  await section(page, "What this shop knows").click();
  await facts().first().waitFor();
  const products = (texts) => texts.filter((text) => text.startsWith("You looked at")).length;
  const before = products(await factTexts());
  await panel(page)
    .getByRole("button", { name: /^Forget: You looked at/ })
    .first()
    .dblclick();
  assert.equal(products(await factTexts()), before - 1);
});

test("a script that opens the panel without the shopper reads nothing", async () => {
  await learn();
  await unasked(() => document.querySelector("ownshelf-privacy").open("known"));
  await panel(page).getByRole("button", { name: "Show what is known" }).waitFor();
  assert.equal(await facts().count(), 0);
  await panel(page).getByRole("button", { name: "Show what is known" }).click();
  await facts().first().waitFor();
  const members = await page.evaluate(() => {
    const element = document.querySelector("ownshelf-privacy");
    const names = new Set();
    for (let at = element; at && at !== HTMLElement.prototype; at = Object.getPrototypeOf(at))
      Reflect.ownKeys(at).forEach((name) => names.add(name));
    return [...names]
      .filter((name) => !["constructor", "shadowRoot"].includes(name))
      .map((name) => {
        try {
          return JSON.stringify(element[name]) ?? "";
        } catch {
          return "";
        }
      })
      .join();
  });
  assert.doesNotMatch(members, /Interested in|Cameras.*strength/);
});

test("what is shown of the profile goes when it is withdrawn elsewhere", async () => {
  await learn();
  await open();
  await section(page, "What this shop knows").click();
  await facts().first().waitFor();
  await unasked(() => window.shelf.privacy.set({ rank: "denied", dwell: "denied", price: "denied", layout: "denied", suggest: "denied" }));
  await panel(page).getByRole("button", { name: "Show what is known" }).waitFor();
  assert.equal(await facts().count(), 0);
});

test("the preview shows both orders and follows every choice at once", async () => {
  await learn();
  await open();
  const [shop, mine] = await columns();
  assert.deepEqual(shop, ["Tripod Light 120", "Skipping Rope", "Instant Camera", "Shoulder Bag", "Lens 35 mm"]);
  assert.notDeepEqual(mine, shop);
  assert.ok(mine.filter((name) => name.includes("Camera")).length > 1);
  assert.match(
    await panel(page).locator(".two + *, .two").first().locator("xpath=preceding-sibling::p").innerText(),
    /^\d+ products are in a different place\.$/,
  );
  await panel(page).getByRole("button", { name: "Pause" }).click();
  const [, paused] = await columns();
  assert.deepEqual(paused, shop);
  await panel(page).getByRole("button", { name: "Resume" }).click();
  assert.deepEqual((await columns())[1], mine);
  await panel(page).getByRole("button", { name: "Off" }).click();
  assert.deepEqual((await columns())[1], shop);
});

test("a reason says in words why a product is here, and what it would be without the last visits", async () => {
  await learn();
  const place = (await cards(page)).indexOf("camera4") + 1;
  const why = page.locator('ownshelf-why[product="camera4"]');
  await why.getByRole("button").click();
  const text = await why.getByRole("dialog").innerText();
  assert.match(text, /You looked at Cameras/);
  assert.match(text, new RegExp(`Place ${place}; in the shop's order it is 11\\.`));
  assert.match(text, /Kind of product\n?\s*\+\d+%/);
  assert.match(text, /Without your last visit this would be number \d+\./);
  const shares = await why
    .locator(".bars li")
    .evaluateAll((rows) => rows.map((row) => Number(row.lastElementChild.textContent.replace("%", ""))));
  assert.ok(shares.length > 1 && shares.every((share) => Math.abs(share) <= 100));
  assert.ok(shares.reduce((sum, share) => sum + Math.abs(share), 0) <= 103);
});

test("a page ranked long ago still explains itself", async () => {
  await learn();
  await page.evaluate(() => {
    for (let i = 0; i < 40; i += 1) window.shelf.rank(["mug", "lamp", "bag"]);
  });
  const why = page.locator('ownshelf-why[product="camera4"]');
  await why.getByRole("button").click();
  assert.match(await why.getByRole("dialog").innerText(), /You looked at Cameras/);
});

test("without permission the reason is the shop's order", async () => {
  const why = page.locator('ownshelf-why[product="camera4"]');
  await why.getByRole("button").click();
  assert.match(await why.getByRole("dialog").innerText(), /shop's own order/);
  assert.equal(await why.locator(".bars").count(), 0);
});

test("Less like this moves it down, and says so", async () => {
  await learn();
  const before = (await cards(page)).indexOf("camera2");
  const why = page.locator('ownshelf-why[product="camera2"]');
  await why.getByRole("button").click();
  await why.getByRole("button", { name: "Less like this" }).click();
  await why.getByText("You will see less like this.").waitFor();
  await page.waitForFunction((was) => [...document.querySelectorAll("#list a")].findIndex((a) => a.hash === "#camera2") > was, before);
});

test("why this order: the live parameters with their weight add up", async () => {
  await learn();
  await open();
  await section(page, "Why this order").click();
  await panel(page).locator(".bars li").first().waitFor();
  const rows = await panel(page)
    .locator(".bars li")
    .evaluateAll((all) => all.map((row) => [row.firstElementChild.textContent, Number.parseInt(row.lastElementChild.textContent, 10)]));
  const names = rows.map(([name]) => name);
  assert.ok(names.includes("The shop's own order") && names.includes("Kind of product"), names.join());
  const sum = rows.reduce((total, [, share]) => total + share, 0);
  assert.ok(sum >= 97 && sum <= 103, `${sum}`);
  assert.match(await panel(page).locator("dialog").innerText(), /Prices are never changed/);
});

test("the storage time changes when the slider is let go, not while it moves", async () => {
  await open();
  await section(page, "How long it is kept").click();
  const slider = panel(page).getByRole("slider");
  const limit = () => page.evaluate(() => window.shelf.privacy.retention());
  await slider.evaluate((input) => {
    input.value = "30";
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await panel(page).getByText("30 days", { exact: true }).waitFor();
  assert.equal(await limit(), 90);
  await slider.evaluate((input) => input.dispatchEvent(new Event("change", { bubbles: true })));
  assert.equal(await limit(), 30);
  await slider.focus();
  await page.keyboard.press("Home");
  await panel(page).getByText("1 day", { exact: true }).waitFor();
  assert.equal(await limit(), 1);
});

test("history tells what was allowed and refused", async () => {
  await learn();
  await open();
  await panel(page).getByRole("button", { name: "Off" }).click();
  await section(page, "History").click();
  await panel(page).locator(".log li").first().waitFor();
  const lines = await panel(page).locator(".log li").allInnerTexts();
  assert.match(lines[0], /Refused: .*Sort products to suit you/);
  assert.match(lines.join("\n"), /Allowed: .*Sort products to suit you/);
});

test("download, erase with a receipt, load again: the same facts are back", async () => {
  await learn();
  await open();
  await section(page, "What this shop knows").click();
  await facts().first().waitFor();
  const known = await factTexts();
  await section(page, "Download or load").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    panel(page).getByRole("button", { name: "Download my data" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "ownshelf.json");
  const path = await download.path();
  const kept = JSON.parse(await readFile(path, "utf8"));
  assert.equal(kept.facts.length, known.length);

  await panel(page).getByRole("button", { name: "Erase everything" }).click();
  await panel(page).getByRole("button", { name: "No, keep it" }).click();
  assert.ok((await bytes()) > 0);
  await panel(page).getByRole("button", { name: "Erase everything" }).click();
  await panel(page).getByRole("button", { name: "Yes, erase" }).click();
  await panel(page)
    .getByText(/We looked again/)
    .waitFor();
  const receipt = await panel(page).locator("[part=receipt]").innerText();
  assert.match(receipt, /Entries: [1-9]\d* before, 0 now\. Storage: [1-9][\d.]* (?:kilo)?bytes before, 0 bytes now\./);
  assert.equal(await bytes(), 0);
  assert.deepEqual(await factTexts(), []);

  await page.keyboard.press("Escape");
  await order(page, "For you").click();
  await open();
  await section(page, "Download or load").click();
  await panel(page).locator("[type=file]").setInputFiles(path);
  await panel(page)
    .getByText(/^\d+ entries loaded\.$/)
    .waitFor({ state: "attached" });
  await section(page, "What this shop knows").click();
  await facts().first().waitFor();
  assert.deepEqual((await factTexts()).sort(), known.sort());
});

test("a file that is something else changes nothing and is said so", async () => {
  await learn();
  const before = await bytes();
  await open();
  await section(page, "Download or load").click();
  for (const text of ["not json", "{}", '{"format":"ownshelf-profile","version":1,"profile":"AAAA"}']) {
    await panel(page)
      .locator("[type=file]")
      .setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from(text) });
    await panel(page).getByText("This file cannot be read. Nothing was changed.").waitFor({ state: "attached" });
    assert.equal(await bytes(), before);
  }
});

test("prove it: the module imports the functions of the list and no other", async () => {
  await open();
  await section(page, "Prove").click();
  await panel(page).getByRole("button", { name: "Check now" }).click();
  const imported = await page.evaluate(async () => {
    const bytes = await (await fetch("/pkg/dist/core_bg.wasm")).arrayBuffer();
    return WebAssembly.Module.imports(await WebAssembly.compile(bytes)).length;
  });
  await panel(page).getByText(`Checked: the list names ${imported} functions.`).waitFor();
});

test("the proof warns of a module that could", async () => {
  await page.evaluate(async () => {
    const { provideShelf } = await import("/pkg/panel.js");
    const imports = async () => [{ module: "env", name: "fetch", kind: "function" }];
    provideShelf({ ...window.shelf, imports }, {});
  });
  await open();
  await section(page, "Prove").click();
  await panel(page).getByRole("button", { name: "Check now" }).click();
  await panel(page).getByText("Careful: fetch may reach the internet.").waitFor();
});

test("a section that fails is named so and leaves the others working", async () => {
  await page.evaluate(async () => {
    const { provideShelf } = await import("/pkg/panel.js");
    const { shelf } = window;
    provideShelf(
      {
        ...shelf,
        rank: () => {
          throw new Error("broken");
        },
      },
      { listing: [{ id: "mug", name: "Mug" }] },
    );
  });
  await open();
  await panel(page).getByText("That did not work.").waitFor();
  await panel(page).getByRole("button", { name: "This visit" }).click();
  assert.match(await panel(page).locator("[part=status]").innerText(), /^On for this visit/);
  assert.equal(page.problems.filter((text) => text.startsWith("ownshelf:")).length, 1);
});

test("a name that looks like markup stays text", async () => {
  await page.evaluate(() =>
    window.shelf.addProducts([
      { id: "evil", name: "<img src=x onerror=alert(1)>", brand: "<b>Bold</b>", category: ["<i>x</i>"], price: 1 },
    ]),
  );
  await order(page, "For you").click();
  await page.evaluate(() => window.shelf.record({ name: "view_item", id: "evil", dwellMs: 20000 }));
  await open();
  await section(page, "What this shop knows").click();
  await panel(page).getByText("Interested in <b>Bold</b>").waitFor();
  assert.deepEqual(page.problems, []);
});

test("wishes are what the shopper ticks and types, and nothing else", async (t) => {
  if (!(await page.evaluate(() => "declared" in window.shelf.privacy))) return t.skip("this engine takes no declared preferences");
  const declared = () => page.evaluate(() => window.shelf.privacy.declared());
  await open();
  await section(page, "My wishes").click();
  const wishes = panel(page);
  await wishes.getByLabel("Recycled packaging first").check();
  await wishes.getByLabel("Climate-friendly delivery first").check();
  await wishes.getByLabel("Second-hand and refurbished are welcome").check();
  await wishes.getByLabel("Energy class at least").selectOption("B");
  await wishes.getByLabel("Brands I do not want").fill("  Pix ");
  await page.keyboard.press("Enter");
  await wishes.getByRole("button", { name: "Remove: Pix" }).waitFor();
  const said = await declared();
  assert.deepEqual(said.packaging, ["recycled"]);
  assert.equal(said.delivery, "low_carbon");
  assert.equal(said.secondHand, true);
  assert.equal(said.energyClass, "B");
  assert.deepEqual(said.hiddenBrands, ["Pix"]);
  await wishes.getByLabel("Recycled packaging first").uncheck();
  await wishes.getByLabel("Energy class at least").selectOption("No preference");
  await wishes.getByRole("button", { name: "Remove: Pix" }).click();
  await wishes.getByRole("button", { name: "Remove: Pix" }).waitFor({ state: "detached" });
  const left = await declared();
  assert.deepEqual([left.packaging ?? [], left.energyClass, left.hiddenBrands ?? []], [[], undefined, []]);
  assert.equal(left.secondHand, true);
  return undefined;
});
