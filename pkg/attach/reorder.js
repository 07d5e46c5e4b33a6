/**
 * Puts the children of a list in a given order by moving as few of them as possible.
 *
 * The order of the document is changed, never CSS `order`: Tab, screen readers and the eye must agree (WCAG 1.3.2,
 * 2.4.3). Moving nodes costs a thousand times more than ranking them, so only those outside the longest run that is
 * already in order move, with `moveBefore` where the browser has it: focus, iframes and animations survive.
 */

import { staying } from "./lis.js";

/** Classes that belong to a place, not to a product: WooCommerce's rows clear and end by them. */
const PLACE_CLASSES = ["first", "last"];

/**
 * The whole list with the cards' places refilled; everything else (advertisements, headings) keeps its place.
 * @param {Element[]} children the list's children as they stand
 * @param {Element[]} cards the same cards in the wanted order
 * @returns {Element[]}
 */
export function refill(children, cards) {
  const movable = new Set(cards);
  let next = 0;
  return children.map((child) => (movable.has(child) ? cards[next++] : child));
}

/**
 * @param {Element} list
 * @param {Element[]} wanted all element children of `list` in the wanted order
 * @param {(child: Element) => boolean} isCard children that are not cards are moved last of all
 * @returns {number} how many children were moved
 */
export function arrange(list, wanted, isCard) {
  const children = [...list.children];
  const now = new Map(children.map((child, at) => [child, at]));
  const focused = list.moveBefore ? undefined : focusedChild(list);
  // Without `moveBefore` a moved node loses focus, so the others move around the focused one.
  const stay = staying(
    wanted.map((child) => now.get(child)),
    focused ? (at) => wanted[at] === focused : (at) => !isCard(wanted[at]),
  );
  if (stay.size === wanted.length) return 0;
  const places = placeClasses(children);
  const carry = !/grid|flex/.test(getComputedStyle(list).display);
  withoutAnchoring(list, () => {
    let next = null;
    for (let at = wanted.length - 1; at >= 0; at--) {
      if (!stay.has(at)) moveWithGap(list, wanted[at], next, carry);
      next = wanted[at];
    }
    places?.forEach((names, at) => {
      for (const name of PLACE_CLASSES) wanted[at].classList.toggle(name, names.includes(name));
    });
  });
  return wanted.length - stay.size;
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
function withoutAnchoring(list, change) {
  const { style } = list;
  const [value, priority] = [style.getPropertyValue("overflow-anchor"), style.getPropertyPriority("overflow-anchor")];
  const hadStyle = list.hasAttribute("style");
  style.setProperty("overflow-anchor", "none", "important");
  try {
    change();
    list.getBoundingClientRect(); // anchoring is settled in layout: let it happen while it is off
  } finally {
    if (value) style.setProperty("overflow-anchor", value, priority);
    else style.removeProperty("overflow-anchor");
    if (!hadStyle && !style.length) list.removeAttribute("style");
  }
}

function placeClasses(children) {
  const places = children.map((child) => PLACE_CLASSES.filter((name) => child.classList.contains(name)));
  return places.some((names) => names.length) ? places : undefined;
}

function focusedChild(list) {
  let node = list.getRootNode().activeElement;
  while (node && node.parentElement !== list) node = node.parentElement;
  return node ?? undefined;
}
