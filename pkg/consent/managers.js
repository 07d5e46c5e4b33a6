/**
 * Consent managers that shops embed: Klaro, vanilla-cookieconsent, c15t; both ways. Each is handed in or found where it
 * puts itself.
 *
 * None is told anything before the shopper has answered it: saving one answer would save its presets for all the others.
 */
import { asIs, readOptions, refuse, text } from "../engine/options.js";
import { STORED_PERSONALISATION, attempt, follow, whenThere } from "./follow.js";
import * as known from "./options.js";

/**
 * A thing, if it has these methods: by its name alone it may be anything.
 * @param {any} thing
 * @param {string[]} methods
 */
const withMethods = (thing, methods) => attempt(() => (methods.every((name) => typeof thing?.[name] === "function") ? thing : undefined));

/**
 * Klaro: one of its services stands for Ownshelf.
 * @param {object} [options]
 * @param {string} [options.service] the service's name in Klaro's configuration; default "ownshelf"
 * @param {object} [options.manager] Klaro's manager; default: `klaro.getManager()`
 * @param {import("../index.d.ts").Purpose[]} [options.purposes] what the service decides
 * @returns {import("../index.d.ts").ConsentSource}
 */
export function klaro(options) {
  const {
    service = "ownshelf",
    manager,
    purposes = STORED_PERSONALISATION,
  } = readOptions("klaro", options, { service: text, manager: asIs, purposes: known.purposes });
  /** @type {any} */
  let found;
  const find = () =>
    (found ??= manager ?? attempt(() => withMethods(/** @type {any} */ (globalThis).klaro?.getManager?.(), ["watch", "updateConsent"])));
  return follow({
    categories: { [service]: purposes },
    // What was saved, not what the open dialog shows.
    read: () => (find()?.confirmed ? find().savedConsents[service] === true : undefined),
    watch: (changed) =>
      whenThere(find, (klaroManager) => {
        changed();
        const watcher = { update: (/** @type {unknown} */ _, /** @type {string} */ what) => what !== "applyConsents" && changed() };
        klaroManager.watch(watcher);
        return () => klaroManager.unwatch(watcher);
      }),
    write(answers) {
      if (!find()?.confirmed) return;
      found.updateConsent(service, answers[service]);
      found.saveAndApplyConsents("ownshelf");
    },
  });
}

/**
 * vanilla-cookieconsent (orestbida) 3.
 * @param {object} [options]
 * @param {string} [options.category] its category for personalisation; default "personalization"
 * @param {object} [options.api] the module, or the global `CookieConsent`
 * @param {import("../index.d.ts").Purpose[]} [options.purposes] what the category decides
 * @returns {import("../index.d.ts").ConsentSource}
 */
export function vanillaCookieConsent(options) {
  const {
    category = "personalization",
    api,
    purposes = STORED_PERSONALISATION,
  } = readOptions("vanillaCookieConsent", options, { category: text, api: asIs, purposes: known.purposes });
  // Other managers have the same name, and so has an element with that id.
  const find = () =>
    api ?? withMethods(/** @type {any} */ (globalThis).CookieConsent, ["validConsent", "acceptedCategory", "acceptCategory"]);
  return follow({
    categories: { [category]: purposes },
    read: () => (find()?.validConsent() ? find().acceptedCategory(category) : undefined),
    watch(changed) {
      const stop = whenThere(find, changed);
      const names = ["cc:onFirstConsent", "cc:onConsent", "cc:onChange"];
      names.forEach((name) => globalThis.addEventListener?.(name, changed));
      return () => {
        stop();
        names.forEach((name) => globalThis.removeEventListener?.(name, changed));
      };
    },
    write(answers) {
      if (!find()?.validConsent()) return;
      const accepted = new Set(find().getUserPreferences().acceptedCategories);
      if (answers[category]) accepted.add(category);
      else accepted.delete(category);
      find().acceptCategory([...accepted]);
    },
  });
}

/**
 * c15t 2.
 * @param {object} options
 * @param {object} options.store what `createConsentManagerStore` or `getOrCreateConsentRuntime(…).consentStore` returns
 * @param {string} [options.category] default "functionality", c15t's word for enhanced features and personalisation
 * @param {import("../index.d.ts").Purpose[]} [options.purposes] what the category decides
 * @returns {import("../index.d.ts").ConsentSource}
 */
export function c15t(options) {
  const {
    store = refuse("c15t: store", undefined, "what createConsentManagerStore returns"),
    category = "functionality",
    purposes = STORED_PERSONALISATION,
  } = readOptions("c15t", options, { store: asIs, category: text, purposes: known.purposes });
  const read = () => {
    const { consentCategories, consents, hasConsented } = store.getState();
    // A category the shop never asks about stands at no, and nobody said so.
    const asked = consentCategories?.includes(category) ?? true;
    return asked && hasConsented() ? consents[category] === true : undefined;
  };
  return follow({
    categories: { [category]: purposes },
    read,
    watch(changed) {
      let last = read();
      return store.subscribe(() => {
        const now = read();
        if (now === last) return;
        last = now;
        changed();
      });
    },
    write(answers) {
      if (store.getState().hasConsented()) store.getState().setConsent(category, answers[category]);
    },
  });
}
