/**
 * Google Consent Mode v2: `personalization_storage`, "storage related to personalization such as recommendations".
 *
 * `gtag("consent", …)` leaves its arguments in the data layer; they are read there, so it does not matter whether Google's
 * tag or another tool set them, or whether Google's script is loaded at all.
 */
import { flag, readOptions, text } from "../engine/options.js";
import { STORED_PERSONALISATION, follow, whenThere } from "./follow.js";
import * as known from "./options.js";

/**
 * @param {object} [options]
 * @param {string} [options.dataLayer] name of the global array; default "dataLayer"
 * @param {Record<string, import("../index.d.ts").Purpose[]>} [options.categories] default: `personalization_storage`
 *   decides ordering, viewing time, price, layout, reminders and keeping
 * @param {boolean} [options.acceptDefault] whether `gtag("consent", "default", …)` counts as an answer. By default only
 *   an update does: a default was nobody's choice
 * @returns {import("../index.d.ts").ConsentSource}
 */
export function googleConsentMode(options) {
  const {
    dataLayer = "dataLayer",
    categories = { personalization_storage: STORED_PERSONALISATION },
    acceptDefault = false,
  } = readOptions("googleConsentMode", options, { dataLayer: text, categories: known.categories, acceptDefault: flag });
  const answers = new Map();
  /** @param {any} entry the arguments of a call of `gtag` */
  const take = (entry) => {
    if (entry?.[0] !== "consent" || !(entry[1] === "update" || (acceptDefault && entry[1] === "default"))) return false;
    const given = entry[2];
    if (given === null || typeof given !== "object") return false;
    for (const category of Object.keys(categories)) {
      if (Object.hasOwn(given, category)) answers.set(category, given[category] === "granted");
    }
    return true;
  };
  // @ts-expect-error: globals of a page have no types.
  const layer = () => (globalThis[dataLayer] ??= []);
  /** Something else of that name is waited for to become one. @returns {any[] | undefined} */
  const array = () => (Array.isArray(layer()) ? layer() : undefined);
  return follow({
    categories,
    read: (category) => answers.get(category),
    watch: (changed) =>
      whenThere(array, (list) => {
        if (list.filter(take).length) changed();
        let stopped = false;
        const push = list.push;
        /** @this {unknown} @param {unknown[]} entries */
        const wrapped = function (...entries) {
          const result = push.apply(this, entries);
          if (!stopped && entries.filter(take).length) changed();
          return result;
        };
        list.push = wrapped;
        return () => {
          stopped = true;
          if (list.push === wrapped) list.push = push;
        };
      }),
    write(chosen) {
      const update = Object.fromEntries(Object.entries(chosen).map(([category, yes]) => [category, yes ? "granted" : "denied"]));
      // Google's tag tells commands from events by their being an `arguments` object.
      (function gtag(/** @type {unknown[]} */ ..._) {
        array()?.push(arguments);
      })("consent", "update", update);
    },
  });
}
