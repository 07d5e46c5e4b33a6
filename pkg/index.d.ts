/**
 * Ownshelf: listings that adapt to the shopper, learned and kept in the shopper's own browser.
 * Importing this module has no side effect; everything starts with {@link createShelf}.
 */

/** A product in the native shape: also one line of a catalogue JSONL. Fields follow schema.org's meaning. */
export interface Product {
  id: string;
  name?: string;
  /** A number, or text as shops print it: `"1.299,00 €"` is 1299. */
  price?: number | string;
  /** The price before a reduction open to everybody. */
  listPrice?: number | string;
  currency?: string;
  /** A path from general to special, e.g. `["Electronics", "Cameras"]`. */
  category?: string | string[];
  brand?: string;
  tags?: string[];
  attributes?: Record<string, string | number | boolean>;
  rating?: number;
  reviews?: number;
  available?: boolean;
  condition?: "new" | "refurbished" | "used";
  /** For the shop's own "newest first"; the engine does not read it. */
  releasedAt?: string | number;
  image?: string;
  url?: string;
  repurchaseDays?: number;
  serviceDays?: number;
  /** Months of the season, 1-12. */
  season?: number[];
  sustainability?: {
    labels?: string[];
    packaging?: string;
    shipping?: "low_carbon" | "standard";
    energyClass?: string;
  };
  related?: { accessoryOf?: string[]; consumableFor?: string[]; similarTo?: string[]; upgradeOf?: string[] };
}

/** Anything `addProducts` reads: native, GA4 item, schema.org JSON-LD or Shopify product JSON, mixed. */
export type ProductLike = Product | Record<string, unknown>;

export interface AddResult {
  added: number;
  updated: number;
  /** Rows that were not taken, each naming its index and the field at fault. */
  rejected: { index: number; reason: string }[];
  /** Fields that were not taken of rows that were, each naming its index and the field; absent if there are none. */
  unread?: { index: number; reason: string }[];
}

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

/** GA4 shaped. One item may be given as `id` instead of `items`. */
export interface ShelfEvent {
  name: EventName | (string & {});
  id?: string;
  items?: { item_id: string; price?: number | string; quantity?: number; [key: string]: unknown }[];
  item_list_id?: string;
  /** `purchase`: the shop's number of the order. Told again with the same number, it counts once; a short hash of it is kept. */
  transaction_id?: string | number;
  /** Epoch milliseconds; default: now. */
  at?: number;
  /** Visible, non-idle time in milliseconds. */
  dwellMs?: number;
  /** `sort_by`: e.g. "price_asc"; `filter_by`: the facet's value. */
  value?: string;
  query?: string;
  /**
   * `select_item`: the product's place in the list as it was shown, 1 for the first, and whether that order was made for the
   * shopper. Nothing is learned from either; `ownshelf/insights` counts them. Attached lists tell both.
   */
  position?: number;
  personalised?: boolean;
  /** `snooze_item`: days until the product may be suggested again, 1..10000; without it, never. */
  days?: number;
  [key: string]: unknown;
}

/** One entry of a listing: an id, or an id with the fields that differ on this page. */
export type ListingEntry = string | ({ id: string; onSale?: boolean; score?: number; sponsored?: boolean } & Partial<Product>);

export interface RankOptions {
  limit?: number;
  context?: "search" | "browse" | "related";
  /** Names the list: rules may speak of it, and going back to an attached list shows it as it was left. */
  listId?: string;
}

export interface Ranking {
  /** The listing's ids, best first: a permutation of what came in (but for a merchant's `hide`). */
  order: string[];
  personalised: boolean;
  /** How many products stand elsewhere than in the shop's order. */
  moved: number;
  /**
   * Products that do not stand by their score, by id, with what put them there: a rule of the shop, the shop's sale of
   * the place (`sponsored`; keep its label), or `explored`, which tries out something little is known of.
   */
  placed: Record<string, "pinned" | "softPinned" | "slotted" | "sponsored" | "explored">;
  /** What the shop's rules say of the products in `order`, and of the list as a whole. Worked out when read. */
  readonly notices: Notice[];
  /** Which of the shopper's declared wishes these products meet by the shop's own word. Worked out when read. */
  readonly badges: Badge[];
  explain(id: string): Receipt;
}

