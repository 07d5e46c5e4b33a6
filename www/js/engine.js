/**
 * The engine, if it comes. Everything else in the shop works without it, in the shop's own order.
 */

/** Longer than this the first page does not wait; the order then arrives where nobody has looked yet. */
const WAIT_MS = 400;

/**
 * @type {{ state: "loading" | "ready" | "absent", shelf: import("ownshelf").Shelf | null,
 *   arrange: typeof import("../ownshelf.js").arrange | null }}
 */
export const engine = { state: "loading", shelf: null, arrange: null };

const listeners = new Set();

/** Calls `listener` when the engine is there, or known to stay away; at once if that is so already. */
export function whenSettled(listener) {
  if (engine.state !== "loading") listener(engine);
  else listeners.add(listener);
}

/** `?later=30`: thirty days from now, to see what comes due then. */
const LATER_MS = (Number(new URLSearchParams(location.search).get("later")) || 0) * 86_400_000;

/** Starts loading; resolves when the engine is there, has failed, or has taken long enough. */
export function startEngine(catalogue) {
  const loaded = load(catalogue);
  return Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, WAIT_MS))]);
}

async function load(catalogue) {
  try {
    // Imported on demand: a missing module must not keep the shop from opening.
    const { connect, arrange } = await import("../ownshelf.js");
    engine.shelf = await connect({
      products: catalogue.plain,
      dataLayer: globalThis.dataLayer,
      page: currentPage,
      now: () => Date.now() + LATER_MS,
    });
    engine.arrange = arrange;
    engine.state = "ready";
  } catch (error) {
    engine.state = "absent";
    console.warn("Ownshelf is not available; the shop shows its own order.", error);
  }
  for (const listener of listeners) listener(engine);
  listeners.clear();
}

/** What is on show, for the privacy panel's preview: the main listing of the page. */
export const currentPage = { listing: [], ranking: null };
