/** Typical mistakes at the public entries: each is answered by one sentence that says what was given and what to do. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { calendar } from "../../pkg/calendar.js";
import { c15t, googleConsentMode, iabTcf, klaro, vanillaCookieConsent } from "../../pkg/consent.js";
import { createShelf, OwnshelfError } from "../../pkg/node.js";

const make = (options) => createShelf({ storage: "memory", consent: "session", locale: "en", ...options });
/** Products enough for a rule to speak of. */
const LISTING = ["a", "b"];

/**
 * What is done, and what the answer has to be: the sentence, whole.
 * @type {[name: string, mistake: (shelf: any) => unknown, sentence: string][]}
 */
const MISTAKES = [
  [
    "consent granted by the shop",
    () => make({ consent: "granted" }),
    'createShelf: consent is "granted"; it has to be "ask", "session" or a consent source such as googleConsentMode() returns',
  ],
  [
    "consent: true",
    () => make({ consent: true }),
    'createShelf: consent is true; it has to be "ask", "session" or a consent source such as googleConsentMode() returns',
  ],
  [
    "a consent source not called",
    () => make({ consent: googleConsentMode }),
    'createShelf: consent is a function; it has to be "ask", "session" or a consent source such as googleConsentMode() returns - call the function, and give what it returns',
  ],
  [
    "a consent source without connect",
    () => make({ consent: {} }),
    'createShelf: consent is an object; it has to be "ask", "session" or a consent source such as googleConsentMode() returns',
  ],
  ["a text for options", () => createShelf("memory"), 'createShelf wants an object such as { consent: … }, not "memory"'],
  ["storage: local", () => make({ storage: "local" }), 'createShelf: storage is "local"; it has to be one of "indexeddb", "memory"'],
  [
    "storage nearly right",
    () => make({ storage: "indexedDB" }),
    'createShelf: storage is "indexedDB"; it has to be one of "indexeddb", "memory" - did you mean "indexeddb"?',
  ],
  ["an option misspelled", () => make({ concent: "ask" }), 'createShelf: "concent" is not known; did you mean "consent"?'],
  [
    "an option of nobody's",
    () => make({ endpoint: "https://example.com" }),
    'createShelf: "endpoint" is not known; known are consent, storage, store, locale, wasm, merchandising, ranking, prior, relations, hemisphere, minor, sensitiveCategories, now',
  ],
  ["minor as text", () => make({ minor: "yes" }), 'createShelf: minor is "yes"; it has to be true or false'],
  ["now as a number", () => make({ now: 1_700_000_000_000 }), "createShelf: now is 1700000000000; it has to be a function"],
  [
    "a knob out of range",
    () => make({ ranking: { diversity: 30 } }),
    "createShelf: ranking: diversity is 30; it has to be a number from 0 to 1",
  ],
  [
    "a prior that was not read",
    () => make({ prior: "prior.bin" }),
    'createShelf: prior is "prior.bin"; it has to be an ArrayBuffer or a view of one',
  ],
  ["rules that are no list", () => make({ merchandising: { action: "hide" } }), "rules is an object; it has to be a list of rules"],
  [
    "a rule's field misspelled",
    (shelf) => shelf.rules.set([{ action: "hide", match: { id: "a" }, untill: "2026-12-24" }]),
    'rules [0]: "untill" is not known; did you mean "until"?',
  ],
  [
    "a rule's match misspelled",
    (shelf) => shelf.rules.set([{ action: "hide", match: { brnd: "Acme" } }]),
    'rules [0] match: "brnd" is not known; did you mean "brand"?',
  ],
  ["a limit as text", (shelf) => shelf.rank(LISTING, { limit: "x" }), 'rank: limit is "x"; it has to be a number, 0 or more'],
  [
    "a context nearly right",
    (shelf) => shelf.rank(LISTING, { context: "serach" }),
    'rank: context is "serach"; it has to be one of "search", "browse", "related" - did you mean "search"?',
  ],
  ["an option of rank misspelled", (shelf) => shelf.rank(LISTING, { listID: "x" }), 'rank: "listID" is not known; did you mean "listId"?'],
  ["a width as text", (shelf) => shelf.layout({ width: "320px" }), 'layout: width is "320px"; it has to be a number, 0 or more'],
  ["facets as text", (shelf) => shelf.layout({ facets: "brand" }), 'layout: facets is "brand"; it has to be a list'],
  [
    "a kind of suggestion misspelled",
    (shelf) => shelf.suggest({ kinds: ["upsell"] }),
    'suggest: kinds[0] is "upsell"; it has to be one of "replenish", "maintain", "accessory", "season", "crossSell", "upSell" - did you mean "upSell"?',
  ],
  ["too many suggestions", (shelf) => shelf.suggest({ limit: 100 }), "suggest: limit is 100; it has to be a number from 0 to 20"],
  [
    "attach on a server",
    (shelf) => shelf.attach("#list"),
    'attach: element is "#list"; it has to be an element of the browser\'s page, or the selector of one',
  ],
  [
    "attach of what was not found",
    (shelf) => shelf.attach(null),
    "attach: element is null; it has to be an element of the browser's page, or the selector of one",
  ],
  [
    "attach of several elements",
    (shelf) => shelf.attach([]),
    "attach: element is a list; it has to be an element of the browser's page, or the selector of one",
  ],
  ["on without a function", (shelf) => shelf.on("change"), "on: listener is undefined; it has to be a function"],
  [
    "an event of the shelf misspelled",
    (shelf) => shelf.on("changed", () => {}),
    'on: name is "changed"; it has to be one of "change", "consent", "learned", "recorded" - did you mean "change"?',
  ],
  [
    "two texts for privacy.set",
    (shelf) => shelf.privacy.set("rank", "denied"),
    'privacy.set wants an object such as { rank: … }, not "rank"',
  ],
  [
    "privacy.set of nothing",
    (shelf) => shelf.privacy.set(),
    'privacy.set: states is undefined; it has to be an object such as { rank: "denied" }',
  ],
  ["a purpose misspelled", (shelf) => shelf.privacy.set({ rnak: "denied" }), 'privacy.set: "rnak" is not known; did you mean "rank"?'],
  [
    "a state as a truth value",
    (shelf) => shelf.privacy.set({ rank: false }),
    'privacy.set: rank is false; it has to be one of "unset", "granted", "denied"',
  ],
  [
    "a state misspelled",
    (shelf) => shelf.privacy.set({ rank: "deny" }),
    'privacy.set: rank is "deny"; it has to be one of "unset", "granted", "denied"',
  ],
  [
    "a purpose asked for that is none",
    (shelf) => shelf.privacy.active("ranking"),
    'privacy.active: purpose is "ranking"; it has to be one of "rank", "dwell", "price", "layout", "suggest", "remember", "link", "insights" - did you mean "rank"?',
  ],
  ["days as text", (shelf) => shelf.privacy.retention("90"), 'privacy.retention: days is "90"; it has to be a number from 1 to 365'],
  [
    "a wish misspelled",
    (shelf) => shelf.privacy.declare({ secondhand: true }),
    'privacy.declare: "secondhand" is not known; did you mean "secondHand"?',
  ],
  ["a wish as text", (shelf) => shelf.privacy.declare({ repairable: "yes" }), "repairable is neither true nor false"],
  ["nothing to forget", (shelf) => shelf.privacy.forget(), "privacy.forget: key is undefined; it has to be text"],
  [
    "a card's field misspelled",
    (shelf) => shelf.privacy.supportCard({ qestion: "Which one?" }),
    'privacy.supportCard: "qestion" is not known; did you mean "question"?',
  ],
  ["an adapter's option misspelled", () => klaro({ servise: "shop" }), 'klaro: "servise" is not known; did you mean "service"?'],
  [
    "a purpose of an adapter misspelled",
    () => vanillaCookieConsent({ purposes: ["rank", "dwel"] }),
    'vanillaCookieConsent: purposes[1] is "dwel"; it has to be one of "rank", "dwell", "price", "layout", "suggest", "remember", "link", "insights" - did you mean "dwell"?',
  ],
  ["categories with one purpose each", () => iabTcf({ categories: { 5: "rank" } }), 'iabTcf: categories.5 is "rank"; it has to be a list'],
  ["c15t without its store", () => c15t({}), "c15t: store is undefined; it has to be what createConsentManagerStore returns"],
  ["a reminder without a day", () => calendar({ id: "a", kind: "maintain", title: "A" }), "calendar: id, kind, dueAt or title is missing"],
  [
    "a day as text",
    () => calendar({ id: "a", kind: "maintain", title: "A", dueAt: "tomorrow" }),
    'calendar: dueAt is "tomorrow"; it has to be a number from -8640000000000000 to 8640000000000000',
  ],
];

