/**
 * The order a list had when the shopper left it, so that going back within the same document shows the same list.
 *
 * Kept in memory alone and by history entry, which only browsers with the Navigation API name; a page restored from
 * the back/forward cache needs none of this, for its document is the one that was left.
 */

/** Lists remembered for one shelf; the oldest goes first. */
const LIMIT = 16;

/** @type {WeakMap<object, Map<string, { order: string[], visit: number }>>} */
const orders = new WeakMap();

/** Counts the history entries gone to since the first list was remembered. */
let visit = 0;
let counting = false;
function count() {
  if (!counting) globalThis.navigation?.addEventListener("currententrychange", () => visit++);
  counting = true;
}

/** @param {string | undefined} listId @returns {string | undefined} */
const place = (listId) => {
  const entry = globalThis.navigation?.currentEntry?.key;
  return entry && `${entry} ${listId ?? ""}`;
};

/**
 * @param {object} shelf
 * @param {string | undefined} listId
 * @param {string[]} order ids as shown
 */
export function keepOrder(shelf, listId, order) {
  const key = place(listId);
  if (!key) return;
  count();
  const known = orders.get(shelf) ?? new Map();
  orders.set(shelf, known);
  known.delete(key);
  known.set(key, { order, visit });
  if (known.size > LIMIT) known.delete(known.keys().next().value);
}

/**
 * @param {object} shelf
 * @param {string | undefined} listId
 * @param {string[]} ids what the list shows now
 * @returns {string[] | undefined} `ids` in the order last shown at this history entry; nothing if any of them is new, or if
 *   nobody went anywhere since: then the page rendered the list anew
 */
export function recallOrder(shelf, listId, ids) {
  const key = place(listId);
  const left = key === undefined ? undefined : orders.get(shelf)?.get(key);
  if (!left || left.visit === visit) return undefined;
  const { order } = left;
  const present = new Set(ids);
  const kept = order.filter((id) => present.has(id));
  return kept.length === ids.length ? kept : undefined;
}
