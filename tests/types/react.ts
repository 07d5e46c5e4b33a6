// `ownshelf/react` as a shop's TypeScript sees it. Compiled, never run.
import { createElement, createRef, type JSX, type ReactElement } from "react";
import type { OwnshelfPrivacy } from "ownshelf/panel";
import "ownshelf/hold.css";
import {
  Listing,
  OrderSwitch,
  PrivacyPanel,
  ShelfProvider,
  Suggestions,
  useLayout,
  useListing,
  usePurposes,
  useShelf,
  useSuggestions,
  Why,
  type ListingOptions,
  type ListingProps,
  type ShelfElementProps,
  type ShelfListing,
  type ShelfProviderProps,
} from "ownshelf/react";
import type { Layout, PurposeInfo, Shelf, Suggestion } from "ownshelf";

interface Camera {
  sku: string;
  title: string;
  euros: number;
}

const cameras: Camera[] = [{ sku: "a", title: "A", euros: 3 }];
const options: ListingOptions<Camera> = {
  getId: ({ sku }) => sku,
  toProduct: ({ sku, title, euros }) => ({ id: sku, name: title, price: euros }),
  listId: "cameras",
  context: "search",
  reorder: () => true,
  limits: { minColumns: 2 },
};
// @ts-expect-error the binding decides itself when a list is fresh
const refused: ListingOptions<Camera> = { fresh: true };

const panel = createRef<OwnshelfPrivacy>();
export const openPanel = () => panel.current?.open("known");
export const tag: JSX.IntrinsicElements["ownshelf-why"] = { product: "a", name: "A", className: "why" };

export function Cameras(): ReactElement {
  const listing: ShelfListing<Camera> = useListing(cameras, options);
  const shelf: Shelf | null = useShelf();
  const layout: Layout | null = useLayout({ width: 800 });
  const next: Suggestion[] = useSuggestions({ limit: 3 });
  const purposes: PurposeInfo[] = usePurposes();
  const shared: ShelfElementProps = { listing, className: "quiet" };
  return createElement(
    "section",
    null,
    createElement(OrderSwitch, { ...shared, panel: "settings" }),
    createElement(PrivacyPanel, { mode: "inline", ref: panel }),
    createElement(
      "ul",
      { ref: listing.ref },
      listing.items.map(({ sku, title }) => createElement("li", { key: sku }, title, createElement(Why, { product: sku, name: title }))),
    ),
    createElement(Suggestions, shared),
    String(shelf?.locale ?? layout?.density ?? next[0]?.id ?? purposes.length ?? refused),
  );
}

const provider: ShelfProviderProps = { options: { consent: "session" } };
const list: ListingProps<Camera, "section"> = {
  ...options,
  as: "section",
  "aria-label": "Cameras",
  items: cameras,
  children: ({ title }, index) => createElement("article", null, index, title),
};
export const page: ReactElement = createElement(
  ShelfProvider,
  provider,
  createElement(Cameras),
  Listing(list),
  Listing({ items: cameras, children: [createElement("li")] }),
);
