// Written by `cargo xtask build` from what Rust declares. Change it there.

/** What the shopper can say yes or no to. */
export type Purpose =
  | "rank"
  | "dwell"
  | "price"
  | "layout"
  | "suggest"
  | "remember"
  | "link"
  | "insights";
export const PURPOSES: readonly Purpose[];

/** Purposes that learn. None of them keeps or sends anything by itself. */
export type LearningPurpose =
  | "rank"
  | "dwell"
  | "price"
  | "layout"
  | "suggest";
export const LEARNING_PURPOSES: readonly LearningPurpose[];

/** Purposes whose refusal goes along to another device. */
export type CarriedPurpose =
  | "rank"
  | "dwell"
  | "price"
  | "layout"
  | "suggest"
  | "insights";
export const CARRIED_PURPOSES: readonly CarriedPurpose[];

/** Answers to a purpose. */
export type PurposeState =
  | "unset"
  | "granted"
  | "denied";
export const PURPOSE_STATES: readonly PurposeState[];

/** GA4's e-commerce events, and our own. */
export type EventName =
  | "view_item_list"
  | "select_item"
  | "view_item"
  | "add_to_cart"
  | "remove_from_cart"
  | "add_to_wishlist"
  | "begin_checkout"
  | "purchase"
  | "refund"
  | "search"
  | "select_promotion"
  | "sort_by"
  | "filter_by"
  | "hide_item"
  | "item_dwell"
  | "snooze_item";
export const EVENTS: readonly EventName[];

/** Kinds of page a list stands on. */
export type ListContext =
  | "search"
  | "browse"
  | "related";
export const CONTEXTS: readonly ListContext[];

/** Wishes that are switches, in the order of their bits. */
export type Wish =
  | "recycled"
  | "plastic_free"
  | "low_carbon"
  | "secondHand"
  | "repairable"
  | "premium";
export const WISHES: readonly Wish[];

/** What is never learned from unless the shopper opts in. */
export type SensitiveTopic =
  | "health"
  | "sexuality"
  | "religion";
export const SENSITIVE_TOPICS: readonly SensitiveTopic[];

/** Kinds of suggestions, by their numbers. */
export type SuggestionKind =
  | "replenish"
  | "maintain"
  | "accessory"
  | "season"
  | "crossSell"
  | "upSell";
export const SUGGESTION_KINDS: readonly SuggestionKind[];

/** Why something is suggested, by number. Each is the key of its sentence. */
export type SuggestionReason =
  | "replenish"
  | "replenish.own"
  | "maintain"
  | "accessory"
  | "consumable"
  | "season"
  | "crossSell.bought"
  | "crossSell"
  | "upSell"
  | "upSell.energy"
  | "upSell.rating"
  | "replenish.now"
  | "maintain.now";
export const SUGGESTION_REASONS: readonly SuggestionReason[];

/** Parts of a score. */
export type Term =
  | "shopOrder"
  | "item"
  | "loyalty"
  | "session"
  | "category"
  | "brand"
  | "tag"
  | "attribute"
  | "number"
  | "price"
  | "offer"
  | "other"
  | "merchandising"
  | "declared"
  | "diversity"
  | "exploration";
export const TERMS: readonly Term[];

/** Why a product stands where it stands. Each is the key of its sentence. */
export type ReasonCode =
  | "pinned"
  | "sponsored"
  | "withheld"
  | "boosted"
  | "buried"
  | "explored"
  | "diverse"
  | "viewed"
  | "hidden"
  | "loyalty"
  | "session"
  | "category"
  | "category.negative"
  | "brand"
  | "brand.negative"
  | "tag"
  | "tag.negative"
  | "attribute"
  | "attribute.negative"
  | "price"
  | "offer"
  | "declared"
  | "declared.negative";
export const REASONS: readonly ReasonCode[];

/** What put a product into its place, by number from 1. */
export type Placement =
  | "pinned"
  | "softPinned"
  | "slotted"
  | "sponsored"
  | "explored"
  | "withheld";
export const PLACEMENTS: readonly Placement[];

/** Why a rule never does anything, or two get in each other's way. */
export type ConflictReason =
  | "over"
  | "fitsNothing"
  | "hidden"
  | "samePlace"
  | "twoPlaces"
  | "opposed"
  | "overruled";
export const CONFLICTS: readonly ConflictReason[];

/** Why a display is advised. */
export type LayoutReason =
  | "compact"
  | "details"
  | "price"
  | "offers"
  | "sort";
export const LAYOUT_REASONS: readonly LayoutReason[];

/** A day, in milliseconds. */
export const DAY_MS: 86400000;

/** A shorter look than this is a glance and says nothing. Milliseconds. */
export const GLANCE_MS: 3000;

/** The page counts as moving for this long after it was scrolled. Milliseconds. */
export const SCROLL_MS: 200;

/** Products in one event that a list was shown. */
export const MAX_ITEMS: 200;
