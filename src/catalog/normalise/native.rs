//! The native product shape: also one line of a catalogue JSONL.

use super::fields::{Field, read};
use super::id;
use crate::catalog::product::{ProductRecord, Related, Sustainability};
use crate::catalog::value::Value;
use crate::error::Result;

const SHAPE: [(&str, Field); 18] = [
    ("name", Field::Name),
    ("price", Field::PrintedPrice),
    ("listPrice", Field::PrintedListPrice),
    ("currency", Field::Currency),
    ("onSale", Field::OnSale),
    ("category", Field::Category),
    ("brand", Field::Brand),
    ("tags", Field::Tags),
    ("rating", Field::Rating),
    ("reviews", Field::Reviews),
    ("available", Field::Available),
    ("condition", Field::Condition),
    ("url", Field::Url),
    ("repurchaseDays", Field::RepurchaseDays),
    ("serviceDays", Field::ServiceDays),
    ("season", Field::Season),
    ("sponsored", Field::Sponsored),
    ("score", Field::Score),
];

/// Reads a native product. Only `id` is required.
pub fn product(row: &Value, record: &mut ProductRecord) -> Result<()> {
    record.id = id(row, &["id"])?;
    read(row, &SHAPE, record);
    if let Some(value) = row.get("attributes") {
        for (name, value) in value.entries() {
            attribute(name, value, record);
        }
    }
    record.sustainability = row.get("sustainability").map(sustainability);
    record.related = row.get("related").map(related);
    Ok(())
}

/// Notes one attribute. A number stays a measure; a truth value is a word; lists give several words.
pub fn attribute(name: &str, value: &Value, record: &mut ProductRecord) {
    if let Value::Num(n) = value {
        if n.is_finite() {
            record.numbers.push((name.to_owned(), *n));
        }
        return;
    }
    if let Value::Bool(flag) = value {
        let word = if *flag { "yes" } else { "no" };
        record.words.push((name.to_owned(), word.to_owned()));
    }
    for word in value.texts() {
        record.words.push((name.to_owned(), word));
    }
}

fn sustainability(value: &Value) -> Sustainability {
    let mut read = Sustainability {
        packaging: value.get("packaging").and_then(Value::text),
        low_carbon: matches!(value.get("shipping"), Some(Value::Str(text)) if text == "low_carbon"),
        ..Sustainability::default()
    };
    if let Some(labels) = value.get("labels") {
        read.labels = labels.texts();
    }
    if let Some(Value::Str(text)) = value.get("energyClass") {
        read.energy_class = energy_class(text.trim().bytes().next());
    }
    read
}

/// The letter of an EU energy class.
pub fn energy_class(letter: Option<u8>) -> Option<char> {
    let letter = letter?.to_ascii_uppercase();
    letter
        .is_ascii_alphabetic()
        .then(|| char::from(letter))
        .filter(|letter| *letter <= 'G')
}

fn related(value: &Value) -> Related {
    let mut related = Related::default();
    for (key, ids) in [
        ("accessoryOf", &mut related.accessory_of),
        ("consumableFor", &mut related.consumable_for),
        ("similarTo", &mut related.similar_to),
        ("upgradeOf", &mut related.upgrade_of),
    ] {
        if let Some(value) = value.get(key) {
            *ids = value.texts();
        }
    }
    related
}
