/**
 * Visits of product pages: on a page of its own each, in a page whose router shows one after another, and on a page that the
 * browser kept and shows again.
 */

import { guarded } from "../attach/guard.js";
import { productUrl } from "../attach/links.js";
import { measureVisit, namePageProduct, pageProduct } from "./visit.js";

/** A router changes the address and the page one after the other; this long after the last change both are there. */
const SETTLED_MS = 100;
/** A page whose product is fetched only after the address changed is looked at again for so long. */
const PATIENCE_MS = 8000;

export class Visits {
  /** The product the page is about. @type {import("./found-product.js").Found | undefined} */ own;
  #shelf;
  #recorder;
  #identity;
  #read;
  #address = productUrl(location.href);
  /** @type {(() => void) | undefined} */ #leave;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #awaitedUntil = 0;

  /**
   * @param {import("../index.d.ts").Shelf} shelf
   * @param {import("./recorder.js").Recorder} recorder
   * @param {import("./identity.js").Identity} identity
   * @param {() => import("./found-product.js").Found[]} read all products of the page as it is now
   */
  constructor(shelf, recorder, identity, read) {
    this.#shelf = shelf;
    this.#recorder = recorder;
    this.#identity = identity;
    this.#read = read;
    const look = () => this.look();
    globalThis.navigation?.addEventListener?.("currententrychange", look);
    addEventListener("popstate", look);
    addEventListener("hashchange", look);
    addEventListener(
      "pageshow",
      guarded(({ persisted }) => persisted && this.#again()),
    );
  }

  /** @param {import("./found-product.js").Found | undefined} own the product of the page, if it is a product's */
  begin(own) {
    this.#leave?.();
    this.#leave = undefined;
    this.own = own;
    if (!own) return;
    this.#recorder.record("page", "view_item", [own]);
    const id = this.#identity.resolve(own);
    if (id !== undefined) this.#leave = measureVisit(guarded((dwellMs) => this.#shelf.record({ name: "item_dwell", id, dwellMs })));
  }

  /** The page or its address changed: looks, when both stand still, whether another product is shown. */
  look() {
    const moved = productUrl(location.href) !== this.#address;
    if (!moved && performance.now() > this.#awaitedUntil) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      guarded(() => this.#arrive()),
      SETTLED_MS,
    );
  }

  #arrive() {
    const address = productUrl(location.href);
    if (address !== this.#address) {
      this.#address = address;
      this.#awaitedUntil = performance.now() + PATIENCE_MS;
      this.begin(undefined);
      this.#recorder.renew();
    }
    if (this.own) return;
    const found = this.#read();
    this.#recorder.learn(found);
    const own = pageProduct(found);
    if (!own) return;
    this.#awaitedUntil = 0;
    namePageProduct(this.#identity, own);
    this.#recorder.learn([own]);
    this.begin(own);
  }

  /** The shopper came back to a page the browser kept. */
  #again() {
    this.#recorder.renew();
    this.begin(this.own);
  }
}
