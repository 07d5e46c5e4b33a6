//! Suggestions: what each kind needs, what none may do, and that they follow consent exactly.

mod common;

use common::{behave, catalogue, events, number, object, shelf, text};
use ownshelf::catalog::Value;
use ownshelf::privacy::{Purpose, PurposeState};
use ownshelf::shelf::Shelf;
use ownshelf::suggest::{SuggestQuery, Suggestion, SuggestionKind, SuggestionReason};
use proptest::prelude::*;

const NOW: u64 = 1_700_000_000_000;
const DAY: u64 = 86_400_000;
const ALL: u32 = 0b11_1111;

fn ask(day: u64) -> SuggestQuery {
    SuggestQuery {
        now_ms: NOW + day * DAY,
        month: 0,
        kinds: ALL,
        ..SuggestQuery::default()
    }
}

fn texts(words: &[&str]) -> Value {
    Value::List(words.iter().map(|word| text(word)).collect())
}

/// A shop for coffee, with what each kind of suggestion needs.
fn shop() -> Shelf {
    let product = |id: &str, more: &[(&str, Value)]| {
        object(&[more, &[("id", text(id)), ("price", number(10.0))]].concat())
    };
    let related = |field: &str, ids: &[&str]| ("related", object(&[(field, texts(ids))]));
    let path = |leaf: &str| ("category", texts(&["Kitchen", leaf]));
    let mut shelf = shelf();
    let report = shelf.add_products(&Value::List(vec![
        product("beans", &[path("Coffee"), ("repurchaseDays", number(30.0))]),
        product(
            "machine",
            &[
                path("Machines"),
                ("serviceDays", number(90.0)),
                ("brand", text("Acme")),
            ],
        ),
        product(
            "filter",
            &[path("Parts"), related("accessoryOf", &["machine"])],
        ),
        product(
            "tablets",
            &[path("Parts"), related("consumableFor", &["machine"])],
        ),
        product(
            "other-filter",
            &[path("Parts"), related("accessoryOf", &["rival"])],
        ),
        product(
            "rival",
            &[
                path("Machines"),
                ("price", number(12.5)),
                related("upgradeOf", &["machine"]),
            ],
        ),
        product(
            "palace",
            &[
                path("Machines"),
                ("price", number(12.6)),
                related("upgradeOf", &["machine"]),
            ],
        ),
        product(
            "sledge",
            &[
                path("Winter"),
                ("season", Value::List(vec![number(12.0), number(1.0)])),
            ],
        ),
        product(
            "cup",
            &[
                path("Cups"),
                ("brand", text("Acme")),
                ("tags", texts(&["steel"])),
            ],
        ),
        product(
            "jug",
            &[
                path("Jugs"),
                ("brand", text("Acme")),
                ("tags", texts(&["steel"])),
            ],
        ),
    ]));
    assert_eq!(report.rejected, []);
    shelf
}

fn did(shelf: &mut Shelf, day: u64, name: &str, id: &str, more: &[(&str, Value)]) {
    let event = object(&[&[("name", text(name)), ("id", text(id))], more].concat());
    shelf.record(&event, NOW + day * DAY).unwrap();
}

/// SuggestionKind, id and reason of each suggestion.
fn told(shelf: &mut Shelf, ask: &SuggestQuery) -> Vec<(SuggestionKind, String, SuggestionReason)> {
    let found = shelf.suggest(ask, 20);
    let told = found.iter().map(|hint| {
        let id = shelf.catalog().id_text(hint.product).to_owned();
        (hint.kind, id, hint.why)
    });
    told.collect()
}

fn only(shelf: &mut Shelf, kind: SuggestionKind, day: u64) -> Vec<String> {
    let ask = SuggestQuery {
        kinds: 1 << kind as u8,
        ..ask(day)
    };
    told(shelf, &ask).into_iter().map(|(_, id, _)| id).collect()
}

#[test]
fn what_is_used_up_comes_due_about_when_its_cycle_has_gone_by() {
    let mut shelf = shop();
    did(&mut shelf, 0, "purchase", "beans", &[]);
    did(&mut shelf, 0, "purchase", "machine", &[]);
    let ahead = SuggestQuery {
        ahead_days: 10.0,
        ..ask(12)
    };
    let found = shelf.suggest(&ahead, 20);
    let beans = found
        .iter()
        .find(|hint| hint.kind == SuggestionKind::Replenish)
        .unwrap();
    assert_eq!((beans.from_ms, beans.days), (NOW, 24.0));
    // 0.8 of 30 days, spoken of from a tenth of that before; over after three times that.
    let due: Vec<u64> = (0..100)
        .filter(|day| only(&mut shelf, SuggestionKind::Replenish, *day) == ["beans"])
        .collect();
    assert_eq!((due.first(), due.last()), (Some(&22), Some(&72)));
}

