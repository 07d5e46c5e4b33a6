/**
 * Ownshelf for Vue 3.3 and later.
 *
 * ```js
 * createApp(App).use(createOwnshelf()).mount("#app");
 * ```
 * ```vue
 * <OrderSwitch />
 * <Listing :items="products" list-id="cameras" v-slot="{ item }">
 *   <li><a :href="item.url">{{ item.name }}</a></li>
 * </Listing>
 * ```
 *
 * Works with server rendering: the first render on the client is the server's order, and the engine is fetched after it.
 * Vue moves the cards, by their keys, and only where nobody is looking or the shopper just acted.
 */
import type { AllowedComponentProps, ComputedRef, MaybeRefOrGetter, Plugin, ShallowRef, VNode, VNodeProps } from "vue";
import type { AttachOptions, Layout, LayoutContext, ProductLike, PurposeInfo, Ranking, Shelf, ShelfOptions, Suggestion } from "./index.js";

export interface OwnshelfPluginOptions {
  /** What the shelf is made of, once, in the browser. */
  options?: ShelfOptions;
  /** A shelf of the page's own instead, or the promise of one; the page closes it. */
  shelf?: Shelf | Promise<Shelf>;
}

/** Gives an app its shelf: `app.use(createOwnshelf())`. On a server it provides none. */
export function createOwnshelf(given?: OwnshelfPluginOptions): Plugin;

/** The shelf; `null` on a server, in the first render, until the engine is there, and if it cannot load. */
export function useShelf(): Readonly<ShallowRef<Shelf | null>>;

export interface ListingOptions<T> extends Omit<AttachOptions, "listing" | "arrange" | "fresh"> {
  /** Default: the item's `id`, `item_id` or `sku`. */
  getId?: (item: T) => string | number;
  /** The item as Ownshelf reads it; default: the item itself, which may be native, GA4, schema.org or Shopify shaped. */
  toProduct?: (item: T) => ProductLike;
}

export interface ShelfListing<T> {
  /** For the list's element: `:ref` of a template, or `ref` of `h`. */
  ref: ShallowRef<Element | null>;
  /**
   * What to render, in this order, each with its id as `key`. Each card carries `data-ownshelf-product`, or names its
   * product by `productId`.
   */
  items: ComputedRef<T[]>;
  /** The same products in the shop's order, as Ownshelf reads them. */
  readonly products: ProductLike[];
  /** The ranking applied last. */
  readonly ranking: Ranking | null;
  /** Ranks again now and applies it as far as that is safe for the shopper's eyes. */
  refresh(): void;
}

/** A list of the page's own. `items` are in the shop's order; what the shop sorts, filters or appends is followed. */
export function useListing<T>(items: MaybeRefOrGetter<readonly T[]>, options?: MaybeRefOrGetter<ListingOptions<T>>): ShelfListing<T>;

export interface ListingProps<T> extends ListingOptions<T> {
  /** The list's element; default `ul`. */
  as?: string;
  /** In the shop's order. */
  items: readonly T[];
}

/** The slot renders one card for an item, which is one element: its place tells which product it shows. */
export const Listing: new <T>(
  props: ListingProps<T> & AllowedComponentProps,
) => {
  $props: ListingProps<T> & AllowedComponentProps;
  $slots: { default(card: { item: T; id: string }): VNode[] };
};

/** What may be needed next; follows what is learned. */
export function useSuggestions(options?: MaybeRefOrGetter<Parameters<Shelf["suggest"]>[0]>): ComputedRef<Suggestion[]>;

/** How this shopper likes lists shown; `null` until the engine is there. */
export function useLayout(context?: MaybeRefOrGetter<LayoutContext | undefined>): ComputedRef<Layout | null>;

/** The purposes and their states; empty until the engine is there. */
export function usePurposes(): ComputedRef<PurposeInfo[]>;

export interface ShelfElementProps {
  /** The list it speaks of, as `useListing` returns it. */
  listing?: ShelfListing<any>;
}

/** One of the package's elements. */
type ShelfElement<P> = new () => { $props: ShelfElementProps & P & AllowedComponentProps & VNodeProps };

/** `<ownshelf-order>`: the switch "For you / Shop's order". */
export const OrderSwitch: ShelfElement<{ panel?: string }>;
/** `<ownshelf-privacy>`: settings and what is known. */
export const PrivacyPanel: ShelfElement<{ mode?: "dialog" | "inline" }>;
/** `<ownshelf-why>`: why a product stands where it stands. */
export const Why: ShelfElement<{ product: string; name?: string }>;
/** `<ownshelf-suggestions>`: reminders and what goes together. */
export const Suggestions: ShelfElement<{ limit?: number }>;

declare module "vue" {
  interface GlobalComponents {
    "ownshelf-order": ShelfElement<{ panel?: string }>;
    "ownshelf-privacy": ShelfElement<{ mode?: "dialog" | "inline" }>;
    "ownshelf-why": ShelfElement<{ product: string; name?: string }>;
    "ownshelf-suggestions": ShelfElement<{ limit?: number }>;
  }
}
