/**
 * Ties a shelf to a list in the page: measures what is seen, puts the cards in the shopper's order, hands layout advice
 * to the theme. `shelf.attach(element, options)` calls this.
 */

import { LEARNING_PURPOSES } from "../generated/names.js";
import { isLooking, isScrolling, justActed, unpainted, wasRestored, watchAttention, whenStill } from "./attention.js";
import { cardsOf, defaultProductId, findList, leadsToProduct, ownsPlaces, standing } from "./cards.js";
import { ListChanges } from "./changes.js";
import { guarded, warnOnce } from "./guard.js";
import { HOLD } from "./hold.js";
import { applyLayout, clearLayout, facetName } from "./layout.js";
import { ImpressionObserver } from "./impressions.js";
import { keepOrder, recallOrder } from "./history.js";
import { mayBeOwned } from "./owned.js";
import { arrange, withoutAnchoring } from "./reorder.js";

/** With this attribute the list is measured but keeps its order: the shopper sorted it. */
export const KEEP = "data-ownshelf-keep";
const DEVELOPMENT = /(?:^|\.)(?:localhost|local|test|127\.0\.0\.1)$/;
/** The place of a card with this attribute is paid for. */
const SPONSORED = "data-ownshelf-sponsored";

/** @typedef {import("../dist/core.js").Engine} Engine */
/** @typedef {import("../index.d.ts").AttachOptions} Options */
/** @typedef {import("../index.d.ts").Attachment & { inspect(): ReturnType<AttachedList["inspect"]> }} Attached what the shelf holds of it */
/** @typedef {<F extends (...args: any[]) => any>(action: F) => F} Safely what throws detaches the list */

/**
 * @param {import("../index.d.ts").Shelf} shelf
 * @param {Element} element the list, or a wrapper around it
 * @param {Options} options
 * @param {() => Engine} engine the shelf's, at each moment
 * @returns {Attached}
 */
export function attachTo(shelf, element, options, engine) {
  const list = new AttachedList(shelf, element, options, engine);
  return {
    refresh: (how) => list.refresh(how?.fresh === true),
    get ranking() {
      return list.ranking;
    },
    get listing() {
      return list.listing;
    },
    detach: (how) => list.detach(how?.restore === true),
    inspect: () => list.inspect(),
  };
}

class AttachedList {
  /** @type {import("../index.d.ts").Ranking | null} */ ranking = null;
  #shelf;
  #element;
  #options;
  #engine;
  #productId;
  /** @type {Element} */ #list;
  /** Cards in the shop's own order. @type {Map<Element, string>} */ #cards = new Map();
  /** @type {ImpressionObserver} */ #observer;
  /** @type {ListChanges} */ #changes;
  /** @type {(() => void)[]} */ #cleanup = [];
  /** @type {(() => void) | undefined} */ #callOff;
  /** Nodes are re-used for other products, or placed by coordinates: their order in the document means nothing. */
  #unordered = false;
  /** A framework renders the list; or it may, as is being found out. @type {import("./owner.js").Owner | "asking" | undefined} */
  #owner;
  /** The cards as they stood before their framework was given its own order back, to render from there. @type {Element[] | undefined} */
  #stood;
  /** The shop's order as it was first. @type {string[]} */
  #original = [];
  /** The shopper sorted the list: it stands as the shop's script put it. */
  #sorted = false;
  /** Cards a rule of the shop hides. @type {Set<Element>} */
  #hidden = new Set();
  /** What is written on the cards; its code comes when there is something to write. */
  /** @type {Promise<import("./labels.js").Labels | undefined> | undefined} */
  #labels;
  #measuring = false;
  #placed = false;
  /** Whether the cards stand in an order made for the shopper. */
  #personalised = false;
  #closed = false;

