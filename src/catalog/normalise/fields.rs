//! Shapes as tables: which property of a shop's object fills which field of a [`ProductRecord`].

use super::{path, price, printed_price};
use crate::catalog::product::{Condition, ProductRecord};
use crate::catalog::value::Value;
use crate::compact::text::pieces;
use crate::error::Error;

/// A field, with how its property is read.
#[derive(Clone, Copy)]
pub enum Field {
    Name,
    /// A machine-readable price.
    Price,
    /// A price as printed, which may hold the one before a reduction too.
    PrintedPrice,
    PrintedListPrice,
    Currency,
    OnSale,
    Category,
    /// A text, or a thing with a `name`.
    Brand,
    /// A list.
    Tags,
    /// A list, or one text with commas.
    Keywords,
    Rating,
    Reviews,
    Available,
    Condition,
    Url,
    RepurchaseDays,
    ServiceDays,
    Season,
    Sponsored,
    Score,
}

/// Fills the fields of all properties that are there. Of several names for one field the preferred one comes last. A property
/// that cannot be read is noted in `record.unread` and left out.
pub fn read(row: &Value, shape: &[(&'static str, Field)], record: &mut ProductRecord) {
    for (key, field) in shape {
        let Some(value) = row.get(key) else { continue };
        match field {
            Field::Name => record.name = value.text(),
            Field::Price => record.price = price(key, Some(value), &mut record.unread),
            Field::PrintedPrice => {
                if let Some(printed) = printed_price(key, value, &mut record.unread) {
                    record.price = Some(printed.price);
                    record.list_price = printed.list_price;
                }
            }
            Field::PrintedListPrice => {
                let printed = printed_price(key, value, &mut record.unread);
                record.list_price = printed.map(|printed| printed.price);
            }
            Field::Currency => record.currency = currency(value),
            Field::OnSale => record.on_sale = value.flag(),
            Field::Category => record.category = path(value),
            Field::Brand => record.brand = named(value),
            Field::Tags => record.tags = Some(value.texts()),
            Field::Keywords => record.tags = Some(keywords(value)),
            Field::Rating => record.rating = positive(key, value, record),
            Field::Reviews => record.reviews = positive(key, value, record),
            Field::Available => record.available = value.flag(),
            Field::Condition => {
                record.condition = value.text().and_then(|text| Condition::parse(&text));
            }
            Field::Url => record.url = value.text(),
            Field::RepurchaseDays => record.repurchase_days = positive(key, value, record),
            Field::ServiceDays => record.service_days = positive(key, value, record),
            Field::Season => record.season = Some(months(value)),
            Field::Sponsored => record.sponsored = value.flag(),
            Field::Score => record.score = value.number(),
        }
    }
}

/// A currency by its ISO 4217 code.
pub fn currency(value: &Value) -> Option<[u8; 3]> {
    let code: [u8; 3] = value.text()?.as_bytes().try_into().ok()?;
    let code = code.map(|letter| letter.to_ascii_uppercase());
    code.iter().all(u8::is_ascii_uppercase).then_some(code)
}

/// A text, or the `name` of a thing.
pub fn named(value: &Value) -> Option<String> {
    let first = value.items().first()?;
    first
        .text()
        .or_else(|| first.get("name").and_then(Value::text))
}

/// A number that cannot be negative; text that is no number counts as absent.
fn positive(field: &'static str, value: &Value, record: &mut ProductRecord) -> Option<f64> {
    let why = match value {
        Value::Num(n) if !n.is_finite() => "is not a finite number",
        value => match value.number() {
            Some(n) if n < 0.0 => "is negative",
            number => return number,
        },
    };
    record.unread.push(Error::input(field, why));
    None
}

fn keywords(value: &Value) -> Vec<String> {
    match value {
        Value::Str(text) => pieces(text, ","),
        other => other.texts(),
    }
}

fn months(value: &Value) -> u16 {
    let mut bits = 0;
    for item in value.items() {
        if let Some(month) = item.number().filter(|m| (1.0..=12.0).contains(m)) {
            bits |= 1 << (month as u16 - 1);
        }
    }
    bits
}
