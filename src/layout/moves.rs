//! Which cards of a list may move, where to, and by which moves.
//!
//! A list never changes under the eyes of somebody who did not ask for it. Free altogether is a list of which nothing was
//! painted, or whose shopper asked for another order a moment ago. Else two kinds of cards may move: those inserted in this
//! very task, for they were not painted; and, while the page stands still, those below the screen that never were on it.
//! Everything from the first card to the last one seen stays.
//!
//! Moving nodes costs a thousand times more than ranking them, so as few as possible move: all but a longest run that is
//! in order already.

/// A card as it stands in the document.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Card {
    /// Upper edge in CSS pixels below the top of the screen; negative above it.
    pub top: f64,
    /// Left edge in CSS pixels.
    pub left: f64,
    /// Right edge in CSS pixels.
    pub right: f64,
    /// Height in CSS pixels. A card without width and height is not rendered.
    pub height: f64,
    /// Inserted in this task, hence never painted.
    pub fresh: bool,
    /// Was on the screen at any time.
    pub shown: bool,
}

/// What somebody could see of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Screen {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// In motion: the screen may show any card by the time a change is painted.
    pub scrolling: bool,
    /// The list is placed for the first time.
    pub opening: bool,
}

/// Cards this many screens below the fold count as visible, for scrolling may begin before a change is painted: little
/// while the page opens, a whole screen once somebody is at it.
const MARGIN_OPENING: f64 = 0.25;
const MARGIN: f64 = 1.0;

impl Card {
    /// Whether it lies above `bottom` and not beside the screen.
    fn within(&self, bottom: f64, width: f64) -> bool {
        let rendered = self.right > self.left || self.height > 0.0;
        rendered && self.top < bottom && self.right > 0.0 && self.left < width
    }
}

/// Which cards, given in document order, must stay in their places.
///
/// ```
/// use ownshelf::layout::moves::{Card, Screen, frozen};
/// let screen = Screen { width: 400.0, height: 800.0, scrolling: false, opening: false };
/// let card = |top| Card { top, right: 400.0, height: 300.0, ..Card::default() };
/// assert_eq!(frozen(&[card(0.0), card(500.0), card(2_000.0)], &screen), [true, true, false]);
/// ```
pub fn frozen(cards: &[Card], screen: &Screen) -> Vec<bool> {
    let margin = match screen.opening {
        true => MARGIN_OPENING,
        false => MARGIN,
    };
    let bottom = screen.height * (1.0 + margin);
    let stays = |card: &Card| {
        !card.fresh && (screen.scrolling || card.shown || card.within(bottom, screen.width))
    };
    let end = cards.iter().rposition(stays).map_or(0, |last| last + 1);
    let cards = cards.iter().enumerate();
    cards.map(|(at, card)| at < end && !card.fresh).collect()
}

/// The wanted order as far as it may be had now: frozen cards keep their places, the others fill the rest in order.
/// `wanted` are indices into the cards; what it names twice counts once, what it leaves out comes last.
///
/// ```
/// use ownshelf::layout::moves::allowed;
/// assert_eq!(allowed(&[4, 3, 2, 1, 0], &[true, true, false, false, false]), [0, 1, 4, 3, 2]);
/// ```
pub fn allowed(wanted: &[u32], frozen: &[bool]) -> Vec<u32> {
    let order = permutation(wanted, frozen.len());
    let mut free = order.into_iter().filter(|at| !frozen[*at as usize]);
    (0_u32..)
        .zip(frozen)
        .filter_map(|(at, stays)| if *stays { Some(at) } else { free.next() })
        .collect()
}

/// Each of `0..count` once: those of `order` as they come, then the others.
fn permutation(order: &[u32], count: usize) -> Vec<u32> {
    let mut left = vec![true; count];
    let mut all = Vec::with_capacity(count);
    for at in order.iter().copied().chain(0..count as u32) {
        let fresh = left.get_mut(at as usize);
        if fresh.is_some_and(std::mem::take) {
            all.push(at);
        }
    }
    all
}

