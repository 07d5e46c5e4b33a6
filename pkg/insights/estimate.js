/** What the sums of randomised answers say of what really happened. For the merchant, in a browser or on a server. */
import { OwnshelfError } from "../engine/errors.js";
import { truthful } from "./task.js";

/**
 * Unbiased estimates from the aggregators' counts: of N answers a share g is true and the others fall on each of d cells
 * alike, so a cell of n true answers is counted g·n + (1-g)·N/d times on average.
 * @param {ArrayLike<number | bigint>} counts one for each cell
 * @param {number} epsilon the task's
 * @returns {{ share: number, plusMinus: number }[]} share of all answers, and the half width of its 95 % interval
 */
export function estimateTotals(counts, epsilon) {
  const numbers = Array.from(counts, Number);
  const all = numbers.reduce((sum, count) => sum + count, 0);
  const good = numbers.length > 1 && all > 0 && numbers.every((count) => count >= 0) && epsilon > 0;
  if (!good) throw new OwnshelfError("invalid_input", "counts are not counts of two cells or more, or epsilon is not positive");
  const g = truthful(numbers.length, epsilon);
  return numbers.map((count) => {
    // Agresti and Coull 1998: four answers more, two of them here, so that nothing counted is not taken for certain.
    const seen = (count + 2) / (all + 4);
    return {
      share: (count / all - (1 - g) / numbers.length) / g,
      plusMinus: (1.96 * Math.sqrt((seen * (1 - seen)) / (all + 4))) / g,
    };
  });
}
