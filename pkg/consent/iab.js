/**
 * IAB frameworks, read only: both speak of advertising vendors, and Ownshelf is none, so there is nothing to tell them.
 *
 * TCF v2.x: purpose 1 "store and/or access information on a device", 5 "create profiles to personalise content",
 * 6 "use profiles to select personalised content". GPP: the TCF sections likewise; an opt-out from sale, sharing or
 * targeted advertising in a section of the United States denies anonymous totals, as Global Privacy Control does.
 */
import { readOptions } from "../engine/options.js";
import { PERSONALISATION, follow, whenThere } from "./follow.js";
import * as known from "./options.js";

/** @type {Record<number, import("../index.d.ts").Purpose[]>} */
const TCF_CATEGORIES = { 1: ["remember"], 5: PERSONALISATION, 6: PERSONALISATION };
/** Before the shopper answered, consents are all zero, and that is no refusal. */
const ANSWERED = new Set(["tcloaded", "useractioncomplete"]);
const OPT_OUTS = ["SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut"];
const OPTED_OUT = 1;

/** An API is a function; an element or a frame of that name is none. @param {any} api */
const callable = (api) => (typeof api === "function" ? api : undefined);

/**
 * @param {object} [options]
 * @param {Record<number, import("../index.d.ts").Purpose[]>} [options.categories] our purposes by TCF purpose
 * @returns {import("../index.d.ts").ConsentSource}
 */
export function iabTcf(options) {
  const { categories = TCF_CATEGORIES } = readOptions("iabTcf", options, { categories: known.categories });
  /** What was answered, by TCF purpose. @type {Record<string, boolean> | undefined} */
  let consents;
  return follow({
    categories,
    read: (purpose) => consents && consents[purpose] === true,
    watch: (changed) =>
      whenThere(
        () => callable(/** @type {any} */ (globalThis).__tcfapi),
        (api) => {
          /** @type {unknown} */
          let id;
          let stopped = false;
          api("addEventListener", 2, (/** @type {any} */ data, /** @type {boolean} */ success) => {
            if (!success || stopped) return;
            id = data.listenerId;
            // Where the regulation does not apply, nobody was asked.
            if (data.gdprApplies === false) consents = undefined;
            else if (ANSWERED.has(data.eventStatus)) consents = { ...data.purpose?.consents };
            else return;
            changed();
          });
          return () => {
            stopped = true;
            if (id !== undefined) api("removeEventListener", 2, () => {}, id);
          };
        },
      ),
  });
}

/**
 * @param {object} [options]
 * @param {Record<number, import("../index.d.ts").Purpose[]>} [options.categories] our purposes by TCF purpose
 * @returns {import("../index.d.ts").ConsentSource}
 */
export function iabGpp(options) {
  const { categories = TCF_CATEGORIES } = readOptions("iabGpp", options, { categories: known.categories });
  /** @type {Record<string, any>} */
  let sections = {};
  const OPT_OUT = "optOut";
  /** @param {string} category */
  const read = (category) => {
    const all = Object.values(sections).map((section) => Object.assign({}, ...[section].flat()));
    if (category === OPT_OUT) return all.some((fields) => OPT_OUTS.some((name) => fields[name] === OPTED_OUT)) ? false : undefined;
    const answers = all.map((fields) => fields.PurposeConsents?.[Number(category) - 1]).filter((answer) => answer !== undefined);
    return answers.length ? answers.every((answer) => answer === true) : undefined;
  };
  return follow({
    categories: { ...categories, [OPT_OUT]: ["insights"] },
    read,
    watch: (changed) =>
      whenThere(
        () => callable(/** @type {any} */ (globalThis).__gpp),
        (api) => {
          /** @type {unknown} */
          let id;
          let stopped = false;
          /** @param {any} ping */
          const take = (ping) => {
            if (ping?.signalStatus !== "ready") return;
            sections = { ...ping.parsedSections };
            changed();
          };
          api("addEventListener", (/** @type {any} */ event, /** @type {boolean} */ success) => {
            if (!success || stopped) return;
            id = event.listenerId ?? id;
            take(event.pingData);
          });
          return () => {
            stopped = true;
            if (id !== undefined) api("removeEventListener", () => {}, id);
          };
        },
      ),
  });
}
