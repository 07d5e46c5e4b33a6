/**
 * The work on a page: finds its products and lists, and keeps up with what the shop does to them.
 *
 * Products come from what the page says anyway (JSON-LD, microdata, data layer, the platform's own markup), events from
 * the data layer and the platform; nothing is inserted, nothing global is defined. If anything fails, the page stays as
 * the shop made it.
 */

import { createShelf } from "../index.js";
import { guarded, warnOnce } from "../attach/guard.js";
import { breath } from "../storage/timing.js";
import { EVENTS, watchActions } from "./actions.js";
import { productOf } from "./action-product.js";
import { ListingCards } from "./listing-cards.js";
import { placeControls } from "./controls.js";
import { fromItems, watchDataLayer } from "./datalayer.js";
import { Identity } from "./identity.js";
import { READERS, readProducts } from "./readers.js";
import { RECORDED, Recorder } from "./recorder.js";
import { consentFor } from "./settings.js";
import { watchShopify } from "./shopify.js";
import { chosenSort, selectedSort, watchSorting } from "./sorting.js";
import { Visits } from "./visits.js";
import { namePageProduct, pageProduct } from "./visit.js";
import { within } from "./within.js";

/** @typedef {import("../index.d.ts").Shelf} Shelf */
/** @typedef {import("./found-product.js").Found} Found */

const NAME = "data-ownshelf-listing";
const LISTING = `[${NAME}]`;
const DEVELOPMENT = /(?:^|\.)(?:localhost|local|test|127\.0\.0\.1)$/;
/** What asks the shopper, or offers to. */
const ASKS = "[data-ownshelf-controls],ownshelf-order,ownshelf-privacy";
/** What an inserted subtree must hold to be worth reading. */
const OF_INTEREST =
  `${LISTING},[data-ownshelf-controls],script[type="application/ld+json"],script[data-product-json],[itemscope],` +
  "li,.product,.grid__item";

class Auto {
  #identity = new Identity();
  #cards = new ListingCards(this.#identity);
  /** @type {Map<Element, import("../index.d.ts").Attachment>} */ #attached = new Map();
  #settings;
  /** @type {Promise<Shelf>} */ #loading;
  // There from `start` on.
  #shelf = /** @type {Shelf} */ (/** @type {unknown} */ (undefined));
  #recorder = /** @type {Recorder} */ (/** @type {unknown} */ (undefined));
  #visits = /** @type {Visits} */ (/** @type {unknown} */ (undefined));

  /** @param {ReturnType<typeof import("./settings.js").settings>} settings */
  constructor(settings) {
    const { options, consent, dataLayer } = settings;
    this.#settings = settings;
    this.#loading = consentFor(consent, dataLayer).then((asked) => createShelf({ ...options, ...asked }));
    this.#loading.catch(() => {}); // awaited in start(); until then a rejection is not unhandled
  }

