/**
 * Whether somebody is looking at the page, and whether they just did something. One set of passive listeners serves
 * every list; it goes when the last list goes.
 *
 * Looking means: the page is visible (not prerendered, not in the back/forward cache) and there was input of some
 * kind within the last 30 seconds.
 */

import { IDLE_MS } from "../generated/names.js";
import { whenIdle } from "./guard.js";

/** For this long after a click, tap or key a change is taken as its effect; the limit CLS uses. */
export const ACTED_MS = 500;

/** After a scroll event or a turn of the wheel the page counts as moving for this long. */
const SCROLL_MS = 200;

/** @typedef {{ attention(looking: boolean, now: number): void, leave(): void }} Watcher */

/** @type {Set<Watcher>} */
const watchers = new Set();
/** @type {AbortController | undefined} */
let listening;
let idleTimer;
let looking = false;
let everVisible = false;
let restored = false;
let lastInput = 0;
let lastAction = -Infinity;
let lastScroll = -Infinity;

/**
 * Calls `watcher` on every change of attention until the returned function is called.
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

export const isLooking = () => looking;
/** Whether the shopper acted (clicked, tapped, typed, chose) within the last 500 ms. */
export const justActed = () => performance.now() - lastAction <= ACTED_MS;
/** Whether the page is in motion: then the screen is ahead of what scripts are told. */
export const isScrolling = () => performance.now() - lastScroll <= SCROLL_MS;
/** Whether the shopper came back to this page: it is to be as it was left. */
export const wasRestored = () => restored;
/** Whether the page was never on screen: prerendered, or opened in a background tab. */
export const neverVisible = () =>
  !everVisible && document.visibilityState === "hidden" && !performance.getEntriesByName("first-contentful-paint").length;

/**
 * Runs `task` when the page stands still and the browser is idle.
 * @param {() => void} task
 * @returns {() => void} calls it off
 */
export function whenStill(task) {
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

function listen() {
  listening = new AbortController();
  const options = { passive: true, capture: true, signal: listening.signal };
  const on = (target, names, handler) => names.forEach((name) => target.addEventListener(name, handler, options));
  on(window, ["click", "keydown", "change", "input", "submit"], (event) => {
    // What a script clicks is not the shopper's doing.
    if (event.isTrusted) lastAction = event.timeStamp;
    input(event);
  });
  on(window, ["pointermove", "pointerdown"], input);
  on(window, ["scroll", "wheel"], (event) => {
    lastScroll = event.timeStamp;
    input(event);
  });
  on(window, ["pagehide"], () => set(false, true));
  on(window, ["visibilitychange"], update);
  on(window, ["pageshow"], ({ persisted }) => {
    restored ||= persisted;
    update();
  });
  on(document, ["prerenderingchange"], update);
  lastInput = performance.now();
  update();
}

function unlisten() {
  listening.abort();
  clearTimeout(idleTimer);
  looking = false;
}

function input(event) {
  lastInput = event.timeStamp;
  if (!looking) update();
}

function update() {
  const visible = document.visibilityState === "visible" && !document.prerendering;
  everVisible ||= visible;
  const idle = performance.now() - lastInput >= IDLE_MS;
  set(visible && !idle, !visible);
}

function set(now, leaving) {
  clearTimeout(idleTimer);
  if (now) idleTimer = setTimeout(update, Math.max(50, lastInput + IDLE_MS - performance.now()));
  if (now !== looking) {
    looking = now;
    const at = performance.now();
    for (const watcher of watchers) watcher.attention(now, at);
  }
  if (leaving) for (const watcher of watchers) watcher.leave();
}