/** What a rule of the shop says: a notice in the shop's words, or a purchase limit in the shopper's language. */
export interface Notice {
  /** The product it is about; absent: the whole list. */
  id?: string;
  text: string;
  /** The most pieces of the product in one order, for the shop's basket to keep; the strictest of the rules that hold. */
  limit?: number;
}

/** A declared wish that a product meets, as the shop certifies it: condition, labels, packaging, delivery, energy class. */
export interface Badge {
  id: string;
  wish: "recycled" | "plastic_free" | "low_carbon" | "secondHand" | "repairable" | "premium" | "energyClass";
  /** A few words in the shopper's language, e.g. "Repairable". */
  text: string;
}

/** One sentence for people, and the code and values it was made from. */
export interface Reason {
  /** Stable code, e.g. "category", "brand", "price", "offer", "viewed", "pinned". */
  code: string;
  /** The sentence in the shopper's language. */
  text: string;
  params?: Record<string, string | number>;
}

export interface Contribution {
  /** Stable code of the term, e.g. "shopOrder", "category", "brand", "price". */
  term: string;
  /** The term in the shopper's language. */
  label: string;
  /** Log-odds added to the score; negative lowers it. */
  value: number;
}

/** Why a product stands where it stands. Contributions sum to `score` within 1e-5. */
export interface Receipt {
  id: string;
  /** 1-based place in the order shown. */
  position: number;
  /** 1-based place in the shop's order. */
  shopPosition: number;
  score: number;
  contributions: Contribution[];
  /** The strongest reasons in words, strongest first; empty when the shop's order stands. */
  reasons: Reason[];
  /** Where the product would stand without the last visits' evidence; absent when nothing was learned. */
  counterfactual?: {
    /** `visits:3`: the last three visits, or as many as there were. */
    without: string;
    position: number;
    text: string;
    /** Where it would stand without anything learned: the shop's own order. */
    all: { position: number; text: string };
  };
}

export interface Layout {
  density: "compact" | "normal" | "comfortable";
  columns: number;
  imageSize: "small" | "medium" | "large";
  emphasis: "image" | "price" | "details";
  surfaceOffers: boolean;
  facetOrder: string[];
  /** A sort order worth offering first, when the shopper keeps choosing it. */
  defaultSort?: string;
  reasons: Reason[];
}

export interface LayoutContext {
  /** CSS pixels of the list; default: the viewport. */
  width?: number;
  facets?: string[];
  limits?: { minColumns?: number; maxColumns?: number };
}

export interface Suggestion {
  kind: "replenish" | "maintain" | "accessory" | "season" | "crossSell" | "upSell";
  id: string;
  /** Why; for reminders then what the date was counted from (`sum`). Dates in `params` are epoch milliseconds. */
  because: Reason[];
  /** Epoch milliseconds, for `replenish` and `maintain`. An estimate: say "about". */
  dueAt?: number;
}

export interface SuggestOptions {
  /** At most, 0..20; default 4. At most two of a kind; each one turned down leaves a place less for the visit. */
  limit?: number;
  /** Default: all but `upSell`, which belongs into a place labelled as such. */
  kinds?: Suggestion["kind"][];
  /** Ids in the basket, if the page knows; default: by the events `add_to_cart`, `remove_from_cart` and `purchase`. */
  basket?: (string | number)[];
  /** Days to look ahead beyond what is due now, default 0. At 365 every reminder of the next year, for a calendar. */
  ahead?: number;
}