/// What a child of the list is to its moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Child {
    /// A card.
    Card,
    /// An advertisement, a heading: it keeps its place.
    Other,
    /// It has the focus, and would lose it if it moved.
    Focused,
}

/// Put `child` before `before`, or last. Both are indices into the children as they stood before the first move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// What moves.
    pub child: u32,
    /// What it then stands before.
    pub before: Option<u32>,
}

/// The fewest moves, in the order they are to be made, that put `cards` (indices into the children, in the wanted order)
/// into the places of cards. All other children keep their places, but for a focused child: that never moves, and the
/// others move around it.
///
/// ```
/// use ownshelf::layout::moves::{Child::{Card, Other}, Move, moves};
/// let to_the_front = moves(&[Card, Other, Card, Card], &[3, 0, 2]);
/// assert_eq!(to_the_front, [Move { child: 0, before: Some(2) }, Move { child: 3, before: Some(1) }]);
/// assert_eq!(moves(&[Card, Card], &[0, 1]), []);
/// ```
pub fn moves(children: &[Child], cards: &[u32]) -> Vec<Move> {
    let wanted = wanted(children, cards);
    let focused = children.contains(&Child::Focused);
    let anchored = |place: usize| match children[wanted[place] as usize] {
        Child::Focused => true,
        Child::Other => !focused,
        Child::Card => false,
    };
    let stays = staying(&wanted, anchored);
    let mut moves = Vec::new();
    let mut before = None;
    for (child, stays) in wanted.into_iter().zip(stays).rev() {
        if !stays {
            moves.push(Move { child, before });
        }
        before = Some(child);
    }
    moves
}

/// All children in the wanted order. A focused child is a card if `cards` names it.
fn wanted(children: &[Child], cards: &[u32]) -> Vec<u32> {
    let mut is_card: Vec<bool> = children.iter().map(|of| *of == Child::Card).collect();
    for at in cards {
        if children.get(*at as usize) == Some(&Child::Focused) {
            is_card[*at as usize] = true;
        }
    }
    let order = permutation(cards, children.len());
    let mut cards = order.into_iter().filter(|at| is_card[*at as usize]);
    let places = (0_u32..).zip(&is_card);
    places
        .filter_map(|(at, card)| if *card { cards.next() } else { Some(at) })
        .collect()
}

/// Which elements stay when `positions` (where each now is, listed in the wanted order, all different) is put in order:
/// every anchored one that can, and as many others as possible. Of two anchors that contradict each other the first
/// stays.
fn staying(positions: &[u32], anchored: impl Fn(usize) -> bool) -> Vec<bool> {
    let mut chain: Vec<usize> = Vec::new();
    for (at, position) in positions.iter().enumerate() {
        let fits = chain.last().is_none_or(|last| positions[*last] < *position);
        if anchored(at) && fits {
            chain.push(at);
        }
    }
    // Whatever is out of order with an anchor has to move; among the rest any longest run holds all anchors, for each
    // anchor is in order with everything left.
    let mut candidates = Vec::new();
    let mut next = 0;
    for (at, position) in positions.iter().enumerate() {
        if chain.get(next) == Some(&at) {
            candidates.push(at);
            next += 1;
            continue;
        }
        let above = next == 0 || positions[chain[next - 1]] < *position;
        let below = chain.get(next).is_none_or(|of| *position < positions[*of]);
        if above && below {
            candidates.push(at);
        }
    }
    let of_candidates: Vec<u32> = candidates.iter().map(|at| positions[*at]).collect();
    let mut stays = vec![false; positions.len()];
    for nth in longest_increasing(&of_candidates) {
        stays[candidates[nth]] = true;
    }
    stays
}

