/** Everybody can read and work the elements: axe in every state, keyboard alone, focus, announcements, small and large. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { languages } from "../../pkg/words/i18n.js";
import { axe, launch, lookAtCameras, order, panel, ready, section, serve, unfold, visit } from "./panel/harness.mjs";
import { stage } from "./stage.mjs";

/** In the order they stand. */
const SECTIONS = ["effect", "known", "purposes", "wishes", "keep", "why", "data", "along", "card", "history", "proof"];
const WIDE = { width: 900, height: 900 };

const play = stage(serve, launch);

/** Runs in a context of its own, which is closed whatever happens. */
async function within(options, query, body) {
  const context = await play.browser.newContext({ viewport: WIDE, ...options });
  try {
    await body(await visit(context, play.server.url + query));
  } finally {
    await context.close();
  }
}

const openPanel = (page) => page.locator("#privacy").click();
const focused = (page) =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return {
      host: at?.getRootNode().host?.localName ?? "",
      tag: at?.localName,
      id: at?.id,
      text: at?.innerText?.trim().slice(0, 60) ?? "",
    };
  });
async function assertAxe(page, state) {
  assert.deepEqual(await axe(page), [], state);
}

describe("axe finds nothing", () => {
  const looks = [
    ["light", {}, ""],
    ["dark", { colorScheme: "dark" }, ""],
    ["forced colours", { forcedColors: "active" }, ""],
    ["a phone", { viewport: { width: 390, height: 844 } }, ""],
    ["right to left", {}, "?lang=ar"],
  ];
  for (const [look, options, query] of looks) {
    test(`${look}: the switch, the panel with everything unfolded, erasing, reasons`, () =>
      within(options, query, async (page) => {
        await assertAxe(page, "unset");
        await page.locator("ownshelf-order").getByRole("button").first().click();
        await lookAtCameras(page);
        await assertAxe(page, "on");
        await page.locator("ownshelf-why").first().getByRole("button").click();
        await page.locator("ownshelf-why [role=dialog] h2").waitFor();
        await assertAxe(page, "reason shown");
        await page.keyboard.press("Escape");
        await openPanel(page);
        await assertAxe(page, "panel opened");
        await unfold(page);
        await panel(page).locator("details").last().getByRole("button").click();
        await panel(page).locator("details").last().locator("[role=status]").filter({ hasText: /\S/ }).waitFor();
        await assertAxe(page, "everything unfolded");
        await panel(page).locator("[part=panel] > .stack button").last().click();
        await assertAxe(page, "asked whether to erase");
        await panel(page).locator("[aria-labelledby=ask] button").last().click();
        await panel(page).locator("[part=receipt]").waitFor();
        await assertAxe(page, "erased");
      }));
  }

  test("paused, locked, without engine, and inline", async () => {
    await within({}, "", async (page) => {
      await order(page, "For you").click();
      await order(page, "Shop's order").click();
      await assertAxe(page, "paused");
      await openPanel(page);
      await assertAxe(page, "paused, panel");
    });
    for (const query of ["?minor", "?engineless", "?inline"]) {
      await within({}, query, async (page) => {
        if (query !== "?inline") await openPanel(page);
        await assertAxe(page, query);
      });
    }
  });
});

