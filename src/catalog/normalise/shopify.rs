//! Shopify product JSON: `/products/x.js` (prices in cents) and `/products.json` (prices as text).

use super::{id, path, price, time_ms};
use crate::catalog::product::ProductRecord;
use crate::catalog::value::Value;
use crate::error::Result;

/// Reads one Shopify product; the cheapest variant speaks for its price.
pub fn product(row: &Value) -> Result<ProductRecord> {
    let variants = row.get("variants").map_or(&[][..], Value::items);
    // The storefront's `.js` shape has whole cents in numbers; the feed has decimal text.
    let (price_now, list_price) = match row.get("price") {
        Some(Value::Num(_)) => (
            cents("price", row.get("price"))?,
            cents("compare_at_price", row.get("compare_at_price"))?,
        ),
        _ => cheapest(variants)?,
    };
    let available = row.get("available").and_then(Value::flag).or_else(|| {
        let flags: Vec<bool> = variants
            .iter()
            .filter_map(|v| v.get("available").and_then(Value::flag))
            .collect();
        (!flags.is_empty()).then(|| flags.contains(&true))
    });
    Ok(ProductRecord {
        id: id(row, &["id", "handle"])?,
        name: row.get("title").and_then(Value::text),
        price: price_now,
        list_price: list_price.filter(|list| *list > 0.0),
        category: row.first(&["product_type", "type"]).and_then(path),
        brand: row.get("vendor").and_then(Value::text),
        tags: row.get("tags").map(tags),
        available,
        released_at_ms: row.get("published_at").and_then(time_ms),
        url: row.get("url").and_then(Value::text).or_else(|| {
            row.get("handle")
                .and_then(Value::text)
                .map(|h| format!("/products/{h}"))
        }),
        ..ProductRecord::default()
    })
}

fn cents(field: &'static str, value: Option<&Value>) -> Result<Option<f64>> {
    Ok(price(field, value)?.map(|cents| cents / 100.0))
}

fn cheapest(variants: &[Value]) -> Result<(Option<f64>, Option<f64>)> {
    let mut best: Option<(f64, Option<f64>)> = None;
    for variant in variants {
        let whole = matches!(variant.get("price"), Some(Value::Num(_)));
        let scale = if whole { 100.0 } else { 1.0 };
        let Some(now) = price("variants.price", variant.get("price"))?.map(|p| p / scale) else {
            continue;
        };
        if best.is_none_or(|(known, _)| now < known) {
            best = Some((
                now,
                price("variants.compare_at_price", variant.get("compare_at_price"))?
                    .map(|p| p / scale),
            ));
        }
    }
    Ok(best.map_or((None, None), |(now, list)| (Some(now), list)))
}

/// Tags are a list, or one text with commas.
fn tags(value: &Value) -> Vec<String> {
    match value {
        Value::Str(text) => text
            .split(',')
            .map(|t| t.trim().to_owned())
            .filter(|t| !t.is_empty())
            .collect(),
        other => other.texts(),
    }
}
