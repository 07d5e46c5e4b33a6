//! What the shop decided holds for everybody: pins, paid places, slots, soft pins, boosts, hiding, schedules - as
//! properties over arbitrary shops, shoppers and rules.

mod common;

use common::{behave, catalogue, entries, events, number, object, shelf, text};
use ownshelf::catalog::Value;
use ownshelf::ranking::{ConflictReason, PageContext, Placed, RankContext, Ranking};
use ownshelf::shelf::Shelf;
use proptest::prelude::*;

const NOW: u64 = 1_700_000_000_000;
const LATER: u64 = NOW + 1_000_000;
/// Products of the listing.
const N: usize = 40;

fn ids() -> Vec<Value> {
    (0..N).map(|n| text(&format!("p{n}"))).collect()
}

fn rule(action: &str, id: usize, more: &[(&str, f64)]) -> Value {
    let matching = object(&[("id", text(&format!("p{id}")))]);
    of(action, matching, more)
}

fn of(action: &str, matching: Value, more: &[(&str, f64)]) -> Value {
    let mut fields = vec![("action", text(action)), ("match", matching)];
    fields.extend(more.iter().map(|(key, value)| (*key, number(*value))));
    object(&fields)
}

fn ranked(shelf: &mut Shelf, listing: &[Value], rules: Vec<Value>) -> Ranking {
    shelf.set_rules(&Value::List(rules)).unwrap();
    let context = RankContext {
        now_ms: LATER,
        list: "list".to_owned(),
        ..RankContext::default()
    };
    shelf.rank(&entries(listing), context).unwrap().1.clone()
}

/// 1-based place of a product.
fn place(ranking: &Ranking, at: usize) -> usize {
    let found = ranking.order.iter().position(|i| *i as usize == at);
    found.map_or(0, |place| place + 1)
}

/// Different products with a place each.
fn wishes(most: usize) -> impl Strategy<Value = Vec<(usize, usize)>> {
    let products = Just((0..N).collect::<Vec<_>>()).prop_shuffle();
    let places = prop::collection::vec(1..=N + 10, 0..most);
    (products, places).prop_map(|(products, places)| products.into_iter().zip(places).collect())
}

