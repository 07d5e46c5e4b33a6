/** How long a product page was really looked at: visible, and with a sign of life within the last half minute. */

const IDLE_MS = 30_000;
const SIGNS = ["pointermove", "pointerdown", "keydown", "scroll", "wheel", "touchstart"];

/** @returns {() => number} stops the clock and tells the milliseconds; later calls tell nought */
export function startClock() {
  const listening = new AbortController();
  let looked = 0;
  let last = performance.now();
  let active = last;
  const settle = () => {
    const now = performance.now();
    // Time counts up to half a minute past the last sign of life.
    if (!document.hidden) looked += Math.max(0, Math.min(now, active + IDLE_MS) - last);
    last = now;
  };
  for (const sign of SIGNS) {
    addEventListener(
      sign,
      () => {
        settle();
        active = performance.now();
      },
      { passive: true, capture: true, signal: listening.signal },
    );
  }
  document.addEventListener(
    "visibilitychange",
    () => {
      // On the way out the page is hidden already, but the time until now was seen.
      if (document.hidden) {
        const now = performance.now();
        looked += Math.max(0, Math.min(now, active + IDLE_MS) - last);
        last = now;
      } else {
        last = active = performance.now();
      }
    },
    { signal: listening.signal },
  );
  return () => {
    if (!listening.signal.aborted) settle();
    listening.abort();
    const total = Math.round(looked);
    looked = 0;
    return total;
  };
}