#[test]
fn own_gaps_move_the_date_a_little_and_more_pieces_put_it_off() {
    let gap = |days: &[u64], pieces: f64| {
        let mut shelf = shop();
        let (last, before) = days.split_last().unwrap();
        for day in before {
            did(&mut shelf, *day, "purchase", "beans", &[]);
        }
        let item = object(&[("item_id", text("beans")), ("quantity", number(pieces))]);
        did(
            &mut shelf,
            *last,
            "purchase",
            "x",
            &[("items", Value::List(vec![item]))],
        );
        let product = shelf.product_id("beans");
        shelf.expected_gap(product).unwrap().1
    };
    assert_eq!(gap(&[0], 1.0), 24.0);
    // Two gaps of ten days against four of thirty.
    assert!((gap(&[0, 10, 20], 1.0) - 0.8 * 140.0 / 6.0).abs() < 1e-9);
    // Three pieces after one: half as many again as usual.
    assert!((gap(&[0, 30], 3.0) / 24.0 - 1.5_f64.powf(0.3)).abs() < 1e-9);
}

#[test]
fn service_comes_round_again_and_durables_are_never_to_be_bought_again() {
    let mut shelf = shop();
    for day in [0, 10, 20] {
        did(&mut shelf, day, "purchase", "machine", &[]);
    }
    let days: Vec<u64> = (20..200)
        .filter(|day| only(&mut shelf, SuggestionKind::Maintain, *day) == ["machine"])
        .collect();
    // Evidence is kept 90 days: the last purchase, of day 20, ends on day 110.
    assert_eq!((days.first(), days.last()), (Some(&103), Some(&110)));
    for day in 20..111 {
        assert!(only(&mut shelf, SuggestionKind::Replenish, day).is_empty());
    }
}

#[test]
fn accessories_fit_what_is_owned_or_in_the_basket() {
    let mut shelf = shop();
    assert!(only(&mut shelf, SuggestionKind::Accessory, 0).is_empty());
    // The page's basket needs no history.
    let machine = shelf.product_id("machine");
    let basket = SuggestQuery {
        kinds: 1 << SuggestionKind::Accessory as u8,
        basket: Some(vec![machine.0]),
        ..ask(0)
    };
    let fitting = [
        (
            SuggestionKind::Accessory,
            "filter".to_owned(),
            SuggestionReason::Accessory,
        ),
        (
            SuggestionKind::Accessory,
            "tablets".to_owned(),
            SuggestionReason::Consumable,
        ),
    ];
    assert_eq!(told(&mut shelf, &basket), fitting);
    did(&mut shelf, 0, "add_to_cart", "machine", &[]);
    assert_eq!(
        only(&mut shelf, SuggestionKind::Accessory, 0),
        ["filter", "tablets"]
    );
    did(&mut shelf, 0, "remove_from_cart", "machine", &[]);
    assert!(only(&mut shelf, SuggestionKind::Accessory, 0).is_empty());
    did(&mut shelf, 1, "purchase", "machine", &[]);
    did(&mut shelf, 1, "purchase", "filter", &[]);
    assert_eq!(only(&mut shelf, SuggestionKind::Accessory, 2), ["tablets"]);
    did(&mut shelf, 3, "refund", "machine", &[]);
    assert!(only(&mut shelf, SuggestionKind::Accessory, 3).is_empty());
}

#[test]
fn the_season_needs_no_history() {
    let mut shelf = shop();
    assert_eq!(only(&mut shelf, SuggestionKind::Season, 0), ["sledge"]);
    let july = SuggestQuery { month: 6, ..ask(0) };
    assert_eq!(told(&mut shelf, &july), []);
}

#[test]
fn without_a_table_company_is_of_the_same_make_and_style() {
    let mut shelf = shop();
    did(&mut shelf, 0, "purchase", "cup", &[]);
    assert_eq!(only(&mut shelf, SuggestionKind::CrossSell, 1), ["jug"]);
    assert!(only(&mut shelf, SuggestionKind::CrossSell, 40).is_empty());
}

#[test]
fn a_better_version_is_stated_and_hardly_dearer() {
    let mut shelf = shop();
    did(&mut shelf, 0, "view_item", "machine", &[]);
    assert_eq!(only(&mut shelf, SuggestionKind::UpSell, 1), ["rival"]);
    assert!(only(&mut shelf, SuggestionKind::UpSell, 9).is_empty());
    did(&mut shelf, 1, "purchase", "machine", &[]);
    assert!(only(&mut shelf, SuggestionKind::UpSell, 1).is_empty());
}

#[test]
fn what_is_put_off_comes_back_and_what_is_stopped_does_not() {
    let mut shelf = shop();
    did(&mut shelf, 0, "purchase", "beans", &[]);
    did(
        &mut shelf,
        25,
        "snooze_item",
        "beans",
        &[("days", number(7.0))],
    );
    assert!(only(&mut shelf, SuggestionKind::Replenish, 31).is_empty());
    assert_eq!(only(&mut shelf, SuggestionKind::Replenish, 32), ["beans"]);
    did(&mut shelf, 33, "snooze_item", "beans", &[]);
    assert!(only(&mut shelf, SuggestionKind::Replenish, 60).is_empty());
}

