/**
 * The shopper's side of Ownshelf as custom elements. Importing this module defines them; on a server it does nothing.
 *
 * Style them with custom properties (they inherit): `--ownshelf-bg`, `--ownshelf-fg`, `--ownshelf-muted`,
 * `--ownshelf-line`, `--ownshelf-soft`, `--ownshelf-accent`, `--ownshelf-on-accent`, `--ownshelf-radius`,
 * `--ownshelf-font`. Without them the page's own `color-scheme` decides. Single parts are reached by `::part(…)`.
 */
import type { Attachment, ListingEntry, Purpose, PurposeState, Ranking, Receipt, Shelf, Suggestion } from "./index.js";

type OrAsked<T> = T | (() => T);

/** What the page shows, for the preview and the reasons. */
export interface PageContext {
  /** The products on show in the shop's order, as given to `rank`; those with a `name` appear in the preview. */
  listing?: OrAsked<ListingEntry[]>;
  /** The ranking on show, or the attachment that holds it. */
  ranking?: OrAsked<Ranking | Attachment | null>;
}

/** Gives all elements on the page, present and future, the shelf and what is on show. An element's own properties win. */
export function provideShelf(shelf: Shelf | null, page?: PageContext): void;

/** What all elements have. */
export class OwnshelfElement extends HTMLElement {
  /** The engine; null until it is ready, and if it never is: then the elements say that the shop's own order is shown. */
  shelf: Shelf | null;
  get listing(): (ListingEntry | ShownProduct)[];
  set listing(listing: OrAsked<(ListingEntry | ShownProduct)[]>);
  get ranking(): Ranking | null;
  set ranking(ranking: OrAsked<Ranking | Attachment | null>);
  /** Why a product stands where it stands; null where nothing can be said. */
  reason(id: string): Receipt | null;
}

/**
 * `<ownshelf-privacy>`: settings, what is known and why, in the shopper's hand. A modal dialog that `open()` shows, or part
 * of the page with `mode="inline"`. The `lang` attribute overrides the shelf's language.
 *
 * Parts: `panel`, `title`, `close`, `status`, `presets`, `preset`, `gpc`, `section`, `switch`, `facts`, `receipt`,
 * `change` (how many products a wish would move up).
 *
 * @fires ownshelf-open
 * @fires ownshelf-close
 * @fires ownshelf-change - the shopper changed purposes; `detail.states`
 */
export class OwnshelfPrivacy extends OwnshelfElement {
  mode: "dialog" | "inline";
  /** Opens the dialog (the `open` attribute says whether it is), with one section unfolded. */
  open(section?: PanelSection): void;
  close(): void;
}

export type PanelSection = "effect" | "known" | "purposes" | "wishes" | "keep" | "why" | "data" | "history" | "proof";

/**
 * `<ownshelf-order>`: the switch "For you / Shop's order". The first tap on "For you" grants, for this visit, the purposes
 * `rank`, `dwell`, `price`, `layout`, `suggest`, after saying so beside the switch; "Shop's order" pauses learning and
 * ranking at once. The `panel` attribute may name the id of the panel that "Data and settings" opens; otherwise it is the
 * page's `<ownshelf-privacy>`, which is made if there is none.
 *
 * Parts: `order`, `switch`, `option`.
 *
 * @fires ownshelf-order-change - `detail.mode`
 * @fires ownshelf-change - the shopper changed purposes; `detail.states`
 */
export class OwnshelfOrder extends OwnshelfElement {
  /** What the page shows. Only the shopper's tap changes it. */
  readonly value: "for-you" | "shop";
}

/**
 * `<ownshelf-why product="id" name="Name">`: a button for a product card that explains in a popover why the product stands
 * there. Place it beside the card's link, not inside it.
 *
 * Parts: `button`, `popover`.
 *
 * @fires ownshelf-less - the shopper asked for less like this; `detail.id`
 */
export class OwnshelfWhy extends OwnshelfElement {
  product: string;
  /** The product's name, for people who hear the button without seeing the card. */
  name: string;
  open(): void;
  close(): void;
}

/** What `<ownshelf-suggestions>` shows of a product. */
export interface ShownProduct {
  id: string;
  name: string;
  url?: string;
  image?: string;
  /** As the shop prints it. */
  price?: string;
}

/**
 * `<ownshelf-suggestions limit="4">`: reminders, accessories, what goes together, each labelled with its kind and reason.
 * Its `listing` says what products look like ({@link ShownProduct}); others are not shown. Empty where nothing is suggested.
 *
 * Parts: `title`, `list`, `suggestion`, `link`, `kind`, `image`, `name`, `price`, `label`, `reason`, `close`.
 *
 * @fires ownshelf-suggestion - one was chosen; `detail.id`, `detail.kind`; prevent it to keep the link from being followed
 */
export class OwnshelfSuggestions extends OwnshelfElement {}

export interface ConsentChangeDetail {
  states: Partial<Record<Purpose, PurposeState>>;
}

declare global {
  interface HTMLElementTagNameMap {
    "ownshelf-privacy": OwnshelfPrivacy;
    "ownshelf-order": OwnshelfOrder;
    "ownshelf-why": OwnshelfWhy;
    "ownshelf-suggestions": OwnshelfSuggestions;
  }
  interface HTMLElementEventMap {
    "ownshelf-open": CustomEvent<null>;
    "ownshelf-close": CustomEvent<null>;
    "ownshelf-change": CustomEvent<ConsentChangeDetail>;
    "ownshelf-order-change": CustomEvent<{ mode: "for-you" | "shop" }>;
    "ownshelf-suggestion": CustomEvent<{ id: string; kind: Suggestion["kind"] }>;
    "ownshelf-less": CustomEvent<{ id: string }>;
  }
}
