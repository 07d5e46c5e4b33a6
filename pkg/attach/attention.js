/**
 * Tells the engine's clock of attention what happens on the page, and those who watch it what that means: whether somebody
 * looks, acts or scrolls. One set of passive listeners serves every list; it goes when the last list goes.
 */

import { SCROLL_MS } from "../generated/names.js";
import { isBoxless } from "./box.js";
import { guarded, whenIdle } from "./guard.js";

/** @typedef {import("../dist/core.js").PageAttention} PageAttention */
/** @typedef {{ attention(looking: boolean, now: number): void, leave(): void }} Watcher */

/** Bits of what a call changed. */
const CHANGED = 1;
const LEFT = 2;

/** @type {Set<Watcher>} */
const watchers = new Set();
/** @type {AbortController | undefined} */
let listening;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let check;
/** The page's clock; it outlives its watchers, for it knows whether the page was restored. @type {PageAttention | undefined} */
let clock;
/** @type {(visible: boolean, now: number) => PageAttention} */
let makeClock;

/**
 * The clock is a shelf's; whose does not matter.
 * @param {typeof makeClock} make
 */
export function provideAttention(make) {
  makeClock = make;
}

/**
 * Calls `watcher` on every change of attention until the returned function is called. Some shelf is there by then.
 * @param {Watcher} watcher
 * @returns {() => void}
 */
export function watchAttention(watcher) {
  if (!watchers.size) listen();
  watchers.add(watcher);
  return () => {
    if (watchers.delete(watcher) && !watchers.size) unlisten();
  };
}

export const isLooking = () => Boolean(listening && clock?.isLooking());
/** Whether the shopper acted (clicked, tapped, typed, chose) within the last 500 ms. */
export const justActed = () => Boolean(clock?.justActed(performance.now()));
/** Whether the page is in motion: then the screen is ahead of what scripts are told. */
export const isScrolling = () => Boolean(clock?.isScrolling(performance.now()));
/** Whether the shopper came back to this page: it is to be as it was left. */
export const wasRestored = () => Boolean(clock?.wasRestored());
/** Whether the page was never on screen: prerendered, or opened in a background tab. */
const neverVisible = () =>
  !clock?.everVisible() && document.visibilityState === "hidden" && !performance.getEntriesByName("first-contentful-paint").length;

/**
 * Whether no part of the list has been painted where somebody could have seen it.
 * @param {Element} list
 */
export const unpainted = (list) => neverVisible() || isBoxless(list) || getComputedStyle(list).visibility === "hidden";

/**
 * Runs `task` when the page stands still and the browser is idle.
 * @param {() => void} task
 * @returns {() => void} calls it off
 */
export function whenStill(task) {
  /** @type {() => void} */
  let callOff;
  const attempt = () => {
    if (!isScrolling()) return task();
    const timer = setTimeout(wait, SCROLL_MS);
    callOff = () => clearTimeout(timer);
  };
  const wait = () => {
    callOff = whenIdle(attempt);
  };
  wait();
  return () => callOff();
}

const isVisible = () => document.visibilityState === "visible" && !(/** @type {{ prerendering?: boolean }} */ (document).prerendering);

function listen() {
  listening = new AbortController();
  const options = { passive: true, capture: true, signal: listening.signal };
  const attention = (clock ??= makeClock(isVisible(), performance.now()));
  /**
   * @param {EventTarget} target
   * @param {string[]} names
   * @param {(event: any) => number} happen
   */
  const on = (target, names, happen) => {
    const handler = guarded((/** @type {Event} */ event) => tell(happen(event)));
    for (const name of names) target.addEventListener(name, handler, options);
  };
  on(window, ["click", "keydown", "change", "input", "submit"], ({ isTrusted, timeStamp }) =>
    // What a script clicks is not the shopper's doing.
    isTrusted ? attention.action(isVisible(), timeStamp) : attention.input(isVisible(), timeStamp),
  );
  on(window, ["pointermove", "pointerdown"], ({ timeStamp }) => attention.input(isVisible(), timeStamp));
  on(window, ["scroll", "wheel"], ({ timeStamp }) => attention.scroll(isVisible(), timeStamp));
  on(window, ["pagehide"], () => attention.leave());
  on(window, ["visibilitychange"], () => attention.update(isVisible(), performance.now()));
  on(document, ["prerenderingchange"], () => attention.update(isVisible(), performance.now()));
  on(window, ["pageshow"], ({ persisted }) => {
    const now = performance.now();
    return persisted ? attention.restore(isVisible(), now) : attention.update(isVisible(), now);
  });
  attention.input(isVisible(), performance.now());
  schedule();
}

function unlisten() {
  listening?.abort();
  listening = undefined;
  clearTimeout(check);
  clock?.leave();
}

/** Asks again whether somebody looks when that may have ended. */
function schedule() {
  clearTimeout(check);
  const wait = clock?.nextCheck(performance.now()) ?? -1;
  if (wait < 0) return;
  check = setTimeout(
    guarded(() => {
      tell(clock?.update(isVisible(), performance.now()) ?? 0);
      schedule();
    }),
    wait,
  );
}

/** @param {number} bits */
function tell(bits) {
  if (!bits) return;
  schedule();
  const at = performance.now();
  if (bits & CHANGED) for (const watcher of watchers) watcher.attention(isLooking(), at);
  if (bits & LEFT) for (const watcher of watchers) watcher.leave();
}
