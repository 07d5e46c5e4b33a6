/** The sort order the shopper chose. A list somebody sorted by price must stay sorted by price. */

const PARAMETERS = ["sort_by", "orderby", "product_list_order", "sort", "sortby", "sort-by", "order", "sortBy"];
const SELECTS = [...PARAMETERS.map((name) => `select[name="${name}"]`), "select#sorter", "select[data-role=sorter]"].join();
/** Orders that are the shop's own and leave room for ours. */
const OWN = new RegExp(
  "^(?:|manual|featured|default|recommended|relevance|best[-_]selling|popularity|position|menu_order|" + "collection_default|asc|desc)$",
  "i",
);

/**
 * @param {string} address of the page
 * @returns {string | undefined} the chosen order in the shop's words, e.g. `price-ascending`; nothing for the shop's own
 */
export function chosenSort(address) {
  const query = new URL(address).searchParams;
  const name = PARAMETERS.find((parameter) => !OWN.test(query.get(parameter) ?? ""));
  if (!name) return undefined;
  const direction = query.get("product_list_dir") ?? (name === "order" ? null : query.get("order")) ?? query.get("dir");
  return [query.get(name), direction].filter(Boolean).join(" ");
}

/** The order shown as chosen in the page's sort box, for shops that sort without a new address. */
export function selectedSort(root = document) {
  const value = /** @type {HTMLSelectElement | null} */ (root.querySelector(SELECTS))?.value;
  return value === undefined || OWN.test(value) ? undefined : value;
}

/**
 * @param {(value: string) => void} onSort called with the shop's word for the order
 * @param {AbortSignal} signal
 */
export function watchSorting(onSort, signal) {
  /** @param {Event} event */
  const changed = (event) => {
    const box = /** @type {HTMLSelectElement} */ (event.target);
    if (box.matches?.(SELECTS) && !OWN.test(box.value)) onSort(box.value);
  };
  document.addEventListener("change", changed, { signal, passive: true, capture: true });
}
