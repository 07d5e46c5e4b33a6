/**
 * What of a shopper's answers is kept: { task, period, seen, cell, skipped, last, queue, sent }.
 *
 * `period` is the one that runs, a number of whole task lengths since 1970, the same for everybody; `seen` what happened in it,
 * `cell` what was drawn of that, after randomising (null: nothing yet); `skipped`: nothing more is asked in it; `last`: the last
 * that was answered. `queue`: [{ period, cell, due, report?, tried? }], `sent`: [{ from, to, cell, parts, at, epsilon }].
 */
import { DAY_MS } from "../generated/names.js";

const YEAR = 365 * DAY_MS;
/** An answer that could not be sent for so many periods is dropped. */
const STALE = 4;
const RETRY = DAY_MS / 4;

export const fresh = (task) => ({ task, period: -1, seen: 0, cell: null, skipped: false, last: -1, queue: [], sent: [] });

/**
 * Begins a new period where one ended. A clock that was set back a little asks for no period a second time; one that was far
 * ahead does not silence the shopper until it is right.
 */
export function turn(state, now, length) {
  const period = Math.floor(now / length);
  if (state.last > period + 1) state.last = period;
  state.sent = state.sent.filter(({ at }) => now - at < YEAR && at <= now + DAY_MS);
  if (period !== state.period) {
    if (state.cell !== null && state.period > state.last && state.period < period) {
      const [fraction] = crypto.getRandomValues(new Uint32Array(1));
      state.queue.push({ period: state.period, cell: state.cell, due: (state.period + 1 + fraction / 2 ** 32) * length });
      state.last = state.period;
    }
    Object.assign(state, { period, seen: 0, cell: null, skipped: period <= state.last });
  }
  state.queue = state.queue.filter((answer) => answer.period < period && period - answer.period <= STALE);
}

/** The answer to send now, put off until it may be tried again; undefined if none is due, or one was sent or tried today. */
export function claimed(state, now) {
  const today = (at) => at !== undefined && Math.abs(now - at) < DAY_MS;
  const answer = state.queue.find(({ due }) => due <= now);
  const busy = state.sent.some(({ at }) => today(at)) || state.queue.some((other) => other !== answer && today(other.tried));
  if (!answer || busy) return undefined;
  return Object.assign(answer, { tried: now, due: now + RETRY });
}

/** An answer as the shopper is told of it, and as it is remembered once it was sent: the next question may count otherwise. */
export const described = ({ length, question }, { period, cell }) => ({
  from: period * length,
  to: (period + 1) * length,
  cell,
  parts: question.partsOf(cell),
});
