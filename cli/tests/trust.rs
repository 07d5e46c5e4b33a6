//! How far `train` trusts what it found.

mod common;

use common::{Desk, page, run, text};
use ownshelf::catalog::Facets;
use ownshelf::profile::Prior;

fn trained(lines: &[String]) -> Prior {
    let desk = Desk::new();
    let log = desk.file("log.jsonl", lines.join("\n"));
    let out = desk.path("P");
    let output = run(&["train", text(&log), "--out", text(&out)], None);
    assert!(output.status.success(), "{}", common::errors(&output));
    Prior::decode(&std::fs::read(out).unwrap(), &mut Facets::default()).unwrap()
}

#[test]
fn a_handful_of_choices_makes_nothing_certain() {
    let lines: Vec<String> = (0..5)
        .map(|n| page(&format!("s{n}"), 0, "abcd", &[("select_item", 'a', 5)]))
        .collect();
    let prior = trained(&lines);
    let scale = prior.scale(0.0, 4);
    assert!((0.5..2.5).contains(&scale), "{scale}");
}

#[test]
fn long_lists_chosen_from_surely_and_short_ones_not_give_breadth() {
    const LONG: &str = "abcdefghijklmnopqrstuvwx";
    let lines: Vec<String> = (0..240)
        .map(|n: usize| {
            // Of long lists three in four choose the first, of short ones one in four.
            let (list, chosen) = match n % 2 {
                0 => (LONG, if n.is_multiple_of(8) { n / 8 % 24 } else { 0 }),
                _ => (&LONG[..4], n / 2 % 4),
            };
            let chosen = char::from(LONG.as_bytes()[chosen]);
            page(&format!("s{n}"), 0, list, &[("select_item", chosen, 5)])
        })
        .collect();
    let prior = trained(&lines);
    assert!(prior.breadth > 0.1, "{}", prior.breadth);
    assert!(prior.scale(0.0, 4) < 0.8 * prior.scale(0.0, 24));
}
