/**
 * In which order a framework renders its items: the shop's, until an attached list has said otherwise.
 *
 * Pure functions over ids, for the first render on the client has to be the server's, to the node.
 */

/**
 * The order to go on with when the shop's list changed.
 * @param {string[]} before ids in the shop's order so far
 * @param {string[] | null} order ids as shown so far; `null` is the shop's order
 * @param {string[]} now ids in the shop's order from now on
 * @returns {string[] | null} the order as shown, with what is new behind it; `null` if the shop shows another list or
 *   sorted it anew, which is then shown as the shop gave it
 */
export function orderAfter(before, order, now) {
  if (!order) return null;
  const places = new Map(before.map((id, at) => [id, at]));
  const stayed = now.filter((id) => places.has(id));
  const sorted = stayed.some((id, at) => at > 0 && Number(places.get(id)) < Number(places.get(stayed[at - 1])));
  return stayed.length && !sorted ? completed(order, now) : null;
}

/**
 * `order` with all of `ids` and nothing else: those it does not name come last.
 * @param {string[]} order
 * @param {string[]} ids
 */
function completed(order, ids) {
  const present = new Set(ids);
  const kept = order.filter((id) => present.has(id));
  const named = new Set(kept);
  return [...kept, ...ids.filter((id) => !named.has(id))];
}

/**
 * Items in the order to be rendered.
 * @template T
 * @param {T[]} items in the shop's order
 * @param {string[]} ids theirs, one for each
 * @param {string[] | null} order
 * @returns {T[]} the same items, each once
 */
export function arranged(items, ids, order) {
  if (!order) return items;
  const places = new Map(completed(order, ids).map((id, at) => [id, at]));
  return items
    .map((item, at) => ({ item, place: Number(places.get(ids[at])) }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** Whether two lists of ids are the same. @param {string[]} a @param {string[]} b */
export const same = (a, b) => a.length === b.length && a.every((id, at) => id === b[at]);

/** The id of an item whose shop did not say how to find it. @param {any} item */
export const idOf = (item) => String(item?.id ?? item?.item_id ?? item?.sku ?? "");