  /**
   * @param {object[] | undefined} rules
   * @param {Event[]} early
   */
  async start(rules, early) {
    const { dataLayer } = this.#settings;
    /** @type {Found[]} */
    const found = [];
    for (const read of READERS) {
      found.push(...read(document));
      await breath();
    }
    /** @type {[name: string | undefined, body: Record<string, any>][]} */
    const pushes = [];
    // The data layer is read now, for its names decide the ids; what it reports is recorded when there is an engine.
    /** @type {(name: string | undefined, body: Record<string, any>) => void} */
    let onPush = (name, body) => pushes.push([name, body]);
    watchDataLayer(
      dataLayer,
      guarded((name, body) => onPush(name, body)),
    );
    found.push(...pushes.flatMap(([, body]) => fromItems(body)));
    found.forEach((one) => this.#identity.add(one, one.rank));
    const cards = within(document, LISTING).flatMap((listing) => this.#cards.products(listing));
    const own = pageProduct(found);
    if (own) {
      if (!found.includes(own)) found.push(own);
      namePageProduct(this.#identity, own, viewedIn(pushes));
    }
    this.#shelf = await this.#loading;
    if (rules) this.#shelf.rules.set(/** @type {import("../index.d.ts").Rule[]} */ (rules)); // Read there.
    this.#recorder = new Recorder(this.#shelf, this.#identity);
    this.#visits = new Visits(this.#shelf, this.#recorder, this.#identity, () => readProducts(document));
    onPush = (name, body) => this.#pushed(name, body);
    this.#learn(cards, found);
    pushes.forEach((push) => onPush(...push));
    this.#listen(early);
    for (const element of within(document, LISTING)) {
      await breath();
      // A fault in what one list says of itself is no other list's.
      guarded(() => this.#attach(element, false))();
    }
    this.#visits.begin(own);
    if (this.#settings.expose) {
      document.dispatchEvent(new CustomEvent("ownshelf:ready", { detail: { shelf: this.#shelf } }));
    }
    await this.#control(document);
    if (this.#settings.debug || DEVELOPMENT.test(location.hostname)) await this.#debug();
  }

  async #debug() {
    const { hintNothing, showDiagnosis } = await import("./debug.js");
    const own = () => this.#visits.own && this.#identity.resolve(this.#visits.own);
    const cards = () => [...this.#attached.keys()].flatMap((listing) => this.#cards.ids(listing));
    if (this.#settings.debug) showDiagnosis(this.#shelf, cards, own);
    else {
      const asks = !/^(?:ask)?$/.test(this.#settings.consent ?? "") || document.querySelector(ASKS) !== null;
      await hintNothing(this.#shelf, document.querySelector(LISTING) !== null, asks, own());
    }
  }

  /**
   * @param {string | undefined} name
   * @param {Record<string, any>} body
   */
  #pushed(name, body) {
    const found = fromItems(body);
    this.#recorder.join("dataLayer", name ?? "", found);
    this.#recorder.learn(found);
    if (name === "view_search_results") name = "search";
    if (!name || !RECORDED.has(name)) return;
    // An attached list reports its own choices, with what was seen beside them.
    if (name === "select_item" && found.some((one) => this.#isListed(one))) return;
    const items = found.map(({ product: { price, quantity }, ids }) => ({ ids, price, quantity: Number(quantity) || 1 }));
    const query = body.search_term;
    const order = name === "purchase" && body.transaction_id;
    this.#recorder.record("dataLayer", name, items, {
      ...(query ? { query: String(query) } : {}),
      ...(order ? { transaction_id: String(order) } : {}),
      ...(body.item_list_id ? { item_list_id: String(body.item_list_id) } : {}),
    });
  }

  /** Whether a product stands in a list that is attached. @param {Found} one */
  #isListed(one) {
    const id = this.#identity.resolve(one);
    return id !== undefined && [...this.#attached.values()].some(({ listing }) => listing.includes(id));
  }

  /** @param {Event[]} early */
  #listen(early) {
    const { signal } = new AbortController();
    /**
     * @param {string} source
     * @returns {(name: string, items: object[], more?: Record<string, any>) => void}
     */
    const record = (source) => guarded((name, items, more) => this.#recorder.record(source, name, items, more));
    watchActions(
      guarded((action) => this.#acted(action)),
      signal,
    );
    watchSorting((value) => record("sort")("sort_by", [], { value }), signal);
    watchShopify({ learn: guarded((found) => this.#recorder.learn(found)), record: record("shopify") }, early, signal);
    // Made before any list's own observer, so products are known when a list ranks its new cards.
    const insertions = new MutationObserver(guarded((records) => this.#inserted(records)));
    // Routers of some shops put another body into the page.
    insertions.observe(document.documentElement, { childList: true, subtree: true, attributeFilter: [NAME] });
  }

  /** @param {import("./actions.js").Action} action */
  #acted(action) {
    const product = productOf(action, this.#identity, this.#visits.own);
    if (product) this.#recorder.record("button", EVENTS[action.deed], [{ ...product, quantity: action.quantity }]);
  }

  /** @param {MutationRecord[]} records */
  #inserted(records) {
    for (const [element, attachment] of this.#attached) {
      if (element.isConnected && element.matches(LISTING)) continue;
      attachment.detach();
      this.#attached.delete(element);
    }
    this.#cards.forget();
    const nodes = records.flatMap(({ type, target, addedNodes }) => (type === "attributes" ? target : [...addedNodes]));
    const roots = nodes.filter(({ nodeType, isConnected }) => nodeType === 1 && isConnected).map((node) => /** @type {Element} */ (node));
    const interesting = roots.filter((root) => within(root, OF_INTEREST).length);
    const found = interesting.flatMap(readProducts);
    found.forEach((one) => this.#identity.add(one, one.rank));
    const listings = new Set(roots.flatMap((root) => root.closest(LISTING) ?? within(root, LISTING)));
    this.#learn(
      [...listings].flatMap((listing) => this.#cards.products(listing)),
      found,
    );
    for (const { type, target } of records) if (type === "attributes") this.#attach(/** @type {Element} */ (target), false);
    for (const root of interesting) {
      this.#attach(root, true);
      this.#control(root).catch(warnOnce);
    }
    this.#visits.look();
  }

  /**
   * What the page's data says of a product goes over what its card says.
   * @param {Found[]} cards
   * @param {Found[]} found
   */
  #learn(cards, found) {
    this.#recorder.learn([...cards, ...found]);
    const names = this.#cards.otherNames(cards);
    if (names.length) this.#shelf.addProducts(names);
  }

  /** @param {ParentNode} root @param {boolean} fresh whether it was inserted in this task */
  #attach(root, fresh) {
    for (const element of within(root, LISTING)) {
      if (this.#attached.has(element) || !element.isConnected) continue;
      /** @param {string} name */
      const data = (name) => element.getAttribute(`data-ownshelf-${name}`) || undefined;
      /** @param {string} name */
      const named = (name) => document.querySelector(data(name) ?? "no-such-element");
      const [facets, notices] = [named("facets"), named("notice-place")];
      const attachment = this.#shelf.attach(element, {
        productId: (card) => this.#cards.idOf(element, card),
        listId: data("listing") ?? location.pathname,
        context:
          /** @type {any} read there */ (data("context")) ?? (/\/(?:search|catalogsearch)\b/.test(location.pathname) ? "search" : "browse"),
        reorder: () => !(chosenSort(location.href) ?? selectedSort()),
        limits: limits(data("columns")),
        ...(facets ? { facets } : {}),
        ...(notices ? { notices } : {}),
        fresh,
      });
      this.#attached.set(element, attachment);
    }
  }

  /** @param {ParentNode} root */
  #control(root) {
    return placeControls(
      root,
      this.#shelf,
      (place) => this.#nearest(place),
      (id) => this.#recorder.describe(id),
    );
  }

  /** The attached list that stands nearest to a control: inside the same section, else the page's first. @param {Element} place */
  #nearest(place) {
    for (let node = /** @type {Element | null} */ (place); node; node = node.parentElement) {
      for (const [element, attachment] of this.#attached) if (node.contains(element)) return attachment;
    }
    return undefined;
  }
}

/** The product of the last view told, if it was told of one alone. @param {[name: string | undefined, body: Record<string, any>][]} pushes */
function viewedIn(pushes) {
  const view = pushes.findLast(([name]) => name === "view_item");
  const items = view ? fromItems(view[1]) : [];
  return items.length === 1 ? items[0] : undefined;
}

/** `data-ownshelf-columns="2-5"`: the fewest and the most columns the theme can show. @param {string | undefined} text */
function limits(text) {
  const [, minColumns, maxColumns] = /^(\d+)-(\d+)$/.exec(text ?? "") ?? [];
  return minColumns ? { minColumns: Number(minColumns), maxColumns: Number(maxColumns) } : undefined;
}

/**
 * Opens the shelf; `start` does the rest, once the page is parsed: it takes the shop's rules, if any, and the platform's
 * events of before.
 * @param {ReturnType<typeof import("./settings.js").settings>} settings
 * @returns {{ start(rules: object[] | undefined, early: Event[]): Promise<void> }}
 */
export function open(settings) {
  const auto = new Auto(settings);
  return { start: (rules, early) => auto.start(rules, early) };
}
