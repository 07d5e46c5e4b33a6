//! Figures against hand-computed ones, and the shape of the JSON.

mod common;

use common::{Desk, deeds, findings, near, page, run, text};

#[test]
fn first_pages_agree_with_figures_computed_by_hand() {
    let desk = Desk::new();
    // On a shopper's first page nothing is known, so both orders are the shop's.
    let result = desk.replay(
        &[
            page("a", 0, "abcd", &[("select_item", 'c', 5)]),
            page(
                "b",
                0,
                "abcd",
                &[("select_item", 'a', 5), ("purchase", 'b', 9)],
            ),
        ],
        &[],
    );
    assert_eq!(result["pages"], 2);
    assert_eq!(result["shoppers"], 2);
    for side in ["shopOrder", "ownshelf"] {
        // Page a: place 3, 1/log2(4) = 0.5. Page b: gains 1 and 3, (1 + 3/log2(3)) / (3 + 1/log2(3)) = 0.796708.
        near(&result[side]["hit@1"], 0.5);
        near(&result[side]["mrr"], (1.0 / 3.0 + 1.0) / 2.0);
        near(&result[side]["ndcg@10"], (0.5 + 0.796_708) / 2.0);
    }
    assert_eq!(
        result["moved"],
        serde_json::json!({"higher": 0, "same": 2, "lower": 0})
    );
    assert!(result["ownshelf"]["logLoss"].as_f64().unwrap() > 0.0);
}

#[test]
fn the_best_of_several_deeds_with_one_product_counts() {
    let desk = Desk::new();
    let deeds = [
        ("view_item", 'b', 1),
        ("add_to_cart", 'b', 2),
        ("view_item", 'a', 3),
    ];
    let result = desk.replay(&[page("a", 0, "abcd", &deeds)], &[]);
    // Gains: a 1, b 2. (1 + 2/log2(3)) / (2 + 1/log2(3)) = 0.859719.
    near(&result["shopOrder"]["ndcg@10"], 0.859_719);
    near(&result["shopOrder"]["hit@1"], 1.0);
}

