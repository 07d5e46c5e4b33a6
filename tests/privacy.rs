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
fn nothing_held_is_dated_over_a_day_ahead() {
    let at = |at: u64| {
        object(&[
            ("name", text("view_item")),
            ("id", text("a")),
            ("at", number(at as f64)),
        ])
    };
    let mut shelf = shelf();
    shelf.record(&at(NOW + 40 * DAY), NOW).unwrap();
    shelf.record(&at(NOW + DAY / 2), NOW).unwrap();
    let times = |shelf: &Shelf| -> Vec<u64> {
        shelf
            .profile()
            .records()
            .iter()
            .map(|r| r.id.at_ms)
            .collect()
    };
    assert_eq!(
        times(&shelf),
        [NOW, NOW + DAY / 2],
        "another time zone is no clock gone wrong"
    );
    // Learned while the clock stood years ahead, and read, merged or imported when it stood right again.
    let mut ahead = common::shelf();
    ahead
        .record(&event("view_item", "b"), NOW + 4_000 * DAY)
        .unwrap();
    let mut read = common::shelf();
    read.sync(&ahead.encode(), NOW).unwrap();
    assert!(read.profile().is_empty());
    assert_eq!(read.merge(&ahead.encode(), NOW), Ok(0));
    assert_eq!(read.import(&ahead.export(), NOW), Ok(0));
    assert_eq!(read.merge(&ahead.encode(), NOW + 4_000 * DAY), Ok(1));
}

/// Tabs learn, forget, write and look in any order, some late: what was forgotten is in no tab and not in the vault once all
/// have looked, unless it was learned again after that.
#[derive(Debug, Clone)]
enum TabStep {
    Learn(usize, usize),
    Forget(usize, usize),
    /// A message of one tab reaches another, or none ever does.
    Hear(usize, usize),
    /// Read, take over, write back: one tab at a time.
    Write(usize),
    /// The tab crashes: what it had not written is lost.
    Crash(usize),
}

fn tab_step() -> impl Strategy<Value = TabStep> {
    let tab = || 0..3_usize;
    prop_oneof![
        4 => (tab(), 0..3_usize).prop_map(|(t, id)| TabStep::Learn(t, id)),
        2 => (tab(), 0..3_usize).prop_map(|(t, id)| TabStep::Forget(t, id)),
        1 => (tab(), 0..3_usize).prop_map(|(t, id)| TabStep::Hear(t, id)),
        4 => tab().prop_map(TabStep::Write),
        1 => tab().prop_map(TabStep::Crash),
    ]
}

/// What is kept: the profile, and what was forgotten.
type Vault = (Vec<u8>, Vec<(String, u64)>);

fn write(tab: &mut Shelf, vault: &mut Option<Vault>, now: u64) {
    if let Some((profile, forgotten)) = vault {
        forgotten
            .iter()
            .for_each(|(key, until)| tab.forget_until(key, *until));
        tab.sync(profile, now).unwrap();
    }
    let forgotten = tab
        .forgotten()
        .iter()
        .map(|(key, until)| (key.to_owned(), until));
    *vault = Some((tab.encode(), forgotten.collect()));
    tab.mark_saved();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn what_was_forgotten_comes_back_in_no_tab(steps in proptest::collection::vec(tab_step(), 1..60)) {
        const IDS: [&str; 3] = ["a", "b", "c"];
        let shop = Value::List(IDS.iter().map(|id| product(id, &["Things"])).collect());
        let open = || {
            let mut tab = shelf();
            tab.add_products(&shop);
            tab
        };
        let mut tabs = [open(), open(), open()];
        let mut vault = None;
        // When a forgetting was last told where a crash could not lose it, by product.
        let mut forgotten = [0; 3];
        let mut pending = [[0; 3]; 3];
        for (step, now) in steps.iter().zip((NOW..).step_by(1_000)) {
            match step {
                TabStep::Learn(t, id) => { tabs[*t].record(&event("view_item", IDS[*id]), now).unwrap(); }
                TabStep::Forget(t, id) => {
                    let key = format!("product:{}", IDS[*id]);
                    if tabs[*t].forget(&key, now).is_ok() {
                        pending[*t][*id] = now;
                    }
                }
                TabStep::Hear(t, id) => {
                    let last = pending.iter().map(|of| of[*id]).max().unwrap_or(0);
                    if last > 0 {
                        tabs[*t].forget_until(&format!("product:{}", IDS[*id]), last);
                        pending[*t][*id] = last;
                    }
                }
                TabStep::Write(t) => {
                    write(&mut tabs[*t], &mut vault, now);
                    for (told, own) in forgotten.iter_mut().zip(std::mem::take(&mut pending[*t])) {
                        *told = own.max(*told);
                    }
                }
                TabStep::Crash(t) => {
                    tabs[*t] = open();
                    pending[*t] = [0; 3];
                }
            }
        }
        let end = NOW + 1_000_000;
        for _ in 0..2 {
            tabs.iter_mut().for_each(|tab| write(tab, &mut vault, end));
        }
        for (told, own) in (0..3).flat_map(|id| pending.iter().map(move |of| (id, of[id]))) {
            forgotten[told] = own.max(forgotten[told]);
        }
        for tab in &tabs {
            prop_assert_eq!(tab.encode(), tabs[0].encode(), "all agree");
            for record in tab.profile().records() {
                let product = record.product(tab.profile().items());
                let id = IDS.iter().position(|id| tab.catalog().find(id) == product).unwrap();
                prop_assert!(record.id.at_ms > forgotten[id], "{} came back", IDS[id]);
            }
        }
    }
}

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
