//! What is kept, taken along, spared and dropped: over arbitrary shoppers, and by hand.

mod common;

use common::{behave, catalogue, events, junk, number, object, shelf, text};
use ownshelf::catalog::Value;
use ownshelf::privacy::{Consent, ConsentMode, Purpose, PurposeState};
use ownshelf::profile::Body;
use ownshelf::ranking::RankContext;
use ownshelf::shelf::{Entry, Shelf};
use proptest::prelude::*;

const NOW: u64 = 1_700_000_000_000;
const DAY: u64 = 86_400_000;

fn event(name: &str, id: &str) -> Value {
    object(&[("name", text(name)), ("id", text(id))])
}

fn product(id: &str, category: &[&str]) -> Value {
    let path = category.iter().map(|step| text(step)).collect();
    object(&[
        ("id", text(id)),
        ("category", Value::List(path)),
        ("price", number(9.0)),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Taken along and brought back: the same evidence, byte for byte; brought back twice: nothing more.
    #[test]
    fn export_brings_back_what_it_took(seed in any::<u64>(), events in events(60)) {
        let taken = behave(shelf(), &catalogue(seed), &events, NOW);
        let mut back = behave(shelf(), &catalogue(seed), &[], NOW);
        let records = taken.profile().records().len();
        prop_assert_eq!(back.import(&taken.export(), NOW).unwrap(), records);
        prop_assert_eq!(back.encode(), taken.encode());
        prop_assert_eq!(back.import(&taken.export(), NOW).unwrap(), 0);
        prop_assert_eq!(back.encode(), taken.encode());
    }

    /// No file can break the shelf or lose what it holds.
    #[test]
    fn import_survives_anything(seed in any::<u64>(), events in events(20), junk in junk(), at in 0..9_usize) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let before = shelf.encode();
        prop_assert!(shelf.import(&junk, NOW).is_err());
        let Value::Map(mut data) = shelf.export() else { unreachable!() };
        let Value::List(records) = &mut data[1].1 else { unreachable!() };
        if !records.is_empty() {
            let row = at % records.len();
            records[row] = junk;
            prop_assert!(shelf.import(&Value::Map(data), NOW).is_err());
        }
        prop_assert_eq!(shelf.encode(), before);
    }

    /// Nothing held is ever older than the limit, whenever it is asked and however the limit moves.
    #[test]
    fn nothing_outlives_the_limit(seed in any::<u64>(), events in events(40), days in 1..=365_u16, later in 0..500_u64) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let now = NOW + later * DAY;
        shelf.set_retention(days, now);
        let oldest = now - u64::from(days) * DAY;
        prop_assert!(shelf.profile().records().iter().all(|r| r.id.at_ms >= oldest));
        let kept = shelf.encode();
        let mut next = Shelf::new(2, Consent::new(ConsentMode::Session, false, false));
        next.sync(&kept, now + u64::from(days) * DAY + 10_000_000).unwrap();
        prop_assert!(next.profile().is_empty());
    }
}

/// A tab that slept through a forgetting must not bring it back; what it learned itself since is added.
#[test]
fn a_sleeping_tab_brings_nothing_back() {
    let shop = Value::List(vec![
        product("a", &["Cameras"]),
        product("b", &["Lenses"]),
        product("c", &["Bags"]),
    ]);
    let mut awake = shelf();
    awake.add_products(&shop);
    awake.record(&event("view_item", "a"), NOW).unwrap();
    awake.record(&event("view_item", "b"), NOW + 1).unwrap();
    let kept = awake.encode();
    awake.mark_saved();

    let mut asleep = shelf();
    asleep.add_products(&shop);
    asleep.sync(&kept, NOW + 2).unwrap();
    assert_eq!(asleep.profile().records().len(), 2);
    asleep.record(&event("view_item", "c"), NOW + 3).unwrap();
    assert_eq!(asleep.profile().unsaved(), 1);

    awake.forget("product:a", NOW).unwrap();
    asleep.sync(&awake.encode(), NOW + 4).unwrap();
    let held: Vec<u64> = asleep
        .profile()
        .records()
        .iter()
        .map(|r| r.id.at_ms)
        .collect();
    assert_eq!(held, [NOW + 1, NOW + 3]);
    assert_eq!(asleep.profile().unsaved(), 1, "its own is still to be kept");
    asleep.mark_saved();
    awake.erase();
    asleep.sync(&awake.encode(), NOW + 5).unwrap();
    assert!(asleep.profile().is_empty());
}

