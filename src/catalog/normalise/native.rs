//! The native product shape: also one line of a catalogue JSONL.

use super::{id, path, price, time_ms};
use crate::catalog::product::{Condition, ProductRecord, Related, Sustainability};
use crate::catalog::value::Value;
use crate::error::{Error, Result};

/// Reads a native product. Only `id` is required.
pub fn product(row: &Value) -> Result<ProductRecord> {
    let (words, numbers) = attributes(row.get("attributes"));
    Ok(ProductRecord {
        id: id(row, &["id"])?,
        name: row.get("name").and_then(Value::text),
        price: price("price", row.get("price"))?,
        list_price: price("listPrice", row.get("listPrice"))?,
        on_sale: row.get("onSale").and_then(Value::flag),
        category: row.get("category").and_then(path),
        brand: row.get("brand").and_then(Value::text),
        tags: row.get("tags").map(Value::texts),
        words,
        numbers,
        rating: positive("rating", row.get("rating"))?,
        reviews: positive("reviews", row.get("reviews"))?,
        available: row.get("available").and_then(Value::flag),
        condition: row
            .get("condition")
            .and_then(Value::text)
            .as_deref()
            .and_then(Condition::parse),
        released_at_ms: row.get("releasedAt").and_then(time_ms),
        url: row.get("url").and_then(Value::text),
        repurchase_days: positive("repurchaseDays", row.get("repurchaseDays"))?,
        service_days: positive("serviceDays", row.get("serviceDays"))?,
        season: row.get("season").map(months),
        sustainability: row.get("sustainability").map(sustainability),
        related: row.get("related").map(related),
        sponsored: row.get("sponsored").and_then(Value::flag),
        score: row.get("score").and_then(Value::number),
    })
}

/// A number that cannot be negative; text that is no number counts as absent.
fn positive(field: &'static str, value: Option<&Value>) -> Result<Option<f64>> {
    match value {
        Some(Value::Num(n)) if !n.is_finite() => Err(Error::input(field, "is not a finite number")),
        Some(value) => match value.number() {
            Some(n) if n < 0.0 => Err(Error::input(field, "is negative")),
            number => Ok(number),
        },
        None => Ok(None),
    }
}

/// Attributes that are words and attributes that are measured.
pub type Attributes = (Vec<(String, String)>, Vec<(String, f64)>);

/// Splits attributes into words and measures. A number stays a measure; a truth value is a word; lists give several.
fn attributes(value: Option<&Value>) -> Attributes {
    let mut words = Vec::new();
    let mut numbers = Vec::new();
    for (name, value) in value.map_or(&[][..], Value::entries) {
        match value {
            Value::Num(n) if n.is_finite() => numbers.push((name.clone(), *n)),
            Value::Bool(flag) => {
                words.push((name.clone(), if *flag { "yes" } else { "no" }.to_owned()))
            }
            Value::Str(_) | Value::List(_) => {
                words.extend(value.texts().into_iter().map(|text| (name.clone(), text)))
            }
            _ => {}
        }
    }
    (words, numbers)
}

fn months(value: &Value) -> u16 {
    let months = value
        .items()
        .iter()
        .filter_map(Value::number)
        .filter(|m| (1.0..=12.0).contains(m));
    months.fold(0, |bits, month| bits | 1 << (month as u16 - 1))
}

fn sustainability(value: &Value) -> Sustainability {
    let class = value
        .get("energyClass")
        .and_then(Value::text)
        .and_then(|text| text.chars().next());
    Sustainability {
        labels: value.get("labels").map(Value::texts).unwrap_or_default(),
        packaging: value.get("packaging").and_then(Value::text),
        low_carbon: value.get("shipping").and_then(Value::text).as_deref() == Some("low_carbon"),
        energy_class: class
            .map(|c| c.to_ascii_uppercase())
            .filter(|c| ('A'..='G').contains(c)),
    }
}

fn related(value: &Value) -> Related {
    let ids = |key| value.get(key).map(Value::texts).unwrap_or_default();
    Related {
        accessory_of: ids("accessoryOf"),
        consumable_for: ids("consumableFor"),
        similar_to: ids("similarTo"),
        upgrade_of: ids("upgradeOf"),
    }
}
