/** Consent sources that need no page: the data layer, Shopify's API by its documented shape, and IAB's own implementations. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import {
  PERSONALISATION,
  googleConsentMode,
  iabGpp,
  iabTcf,
  klaro,
  shopifyCustomerPrivacy,
  vanillaCookieConsent,
} from "../../pkg/consent.js";
import { follow } from "../../pkg/consent/follow.js";

const each = (names, state) => Object.fromEntries(names.map((name) => [name, state]));
const STORED = [...PERSONALISATION, "remember"];

/** Connects and keeps what the source says last. */
function heard(source) {
  const told = { updates: 0 };
  told.stop = source.connect((states) => {
    told.updates += 1;
    told.states = { ...states };
  });
  return told;
}

describe("categories and purposes", () => {
  it("a purpose under several categories needs all of them; a no wins over no answer", () => {
    const answers = { a: true, b: undefined };
    let changed;
    const source = follow({
      categories: { a: ["rank", "price"], b: ["price", "layout"] },
      read: (name) => answers[name],
      watch: (listener) => {
        changed = listener;
      },
    });
    const told = heard(source);
    assert.deepEqual(told.states, { rank: "granted", price: "unset", layout: "unset" });
    answers.b = false;
    changed();
    assert.deepEqual(told.states, { rank: "granted", price: "denied", layout: "denied" });
  });

  it("no manager switches on link or insights, and any can switch them off", () => {
    for (const [answer, state] of [
      [true, "unset"],
      [false, "denied"],
    ]) {
      const told = heard(follow({ categories: { all: ["link", "insights", "rank"] }, read: () => answer, watch: () => {} }));
      assert.deepEqual(told.states, { link: state, insights: state, rank: answer ? "granted" : "denied" });
    }
  });

  it("one refused purpose of many is not told as a refusal of the manager's whole category", () => {
    const written = [];
    const source = follow({ categories: { all: ["rank", "price"] }, read: () => true, watch: () => {}, write: (w) => written.push(w) });
    heard(source);
    source.notify({ price: "denied" });
    assert.deepEqual(written, []);
    source.notify({ rank: "denied" });
    assert.deepEqual(written, [{ all: false }]);
  });
});

describe("Google Consent Mode", () => {
  beforeEach(() => {
    delete globalThis.dataLayer;
  });
  afterEach(() => {
    delete globalThis.dataLayer;
  });
  function gtag() {
    (globalThis.dataLayer ??= []).push(arguments);
  }

  it("reads answers given before and after it came; a default is nobody's answer", () => {
    gtag("consent", "default", { personalization_storage: "denied", ad_storage: "denied" });
    const told = heard(googleConsentMode());
    assert.deepEqual(told.states, each(STORED, "unset"));
    gtag("consent", "update", { personalization_storage: "granted" });
    assert.deepEqual(told.states, each(STORED, "granted"));
    gtag("consent", "update", { ad_storage: "granted" });
    assert.deepEqual(told.states, each(STORED, "granted"));
    gtag("consent", "update", { personalization_storage: "denied" });
    assert.deepEqual(told.states, each(STORED, "denied"));
    assert.deepEqual(heard(googleConsentMode()).states, each(STORED, "denied"));
  });

  it("takes a default for an answer where the shop says so", () => {
    gtag("consent", "default", { personalization_storage: "denied" });
    assert.deepEqual(heard(googleConsentMode({ acceptDefault: true })).states, each(STORED, "denied"));
  });

  it("tells the data layer, as the arguments object Google's tag expects, and once", () => {
    const source = googleConsentMode();
    const told = heard(source);
    source.notify({ rank: "granted" });
    const last = globalThis.dataLayer.at(-1);
    assert.equal(Object.prototype.toString.call(last), "[object Arguments]");
    assert.deepEqual([...last], ["consent", "update", { personalization_storage: "granted" }]);
    const length = globalThis.dataLayer.length;
    source.notify({ price: "granted" });
    assert.equal(globalThis.dataLayer.length, length);
    assert.equal(told.states.rank, "granted");
  });

  it("lets go, also under a later wrapper, and sees no inherited answer", () => {
    const told = heard(googleConsentMode());
    const before = told.updates;
    const ours = globalThis.dataLayer.push;
    globalThis.dataLayer.push = function (...entries) {
      return ours.apply(this, entries);
    };
    told.stop();
    gtag("consent", "update", { personalization_storage: "granted" });
    assert.equal(told.updates, before);
    Object.prototype.personalization_storage = "granted";
    try {
      gtag("consent", "update", {});
      assert.deepEqual(heard(googleConsentMode({ dataLayer: "dataLayer" })).states, each(STORED, "granted"), "the real one before it");
      globalThis.dataLayer.length = 0;
      gtag("consent", "update", {});
      assert.deepEqual(heard(googleConsentMode()).states, each(STORED, "unset"));
    } finally {
      delete Object.prototype.personalization_storage;
    }
  });
});