export interface AttachOptions extends Omit<RankOptions, "limit"> {
  /** How a card names its product; default: `data-product-id`, else the link's URL. */
  productId?: (card: Element) => string | null | undefined;
  /** Re-order the cards (default true) or only measure; a function is asked each time. */
  reorder?: boolean | (() => boolean);
  /** Set layout attributes and custom properties on the list (default true). */
  layout?: boolean;
  /** Whether the list was inserted in this very task: nobody has seen it yet, so all of it may be moved. */
  fresh?: boolean;
  /** Its children are facets, each with `data-ownshelf-facet="name"`; those this shopper uses come first. */
  facets?: Element | null;
  /**
   * Write what the shop says of its products, and which of the shopper's wishes they meet, on the cards: into the card's
   * element with `data-ownshelf-labels`, else over its picture, or at its end if it has none. Default true, but false with
   * `arrange`: there the framework renders {@link Ranking.notices} and {@link Ranking.badges}.
   */
  labels?: boolean;
  /** The place for what is said of the whole list; default: made before the list when there is something to say. */
  notices?: Element | null;
  /** The fewest and the most columns the theme can show. */
  limits?: NonNullable<LayoutContext["limits"]>;
  /** The products' ids in the shop's order, where the page renders the list itself. Default: as the cards stand when first seen. */
  listing?: () => string[];
  /**
   * Renders the cards in this order, before it returns, where a framework owns them; it needs `listing`. Default: the
   * nodes themselves are moved.
   */
  arrange?: (ids: string[]) => void;
}

export interface Attachment {
  /**
   * Ranks again now and applies it as far as that is safe for the shopper's eyes. `fresh`: the page drew the whole list
   * anew in this very task, so all of it may be moved.
   */
  refresh(how?: { fresh?: boolean }): void;
  /** The ranking applied last. */
  readonly ranking: Ranking | null;
  /** The ids of the products shown, in the shop's order. */
  readonly listing: string[];
  /** Stops measuring and moving. `restore` puts the cards back into the shop's order and takes layout advice away. */
  detach(how?: { restore?: boolean }): void;
}

export type Purpose = "rank" | "dwell" | "price" | "layout" | "suggest" | "remember" | "link" | "insights";
export type PurposeState = "granted" | "denied" | "unset";

export interface PurposeInfo {
  purpose: Purpose;
  /** What it does and why, in the shopper's language. */
  what: string;
  why: string;
  /** Event names and measures this purpose may use. */
  signals: string[];
  where: "nowhere" | "memory" | "device";
  /** Days until evidence is dropped; 0 = with this tab. */
  days: number;
  state: PurposeState;
  /** Whether it works at this moment (state, consent mode, pause and locks together). */
  active: boolean;
  lockedBy?: "gpc" | "minor" | "shop" | "consentSource";
  /**
   * With `lockedBy: "consentSource"`: whether the shopper's own choice here lifts the lock, because the shop's consent
   * manager can be told of it. `false`: it has to be changed there.
   */
  overridable?: boolean;
}

/** One thing held about the shopper, in words and numbers. */
export interface Fact {
  /** Give it to `forget`. */
  key: string;
  kind:
    | "category"
    | "brand"
    | "tag"
    | "attribute"
    | "product"
    | "price"
    | "offers"
    | "dwell"
    | "sort"
    | "layout"
    | "purchase"
    | "hidden"
    | "declared"
    | "search";
  /** The fact in the shopper's language. */
  text: string;
  /** The name shown, e.g. the brand. */
  name: string;
  /** -1 (avoids) .. 1 (prefers). */
  strength: number;
  /** Pieces of evidence behind it. */
  count: number;
  lastAt?: number;
  purpose: Purpose;
}

export interface Declared {
  packaging?: ("recycled" | "plastic_free")[];
  delivery?: "low_carbon" | "any";
  secondHand?: boolean;
  repairable?: boolean;
  /** "A".."G": this class or better. */
  energyClass?: string;
  premium?: boolean;
  hiddenBrands?: string[];
  hiddenCategories?: string[];
  /** Sensitive topics that may be learned from: "health", "sexuality", "religion", or one of the shop's own. */
  allowSensitive?: string[];
}

export interface ErasureReceipt {
  before: { records: number; bytes: number };
  after: { records: number; bytes: number };
  at: number;
}

