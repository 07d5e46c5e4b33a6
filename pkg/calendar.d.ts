/**
 * A reminder as the text of an .ics file: an all-day event on the day of `dueAt` (today if that is past) with an alarm at nine
 * in the morning, local time.
 */
export function calendar(reminder: {
  id: string;
  /** A {@link import("./index.js").Suggestion}'s kind. */
  kind: string;
  /** Epoch milliseconds. */
  dueAt: number;
  title: string;
  reason?: string;
  /** Address of the product's page. */
  url?: string;
  /** Epoch milliseconds; default: now. */
  now?: number;
}): string;