  /**
   * @param {import("../index.d.ts").Shelf} shelf
   * @param {Element} element
   * @param {Options} options
   * @param {() => Engine} engine
   */
  constructor(shelf, element, options, engine) {
    this.#shelf = shelf;
    this.#element = element;
    this.#options = options;
    this.#engine = engine;
    this.#productId = options.productId ?? defaultProductId;
    this.#list = element;
    this.#observer = new ImpressionObserver(element, options.listId, engine().impressions(), (event) => {
      shelf.record(/** @type {import("../index.d.ts").ShelfEvent} */ (event));
    });
    /** @type {Safely} */
    const safely = (action) => guarded(action, () => this.detach(false));
    this.#changes = new ListChanges(
      element,
      safely((change) => this.#changed(change)),
    );
    safely(() => this.#open(safely))();
  }

  /** The products shown, in the shop's own order. */
  get listing() {
    return [...this.#cards.values()];
  }

  /**
   * Ranks again and applies it as far as that is safe for the shopper's eyes.
   * @param {boolean} [fresh] whether the page drew the whole list anew in this task, so that nothing of it was painted
   */
  refresh(fresh = false) {
    if (this.#closed) return;
    guarded(() => {
      if (fresh) this.#redrawn();
      else this.#changes.drain();
      this.#place(new Set(fresh ? this.#cards.keys() : []), justActed());
    })();
  }

  /** The shopper took the order back: the shop's own stands before this task ends, wherever the shopper looks. */
  #withdraw() {
    guarded(() => {
      this.#changes.drain();
      this.#place(new Set(), true);
    })();
  }

  /** What `diagnose()` tells of, as it is now. */
  inspect() {
    const { listId, reorder = true } = this.#options;
    return {
      root: this.#element,
      list: this.#list,
      listId,
      cards: this.#cards,
      standing: this.#standing(),
      candidates: this.#list.childElementCount,
      ranking: this.ranking,
      owner: this.#owner,
      sorted: this.#sorted,
      unordered: this.#unordered,
      reorders: typeof reorder === "function" ? reorder() : reorder,
    };
  }

  /** @param {boolean} restore */
  detach(restore) {
    if (this.#closed) return;
    this.#closed = true;
    guarded(() => {
      this.#observer.flush();
      this.#observer.stop();
    })();
    this.#changes.stop();
    this.#callOff?.();
    this.#cleanup.forEach((undo) => undo());
    this.#element.removeAttribute(HOLD);
    this.#labels?.then((labels) => labels?.clear());
    if (restore) guarded(() => this.#restore())();
    this.#cards.clear();
  }

  /** @param {Safely} safely */
  #open(safely) {
    this.#find();
    this.#cleanup.push(
      watchAttention({
        attention: safely((looking) => this.#observer.attention(looking)),
        leave: safely(() => this.#observer.flush()),
      }),
      this.#shelf.on(
        "consent",
        safely(() => this.#consent()),
      ),
      // Products added, another tab, something learned: nobody asked for these here.
      this.#shelf.on("change", () => this.#later()),
      this.#shelf.on("learned", () => this.#later()),
      this.#listen(safely),
    );
    this.#cards = this.#read();
    this.#original = this.listing;
    this.#measure();
    const fresh = this.#options.fresh ? new Set(this.#cards.keys()) : new Set();
    try {
      this.#place(fresh, false);
    } finally {
      this.#element.removeAttribute(HOLD);
    }
    if (DEVELOPMENT.test(location.hostname)) {
      import("./hint.js").then(
        ({ hintUnmatched }) => hintUnmatched(this.#list, this.#cards, this.#productId),
        () => {},
      );
    }
  }

  /** @param {Safely} safely */
  #listen(safely) {
    const listening = new AbortController();
    const options = { passive: true, signal: listening.signal };
    /** The card an event happened in, else what else of the list. @param {Event} event */
    const card = ({ target }) => {
      let node = /** @type {Element | null} */ (target);
      while (node && !this.#cards.has(node) && node.parentElement !== this.#list) node = node.parentElement;
      return node ?? undefined;
    };
    const select = safely((/** @type {MouseEvent} */ event) => {
      // Basket, wish list and colours inside a card do not open the product. A part of the page may hide its link in a shadow.
      const path = /** @type {Element[]} */ (event.composedPath());
      const link = event.button < 2 && path.find((node) => node.matches?.("a[href],button"));
      if (link && "href" in link && link.href && leadsToProduct(link)) this.#select(card(event));
    });
    const element = /** @type {HTMLElement} */ (this.#element);
    element.addEventListener("click", select, options);
    element.addEventListener("auxclick", select, options);
    element.addEventListener(
      "pointerover",
      safely((/** @type {Event} */ event) => this.#observer.hover(card(event))),
      options,
    );
    element.addEventListener(
      "pointerleave",
      safely(() => this.#observer.hover(undefined)),
      options,
    );
    return () => listening.abort();
  }

  /** @param {Element | undefined} chosen a card, or another that shows the product of one, as copies of slides do */
  #select(chosen) {
    if (!chosen) return;
    const [card] = this.#cards.has(chosen) ? [chosen] : this.#cardsOf([String(this.#productId(chosen))]);
    if (!card) return;
    const shown = this.#standing().filter((other) => !this.#hidden.has(other));
    const where = { position: shown.indexOf(card) + 1, personalised: this.#personalised };
    if (this.#measuring) this.#observer.select(card, where);
    else if (this.#cards.has(card) && this.#shelf.privacy.active("insights"))
      this.#shelf.record({ name: "select_item", id: this.#cards.get(card), ...where });
  }

  /** Consent changed: measure or stop measuring, then show what is allowed now. */
  #consent() {
    this.#measure();
    if (this.#personalised && !this.#shelf.privacy.active("rank")) this.#withdraw();
    else this.refresh();
  }

  /** Nothing is measured unless some purpose that uses it works at this moment. */
  #measure() {
    const on = LEARNING_PURPOSES.some((purpose) => this.#shelf.privacy.active(purpose));
    this.#measuring = on;
    if (on) this.#track();
    else this.#observer.stop();
  }

  #track() {
    if (this.#measuring) this.#observer.track(this.#cards);
  }

  /** Something else is known now: cards nobody has seen yet may change, when there is time. */
  #later() {
    this.#callOff ??= whenStill(
      guarded(() => {
        this.#callOff = undefined;
        if (this.#closed || wasRestored() || !isLooking()) return;
        this.#changes.drain();
        this.#place(new Set(), false);
      }),
    );
  }

  /** The shop changed its list. Runs before the change is painted. @param {import("./changes.js").Change} change */
  #changed({ added, removed, touched }) {
    if (!this.#element.contains(this.#list) || !this.#cards.size) this.#find();
    const { listing } = this.#options;
    const before = this.#cards;
    const stood = this.#stood;
    this.#stood = undefined;
    let now = this.#read();
    if (!stood && this.#rewrites(before, now)) {
      // It wrote into nodes in the order it remembers: they are given that order.
      this.#arrange([...before.keys()].filter((card) => now.has(card)));
      now = this.#read();
    }
    const inserted = [...added];
    // Where the page renders in the order it is told, a known card in another place is no new one.
    /** @param {Element} card */
    const isFresh = (card) =>
      (added.has(card) && !(listing && before.has(card))) || inserted.some((node) => node !== card && node.contains(card));
    const fresh = new Set([...now.keys()].filter(isFresh));
    const recycled = [...touched].some((card) => before.has(card) && now.has(card) && before.get(card) !== now.get(card));
    // A window that slides over a long list drops cards at one end and adds some at the other while it is scrolled.
    const slid = fresh.size > 0 && removed && now.size > fresh.size && isScrolling() && !justActed();
    this.#unordered ||= recycled || slid;
    if (!stood && !fresh.size && !removed && !recycled && before.size === now.size) return;
    this.#cards = listing || stood ? now : inShopOrder(before, now, fresh, this.#engine());
    this.#noteSort([...before.values()]);
    if (this.#sorted) this.#arrange([...this.#cards.keys()]);
    else if (stood) this.#arrange([...new Set([...stood.filter((card) => now.has(card)), ...now.keys()])]);
    this.#track();
    this.#observer.renew();
    this.#place(fresh, false);
  }

  /**
   * Whether a framework wrote other products into the cards where they stood.
   * @param {Map<Element, string>} before
   * @param {Map<Element, string>} now
   */
  #rewrites(before, now) {
    const restorable = typeof this.#owner === "object" && this.#owner.restorable;
    return restorable && [...now].some(([card, id]) => before.has(card) && before.get(card) !== id);
  }

  /** Where the same products come in another order, the shopper sorted them. @param {string[]} before the shop's order until now */
  #noteSort(before) {
    const { listing } = this;
    /** @param {string[]} order */
    const keeps = (order) => {
      const common = order.filter((id) => listing.includes(id));
      return listing.filter((id) => common.includes(id)).every((id, at) => id === common[at]);
    };
    if (this.#options.listing || before.filter((id) => listing.includes(id)).length < 2) return;
    this.#sorted = !keeps(this.#original) && (this.#sorted || !keeps(before));
  }

  /** Finds out whose the nodes of the list are; until that is known they stay. */
  #askOwner() {
    this.#owner = undefined;
    if (this.#options.arrange || !mayBeOwned(this.#list)) return;
    this.#owner = "asking";
    const list = this.#list;
    const known = guarded(
      (/** @type {typeof import("./owner.js")} */ module, /** @type {import("./owner.js").Owner | undefined} */ owner) => {
        if (this.#closed || list !== this.#list) return;
        this.#owner = owner;
        if (owner?.restorable)
          this.#cleanup.push(
            module.beforeRender(
              list,
              guarded(() => this.#giveBack()),
            ),
          );
        this.#changes.drain();
        this.#place(new Set(), false);
      },
    );
    import("./owner.js").then(async (module) => known(module, await module.ownerOf(list)), warnOnce);
  }

  /** The framework is about to render: it finds its nodes where it put them. */
  #giveBack() {
    if (this.#stood || this.#closed) return;
    this.#stood = this.#standing();
    this.#changes.unnoticed(() => this.#arrange([...this.#cards.keys()].filter((card) => this.#list.contains(card))));
  }

  /** @param {Element[]} cards */
  #arrange(cards) {
    arrange(this.#list, cards, this.#engine());
  }

  #redrawn() {
    this.#changes.discard();
    this.#find();
    this.#cards = this.#read();
    this.#track();
    this.#observer.renew();
  }

  /** The cards in the order the page names, else as they stand. */
  #read() {
    const cards = cardsOf(this.#list, this.#productId);
    const { listing } = this.#options;
    if (!listing) return cards;
    const places = new Map(listing().map((id, at) => [String(id), at]));
    /** @param {string} id */
    const place = (id) => places.get(id) ?? places.size;
    return new Map([...cards].sort(([, a], [, b]) => place(a) - place(b)));
  }

  #find() {
    const list = findList(this.#element, this.#productId);
    const another = list !== this.#list || this.#changes.list === undefined;
    this.#list = this.#changes.list = this.#observer.list = list;
    this.#cards = new Map();
    if (another) this.#askOwner();
  }

  /**
   * Ranks the list and moves what may be moved now.
   * @param {Set<Element>} fresh cards inserted in this task, so never painted
   * @param {boolean} asked whether the shopper asked for another order a moment ago
   */
  #place(fresh, asked) {
    if (!this.#cards.size) return;
    const { context, listId, reorder = true, layout = true } = this.#options;
    const ids = this.listing;
    const entries = [...this.#cards].map(([card, id]) => (card.hasAttribute(SPONSORED) ? { id, sponsored: true } : id));
    this.ranking = this.#shelf.rank(entries, { context, listId });
    this.#label();
    const first = !this.#placed;
    this.#placed = true;
    const free = asked || unpainted(this.#list);
    if (!free && isScrolling()) this.#later();
    const ordered = (typeof reorder === "function" ? reorder() : reorder) && !this.#keepsOrder();
    this.#personalised = ordered && this.ranking.personalised;
    const recalled = first && this.#personalised ? recallOrder(this.#shelf, listId, ids) : undefined;
    const shown = ordered ? this.#cardsOf(recalled ?? this.ranking.order) : [];
    const cards = this.#standing();
    const { order, stays } = this.#observer.plan(cards, shown, { free, fresh, opening: first });
    if (layout && !stays.includes(true)) this.#adapt(asked);
    if (!ordered) return;
    this.#bring(order);
    const named = new Set(shown);
    cards.forEach((card, at) => {
      // What the order does not name, a rule of the shop hides.
      if (named.has(card)) this.#hide(card, false);
      else if (!stays[at]) this.#hide(card, true);
    });
    this.#changes.discard();
    keepOrder(this.#shelf, listId, this.#idsOf(order));
  }

  /** @param {string[]} ids */
  #cardsOf(ids) {
    const byId = new Map([...this.#cards].map(([card, id]) => [id, card]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** @param {Element[]} cards */
  #idsOf(cards) {
    return cards.flatMap((card) => this.#cards.get(card) ?? []);
  }

  /** Nodes a framework renders are its own to move: it is told the order instead. @param {Element[]} cards */
  #bring(cards) {
    const { arrange: render } = this.#options;
    if (!render) {
      this.#arrange(cards);
      return;
    }
    const root = /** @type {Document | ShadowRoot} */ (this.#list.getRootNode());
    const focused = /** @type {HTMLElement | null} */ (root.activeElement);
    withoutAnchoring(this.#list, () => render(this.#idsOf(cards)));
    // A node that is taken out and put in again loses the focus.
    if (focused && this.#list.contains(focused) && !focused.matches(":focus")) focused.focus({ preventScroll: true });
  }

  /**
   * @param {Element} card
   * @param {boolean} hide
   */
  #hide(card, hide) {
    if (hide === this.#hidden.has(card)) return;
    const { style } = /** @type {HTMLElement} */ (card);
    if (hide) {
      this.#hidden.add(card);
      style.setProperty("display", "none", "important");
    } else {
      this.#hidden.delete(card);
      style.removeProperty("display");
    }
  }

  /** Layout advice for the theme, and the facets in the order this shopper uses them. @param {boolean} asked */
  #adapt(asked) {
    const { facets, limits } = this.#options;
    const named = [...(facets?.children ?? [])].map((facet) => /** @type {const} */ ([facetName(facet), facet]));
    /** @type {Map<string, Element>} */
    const byName = new Map(named.flatMap(([name, facet]) => (name == null ? [] : [[name, facet]])));
    const advice = this.#shelf.layout({
      width: this.#list.clientWidth || undefined,
      facets: byName.size ? [...byName.keys()] : undefined,
      limits,
    });
    // Without a reason there is nothing to say: the theme's own layout stands.
    if (advice.reasons.length) applyLayout(this.#element, advice);
    else clearLayout(this.#element);
    if (!facets || !byName.size || !(asked || unpainted(facets))) return;
    const order = new Set([...advice.facetOrder.flatMap((name) => byName.get(name) ?? []), ...byName.values()]);
    arrange(facets, [...order], this.#engine());
  }

  /** What the shop says of its products, and which of the shopper's wishes they meet. */
  #label() {
    // Cards that a framework renders are its own to write on.
    const { labels: wanted = !this.#options.arrange, notices: above } = this.#options;
    const { notices = [], badges = [] } = this.ranking ?? {};
    if (!wanted || !(this.#labels || notices.length || badges.length)) return;
    this.#labels ??= import("./labels.js").then(
      ({ Labels }) => new Labels(above),
      () => undefined,
    );
    this.#labels.then(guarded((labels) => this.#closed || labels?.show(this.#list, this.#cards, { notices, badges })));
  }

  #keepsOrder() {
    const [first] = this.#cards.keys();
    this.#unordered ||= first !== undefined && (getComputedStyle(first).position === "absolute" || ownsPlaces(this.#list, first));
    const owned = this.#owner === "asking" || this.#owner?.restorable === false;
    return owned || this.#sorted || this.#unordered || this.#element.hasAttribute(KEEP);
  }

  /** The cards as they stand in the document. */
  #standing() {
    return standing(this.#list, (element) => this.#cards.has(element));
  }

  #restore() {
    this.#bring([...this.#cards.keys()].filter((card) => this.#list.contains(card)));
    for (const card of [...this.#hidden]) this.#hide(card, false);
    clearLayout(this.#element);
  }
}

/**
 * The cards in the shop's order after a change.
 * @param {Map<Element, string>} before in the shop's order
 * @param {Map<Element, string>} now in the document's order
 * @param {Set<Element>} added inserted or moved by the shop
 * @param {Engine} engine
 * @returns {Map<Element, string>}
 */
function inShopOrder(before, now, added, engine) {
  const cards = [...new Set([...before.keys(), ...now.keys()])];
  const numbers = new Map(cards.map((card, at) => [card, at]));
  /** @param {Iterable<Element>} some */
  const numbered = (some) => Uint32Array.from(some, (card) => /** @type {number} */ (numbers.get(card)));
  const order = engine.shopOrder(numbered(before.keys()), numbered(now.keys()), numbered(added));
  return new Map([...order].map((at) => [cards[at], /** @type {string} */ (now.get(cards[at]))]));
}
