//! Bounded displacement: how far from the shop's place a product may move, growing with evidence.

use crate::profile::State;

/// Places a product may move, by evidence: 10 with the first record, and 5 more with each, so that a short listing is
/// soon free to follow the shopper while one stray click cannot turn a long one over.
pub fn limit(state: &State) -> usize {
    10 + 5 * state.records as usize
}

/// The order nearest to `order` in which no product stands more than `limit` places above its place in the shop's
/// order (ascending index). Products move up by merit; what they pass moves down by as much as that takes.
pub fn bounded(order: Vec<u32>, limit: usize) -> Vec<u32> {
    let mut shop = order.clone();
    shop.sort_unstable();
    let place_of = |at: u32| shop.binary_search(&at).unwrap_or(0);
    let mut waiting = order;
    let mut bounded = Vec::with_capacity(waiting.len());
    while bounded.len() < shop.len() {
        // The best product that is allowed to stand this high; the list's own first is always among them.
        let pick = waiting
            .iter()
            .position(|at| place_of(*at) <= bounded.len() + limit)
            .unwrap_or(0);
        bounded.push(waiting.remove(pick));
    }
    bounded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_rises_further_than_the_limit() {
        let order: Vec<u32> = (0..50).rev().collect();
        for (place, at) in bounded(order, 10).into_iter().enumerate() {
            assert!(at as usize <= place + 10);
        }
        assert_eq!(bounded(vec![2, 0, 1], 10), [2, 0, 1]);
    }
}
