//! Next baskets: what is expected from each shopper's second basket on, against what was bought.

mod common;

use common::{Desk, NOON, findings, near};
use ownshelf::profile::Body;
use ownshelf::shelf::Shelf;
use ownshelf_cli::log::{Problems, Source};
use ownshelf_cli::print::{self, Outcome};
use ownshelf_cli::replay::{Options, replay};
use ownshelf_cli::shop;
use serde_json::Value;

fn basket(shopper: &str, day: u64, products: &[&str]) -> String {
    let items: Vec<String> = products
        .iter()
        .map(|id| format!("{{\"item_id\":\"{id}\"}}"))
        .collect();
    format!(
        "{{\"shopper\":\"{shopper}\",\"at\":{at},\"events\":[{{\"name\":\"purchase\",\"at\":{at},\"items\":[{}]}}]}}",
        items.join(","),
        at = NOON + 86_400_000 * day,
    )
}

/// Everything the shelf has evidence of, in the order of ids.
fn known(shelf: &mut Shelf, _now_ms: u64, count: usize) -> Vec<String> {
    let (profile, catalog) = (shelf.profile(), shelf.catalog());
    let mut ids: Vec<String> = profile
        .records()
        .iter()
        .filter(|record| matches!(record.body, Body::Interaction(_)))
        .filter_map(|record| record.product(profile.items()))
        .map(|product| catalog.id_text(product).to_owned())
        .collect();
    ids.sort();
    ids.dedup();
    ids.truncate(count);
    ids
}

fn replayed(lines: &[String], options: Options<'_>) -> Value {
    let desk = Desk::new();
    let log = Source::new(&desk.file("log.jsonl", lines.join("\n")));
    let mut problems = Problems::new(true);
    let found = replay(&log, &shop::empty_shelf(), options, &mut problems).unwrap();
    let outcome = Outcome {
        found: &found,
        tally: problems.tally(),
        blind_seconds: options.blind_seconds,
        seconds: 0.0,
    };
    let table = print::table(outcome);
    assert_eq!(table.contains("recall@10"), found.baskets.means().is_some());
    findings(serde_json::from_str(&print::json(outcome).unwrap()).unwrap())
}

#[test]
fn later_baskets_are_scored_on_what_was_known_before() {
    let lines = [
        basket("a", 0, &["milk", "bread"]),
        basket("a", 7, &["bread", "tea", "bread"]),
        basket("b", 0, &["milk", "bread"]),
        basket("b", 7, &["bread"]),
    ];
    let options = Options {
        expect: Some(&known),
        ..Options::default()
    };
    let result = replayed(&lines, options);
    assert_eq!(result["pages"], 0);
    assert_eq!(result["nextBasket"]["baskets"], 2);
    // Both expect bread, milk. a: 1 of {bread, tea}, 1/(1 + 0.63093); b: all of {bread}.
    near(&result["nextBasket"]["recall@10"], 0.75);
    near(
        &result["nextBasket"]["ndcg@10"],
        (1.0 / 1.630_93 + 1.0) / 2.0,
    );
}

#[test]
fn baskets_are_left_out_where_there_are_none_to_speak_of() {
    let single = [basket("a", 0, &["milk"]), basket("a", 7, &["milk"])];
    let options = Options {
        expect: Some(&known),
        ..Options::default()
    };
    assert!(replayed(&single, options).get("nextBasket").is_none());
}