describe("Shopify customer privacy", () => {
  afterEach(() => {
    delete globalThis.Shopify;
    delete globalThis.document;
  });

  /** The API as Shopify documents it; it is served by their shops only. */
  function shop(consent) {
    globalThis.document = new EventTarget();
    globalThis.Shopify = {
      customerPrivacy: {
        currentVisitorConsent: () => ({ ...consent }),
        setTrackingConsent(given, done) {
          for (const [key, value] of Object.entries(given)) consent[key] = value ? "yes" : "no";
          document.dispatchEvent(new Event("visitorConsentCollected"));
          done();
        },
      },
    };
    return consent;
  }

  it("reads preferences, hears changes, leaves the visitor's other answers alone", () => {
    const consent = shop({ preferences: "", analytics: "no", marketing: "", sale_of_data: "no" });
    const source = shopifyCustomerPrivacy();
    const told = heard(source);
    assert.deepEqual(told.states, each(STORED, "unset"));
    source.notify({ rank: "granted", remember: "denied" });
    assert.deepEqual(consent, { preferences: "yes", analytics: "no", marketing: "", sale_of_data: "no" });
    assert.deepEqual(told.states, each(STORED, "granted"));
    Shopify.customerPrivacy.setTrackingConsent({ preferences: false }, () => {});
    assert.deepEqual(told.states, each(STORED, "denied"));
    told.stop();
    Shopify.customerPrivacy.setTrackingConsent({ preferences: true }, () => {});
    assert.deepEqual(told.states, each(STORED, "denied"));
  });
});

describe("IAB", () => {
  // Both implementations put themselves into the page's window.
  globalThis.window = globalThis;
  globalThis.addEventListener ??= () => {};
  // GPP's stub, as a page carries it in its head: no events yet.
  globalThis.__gpp ??= () => [];

  it("TCF: the real API's answers, before and after the shopper's", async () => {
    const { CmpApi } = await import("@iabtcf/cmpapi");
    const { GVL, TCModel, TCString } = await import("@iabtcf/core");
    const list = {
      gvlSpecificationVersion: 3,
      vendorListVersion: 1,
      tcfPolicyVersion: 4,
      lastUpdated: "2024-01-01T00:00:00Z",
      purposes: {},
      specialPurposes: {},
      features: {},
      specialFeatures: {},
      stacks: {},
      dataCategories: {},
      vendors: {},
    };
    const tcString = (purposes) => {
      const model = new TCModel(new GVL(list));
      Object.assign(model, {
        cmpId: 31,
        cmpVersion: 1,
        isServiceSpecific: true,
        consentScreen: 1,
        consentLanguage: "EN",
        publisherCountryCode: "DE",
      });
      model.purposeConsents.set(purposes);
      return TCString.encode(model);
    };
    const api = new CmpApi(31, 1, true);
    const told = heard(iabTcf());
    assert.deepEqual(told.states, each(["remember", ...PERSONALISATION], "unset"));
    api.update(tcString([]), true);
    assert.deepEqual(told.states, each(["remember", ...PERSONALISATION], "unset"), "shown, not answered");
    api.update(tcString([1, 5]), false);
    assert.deepEqual(told.states, { remember: "granted", ...each(PERSONALISATION, "denied") });
    api.update(tcString([1, 5, 6]), false);
    assert.deepEqual(told.states, each(["remember", ...PERSONALISATION], "granted"));
    told.stop();
    api.update(tcString([]), false);
    assert.equal(told.states.rank, "granted");
    assert.equal(iabTcf().notify, undefined);
  });

  it("GPP: an opt-out of a US section denies totals; a TCF section counts as TCF", async () => {
    const { CmpApi, SignalStatus } = await import("@iabgpp/cmpapi");
    const api = new CmpApi(31, 1);
    const told = heard(iabGpp());
    assert.equal(told.states.insights, "unset");
    api.setFieldValue("usnat", "SaleOptOut", 1);
    api.setSignalStatus(SignalStatus.READY);
    api.fireSectionChange("usnat");
    assert.equal(told.states.insights, "denied");
    assert.equal(told.states.rank, "unset");
    api.setFieldValue("usnat", "SaleOptOut", 2);
    api.setFieldValue("tcfeuv2", "PurposeConsents", [
      true,
      false,
      false,
      false,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
    api.fireSectionChange("tcfeuv2");
    assert.equal(told.states.insights, "unset");
    assert.deepEqual([told.states.rank, told.states.remember], ["granted", "granted"]);
    told.stop();
  });
});

describe("a manager's name that stands for something else, or for nothing yet", () => {
  /** Managers as they come at last, each with a yes for personalisation. */
  const MANAGERS = {
    CookieConsent: [
      vanillaCookieConsent,
      {
        validConsent: () => true,
        acceptedCategory: () => true,
        acceptCategory() {},
        getUserPreferences: () => ({ acceptedCategories: [] }),
      },
    ],
    klaro: [
      klaro,
      {
        getManager: () => ({
          confirmed: true,
          savedConsents: { ownshelf: true },
          watch() {},
          unwatch() {},
          updateConsent() {},
          saveAndApplyConsents() {},
        }),
      },
    ],
    __tcfapi: [
      iabTcf,
      (command, _version, callback) =>
        command === "addEventListener" &&
        callback({ listenerId: 1, gdprApplies: true, eventStatus: "tcloaded", purpose: { consents: { 1: true, 5: true, 6: true } } }, true),
    ],
    Shopify: [shopifyCustomerPrivacy, { customerPrivacy: { currentVisitorConsent: () => ({ preferences: "yes" }) } }],
    dataLayer: [googleConsentMode, [["consent", "update", { personalization_storage: "granted" }]]],
  };
  const strange = {
    get validConsent() {
      throw new Error("an element's property");
    },
    getManager: () => ({}),
    customerPrivacy: {},
  };
  for (const [name, [source, manager]] of Object.entries(MANAGERS)) {
    it(`${name} is waited for`, async () => {
      globalThis[name] = strange;
      const told = heard(source());
      try {
        assert.equal(told.states.rank, "unset");
        globalThis[name] = manager;
        for (const end = Date.now() + 3000; told.states.rank !== "granted" && Date.now() < end; )
          await new Promise((go) => setTimeout(go, 20));
        assert.equal(told.states.rank, "granted");
      } finally {
        told.stop?.();
        delete globalThis[name];
      }
    });
  }
});