describe("keyboard", () => {
  test("opens the panel, hears its title first, stays inside, leaves by Escape to where it was", () =>
    within({}, "", async (page) => {
      await page.locator("#privacy").focus();
      await page.keyboard.press("Enter");
      await panel(page).locator("dialog[open]").waitFor();
      const title = await focused(page);
      assert.equal(title.tag, "h2");
      assert.equal(title.host, "ownshelf-privacy");
      const stops = [];
      for (let i = 0; i < 40; i += 1) {
        await page.keyboard.press("Tab");
        const { host, text } = await focused(page);
        stops.push(text);
        // Past the last stop the browser's own controls come, never the page behind.
        assert.ok(["ownshelf-privacy", ""].includes(host), `${host} ${text}`);
      }
      for (const text of ["✕", "Off", "This visit", "Remember me", "What this shop knows about me", "Erase everything"]) {
        assert.ok(
          stops.some((stop) => stop.startsWith(text)),
          `${text} is reached`,
        );
      }
      // The browser's own controls hear no Escape for the page.
      while ((await focused(page)).host !== "ownshelf-privacy") await page.keyboard.press("Tab");
      await page.keyboard.press("Escape");
      // A dialog tells of its closing in a task of its own.
      await page.waitForFunction(() => !document.querySelector("ownshelf-privacy").hasAttribute("open"));
      assert.equal((await focused(page)).id, "privacy");
    }));

  test("from the switch to the panel and back", () =>
    within({}, "", async (page) => {
      await order(page, "Data and settings").focus();
      await page.keyboard.press("Enter");
      await panel(page).locator("dialog[open]").waitFor();
      await panel(page).getByRole("button", { name: "Close" }).focus();
      await page.keyboard.press("Enter");
      await panel(page).locator("dialog[open]").waitFor({ state: "detached" });
      assert.deepEqual(await focused(page), { host: "ownshelf-order", tag: "button", id: "", text: "Data and settings" });
    }));

  test("a reason opens with focus on its title and gives it back", () =>
    within({}, "", async (page) => {
      const why = page.locator("ownshelf-why").first();
      await why.getByRole("button").focus();
      await page.keyboard.press("Enter");
      await why.locator("[role=dialog] h2").waitFor();
      assert.equal((await focused(page)).tag, "h2");
      await page.keyboard.press("Escape");
      await why.locator("[role=dialog] h2").waitFor({ state: "detached" });
      assert.deepEqual(await focused(page), { host: "ownshelf-why", tag: "button", id: "", text: "Why here?" });
    }));

  test("removing facts one by one keeps the focus in their list, then on their heading", () =>
    within({}, "", async (page) => {
      await order(page, "For you").click();
      for (const id of ["mug", "rope", "lens"]) await page.locator(`#list a[href="#${id}"]`).click();
      await openPanel(page);
      await section(page, "What this shop knows").click();
      const facts = panel(page).locator("[part=facts] button");
      await facts.nth(1).waitFor();
      const before = await facts.count();
      await facts.first().focus();
      await page.keyboard.press("Enter");
      await page.waitForFunction(
        (n) => document.querySelector("ownshelf-privacy").shadowRoot.querySelectorAll("[part=facts] button").length < n,
        before,
      );
      assert.equal((await focused(page)).text, "✕");
      while (await facts.count()) {
        const left = await facts.count();
        await page.keyboard.press("Enter");
        await page.waitForFunction(
          (n) => document.querySelector("ownshelf-privacy").shadowRoot.querySelectorAll("[part=facts] button").length < n,
          left,
        );
      }
      assert.equal((await focused(page)).tag, "summary");
    }));

  test("erasing asks first and answers, and the focus follows", () =>
    within({}, "", async (page) => {
      await order(page, "For you").click();
      await lookAtCameras(page);
      await openPanel(page);
      await panel(page).getByRole("button", { name: "Erase everything" }).focus();
      await page.keyboard.press("Enter");
      await panel(page).locator("#ask").waitFor();
      assert.match((await focused(page)).text, /^Erase everything that was learned/);
      // The key that asked must not also answer.
      await page.keyboard.press("Enter");
      assert.ok((await page.evaluate(() => window.shelf.privacy.storage().bytes)) > 0);
      await page.keyboard.press("Tab");
      assert.equal((await focused(page)).text, "No, keep it");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await panel(page).locator("[part=receipt]").waitFor();
      assert.match((await focused(page)).text, /^Erased/);
    }));

  test("the switches answer to Space", () =>
    within({}, "", async (page) => {
      await openPanel(page);
      await section(page, "What it may do").click();
      const layout = panel(page).getByRole("switch", { name: "Adapt the display" });
      await layout.focus();
      await page.keyboard.press("Space");
      assert.ok(await layout.isChecked());
      assert.equal((await focused(page)).id, "layout");
    }));
});

