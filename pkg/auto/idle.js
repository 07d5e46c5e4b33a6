/** When a page has time for something that nobody waits for. */

import { whenIdle } from "../attach/guard.js";
import { doneWithin } from "../storage/timing.js";

/** After its first paint a page that is still loading (slow pictures, other people's scripts) is waited for this long. */
const PATIENCE_MS = 1000;
/** The browser is asked this long what is on the device. */
const STORAGE_MS = 1000;

/**
 * Resolves when the page was painted with all it loads and the browser is idle; at the latest a second after the first
 * paint, and at once when the shopper acts (paints that follow are no longer the page's opening) or nobody sees the page.
 * @returns {Promise<void>}
 */
export function whenCalm() {
  const waiting = new AbortController();
  return new Promise((resolve) => {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const go = () => {
      waiting.abort();
      clearTimeout(timer);
      paints?.disconnect();
      resolve();
    };
    const options = { passive: true, capture: true, signal: waiting.signal };
    ["pointerdown", "keydown", "wheel", "scroll"].forEach((name) => addEventListener(name, go, options));
    const paints = observePaints(() => (timer ??= setTimeout(go, PATIENCE_MS)));
    // The pictures are there at `load`, and on the screen two frames later.
    const loaded = () =>
      document.visibilityState === "hidden" ? go() : requestAnimationFrame(() => requestAnimationFrame(() => whenIdle(go)));
    if (document.readyState === "complete") loaded();
    else addEventListener("load", loaded, { once: true, signal: waiting.signal });
  });
}

/** @param {() => void} painted */
function observePaints(painted) {
  if (!globalThis.PerformanceObserver?.supportedEntryTypes?.includes("paint")) return undefined;
  const paints = new PerformanceObserver(painted);
  paints.observe({ type: "paint", buffered: true });
  return paints;
}

/**
 * Whether something of this shop is on the device. Creates nothing; where the browser does not tell, perhaps.
 * @param {string} [store] the shop's namespace on this origin
 */
export async function isKept(store = "default") {
  try {
    let kept = true;
    const asked = indexedDB.databases().then((all) => {
      kept = all.some(({ name }) => name === `ownshelf:${store}`);
    });
    await doneWithin(asked, STORAGE_MS);
    return kept;
  } catch {
    return true;
  }
}
