/** Keeps the shop open when it cannot be reached: see `sw.js`. Optional; nothing else knows of it. */

/** An address handed to a worker is a Trusted Types sink; the policy (`shop-worker`) makes this one and no other. */
function workerAddress() {
  const rules = { createScriptURL: () => "/sw.js" };
  return (globalThis.trustedTypes?.createPolicy("shop-worker", rules) ?? rules).createScriptURL("");
}

export async function stayOpen() {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register(workerAddress());
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ loaded: performance.getEntriesByType("resource").map(({ name }) => name) });
  } catch (error) {
    console.warn("The shop will need its servers:", error);
  }
}
