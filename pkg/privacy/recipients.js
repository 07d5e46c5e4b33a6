/**
 * Who receives something from a page, for the documents that have to name them: filled in by what sends, read by what is
 * written for the shopper. Told by the shelf's `privacy`, so that no name gets into another shelf's papers.
 */

/** @type {WeakMap<object, string[]>} */
const told = new WeakMap();

/** @param {object} privacy @param {string[]} names none: nobody any more */
export const tellRecipients = (privacy, names) => void told.set(privacy, names);

/**
 * The recipients at this moment. A page may have loaded what sends in a bundle of its own, of which nothing is known here.
 * @param {object} privacy
 * @param {import("../index.d.ts").PurposeInfo[]} purposes
 * @returns {string[]}
 */
export function recipientsOf(privacy, purposes) {
  const active = purposes.some(({ purpose, active: works }) => purpose === "insights" && works);
  return active ? (told.get(privacy) ?? ["the two operators of ownshelf/insights, if this page asks for totals"]) : [];
}
