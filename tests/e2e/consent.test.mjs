/** Consent managers as published, in a real page: Klaro, vanilla-cookieconsent and c15t, followed and told. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const PACKAGE = new URL("../../pkg/", import.meta.url);
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const MANAGERS = `
  export * as klaro from "klaro/dist/klaro-no-css";
  export * as cookieConsent from "vanilla-cookieconsent";
  export { getOrCreateConsentRuntime, clearConsentRuntimeCache } from "c15t";
`;

let server;
let browser;
let page;
let url;
before(async () => {
  const {
    outputFiles: [bundle],
  } = await build({
    stdin: { contents: MANAGERS, resolveDir: new URL("../..", import.meta.url).pathname },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://shop");
    const send = (body, type) => response.writeHead(200, { "Content-Type": type }).end(body);
    if (pathname === "/managers.js") return send(bundle.contents, TYPES[".js"]);
    if (!pathname.startsWith("/pkg/")) return send('<!doctype html><html lang="en"><title>Shop</title><body><h1>Shop</h1>', "text/html");
    return readFile(new URL(`.${pathname.slice(4)}`, PACKAGE)).then(
      (body) => send(body, TYPES[extname(pathname)]),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://localhost:${server.address().port}/`;
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  server?.close();
  server?.closeAllConnections();
});
beforeEach(async () => {
  page = await browser.newPage();
  await page.goto(url);
  await page.evaluate(async () => {
    window.managers = await import("/managers.js");
    window.sources = await import("/pkg/consent.js");
    const { createShelf } = await import("/pkg/index.js");
    window.open = async (consent) => {
      window.shelf = await createShelf({ consent, storage: "memory" });
    };
    window.at = (purpose) => {
      const { state, active, lockedBy = "" } = window.shelf.privacy.purposes().find((p) => p.purpose === purpose);
      return `${state} ${active ? "on" : "off"} ${lockedBy}`.trim();
    };
  });
});
afterEach(() => page.close());

test("Klaro: its service decides; its saved answers are told of ours", async () => {
  const seen = await page.evaluate(async () => {
    const { klaro } = window.managers;
    const manager = (klaro.default ?? klaro).getManager({
      services: [
        { name: "ownshelf", purposes: ["personalisation"] },
        { name: "ads", purposes: ["ads"] },
      ],
    });
    await window.open(window.sources.klaro({ manager }));
    const seen = [window.at("rank")];
    manager.updateConsent("ownshelf", true);
    seen.push(window.at("rank"));
    manager.saveAndApplyConsents();
    seen.push(window.at("rank"), window.at("remember"), window.at("link"));
    manager.updateConsent("ownshelf", false);
    manager.saveAndApplyConsents();
    seen.push(window.at("rank"));
    window.shelf.privacy.set({ rank: "granted" });
    seen.push(window.at("rank"), JSON.stringify(manager.savedConsents));
    return seen;
  });
  assert.deepEqual(seen, [
    "unset off",
    "unset off",
    "granted on",
    "granted on",
    "unset off",
    "unset off consentSource",
    "granted on",
    '{"ownshelf":true,"ads":false}',
  ]);
});

test("vanilla-cookieconsent: its category decides; nothing is saved for the shopper before they answered", async () => {
  const seen = await page.evaluate(async () => {
    const api = window.managers.cookieConsent;
    await api.run({
      categories: { necessary: { readOnly: true, enabled: true }, personalization: {}, ads: {} },
      language: {
        default: "en",
        translations: {
          en: { consentModal: { title: "Cookies", acceptAllBtn: "Yes", acceptNecessaryBtn: "No" }, preferencesModal: { sections: [] } },
        },
      },
    });
    await window.open(window.sources.vanillaCookieConsent({ api }));
    const seen = [window.at("rank")];
    window.shelf.privacy.set({ price: "granted" });
    seen.push(api.validConsent());
    api.acceptCategory(["personalization"]);
    seen.push(window.at("rank"));
    api.acceptCategory([]);
    seen.push(window.at("rank"));
    window.shelf.privacy.set({ rank: "granted" });
    seen.push(window.at("rank"), api.getUserPreferences().acceptedCategories.join());
    return seen;
  });
  assert.deepEqual(seen, ["unset off", false, "granted on", "unset off consentSource", "granted on", "necessary,personalization"]);
});

test("c15t: its category decides and is told", async () => {
  const seen = await page.evaluate(async () => {
    const { consentStore: store } = window.managers.getOrCreateConsentRuntime({
      mode: "offline",
      consentCategories: ["necessary", "functionality", "marketing"],
      reloadOnConsentRevoked: false,
    });
    await window.open(window.sources.c15t({ store }));
    const seen = [window.at("rank")];
    const until = async (want) => {
      for (let tries = 0; tries < 100 && window.at("rank") !== want; tries++) await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push(window.at("rank"));
    };
    await store.getState().saveConsents("all");
    await until("granted on");
    await store.getState().saveConsents("necessary");
    await until("unset off consentSource");
    window.shelf.privacy.set({ rank: "granted" });
    for (let tries = 0; tries < 100 && !store.getState().consents.functionality; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    seen.push(window.at("rank"), store.getState().consents.functionality, store.getState().consents.marketing);
    return seen;
  });
  assert.deepEqual(seen, ["unset off", "granted on", "unset off consentSource", "granted on", true, false]);
});
