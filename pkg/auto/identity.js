/**
 * One id for a product that a page names in several ways: the data layer's `item_id`, JSON-LD's `sku`, the theme's
 * post number, the address of its page.
 *
 * Which name becomes the id does not depend on what a page happens to hold beside it: a data layer's name wins, for
 * basket and purchase speak it too; then structured data, then the markup, then the address.
 */

/** Lower wins. */
export const RANK = { dataLayer: 0, structured: 1, markup: 2, address: 3 };

/** @typedef {{ id: string, rank: number, given: boolean }} Group */

export class Identity {
  /** @type {Map<string, Group>} */ #groups = new Map();

  /**
   * Notes that all these names mean one product.
   * @param {{ ids?: string[], url?: string, also?: string[] }} names `ids`: the best first; `also`: names that lead to
   *   the product but are not its id, such as its variants
   * @param {number} rank one of {@link RANK}
   */
  add({ ids = [], url, also = [] }, rank) {
    const names = [...ids, ...also, ...(url ? [url] : [])];
    if (!names.length) return;
    const known = [...new Set(names.map((name) => this.#groups.get(name)).filter(Boolean))];
    const offered = ids.length ? { id: ids[0], rank, given: false } : { id: url ?? names[0], rank: RANK.address, given: false };
    // An id the engine was given already stays: what was learned hangs on it.
    const best = [...known, offered].reduce((a, b) => (better(b, a) ? b : a));
    for (const [name, group] of known.length ? this.#groups : []) if (known.includes(group)) this.#groups.set(name, best);
    for (const name of names) this.#groups.set(name, best);
  }

  /**
   * The id of the product with one of these names; from then on it stays.
   * @param {{ ids?: string[], url?: string }} names
   * @returns {string | undefined}
   */
  resolve({ ids = [], url }) {
    const group = [...ids, url].map((name) => name && this.#groups.get(name)).find(Boolean);
    if (!group) return undefined;
    group.given = true;
    return group.id;
  }
}

const better = (a, b) => (a.given !== b.given ? a.given : a.rank < b.rank);
