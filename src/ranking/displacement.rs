//! Bounded displacement: how far a product may move from its place in the shop's order. The more evidence, the
//! further.

use crate::profile::State;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many places a product may move up: 10, and 5 more with each record. A short listing soon follows the shopper;
/// in a long one, a single click by mistake changes little.
pub fn limit(state: &State) -> usize {
    10 + 5 * state.records as usize
}

/// By index: the place in `order`; `u32::MAX` for what is not in it.
pub fn places(order: &[u32], of: usize) -> Vec<u32> {
    let mut places = vec![u32::MAX; of];
    for (place, at) in order.iter().enumerate() {
        places[*at as usize] = place as u32;
    }
    places
}

/// The order nearest to `order` in which no product stands more than `limit` places above its place in `shop`, an order
/// of the same products. Products move up by their rank; what they pass moves down by as much as that takes. O(n log n).
pub fn bounded(order: Vec<u32>, shop: &[u32], limit: usize) -> Vec<u32> {
    if limit >= shop.len() {
        return order;
    }
    let rank = places(&order, shop.iter().max().map_or(0, |at| *at as usize + 1));
    let mut bounded = Vec::with_capacity(shop.len());
    // The products that may stand at this place, best first. Never empty: the product the shop put there may always
    // stay.
    let mut allowed = BinaryHeap::with_capacity(shop.len());
    let mut waiting = shop.iter().map(|at| Reverse(rank[*at as usize]));
    allowed.extend(waiting.by_ref().take(limit));
    for _ in 0..shop.len() {
        allowed.extend(waiting.next());
        if let Some(Reverse(best)) = allowed.pop() {
            bounded.push(order[best as usize]);
        }
    }
    bounded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_rises_further_than_the_limit() {
        let shop: Vec<u32> = (0..50).collect();
        let order: Vec<u32> = shop.iter().rev().copied().collect();
        for (place, at) in bounded(order, &shop, 10).into_iter().enumerate() {
            assert!(at as usize <= place + 10);
        }
        assert_eq!(bounded(vec![2, 0, 1], &[0, 1, 2], 10), [2, 0, 1]);
        assert_eq!(bounded(vec![2, 0, 1], &[0, 1, 2], 1), [0, 2, 1]);
        assert_eq!(bounded(vec![7, 5, 3], &[3, 5, 7], 0), [3, 5, 7]);
    }
}
