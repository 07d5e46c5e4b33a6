/**
 * Zero configuration: one `<script type="module" src=".../auto.js">`, and `data-ownshelf-listing` on the list.
 *
 * Products come from what the page says anyway (JSON-LD, microdata, data layer, the platform's own markup), events from
 * the data layer and the platform; nothing is inserted, nothing global is defined. If anything fails, the page stays as
 * the shop made it.
 */

import { createShelf } from "./index.js";
import { HOLD } from "./attach.js";
import { guarded, warnOnce } from "./attach/guard.js";
import { platformKeys } from "./auto/cardkeys.js";
import { watchCarts } from "./auto/carts.js";
import { placeControls } from "./auto/controls.js";
import { fromItem, watchDataLayer } from "./auto/datalayer.js";
import { Identity, RANK } from "./auto/identity.js";
import { jsonLdProducts } from "./auto/jsonld.js";
import { magento } from "./auto/magento.js";
import { markupProducts } from "./auto/markup.js";
import { microdataProducts } from "./auto/microdata.js";
import { RECORDED, Recorder } from "./auto/recorder.js";
import { consentFor, settings } from "./auto/settings.js";
import { dawn, shopifyProducts, watchShopify } from "./auto/shopify.js";
import { chosenSort, selectedSort, watchSorting } from "./auto/sorting.js";
import { measureVisit, namePageProduct, pageProduct } from "./auto/visit.js";
import { within } from "./auto/within.js";
import { wooCommerce } from "./auto/woocommerce.js";

const LISTING = "[data-ownshelf-listing]";
/** What an inserted subtree must hold to be worth reading. */
const OF_INTEREST =
  `${LISTING},[data-ownshelf-controls],script[type="application/ld+json"],script[data-product-json],[itemscope],` +
  "li,.product,.grid__item";
const READERS = [
  jsonLdProducts,
  microdataProducts,
  shopifyProducts,
  (root) => markupProducts(root, [wooCommerce, magento, dawn]),
];

/** Gives the page a turn between two pieces of work, so that none of them makes a long task. */
const breathe = () => globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));

class Auto {
  #identity = new Identity();
  /** @type {Map<Element, import("./index.d.ts").Attachment>} */ #attached = new Map();
  #settings = settings(import.meta.url);
  #shelf;
  #recorder;

