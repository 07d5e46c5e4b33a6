/**
 * Ties a shelf to a list in the page: measures what is seen, puts the cards in the shopper's order, hands layout advice
 * to the theme. `shelf.attach(element, options)` calls this.
 */

import { LEARNING_PURPOSES } from "../generated/names.js";
import { isLooking, isScrolling, justActed, wasRestored, watchAttention, whenStill } from "./attention.js";
import { cardsOf, defaultProductId, findList, leadsToProduct } from "./cards.js";
import { ListChanges } from "./changes.js";
import { guarded } from "./guard.js";
import { HOLD } from "./hold.js";
import { applyLayout, clearLayout, facetName } from "./layout.js";
import { allowed, frozen, unpainted } from "./movable.js";
import { Observer } from "./impressions.js";
import { keepOrder, recallOrder } from "./history.js";
import { arrange, withoutAnchoring } from "./reorder.js";

/** With this attribute the list is measured but keeps its order: the shopper sorted it. */
export const KEEP = "data-ownshelf-keep";
const DEVELOPMENT = /(?:^|\.)(?:localhost|local|test|127\.0\.0\.1)$/;
/** The place of a card with this attribute is paid for. */
const SPONSORED = "data-ownshelf-sponsored";

/**
 * @param {import("../index.d.ts").Shelf} shelf
 * @param {Element} element the list, or a wrapper around it
 * @param {import("../index.d.ts").AttachOptions} [options]
 * @returns {import("../index.d.ts").Attachment}
 */
export function attachTo(shelf, element, options = {}) {
  const list = new AttachedList(shelf, element, options);
  return {
    refresh: (how) => list.refresh(how?.fresh === true),
    get ranking() {
      return list.ranking;
    },
    get listing() {
      return list.listing;
    },
    detach: (how) => list.detach(how?.restore === true),
  };
}

class AttachedList {
  /** @type {import("../index.d.ts").Ranking | null} */ ranking = null;
  #shelf;
  #element;
  #options;
  #productId;
  #list;
  /** Cards in the shop's own order. @type {Map<Element, string>} */ #cards = new Map();
  #observer;
  #changes;
  #cleanup = [];
  #callOff;
  /** Nodes are re-used for other products, or placed by coordinates: their order in the document means nothing. */
  #unordered = false;
  /** Cards a rule of the shop hides. */
  #hidden = new Set();
  /** What is written on the cards; its code comes when there is something to write. */
  #labels;
  #measuring = false;
  #placed = false;
  /** Whether the cards stand in an order made for the shopper. */
  #personalised = false;
  #closed = false;