export interface LedgerEntry {
  at: number;
  what: "consent" | "export" | "import" | "forget" | "erase" | "pause" | "resume" | "retention" | "declare";
  /** `from`: where it came from, if not from the shopper in this tab: `tab`, `vault`, `journal`, `manager` or `import`. */
  detail: Record<string, string | number>;
  /** Version of the texts shown and their language. */
  textVersion: string;
  locale: string;
  /** Hash chain: hex SHA-256 over the previous hash and this entry. */
  hash: string;
}

export interface CapsuleOptions {
  /** Page that opens the links; default: this one. It has to offer the panel, or call `privacy.open(location.hash, …)`. */
  url?: string;
  /** QR codes at most, 1 (default) or 2: about 2 KB each; the second only where one leaves out more than a tenth. */
  codes?: 1 | 2;
}

/** A QR code: `size` modules wide and high, row by row, 1 is dark. Four modules of margin are for the page to add. */
export interface QrCode {
  size: number;
  modules: Uint8Array;
}

export interface Capsule {
  /** The whole evidence. */
  file: Uint8Array;
  /** Records in the file. */
  records: number;
  /** The condensed form as links, one for each code. What follows `#` is never sent to a server. */
  links: string[];
  codes: QrCode[];
  /** What of the evidence found room in the links. */
  condensed: { records: number; bytes: number };
}

/** What goes onto a card; at least one. */
export interface CardFields {
  /** In the shopper's words, up to 500 characters. */
  question?: string;
  /** Order reference. */
  order?: string;
  /** Products looked at lately: 5, or as many as said, up to 12. */
  recent?: boolean | number;
  /** The declared wishes. */
  preferences?: boolean;
  /** What the shopper tends to: all of it, or the facts with these keys; up to 12. */
  taste?: boolean | string[];
}

/** A card as data. */
export interface Card {
  format: "ownshelf-card";
  version: 1;
  /** Epoch milliseconds. */
  at: number;
  question?: string;
  order?: string;
  recent?: { id: string; name: string; at: number }[];
  preferences?: Declared;
  taste?: { kind: "category" | "brand" | "tag" | "attribute"; name: string }[];
}

export interface SupportCard {
  /** In the shopper's language, a line for each field. */
  text: string;
  json: Card;
  /** The helper's page with the card behind `#`, which is never sent to a server. */
  link: string;
  code: QrCode;
}

export interface Privacy {
  purposes(): PurposeInfo[];
  /** Whether a purpose works at this moment: granted, or unset in "session" mode, and neither locked nor paused. */
  active(purpose: Purpose): boolean;
  /** Takes effect before it returns; what a denied purpose taught is forgotten. */
  set(states: Partial<Record<Purpose, PurposeState>>): void;
  /** 1..365 days, default 90; older evidence is dropped. Without an argument: the limit in force. */
  retention(days?: number): number;
  pause(): void;
  resume(): void;
  readonly paused: boolean;
  declare(preferences: Declared): void;
  declared(): Declared;
  /** Needs a user gesture. */
  inspect(): Fact[];
  forget(key: string): ErasureReceipt;
  /** The receipt is filled at once; the promise resolves when the device's storage was checked to be empty. */
  erase(): Promise<ErasureReceipt> & ErasureReceipt;
  /** Needs a user gesture. JSON-serialisable; schema in `profile.schema.json`. */
  exportData(): Record<string, unknown>;
  /**
   * Adds what `exportData` handed out: the union by record, as far as consent here allows. Of two answers to a purpose the
   * stricter counts; whether and where the profile is kept is not taken along. Resolves to the number of new records;
   * rejects with `invalid_input`, naming row and field, and changes nothing then.
   */
  importData(data: Blob | string | Record<string, unknown>): Promise<{ records: number }>;
  /**
   * The profile sealed with a passphrase of at least 8 characters: whole for a file, its most informative part for links
   * and QR codes. Needs a user gesture, and `link` to be granted (`not_permitted` otherwise).
   */
  capsule(passphrase: string, options?: CapsuleOptions): Promise<Capsule>;
  /**
   * Adds what a capsule holds, as `importData` does. Takes the file, or the link or links (whole, or from `#` on).
   * Rejects, changing nothing: `invalid_input` (no capsule, another passphrase, a part missing, made by a newer
   * version), `storage_corrupt` (damaged).
   */
  open(capsule: Blob | BufferSource | Uint8Array | string | string[], passphrase: string): Promise<{ records: number }>;
  /**
   * What the shopper chose to show somebody who helps: as text, data, link and QR code. Needs a user gesture. Nothing is
   * sent; the helper's page reads it with `ownshelf/card`. `options.url`: that page, default `/support.html`.
   */
  supportCard(fields: CardFields, options?: { url?: string }): Promise<SupportCard>;
  ledger(): LedgerEntry[];
  /** Whether the ledger, or entries taken from its beginning, are whole; `at` is the first that does not fit. */
  verifyLedger(entries?: LedgerEntry[]): { valid: boolean; at?: number };
  /** The ledger as a consent record: ISO/IEC TS 27560 in the terms of W3C's DPV, JSON-LD. */
  consentRecord(): Promise<Record<string, unknown>>;
  /** The facts of a privacy impact assessment as they are on this page now, and as Markdown. Evaluations are left empty. */
  assessment(): Promise<Record<string, unknown> & { markdown: string }>;
  /** Where the profile is kept at this moment and, if not on the device, why. */
  storage(): {
    kind: "memory" | "indexeddb";
    /**
     * `memory` asked for or no browser · `not_permitted` `remember` is not granted · `unsupported` · `blocked` (private mode)
     * · `keys_refused` (Lockdown mode) · `quota` · `newer` kept by a newer version.
     */
    reason?: "memory" | "not_permitted" | "unsupported" | "blocked" | "keys_refused" | "quota" | "newer";
    bytes: number;
    /** Something kept could not be read; it was set aside, and a new profile begun. */
    problem?: { code: "storage_corrupt"; reason: "damaged" | "foreign" | "newer" };
  };
}

