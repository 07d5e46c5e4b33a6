//! The report: one page that loads nothing, runs nothing and shows what was found.

mod common;

use common::{Desk, deeds, errors, page, run, text};

fn log() -> String {
    let mut lines = Vec::new();
    for shopper in 0..24 {
        let name = format!("secret-{shopper}");
        for n in 0..6 {
            lines.push(page(&name, 7200 * n, "abcdefghij", &[("purchase", 'h', 9)]));
        }
        lines.push(page(
            &name,
            50_000,
            "jabcdefghi",
            &[("select_item", 'j', 9)],
        ));
        lines.push(deeds(&name, 60_000, &[("view_item", 'b', 0)]));
    }
    lines.join("\n")
}

fn made(desk: &Desk) -> String {
    let catalogue: Vec<String> = "abcdefghij"
        .chars()
        .map(|id| format!("{{\"id\":\"{id}\",\"name\":\"<script>{id}</script>\",\"category\":[\"Kitchen & co\"]}}"))
        .collect();
    let catalogue = desk.file("catalogue.jsonl", catalogue.join("\n"));
    let log = desk.file("log.jsonl", log());
    let out = desk.path("report.html");
    let output = run(
        &[
            "report",
            text(&log),
            "--catalog",
            text(&catalogue),
            "--out",
            text(&out),
        ],
        None,
    );
    assert!(output.status.success(), "{}", errors(&output));
    std::fs::read_to_string(out).unwrap()
}

#[test]
fn loads_nothing_runs_nothing_and_names_nobody() {
    let desk = Desk::new();
    let html = made(&desk);
    for forbidden in [
        "<script", "http://", "https://", "src=", "href=", "url(", "@import", " onload", "secret-",
    ] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    assert!(html.contains("default-src 'none'"));
    assert!(
        html.contains("&lt;script&gt;h&lt;/script&gt;"),
        "names from the log are escaped"
    );
    let folder = desk.path("");
    assert!(
        !html.contains(text(&folder)),
        "the report is passed on; paths of this computer stay here"
    );
}

#[test]
fn shows_every_part() {
    let desk = Desk::new();
    let html = made(&desk);
    for part in [
        "Ownshelf shows your shoppers what they are after sooner than your own order",
        "What knowing a shopper brings",
        "By category",
        "Kitchen &amp; co",
        "Does it know how sure it can be?",
        "Helped: ",
        "Was wrong: ",
        "Why it stands there",
        "How to read this",
        "prefers-color-scheme: dark",
        "@media print",
    ] {
        assert!(html.contains(part), "{part}");
    }
    let charts = html.matches("role=\"img\"").count();
    assert_eq!(charts, 4);
    assert_eq!(
        html.matches("<title id=").count(),
        charts,
        "each chart has a text for those who cannot see it"
    );
}

#[test]
fn a_log_of_baskets_has_a_report_too() {
    let desk = Desk::new();
    let basket = |day: u64| {
        format!(
            "{{\"shopper\":\"a\",\"at\":{},\"events\":[{{\"name\":\"purchase\",\"items\":[{{\"item_id\":\"b\"}},{{\"item_id\":\"c\"}}]}}]}}",
            common::NOON + day * 86_400_000
        )
    };
    let log: Vec<String> = (0..4).map(|week| basket(7 * week)).collect();
    let log = desk.file("baskets.jsonl", log.join("\n"));
    let output = run(&["report", text(&log), "--out", "-"], None);
    assert!(output.status.success(), "{}", errors(&output));
    let html = String::from_utf8(output.stdout).unwrap();
    assert!(html.contains("Next baskets") && html.contains("recall@10"));
    assert!(
        !html.contains("How to read this"),
        "there is nothing of orders in it"
    );
}

#[test]
fn can_go_to_standard_output_and_refuses_a_log_without_pages() {
    let desk = Desk::new();
    let log = desk.file("log.jsonl", log());
    let output = run(&["report", text(&log), "--out", "-"], None);
    assert!(output.status.success() && output.stdout.starts_with(b"<!DOCTYPE html>"));
    let bare = desk.file("bare.jsonl", deeds("a", 0, &[("view_item", 'b', 0)]));
    let output = run(&["report", text(&bare), "--out", "-"], None);
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("nothing to report"));
}
