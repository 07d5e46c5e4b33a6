//! What stands on a card: what was ticked, bounded, and nothing that was not.

use ownshelf::catalog::Value;
use ownshelf_capsule::card::{MAX_ROWS, MAX_TEXT, link, make};
use ownshelf_capsule::{Fault, digits};
use proptest::prelude::*;

fn fact(key: &str, strength: f64, last_at: f64) -> Value {
    let kind = key.split(':').next().unwrap();
    Value::object([
        ("key", key.into()),
        ("kind", kind.into()),
        ("name", format!("the {key}").as_str().into()),
        ("strength", strength.into()),
        ("lastAt", last_at.into()),
    ])
}

fn facts() -> Vec<Value> {
    vec![
        fact("product:a:1", 0.5, 10.0),
        fact("product:b", 0.0, 30.0),
        fact("product:disliked", -0.1, 40.0),
        fact("brand:acme", 0.4, 5.0),
        fact("brand:other", -0.4, 5.0),
        fact("tag:wool", 0.2, 5.0),
        fact("price:low", 0.9, 5.0),
    ]
}

fn ticked<const N: usize>(fields: [(&str, Value); N]) -> Result<Value, Fault> {
    let declared = Value::object([("premium", true.into())]);
    make(
        &Value::object(fields),
        &facts(),
        &declared,
        1_700_000_000_000,
    )
}

fn names(card: &Value) -> Vec<&str> {
    card.entries()
        .iter()
        .map(|(name, _)| name.as_str())
        .collect()
}

fn column(rows: &Value, name: &str) -> Vec<String> {
    rows.items()
        .iter()
        .map(|row| row.text_of(&[name]).unwrap())
        .collect()
}

#[test]
fn a_card_holds_what_was_ticked() {
    let card = ticked([
        ("question", "  Which lens? ".into()),
        ("preferences", true.into()),
    ])
    .unwrap();
    assert_eq!(
        names(&card),
        ["format", "version", "at", "question", "preferences"]
    );
    assert_eq!(card.text_of(&["question"]).unwrap(), "Which lens?");
    assert_eq!(
        card.get("preferences").unwrap().get("premium"),
        Some(&true.into())
    );
}

#[test]
fn products_come_latest_first_without_the_disliked() {
    let card = ticked([("recent", true.into())]).unwrap();
    assert_eq!(column(card.get("recent").unwrap(), "id"), ["b", "a:1"]);
    let card = ticked([("recent", 1.0.into())]).unwrap();
    assert_eq!(column(card.get("recent").unwrap(), "id"), ["b"]);
}

#[test]
fn tastes_are_those_chosen() {
    let card = ticked([("taste", true.into())]).unwrap();
    assert_eq!(
        column(card.get("taste").unwrap(), "name"),
        ["the brand:acme", "the tag:wool"]
    );
    let keys = Value::list(["tag:wool".into(), "brand:other".into(), "price:low".into()]);
    let card = ticked([("taste", keys)]).unwrap();
    assert_eq!(column(card.get("taste").unwrap(), "name"), ["the tag:wool"]);
}

#[test]
fn a_card_without_anything_is_none() {
    assert_eq!(ticked([]), Err(Fault::EmptyCard));
    let off = ["recent", "preferences", "taste"].map(|name| (name, false.into()));
    assert_eq!(ticked(off), Err(Fault::EmptyCard));
    assert_eq!(
        ticked([("question", "  ".into()), ("recent", 0.0.into())]),
        Err(Fault::EmptyCard)
    );
    for fields in [Value::Null, Value::list([]), "card".into(), f64::NAN.into()] {
        assert_eq!(
            make(&fields, &facts(), &Value::Null, 0),
            Err(Fault::EmptyCard)
        );
    }
}

#[test]
fn its_link_carries_the_json_in_the_fragment() {
    let link = link(r#"{"a":"é"}"#, "https://shop.test/support.html#old");
    let (page, text) = link.split_once("#ownshelf-card=").unwrap();
    assert_eq!(page, "https://shop.test/support.html");
    assert_eq!(digits::decode(text).unwrap(), r#"{"a":"é"}"#.as_bytes());
}

proptest! {
    /// No text and no list is longer than its bound, and no character is cut in two.
    #[test]
    fn a_card_is_bounded(question in "\\PC{0,600}|😀{200,400}", many in -5.0..1e9, count in 0..40usize) {
        let facts: Vec<Value> = (0..count).map(|n| fact(&format!("product:{n}"), 1.0, n as f64)).collect();
        let fields = Value::object([("question", question.as_str().into()), ("recent", Value::Num(many)), ("preferences", true.into())]);
        let card = make(&fields, &facts, &Value::Null, 1).unwrap();
        if let Some(text) = card.text_of(&["question"]) {
            prop_assert!(text.encode_utf16().count() <= MAX_TEXT);
            prop_assert!(question.trim().starts_with(&text));
        }
        prop_assert!(card.get("recent").is_none_or(|rows| rows.items().len() <= MAX_ROWS.min(count)));
    }
}
