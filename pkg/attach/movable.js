/**
 * When a list may change: never under the eyes of somebody who did not ask for it.
 *
 * - Free altogether: nothing of the list was painted yet (held back, prerendered, in a background tab, not rendered),
 *   or the shopper asked for another order within the last half second.
 * - Free in part: cards inserted in this very task, for they were not painted; and, while the page stands still, cards
 *   below the screen that never were on it. Everything from the first card to the last one seen stays.
 *
 * Chromium's layout-shift score does not see nodes that are taken out and put in again, so a score of 0 proves nothing;
 * the rule here is about what the eye would notice.
 */

import { isScrolling, neverVisible } from "./attention.js";

/**
 * Cards this many screens below the fold count as visible, for scrolling may begin before a change is painted: little
 * while the page opens, a whole screen once somebody is at it.
 */
const MARGIN = { opening: 0.25, open: 1 };

/**
 * Whether no part of the list has been painted where somebody could have seen it.
 * @param {Element} list
 */
export function unpainted(list) {
  return neverVisible() || !list.getClientRects().length || getComputedStyle(list).visibility === "hidden";
}

/**
 * Which of the cards must stay in their places.
 * @param {Element[]} cards in document order
 * @param {Set<Element>} fresh cards inserted in this task
 * @param {(card: Element) => boolean} wasShown whether a card was on the screen at any time
 * @param {boolean} [opening] whether the list is placed for the first time
 * @returns {boolean[]} one for each card
 */
export function frozen(cards, fresh, wasShown, opening) {
  const bottom = innerHeight * (1 + (opening ? MARGIN.opening : MARGIN.open));
  // In motion the screen may show any of them by the time the change is painted.
  const moving = isScrolling();
  const stays = (card) => !fresh.has(card) && (moving || wasShown(card) || reached(card, bottom));
  const last = cards.findLastIndex(stays);
  return cards.map((card, at) => at <= last && !fresh.has(card));
}

/** Whether a card lies above `bottom` and not beside the screen. */
function reached(card, bottom) {
  const { top, left, right, width, height } = card.getBoundingClientRect();
  return (width > 0 || height > 0) && top < bottom && right > 0 && left < innerWidth;
}

/**
 * The wanted order as far as it may be had now: frozen cards keep their places, the others fill the rest in order.
 * @template T
 * @param {T[]} cards as they stand
 * @param {T[]} wanted the same cards in the wanted order
 * @param {boolean[]} stays which of `cards` keep their places
 * @returns {T[]}
 */
export function allowed(cards, wanted, stays) {
  const kept = new Set(cards.filter((_, at) => stays[at]));
  const rest = wanted.filter((card) => !kept.has(card));
  let next = 0;
  return cards.map((card, at) => (stays[at] ? card : rest[next++]));
}