/// What is sensitive leaves no trace: not itself, not its place in a list, not in what was kept before.
#[test]
fn sensitive_topics_are_never_learned_from_without_their_own_yes() {
    let shop = Value::List(vec![
        product("camera", &["Cameras"]),
        product("test", &["Drugstore", "Pregnancy tests"]),
        product("poster", &["Politics"]),
    ]);
    let listing = [text("test"), text("camera"), text("poster")];
    let show = |shelf: &mut Shelf| {
        let context = ownshelf::ranking::RankContext {
            now_ms: NOW,
            ..Default::default()
        };
        shelf.rank(&common::entries(&listing), context).unwrap();
    };
    let mut shelf = shelf();
    shelf.add_products(&shop);
    shelf.set_sensitive(&["Politics".into()]);
    show(&mut shelf);
    for id in ["test", "poster"] {
        assert_eq!(
            shelf.record(&event("purchase", id), NOW + 1).unwrap(),
            0,
            "{id}"
        );
    }
    let filter = object(&[
        ("name", text("filter_by")),
        ("value", text("Pregnancy tests")),
    ]);
    assert_eq!(shelf.record(&filter, NOW + 2).unwrap(), 0);
    shelf
        .record(&event("view_item", "camera"), NOW + 3)
        .unwrap();
    let seen = shelf
        .profile()
        .records()
        .iter()
        .find_map(|r| match &r.body {
            Body::Choice(choice) => Some(choice.seen.len()),
            _ => None,
        });
    assert_eq!(seen, Some(1), "the two beside it were not noticed");

    let allow = |topics: &[&str]| {
        let topics = topics.iter().map(|topic| text(topic)).collect();
        object(&[("allowSensitive", Value::List(topics))])
    };
    let plain = shelf.encode();
    shelf.declare(&allow(&["health", "politics"])).unwrap();
    shelf.record(&event("view_item", "test"), NOW + 4).unwrap();
    shelf
        .record(&event("view_item", "poster"), NOW + 5)
        .unwrap();
    let with = shelf.encode();
    assert_ne!(with, plain);
    shelf.declare(&allow(&["politics"])).unwrap();
    shelf.declare(&allow(&[])).unwrap();
    assert_eq!(shelf.encode(), plain, "the yes was taken back");
    shelf.sync(&with, NOW + 6).unwrap();
    assert_eq!(shelf.encode(), plain, "kept before, dropped at load");
}

/// A minor is not learned about, whatever is granted.
#[test]
fn a_minor_teaches_nothing() {
    let mut shelf = Shelf::new(1, Consent::new(ConsentMode::Session, true, false));
    shelf.add_products(&catalogue(1));
    for purpose in ownshelf::privacy::Purpose::ALL {
        shelf.set_consent(&[(purpose, ownshelf::privacy::PurposeState::Granted)]);
    }
    assert_eq!(shelf.record(&event("purchase", "p1"), NOW).unwrap(), 0);
    let taken = behave(
        common::shelf(),
        &catalogue(1),
        &[event("view_item", "p2")],
        NOW,
    );
    assert_eq!(shelf.import(&taken.export(), NOW).unwrap(), 0);
    shelf.sync(&taken.encode(), NOW).unwrap();
    assert!(shelf.profile().is_empty());
}

/// Every version of the kept profile that was ever written can still be read, and says the same.
#[test]
fn kept_profiles_of_every_version_are_read() {
    let golden: &[u8] = include_bytes!("golden/profile-v1.bin");
    let mut read = shelf();
    read.sync(golden, NOW).unwrap();
    assert_eq!(read.encode(), golden);
    assert_eq!(read.profile().records().len(), 7);
    assert!(read.facts(NOW).iter().any(|fact| fact.key == "product:p0"));
    for cut in 0..golden.len() {
        assert!(shelf().sync(&golden[..cut], NOW).is_err(), "cut at {cut}");
        let mut damaged = golden.to_vec();
        damaged[cut] ^= 0x40;
        assert!(shelf().sync(&damaged, NOW).is_err(), "damaged at {cut}");
    }
}

