/**
 * Fail open: whatever goes wrong here, the shop's page goes on, and its console says so, once of each kind.
 */

/** @type {Set<string>} */
const warned = new Set();
/** A page whose every error is another one is not warned of for ever. */
const MOST = 20;

/** @param {unknown} error */
export function warnOnce(error) {
  const kind = String(error);
  if (warned.has(kind) || warned.size === MOST) return;
  warned.add(kind);
  console.warn("ownshelf: this page keeps the shop's own display.", error);
}

/**
 * `action`, with whatever it throws turned into one warning.
 * @template {(...args: any[]) => any} F
 * @param {F} action
 * @param {() => void} [onError]
 * @returns {F}
 */
export function guarded(action, onError) {
  return /** @type {F} */ (
    (...args) => {
      try {
        return action(...args);
      } catch (error) {
        warnOnce(error);
        onError?.();
      }
    }
  );
}

/**
 * Runs `task` when the browser has nothing better to do, at the latest after two seconds.
 * @param {() => void} task
 * @returns {() => void} calls it off
 */
export function whenIdle(task) {
  if (typeof requestIdleCallback === "function") {
    const handle = requestIdleCallback(task, { timeout: 2000 });
    return () => cancelIdleCallback(handle);
  }
  const handle = setTimeout(task, 200); // Safari
  return () => clearTimeout(handle);
}
