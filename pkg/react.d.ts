/**
 * Ownshelf for React 18 and later.
 *
 * ```tsx
 * <ShelfProvider>
 *   <OrderSwitch />
 *   <Listing items={products} listId="cameras">
 *     {(product) => <li><a href={product.url}>{product.name}</a></li>}
 *   </Listing>
 * </ShelfProvider>
 * ```
 *
 * Works in StrictMode, with server rendering and beside server components: the first render on the client is the server's
 * order, and the engine is fetched after it. React moves the cards, by their keys, and only where nobody is looking or
 * the shopper just acted.
 */
import type {
  ComponentPropsWithoutRef,
  DetailedHTMLProps,
  ElementType,
  FC,
  ForwardRefExoticComponent,
  HTMLAttributes,
  ReactElement,
  ReactNode,
  Ref,
  RefAttributes,
  RefCallback,
} from "react";
import type { AttachOptions, Layout, LayoutContext, ProductLike, PurposeInfo, Ranking, Shelf, ShelfOptions, Suggestion } from "./index.js";
import type { OwnshelfOrder, OwnshelfPrivacy, OwnshelfSuggestions, OwnshelfWhy } from "./panel.js";

export interface ShelfProviderProps {
  /** What the shelf is made of, once, in the browser. Later changes are not followed; give the provider a `key` for that. */
  options?: ShelfOptions;
  /** A shelf of the page's own instead, or the promise of one; the page closes it. */
  shelf?: Shelf | Promise<Shelf>;
  children?: ReactNode;
}

/** Holds the shelf for what is below. Put it where it stays when the shopper goes from page to page. */
export const ShelfProvider: FC<ShelfProviderProps>;

/** The shelf; `null` on a server, in the first render, until the engine is there, and if it cannot load. */
export function useShelf(): Shelf | null;

export interface ListingOptions<T> extends Omit<AttachOptions, "listing" | "arrange" | "fresh"> {
  /** Default: the item's `id`, `item_id` or `sku`. */
  getId?: (item: T) => string | number;
  /** The item as Ownshelf reads it; default: the item itself, which may be native, GA4, schema.org or Shopify shaped. */
  toProduct?: (item: T) => ProductLike;
}

export interface ShelfListing<T> {
  /** For the list's element. */
  ref: RefCallback<Element>;
  /**
   * What to render, in this order, each with its id as `key`. Each card carries `data-ownshelf-product={id}`, or names its
   * product by `productId`.
   */
  items: T[];
  /** The same products in the shop's order, as Ownshelf reads them. */
  readonly products: ProductLike[];
  /** The ranking applied last. */
  readonly ranking: Ranking | null;
  /** Ranks again now and applies it as far as that is safe for the shopper's eyes. */
  refresh(): void;
}

/** A list of the page's own. `items` are in the shop's order; what the shop sorts, filters or appends is followed. */
export function useListing<T>(items: readonly T[], options?: ListingOptions<T>): ShelfListing<T>;

export type ListingProps<T, E extends ElementType = "ul"> = ListingOptions<T> &
  Omit<ComponentPropsWithoutRef<E>, keyof ListingOptions<T> | "as" | "items" | "children"> & {
    /** The list's element; default `ul`. */
    as?: E;
    /** In the shop's order. */
    items: readonly T[];
    /**
     * One card for an item, or the cards themselves, one for each item and in the items' order, as a server component
     * renders them. Each renders one element: its place tells which product it shows, and it needs no attribute.
     */
    children: ((item: T, index: number) => ReactNode) | ReactNode[];
    /** For the list's element. */
    ref?: Ref<Element>;
  };

export function Listing<T, E extends ElementType = "ul">(props: ListingProps<T, E>): ReactElement;

/** What may be needed next; follows what is learned. */
export function useSuggestions(options?: Parameters<Shelf["suggest"]>[0]): Suggestion[];

/** How this shopper likes lists shown; `null` until the engine is there. */
export function useLayout(context?: LayoutContext): Layout | null;

/** The purposes and their states; empty until the engine is there. */
export function usePurposes(): PurposeInfo[];

export interface ShelfElementProps extends HTMLAttributes<HTMLElement> {
  /** The list it speaks of, as `useListing` returns it. */
  listing?: ShelfListing<any>;
}

/** One of the package's elements; its `ref` is the element, e.g. for `open()` of the panel. */
type ShelfElement<E, P = object> = ForwardRefExoticComponent<ShelfElementProps & P & RefAttributes<E>>;

/** `<ownshelf-order>`: the switch "For you / Shop's order". */
export const OrderSwitch: ShelfElement<OwnshelfOrder, { panel?: string }>;
/** `<ownshelf-privacy>`: settings and what is known. */
export const PrivacyPanel: ShelfElement<OwnshelfPrivacy, { mode?: "dialog" | "inline" }>;
/** `<ownshelf-why>`: why a product stands where it stands. */
export const Why: ShelfElement<OwnshelfWhy, { product: string; name?: string }>;
/** `<ownshelf-suggestions>`: reminders and what goes together. */
export const Suggestions: ShelfElement<OwnshelfSuggestions, { limit?: number }>;

type Tag<E extends HTMLElement, P = object> = DetailedHTMLProps<HTMLAttributes<E>, E> & P & { class?: string };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "ownshelf-order": Tag<OwnshelfOrder, { panel?: string }>;
      "ownshelf-privacy": Tag<OwnshelfPrivacy, { mode?: "dialog" | "inline" }>;
      "ownshelf-why": Tag<OwnshelfWhy, { product: string; name?: string }>;
      "ownshelf-suggestions": Tag<OwnshelfSuggestions, { limit?: number }>;
    }
  }
}
