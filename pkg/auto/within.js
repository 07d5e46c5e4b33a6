/**
 * All elements of a subtree that match, its root included.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {Element[]}
 */
export function within(root, selector) {
  const inside = [...root.querySelectorAll(selector)];
  return root instanceof Element && root.matches(selector) ? [root, ...inside] : inside;
}
