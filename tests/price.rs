//! What prices do to scores: sorting by price, and how a place first counts.

mod common;

use common::{entries, number, object, shelf, text};
use ownshelf::catalog::Value;
use ownshelf::ranking::{RankContext, Term};
use ownshelf::shelf::Shelf;

const NOW: u64 = 1_700_000_000_000;
const MINUTE: u64 = 60_000;

fn listing() -> Vec<Value> {
    (0..8)
        .map(|n| {
            object(&[
                ("id", text(&format!("p{n}"))),
                ("price", number(10.0 + 5.0 * f64::from(n))),
            ])
        })
        .collect()
}

/// The term of each product of the listing.
fn terms(shelf: &mut Shelf, term: Term, now_ms: u64) -> Vec<f64> {
    let context = RankContext {
        now_ms,
        ..RankContext::default()
    };
    let (ticket, _) = shelf.rank(&entries(&listing()), context).unwrap();
    let scores = &shelf.ranking(ticket).unwrap().scores;
    scores.iter().map(|s| s.terms[term as usize]).collect()
}

fn record(shelf: &mut Shelf, name: &str, entry: (&str, Value), now_ms: u64) {
    let event = object(&[("name", text(name)), entry]);
    shelf.record(&event, now_ms).unwrap();
}

/// What cheapness gains the cheapest over the dearest.
fn gain(shelf: &mut Shelf, now_ms: u64) -> f64 {
    let terms = terms(shelf, Term::Price, now_ms);
    terms[0] - terms[7]
}

#[test]
fn asking_for_the_cheapest_counts_once_lists_are_no_longer_sorted_by_price() {
    let mut shelf = shelf();
    let before = gain(&mut shelf, NOW);
    record(&mut shelf, "sort_by", ("value", text("price_asc")), NOW);
    let sorted = gain(&mut shelf, NOW + MINUTE);
    // Not equal: what is known of place in sorted lists is less certain.
    assert!((sorted - before).abs() < 0.1, "{sorted} is not {before}");
    let later = gain(&mut shelf, NOW + 60 * MINUTE);
    assert!(later > before + 0.5, "{later} is no more than {before}");
}

#[test]
fn cheaper_is_never_worth_less_on_either_side_of_the_knot() {
    let mut shelf = shelf();
    let terms = terms(&mut shelf, Term::Price, NOW);
    assert!(terms.windows(2).all(|pair| pair[0] >= pair[1]), "{terms:?}");
    assert!(terms[0] > terms[1] && terms[1] > terms[7]);
}

#[test]
fn standing_first_counts_less_the_more_lists_were_chosen_from() {
    let mut shelf = shelf();
    // The order's logarithm gives the first place 0: what is left is for standing first.
    let first = |shelf: &mut Shelf, now| terms(shelf, Term::ShopOrder, now)[0];
    let mut last = first(&mut shelf, NOW);
    assert!(last > 0.0);
    for round in 1..=3 {
        let now = NOW + round * 60 * MINUTE;
        first(&mut shelf, now);
        record(&mut shelf, "select_item", ("id", text("p0")), now + 5_000);
        let next = first(&mut shelf, now + 50 * MINUTE);
        assert!(next < last, "{next} is no less than {last}");
        last = next;
    }
}

/// The terms of the first product of a list in which it has this price.
fn terms_of_the_first(price: f64, more: &[(&str, Value)]) -> [Vec<f64>; 2] {
    let mut list = listing();
    let mut first = vec![("id", text("p0")), ("price", number(price))];
    first.extend_from_slice(more);
    list[0] = object(&first);
    let mut shelf = shelf();
    let context = RankContext {
        now_ms: NOW,
        ..RankContext::default()
    };
    let (ticket, _) = shelf.rank(&entries(&list), context).unwrap();
    let scores = &shelf.ranking(ticket).unwrap().scores;
    [0, 1].map(|at| scores[at].terms.to_vec())
}

#[test]
fn an_offer_is_no_better_once_it_costs_more_than_before_the_offer() {
    let offer = |price| {
        let more = [("listPrice", number(40.0)), ("onSale", Value::Bool(true))];
        let [first, second] = terms_of_the_first(price, &more);
        // Against the second's place: the certainty of a list moves all terms of all its products alike.
        first[Term::Offer as usize] / second[Term::ShopOrder as usize].abs()
    };
    let (reduced, raised) = (offer(38.0), offer(42.0));
    assert!(reduced > 0.0);
    assert!(raised <= reduced + 1e-6, "{raised} is more than {reduced}");
}
