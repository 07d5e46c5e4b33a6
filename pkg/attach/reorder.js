/**
 * Puts the children of a list in a given order by moving as few of them as possible.
 *
 * The order of the document is changed, never CSS `order`: Tab, screen readers and the eye must agree (WCAG 1.3.2,
 * 2.4.3). Moving nodes costs a thousand times more than ranking them, so only those outside the longest run that is
 * already in order move, with `moveBefore` where the browser has it: focus, iframes and animations survive.
 */

import { staying } from "./increasing.js";

/** Classes that belong to a place, not to a product: WooCommerce's rows clear and end by them. */
const PLACE_CLASSES = ["first", "last"];

/**
 * Puts `cards` into their places in a new order. Everything else (advertisements, headings) keeps its place.
 * @param {Element} list
 * @param {Element[]} cards children of `list` in the wanted order
 * @returns {number} how many children were moved
 */
export function arrange(list, cards) {
  const children = [...list.children];
  const now = new Map(children.map((child, at) => [child, at]));
  const isCard = new Set(cards);
  let next = 0;
  const wanted = children.map((child) => (isCard.has(child) ? cards[next++] : child));
  // Without `moveBefore` a moved node loses focus, so the others move around the focused one.
  const focused = list.moveBefore ? undefined : focusedChild(list);
  const stay = staying(
    wanted.map((child) => now.get(child)),
    (at) => (focused ? wanted[at] === focused : !isCard.has(wanted[at])),
  );
  if (stay.size < wanted.length) moveOthers(list, children, wanted, stay);
  return wanted.length - stay.size;
}

function moveOthers(list, children, wanted, stay) {
  const places = children.map((child) => PLACE_CLASSES.filter((name) => child.classList.contains(name)));
  const carry = !/grid|flex/.test(getComputedStyle(list).display);
  withoutAnchoring(list, () => {
    let next = null;
    for (let at = wanted.length - 1; at >= 0; at--) {
      if (!stay.has(at)) moveWithGap(list, wanted[at], next, carry);
      next = wanted[at];
    }
    if (!places.some((names) => names.length)) return;
    wanted.forEach((child, at) => PLACE_CLASSES.forEach((name) => child.classList.toggle(name, places[at].includes(name))));
  });
}

/** Moves a node; `carry` takes the white space behind it along, which is the gap between inline cards. */
function moveWithGap(list, node, before, carry) {
  const gap = node.nextSibling;
  move(list, node, before);
  if (carry && gap?.nodeType === 3 && !gap.data.trim()) move(list, gap, before);
}

function move(list, node, before) {
  if (list.moveBefore && node.isConnected) {
    try {
      list.moveBefore(node, before);
      return;
    } catch {
      // Refused, e.g. by a custom element in between documents: the ordinary way works everywhere.
    }
  }
  list.insertBefore(node, before);
}

/** Runs `change` without the browser's scroll anchoring, which would follow a moved card and make the page jump. */
export function withoutAnchoring(list, change) {
  const { style } = list;
  const own = style.overflowAnchor;
  style.overflowAnchor = "none";
  change();
  list.getBoundingClientRect(); // anchoring is settled in layout: let it happen while it is off
  style.overflowAnchor = own;
  if (list.getAttribute("style") === "") list.removeAttribute("style");
}

function focusedChild(list) {
  let node = list.getRootNode().activeElement;
  while (node && node.parentElement !== list) node = node.parentElement;
  return node ?? undefined;
}
