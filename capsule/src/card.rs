//! The card a shopper shows to somebody who helps: what was ticked, and nothing else.
//!
//! It is `{ format, version, at }` and a property for each tick: `question`, `order`, `recent`, `preferences`, `taste`. The
//! helper's page reads it without this module (`pkg/card.js`).

use crate::{Fault, digits, links};
use ownshelf::catalog::Value;
use ownshelf::compact::sort::sort_by;

/// Characters (UTF-16 units) of a text at most: more than anybody reads.
pub const MAX_TEXT: usize = 500;
/// Products and tastes at most.
pub const MAX_ROWS: usize = 12;
const FORMAT: &str = "ownshelf-card";
/// Products where the shopper ticked them without saying how many.
const USUAL_ROWS: usize = 5;
const TASTES: [&str; 4] = ["category", "brand", "tag", "attribute"];

/// Makes a card of what was ticked in `fields`: of `facts`, what the shelf believes (each with `key`, `kind`, `name`, `strength`,
/// `lastAt`), and `declared`, the shopper's wishes. `at_ms`: the card's time.
///
/// `recent` is `true` or how many of the latest products; `taste` is `true` or a list of keys. Nothing that speaks against the
/// shopper's liking is shown.
///
/// # Errors
/// [`Fault::EmptyCard`] if nothing was ticked.
pub fn make(fields: &Value, facts: &[Value], declared: &Value, at_ms: u64) -> Result<Value, Fault> {
    let mut ticked = Vec::new();
    let mut add = |name: &str, value| ticked.push((name.to_owned(), value));
    for name in ["question", "order"] {
        if let Some(text) = fields.get(name).and_then(Value::text) {
            add(name, short(&text));
        }
    }
    if let Some(most) = fields
        .get("recent")
        .map(rows_wanted)
        .filter(|most| *most > 0)
    {
        add("recent", recent(facts, most));
    }
    if is_ticked(fields.get("preferences")) {
        add("preferences", declared.clone());
    }
    if let Some(chosen) = fields.get("taste").filter(|chosen| is_ticked(Some(chosen))) {
        add("taste", taste(facts, chosen));
    }
    if ticked.is_empty() {
        return Err(Fault::EmptyCard);
    }
    let mut card = vec![
        ("format".to_owned(), FORMAT.into()),
        ("version".to_owned(), 1.0.into()),
        ("at".to_owned(), (at_ms as f64).into()),
    ];
    card.extend(ticked);
    Ok(Value::Map(card))
}

/// The link that carries a card, from its JSON. What `url` has after `#` is left out.
#[must_use]
pub fn link(json: &str, url: &str) -> String {
    let page = links::page_of(url);
    [page, "#", FORMAT, "=", &digits::encode(json.as_bytes())].concat()
}

fn is_ticked(field: Option<&Value>) -> bool {
    !matches!(field, None | Some(Value::Null | Value::Bool(false)))
}

fn rows_wanted(field: &Value) -> usize {
    match field {
        Value::Bool(true) => USUAL_ROWS,
        Value::Num(most) => (*most as usize).min(MAX_ROWS),
        _ => 0,
    }
}

fn number(fact: &Value, name: &str) -> f64 {
    match fact.get(name) {
        Some(Value::Num(number)) => *number,
        _ => 0.0,
    }
}

fn text(fact: &Value, name: &str) -> String {
    fact.get(name).and_then(Value::text).unwrap_or_default()
}

/// The latest products first; of two at the same time the one found first.
fn recent(facts: &[Value], most: usize) -> Value {
    let is_shown =
        |fact: &&Value| text(fact, "kind") == "product" && number(fact, "strength") >= 0.0;
    let mut products: Vec<&Value> = facts.iter().filter(is_shown).collect();
    sort_by(&mut products, |a, b| {
        number(b, "lastAt").total_cmp(&number(a, "lastAt"))
    });
    let row = |fact: &&Value| {
        let key = text(fact, "key");
        let id = key.split_once(':').map_or(key.as_str(), |(_, id)| id);
        let at = Value::Num(number(fact, "lastAt"));
        Value::object([
            ("id", short(id)),
            ("name", short(&text(fact, "name"))),
            ("at", at),
        ])
    };
    Value::List(products.iter().take(most).map(row).collect())
}

fn taste(facts: &[Value], chosen: &Value) -> Value {
    let keys = chosen.texts();
    let is_chosen = |fact: &&Value| {
        TASTES.contains(&text(fact, "kind").as_str())
            && number(fact, "strength") > 0.0
            && (*chosen == Value::Bool(true) || keys.contains(&text(fact, "key")))
    };
    let row = |fact: &Value| {
        Value::object([
            ("kind", short(&text(fact, "kind"))),
            ("name", short(&text(fact, "name"))),
        ])
    };
    Value::List(
        facts
            .iter()
            .filter(is_chosen)
            .take(MAX_ROWS)
            .map(row)
            .collect(),
    )
}

/// The beginning of a text, [`MAX_TEXT`] units long at most; no character is cut in two.
fn short(text: &str) -> Value {
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= MAX_TEXT
    };
    Value::Str(text.chars().take_while(fits).collect())
}
