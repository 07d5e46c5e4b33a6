/** Which nodes move, and to where: the parts that need no page. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inShopOrder } from "../../pkg/attach/attach.js";
import { longestIncreasing, staying } from "../../pkg/attach/increasing.js";
import { allowed } from "../../pkg/attach/movable.js";

/** A shuffle that is the same everywhere. */
function shuffled(count, seed) {
  const order = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at--) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    const other = seed % (at + 1);
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}

/** The length of a longest increasing subsequence, by trying all: the reference. */
function longestLength(values) {
  const best = values.map(() => 1);
  values.forEach((value, at) =>
    values.slice(0, at).forEach((earlier, k) => earlier < value && (best[at] = Math.max(best[at], best[k] + 1))),
  );
  return Math.max(0, ...best);
}

test("the run that stays is increasing and as long as any", () => {
  for (let count = 0; count < 40; count++) {
    const values = shuffled(count, count + 1);
    const run = longestIncreasing(values).map((at) => values[at]);
    assert.deepEqual(
      run,
      [...run].sort((a, b) => a - b),
    );
    assert.equal(run.length, longestLength(values));
  }
});

test("one card brought to the front moves alone", () => {
  assert.deepEqual(
    staying([4, 0, 1, 2, 3], () => false),
    new Set([1, 2, 3, 4]),
  );
});

test("anchored nodes stay whatever moves around them", () => {
  for (let count = 2; count < 40; count++) {
    const values = shuffled(count, count + 7);
    const anchor = (count % 5) % values.length;
    assert.ok(staying(values, (at) => at === anchor).has(anchor));
  }
  // Advertisements keep their places, so all of them can stay: here the second and fourth of six.
  const positions = [5, 1, 0, 3, 2, 4];
  const stay = staying(positions, (at) => positions[at] === at);
  assert.ok(stay.has(1) && stay.has(3));
});

test("of two anchors that contradict each other the first stays", () => {
  const stay = staying([1, 0], () => true);
  assert.deepEqual(stay, new Set([0]));
});

test("frozen cards keep their places and the others come in the wanted order", () => {
  const cards = ["a", "b", "c", "d", "e"];
  const wanted = ["e", "d", "c", "b", "a"];
  assert.deepEqual(allowed(cards, wanted, [true, true, false, false, false]), ["a", "b", "e", "d", "c"]);
  assert.deepEqual(
    allowed(
      cards,
      wanted,
      cards.map(() => false),
    ),
    wanted,
  );
  assert.deepEqual(
    allowed(
      cards,
      wanted,
      cards.map(() => true),
    ),
    cards,
  );
});

const ids = (names) => new Map([...names].map((name) => [name, name]));
const order = (map) => [...map.keys()].join("");

test("the shop's order outlives our own moves and its additions", () => {
  const shop = ids("abcd");
  // Shown as d b a c; the shop appends e and f.
  assert.equal(order(inShopOrder(shop, ids("dbacef"), new Set("ef"))), "abcdef");
  // It puts x in front of everything, and y behind b.
  assert.equal(order(inShopOrder(shop, ids("xdbyac"), new Set("xy"))), "xabycd");
  // It takes b away.
  assert.equal(order(inShopOrder(shop, ids("dac"), new Set())), "acd");
  // It puts in another list, or sorts its own anew.
  assert.equal(order(inShopOrder(shop, ids("pqr"), new Set("pqr"))), "pqr");
  assert.equal(order(inShopOrder(shop, ids("cabd"), new Set("cabd"))), "cabd");
});
