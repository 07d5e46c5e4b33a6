//! What the list as a whole does to scores: variety and exploration, with their knobs.

mod common;

use common::{behave, catalogue, entries, events, object, shelf, text};
use ownshelf::catalog::Value;
use ownshelf::ranking::{Part, Placed, RankContext, Ranking, Tuning};
use ownshelf::shelf::Shelf;
use proptest::prelude::*;

const NOW: u64 = 1_700_000_000_000;
const N: usize = 48;

fn ids() -> Vec<Value> {
    (0..N).map(|n| text(&format!("p{n}"))).collect()
}

fn ranked(
    shelf: &mut Shelf,
    listing: &[Value],
    diversity: f64,
    exploration: f64,
) -> (u32, Ranking) {
    shelf.set_tuning(Tuning::new(diversity, exploration, 4.0).unwrap());
    let context = RankContext {
        now_ms: NOW + 1_000_000,
        list: "list".to_owned(),
        ..RankContext::default()
    };
    let (ticket, ranking) = shelf.rank(&entries(listing), context).unwrap();
    (ticket, ranking.clone())
}

/// A shopper who saw enough that displacement no longer binds on a list of this length.
fn settled(seed: u64, events: &[Value]) -> Option<Shelf> {
    let shelf = behave(shelf(), &catalogue(seed), events, NOW);
    (shelf.profile().records().len() >= 8).then_some(shelf)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Scores with the cost of variety explain the order exactly, at any setting of the knob.
    #[test]
    fn the_order_follows_the_receipts(seed in any::<u64>(), events in events(40), knob in 0.0..=1.0_f64) {
        let Some(mut shelf) = settled(seed, &events) else { return Ok(()) };
        let (ticket, ranking) = ranked(&mut shelf, &ids(), knob, 0.0);
        let mut last = f64::INFINITY;
        for at in ranking.order {
            let receipt = shelf.explain(ticket, at as usize).unwrap().receipt;
            let cost: f64 = receipt.contributions.iter().filter(|c| c.part == Part::Diversity).map(|c| c.value).sum();
            prop_assert!(cost <= 0.0);
            prop_assert!(receipt.score <= last, "{} stands below {last}", receipt.score);
            last = receipt.score;
        }
    }

    /// Without the knob nothing is held back; an empty profile is not varied at all.
    #[test]
    fn variety_is_a_choice(seed in any::<u64>(), events in events(40)) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        prop_assert!(ranked(&mut shelf, &ids(), 0.0, 0.0).1.variety.is_empty());
        let mut empty = behave(common::shelf(), &catalogue(seed), &[], NOW);
        let (_, ranking) = ranked(&mut empty, &ids(), 1.0, 1.0);
        prop_assert_eq!(ranking.order, (0..N as u32).collect::<Vec<_>>());
    }

    /// At most one place in ten is explored, none in the first row, each no further up than displacement allows, and
    /// the same list shown again is the same.
    #[test]
    fn exploration_keeps_its_bounds(seed in any::<u64>(), events in events(60), knob in 0.0..=1.0_f64, diversity in 0.0..=1.0_f64) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let (_, ranking) = ranked(&mut shelf, &ids(), diversity, knob);
        let places: Vec<usize> = (0..N).filter(|place| {
            ranking.placed[ranking.order[*place] as usize] == Placed::Explored
        }).collect();
        prop_assert_eq!(places.len(), ranking.explored.len());
        prop_assert!(places.iter().all(|place| *place >= 4));
        prop_assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= 10));
        let limit = 10 + 5 * shelf.profile().records().len();
        prop_assert!(places.iter().all(|place| ranking.order[*place] as usize <= place + limit));
        let mut sorted = ranking.order.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, (0..N as u32).collect::<Vec<_>>());
        prop_assert_eq!(ranked(&mut shelf, &ids(), diversity, knob).1.order, ranking.order);
    }

    /// Receipts add up with every knob turned, and say what is being tried out.
    #[test]
    fn receipts_add_up_with_all_knobs(seed in any::<u64>(), events in events(60)) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let (ticket, ranking) = ranked(&mut shelf, &ids(), 1.0, 1.0);
        for at in 0..N {
            let receipt = shelf.explain(ticket, at).unwrap().receipt;
            let sum: f64 = receipt.contributions.iter().map(|c| c.value).sum();
            prop_assert!((sum - receipt.score).abs() < 1e-5);
            let tried = receipt.contributions.iter().any(|c| c.part == Part::Exploration);
            prop_assert_eq!(tried, ranking.placed[at] == Placed::Explored);
        }
    }
}

/// A shopper of one brand, in a shop where it makes every second product.
fn loyal() -> (Shelf, Vec<Value>) {
    let product = |n: usize| {
        let brand = if n.is_multiple_of(2) { 0 } else { n % 8 };
        object(&[
            ("id", text(&format!("p{n}"))),
            ("brand", text(&format!("Brand {brand}"))),
            ("category", text(&format!("Kind {}", n % 3))),
        ])
    };
    let mut shelf = shelf();
    shelf.add_products(&Value::List((0..N).map(product).collect()));
    for n in 0..10_u64 {
        let id = text(&format!("p{}", n % 3 * 2));
        let event = object(&[("name", text("view_item")), ("id", id)]);
        shelf.record(&event, NOW + n * 10_000).unwrap();
    }
    (shelf, ids())
}

fn brands_in_front(ranking: &Ranking) -> usize {
    let front = ranking.order.iter().take(N / 2);
    front.filter(|at| **at % 2 == 0).count()
}

/// More variety, fewer of the favourite brand in front - and still some.
#[test]
fn variety_keeps_a_page_from_becoming_one_brand() {
    let (mut shelf, listing) = loyal();
    let counts: Vec<usize> = [0.0, 0.3, 1.0]
        .map(|knob| brands_in_front(&ranked(&mut shelf, &listing, knob, 0.0).1))
        .to_vec();
    assert!(
        counts[0] >= counts[1] && counts[1] >= counts[2],
        "{counts:?}"
    );
    assert!(counts[2] < counts[0] && counts[2] >= N / 8, "{counts:?}");
}

/// The knobs' ranges are kept.
#[test]
fn knobs_out_of_range_are_refused() {
    for (diversity, exploration, columns) in [
        (1.1, 0.0, 4.0),
        (-0.1, 0.0, 4.0),
        (f64::NAN, 0.0, 4.0),
        (0.5, 2.0, 4.0),
        (0.5, 0.5, 0.0),
        (0.5, 0.5, 1_000.0),
    ] {
        assert!(Tuning::new(diversity, exploration, columns).is_err());
    }
    assert!(Tuning::new(1.0, 1.0, 100.0).is_ok());
}

/// With exploration on, a shopper of one brand does get something else to see, marked as such.
#[test]
fn exploration_finds_the_unknown() {
    let (mut shelf, listing) = loyal();
    let (ticket, ranking) = ranked(&mut shelf, &listing, 0.0, 1.0);
    assert!(!ranking.explored.is_empty());
    for (at, drawn) in ranking.explored {
        assert!(drawn > 0.0);
        let receipt = shelf.explain(ticket, at as usize).unwrap().receipt;
        assert_eq!(receipt.placed, Placed::Explored);
    }
    assert!(ranked(&mut shelf, &listing, 0.0, 0.0).1.explored.is_empty());
}
