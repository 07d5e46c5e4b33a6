//! The shop's own order of a list's cards after the shop changed the list.

/// The cards of `now` (in the document's order) in the shop's order. Cards are numbers, each at most once in a list.
///
/// Those of `before` (in the shop's order) keep it, though it is not the one in the document. Those that `added` names were
/// inserted or moved by the shop: they follow what they were put behind, or come last if they were appended.
///
/// ```
/// use ownshelf::layout::shop_order;
/// // Shown as 4 2 1 3; the shop appends 5 and puts 6 behind 2.
/// let order = shop_order(&[1, 2, 3, 4], &[4, 2, 6, 1, 3, 5], &[5, 6]);
/// assert_eq!(order, [1, 2, 6, 3, 4, 5]);
/// ```
pub fn shop_order(before: &[u32], now: &[u32], added: &[u32]) -> Vec<u32> {
    let (before_set, added) = (Marks::of(before), Marks::of(added));
    let known = |card: &u32| before_set.has(*card) && !added.has(*card);
    let Some(last_known) = now.iter().rposition(known) else {
        return now.to_vec();
    };
    let (placed, appended) = now.split_at(last_known + 1);
    let first_known = placed.iter().position(known).unwrap_or(0);
    let mut order = placed[..first_known].to_vec();
    // Where in the document each card stands that keeps its order.
    let mut place = vec![u32::MAX; Marks::room(placed)];
    for (at, card) in (0_u32..).zip(placed) {
        if known(card) {
            place[*card as usize] = at;
        }
    }
    for card in before {
        let Some(at) = place.get(*card as usize).filter(|at| **at != u32::MAX) else {
            continue;
        };
        order.push(*card);
        let behind = &placed[*at as usize + 1..];
        order.extend(behind.iter().take_while(|card| !known(card)));
    }
    order.extend(appended);
    order
}

/// A set of small numbers.
struct Marks(Vec<bool>);

impl Marks {
    fn of(numbers: &[u32]) -> Self {
        let mut marks = vec![false; Marks::room(numbers)];
        numbers.iter().for_each(|at| marks[*at as usize] = true);
        Marks(marks)
    }

    fn room(numbers: &[u32]) -> usize {
        numbers.iter().max().map_or(0, |most| *most as usize + 1)
    }

    fn has(&self, number: u32) -> bool {
        self.0.get(number as usize).is_some_and(|mark| *mark)
    }
}

#[cfg(test)]
mod tests {
    use super::shop_order;
    use proptest::prelude::*;

    const A_TO_D: [u32; 4] = [1, 2, 3, 4];

    #[test]
    fn the_shops_order_outlives_our_own_moves_and_its_additions() {
        // The shop appends two.
        assert_eq!(
            shop_order(&A_TO_D, &[4, 2, 1, 3, 5, 6], &[5, 6]),
            [1, 2, 3, 4, 5, 6]
        );
        // It puts one in front of everything, and one behind another.
        assert_eq!(
            shop_order(&A_TO_D, &[8, 4, 2, 9, 1, 3], &[8, 9]),
            [8, 1, 2, 9, 3, 4]
        );
        // It takes one away.
        assert_eq!(shop_order(&A_TO_D, &[4, 1, 3], &[]), [1, 3, 4]);
        // It puts in another list, or sorts its own anew.
        assert_eq!(shop_order(&A_TO_D, &[5, 6, 7], &[5, 6, 7]), [5, 6, 7]);
        assert_eq!(shop_order(&A_TO_D, &[3, 1, 2, 4], &A_TO_D), [3, 1, 2, 4]);
    }

    proptest! {
        #[test]
        fn no_card_is_lost_or_doubled_and_known_cards_keep_their_order(
            before in Just((0..12_u32).collect::<Vec<_>>()).prop_shuffle(),
            now in Just((0..20_u32).collect::<Vec<_>>()).prop_shuffle(),
            count in 0..20_usize,
            moved in prop::collection::vec(0..20_u32, 0..6),
        ) {
            let now = &now[..count];
            let order = shop_order(&before, now, &moved);
            let sorted = |list: &[u32]| { let mut list = list.to_vec(); list.sort_unstable(); list };
            prop_assert_eq!(sorted(&order), sorted(now));
            let kept = |list: &[u32]| -> Vec<u32> {
                let keeps = |card: &u32| before.contains(card) && now.contains(card) && !moved.contains(card);
                list.iter().copied().filter(keeps).collect()
            };
            prop_assert_eq!(kept(&order), kept(&before));
        }
    }
}
