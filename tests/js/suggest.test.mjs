/** What comes next, on the built engine: reminders on the right days, in words, and the calendar they go into. */
import { SUGGESTION_KINDS, SUGGESTION_REASONS } from "../../pkg/generated/names.js";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { calendar } from "../../pkg/calendar.js";
import { languages, loadEngineLocale } from "../../pkg/words/i18n.js";
import { createShelf } from "../../pkg/node.js";

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 10, 12);
const products = [
  { id: "beans", name: "House Beans", price: 12, category: ["Kitchen", "Coffee"], repurchaseDays: 30 },
  { id: "machine", name: "Espresso Machine", price: 300, category: ["Kitchen", "Machines"], serviceDays: 60 },
  { id: "filter", name: "Water Filter", price: 9, category: ["Kitchen", "Parts"], related: { accessoryOf: ["machine"] } },
  { id: "tablets", name: "Cleaning Tablets", price: 7, category: ["Kitchen", "Parts"], related: { consumableFor: ["machine"] } },
  { id: "rival", name: "Espresso Machine Plus", price: 360, category: ["Kitchen", "Machines"], related: { upgradeOf: ["machine"] } },
  { id: "sledge", name: "Sledge", price: 40, category: ["Garden", "Winter"], season: [12, 1, 2] },
];

/** A shelf whose clock the test turns. */
async function open(options = {}) {
  const clock = { now: START };
  const shelf = await createShelf({ consent: "session", locale: "en", now: () => clock.now, ...options });
  shelf.addProducts(products);
  return { shelf, on: (day) => (clock.now = START + day * DAY) };
}
const ids = (list) => list.map(({ kind, id }) => `${kind} ${id}`);

test("the right hints on the right days, with their reason and its arithmetic", async () => {
  const { shelf, on } = await open();
  assert.deepEqual(ids(shelf.suggest()), ["season sledge"]);
  shelf.record({ name: "purchase", items: [{ item_id: "beans" }, { item_id: "machine" }] });
  assert.deepEqual(ids(shelf.suggest({ kinds: ["replenish", "maintain"] })), []);
  assert.deepEqual(ids(shelf.suggest()), ["accessory filter", "accessory tablets", "season sledge"]);
  on(23);
  const [beans] = shelf.suggest();
  assert.deepEqual(beans, {
    kind: "replenish",
    id: "beans",
    because: [
      { code: "replenish", text: "You may need this again around February 3, 2026", params: { count: 24, date: START + 24 * DAY } },
      { code: "sum", text: "Counted from your purchase on January 10, 2026, plus about 24 days", params: { date: START, days: "24 days" } },
    ],
    dueAt: START + 24 * DAY,
  });
  on(25);
  assert.equal(shelf.suggest()[0].because[0].code, "replenish.now");
  on(60);
  assert.deepEqual(ids(shelf.suggest({ kinds: ["maintain"] })), ["maintain machine"]);
  shelf.record({ name: "snooze_item", id: "machine", days: 7 });
  assert.deepEqual(ids(shelf.suggest({ kinds: ["maintain"] })), []);
  on(67);
  assert.deepEqual(ids(shelf.suggest({ kinds: ["maintain"] })), ["maintain machine"]);
  shelf.close();
});

test("the whole year's reminders can be asked for at once, for a calendar", async () => {
  const { shelf } = await open();
  shelf.record({ name: "purchase", items: [{ item_id: "beans" }, { item_id: "machine" }] });
  const reminders = shelf.suggest({ ahead: 365, kinds: ["replenish", "maintain"] });
  assert.deepEqual(
    reminders.map(({ id, dueAt }) => [id, (dueAt - START) / DAY]),
    [
      ["beans", 24],
      ["machine", 60],
    ],
  );
  shelf.close();
});

test("a basket needs no history; a better version has to be asked for", async () => {
  const { shelf } = await open();
  const found = shelf.suggest({ basket: ["machine"] });
  assert.deepEqual(ids(found), ["accessory filter", "accessory tablets", "season sledge"]);
  assert.equal(found[0].because[0].text, "Fits Espresso Machine, which you chose");
  shelf.record({ name: "view_item", id: "machine" });
  assert.ok(!ids(shelf.suggest()).includes("upSell rival"));
  assert.deepEqual(ids(shelf.suggest({ kinds: ["upSell"] })), ["upSell rival"]);
  assert.throws(() => shelf.suggest({ kinds: ["hardSell"] }), { code: "invalid_input" });
  shelf.close();
});