  constructor(shelf, element, options) {
    this.#shelf = shelf;
    this.#element = element;
    this.#options = options;
    this.#productId = options.productId ?? defaultProductId;
    const safely = (action) => guarded(action, () => this.detach(false));
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

  detach(restore) {
    if (this.#closed) return;
    this.#closed = true;
    this.#observer?.flush();
    this.#observer?.stop();
    this.#changes?.stop();
    this.#callOff?.();
    this.#cleanup.forEach((undo) => undo());
    this.#element.removeAttribute(HOLD);
    this.#labels?.then((labels) => labels?.clear());
    if (restore) guarded(() => this.#restore())();
    this.#cards.clear();
  }

  #open(safely) {
    const { listId } = this.#options;
    this.#list = findList(this.#element, this.#productId);
    this.#observer = new Observer(this.#list, listId, (event) => this.#shelf.record(event));
    this.#changes = new ListChanges(
      this.#element,
      safely((change) => this.#changed(change)),
    );
    this.#changes.list = this.#list;
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
    this.#measure();
    const fresh = this.#options.fresh ? new Set(this.#cards.keys()) : new Set();
    try {
      this.#place(fresh, false);
    } finally {
      this.#element.removeAttribute(HOLD);
    }
    if (DEVELOPMENT.test(location.hostname)) {
      const hint = ({ hintUnmatched }) => hintUnmatched(this.#list, this.#cards, this.#productId);
      import("./hint.js").then(hint, () => {});
    }
  }

  #listen(safely) {
    const listening = new AbortController();
    const options = { passive: true, signal: listening.signal };
    const card = ({ target }) => {
      while (target && target.parentElement !== this.#list) target = target.parentElement;
      return target ?? undefined;
    };
    const select = safely((event) => {
      // Basket, wish list and colours inside a card do not open the product.
      const link = event.button < 2 && event.target.closest?.("a[href],button");
      if (link?.href && leadsToProduct(link)) this.#select(card(event));
    });
    this.#element.addEventListener("click", select, options);
    this.#element.addEventListener("auxclick", select, options);
    this.#element.addEventListener(
      "pointerover",
      safely((event) => this.#observer.hover(card(event))),
      options,
    );
    this.#element.addEventListener(
      "pointerleave",
      safely(() => this.#observer.hover(undefined)),
      options,
    );
    return () => listening.abort();
  }

  #select(card) {
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

  /** The shop changed its list. Runs before the change is painted. */
  #changed({ added, removed, touched }) {
    if (!this.#element.contains(this.#list) || !this.#cards.size) this.#find();
    const { listing } = this.#options;
    const before = this.#cards;
    const now = this.#read();
    const inserted = [...added];
    // Where the page renders in the order it is told, a known card in another place is no new one.
    const isFresh = (card) =>
      (added.has(card) && !(listing && before.has(card))) || inserted.some((node) => node !== card && node.contains(card));
    const fresh = new Set([...now.keys()].filter(isFresh));
    const recycled = [...touched].some((card) => before.has(card) && now.has(card) && before.get(card) !== now.get(card));
    // A window that slides over a long list drops cards at one end and adds some at the other while it is scrolled.
    const slid = fresh.size > 0 && removed && now.size > fresh.size && isScrolling() && !justActed();
    this.#unordered ||= recycled || slid;
    if (!fresh.size && !removed && !recycled && before.size === now.size) return;
    this.#cards = listing ? now : inShopOrder(before, now, fresh);
    this.#track();
    this.#observer.retell();
    this.#place(fresh, false);
  }

  #redrawn() {
    this.#changes.discard();
    this.#find();
    this.#cards = this.#read();
    this.#track();
    this.#observer.retell();
  }

  /** The cards in the order the page names, else as they stand. */
  #read() {
    const cards = cardsOf(this.#list, this.#productId);
    const { listing } = this.#options;
    if (!listing) return cards;
    const places = new Map(listing().map((id, at) => [String(id), at]));
    const place = (id) => places.get(id) ?? places.size;
    return new Map([...cards].sort(([, a], [, b]) => place(a) - place(b)));
  }

  #find() {
    this.#list = findList(this.#element, this.#productId);
    this.#changes.list = this.#observer.list = this.#list;
    this.#cards = new Map();
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
    const cards = this.#standing();
    const stays = free ? cards.map(() => false) : frozen(cards, fresh, (card) => this.#observer.wasShown(card), first);
    if (layout && !stays.includes(true)) this.#adapt(asked);
    const ordered = (typeof reorder === "function" ? reorder() : reorder) && !this.#keepsOrder();
    this.#personalised = ordered && this.ranking.personalised;
    if (!ordered) return;
    const recalled = first && this.ranking.personalised ? recallOrder(this.#shelf, listId, ids) : undefined;
    keepOrder(this.#shelf, listId, this.#apply(cards, recalled ?? this.ranking.order, stays));
  }

  /**
   * Brings the cards into the order of `ids`; cards it does not name are hidden by a rule of the shop. Returns the ids as
   * they stand then.
   */
  #apply(cards, ids, stays) {
    const byId = new Map([...this.#cards].map(([card, id]) => [id, card]));
    const wanted = ids.map((id) => byId.get(id)).filter(Boolean);
    const shown = new Set(wanted);
    const left = cards.filter((card) => !shown.has(card));
    const order = allowed(cards, [...wanted, ...left], stays);
    const named = order.map((card) => this.#cards.get(card));
    this.#bring(order, named);
    cards.forEach((card, at) => {
      if (shown.has(card)) this.#hide(card, false);
      else if (!stays[at]) this.#hide(card, true);
    });
    this.#changes.discard();
    return named;
  }

  /** Nodes a framework renders are its own to move: it is told the order instead. */
  #bring(cards, ids) {
    const { arrange: render } = this.#options;
    if (!render) {
      arrange(this.#list, cards);
      return;
    }
    const focused = this.#list.getRootNode().activeElement;
    withoutAnchoring(this.#list, () => render(ids));
    // A node that is taken out and put in again loses the focus.
    if (this.#list.contains(focused) && !focused.matches(":focus")) focused.focus({ preventScroll: true });
  }

  #hide(card, hide) {
    if (hide === this.#hidden.has(card)) return;
    if (hide) {
      this.#hidden.add(card);
      card.style.setProperty("display", "none", "important");
    } else {
      this.#hidden.delete(card);
      card.style.removeProperty("display");
    }
  }

  /** Layout advice for the theme, and the facets in the order this shopper uses them. */
  #adapt(asked) {
    const { facets, limits } = this.#options;
    const byName = new Map([...(facets?.children ?? [])].map((facet) => [facetName(facet), facet]));
    byName.delete(null);
    const advice = this.#shelf.layout({
      width: this.#list.clientWidth || undefined,
      facets: byName.size ? [...byName.keys()] : undefined,
      limits,
    });
    // Without a reason there is nothing to say: the theme's own layout stands.
    if (advice.reasons.length) applyLayout(this.#element, advice);
    else clearLayout(this.#element);
    if (!byName.size || !(asked || unpainted(facets))) return;
    const order = new Set([...advice.facetOrder.map((name) => byName.get(name)).filter(Boolean), ...byName.values()]);
    arrange(facets, [...order]);
  }

  /** What the shop says of its products, and which of the shopper's wishes they meet. */
  #label() {
    // Cards that a framework renders are its own to write on.
    const { labels: wanted = !this.#options.arrange, notices: above } = this.#options;
    const { notices = [], badges = [] } = this.ranking;
    if (!wanted || !(this.#labels || notices.length || badges.length)) return;
    this.#labels ??= import("./labels.js").then(
      ({ Labels }) => new Labels(above),
      () => undefined,
    );
    this.#labels.then(guarded((labels) => this.#closed || labels?.show(this.#list, this.#cards, { notices, badges })));
  }

  #keepsOrder() {
    const { value: first } = this.#cards.keys().next();
    this.#unordered ||= getComputedStyle(first).position === "absolute";
    return this.#unordered || this.#element.hasAttribute(KEEP);
  }

  /** The cards as they stand in the document. */
  #standing() {
    return [...this.#list.children].filter((child) => this.#cards.has(child));
  }

  #restore() {
    const cards = [...this.#cards.keys()].filter((card) => card.parentElement === this.#list);
    this.#bring(
      cards,
      cards.map((card) => this.#cards.get(card)),
    );
    for (const card of [...this.#hidden]) this.#hide(card, false);
    clearLayout(this.#element);
  }
}

/**
 * The cards in the shop's order after a change: those that were there keep their order, though it is not the one in the
 * document; those inserted follow what they were put behind, or come last if they were appended.
 * @param {Map<Element, string>} before in the shop's order
 * @param {Map<Element, string>} now in the document's order
 * @param {Set<Element>} added inserted or moved by the shop
 * @returns {Map<Element, string>}
 */
export function inShopOrder(before, now, added) {
  const known = (card) => before.has(card) && !added.has(card);
  const cards = [...now.keys()];
  const lastKnown = cards.findLastIndex(known);
  if (lastKnown < 0) return now;
  const followers = new Map([[undefined, []], ...cards.filter(known).map((card) => [card, []])]);
  let previous;
  cards.forEach((card, at) => {
    if (known(card)) previous = card;
    else if (at < lastKnown) followers.get(previous).push(card);
  });
  const kept = [...before.keys()].filter((card) => followers.has(card));
  const order = [...followers.get(undefined), ...kept.flatMap((card) => [card, ...followers.get(card)]), ...cards.slice(lastKnown + 1)];
  return new Map(order.map((card) => [card, now.get(card)]));
}
