//! Lines good and bad, plain and packed, from files and standard input, in order and out of it.

mod common;

use common::{Desk, NOON, deeds, errors, findings, json, page, run, text};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

fn good() -> Vec<String> {
    (0..4)
        .map(|n| page("a", 3600 * n, "abcd", &[("select_item", 'd', 5)]))
        .collect()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn bad_lines_are_told_counted_and_skipped() {
    let desk = Desk::new();
    let mut lines = good();
    lines.insert(1, "{\"shopper\":".to_owned());
    lines.insert(2, String::new());
    lines.insert(3, "{\"shopper\":\"a\",\"events\":[]}".to_owned());
    lines.insert(
        4,
        format!(
            "{{\"shopper\":\"a\",\"at\":{},\"listing\":[\"a\",{{\"price\":4}}]}}",
            NOON + 60_000
        ),
    );
    // Back in time.
    lines.push(page("a", 1, "abcd", &[("select_item", 'a', 5)]));
    let log = desk.file("log.jsonl", lines.join("\n"));
    let output = run(&["replay", "--json", text(&log)], None);
    let told = errors(&output);
    for part in [
        "line 2: is no JSON",
        "line 4: at is missing",
        "line 5: listing[1] id",
        "line 9: at is earlier",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert_eq!(told.lines().count(), 4, "{told}");
    let result = json(&output);
    assert_eq!(result["skipped"], 4);
    assert_eq!(result["skippedByReason"]["badLines"], 4);
    let clean = desk.replay(&good(), &[]);
    assert_eq!(result["ownshelf"], clean["ownshelf"]);
    assert_eq!(result["pages"], 4);
}

#[test]
fn strict_stops_at_the_first_bad_line() {
    let desk = Desk::new();
    let mut lines = good();
    lines.insert(2, "oops".to_owned());
    lines.push("again".to_owned());
    let log = desk.file("log.jsonl", lines.join("\n"));
    let output = run(&["replay", "--json", "--strict", text(&log)], None);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let told = errors(&output);
    assert!(
        told.contains("line 3: is no JSON") && !told.contains("line 6"),
        "{told}"
    );
    let clean = desk.file("clean.jsonl", good().join("\n"));
    assert!(
        run(&["replay", "--strict", text(&clean)], None)
            .status
            .success()
    );
}

#[test]
fn events_of_unknown_names_are_passed_over_and_told_once() {
    let desk = Desk::new();
    let mut lines = good();
    lines.push(deeds(
        "a",
        20_000,
        &[
            ("scroll", 'a', 0),
            ("scroll", 'b', 0),
            ("view_item", 'a', 0),
        ],
    ));
    let log = desk.file("log.jsonl", lines.join("\n"));
    let output = run(&["replay", "--json", "--strict", text(&log)], None);
    assert_eq!(errors(&output).matches("scroll").count(), 1);
    assert_eq!(json(&output)["skipped"], 0);
}

#[test]
fn a_page_whose_choice_is_not_listed_is_not_scored() {
    let desk = Desk::new();
    let mut lines = good();
    lines.push(page("a", 20_000, "abcd", &[("purchase", 'z', 5)]));
    let result = desk.replay(&lines, &[]);
    assert_eq!(
        (&result["pages"], &result["skipped"]),
        (&4.into(), &1.into())
    );
    assert_eq!(result["skippedByReason"]["outcomeNotListed"], 1);
    // A listing of which nothing was chosen is no mistake.
    lines.push(page("a", 30_000, "abcd", &[]));
    assert_eq!(desk.replay(&lines, &[])["skipped"], 1);
}

#[test]
fn gzip_files_and_standard_input_give_the_same() {
    let desk = Desk::new();
    let plain = good().join("\n");
    // Two gzip members end to end are one file, and Windows ends its lines differently.
    let (head, tail) = plain.split_at(plain.find('\n').unwrap() + 1);
    let packed = [gzip(head), gzip(&tail.replace('\n', "\r\n"))].concat();
    let file = desk.file("log.jsonl.gz", &packed);
    let wanted = findings(desk.replay(&good(), &[]));
    for (arguments, input) in [
        (["replay", "--json", text(&file)], None),
        (["replay", "--json", "-"], Some(plain.as_bytes())),
        (["replay", "--json", "-"], Some(packed.as_slice())),
    ] {
        assert_eq!(
            findings(json(&run(&arguments, input))),
            wanted,
            "{arguments:?}"
        );
    }
}

#[test]
fn a_gzip_cut_short_is_an_error() {
    let desk = Desk::new();
    let packed = gzip(&good().join("\n"));
    let file = desk.file("log.jsonl.gz", &packed[..packed.len() - 12]);
    let output = run(&["replay", "--json", text(&file)], None);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        errors(&output).contains("cannot read"),
        "{}",
        errors(&output)
    );
}

/// Many shoppers with the same habits, each at own times.
fn crowd() -> Vec<Vec<String>> {
    (0..40)
        .map(|shopper| {
            (0..5)
                .map(|n| {
                    let choice = ['b', 'e', 'f'][(shopper % 3) as usize];
                    page(
                        &format!("s{shopper}"),
                        3600 * n + shopper,
                        "abcdef",
                        &[("purchase", choice, 9)],
                    )
                })
                .collect()
        })
        .collect()
}

#[test]
fn a_log_in_the_order_of_time_is_grouped_by_shopper() {
    let desk = Desk::new();
    let grouped = crowd().concat();
    let mut by_time: Vec<String> = (0..5)
        .flat_map(|n| crowd().into_iter().map(move |lines| lines[n].clone()))
        .collect();
    assert_eq!(
        findings(desk.replay(&by_time, &[])),
        findings(desk.replay(&grouped, &[]))
    );
    // A bad line is told and counted once, though the log is read twice.
    by_time.insert(1, "oops".to_owned());
    let log = desk.file("log.jsonl", by_time.join("\n"));
    let output = run(&["replay", "--json", text(&log)], None);
    assert_eq!(errors(&output).matches("line 2").count(), 1);
    assert_eq!(json(&output)["skipped"], 1);
}

#[test]
fn on_standard_input_a_shopper_who_comes_back_is_a_new_device() {
    let lines = [
        page("a", 0, "abc", &[("select_item", 'c', 5)]),
        page("b", 0, "abc", &[("select_item", 'c', 5)]),
        page("a", 9, "abc", &[("select_item", 'c', 5)]),
    ]
    .join("\n");
    let output = run(&["replay", "--json", "-"], Some(lines.as_bytes()));
    assert!(errors(&output).contains("counts as a new device"));
    let result = json(&output);
    assert_eq!(result["shoppers"], 3);
    assert_eq!(result["bySeen"][0]["pages"], 3);
    let strict = run(
        &["replay", "--json", "--strict", "-"],
        Some(lines.as_bytes()),
    );
    assert_eq!(strict.status.code(), Some(1));
}

#[test]
fn a_log_out_of_order_is_refused_or_sorted() {
    let desk = Desk::new();
    let mut lines: Vec<String> = (0..60)
        .map(|n| page("a", 3600 * n, "abcd", &[("select_item", 'd', 5)]))
        .collect();
    let wanted = findings(desk.replay(&lines, &[]));
    lines.reverse();
    let log = desk.file("log.jsonl", lines.join("\n"));
    let refused = run(&["replay", "--json", text(&log)], None);
    assert_eq!(refused.status.code(), Some(1));
    assert!(refused.stdout.is_empty());
    let told = errors(&refused);
    assert!(
        told.contains("59 of 60 lines") && told.contains("--sort"),
        "{told}"
    );
    assert!(told.lines().count() < 15, "bad lines are summed up: {told}");
    assert!(told.contains("and 49 more"), "{told}");
    let log = text(&log);
    let from_stdin = lines.join("\n");
    for (arguments, input) in [
        (["replay", "--json", "--sort", log], None),
        (
            ["replay", "--json", "--sort", "-"],
            Some(from_stdin.as_bytes()),
        ),
    ] {
        assert_eq!(findings(json(&run(&arguments, input))), wanted);
    }
}

#[test]
fn times_in_seconds_are_taken_as_such() {
    let desk = Desk::new();
    let wanted = findings(desk.replay(&good(), &[]));
    // NOON is a whole number of seconds, and so is every time of the log.
    let seconds: Vec<String> = good().iter().map(|line| in_seconds(line)).collect();
    let log = desk.file("log.jsonl", seconds.join("\n"));
    let output = run(&["replay", "--json", text(&log)], None);
    assert_eq!(errors(&output).matches("in seconds").count(), 1);
    assert_eq!(findings(json(&output)), wanted);
}

/// A line with its times divided by a thousand.
fn in_seconds(line: &str) -> String {
    let mut parts = line.split("\"at\":");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap();
        out += &format!("\"at\":{}{}", &part[..end - 3], &part[end..]);
    }
    out
}