test("nothing without the purpose, or in a pause", async () => {
  const { shelf } = await open();
  shelf.privacy.pause();
  assert.deepEqual(shelf.suggest(), []);
  shelf.privacy.resume();
  assert.equal(shelf.suggest().length, 1);
  shelf.privacy.set({ suggest: "denied" });
  assert.deepEqual(shelf.suggest({ basket: ["machine"] }), []);
  shelf.close();
  const asking = (await open({ consent: "ask" })).shelf;
  assert.deepEqual(asking.suggest(), []);
  asking.close();
});

test("the season turns where the shop writes for the other half of the earth", () => {
  const found = (zone, hemisphere) =>
    execFileSync(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `
    import { createShelf } from "./pkg/node.js";
    const shelf = await createShelf({ consent: "session", locale: "en", now: () => ${START}, hemisphere: ${JSON.stringify(hemisphere)} });
    shelf.addProducts(${JSON.stringify(products)});
    console.log(shelf.suggest().length);
  `,
      ],
      { cwd: new URL("../../", import.meta.url), env: { ...process.env, TZ: zone } },
    )
      .toString()
      .trim();
  assert.equal(found("Australia/Sydney", undefined), "1");
  assert.equal(found("Australia/Sydney", "north"), "0");
  assert.equal(found("Australia/Sydney", "south"), "1");
  assert.equal(found("Europe/Berlin", "north"), "1");
  assert.equal(found("America/Argentina/Buenos_Aires", "north"), "0");
});

/** A relation table of two products that go together, as `ownshelf train` writes it. */
function table() {
  const bytes = [..."OWNR", 1, 0x2c, 1, 0, 0, 2, 0];
  for (const id of ["beans", "sledge"]) bytes.push(id.length, ...id, 0, 0x40);
  bytes.push(1, 1, 0, 40, 1, 0, 0, 40);
  return Uint8Array.from(bytes, (byte) => (typeof byte === "string" ? byte.charCodeAt(0) : byte));
}

test("the relation table is fetched once, when something may be suggested, and refused if it is none", async () => {
  let fetched = 0;
  const relations = async () => (fetched += 1) && table().buffer;
  const { shelf } = await open({ relations });
  shelf.privacy.set({ suggest: "denied" });
  shelf.suggest();
  assert.equal(fetched, 0);
  shelf.privacy.set({ suggest: "granted" });
  const changed = new Promise((resolve) => shelf.on("change", resolve));
  shelf.suggest();
  await changed;
  const [first] = shelf.suggest({ basket: ["beans"], kinds: ["crossSell"] });
  assert.equal(first.because[0].text, "Often bought together with House Beans");
  assert.equal(fetched, 1);
  shelf.close();

  const { warn } = console;
  const warned = new Promise((resolve) => (console.warn = resolve));
  const broken = (await open({ relations: new Uint8Array([1, 2, 3]) })).shelf;
  assert.equal(broken.suggest().length, 1);
  assert.match(await warned, /could not be read/);
  console.warn = warn;
  broken.close();
});

test("every reason has words in every language", async () => {
  const codes = [...SUGGESTION_REASONS, "sum", ...SUGGESTION_KINDS.map((kind) => `kind.${kind}`)];
  assert.equal(codes.length, 20);
  for (const language of languages) {
    const messages = await loadEngineLocale(language);
    for (const code of codes) assert.ok(messages[`suggest.${code}`], `${language} ${code}`);
  }
});

test("a reminder is a well-formed calendar file", () => {
  const now = Date.UTC(2026, 0, 1, 12);
  const text = calendar({
    id: "a,b;c",
    kind: "replenish",
    dueAt: now + 40 * DAY,
    now,
    title: "Nachkaufen: Öl, kalt gepresst; aus der ersten Ernte und \\ noch sehr viel mehr davon",
    reason: "Zeile eins\nZeile zwei",
    url: "https://shop.example/p?id=1",
  });
  const lines = text.split("\r\n");
  assert.ok(lines.every((line) => Buffer.byteLength(line) <= 75));
  assert.ok(!text.replaceAll("\r\n", "").includes("\n"));
  const unfolded = text.replaceAll("\r\n ", "");
  assert.match(unfolded, /DTSTART;VALUE=DATE:20260210\r\nDTEND;VALUE=DATE:20260211\r\n/);
  assert.match(unfolded, /SUMMARY:Nachkaufen: Öl\\, kalt gepresst\\; aus der ersten Ernte und \\\\ noch/);
  assert.match(unfolded, /DESCRIPTION:Zeile eins\\nZeile zwei\r\n/);
  assert.match(unfolded, /UID:replenish-a\\,b\\;c-20260210@ownshelf\r\n/);
  assert.match(calendar({ id: "a", kind: "maintain", dueAt: now - DAY, now, title: "x" }), /DTSTART;VALUE=DATE:20260101/);
});