/// Indices, ascending, of one longest increasing subsequence of `values`, all different.
/// Source: M. L. Fredman, "On computing the length of longest increasing subsequences" (1975); O(n log n).
fn longest_increasing(values: &[u32]) -> Vec<usize> {
    // tails[k]: index of the smallest value that ends a run of length k + 1.
    let mut tails: Vec<usize> = Vec::new();
    let mut before = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        let length = tails.partition_point(|tail| values[*tail] < *value);
        before.push(length.checked_sub(1).map(|k| tails[k]));
        match tails.get_mut(length) {
            Some(tail) => *tail = at,
            None => tails.push(at),
        }
    }
    let mut run = Vec::with_capacity(tails.len());
    let mut next = tails.last().copied();
    while let Some(at) = next {
        run.push(at);
        next = before[at];
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SCREEN: Screen = Screen {
        width: 400.0,
        height: 800.0,
        scrolling: false,
        opening: false,
    };

    fn at(top: f64) -> Card {
        Card {
            top,
            right: 400.0,
            height: 200.0,
            ..Card::default()
        }
    }

    /// The children after the moves, made one by one as a page makes them.
    fn made(count: usize, moves: &[Move]) -> Vec<u32> {
        let mut order: Vec<u32> = (0..count as u32).collect();
        for Move { child, before } in moves {
            order.retain(|of| of != child);
            let to = before.map_or(order.len(), |before| {
                order.iter().position(|of| *of == before).unwrap()
            });
            order.insert(to, *child);
        }
        order
    }

    /// The length of a longest increasing subsequence, by trying all: the reference.
    fn longest(values: &[u32]) -> usize {
        let mut best = vec![1; values.len()];
        for at in 0..values.len() {
            for earlier in 0..at {
                if values[earlier] < values[at] {
                    best[at] = best[at].max(best[earlier] + 1);
                }
            }
        }
        best.into_iter().max().unwrap_or(0)
    }

    fn shuffle(count: usize) -> impl Strategy<Value = Vec<u32>> {
        Just((0..count as u32).collect::<Vec<_>>()).prop_shuffle()
    }

    fn list() -> impl Strategy<Value = (Vec<Child>, Vec<u32>)> {
        let children = prop::collection::vec(prop::bool::weighted(0.8), 0..40);
        (children, prop::option::of(0..40_usize)).prop_flat_map(|(cards, focus)| {
            let named: Vec<u32> = (0..cards.len() as u32)
                .filter(|at| cards[*at as usize])
                .collect();
            let children =
                cards
                    .iter()
                    .enumerate()
                    .map(|(at, card)| match (focus == Some(at), card) {
                        (true, _) => Child::Focused,
                        (_, true) => Child::Card,
                        (_, false) => Child::Other,
                    });
            (Just(children.collect()), Just(named).prop_shuffle())
        })
    }

    proptest! {
        #[test]
        fn the_run_that_stays_is_increasing_and_as_long_as_any(values in (0..40_usize).prop_flat_map(shuffle)) {
            let run: Vec<u32> = longest_increasing(&values).iter().map(|at| values[*at]).collect();
            prop_assert!(run.is_sorted());
            prop_assert_eq!(run.len(), longest(&values));
        }

        #[test]
        fn the_moves_make_the_wanted_order_and_nothing_anchored_moves((children, cards) in list()) {
            let moves = moves(&children, &cards);
            let order = made(children.len(), &moves);
            prop_assert_eq!(&order, &wanted(&children, &cards));
            let mut named = cards.iter();
            for (place, child) in order.iter().enumerate() {
                match cards.contains(&(place as u32)) {
                    true => prop_assert_eq!(Some(child), named.next()),
                    false => prop_assert_eq!(*child as usize, place),
                }
            }
            for Move { child, .. } in &moves {
                prop_assert!(children[*child as usize] != Child::Focused);
                let focused = children.contains(&Child::Focused);
                prop_assert!(focused || children[*child as usize] == Child::Card);
            }
        }

        #[test]
        fn without_anchors_no_fewer_moves_would_do(cards in (0..40_usize).prop_flat_map(shuffle)) {
            let children = vec![Child::Card; cards.len()];
            prop_assert_eq!(moves(&children, &cards).len(), cards.len() - longest(&cards));
        }

        #[test]
        fn frozen_cards_keep_their_places_and_the_others_the_wanted_order(
            (frozen, wanted) in prop::collection::vec(any::<bool>(), 0..30)
                .prop_flat_map(|frozen| { let wanted = shuffle(frozen.len()); (Just(frozen), wanted) }),
        ) {
            let order = allowed(&wanted, &frozen);
            for (place, at) in order.iter().enumerate() {
                prop_assert_eq!(frozen[place], *at as usize == place && frozen[*at as usize]);
            }
            let free = |order: &[u32]| -> Vec<u32> {
                order.iter().copied().filter(|at| !frozen[*at as usize]).collect()
            };
            prop_assert_eq!(free(&order), free(&wanted));
        }

        #[test]
        fn whatever_order_is_asked_for_each_card_is_in_the_answer_once(
            wanted in prop::collection::vec(0..20_u32, 0..30),
            frozen in prop::collection::vec(any::<bool>(), 0..15),
        ) {
            let mut order = allowed(&wanted, &frozen);
            order.sort_unstable();
            prop_assert_eq!(order, (0..frozen.len() as u32).collect::<Vec<_>>());
        }

        #[test]
        fn no_card_above_one_that_was_seen_moves(
            tops in prop::collection::vec(-4_000.0..9_000.0_f64, 1..30),
            shown in 0..30_usize, opening: bool,
        ) {
            let mut cards: Vec<Card> = tops.into_iter().map(at).collect();
            let last = shown.min(cards.len() - 1);
            cards[last].shown = true;
            let frozen = frozen(&cards, &Screen { opening, ..SCREEN });
            prop_assert!(frozen[..=last].iter().all(|stays| *stays));
        }
    }

    #[test]
    fn a_screen_below_the_fold_is_frozen_and_a_quarter_of_one_while_the_page_opens() {
        let cards = [at(900.0), at(1_500.0), at(1_700.0)];
        assert_eq!(frozen(&cards, &SCREEN), [true, true, false]);
        let opening = Screen {
            opening: true,
            ..SCREEN
        };
        assert_eq!(frozen(&cards, &opening), [true, false, false]);
    }

    #[test]
    fn in_motion_all_painted_cards_stay_and_fresh_ones_never_do() {
        let scrolling = Screen {
            scrolling: true,
            ..SCREEN
        };
        let fresh = Card {
            fresh: true,
            ..at(9_000.0)
        };
        let cards = [at(5_000.0), fresh, at(9_000.0), fresh];
        assert_eq!(frozen(&cards, &scrolling), [true, false, true, false]);
        assert_eq!(frozen(&cards, &SCREEN), [false; 4]);
    }

    #[test]
    fn a_card_beside_the_screen_or_not_rendered_was_not_seen() {
        let beside = Card {
            left: 400.0,
            right: 800.0,
            ..at(0.0)
        };
        let unrendered = Card::default();
        assert_eq!(frozen(&[beside, unrendered], &SCREEN), [false, false]);
    }

    #[test]
    fn one_card_brought_to_the_front_moves_alone() {
        let front = moves(&[Child::Card; 5], &[4, 0, 1, 2, 3]);
        let only = Move {
            child: 4,
            before: Some(0),
        };
        assert_eq!(front, [only]);
    }

    #[test]
    fn of_two_anchors_that_contradict_each_other_the_first_stays() {
        assert_eq!(staying(&[1, 0], |_| true), [true, false]);
    }

    #[test]
    fn an_advertisement_keeps_its_place_unless_the_focus_is_kept() {
        use Child::{Card, Focused, Other};
        let of = |children: &[Child]| -> Vec<u32> {
            moves(children, &[2, 0]).iter().map(|of| of.child).collect()
        };
        assert_eq!(of(&[Card, Other, Card]), [0, 2]);
        assert_eq!(of(&[Focused, Other, Card]), [1, 2]);
    }
}