#[test]
fn other_kinds_of_file_are_named_in_one_line() {
    let desk = Desk::new();
    let utf16: Vec<u8> = good()[0]
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let trailing = [gzip(&good().join("\n")), b"and then some".to_vec()].concat();
    for (bytes, why) in [
        (
            b"shopper,at,listing,events\na,1,b,c\n".to_vec(),
            "a table (CSV)",
        ),
        (utf16.clone(), "UTF-16"),
        ([vec![0xff, 0xfe], utf16].concat(), "UTF-16"),
        (gzip("[{\"shopper\":\"a\"}]").to_vec(), "one JSON list"),
        (b"PK\x03\x04 and so on".to_vec(), "ZIP"),
        (trailing, "follow its gzip data"),
    ] {
        let log = desk.file("log", &bytes);
        let output = run(&["replay", text(&log)], None);
        assert_eq!(output.status.code(), Some(1));
        let told = errors(&output);
        assert!(
            told.contains(why) && told.lines().count() == 1,
            "{why}: {told}"
        );
    }
    let log = desk.file("log.jsonl", good().join("\n"));
    let output = run(&["replay", text(&log), "--blind-seconds", "-5"], None);
    assert!(errors(&output).contains("0 or more"), "{}", errors(&output));
}

#[test]
fn what_was_skipped_comes_first_where_it_is_much() {
    let desk = Desk::new();
    let mut lines = good();
    lines.insert(1, "{}".to_owned());
    let log = desk.file("log.jsonl", lines.join("\n"));
    let output = run(&["replay", text(&log)], None);
    let table = String::from_utf8(output.stdout).unwrap();
    assert!(table.starts_with("Skipped: 1 bad line"), "{table}");
    let clean = desk.file("clean.jsonl", good().join("\n"));
    let output = run(&["replay", text(&clean)], None);
    assert!(
        !String::from_utf8(output.stdout)
            .unwrap()
            .contains("Skipped")
    );
}

#[test]
fn nothing_to_read_is_an_error() {
    let desk = Desk::new();
    let empty = desk.file("empty.jsonl", "\n\n");
    for path in [text(&empty), "/no/such/file.jsonl"] {
        let output = run(&["replay", path], None);
        assert_eq!(output.status.code(), Some(1));
        assert!(!errors(&output).is_empty());
    }
}

#[test]
fn a_file_that_is_no_prior_is_refused() {
    let desk = Desk::new();
    let log = desk.file("log.jsonl", good().join("\n"));
    let prior = desk.file(
        "shop.prior",
        "OWNP is how it begins, but not how it goes on",
    );
    let missing = desk.path("missing.prior");
    for (prior, why) in [(&prior, "cannot be used"), (&missing, "cannot read")] {
        let output = run(&["replay", text(&log), "--prior", text(prior)], None);
        assert_eq!(output.status.code(), Some(1));
        assert!(errors(&output).contains(why), "{}", errors(&output));
    }
}
