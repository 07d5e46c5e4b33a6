/** Where an element is on the screen, also where it has no box of its own (`display: contents`). */

/** What to measure of an element: itself, else the contents it is shown by. @param {Element} element */
function measurable(element) {
  if (element.getClientRects().length) return element;
  const contents = document.createRange();
  contents.selectNodeContents(element);
  return contents;
}

/** The box of an element, else of all its contents. @param {Element} element */
export const boxOf = (element) => measurable(element).getBoundingClientRect();

/** Whether nothing of an element is laid out. @param {Element} element */
export const isBoxless = (element) => !measurable(element).getClientRects().length;

/** An element with a box that stands for this one: itself, else the first in it that has one. @param {Element} element */
export function boxed(element) {
  const parts = () => [...element.querySelectorAll("*")].find((part) => part.getClientRects().length);
  return element.getClientRects().length ? element : (parts() ?? element);
}
