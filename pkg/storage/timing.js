import { DAY_MS } from "../generated/names.js";

/** Lets the page draw and answer the shopper before more is done. Where nobody looks, browsers make such pauses long. */
export async function breath() {
  if (!globalThis.document?.hidden) await (globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve)));
}

/**
 * Does something each day just after midnight, at the latest 24 hours from now, which also mends a clock that was put back.
 * @param {() => number} now epoch milliseconds
 * @param {() => void} work
 * @returns {() => void} ends it
 */
export function atMidnight(now, work) {
  /** @type {any} a number in browsers, an object elsewhere */
  let timer;
  const wait = () => {
    const next = new Date(now());
    next.setHours(24, 0, 1, 0);
    timer = setTimeout(
      () => {
        work();
        wait();
      },
      Math.min(Math.max(next.getTime() - now(), 1000), DAY_MS),
    );
    timer.unref?.();
  };
  wait();
  return () => clearTimeout(timer);
}

/**
 * Whether something is done within so many milliseconds. Browsers' storage has been known never to answer; nobody waits
 * for it longer than that.
 * @param {Promise<unknown>} doing rejections are passed on while it is waited for
 * @param {number} ms
 * @returns {Promise<boolean>}
 */
export function doneWithin(doing, ms) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return Promise.race([doing.then(() => true), late]).finally(() => clearTimeout(timer));
}
