//! The contract's invariants 1-7 as properties, over arbitrary products, behaviour, consent and rules.

mod common;

use common::{behave, catalogue, entries, events, listing, number, object, shelf, text};
use ownshelf::catalog::Value;
use ownshelf::privacy::{Purpose, PurposeState};
use ownshelf::profile::Body;
use ownshelf::ranking::{RankContext, Term};
use ownshelf::shelf::{Entry, Shelf};
use proptest::prelude::*;
use std::rc::Rc;

const NOW: u64 = 1_700_000_000_000;

fn context(now_ms: u64) -> RankContext {
    RankContext {
        now_ms,
        ..RankContext::default()
    }
}

fn order(shelf: &mut Shelf, listing: &[Value], now_ms: u64) -> Vec<u32> {
    shelf
        .rank(&entries(listing), context(now_ms))
        .unwrap()
        .1
        .order
        .clone()
}

/// A list in which each product stands once, with its price on this page and whether the page calls it an offer.
fn prices(most: usize) -> impl Strategy<Value = Vec<(u32, f64, bool)>> {
    let products = prop::collection::btree_map(0..70_u32, (0.5..500.0_f64, any::<bool>()), 1..most);
    products
        .prop_map(|products| {
            products
                .into_iter()
                .map(|(id, (price, on_sale))| (id, price, on_sale))
                .collect::<Vec<_>>()
        })
        .prop_shuffle()
}

