/** The panel off the page: it loads where there are no elements, and its presets mean what they say. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { forYouStates, presetInForce, presetStates, statusOf } from "../../pkg/panel/purposes.js";
import { strongest } from "../../pkg/panel/parts.js";

const NAMES = ["rank", "dwell", "price", "layout", "suggest", "remember", "link", "insights"];
const BASICS = NAMES.slice(0, 5);

/** Purposes as the engine tells them, all unset but for `states`; `locks` names who holds one. */
const purposes = (states = {}, locks = {}) =>
  NAMES.map((purpose) => ({
    purpose,
    state: states[purpose] ?? "unset",
    active: states[purpose] === "granted" && !locks[purpose],
    lockedBy: locks[purpose],
  }));
const each = (names, state) => Object.fromEntries(names.map((name) => [name, state]));

describe("panel module", () => {
  it("loads without a page, defines nothing there and changes no global", async () => {
    const before = Object.getOwnPropertyNames(globalThis);
    const { OwnshelfPrivacy, provideShelf } = await import("../../pkg/panel.js");
    assert.deepEqual(Object.getOwnPropertyNames(globalThis), before);
    assert.equal(typeof OwnshelfPrivacy, "function");
    assert.doesNotThrow(() => provideShelf(null));
  });
});

describe("presets", () => {
  it("Off answers every purpose with no", () => {
    assert.deepEqual(presetStates("off", purposes()), each(NAMES, "denied"));
  });

  it("This visit allows the basics, keeps nothing, and leaves linking and totals to their own yes", () => {
    assert.deepEqual(presetStates("visit", purposes()), { ...each(BASICS, "granted"), remember: "denied" });
  });

  it("Remember me adds the device and nothing else", () => {
    assert.deepEqual(presetStates("remember", purposes()), { ...each([...BASICS, "remember"], "granted") });
  });

  it("leave alone what somebody else holds", () => {
    assert.deepEqual(presetStates("off", purposes({}, { insights: "gpc" })), each(NAMES.slice(0, 7), "denied"));
  });

  it("count as chosen only once chosen", () => {
    assert.equal(presetInForce(purposes()), "");
    assert.equal(presetInForce(purposes({ rank: "granted" })), "");
    for (const preset of ["off", "visit", "remember"]) {
      assert.equal(presetInForce(purposes(presetStates(preset, purposes()))), preset);
    }
  });
});

describe("the tap on For you", () => {
  it("allows the basics and not the device", () => {
    assert.deepEqual(forYouStates(purposes()), each(BASICS, "granted"));
  });

  it("respects a single refusal", () => {
    const states = forYouStates(purposes({ price: "denied", rank: "denied" }));
    assert.deepEqual(states, each(["rank", "dwell", "layout", "suggest"], "granted"));
  });

  it("takes back a refusal of everything, which was the Off switch", () => {
    assert.deepEqual(forYouStates(purposes(each(NAMES, "denied"))), each(BASICS, "granted"));
  });
});

describe("status", () => {
  const shelf = (list, { paused = false, kind = "memory" } = {}) => [{ privacy: { paused, storage: () => ({ kind }) } }, list];
  const granted = each(BASICS, "granted");
  const cases = [
    ["wait", [null, []]],
    ["off", shelf(purposes())],
    ["paused", shelf(purposes(granted), { paused: true })],
    ["visit", shelf(purposes(granted))],
    ["device", shelf(purposes({ ...granted, remember: "granted" }), { kind: "indexeddb" })],
    ["memory", shelf(purposes({ ...granted, remember: "granted" }))],
    ["partly", shelf(purposes({ rank: "granted" }))],
  ];
  for (const [status, given] of cases) it(status, () => assert.equal(statusOf(...given), status));
});

describe("strongest contributions", () => {
  it("adds up equal labels, orders by size and leaves out nothings", () => {
    const given = [
      { label: "a", value: 0.1 },
      { label: "b", value: -0.5 },
      { label: "a", value: 0.2 },
      { label: "c", value: 0 },
    ];
    assert.deepEqual(
      strongest(given, 3).map(({ label }) => label),
      ["b", "a"],
    );
  });
});
