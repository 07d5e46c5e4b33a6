/** `shelf.diagnose()`: what a shop's developer wants to know when a list does not do what was expected. Loaded when asked for. */

import { KEEP } from "../attach/attach.js";

/** @typedef {import("../index.d.ts").Diagnosis} Diagnosis */
/** @typedef {import("../index.d.ts").ListDiagnosis} ListDiagnosis */
/** @typedef {ReturnType<import("../attach/attach.js").Attached["inspect"]>} Inspected */

/** Fields that ranking and reasons use; those a product lacks are named. */
const WANTED = ["name", "price", "category", "brand"];

/**
 * @param {object} shelf
 * @param {import("../index.d.ts").Privacy} shelf.privacy
 * @param {"ask" | "session" | "manager"} shelf.consent
 * @param {Diagnosis["engine"]} shelf.engine
 * @param {Diagnosis["recorded"]} shelf.recorded
 * @param {Diagnosis["rejected"]} shelf.rejected
 * @param {Inspected[]} shelf.lists
 * @param {(id: string) => string} shelf.fields names of the fields known of a product, with spaces between
 * @param {Element} [element]
 * @returns {Diagnosis}
 */
export function diagnose({ privacy, consent, engine, recorded, rejected, lists, fields }, element) {
  const all = privacy.purposes();
  const states = all.map(({ purpose, state, active, lockedBy }) => [purpose, { state, active, ...(lockedBy && { lockedBy }) }]);
  const asked = lists.filter(({ root, list }) => !element || root.contains(element) || list.contains(element) || element.contains(list));
  /** @type {(id: string) => string[]} */
  const known = (id) => (engine === "working" ? fields(id).split(" ").filter(Boolean) : []);
  const rank = all.find(({ purpose }) => purpose === "rank");
  const allowed = {
    active: rank?.active === true,
    paused: privacy.paused,
    denied: rank?.state === "denied" || rank?.lockedBy !== undefined,
  };
  const diagnosed = asked.map((inspected) => ofList(inspected, engine, allowed, known));
  return {
    consent: { source: consent, paused: privacy.paused, purposes: Object.fromEntries(states) },
    engine,
    storage: privacy.storage(),
    recorded,
    rejected,
    lists: diagnosed,
    ...(element && !diagnosed.length && { unattached: true }),
  };
}

/**
 * @param {Inspected} inspected
 * @param {Diagnosis["engine"]} engine
 * @param {{ active: boolean, paused: boolean, denied: boolean }} allowed
 * @param {(id: string) => string[]} known
 * @returns {ListDiagnosis}
 */
function ofList(inspected, engine, allowed, known) {
  const { list, listId, cards, standing, ranking, owner, candidates } = inspected;
  const shown = standing.map((card) => /** @type {string} */ (cards.get(card)));
  const shop = [...cards.values()];
  const products = shown.map((id, at) => {
    const fields = known(id);
    return { id, place: at + 1, shopPlace: shop.indexOf(id) + 1, fields, missing: WANTED.filter((name) => !fields.includes(name)) };
  });
  const moved = products.filter(({ place, shopPlace }) => place !== shopPlace).length;
  return {
    ...(listId !== undefined && { listId }),
    element: nameOf(list),
    cards: cards.size,
    of: candidates,
    personalised: ranking?.personalised === true,
    moved,
    ...(owner && owner !== "asking" && { framework: owner.name }),
    why: moved ? [] : whyNothing(inspected, engine, allowed, shop),
    products,
  };
}

/**
 * Why no card stands elsewhere than the shop put it; the first that applies.
 * @param {Inspected} inspected
 * @param {Diagnosis["engine"]} engine
 * @param {{ active: boolean, paused: boolean, denied: boolean }} allowed
 * @param {string[]} shop
 * @returns {ListDiagnosis["why"]}
 */
function whyNothing({ root, cards, ranking, owner, sorted, unordered, reorders }, engine, { active, paused, denied }, shop) {
  /** @type {[ListDiagnosis["why"][number], boolean][]} */
  const reasons = [
    ["stopped", engine !== "working"],
    ["no_cards", cards.size === 0],
    ["paused", paused],
    ["refused", !active && denied],
    ["not_asked", !active],
    ["kept", root.hasAttribute(KEEP)],
    ["sorted", sorted || !reorders],
    ["awaiting_framework", owner === "asking"],
    ["framework", typeof owner === "object" && !owner.restorable],
    ["placed_by_script", unordered],
    ["empty_profile", !ranking?.personalised],
    ["same_order", ranking?.order.join("\n") === shop.join("\n")],
    ["in_view", true],
  ];
  return reasons
    .filter(([, applies]) => applies)
    .slice(0, 1)
    .map(([why]) => why);
}

/** An element as a selector would name it. @param {Element} element */
const nameOf = (element) =>
  [element.localName, element.id && `#${element.id}`, ...[...element.classList].slice(0, 3).map((name) => `.${name}`)]
    .filter(Boolean)
    .join("");