fn product(id: u32, price: f64, on_sale: bool) -> Value {
    object(&[
        ("id", text(&format!("p{id}"))),
        ("price", number(price)),
        ("onSale", Value::Bool(on_sale)),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// 1. `order` is a permutation of the listing.
    #[test]
    fn nothing_is_added_or_lost(seed in any::<u64>(), events in events(40), listing in listing(60)) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let mut order = order(&mut shelf, &listing, NOW + 1_000_000);
        order.sort_unstable();
        prop_assert_eq!(order, (0..listing.len() as u32).collect::<Vec<_>>());
    }

    /// 2. Not permitted, paused or empty: exactly the shop's order.
    #[test]
    fn the_shops_order_stands_unless_allowed(seed in any::<u64>(), events in events(30), listing in listing(40)) {
        let shop: Vec<u32> = (0..listing.len() as u32).collect();
        let mut empty = behave(shelf(), &catalogue(seed), &[], NOW);
        prop_assert_eq!(&order(&mut empty, &listing, NOW), &shop);
        let mut denied = behave(shelf(), &catalogue(seed), &events, NOW);
        denied.set_consent(&[(Purpose::Rank, PurposeState::Denied)]);
        prop_assert_eq!(&order(&mut denied, &listing, NOW), &shop);
        let mut paused = behave(shelf(), &catalogue(seed), &events, NOW);
        paused.update_consent(|consent| consent.paused = true);
        prop_assert_eq!(&order(&mut paused, &listing, NOW), &shop);
    }

    /// 3. Pins are exact under any profile; a soft pin is never below its place.
    #[test]
    fn pins_hold(seed in any::<u64>(), events in events(40), pin in 0..30_usize, place in 1..=20_usize, soft in 1..=20_usize) {
        let listing: Vec<Value> = (0..30).map(|n| text(&format!("p{n}"))).collect();
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let other = (pin + 7) % 30;
        let rule = |action: &str, id: usize, place: usize| object(&[
            ("action", text(action)),
            ("position", number(place as f64)),
            ("match", object(&[("id", text(&format!("p{id}")))])),
        ]);
        shelf.set_rules(&Value::List(vec![rule("pin", pin, place), rule("softPin", other, soft)])).unwrap();
        let order = order(&mut shelf, &listing, NOW + 1_000_000);
        prop_assert_eq!(order[place - 1] as usize, pin);
        // The pin may take the soft pin's own place, when that place is the first.
        let at = order.iter().position(|i| *i as usize == other).unwrap() + 1;
        prop_assert!(at <= soft.max(if place <= soft { 2 } else { 1 }), "stands at {at}, soft-pinned to {soft}");
    }

    /// 4. For any profile, no dearer product rises because of price: of two products alike but for the price, the
    /// dearer one never gets more from price and offer than the cheaper one.
    #[test]
    fn price_only_lifts_what_is_cheaper(seed in any::<u64>(), events in events(60), listing in listing(40)) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let (ticket, _) = shelf.rank(&entries(&listing), context(NOW + 1_000_000)).unwrap();
        let scores = shelf.ranking(ticket).unwrap().scores.clone();
        let price = |n: usize| match &listing[n] { Value::Map(_) => listing[n].get("price").and_then(Value::number), _ => None };
        for a in 0..listing.len() {
            for b in 0..listing.len() {
                if let (Some(x), Some(y)) = (price(a), price(b)) && x < y {
                    prop_assert!(
                        scores[a].terms[Term::Price as usize] >= scores[b].terms[Term::Price as usize],
                        "{x} scores below {y} by price"
                    );
                }
            }
        }
    }

    /// 5. Same input, same bytes out.
    #[test]
    fn the_same_input_gives_the_same_bytes(seed in any::<u64>(), events in events(40), listing in listing(40)) {
        let run = || {
            let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
            (order(&mut shelf, &listing, NOW + 1_000_000), shelf.encode())
        };
        prop_assert_eq!(run(), run());
    }

    /// 6. A receipt's contributions sum to the score.
    #[test]
    fn receipts_add_up(seed in any::<u64>(), events in events(40), listing in listing(40)) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let (ticket, _) = shelf.rank(&entries(&listing), context(NOW + 1_000_000)).unwrap();
        for index in 0..listing.len() {
            let receipt = shelf.explain(ticket, index).unwrap().receipt;
            let sum: f64 = receipt.contributions.iter().map(|c| c.value).sum();
            prop_assert!((sum - receipt.score).abs() < 1e-5, "{sum} is not {}", receipt.score);
        }
    }

    /// What a receipt says of less evidence is what a shelf says that was opened with the same evidence just now.
    #[test]
    fn counterfactuals_follow_the_evidence(
        seed in any::<u64>(), events in events(40), listing in listing(20), piece in 1..100_usize,
    ) {
        const HOUR: u64 = 3_600_000;
        let counterfactuals = |shelf: &mut Shelf, now_ms: u64| -> Vec<_> {
            let (ticket, _) = shelf.rank(&entries(&listing), context(now_ms)).unwrap();
            let explained = (0..listing.len()).map(|index| shelf.explain(ticket, index));
            explained.map(|explanation| explanation.unwrap().counterfactual).collect()
        };
        let mut shelf = shelf();
        for visit in 0..5 {
            shelf = behave(shelf, &catalogue(seed), &events, NOW + visit * HOUR);
            counterfactuals(&mut shelf, NOW + visit * HOUR + HOUR / 2);
        }
        let late = object(&[("name", text("add_to_cart")), ("id", text("p3"))]);
        for (at_ms, now_ms) in [(NOW + 9 * HOUR, NOW + 10 * HOUR), (NOW + 30_500, NOW + 11 * HOUR)] {
            shelf.record(&late, at_ms).unwrap();
            let mut other = common::shelf();
            other.add_products(&catalogue(seed));
            other.sync(&shelf.encode(), now_ms).unwrap();
            // Little by little, and the rest when it is asked for.
            for _ in 0..piece % 5 {
                other.learn_some(piece);
            }
            prop_assert_eq!(counterfactuals(&mut shelf, now_ms), counterfactuals(&mut other, now_ms));
            let (state, another) = (shelf.profile().state(), other.profile().state());
            prop_assert_eq!(&state.weights, &another.weights);
        }
    }

    /// 7. Nothing thrown in can panic the engine or lose what was learned.
    #[test]
    fn bad_input_is_refused_and_harmless(seed in any::<u64>(), events in events(20), junk in common::junk()) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let before = shelf.encode();
        shelf.add_products(&junk);
        let _ = shelf.rank(&[Entry::Inline(&junk)], context(NOW));
        let _ = shelf.set_rules(&junk);
        let _ = shelf.forget("no:such", 0);
        let _ = shelf.sync(b"OWNS\x01junk junk junk", NOW);
        prop_assert_eq!(shelf.encode(), before);
        // An event may be fine by chance; then it may teach, and nothing more.
        let records = shelf.profile().records().len();
        let _ = shelf.record(&junk, NOW);
        prop_assert!(shelf.profile().records().len() >= records);
    }

    /// "Granted, then denied" equals "never granted", byte for byte.
    #[test]
    fn denied_later_is_never_granted(seed in any::<u64>(), events in events(40), purpose in 0..5_usize, listing in listing(30)) {
        let purpose = Purpose::ALL[purpose];
        let run = |first: PurposeState| {
            let mut shelf = shelf();
            shelf.set_consent(&[(purpose, first)]);
            let mut shelf = behave(shelf, &catalogue(seed), &events, NOW);
            shelf.set_consent(&[(purpose, PurposeState::Denied)]);
            (shelf.encode(), order(&mut shelf, &listing, NOW + 1_000_000))
        };
        prop_assert_eq!(run(PurposeState::Granted), run(PurposeState::Denied));
    }

    /// A choice is learned from before what was done with the product, whatever the product is called: its features
    /// must not know the outcome yet.
    #[test]
    fn choices_come_before_what_was_done(id in "[a-z0-9:]{1,12}") {
        let mut shelf = shelf();
        let listing = [text("another"), text("third"), text(&id)];
        let entries = listing.each_ref().map(Entry::Inline);
        shelf.rank(&entries, context(NOW)).unwrap();
        let event = object(&[("name", text("select_item")), ("id", text(&id))]);
        prop_assert_eq!(shelf.record(&event, NOW + 5_000).unwrap(), 2);
        let records = shelf.profile().records();
        prop_assert!(matches!(records[0].body, Body::Choice(_)) && matches!(records[1].body, Body::Interaction(_)));
    }

    /// What is kept comes back the same, and damage is noticed.
    #[test]
    fn kept_profiles_come_back(seed in any::<u64>(), events in events(40), flip in any::<prop::sample::Index>()) {
        let shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let bytes = shelf.encode();
        let mut other = common::shelf();
        other.sync(&bytes, NOW).unwrap();
        prop_assert_eq!(other.encode(), bytes.clone());
        prop_assert_eq!(other.profile().records().len(), shelf.profile().records().len());
        let mut damaged = bytes.clone();
        damaged[flip.index(bytes.len())] ^= 0x10;
        prop_assert!(other.sync(&damaged, NOW).is_err());
    }

    /// The state kept incrementally equals the full fold, also after evidence that comes late.
    #[test]
    fn the_profile_is_a_fold(seed in any::<u64>(), events in events(60)) {
        let start = shelf();
        start.profile().state();
        let anew = |shelf: &Shelf| {
            let mut profile = shelf.profile().clone();
            profile.set_prior(Rc::clone(profile.prior()));
            profile.state().clone()
        };
        let mut shelf = behave(start, &catalogue(seed), &events, NOW);
        prop_assert_eq!(shelf.profile().state(), &anew(&shelf));
        let late = object(&[("name", text("view_item")), ("id", text("late"))]);
        shelf.record(&late, NOW - 1_000).unwrap();
        prop_assert_eq!(shelf.profile().state(), &anew(&shelf));
    }

    /// Merging is a union: order does not matter, and merging twice changes nothing.
    #[test]
    fn merging_is_a_union(seed in any::<u64>(), a in events(20), b in events(20)) {
        let bytes = |events: &[Value]| behave(shelf(), &catalogue(seed), events, NOW).encode();
        let merge = |parts: &[&Vec<u8>]| {
            let mut shelf = shelf();
            for part in parts {
                shelf.merge(part, NOW + 1_000_000).unwrap();
            }
            shelf.profile().records().len()
        };
        let (a, b) = (bytes(&a), bytes(&b));
        prop_assert_eq!(merge(&[&a, &b]), merge(&[&b, &a]));
        prop_assert_eq!(merge(&[&a, &b, &a]), merge(&[&a, &b]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    /// 4, in full. For any profile, no product rises because it got dearer: the same list for the same shopper, with one product
    /// at a higher price, gives that product no more in any term, and no better place.
    #[test]
    fn a_dearer_product_rises_in_no_term_and_no_order(
        seed in any::<u64>(), events in events(60), prices in prices(40), at in any::<prop::sample::Index>(),
        factor in 1.001..20.0_f64,
    ) {
        let at = at.index(prices.len());
        let taught = behave(shelf(), &catalogue(seed), &events, NOW);
        let shown = |price: f64| {
            let mut listing = prices.clone();
            listing[at].1 = price;
            let listing: Vec<Value> = listing.iter().map(|(id, price, on_sale)| product(*id, *price, *on_sale)).collect();
            let mut shelf = taught.clone();
            let (ticket, ranking) = shelf.rank(&entries(&listing), context(NOW + 1_000_000)).unwrap();
            let place = ranking.order.iter().position(|index| *index as usize == at).unwrap();
            (shelf.ranking(ticket).unwrap().scores[at].terms, place)
        };
        let price = prices[at].1;
        let ((before, stood), (after, stands)) = (shown(price), shown(price * factor));
        for term in Term::ALL {
            let (before, after) = (before[term as usize], after[term as usize]);
            prop_assert!(after <= before + 1e-9, "{term:?} rises from {before} to {after} at {factor} times {price}");
        }
        prop_assert!(stands >= stood, "rises from place {stood} to {stands} at {factor} times {price}");
    }
}