for (const [name, mistake, sentence] of MISTAKES) {
  test(`${name}: ${sentence}`, async () => {
    const shelf = await make();
    const ledger = shelf.privacy.ledger().length;
    await assert.rejects(
      async () => mistake(shelf),
      (error) => {
        assert.ok(error instanceof OwnshelfError, String(error));
        assert.equal(error.code, "invalid_input");
        assert.equal(error.message, sentence);
        return true;
      },
    );
    assert.equal(shelf.privacy.ledger().length, ledger, "a mistake leaves nothing in the ledger");
    shelf.close();
  });
}

test("there are thirty typical mistakes, and more", () => assert.ok(MISTAKES.length >= 30));

test("what is not given is not refused, and a value is never repeated at length", async () => {
  const shelf = await make({ prior: undefined, relations: null, merchandising: undefined });
  assert.deepEqual(shelf.rank(LISTING, { limit: undefined, context: null }).order, LISTING);
  assert.deepEqual(shelf.rank(LISTING, null).order, LISTING);
  shelf.privacy.set({});
  assert.equal(shelf.privacy.ledger().length, 0);
  assert.throws(
    () => shelf.rank(LISTING, { context: "x".repeat(100_000) }),
    ({ message }) => message.length < 200,
  );
  // Rules come out of tools that keep more about them.
  shelf.rules.set([{ action: "hide", match: { id: "a" }, createdBy: "someone" }]);
  assert.deepEqual(shelf.rank(LISTING).order, ["b"]);
  shelf.close();
});
