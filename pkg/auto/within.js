/**
 * All elements of a subtree that match, its root included.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {Element[]}
 */
export const within = (root, selector) => [...(root instanceof Element && root.matches(selector) ? [root] : []), ...root.querySelectorAll(selector)];
