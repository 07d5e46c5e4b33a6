//! From any shop's shape to [`ProductRecord`]: native, GA4, schema.org, Shopify.

mod entities;
mod fields;
mod ga4;
mod native;
mod offer;
mod schema_org;
mod shopify;

pub use fields::currency;

use super::price::{Printed, checked, parse_machine, parse_printed};
use super::product::ProductRecord;
use super::value::Value;
use crate::compact::text::{contains, pieces};
use crate::error::{Error, Result};
use crate::time::DAY_MS;

/// The products one row describes, in whatever shape it is.
///
/// # Errors
/// `InvalidInput` naming the field that is missing or cannot be read.
pub fn products(row: &Value) -> Result<Vec<ProductRecord>> {
    let Value::Map(_) = row else {
        return Err(Error::input("product", "is not an object"));
    };
    let mut found = read(row)?;
    found.iter_mut().for_each(bound);
    Ok(found)
}

/// Bytes kept of an id, of a name or a brand, and of a tag. No shop writes longer ones on purpose, and each is kept as long
/// as the page lives.
pub const ID_BYTES: usize = 512;
const NAME_BYTES: usize = 200;
const TAG_BYTES: usize = 64;

/// A text, cut off after so many bytes, between characters.
pub fn cut(text: &str, most: usize) -> &str {
    let mut ends = (0..=most.min(text.len())).rev();
    let end = ends.find(|end| text.is_char_boundary(*end));
    // `get`, not an index: what an index says of a wrong end costs the browser four kilobytes.
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

fn shorten(text: &mut String, most: usize) {
    text.truncate(cut(text, most).len());
}

fn bound(record: &mut ProductRecord) {
    shorten(&mut record.id, ID_BYTES);
    let names = record.name.iter_mut().chain(&mut record.brand);
    names
        .chain(record.category.iter_mut().flatten())
        .for_each(|name| shorten(name, NAME_BYTES));
    let tags = record.tags.iter_mut().flatten();
    tags.for_each(|tag| shorten(tag, TAG_BYTES));
}

fn read(row: &Value) -> Result<Vec<ProductRecord>> {
    let mut found = Vec::new();
    if row.first(&["@type", "@graph", "@context"]).is_some() {
        schema_org::products(row, &mut found)?;
        return Ok(found);
    }
    let analytics = row.first(&["item_id", "item_name"]).is_some();
    let read = if analytics {
        ga4::product
    } else if row.get("variants").is_some() && row.first(&["title", "handle"]).is_some() {
        shopify::product
    } else {
        native::product
    };
    let mut record = ProductRecord::default();
    read(row, &mut record)?;
    found.push(record);
    Ok(found)
}

/// A price of a machine-readable field, given as number or text. What cannot be read is noted and costs this field alone.
fn price(field: &'static str, value: Option<&Value>, faults: &mut Vec<Error>) -> Option<f64> {
    let read = match value? {
        Value::Num(n) => checked(*n),
        Value::Str(text) if text.trim().is_empty() => return None,
        Value::Str(text) => parse_machine(text),
        // Some write a list of prices; the first that can be read counts.
        Value::List(prices) => {
            return prices
                .iter()
                .find_map(|one| price(field, Some(one), faults));
        }
        _ => Err("is neither a number nor text"),
    };
    read.map_err(|why| faults.push(Error::input(field, why)))
        .ok()
}

/// A price as printed for people, or a number.
fn printed_price(field: &'static str, value: &Value, faults: &mut Vec<Error>) -> Option<Printed> {
    let Value::Str(text) = value else {
        let price = price(field, Some(value), faults)?;
        return Some(Printed {
            price,
            list_price: None,
        });
    };
    if text.trim().is_empty() {
        return None;
    }
    let read = parse_printed(text);
    read.map_err(|why| faults.push(Error::input(field, why)))
        .ok()
}

/// A category as a path; text is split at `>` or ` / ` as feeds write it, a thing is known by its name.
fn path(value: &Value) -> Option<Vec<String>> {
    let steps = match value {
        Value::Str(text) if contains(text, ">") => pieces(text, ">"),
        Value::Str(text) => pieces(text, " / "),
        Value::Map(_) => fields::named(value).into_iter().collect(),
        other => other.texts(),
    };
    (!steps.is_empty()).then_some(steps)
}

/// A point in time given as epoch milliseconds or an ISO 8601 date (`2024-03-01…`), in epoch milliseconds.
pub fn time_ms(value: &Value) -> Option<f64> {
    match value {
        Value::Num(n) => n.is_finite().then_some(*n),
        Value::Str(text) => iso_day(text).map(|day| day as f64 * DAY_MS as f64),
        _ => None,
    }
}

/// Days since 1970-01-01 of the date an ISO 8601 text begins with.
/// Source of the formula: Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
pub fn iso_day(text: &str) -> Option<i64> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes().first_chunk()? else {
        return None;
    };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_i64, |number, digit| {
            let digit = digit.wrapping_sub(b'0');
            (digit < 10).then(|| number * 10 + i64::from(digit))
        })
    };
    let (year, month, day) = (
        number(&[y1, y2, y3, y4])?,
        number(&[m1, m2])?,
        number(&[d1, d2])?,
    );
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || year == 0 {
        return None;
    }
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// The id a row must have.
fn id(row: &Value, keys: &[&str]) -> Result<String> {
    let id = row.first(keys).and_then(Value::text);
    id.ok_or_else(|| Error::input("id", "is missing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_off_between_characters() {
        let long = "é".repeat(1_000);
        let row = Value::object([
            ("id", long.as_str().into()),
            ("name", long.as_str().into()),
            ("tags", Value::list([long.as_str().into()])),
        ]);
        let record = products(&row).unwrap().remove(0);
        assert_eq!(record.id.len(), ID_BYTES);
        assert_eq!(record.name.unwrap().len(), NAME_BYTES);
        assert_eq!(record.tags.unwrap()[0].len(), TAG_BYTES);
    }

    #[test]
    fn counts_days() {
        assert_eq!(iso_day("1970-01-01"), Some(0));
        assert_eq!(iso_day("2024-02-29T10:00:00Z"), Some(19_782));
        assert_eq!(iso_day("2024-13-01"), None);
    }
}
