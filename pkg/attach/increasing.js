/**
 * The longest increasing subsequence: what may stay where it is while everything else moves around it.
 * Source: M. L. Fredman, "On computing the length of longest increasing subsequences" (1975); O(n log n).
 */

/**
 * @param {number[]} values all different
 * @returns {number[]} indices into `values`, ascending, of one longest increasing subsequence
 */
export function longestIncreasing(values) {
  const tails = []; // tails[k]: index of the smallest value that ends a run of length k + 1
  const before = new Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[tails[middle]] < values[i]) low = middle + 1;
      else high = middle;
    }
    before[i] = low ? tails[low - 1] : -1;
    tails[low] = i;
  }
  const run = [];
  for (let i = tails.length ? tails[tails.length - 1] : -1; i >= 0; i = before[i]) run.push(i);
  return run.reverse();
}

/**
 * Which elements stay when `positions` (where each now is, listed in the wanted order) is put in order.
 * @param {number[]} positions all different
 * @param {(index: number) => boolean} anchored elements that must stay; of two that contradict each other the first wins
 * @returns {Set<number>} indices that stay: every anchored one that can, and as many others as possible
 */
export function staying(positions, anchored) {
  const chain = [];
  for (let i = 0; i < positions.length; i++) {
    if (anchored(i) && (!chain.length || positions[chain[chain.length - 1]] < positions[i])) chain.push(i);
  }
  // Whatever is out of order with an anchor has to move; among the rest any longest run holds all anchors, for each
  // anchor is in order with everything left.
  const candidates = [];
  let next = 0;
  for (let i = 0; i < positions.length; i++) {
    const low = next ? positions[chain[next - 1]] : -1;
    const high = next < chain.length ? positions[chain[next]] : Infinity;
    if (i === chain[next]) {
      candidates.push(i);
      next++;
    } else if (low < positions[i] && positions[i] < high) {
      candidates.push(i);
    }
  }
  return new Set(longestIncreasing(candidates.map((i) => positions[i])).map((k) => candidates[k]));
}
