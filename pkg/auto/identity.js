/**
 * One id for a product that a page names in several ways: the data layer's `item_id`, JSON-LD's `sku`, the platform's
 * post number, the address of its page.
 *
 * Which name becomes the id must come out the same on a listing, which says little, and on a product page, which says
 * much; so what both are sure to hold goes before what only one may. A merchant's own word goes before everything.
 */

/** Lower wins. */
export const RANK = {
  /** `data-ownshelf-product` on a card or on the product's page. */
  explicit: 0,
  /** The number a platform's own markup gives it: on cards and on product pages alike. */
  platform: 1,
  /** The data layer's name: basket and purchase speak it too. */
  dataLayer: 2,
  /** The page's address, which every card leads to. */
  address: 3,
  /** JSON-LD's or microdata's `sku`: listings often leave it out. */
  structured: 4,
  /** Some attribute of the theme's own. */
  markup: 5,
};

/** @typedef {{ id: string, rank: number, given: boolean, names: string[] }} Group */

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
    const known = [...new Set(names.flatMap((name) => this.#groups.get(name) ?? []))];
    const byAddress = url && (rank > RANK.address || !ids.length);
    /** @type {Group} */
    const offered = { id: byAddress ? url : names[0], rank: byAddress ? RANK.address : rank, given: false, names: [] };
    // An id the engine was given already stays: what was learned hangs on it.
    const best = [...known, offered].reduce((a, b) => (better(b, a) ? b : a));
    for (const name of new Set([...names, ...known.flatMap((group) => group.names)])) {
      if (this.#groups.get(name) === best) continue;
      this.#groups.set(name, best);
      best.names.push(name);
    }
  }

  /**
   * All names of the product that has one of these.
   * @param {{ ids?: string[], url?: string }} names
   */
  namesOf({ ids = [], url }) {
    return [...ids, ...(url ? [url] : [])].flatMap((name) => this.#groups.get(name)?.names ?? []);
  }

  /**
   * Whether one of these names was noted.
   * @param {{ ids?: string[], url?: string }} names
   */
  knows({ ids = [], url }) {
    return [...ids, ...(url ? [url] : [])].some((name) => this.#groups.has(name));
  }

  /**
   * The id of the product with one of these names; from then on it stays.
   * @param {{ ids?: string[], url?: string }} names
   * @returns {string | undefined}
   */
  resolve({ ids = [], url }) {
    const group = [...ids, ...(url ? [url] : [])].map((name) => this.#groups.get(name)).find(Boolean);
    if (!group) return undefined;
    group.given = true;
    return group.id;
  }
}

/**
 * @param {Group} a
 * @param {Group} b
 */
const better = (a, b) => (a.given !== b.given ? a.given : a.rank < b.rank);
