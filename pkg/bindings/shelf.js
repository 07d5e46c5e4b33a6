/** A shelf for as long as a framework's root lives. The engine is fetched then and not before. */

import { warnOnce } from "../attach/guard.js";

/**
 * @param {{ shelf?: import("../index.d.ts").Shelf | Promise<import("../index.d.ts").Shelf>,
 *   options?: import("../index.d.ts").ShelfOptions }} given the page's own shelf, or what to make one of
 * @param {(shelf: import("../index.d.ts").Shelf) => void} ready
 * @returns {() => void} lets go of the shelf; one that was made here is closed
 */
export function openShelf({ shelf, options }, ready) {
  let over = false;
  /** @type {import("../index.d.ts").Shelf | undefined} */
  let made;
  const opening = shelf ?? import("../index.js").then(({ createShelf }) => createShelf(options));
  Promise.resolve(opening).then((opened) => {
    if (shelf === undefined) made = opened;
    if (over) made?.close();
    else ready(opened);
  }, warnOnce);
  return () => {
    over = true;
    made?.close();
  };
}

/**
 * Calls `tell` whenever something of the shelf may read differently.
 * @param {import("../index.d.ts").Shelf} shelf
 * @param {() => void} tell
 * @returns {() => void} unsubscribes
 */
export function watchShelf(shelf, tell) {
  const stops = /** @type {const} */ (["change", "consent", "learned"]).map((name) => shelf.on(name, tell));
  return () => stops.forEach((stop) => stop());
}

/**
 * What `read` says of the shelf; `otherwise` while there is none, and when it was closed.
 * @template T, U
 * @param {import("../index.d.ts").Shelf | null} shelf
 * @param {(shelf: import("../index.d.ts").Shelf) => T} read
 * @param {U} otherwise
 * @returns {T | U}
 */
export function readShelf(shelf, read, otherwise) {
  if (!shelf) return otherwise;
  try {
    return read(shelf);
  } catch (error) {
    if (/** @type {import("../index.d.ts").OwnshelfError} */ (error)?.code !== "closed") warnOnce(error);
    return otherwise;
  }
}

/**
 * Gives one of the package's elements what it shows.
 * @param {HTMLElement} element
 * @param {import("../index.d.ts").Shelf | null} shelf
 * @param {{ ranking: object | null, products: object[] } | undefined} listing as the hooks return it
 */
export function furnish(element, shelf, listing) {
  Object.assign(element, { shelf, ranking: () => listing?.ranking ?? null, listing: () => listing?.products ?? [] });
}

/** Defines the elements. */
export const loadPanel = () => import("../panel.js").catch(warnOnce);
