/** A word to the theme's developer; loaded on a development host only. */

let hinted = false;

/**
 * Says, once, that some cards show no product. Meant are children of the same kind as the cards; headings and
 * advertisements are not.
 * @param {Element} list
 * @param {Map<Element, string>} cards
 * @param {(card: Element) => string | null | undefined} productId
 */
export function hintUnmatched(list, cards, productId) {
  const [first] = cards.keys();
  // Rows hold cards and are none.
  const children = [...list.children].filter((child) => ![...child.children].some((cell) => cards.has(cell)));
  const alike = children.filter((child) => child.tagName === (first ?? child).tagName);
  const unmatched = alike.filter((child) => !cards.has(child) && !productId(child));
  if (hinted || !unmatched.length) return;
  hinted = true;
  console.info(
    `ownshelf: ${unmatched.length} of ${alike.length} elements of this list show no product and keep their place. If ` +
      "they are products, give each a data-product-id or a link to its page.",
    unmatched[0],
  );
}
