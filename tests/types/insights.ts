// A shop that asks for totals, and a merchant who reads them.
import { createShelf } from "ownshelf";
import {
  estimateTotals,
  joinInsights,
  OwnshelfError,
  type Insights,
  type InsightsAnswer,
  type InsightsDimension,
  type InsightsOptions,
  type InsightsPart,
  type InsightsTask,
  type OwnshelfOutbox,
} from "ownshelf/insights";

const places: InsightsDimension = { place: [1, 3, 10] };

export const task: InsightsTask = {
  id: "A".repeat(43),
  leader: "https://leader.example",
  keys: { leader: "", helper: "" },
  operators: { leader: "One", helper: "Two" },
  question: { on: "select_item", by: ["order", places, { category: ["Cameras"] }] },
  epsilon: 1,
  periodDays: 7,
  minBatch: 100,
  chunk: 0,
  timePrecision: 3600,
};

export async function take(options: InsightsOptions, outbox: OwnshelfOutbox): Promise<string> {
  const shelf = await createShelf();
  const off: () => void = shelf.on("recorded", () => {});
  const insights: Insights = await joinInsights(shelf, task, options);
  const { waiting, sent } = await insights.answers();
  const all: InsightsAnswer[] = [...waiting, ...sent];
  const first: InsightsPart | undefined = all[0]?.parts[0];
  const place: number = first?.kind === "place" ? first.from + (first.to ?? 0) : 0;
  const stopped: boolean = waiting[0] ? await insights.cancel(waiting[0].from) : false;
  await insights.flush();
  insights.on(off)();
  outbox.shelf = shelf;
  insights.close();
  // @ts-expect-error what is sent is no business of the page's
  insights.send();
  return `${stopped} ${shelf.store} ${insights.state} ${insights.task.truthful} ${place} ${insights.task.cell(0).length} ${OwnshelfError.name}`;
}

export const shares: number[] = estimateTotals([10, 20], 1).map(({ share, plusMinus }) => share - plusMinus);

// @ts-expect-error a place class is a number
export const wrong: InsightsTask = { ...task, question: { on: "select_item", by: [{ place: ["1"] }] } };