describe("names and announcements", () => {
  test("what a screen reader finds has a role, a name and a state", () =>
    within({}, "", async (page) => {
      await openPanel(page);
      await panel(page).getByRole("dialog", { name: "Personal sorting and your data" }).waitFor();
      await panel(page).getByRole("group", { name: "How should this shop sort its products?" }).waitFor();
      await section(page, "What it may do").click();
      const dwell = panel(page).getByRole("switch", { name: "Notice how long you look" });
      assert.match(
        await dwell.evaluate((input) => input.getRootNode().getElementById(input.getAttribute("aria-describedby")).textContent),
        /^Counts how long/,
      );
      await section(page, "How long it is kept").click();
      const keep = panel(page).getByRole("slider", { name: "Forget everything older than" });
      assert.match(await keep.getAttribute("aria-valuetext"), /^90 days$/);
      await page.keyboard.press("Escape");
      await page.locator("ownshelf-order").getByRole("group", { name: "Sorting" }).waitFor();
      await page.locator("ownshelf-why").first().getByRole("button", { name: "Why here?: Tripod Light 120" }).waitFor();
    }));

  test("changes are said: status, what was forgotten, how many entries came in", () =>
    within({}, "", async (page) => {
      await order(page, "For you").click();
      await page.locator('#list a[href="#mug"]').click();
      await openPanel(page);
      const status = panel(page).locator("[part=status][role=status]");
      assert.match(await status.innerText(), /^On for this visit/);
      await section(page, "What this shop knows").click();
      await panel(page).getByRole("button", { name: "Forget: Interested in Arbor" }).click();
      assert.equal(await panel(page).locator(".vh[role=status]").innerText(), "Forgotten: Interested in Arbor");
      await panel(page).getByRole("button", { name: "Off" }).click();
      assert.match(await status.innerText(), /^Off\. You see the shop's own order and nothing is learned\.$/);
    }));
});

describe("sizes and settings", () => {
  const overflow = (page) =>
    page.evaluate(() => {
      const root = document.querySelector("ownshelf-privacy").shadowRoot;
      const box = root.querySelector("[part=panel]").parentElement;
      const wide = [...root.querySelectorAll("*")].filter(
        (element) =>
          !element.closest(".vh, .button") &&
          element.getBoundingClientRect().right > box.getBoundingClientRect().right + 1 &&
          element.getBoundingClientRect().width > 0,
      );
      return {
        page: document.documentElement.scrollWidth > innerWidth,
        panel: box.scrollWidth > box.clientWidth,
        wide: wide.map((e) => `${e.localName}.${e.className}`),
      };
    });

  for (const [name, options, query] of [
    ["320 px wide", { viewport: { width: 320, height: 640 } }, ""],
    ["320 px wide, German", { viewport: { width: 320, height: 640 } }, "?lang=de"],
    ["320 px wide, Arabic", { viewport: { width: 320, height: 640 } }, "?lang=ar"],
    ["200 % zoom of 1280 px", { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }, ""],
  ]) {
    test(`${name}: nothing is cut off or scrolls sideways`, () =>
      within(options, query, async (page) => {
        await page.locator("ownshelf-order").getByRole("button").first().click();
        await lookAtCameras(page);
        await openPanel(page);
        await unfold(page);
        assert.deepEqual(await overflow(page), { page: false, panel: false, wide: [] });
      }));
  }

  test("text twice as large still fits", () =>
    within({ viewport: { width: 700, height: 700 } }, "", async (page) => {
      await page.evaluate(() => {
        document.documentElement.style.fontSize = "200%";
      });
      await openPanel(page);
      await unfold(page);
      assert.deepEqual(await overflow(page), { page: false, panel: false, wide: [] });
    }));

  test("targets are at least 24 px high and wide, or have that distance", () =>
    within({ viewport: { width: 390, height: 844 } }, "", async (page) => {
      await order(page, "For you").click();
      await lookAtCameras(page);
      await openPanel(page);
      await unfold(page);
      const small = await page.evaluate(() =>
        [
          ...document
            .querySelector("ownshelf-privacy")
            .shadowRoot.querySelectorAll("button, summary, select, input:not([type=file]), .button"),
        ]
          .map((element) => (element.type === "checkbox" ? (element.closest("label") ?? element) : element))
          .map((element) => [element.textContent, element.getBoundingClientRect()])
          .filter(([, { width, height }]) => width < 24 || height < 24)
          .map(([text]) => text),
      );
      assert.deepEqual(small, []);
      await page.keyboard.press("Escape");
      const links = await page
        .locator("ownshelf-order button, ownshelf-why button")
        .evaluateAll((all) => all.filter((b) => b.getBoundingClientRect().height < 24).length);
      assert.equal(links, 0);
    }));

  test("reduced motion: nothing moves by itself", () =>
    within({ reducedMotion: "reduce" }, "", async (page) => {
      await openPanel(page);
      await section(page, "What it may do").click();
      const durations = await page.evaluate(
        () =>
          [...document.querySelector("ownshelf-privacy").shadowRoot.querySelectorAll("*")]
            .flatMap((element) => ["", "::before"].map((pseudo) => getComputedStyle(element, pseudo)))
            .filter(
              ({ transitionDuration, transitionProperty, animationName }) =>
                (transitionProperty !== "none" && transitionDuration !== "0s") || animationName !== "none",
            ).length,
      );
      assert.equal(durations, 0);
    }));

  test("forced colours: on and off, chosen and not chosen look different", () =>
    within({ forcedColors: "active" }, "", async (page) => {
      await order(page, "For you").click();
      await openPanel(page);
      await section(page, "What it may do").click();
      await panel(page).locator("#remember").waitFor();
      const [on, off, pressed, other] = await page.evaluate(() => {
        const root = document.querySelector("ownshelf-privacy").shadowRoot;
        return ["#rank", "#remember", "[part=preset][aria-pressed=true]", "[part=preset][aria-pressed=false]"].map(
          (selector) => getComputedStyle(root.querySelector(selector)).backgroundColor,
        );
      });
      assert.notEqual(on, off);
      assert.notEqual(pressed, other);
    }));
});

describe("languages", () => {
  for (const lang of languages) {
    test(`${lang}: everything is said in it, in its direction`, () =>
      within({}, `?lang=${lang}`, async (page) => {
        await page.locator("ownshelf-order").getByRole("button").first().click();
        await lookAtCameras(page);
        await page.locator("ownshelf-why").first().getByRole("button").click();
        await page.locator("ownshelf-why [role=dialog] h2").waitFor();
        const reason = await page.locator("ownshelf-why [role=dialog]").first().innerText();
        await page.keyboard.press("Escape");
        await openPanel(page);
        await unfold(page);
        const text = `${reason}\n${await panel(page).locator("dialog").innerText()}`;
        assert.doesNotMatch(
          text,
          /\{\w+\}|\b(?:status|preset|effect|known|wish|keep|why|proof|history|erase|reason|term|fact|purpose)\.\w/,
        );
        assert.equal(await panel(page).locator("dialog").getAttribute("dir"), lang === "ar" ? "rtl" : "ltr");
        assert.equal(await panel(page).locator("dialog").getAttribute("lang"), lang);
        if (lang !== "en") assert.doesNotMatch(text, /Erase everything|Why this order|shop's own/);
        assert.deepEqual(page.problems, []);
      }));
  }

  test("one language is loaded, not ten", () =>
    within({}, "?lang=ja", async (page) => {
      const loaded = page.requests.filter((url) => url.includes("/locales/")).map((url) => url.replace(/.*\/locales\//, ""));
      assert.deepEqual([...new Set(loaded)].sort(), ["ja.js", "panel/ja.js"]);
    }));

  test("an element may speak another language than the page", () =>
    within({}, "", async (page) => {
      await page.evaluate(() => document.querySelector("ownshelf-order").setAttribute("lang", "de"));
      await page.locator("ownshelf-order").getByRole("button", { name: "Für Sie" }).waitFor();
      await ready(page);
    }));
});

test("a shop can open the panel at any section", () =>
  within({}, "", async (page) => {
    // An engine without declared preferences has no wishes to show.
    const declares = await page.evaluate(() => "declared" in window.shelf.privacy);
    const sections = SECTIONS.filter((id) => id !== "wishes" || declares);
    for (const id of sections) {
      await page.evaluate((name) => document.querySelector("ownshelf-privacy").open(name), id);
      await panel(page).locator("dialog[open] details[open] .in > *").first().waitFor();
      await panel(page).locator("details").nth(sections.indexOf(id)).locator(":scope[open] .in > *").first().waitFor({ state: "attached" });
      await page.evaluate(() => document.querySelector("ownshelf-privacy").close());
      await panel(page).locator("dialog[open]").waitFor({ state: "detached" });
    }
  }));
