// Written by `cargo xtask build` from what Rust declares. Change it there.

/** What the shopper can say yes or no to. */
export const PURPOSES = /* @__PURE__ */ Object.freeze([
  "rank",
  "dwell",
  "price",
  "layout",
  "suggest",
  "remember",
  "link",
  "insights",
]);

/** Purposes that learn. None of them keeps or sends anything by itself. */
export const LEARNING_PURPOSES = /* @__PURE__ */ Object.freeze([
  "rank",
  "dwell",
  "price",
  "layout",
  "suggest",
]);

/** Purposes whose refusal goes along to another device. */
export const CARRIED_PURPOSES = /* @__PURE__ */ Object.freeze([
  "rank",
  "dwell",
  "price",
  "layout",
  "suggest",
  "insights",
]);

/** Answers to a purpose. */
export const PURPOSE_STATES = /* @__PURE__ */ Object.freeze([
  "unset",
  "granted",
  "denied",
]);

/** GA4's e-commerce events, and our own. */
export const EVENTS = /* @__PURE__ */ Object.freeze([
  "view_item_list",
  "select_item",
  "view_item",
  "add_to_cart",
  "remove_from_cart",
  "add_to_wishlist",
  "begin_checkout",
  "purchase",
  "refund",
  "search",
  "select_promotion",
  "sort_by",
  "filter_by",
  "hide_item",
  "item_dwell",
  "snooze_item",
]);

/** Kinds of page a list stands on. */
export const CONTEXTS = /* @__PURE__ */ Object.freeze([
  "search",
  "browse",
  "related",
]);

/** Wishes that are switches, in the order of their bits. */
export const WISHES = /* @__PURE__ */ Object.freeze([
  "recycled",
  "plastic_free",
  "low_carbon",
  "secondHand",
  "repairable",
  "premium",
]);

/** What is never learned from unless the shopper opts in. */
export const SENSITIVE_TOPICS = /* @__PURE__ */ Object.freeze([
  "health",
  "sexuality",
  "religion",
]);

/** Kinds of suggestions, by their numbers. */
export const SUGGESTION_KINDS = /* @__PURE__ */ Object.freeze([
  "replenish",
  "maintain",
  "accessory",
  "season",
  "crossSell",
  "upSell",
]);

/** Why something is suggested, by number. Each is the key of its sentence. */
export const SUGGESTION_REASONS = /* @__PURE__ */ Object.freeze([
  "replenish",
  "replenish.own",
  "maintain",
  "accessory",
  "consumable",
  "season",
  "crossSell.bought",
  "crossSell",
  "upSell",
  "upSell.energy",
  "upSell.rating",
  "replenish.now",
  "maintain.now",
]);

/** Parts of a score. */
export const TERMS = /* @__PURE__ */ Object.freeze([
  "shopOrder",
  "item",
  "loyalty",
  "session",
  "category",
  "brand",
  "tag",
  "attribute",
  "number",
  "price",
  "offer",
  "other",
  "merchandising",
  "declared",
  "diversity",
  "exploration",
]);

/** Why a product stands where it stands. Each is the key of its sentence. */
export const REASONS = /* @__PURE__ */ Object.freeze([
  "pinned",
  "sponsored",
  "withheld",
  "boosted",
  "buried",
  "explored",
  "diverse",
  "viewed",
  "hidden",
  "loyalty",
  "session",
  "category",
  "category.negative",
  "brand",
  "brand.negative",
  "tag",
  "tag.negative",
  "attribute",
  "attribute.negative",
  "price",
  "offer",
  "declared",
  "declared.negative",
]);

/** What put a product into its place, by number from 1. */
export const PLACEMENTS = /* @__PURE__ */ Object.freeze([
  "pinned",
  "softPinned",
  "slotted",
  "sponsored",
  "explored",
  "withheld",
]);

/** Why a rule never does anything, or two get in each other's way. */
export const CONFLICTS = /* @__PURE__ */ Object.freeze([
  "over",
  "fitsNothing",
  "hidden",
  "samePlace",
  "twoPlaces",
  "opposed",
  "overruled",
]);

/** Why a display is advised. */
export const LAYOUT_REASONS = /* @__PURE__ */ Object.freeze([
  "compact",
  "details",
  "price",
  "offers",
  "sort",
]);

/** A day, in milliseconds. */
export const DAY_MS = 86400000;

/** A shorter look than this is a glance and says nothing. Milliseconds. */
export const GLANCE_MS = 3000;

/** The page counts as moving for this long after it was scrolled. Milliseconds. */
export const SCROLL_MS = 200;

/** Products in one event that a list was shown. */
export const MAX_ITEMS = 200;