#[test]
fn a_steady_choice_is_learned() {
    let desk = Desk::new();
    let lines: Vec<String> = (0..12)
        .map(|n| page("a", 3600 * n, "abcdefgh", &[("purchase", 'g', 30)]))
        .collect();
    let result = desk.replay(&lines, &[]);
    near(&result["shopOrder"]["mrr"], 1.0 / 7.0);
    assert!(
        result["ownshelf"]["mrr"].as_f64().unwrap() > 0.5,
        "{result}"
    );
    assert!(result["moved"]["higher"].as_u64().unwrap() >= 8, "{result}");
    let groups = result["bySeen"].as_array().unwrap();
    let pages: Vec<_> = groups
        .iter()
        .map(|group| {
            (
                group["pagesSeen"].as_str().unwrap(),
                group["pages"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        pages,
        [("0", 1), ("1-2", 2), ("3-5", 3), ("6-10", 5), ("11+", 1)]
    );
    near(&groups[0]["ndcg@10"], 1.0 / 8.0_f64.log2());
}

#[test]
fn discovery_holds_pages_whose_first_choice_was_never_touched() {
    let desk = Desk::new();
    let result = desk.replay(
        &[
            deeds("a", 0, &[("item_dwell", 'b', 0)]),
            page("a", 100, "abc", &[("select_item", 'b', 1)]),
            page("a", 200, "abc", &[("select_item", 'c', 1)]),
            // Being shown a product is no touch; a touch an hour later is none yet.
            deeds(
                "a",
                300,
                &[("view_item_list", 'a', 0), ("view_item", 'a', 3600)],
            ),
            page("a", 400, "cab", &[("select_item", 'a', 1)]),
        ]
        .map(|line| {
            line.replace(
                "\"item_dwell\",\"id\":\"b\"",
                "\"item_dwell\",\"dwellMs\":9000,\"id\":\"b\"",
            )
        }),
        &[],
    );
    assert_eq!(result["pages"], 3);
    assert_eq!(result["discovery"]["pages"], 2);
    near(
        &result["discovery"]["shopOrder"]["mrr"],
        (1.0 / 3.0 + 0.5) / 2.0,
    );
}

#[test]
fn a_line_never_teaches_its_own_page() {
    let desk = Desk::new();
    // The view is dated before the page, but the line is one: it is ranked first and learned from then.
    let line = page("a", 100, "abcdef", &[("select_item", 'f', 1)]);
    let early = line.replace(
        "\"events\":[",
        &format!(
            "\"events\":[{{\"name\":\"view_item\",\"id\":\"f\",\"at\":{}}},",
            common::NOON
        ),
    );
    let result = desk.replay(&[early], &[]);
    near(&result["ownshelf"]["mrr"], 1.0 / 6.0);
    assert_eq!(result["discovery"]["pages"], 1);
}

#[test]
fn the_object_has_the_keys_of_the_contract() {
    let desk = Desk::new();
    let result = desk.replay(&[page("a", 0, "abc", &[("select_item", 'b', 1)])], &[]);
    for (path, keys) in [
        (
            "",
            &[
                "pages",
                "shoppers",
                "skipped",
                "shopOrder",
                "ownshelf",
                "discovery",
                "bySeen",
                "calibration",
                "seconds",
            ][..],
        ),
        ("/shopOrder", &["hit@1", "mrr", "ndcg@10"][..]),
        ("/ownshelf", &["hit@1", "mrr", "ndcg@10", "logLoss"][..]),
        ("/discovery", &["pages", "shopOrder", "ownshelf"][..]),
        ("/bySeen/4", &["pagesSeen", "pages", "ndcg@10"][..]),
        ("/calibration", &["error", "curve"][..]),
    ] {
        let object = result.pointer(path).unwrap().as_object().unwrap();
        for key in keys {
            assert!(object.contains_key(*key), "{path} {key}");
        }
    }
    assert!(result.get("nextBasket").is_none());
    assert!(
        result["bySeen"][4]["ndcg@10"].is_null(),
        "no page, no figure"
    );
}

#[test]
fn a_catalogue_tells_what_listings_leave_out() {
    let desk = Desk::new();
    let catalogue: Vec<String> = "abcdefgh"
        .chars()
        .map(|id| {
            let brand = if "gh".contains(id) { "Ours" } else { "Theirs" };
            format!(
                "{{\"id\":\"{id}\",\"brand\":\"{brand}\",\"category\":[\"Kitchen\",\"{brand}\"]}}"
            )
        })
        .collect();
    let catalogue = desk.file("catalogue.jsonl", catalogue.join("\n"));
    let lines = [
        deeds(
            "a",
            0,
            &[
                ("purchase", 'g', 0),
                ("purchase", 'g', 60),
                ("add_to_cart", 'g', 90),
            ],
        ),
        page("a", 7200, "abcdefh", &[("select_item", 'h', 1)]),
    ];
    let with = desk.replay(&lines, &["--catalog", text(&catalogue)]);
    let without = desk.replay(&lines, &[]);
    near(&without["ownshelf"]["mrr"], 1.0 / 7.0);
    assert!(with["ownshelf"]["mrr"].as_f64().unwrap() > 0.3, "{with}");
    assert_eq!(with["byCategory"][0]["category"], "Kitchen");
    assert!(without.get("byCategory").is_none());
}

#[test]
fn one_shopper_teaches_nothing_of_another() {
    let desk = Desk::new();
    let one = |name: &str| -> Vec<String> {
        (0..4)
            .map(|n| page(name, 3600 * n, "abcdef", &[("purchase", 'e', 9)]))
            .collect()
    };
    let alone = desk.replay(&one("a"), &[]);
    let both = desk.replay(&[one("a"), one("b")].concat(), &[]);
    assert_eq!(alone["ownshelf"], both["ownshelf"]);
    assert_eq!(both["pages"], 8);
}

#[test]
fn the_same_log_gives_the_same_bytes() {
    let desk = Desk::new();
    let lines: Vec<String> = (0..60)
        .map(|n| {
            page(
                &format!("s{}", n / 2),
                3600 * n,
                "abcdef",
                &[("purchase", ['b', 'e'][n as usize % 2], 9)],
            )
        })
        .collect();
    let first = findings(desk.replay(&lines, &[]));
    assert_eq!(first, findings(desk.replay(&lines, &[])));
    assert!(
        first["difference95"]["mrr"].is_array(),
        "30 shoppers give an interval"
    );
}

#[test]
fn the_table_speaks_plainly() {
    let desk = Desk::new();
    let log = desk.file("log.jsonl", page("a", 0, "abc", &[("select_item", 'b', 1)]));
    let output = run(&["replay", text(&log)], None);
    assert!(output.status.success());
    let table = String::from_utf8(output.stdout).unwrap();
    assert!(
        table.contains("1 page on which something was chosen, 1 shopper"),
        "{table}"
    );
    assert!(
        table.contains("Their choice stands first (hit@1)"),
        "{table}"
    );
}