/** An existing consent manager that Ownshelf follows. */
export interface ConsentSource {
  /** Called once; call `update` now and on every change. Returns an unsubscribe function. */
  connect(update: (states: Partial<Record<Purpose, PurposeState>>) => void): (() => void) | void;
  /** Tells the manager of a choice made in Ownshelf's panel, where that is possible. */
  notify?(states: Partial<Record<Purpose, PurposeState>>): void;
}

/**
 * A merchandising rule. A rule needs an `action`, or words (`notice`, `limit`), or both. Rules hold for everybody, with and without a profile. `hide` beats everything; then come pins,
 * sponsored entries of the listing (which keep the shop's place), slots, soft pins, boosts and buries. Within one kind
 * higher `priority` wins; at equal priority the earlier rule.
 */
export interface Rule {
  /**
   * `pin`: exactly at `position`; several products side by side from there, in the order of `match.id`. `softPin`: at
   * `position` or above. `slot`: the best of the matching products for this shopper at `position`. A taken place means
   * the next free one below; a position beyond the list means its last place. `essentials`: before anything else, in the
   * shop's own order: a pin at 1, so that no profile moves it, and rules of lower priority give way.
   */
  action?: "pin" | "softPin" | "boost" | "bury" | "slot" | "hide" | "essentials";
  /** What the rule speaks of; all given fields must match. May be absent for a `notice` alone: then it is about the list. */
  match?: {
    id?: string | string[];
    brand?: string;
    /** A path as in {@link Product.category}, or text: `"Electronics > Cameras"`. */
    category?: string | string[];
    tag?: string;
    attribute?: Record<string, string>;
    /** Only what can be bought now (`true`) or only what cannot (`false`). */
    available?: boolean;
  };
  /** pin, softPin, slot: 1-based place, 1..10000; default 1. */
  position?: number;
  /** boost, bury: in standard deviations of the list's scores, 0 (nothing) .. 10 (to the top or the end); default 1. */
  strength?: number;
  /** Epoch milliseconds or ISO date; `from` is part of the time, `until` is not. */
  from?: number | string;
  until?: number | string;
  /** Page context the rule is for; default: any. */
  context?: "search" | "browse" | "related";
  /** List the rule is for; default: any. */
  listId?: string;
  /** Default 0. */
  priority?: number;
  /** What the shop says of these products or, without `match`, of the list: text, or text by language (BCP 47). */
  notice?: string | Record<string, string>;
  /** The most pieces of each of these products in one order, 1..10000. Shown; the shop's basket has to keep it. */
  limit?: number;
  name?: string;
}