  async start() {
    const { options, consent, dataLayer } = this.#settings;
    const loading = consentFor(consent, dataLayer).then((asked) => createShelf({ ...options, ...asked }));
    loading.catch(() => {}); // awaited below; until then a rejection is not unhandled
    const found = [];
    for (const read of READERS) {
      found.push(...read(document));
      await breathe();
    }
    const pushes = [];
    // The data layer is read now, for its names decide the ids; what it reports is recorded when there is an engine.
    let onPush = (...push) => pushes.push(push);
    watchDataLayer(dataLayer, guarded((...push) => onPush(...push)));
    found.push(...pushes.flatMap(([, { items }]) => products(items)));
    found.forEach((one) => this.#identity.add(one, one.rank));
    const own = pageProduct(found);
    if (own) namePageProduct(this.#identity, own);
    this.#shelf = await loading;
    this.#recorder = new Recorder(this.#shelf, this.#identity);
    onPush = (name, body) => this.#pushed(name, body);
    this.#recorder.learn(found);
    pushes.forEach((push) => onPush(...push));
    this.#listen();
    this.#attach(document, false);
    if (own) this.#visit(own);
    if (this.#settings.expose) {
      document.dispatchEvent(new CustomEvent("ownshelf:ready", { detail: { shelf: this.#shelf } }));
    }
    await this.#control(document);
  }

  #pushed(name, body) {
    const found = products(body.items);
    this.#recorder.learn(found);
    if (name === "view_search_results") name = "search";
    if (!RECORDED.has(name)) return;
    // An attached list reports its own choices, with what was seen beside them.
    if (name === "select_item" && this.#attached.size) return;
    const items = found.map(({ product: { price, quantity }, ids }) => ({ ids, price, quantity: Number(quantity) || 1 }));
    const query = body.search_term;
    this.#recorder.record("dataLayer", name, items, {
      ...(query ? { query: String(query) } : {}),
      ...(body.item_list_id ? { item_list_id: String(body.item_list_id) } : {}),
    });
  }

  #listen() {
    const { signal } = new AbortController();
    const record = (source) => guarded((...deed) => this.#recorder.record(source, ...deed));
    watchCarts(record("cart"), signal);
    watchSorting((value) => record("sort")("sort_by", [], { value }), signal);
    watchShopify({ learn: guarded((found) => this.#recorder.learn(found)), record: record("shopify") }, signal);
    // Made before any list's own observer, so products are known when a list ranks its new cards.
    const insertions = new MutationObserver(guarded((records) => this.#inserted(records)));
    insertions.observe(document.body, { childList: true, subtree: true });
  }

  #inserted(records) {
    for (const [element, attachment] of this.#attached) {
      if (element.isConnected) continue;
      attachment.detach();
      this.#attached.delete(element);
    }
    for (const root of records.flatMap(({ addedNodes }) => [...addedNodes])) {
      if (root.nodeType !== 1 || !root.isConnected || !within(root, OF_INTEREST).length) continue;
      this.#recorder.learn(READERS.flatMap((read) => read(root)));
      this.#attach(root, true);
      this.#control(root).catch(warnOnce);
    }
  }

  /** @param {ParentNode} root @param {boolean} fresh whether it was inserted in this task */
  #attach(root, fresh) {
    for (const element of within(root, LISTING)) {
      if (this.#attached.has(element)) continue;
      const data = (name) => element.getAttribute(`data-ownshelf-${name}`) || undefined;
      const facets = data("facets") && document.querySelector(data("facets"));
      const attachment = this.#shelf.attach(element, {
        productId: (card) => this.#cardId(card),
        listId: data("listing") ?? location.pathname,
        context: data("context") ?? (/\/(?:search|catalogsearch)\b/.test(location.pathname) ? "search" : "browse"),
        reorder: () => !(chosenSort(location.href) ?? selectedSort()),
        limits: limits(data("columns")),
        ...(facets ? { facets } : {}),
        fresh,
      });
      this.#attached.set(element, attachment);
    }
  }

  #cardId(card) {
    const keys = platformKeys(card);
    if (!keys.ids.length && !keys.url) return undefined;
    const explicit = card.hasAttribute("data-ownshelf-product");
    this.#identity.add(keys, explicit ? RANK.explicit : RANK.markup);
    return this.#identity.resolve(keys);
  }

  #visit(own) {
    this.#recorder.record("page", "view_item", [own]);
    const id = this.#identity.resolve(own);
    measureVisit(guarded((dwellMs) => this.#shelf.record({ name: "item_dwell", id, dwellMs })));
  }

  #control(root) {
    return placeControls(root, this.#shelf, (place) => this.#nearest(place), (id) => this.#recorder.describe(id));
  }

  /** The attached list that stands nearest to a control: inside the same section, else the page's first. */
  #nearest(place) {
    for (let node = place; node; node = node.parentElement) {
      for (const [element, attachment] of this.#attached) if (node.contains(element)) return attachment;
    }
    return undefined;
  }
}

const products = (items) => (Array.isArray(items) ? items.map(fromItem).filter(Boolean) : []);

/** `data-ownshelf-columns="2-5"`: the fewest and the most columns the theme can show. */
function limits(text) {
  const [, minColumns, maxColumns] = /^(\d+)-(\d+)$/.exec(text ?? "") ?? [];
  return minColumns ? { minColumns: Number(minColumns), maxColumns: Number(maxColumns) } : undefined;
}

if (typeof document !== "undefined") {
  const start = () =>
    new Auto().start().catch((error) => {
      document.querySelectorAll(`[${HOLD}]`).forEach((element) => element.removeAttribute(HOLD));
      warnOnce(error);
    });
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start, { once: true });
}
