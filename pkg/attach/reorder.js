/**
 * Puts the children of a list in a given order by moving as few of them as possible.
 *
 * The order of the document is changed, never CSS `order`: Tab, screen readers and the eye must agree (WCAG 1.3.2,
 * 2.4.3). Which nodes move where, the engine decides (`src/layout/moves.rs`); they move with `moveBefore` where the
 * browser has it: focus, iframes and animations survive.
 */

import { standing } from "./cards.js";

/** @typedef {Pick<import("../dist/core.js").Engine, "moves">} Mover */

/** Classes that belong to a place, not to a product: WooCommerce's rows clear and end by them. */
const PLACE_CLASSES = ["first", "last"];
/** What a child is to the engine. */
const CARD = 0;
const OTHER = 1;
const FOCUSED = 2;
/** Stands for the end of the list. */
const END = 0xffffffff;

/** Whether the browser moves nodes without taking them out. @param {Element} list */
const movesBefore = (list) => typeof list.moveBefore === "function";

/**
 * Puts `cards` into their places in a new order. Everything else (advertisements, headings) keeps its place.
 * @param {Element} list
 * @param {Element[]} cards children of `list`, or of its rows, in the wanted order
 * @param {Mover} engine
 * @returns {number} how many children were moved
 */
export function arrange(list, cards, engine) {
  if (cards.some((card) => card.parentElement !== list)) return refill(list, cards);
  const children = [...list.children];
  const places = new Map(children.map((child, at) => [child, at]));
  const named = new Set(cards);
  // Without `moveBefore` a moved node loses focus, so the others move around the focused one.
  const focused = movesBefore(list) ? undefined : focusedChild(list);
  const kinds = children.map((child) => (child === focused ? FOCUSED : named.has(child) ? CARD : OTHER));
  const order = Uint32Array.from(cards, (card) => places.get(card) ?? END);
  const moves = engine.moves(Uint8Array.from(kinds), order);
  if (moves.length) withoutAnchoring(list, () => move(list, children, moves));
  return moves.length / 2;
}

/**
 * Puts cards that stand in rows into each other's places. Rows, and what else stands in them, stay.
 * @param {Element} list
 * @param {Element[]} cards in the wanted order
 */
function refill(list, cards) {
  const named = new Set(cards);
  const places = standing(list, (element) => named.has(element));
  const moved = places.flatMap((place, at) => (place === cards[at] ? [] : [{ place, card: cards[at], mark: new Comment() }]));
  const focused = /** @type {HTMLElement | null} */ (/** @type {Document | ShadowRoot} */ (list.getRootNode()).activeElement);
  withoutAnchoring(list, () => {
    for (const { place, mark } of moved) place.before(mark);
    for (const { card, mark } of moved) {
      moveNode(/** @type {Element} */ (mark.parentElement), card, mark);
      mark.remove();
    }
  });
  if (focused && list.contains(focused) && !focused.matches(":focus")) focused.focus({ preventScroll: true });
  return moved.length;
}

/**
 * @param {Element} list
 * @param {Element[]} children
 * @param {Uint32Array} moves pairs of what moves and what it then stands before
 */
function move(list, children, moves) {
  const places = children.map((child) => PLACE_CLASSES.filter((name) => child.classList.contains(name)));
  const carry = !/grid|flex/.test(getComputedStyle(list).display);
  for (let at = 0; at < moves.length; at += 2) {
    moveWithGap(list, children[moves[at]], moves[at + 1] === END ? null : children[moves[at + 1]], carry);
  }
  if (!places.some((names) => names.length)) return;
  [...list.children].forEach((child, at) => {
    for (const name of PLACE_CLASSES) child.classList.toggle(name, places[at].includes(name));
  });
}

/**
 * Moves a node; `carry` takes the white space behind it along, which is the gap between inline cards.
 * @param {Element} list
 * @param {Element} node
 * @param {Element | null} before
 * @param {boolean} carry
 */
function moveWithGap(list, node, before, carry) {
  const gap = node.nextSibling;
  moveNode(list, node, before);
  if (carry && gap?.nodeType === 3 && !gap.nodeValue?.trim()) moveNode(list, gap, before);
}

/**
 * @param {Element} list
 * @param {Node} node
 * @param {Node | null} before
 */
function moveNode(list, node, before) {
  if (movesBefore(list) && node.isConnected) {
    try {
      list.moveBefore(node, before);
      return;
    } catch {
      // Refused, e.g. by a custom element in between documents: the ordinary way works everywhere.
    }
  }
  // Not the list's own method, which may tell of what its framework renders.
  Node.prototype.insertBefore.call(list, node, before);
}

/**
 * Runs `change` without the browser's scroll anchoring, which would follow a moved card and make the page jump.
 * @param {Element} list
 * @param {() => void} change
 */
export function withoutAnchoring(list, change) {
  const { style } = /** @type {HTMLElement} */ (list);
  const own = style.overflowAnchor;
  style.overflowAnchor = "none";
  change();
  list.getBoundingClientRect(); // anchoring is settled in layout: let it happen while it is off
  style.overflowAnchor = own;
  if (list.getAttribute("style") === "") list.removeAttribute("style");
}

/** @param {Element} list */
function focusedChild(list) {
  let node = /** @type {Document | ShadowRoot} */ (list.getRootNode()).activeElement;
  while (node && node.parentElement !== list) node = node.parentElement;
  return node ?? undefined;
}
