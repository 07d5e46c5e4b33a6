// The engine as a shop's TypeScript sees it. Compiled, never run; every exported name is used at least once.
import {
  createShelf,
  OwnshelfError,
  type AddResult,
  type Attachment,
  type AttachOptions,
  type Badge,
  type Capsule,
  type CapsuleOptions,
  type ConsentSource,
  type Contribution,
  type Declared,
  type Diagnosis,
  type ErasureReceipt,
  type ErrorCode,
  type EventName,
  type Fact,
  type Layout,
  type LayoutContext,
  type LedgerEntry,
  type ListDiagnosis,
  type ListingEntry,
  type Notice,
  type Privacy,
  type Product,
  type QrCode,
  type ProductLike,
  type Purpose,
  type PurposeInfo,
  type PurposeState,
  type RankOptions,
  type Ranking,
  type Reason,
  type Receipt,
  type RankingKnobs,
  type Rule,
  type RuleConflict,
  type RulePreview,
  type Rules,
  type Shelf,
  type ShelfEvent,
  type ShelfOptions,
  type Suggestion,
  type SuggestOptions,
  type WhyNotMoved,
} from "ownshelf";
import { calendar } from "ownshelf/calendar";

declare const list: Element;

const follow: ConsentSource = {
  connect(update) {
    update({ rank: "granted" });
    return () => {};
  },
  notify: (states: Partial<Record<Purpose, PurposeState>>) => void states.rank,
};

const rules: Rule[] = [
  { action: "essentials", match: { tag: "essential" }, limit: 2, notice: { en: "Scarce", de: "Knapp" } },
  { notice: "To everybody", context: "browse" },
  { action: "pin", match: { id: ["a", "b"] }, position: 1, from: "2026-11-01", until: 1_800_000_000_000, name: "Launch" },
  { action: "boost", match: { brand: "Heinz", attribute: { colour: "red" } }, strength: 2, context: "browse", priority: 5 },
];

const knobs: RankingKnobs = { diversity: 0.5, exploration: 0, columns: 4 };

const options: ShelfOptions = {
  ranking: knobs,
  wasm: new URL("https://shop.test/core_bg.wasm"),
  store: "shop",
  storage: "indexeddb",
  locale: "pt-BR",
  merchandising: rules,
  prior: new Uint8Array(),
  consent: follow,
  minor: false,
  now: () => 0,
};

const product: Product = {
  id: "a",
  price: "1.299,00 €",
  category: ["Electronics", "Cameras"],
  attributes: { colour: "red", weight: 1, waterproof: true },
  condition: "refurbished",
  season: [6, 7],
  sustainability: { shipping: "low_carbon" },
  related: { accessoryOf: ["b"] },
};
const mixed: ProductLike[] = [product, { "@type": "Product", sku: "b" }];

const name: EventName = "add_to_cart";
const event: ShelfEvent = { name, items: [{ item_id: "a", price: 1, quantity: 2, item_brand: "x" }], dwellMs: 10 };

const listing: ListingEntry[] = ["a", { id: "b", onSale: true, score: 0.5, price: 3 }];
const rankOptions: RankOptions = { limit: 10, context: "search", listId: "cameras" };
const attachOptions: AttachOptions = {
  ...rankOptions,
  productId: (card) => card.id,
  reorder: () => false,
  layout: true,
  fresh: true,
  facets: null,
  limits: { maxColumns: 4 },
};
const rendered: AttachOptions = { listing: () => ["a"], arrange: (ids: string[]) => void ids.length };
const width: LayoutContext = { width: 800, facets: ["brand"], limits: { minColumns: 2 } };