/// Any rule about a few products.
fn any_rule() -> impl Strategy<Value = Value> {
    let actions = vec!["pin", "softPin", "boost", "bury", "slot", "hide"];
    let about = prop_oneof![
        (0..N).prop_map(|n| object(&[("id", text(&format!("p{n}")))])),
        prop::collection::vec(0..N + 5, 1..6).prop_map(|many| {
            let ids = many.iter().map(|n| text(&format!("p{n}"))).collect();
            object(&[("id", Value::List(ids))])
        }),
        (0..7).prop_map(|n| object(&[("brand", text(&format!("Brand {n}")))])),
        (0..4).prop_map(|n| object(&[("category", text(&format!("Shop > Kind {n}")))])),
        any::<bool>().prop_map(|known| object(&[("available", Value::Bool(known))])),
    ];
    (prop::sample::select(actions), about, 1..60_u32, 0..3_u32).prop_map(
        |(action, about, position, priority)| {
            let more = [
                ("position", f64::from(position)),
                ("strength", f64::from(position % 11)),
                ("priority", f64::from(priority)),
            ];
            of(action, about, &more)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever the rules: nothing is added or lost but what is hidden, and each kind of placing is told.
    #[test]
    fn rules_only_move_and_hide(
        seed in any::<u64>(),
        events in events(40),
        rules in prop::collection::vec(any_rule(), 0..12),
        sponsored in prop::collection::vec(any::<bool>(), N),
    ) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let listing: Vec<Value> = (0..N).map(|n| object(&[
            ("id", text(&format!("p{n}"))),
            ("sponsored", Value::Bool(sponsored[n])),
        ])).collect();
        let ranking = ranked(&mut shelf, &listing, rules);
        for order in [&ranking.order, &ranking.shop_order] {
            let mut all = order.clone();
            all.extend((0..N as u32).filter(|at| ranking.placed[*at as usize] == Placed::Hidden));
            all.sort_unstable();
            prop_assert_eq!(all, (0..N as u32).collect::<Vec<_>>());
        }
        for (told, sponsored) in ranking.placed.iter().zip(&sponsored) {
            prop_assert!(*told != Placed::Sponsored || *sponsored);
            prop_assert!(!*sponsored || matches!(told, Placed::Sponsored | Placed::Hidden));
        }
    }

    /// Each pin is exact under any profile; one beyond the list's end takes its last place.
    #[test]
    fn pins_are_exact(seed in any::<u64>(), events in events(40), pins in wishes(8)) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let mut free = [true; N];
        let pins: Vec<_> = pins.into_iter().filter(|(_, place)| {
            std::mem::replace(&mut free[(*place).min(N) - 1], false)
        }).collect();
        let rules = pins.iter().map(|(id, place)| rule("pin", *id, &[("position", *place as f64)]));
        let ranking = ranked(&mut shelf, &ids(), rules.collect());
        for (id, wanted) in pins {
            prop_assert_eq!(place(&ranking, id), wanted.min(N));
            prop_assert_eq!(ranking.placed[id], Placed::Pinned);
        }
    }

    /// A pin of several products puts them side by side in the order the rule names them, whoever looks.
    #[test]
    fn a_pin_of_several_keeps_its_own_order(seed in any::<u64>(), events in events(40), first in 0..20_usize, start in 1..30_usize) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let named = [first + 9, first, first + 4];
        let ids_of = Value::List(named.iter().map(|n| text(&format!("p{n}"))).collect());
        let pin = of("pin", object(&[("id", ids_of)]), &[("position", start as f64)]);
        let ranking = ranked(&mut shelf, &ids(), vec![pin]);
        for (nth, id) in named.iter().enumerate() {
            prop_assert_eq!(place(&ranking, *id), start + nth);
        }
    }

    /// Two pins for one place: the stronger has it, the weaker stands right below; a higher priority is stronger.
    #[test]
    fn the_stronger_pin_has_the_place(seed in any::<u64>(), events in events(40), a in 0..20_usize, wanted in 1..N, priority in 0..2_u32) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let (b, at) = (a + 13, wanted as f64);
        let rules = vec![
            rule("pin", a, &[("position", at)]),
            rule("pin", b, &[("position", at), ("priority", f64::from(priority))]),
        ];
        let (strong, weak) = if priority > 0 { (b, a) } else { (a, b) };
        let ranking = ranked(&mut shelf, &ids(), rules);
        prop_assert_eq!((place(&ranking, strong), place(&ranking, weak)), (wanted, wanted + 1));
        let conflicts = shelf.rule_conflicts(LATER);
        prop_assert!(conflicts.iter().any(|c| c.why == ConflictReason::SamePlace && c.to == Some(priority as usize)));
    }

    /// What is hidden stays hidden, pinned or not; the pin's place goes to the next.
    #[test]
    fn hidden_products_are_not_pinned(seed in any::<u64>(), events in events(40), id in 0..N, wanted in 1..N) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let rules = vec![
            rule("pin", id, &[("position", wanted as f64), ("priority", 5.0)]),
            rule("hide", id, &[]),
        ];
        let ranking = ranked(&mut shelf, &ids(), rules);
        prop_assert_eq!(place(&ranking, id), 0);
        prop_assert_eq!(ranking.order.len(), N - 1);
        prop_assert_eq!(shelf.rule_conflicts(LATER)[0].why, ConflictReason::Hidden);
        let context = RankContext { now_ms: LATER, ..RankContext::default() };
        let (ticket, _) = shelf.rank(&entries(&ids()), context).unwrap();
        let explained = shelf.explain(ticket, id).unwrap();
        prop_assert_eq!(explained.receipt.position, 0);
        prop_assert_eq!(explained.receipt.placed, Placed::Hidden);
        prop_assert_eq!(explained.counterfactual, None);
    }

    /// If all soft pins can stand at or above their places, all do.
    #[test]
    fn soft_pins_hold_where_they_can(seed in any::<u64>(), events in events(40), soft in wishes(10), pins in wishes(4)) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let pinned = |id: usize| pins.iter().any(|(other, _)| *other == id);
        let soft: Vec<_> = soft.iter().filter(|(id, _)| !pinned(*id)).collect();
        let mut rules: Vec<Value> = soft.iter().map(|(id, at)| rule("softPin", *id, &[("position", *at as f64)])).collect();
        rules.extend(pins.iter().map(|(id, at)| rule("pin", *id, &[("position", *at as f64)])));
        let ranking = ranked(&mut shelf, &ids(), rules);
        // Hall's condition, with the places that the pins really took.
        let taken = |upto: usize| pins.iter().filter(|(id, _)| place(&ranking, *id) <= upto).count();
        let feasible = (1..=N).all(|upto| soft.iter().filter(|(_, at)| *at <= upto).count() + taken(upto) <= upto);
        if feasible {
            for (id, at) in soft {
                prop_assert!(place(&ranking, *id) <= *at, "p{id} stands at {}, soft-pinned to {at}", place(&ranking, *id));
            }
        }
    }

    /// Paid places are kept to the place under any profile.
    #[test]
    fn sponsored_products_keep_their_places(seed in any::<u64>(), events in events(40), paid in prop::collection::btree_set(0..N, 0..6)) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let listing: Vec<Value> = (0..N).map(|n| object(&[
            ("id", text(&format!("p{n}"))),
            ("sponsored", Value::Bool(paid.contains(&n))),
        ])).collect();
        let ranking = ranked(&mut shelf, &listing, vec![of("boost", object(&[("brand", text("Brand 1"))]), &[])]);
        for at in paid {
            prop_assert_eq!(place(&ranking, at), at + 1);
            prop_assert_eq!(ranking.placed[at], Placed::Sponsored);
        }
    }

    /// A slot shows the best of its products for this shopper.
    #[test]
    fn a_slot_takes_the_best(seed in any::<u64>(), events in events(40), brand in 0..7_u32, wanted in 1..=N) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let brand = object(&[("brand", text(&format!("Brand {brand}")))]);
        let fitting = ranked(&mut shelf, &ids(), vec![of("hide", brand.clone(), &[])]);
        let plain = ranked(&mut shelf, &ids(), vec![]);
        let best = plain.order.iter().find(|at| fitting.placed[**at as usize] == Placed::Hidden);
        let slotted = ranked(&mut shelf, &ids(), vec![of("slot", brand, &[("position", wanted as f64)])]);
        if let Some(best) = best {
            prop_assert_eq!(slotted.order[wanted - 1], *best);
            prop_assert_eq!(slotted.placed[*best as usize], Placed::Slotted);
        }
    }

    /// A boost never lowers and a bury never lifts, with and without a profile; at full strength they go to the ends.
    #[test]
    fn boosts_lift_and_buries_lower(seed in any::<u64>(), events in events(40), id in 0..N, strength in 0.0..10.0_f64) {
        for events in [&events[..], &[]] {
            let mut shelf = behave(common::shelf(), &catalogue(seed), events, NOW);
            let plain = place(&ranked(&mut shelf, &ids(), vec![]), id);
            let strength = [("strength", strength)];
            let boosted = ranked(&mut shelf, &ids(), vec![rule("boost", id, &strength)]);
            let buried = ranked(&mut shelf, &ids(), vec![rule("bury", id, &strength)]);
            // Variety looks at the whole page, so another product may pass by a place or two.
            let slack = if events.is_empty() { 0 } else { 2 };
            prop_assert!(place(&boosted, id) <= plain + slack);
            prop_assert!(place(&buried, id) + slack >= plain);
        }
        let mut empty = behave(common::shelf(), &catalogue(seed), &[], NOW);
        let top = ranked(&mut empty, &ids(), vec![rule("boost", id, &[("strength", 10.0)])]);
        prop_assert_eq!(place(&top, id), 1);
        let end = ranked(&mut empty, &ids(), vec![rule("bury", id, &[("strength", 10.0)])]);
        prop_assert_eq!(place(&end, id), N);
    }

    /// A rule of another time, page or list does nothing.
    #[test]
    fn rules_hold_where_and_when_they_are_meant(seed in any::<u64>(), events in events(40), id in 0..N) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let plain = ranked(&mut shelf, &ids(), vec![]).order;
        let with = |key: &str, value: Value| match rule("pin", id, &[("position", 1.0)]) {
            Value::Map(mut fields) => { fields.push((key.to_owned(), value)); Value::Map(fields) }
            other => other,
        };
        let elsewhere = [
            with("from", number(LATER as f64 + 1.0)),
            with("until", number(LATER as f64)),
            with("context", text("search")),
            with("listId", text("other")),
        ];
        prop_assert_eq!(&ranked(&mut shelf, &ids(), elsewhere.to_vec()).order, &plain);
        for (key, value) in [("from", number(LATER as f64)), ("until", number(LATER as f64 + 1.0)), ("context", text("browse")), ("listId", text("list"))] {
            prop_assert_eq!(place(&ranked(&mut shelf, &ids(), vec![with(key, value)]), id), 1);
        }
    }

    /// A preview tells what setting the rules would do, for everybody and for this shopper, and does nothing itself.
    #[test]
    fn a_preview_is_what_comes(seed in any::<u64>(), events in events(40), rules in prop::collection::vec(any_rule(), 0..8)) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let before = ranked(&mut shelf, &ids(), vec![]).order;
        let context = RankContext { now_ms: LATER, list: "list".to_owned(), page: PageContext::Browse, ..RankContext::default() };
        let rules = Value::List(rules);
        let listing = ids();
        let (everybody, shopper) = shelf.preview_rules(Some(&rules), &entries(&listing), &context).unwrap();
        prop_assert_eq!(&ranked(&mut shelf, &listing, vec![]).order, &before);
        let Value::List(rules) = rules else { unreachable!() };
        let real = ranked(&mut shelf, &listing, rules);
        prop_assert_eq!(&everybody.order, &real.shop_order);
        prop_assert_eq!(&shopper.order, &real.order);
        prop_assert_eq!(&shopper.placed, &real.placed);
    }
}