/** A rule that never does anything, or gives way to another. */
export interface RuleConflict {
  /** Index of the rule that gives way. */
  rule: number;
  /** Index of the rule it gives way to. */
  to?: number;
  /**
   * `over` its time has passed · `fitsNothing` no known product · `hidden` the other hides its products · `samePlace` both
   * give the same place · `twoPlaces` both place the same product · `opposed` one lifts and one lowers the same product,
   * and they add up · `overruled` it lifts or lowers what the other places.
   */
  why: "over" | "fitsNothing" | "hidden" | "samePlace" | "twoPlaces" | "opposed" | "overruled";
}

/** What rules do to a listing. */
export interface RulePreview {
  /** For everybody: without a profile. */
  everyone: Pick<Ranking, "order" | "placed">;
  /** For this shopper, as far as consent goes. */
  shopper: Pick<Ranking, "order" | "placed">;
}

export interface Rules {
  /** Replaces the rules in force; on bad input they stay. */
  set(rules: Rule[]): void;
  /** Among the rules in force, for the products known so far, from now on. */
  conflicts(): RuleConflict[];
  /**
   * Tries rules (default: those in force), or wishes of the shopper's in place of those declared, on a listing. Nothing
   * changes and nothing counts as shown.
   */
  preview(
    listing: ListingEntry[],
    options?: { rules?: Rule[]; declared?: Declared; context?: RankOptions["context"]; listId?: string },
  ): RulePreview;
  /** What the rules in force say of these products, on a product's own page or in the basket. Nothing counts as shown. */
  notices(listing: ListingEntry[], options?: { context?: RankOptions["context"]; listId?: string }): Notice[];
}

/** Knobs of ranking. Values out of range are refused as `invalid_input`. */
export interface RankingKnobs {
  /**
   * Variety, default 0.3. At 0 the order follows the scores alone; at 1 a product just like one above it must be four to
   * five times as likely to be chosen to keep its place.
   */
  diversity?: number;
  /**
   * Trying out products little is known of, default 0: none. At 1 every tenth place after the first row goes to the best
   * of a draw from all that is uncertain; in between the draws are the closer to the scores the smaller it is.
   */
  exploration?: number;
  /** Products in the first row, which is never explored: 1..100, default 4. */
  columns?: number;
}

export interface ShelfOptions {
  wasm?: URL | string | Response | BufferSource | WebAssembly.Module;
  store?: string;
  storage?: "indexeddb" | "memory";
  locale?: string;
  merchandising?: Rule[];
  ranking?: RankingKnobs;
  prior?: BufferSource;
  /**
   * What shoppers of this shop buy again and together: bytes of the file that `ownshelf train` writes beside the prior, or a
   * function that fetches them, called once when something may be suggested for the first time. Without it products go
   * together by make and style.
   */
  relations?: BufferSource | Promise<BufferSource> | (() => BufferSource | Promise<BufferSource>);
  /**
   * The half of the earth the shop writes `season` for. With it, months are turned by half a year for shoppers whose time
   * zone lies on the other half; without it they hold as written.
   */
  hemisphere?: "north" | "south";
  consent?: "ask" | "session" | ConsentSource;
  /** The shop knows this shopper is a minor: nothing is learned. */
  minor?: boolean;
  /** The shop's own sensitive topics, beside health, sexuality and religion: words, or names of categories or tags. */
  sensitiveCategories?: string[];
  now?: () => number;
}

