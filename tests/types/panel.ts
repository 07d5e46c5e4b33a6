// The elements as a shop's TypeScript sees them.
import "ownshelf/auto";
import { createShelf } from "ownshelf/inline";
import {
  type OwnshelfElement,
  type OwnshelfOrder,
  type OwnshelfPrivacy,
  type OwnshelfSuggestions,
  type OwnshelfWhy,
  provideShelf,
  type ConsentChangeDetail,
  type PageContext,
  type PanelSection,
  type ShownProduct,
} from "ownshelf/panel";

const page: PageContext = { listing: () => ["a", { id: "b", name: "B" }], ranking: null };
const section: PanelSection = "known";

export async function show(): Promise<void> {
  provideShelf(await createShelf(), page);
  const panel: OwnshelfPrivacy = document.createElement("ownshelf-privacy");
  panel.open(section);
  panel.addEventListener("ownshelf-change", ({ detail }) => {
    const { states }: ConsentChangeDetail = detail;
    return states.remember;
  });
  const order: OwnshelfOrder | null = document.querySelector("ownshelf-order");
  const value: "for-you" | "shop" | undefined = order?.value;
  const why: OwnshelfWhy = document.createElement("ownshelf-why");
  why.product = value ?? "a";
  const next: OwnshelfSuggestions = document.createElement("ownshelf-suggestions");
  const mug: ShownProduct = { id: "mug", name: "Mug", url: "/mug", price: "9 €" };
  next.listing = () => [mug];
  next.addEventListener("ownshelf-suggestion", (event) => event.detail.kind === "upSell" && event.preventDefault());
  const any: OwnshelfElement = why;
  any.shelf = null;
  document.addEventListener("ownshelf:ready", ({ detail }) => detail.shelf.close());
}

// @ts-expect-error: only the shopper's tap changes the order
export const force = (order: OwnshelfOrder) => (order.value = "for-you");
