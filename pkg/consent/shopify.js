/** Shopify's Customer Privacy API: the visitor's `preferences`, both ways. */
import { readOptions } from "../engine/options.js";
import { STORED_PERSONALISATION, follow, whenThere } from "./follow.js";
import * as known from "./options.js";

/** @type {Record<string, boolean>} */
const ANSWERS = { yes: true, no: false };

/**
 * @param {object} [options]
 * @param {import("../index.d.ts").Purpose[]} [options.purposes] what `preferences` decides; default: all but link and insights
 * @returns {import("../index.d.ts").ConsentSource}
 */
export function shopifyCustomerPrivacy(options) {
  const { purposes = STORED_PERSONALISATION } = readOptions("shopifyCustomerPrivacy", options, { purposes: known.purposes });
  const api = () => {
    const found = /** @type {any} */ (globalThis).Shopify?.customerPrivacy;
    return typeof found?.currentVisitorConsent === "function" ? found : undefined;
  };
  // Answers are "yes", "no" or "" (not asked, or asking is not required here: then nobody has chosen yet).
  /** @param {string} key */
  const answer = (key) => {
    const value = api()?.currentVisitorConsent()?.[key];
    return Object.hasOwn(ANSWERS, value) ? ANSWERS[value] : undefined;
  };
  return follow({
    categories: { preferences: purposes },
    read: answer,
    watch(changed) {
      const stop = whenThere(api, changed);
      // The theme loads the API on demand; asking for it twice is harmless.
      if (!api()) /** @type {any} */ (globalThis).Shopify?.loadFeatures?.([{ name: "consent-tracking-api", version: "0.1" }], changed);
      globalThis.document?.addEventListener("visitorConsentCollected", changed);
      return () => {
        stop();
        globalThis.document?.removeEventListener("visitorConsentCollected", changed);
      };
    },
    write({ preferences }) {
      // The other answers are handed back as they are; what was not answered is not answered here either.
      const others = ["analytics", "marketing", "sale_of_data"].map((key) => [key, answer(key)]).filter(([, value]) => value !== undefined);
      api()?.setTrackingConsent?.({ ...Object.fromEntries(others), preferences }, () => {});
    },
  });
}