/// Every reason in the conflict report, on rules a person might write.
#[test]
fn conflicts_are_reported() {
    let mut shelf = shelf();
    shelf.add_products(&catalogue(3));
    let rules = vec![
        rule("pin", 1, &[("position", 2.0), ("priority", 1.0)]),
        rule("pin", 1, &[("position", 5.0)]),
        rule("pin", 2, &[("position", 2.0)]),
        rule("hide", 3, &[]),
        rule("boost", 3, &[]),
        rule("bury", 1, &[]),
        rule("boost", 4, &[]),
        rule("bury", 4, &[]),
        of(
            "slot",
            object(&[("brand", text("nobody's"))]),
            &[("position", 9.0)],
        ),
        rule("pin", 5, &[("position", 2.0), ("until", NOW as f64)]),
        rule("softPin", 6, &[("position", 3.0)]),
        rule("pin", 6, &[("position", 8.0)]),
    ];
    shelf.set_rules(&Value::List(rules)).unwrap();
    let found = shelf.rule_conflicts(LATER);
    let found: Vec<_> = found.iter().map(|c| (c.rule, c.to, c.why)).collect();
    let expected = [
        (1, Some(0), ConflictReason::TwoPlaces),
        (2, Some(0), ConflictReason::SamePlace),
        (4, Some(3), ConflictReason::Hidden),
        (5, Some(0), ConflictReason::Overruled),
        (5, Some(1), ConflictReason::Overruled),
        (7, Some(6), ConflictReason::Opposed),
        (8, None, ConflictReason::FitsNothing),
        (9, None, ConflictReason::Over),
        (10, Some(11), ConflictReason::TwoPlaces),
    ];
    assert_eq!(found, expected);
}

/// Ten thousand products and a hundred rules over all of them are no special case.
#[test]
fn long_lists_with_many_rules_are_placed() {
    let listing: Vec<Value> = (0..10_000)
        .map(|n| {
            object(&[
                ("id", text(&format!("q{n}"))),
                ("brand", text(&format!("Brand {}", n % 3))),
            ])
        })
        .collect();
    let brand = |n: usize| object(&[("brand", text(&format!("Brand {}", n % 3)))]);
    let actions = ["pin", "softPin", "boost", "bury", "slot"];
    let rules = (0..100)
        .map(|n| {
            of(
                actions[n % 5],
                brand(n),
                &[("position", n as f64 * 90.0 + 1.0)],
            )
        })
        .collect();
    let mut shelf = shelf();
    let ranking = ranked(&mut shelf, &listing, rules);
    assert_eq!(ranking.order.len(), 10_000);
    // The first rule pins all of its brand to the top.
    assert!(ranking.order[..3_333].iter().all(|at| at % 3 == 0));
}