/** Why no card of a list stands elsewhere than the shop put it. */
export type WhyNotMoved =
  /** The engine stopped or the shelf was closed. */
  | "stopped"
  /** No element of the list shows a product. */
  | "no_cards"
  | "paused"
  /** The shopper or the consent manager said no to `rank`. */
  | "refused"
  /** Nobody said yes to `rank` yet. */
  | "not_asked"
  /** The list has `data-ownshelf-keep`. */
  | "kept"
  /** The shopper sorted it, or `reorder` says no. */
  | "sorted"
  /** A framework is to take the list over, and has not yet. */
  | "awaiting_framework"
  /** A framework renders the list past its own methods; see `framework`. */
  | "framework"
  /** A script places the cards by coordinates, or uses them again for other products. */
  | "placed_by_script"
  /** Nothing was learned that speaks of this list. */
  | "empty_profile"
  /** The order made for the shopper is the shop's. */
  | "same_order"
  /** What would move is, or was, before the shopper's eyes. */
  | "in_view";

export interface ListDiagnosis {
  listId?: string;
  /** The list as a selector would name it. */
  element: string;
  /** Cards that show a product, of so many elements. */
  cards: number;
  of: number;
  /** Whether an order was made for the shopper. */
  personalised: boolean;
  /** Cards that stand elsewhere than the shop put them. */
  moved: number;
  framework?: "react" | "vue" | "preact" | "angular" | "svelte" | "alpine" | "livewire" | "lit" | "unknown";
  /** Empty where something moved. */
  why: WhyNotMoved[];
  /** In the order shown. `missing`: what ranking would use and the page does not say. Places start at 1. */
  products: { id: string; place: number; shopPlace: number; fields: string[]; missing: string[] }[];
}

/** What a shop's developer sees when a list does not do what was expected. Plain data; nothing of what was learned is in it. */
export interface Diagnosis {
  consent: {
    source: "ask" | "session" | "manager";
    paused: boolean;
    purposes: Record<Purpose, { state: PurposeState; active: boolean; lockedBy?: PurposeInfo["lockedBy"] }>;
  };
  engine: "working" | "stopped" | "closed";
  storage: ReturnType<Privacy["storage"]>;
  /** Since the page opened: events handed in, and records they left. */
  recorded: { events: number; records: number };
  /** The last rows and fields of products that could not be read, at most 20. */
  rejected: { index: number; reason: string }[];
  lists: ListDiagnosis[];
  /** The element asked for belongs to no attached list. */
  unattached?: true;
}

export interface Shelf {
  addProducts(products: ProductLike | ProductLike[]): AddResult;
  record(event: ShelfEvent): void;
  rank(listing: ListingEntry[], options?: RankOptions): Ranking;
  /** The merchandiser's side. */
  readonly rules: Rules;
  layout(context?: LayoutContext): Layout;
  /** What may come next, best first. Empty unless `suggest` is active. */
  suggest(options?: SuggestOptions): Suggestion[];
  /**
   * Ties the shelf to a list: an element, or the selector of one on the page.
   * @throws {OwnshelfError} "invalid_input" if there is no such element, or for an option that cannot be read
   */
  attach(element: Element | string, options?: AttachOptions): Attachment;
  /**
   * `recorded` hands on each event that was recorded, while the shopper allows `insights` and never otherwise;
   * `ownshelf/insights` listens to it.
   */
  on(name: "change" | "consent" | "learned" | "recorded", listener: (detail: unknown) => void): () => void;
  /**
   * What is known, allowed and done, and why nothing moved: of all attached lists, or of the one an element (or its selector) belongs
   * to.
   */
  diagnose(element?: Element | string): Promise<Diagnosis>;
  readonly privacy: Privacy;
  readonly locale: string;
  /** What the engine imports, as the browser tells it: the panel compares it with the list that was promised. */
  imports(): Promise<WebAssembly.ModuleImportDescriptor[]>;
  /** Its namespace on this origin. */
  readonly store: string;
  close(): void;
}

/** The engine. Rejects with code "wasm_unavailable" if it cannot load: leave the shop's order as it is. */
export function createShelf(options?: ShelfOptions): Promise<Shelf>;

/** "wasm_unavailable" is also what the shopper's requests are refused with on a page whose engine stopped. */
export type ErrorCode = "invalid_input" | "not_permitted" | "storage_unavailable" | "storage_corrupt" | "closed" | "wasm_unavailable";

export class OwnshelfError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string);
}
