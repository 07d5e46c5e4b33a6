/**
 * The order a list had when the shopper left it, so that going back within the same document shows the same list.
 *
 * Kept in memory alone and by history entry, which only browsers with the Navigation API name; a page restored from
 * the back/forward cache needs none of this, for its document is the one that was left.
 */

/** Lists remembered for one shelf; the oldest goes first. */
const LIMIT = 16;

/** @type {WeakMap<object, Map<string, string[]>>} */
const orders = new WeakMap();

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
  const known = orders.get(shelf) ?? new Map();
  orders.set(shelf, known);
  known.delete(key);
  known.set(key, order);
  if (known.size > LIMIT) known.delete(known.keys().next().value);
}

/**
 * @param {object} shelf
 * @param {string | undefined} listId
 * @param {string[]} ids what the list shows now
 * @returns {string[] | undefined} `ids` in the order last shown at this history entry; nothing if any of them is new
 */
export function recallOrder(shelf, listId, ids) {
  const key = place(listId);
  const order = key === undefined ? undefined : orders.get(shelf)?.get(key);
  if (!order) return undefined;
  const present = new Set(ids);
  const kept = order.filter((id) => present.has(id));
  return kept.length === ids.length ? kept : undefined;
}
