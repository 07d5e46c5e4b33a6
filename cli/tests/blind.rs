//! `--blind-seconds N`: no page is ranked on what happened in the N seconds before it.

mod common;

use common::{Desk, deeds, findings, near, page};
use serde_json::Value;

fn own(result: &Value) -> (&Value, &Value, &Value) {
    (
        &result["ownshelf"],
        &result["moved"],
        &result["calibration"],
    )
}

#[test]
fn an_event_inside_the_window_has_no_influence() {
    let desk = Desk::new();
    let view = deeds("a", 0, &[("view_item", 'f', 0), ("add_to_cart", 'f', 0)]);
    let shown = page("a", 59, "abcdef", &[("select_item", 'f', 1)]);
    let known = desk.replay(&[view.clone(), shown.clone()], &[]);
    let blind = desk.replay(&[view.clone(), shown.clone()], &["--blind-seconds", "60"]);
    let never = desk.replay(&[shown], &[]);
    assert_eq!(own(&blind), own(&never));
    near(&blind["ownshelf"]["mrr"], 1.0 / 6.0);
    assert!(known["ownshelf"]["mrr"].as_f64().unwrap() > 0.2, "{known}");
    // Blindness hides the touch from the engine; that the shopper had touched it stays a fact.
    assert_eq!(blind["discovery"]["pages"], 0);
    assert_eq!(never["discovery"]["pages"], 1);

    // Sixty seconds before is outside.
    let later = page("a", 60, "abcdef", &[("select_item", 'f', 1)]);
    let outside = desk.replay(&[view.clone(), later.clone()], &["--blind-seconds", "60"]);
    assert_eq!(own(&outside), own(&desk.replay(&[view, later], &[])));
}

#[test]
fn what_is_older_is_learned_as_if_never_held_back() {
    let desk = Desk::new();
    // Each page a minute and more after the last choice, with lists shown in between.
    let mut lines = Vec::new();
    for n in 0..8 {
        lines.push(page(
            "a",
            1000 * n,
            "abcdef",
            &[("select_item", 'e', 3), ("add_to_cart", 'e', 20)],
        ));
        lines.push(page("a", 1000 * n + 500, "fedcba", &[]));
    }
    let free = findings(desk.replay(&lines, &[]));
    let blind = findings(desk.replay(&lines, &["--blind-seconds", "60"]));
    assert_eq!(free, blind);
    assert!(free["ownshelf"]["mrr"].as_f64().unwrap() > 0.3, "{free}");
}

#[test]
fn held_back_choices_belong_to_the_list_they_were_made_from() {
    let desk = Desk::new();
    // Six quick pages hold the product at changing prices: more lists than the engine remembers, all inside the window
    // of the sixth. The last page must learn from each as shown, as if nothing had been held back.
    let cheap = |second, price: u64| {
        page("a", second, "abcdef", &[("select_item", 'd', 1)]).replace(
            "{\"id\":\"d\",\"price\":10}",
            &format!("{{\"id\":\"d\",\"price\":{price}}}"),
        )
    };
    let mut lines: Vec<String> = (0..6).map(|n| cheap(5 * n, 2 + n)).collect();
    lines.push(cheap(600, 5));
    let last = |options: &[&str]| {
        let all = desk.replay(&lines, options);
        let some = desk.replay(&lines[..6], options);
        let sum = |result: &Value| {
            result["ownshelf"]["logLoss"].as_f64().unwrap() * result["pages"].as_f64().unwrap()
        };
        sum(&all) - sum(&some)
    };
    let (free, blind) = (last(&[]), last(&["--blind-seconds", "60"]));
    assert!((free - blind).abs() < 1e-4, "{free} {blind}");
}

#[test]
fn what_has_not_happened_yet_is_not_known() {
    let desk = Desk::new();
    // The first line's purchase is dated an hour after the second line's page.
    let first = page("a", 0, "abcdef", &[("purchase", 'f', 3600)]);
    let second = page("a", 30, "abcdef", &[("select_item", 'f', 1)]);
    let third = page("a", 7200, "abcdef", &[("select_item", 'f', 1)]);
    let early = desk.replay(&[first.clone(), second.clone()], &[]);
    near(&early["ownshelf"]["mrr"], 1.0 / 6.0);
    let late = desk.replay(&[first, second, third], &[]);
    assert!(
        late["ownshelf"]["mrr"].as_f64().unwrap() > 1.0 / 6.0,
        "{late}"
    );
}
