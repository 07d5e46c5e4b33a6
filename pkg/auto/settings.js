/**
 * What a page may say about its set-up, all optional, on the script's own tag:
 *
 * | attribute | |
 * |---|---|
 * | `data-ownshelf-consent` | `session`: unset purposes work in memory; or the manager that is asked, see {@link SOURCES} |
 * | `data-ownshelf-store` | namespace for several shops on one origin |
 * | `data-ownshelf-locale` | language of reasons and panel |
 * | `data-ownshelf-wasm` | address of the engine |
 * | `data-ownshelf-datalayer` | name of the data layer |
 * | `data-ownshelf-debug` | a table in the console and a label on each card: what is known, and why nothing moves |
 * | `data-ownshelf-expose` | announce the shelf by an `ownshelf:ready` event |
 * | `data-ownshelf-early` | lists are held back on this page: with `async`, the engine is fetched while the page is parsed, for a shopper who is remembered |
 *
 * Merchandising rules stand in `<script type="application/json" data-ownshelf-rules>`.
 */

import { warnOnce } from "../attach/guard.js";

/** Consent managers by the word for them. */
/** @type {Record<string, "googleConsentMode" | "iabTcf" | "iabGpp" | "shopifyCustomerPrivacy" | "klaro" | "vanillaCookieConsent">} */
const SOURCES = {
  google: "googleConsentMode",
  tcf: "iabTcf",
  gpp: "iabGpp",
  shopify: "shopifyCustomerPrivacy",
  klaro: "klaro",
  cookieconsent: "vanillaCookieConsent",
};

/** @param {string} moduleUrl address of the entry module */
export function settings(moduleUrl) {
  const script = [...document.scripts].find(({ src }) => src === moduleUrl) ?? document.documentElement;
  /** @param {string} name */
  const read = (name) => script.getAttribute(`data-ownshelf-${name}`) ?? undefined;
  const wasm = read("wasm");
  const options = { store: read("store"), locale: read("locale"), wasm: wasm ? new URL(wasm, document.baseURI) : undefined };
  /** @param {string} name */
  const has = (name) => read(name) !== undefined;
  return {
    options,
    consent: read("consent"),
    dataLayer: read("datalayer") ?? "dataLayer",
    expose: has("expose"),
    early: has("early"),
    debug: has("debug"),
  };
}

/**
 * What `createShelf` takes for the word in the page. A word nobody knows means asking, for that can do no harm.
 * @param {string | undefined} word
 * @param {string} dataLayer
 * @returns {Promise<Pick<import("../index.d.ts").ShelfOptions, "consent">>}
 */
export async function consentFor(word, dataLayer) {
  if (!word || word === "ask") return {};
  if (word === "session") return { consent: "session" };
  if (!Object.hasOwn(SOURCES, word)) {
    warnOnce(new Error(`data-ownshelf-consent: "${word}" is none of session, ${Object.keys(SOURCES).join(", ")}`));
    return {};
  }
  const sources = await import("../consent.js");
  return { consent: sources[SOURCES[word]](word === "google" ? { dataLayer } : undefined) };
}

/** The shop's rules, once the page is parsed. */
export function merchandising() {
  const script = document.querySelector('script[type="application/json"][data-ownshelf-rules]');
  return script ? JSON.parse(script.textContent) : undefined;
}