#[test]
fn each_no_leaves_one_place_less_for_this_visit() {
    let mut shelf = shop();
    did(&mut shelf, 0, "purchase", "machine", &[]);
    did(&mut shelf, 0, "purchase", "cup", &[]);
    let count = |shelf: &mut Shelf, day| shelf.suggest(&ask(day), 3).len();
    assert_eq!(count(&mut shelf, 1), 3);
    did(&mut shelf, 1, "hide_item", "filter", &[]);
    assert_eq!(count(&mut shelf, 1), 2);
    assert_eq!(count(&mut shelf, 2), 3);
}

#[test]
fn hidden_things_stay_hidden() {
    let mut shelf = shop();
    let rule = object(&[
        ("action", text("hide")),
        ("match", object(&[("id", text("sledge"))])),
    ]);
    shelf.set_rules(&Value::List(vec![rule])).unwrap();
    assert!(only(&mut shelf, SuggestionKind::Season, 0).is_empty());
    shelf.set_rules(&Value::List(vec![])).unwrap();
    shelf
        .declare(&object(&[("hiddenCategories", texts(&["winter"]))]))
        .unwrap();
    assert!(only(&mut shelf, SuggestionKind::Season, 0).is_empty());
}

#[test]
fn what_is_held_for_suggestions_alone_can_be_read_and_forgotten() {
    let mut shelf = shop();
    let denied = [
        Purpose::Rank,
        Purpose::Dwell,
        Purpose::Price,
        Purpose::Layout,
    ];
    shelf.set_consent(&denied.map(|purpose| (purpose, PurposeState::Denied)));
    did(&mut shelf, 0, "purchase", "beans", &[]);
    did(&mut shelf, 0, "view_item", "cup", &[]);
    let keys = |shelf: &Shelf| -> Vec<String> {
        let facts = shelf.facts(NOW + DAY);
        assert!(facts.iter().all(|fact| fact.purpose == Purpose::Suggest));
        facts.into_iter().map(|fact| fact.key).collect()
    };
    assert_eq!(keys(&shelf), ["purchase:beans", "product:cup"]);
    shelf.forget("purchase:beans", NOW).unwrap();
    assert_eq!(keys(&shelf), ["product:cup"]);
    assert!(only(&mut shelf, SuggestionKind::Replenish, 25).is_empty());
    shelf.forget("product:cup", NOW).unwrap();
    assert!(shelf.profile().is_empty());
}

fn all(shelf: &mut Shelf, kinds: u32) -> Vec<Suggestion> {
    let now_ms = NOW + 20 * DAY;
    let ask = SuggestQuery {
        now_ms,
        kinds,
        ..SuggestQuery::default()
    };
    shelf.suggest(&ask, 20)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Nothing without the purpose; and what was learned for it is gone with it.
    #[test]
    fn denied_later_is_never_granted(seed in any::<u64>(), events in events(60)) {
        let run = |first: PurposeState| {
            let mut shelf = shelf();
            shelf.set_consent(&[(Purpose::Suggest, first)]);
            let mut shelf = behave(shelf, &catalogue(seed), &events, NOW);
            shelf.set_consent(&[(Purpose::Suggest, PurposeState::Denied)]);
            let none = all(&mut shelf, ALL);
            shelf.set_consent(&[(Purpose::Suggest, PurposeState::Granted)]);
            (shelf.encode(), none, all(&mut shelf, ALL))
        };
        let (bytes, none, later) = run(PurposeState::Granted);
        prop_assert!(none.is_empty());
        prop_assert_eq!((bytes, none, later), run(PurposeState::Denied));
    }

    /// Whatever the shopper did: nothing owned but to buy it again, nothing that lies in the basket, no product twice.
    #[test]
    fn nothing_owned_or_in_the_basket(seed in any::<u64>(), events in events(80)) {
        let mut shelf = behave(shelf(), &catalogue(seed), &events, NOW);
        let found = all(&mut shelf, ALL);
        let clocks = &shelf.profile().state().clocks;
        for hint in &found {
            let clock = clocks.products.get(hint.product.0).copied().unwrap_or_default();
            prop_assert!(!clock.in_basket && clock.quiet_ms <= NOW + 20 * DAY);
            prop_assert_eq!(clock.bought > 0, matches!(hint.kind, SuggestionKind::Replenish | SuggestionKind::Maintain));
            prop_assert_eq!(found.iter().filter(|other| other.product == hint.product).count(), 1);
        }
        let again = all(&mut shelf, ALL);
        prop_assert_eq!(found, again);
    }

    /// What a shopper teaches about prices changes no suggestion, whatever the kind.
    #[test]
    fn price_choices_change_nothing(seed in any::<u64>(), events in events(60)) {
        let found = |price: PurposeState| {
            let mut shelf = shelf();
            shelf.set_consent(&[(Purpose::Price, price)]);
            all(&mut behave(shelf, &catalogue(seed), &events, NOW), ALL)
        };
        prop_assert_eq!(found(PurposeState::Granted), found(PurposeState::Denied));
    }
}
