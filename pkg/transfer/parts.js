/**
 * Which parts of a capsule stand in a text, for the panel to say while links arrive and the module is not loaded. What is
 * opened is decided by the module (`capsule/src/links.rs`), which reads the same.
 */

/** @typedef {{ nth: number, of: number, name: string }} Part */

/**
 * The parts of capsules in a text: one link, several, or none.
 * @param {string} text
 * @returns {Part[]}
 */
export const partsOf = (text) =>
  [...text.matchAll(/ownshelf=(\d)\.(\d)\.(\d{1,5})\.\d+/g)]
    .map(([, nth, of, name]) => ({
      nth: Number(nth),
      of: Number(of),
      name,
    }))
    .filter(({ nth, of }) => nth >= 1 && nth <= of);

/**
 * The parts that are still missing of the capsule whose part came last, as numbers from 1; without any part: `[1]`.
 * @param {Part[]} parts
 */
export function missingParts(parts) {
  const last = parts.at(-1);
  const there = parts.filter(({ name, of }) => name === last?.name && of === last.of).map(({ nth }) => nth);
  return Array.from({ length: last?.of ?? 1 }, (_, at) => at + 1).filter((nth) => !there.includes(nth));
}
