//! One order per list, the same for everybody.

mod common;

use common::{Desk, errors, page, run, text};
use serde_json::Value;

fn ordered(lines: &[String]) -> std::process::Output {
    let desk = Desk::new();
    let log = desk.file("log.jsonl", lines.join("\n"));
    let prior = desk.path("P");
    let trained = run(&["train", text(&log), "--out", text(&prior)], None);
    assert!(trained.status.success(), "{}", errors(&trained));
    run(
        &["order", text(&log), "--prior", text(&prior), "--out", "-"],
        None,
    )
}

#[test]
fn what_most_choose_comes_first_and_rare_lists_are_left_out() {
    let chosen = |n: usize| if n.is_multiple_of(4) { 'b' } else { 'd' };
    let mut lines: Vec<String> = (0..80)
        .map(|n| {
            page(
                &format!("s{n}"),
                0,
                "abcd",
                &[("select_item", chosen(n), 5)],
            )
        })
        .collect();
    lines.push(page("one", 0, "xyz", &[("select_item", 'z', 5)]));
    let output = ordered(&lines);
    assert!(output.status.success(), "{}", errors(&output));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let lists = found["lists"].as_array().unwrap();
    assert_eq!(
        lists.len(),
        1,
        "a list chosen from once says nothing: {found}"
    );
    assert_eq!(lists[0]["order"][0], "d");
    assert_eq!(lists[0]["order"][1], "b");
    assert_eq!(lists[0]["pages"], 80);
}

#[test]
fn a_log_too_short_is_said_to_be() {
    let lines: Vec<String> = (0..5)
        .map(|n| page(&format!("s{n}"), 0, "abcd", &[("select_item", 'a', 5)]))
        .collect();
    let output = ordered(&lines);
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("20 times"), "{}", errors(&output));
}
