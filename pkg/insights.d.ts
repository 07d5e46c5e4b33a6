/**
 * Anonymous totals: the only entry of the package that can send anything. A shop asks one question of all its shoppers;
 * those who say yes to the purpose `insights`, and are remembered, answer it at most once a period.
 *
 * An answer is randomised on the device (k-ary randomised response: local differential privacy, whoever else conspires),
 * split into two shares of a Prio3Histogram and sealed to two aggregators, who accept well-formed shares alone and publish
 * sums: DAP-09, as Janus 0.7 speaks it. Everything that waits is shown to the shopper in `<ownshelf-outbox>`, which the
 * privacy panel contains, and may be stopped there.
 */
import type { Shelf } from "./index.js";
import type { OwnshelfElement } from "./panel.js";

export { OwnshelfError } from "./index.js";

/** What an answer says of an action. The numbers of cells are multiplied; 2 to 1024 in all, and each costs accuracy. */
export type InsightsDimension =
  /** Whether the list stood in an order made for the shopper: 2 cells. */
  | "order"
  /** The place in the list in classes that end at these places: `[1, 3, 10]` is 1, 2 to 3, 4 to 10, and beyond. */
  | { place: number[] }
  /** The product's category, of those named, or another. From the event's `item_category`, else `categoryOf`. */
  | { category: string[] };

/** Published by the shop, the same for everybody. `docs/integrate.md` shows how to set one up. */
export interface InsightsTask {
  /** DAP's task id: 32 bytes in base64url. */
  id: string;
  /** Address of the leading aggregator; https, but on this machine. Reports go to `{leader}/tasks/{id}/reports`. */
  leader: string;
  /** HPKE configurations of both as DAP encodes them, in base64url: X25519, HKDF-SHA256, AES-128-GCM. Pinned, never fetched. */
  keys: { leader: string; helper: string };
  /** Who runs them, for the shopper to read. Different organisations: together they could read answers, blurred as those are. */
  operators: { leader: string; helper: string };
  /**
   * Attached lists tell place and order with `select_item` alone: for the others, record them yourself with `position` or
   * `personalised`, or ask by category.
   */
  question: { on: "select_item" | "add_to_cart" | "purchase"; by: InsightsDimension[] };
  /**
   * Noise of one answer, 0.1 to 4: whatever was answered, no other truth is more than e^epsilon times less likely. At 0.1
   * answers are nearly all chance, at 4 hardly any with few cells. 1 to 2 is usual.
   */
  epsilon: number;
  /** Whole days of a period, 1 to 90; default 7. One answer each. */
  periodDays?: number;
  /** Fewest answers the operators publish a sum of, 10 or more; their promise, shown to the shopper. */
  minBatch: number;
  /** `chunk_length` of Prio3Histogram as the aggregators have it; default 0: the best for so many cells. */
  chunk?: number;
  /** `time_precision` of the aggregators in seconds; default 3600. */
  timePrecision?: number;
}

export interface InsightsOptions {
  /** The shop's word on a product's category where events do not say. */
  categoryOf?: (id: string) => string | undefined;
  /** Epoch milliseconds, for tests. */
  now?: () => number;
}

/** What a cell stands for, one for each dimension of the question. */
export type InsightsPart =
  | { kind: "order"; personalised: boolean }
  /** `to` is missing in the last class. */
  | { kind: "place"; from: number; to?: number }
  /** `name` is missing for all others. */
  | { kind: "category"; name?: string };

export interface InsightsAnswer {
  /** The period it is for, epoch milliseconds. */
  from: number;
  to: number;
  /** After randomising: what really happened is kept nowhere. */
  cell: number;
  parts: InsightsPart[];
}

export interface Insights {
  /**
   * `off`: no yes, or a lock · `remember`: nothing may be kept on this device, so it could not know what it answered already
   * · `paused` · `on`.
   */
  readonly state: "off" | "remember" | "paused" | "on";
  readonly task: {
    /** First 16 hexadecimal digits of the SHA-256 of the task as it was read. */
    fingerprint: string;
    on: string;
    kinds: string[];
    cells: number;
    epsilon: number;
    periodDays: number;
    minBatch: number;
    operators: { leader: string; helper: string };
    /** Share of answers that are not replaced by chance. */
    truthful: number;
    cell(n: number): InsightsPart[];
  };
  /** What waits (`due`: earliest time it is sent; none: its period still runs) and what was sent in the last year. */
  answers(): Promise<{ waiting: (InsightsAnswer & { due?: number })[]; sent: (InsightsAnswer & { at: number; epsilon: number })[] }>;
  /**
   * Drops the answer of the period that began then; of the running one, nothing more is asked. Resolves to whether it is
   * certain that it was not sent: false if there is none, if it is on its way, or if it was tried before.
   */
  cancel(from: number): Promise<boolean>;
  /** Sends what is due now, one answer a day at most, rather than when the page is next idle. Never rejects. */
  flush(): Promise<void>;
  /** Told after each change. */
  on(listener: () => void): () => void;
  close(): void;
}

/**
 * Lets shoppers who said yes take part, and shows them in what. Nothing is loaded, collected or sent before.
 * @throws OwnshelfError "invalid_input" naming the field of the task
 */
export function joinInsights(shelf: Shelf, task: InsightsTask, options?: InsightsOptions): Promise<Insights>;

/**
 * What the published sums say: of each cell, its share of all answers, chance taken out, and the half width of its 95 %
 * interval (of chance alone). Runs on servers, too.
 * @throws OwnshelfError "invalid_input"
 */
export function estimateTotals(counts: ArrayLike<number | bigint>, epsilon: number): { share: number; plusMinus: number }[];

/** `<ownshelf-outbox>`. Part: `outbox`. */
export interface OwnshelfOutbox extends OwnshelfElement {}