export async function shop(): Promise<void> {
  const shelf: Shelf = await createShelf(options);
  const added: AddResult = shelf.addProducts(mixed);
  const reasons: string[] = added.rejected.map(({ index, reason }) => `${index}: ${reason}`);
  shelf.record(event);
  shelf.record({ name: "hide_item", id: "a" });
  shelf.record({ name: "snooze_item", id: "a", days: 7 });

  const ranking: Ranking = shelf.rank(listing, rankOptions);
  const receipt: Receipt = ranking.explain(ranking.order[0] ?? "a");
  const sum: number = receipt.contributions.reduce((total: number, { value }: Contribution) => total + value, 0);
  const why: Reason | undefined = receipt.reasons[0];
  const layout: Layout = shelf.layout(width);
  const asked: SuggestOptions = { limit: 3, kinds: ["replenish", "upSell"], basket: ["a", 7], ahead: 365 };
  const suggestions: Suggestion[] = shelf.suggest(asked);
  const [{ id, kind, dueAt = 0 } = { id: "a", kind: "maintain" as const }] = suggestions;
  const reminder: string = calendar({ id, kind, dueAt, title: "Refill", reason: "Used up", url: "/p/a" });
  const attachment: Attachment = shelf.attach(list, attachOptions);
  attachment.refresh({ fresh: true });
  attachment.detach({ restore: true });
  const shown: string[] = shelf.attach(list, rendered).listing;
  const off: () => void = shelf.on("learned", (detail: unknown) => void detail);
  off();
  use(reminder, shown, reasons, sum, why?.text, layout.density, suggestions[0]?.dueAt, attachment.ranking?.moved);
  merchandiser(shelf.rules);
  await shopper(shelf.privacy);
  shelf.close();
}

function merchandiser(kept: Rules): void {
  kept.set(rules);
  const conflicts: RuleConflict[] = kept.conflicts();
  const said: Notice[] = kept.notices(listing, { listId: "scarce" });
  said.map(({ id, text, limit }): [string | undefined, string, number | undefined] => [id, text, limit]);
  const badges: Badge[] = [];
  use(badges[0]?.wish === "secondHand", badges[0]?.text);
  kept.preview(listing, { declared: { repairable: true } });
  const preview: RulePreview = kept.preview(listing, { rules, context: "browse" });
  use(conflicts[0]?.why, preview.everyone.order, preview.shopper.placed["a"] === "pinned");
}

async function shopper(privacy: Privacy): Promise<void> {
  const purposes: PurposeInfo[] = privacy.purposes();
  privacy.set({ price: "denied", remember: "granted" });
  const days: number = privacy.retention(30);
  privacy.pause();
  privacy.resume();
  const wishes: Declared = { ...privacy.declared(), packaging: ["recycled"], hiddenBrands: ["x"] };
  privacy.declare(wishes);
  const facts: Fact[] = privacy.inspect();
  const forgotten: ErasureReceipt = privacy.forget(facts[0]?.key ?? "");
  const erasing = privacy.erase();
  const erased: ErasureReceipt = await erasing;
  const imported: { records: number } = await privacy.importData(privacy.exportData());
  const sealing: CapsuleOptions = { url: "https://shop.example/welcome", codes: 2 };
  const capsule: Capsule = await privacy.capsule("a passphrase", sealing);
  const [code]: QrCode[] = capsule.codes;
  const opened: { records: number } = await privacy.open(capsule.file, "a passphrase");
  use(capsule.links, capsule.condensed.bytes, code.size, code.modules, opened);
  const ledger: LedgerEntry[] = privacy.ledger();
  use(
    purposes,
    privacy.active("rank"),
    days,
    forgotten.after.bytes,
    erasing.before.records,
    erased.at,
    imported,
    ledger,
    privacy.paused,
    privacy.storage().kind,
  );
}

export async function diagnosis(shelf: Shelf): Promise<WhyNotMoved[]> {
  const told: Diagnosis = await shelf.diagnose("#list");
  const lists: ListDiagnosis[] = told.lists;
  use(told.consent.purposes.rank.active, told.engine, told.storage.kind, told.rejected.length, told.recorded.events);
  return lists.flatMap(({ why, products }) => (products.some(({ missing }) => missing.includes("price")) ? why : []));
}

export function onFailure(error: unknown): ErrorCode | undefined {
  if (error instanceof OwnshelfError) return error.code;
  return new OwnshelfError("closed", "the shelf is closed").code === "closed" ? undefined : "invalid_input";
}

// @ts-expect-error: a purpose is one of those of the contract
export const unknownPurpose: Purpose = "sell";
// @ts-expect-error: an id is a must
export const withoutId: Product = { name: "x" };
// @ts-expect-error: no API gives the sensitivity to prices to the page
export const sensitivity = (shelf: Shelf) => shelf.priceSensitivity;
// @ts-expect-error: the ranking's order is text
export const numbers: number[] = ({} as Ranking).order;

function use(...values: unknown[]): void {
  void values;
}
