//! Shopify product JSON: `/products/x.js` (prices in cents) and `/products.json` (prices as text).

use super::fields::{Field, read};
use super::{id, price};
use crate::catalog::product::ProductRecord;
use crate::catalog::value::Value;
use crate::error::Result;

const SHAPE: [(&str, Field); 7] = [
    ("title", Field::Name),
    ("type", Field::Category),
    ("product_type", Field::Category),
    ("vendor", Field::Brand),
    ("tags", Field::Keywords),
    ("available", Field::Available),
    ("url", Field::Url),
];

/// Reads one Shopify product; the cheapest variant speaks for its price.
pub fn product(row: &Value, record: &mut ProductRecord) -> Result<()> {
    record.id = id(row, &["id", "handle"])?;
    read(row, &SHAPE, record);
    let variants = row.get("variants").map_or(&[][..], Value::items);
    // The storefront's `.js` shape has whole cents in numbers; the feed has decimal text.
    if let Some(Value::Num(_)) = row.get("price") {
        record.price = amount("price", row, "price", record);
        record.list_price = amount("compare_at_price", row, "compare_at_price", record);
    } else {
        read_cheapest(variants, record);
    }
    record.list_price = record.list_price.filter(|list| *list > 0.0);
    if record.available.is_none() {
        for variant in variants {
            if let Some(flag) = variant.get("available").and_then(Value::flag) {
                record.available = Some(record.available == Some(true) || flag);
            }
        }
    }
    if record.url.is_none()
        && let Some(handle) = row.get("handle").and_then(Value::text)
    {
        record.url = Some(["/products/", &handle].concat());
    }
    Ok(())
}

/// An amount in whole currency: a number is in cents, text is not.
fn amount(field: &'static str, row: &Value, key: &str, record: &mut ProductRecord) -> Option<f64> {
    let value = row.get(key);
    let cents = matches!(value, Some(Value::Num(_)));
    let amount = price(field, value, &mut record.unread)?;
    Some(if cents { amount / 100.0 } else { amount })
}

fn read_cheapest(variants: &[Value], record: &mut ProductRecord) {
    for variant in variants {
        if let Some(now) = amount("variants.price", variant, "price", record)
            && record.price.is_none_or(|known| now < known)
        {
            record.price = Some(now);
            record.list_price = amount(
                "variants.compare_at_price",
                variant,
                "compare_at_price",
                record,
            );
        }
    }
}