/// Wishes move what they speak of, also before anything was learned; without them the shop's order stands.
#[test]
fn declared_wishes_move_what_they_speak_of() {
    let of = |id: &str, brand: &str, packaging: &str| {
        let certified = object(&[("packaging", text(packaging))]);
        object(&[
            ("id", text(id)),
            ("brand", text(brand)),
            ("category", text("Bags")),
            ("sustainability", certified),
        ])
    };
    let mut shelf = shelf();
    shelf.add_products(&Value::List(vec![
        of("a", "Acme", "foil"),
        of("b", "Beta", "foil"),
        of("c", "Gamma", "recycled"),
        of("d", "Delta", "foil"),
    ]));
    let listing: Vec<Value> = ["a", "b", "c", "d"].iter().map(|id| text(id)).collect();
    let order = |shelf: &mut Shelf| {
        let context = ownshelf::ranking::RankContext {
            now_ms: NOW,
            ..Default::default()
        };
        let (ticket, ranking) = shelf.rank(&common::entries(&listing), context).unwrap();
        let order = ranking.order.clone();
        for at in 0..4 {
            let receipt = shelf.explain(ticket, at).unwrap().receipt;
            let sum: f64 = receipt.contributions.iter().map(|c| c.value).sum();
            assert!((sum - receipt.score).abs() < 1e-5);
        }
        order
    };
    assert_eq!(order(&mut shelf), [0, 1, 2, 3]);
    let brands = Value::List(vec![text("ACME")]);
    shelf
        .declare(&object(&[("hiddenBrands", brands.clone())]))
        .unwrap();
    assert_eq!(order(&mut shelf), [1, 2, 3, 0]);
    let packaging = Value::List(vec![text("recycled")]);
    shelf
        .declare(&object(&[
            ("packaging", packaging),
            ("hiddenBrands", brands),
        ]))
        .unwrap();
    assert_eq!(order(&mut shelf), [2, 1, 3, 0]);
    shelf.update_consent(|consent| consent.paused = true);
    assert_eq!(order(&mut shelf), [0, 1, 2, 3]);
    shelf.update_consent(|consent| consent.paused = false);
    shelf.declare(&object(&[])).unwrap();
    assert_eq!(order(&mut shelf), [0, 1, 2, 3]);
}

/// What an order was made of is no longer told once ranking is denied.
#[test]
fn receipts_end_with_consent() {
    let mut shelf = shelf();
    let products = [product("a", &["Cameras"]), product("b", &["Lenses"])];
    shelf.add_products(&Value::List(products.to_vec()));
    shelf.record(&event("view_item", "b"), NOW).unwrap();
    let listing = products.each_ref().map(Entry::Inline);
    let context = RankContext {
        now_ms: NOW + 1_000,
        ..RankContext::default()
    };
    let ticket = shelf.rank(&listing, context).unwrap().0;
    assert!(shelf.explain(ticket, 1).is_ok());
    shelf.set_consent(&[(Purpose::Rank, PurposeState::Denied)]);
    assert!(shelf.explain(ticket, 1).is_err());
}

/// Looking long at a product says something of it with both purposes granted, and nothing with either one denied.
#[test]
fn dwell_ranks_only_where_both_are_granted() {
    let scores = |denied: Option<Purpose>| {
        let mut shelf = shelf();
        let products = [product("a", &["Cameras"]), product("b", &["Lenses"])];
        shelf.add_products(&Value::List(products.to_vec()));
        shelf.record(&event("view_item", "a"), NOW).unwrap();
        shelf.record(&event("view_item", "b"), NOW + 1_000).unwrap();
        let mut dwell = event("item_dwell", "a");
        if let Value::Map(entries) = &mut dwell {
            entries.push(("dwellMs".to_owned(), number(60_000.0)));
        }
        shelf.record(&dwell, NOW + 61_000).unwrap();
        if let Some(purpose) = denied {
            shelf.set_consent(&[(purpose, PurposeState::Denied)]);
        }
        let known = |id: &str, shelf: &mut Shelf| {
            let id = shelf.product_id(id).0;
            let memory = shelf.profile().state().memory.products.get(id);
            memory.map_or((0, 0.0), |m| (m.times, m.dwell_seconds))
        };
        (known("a", &mut shelf), known("b", &mut shelf))
    };
    assert_eq!(scores(None), ((2, 60.0), (1, 0.0)));
    assert_eq!(scores(Some(Purpose::Dwell)), ((1, 0.0), (1, 0.0)));
    assert_eq!(scores(Some(Purpose::Rank)), ((0, 0.0), (0, 0.0)));
}
