//! Google Analytics 4 e-commerce items: `item_id`, `item_name`, `item_category` … `item_category5`, `price`, `discount`.

use super::{id, price};
use crate::catalog::product::ProductRecord;
use crate::catalog::value::Value;
use crate::error::Result;

const CATEGORIES: [&str; 5] = [
    "item_category",
    "item_category2",
    "item_category3",
    "item_category4",
    "item_category5",
];

/// Reads one GA4 item. `discount` is the reduction of one piece, so the list price is `price + discount`.
pub fn product(row: &Value) -> Result<ProductRecord> {
    let price_now = price("price", row.get("price"))?;
    let discount = price("discount", row.get("discount"))?.filter(|d| *d > 0.0);
    let path: Vec<String> = CATEGORIES
        .iter()
        .filter_map(|key| row.get(key).and_then(Value::text))
        .collect();
    let variant = row.get("item_variant").and_then(Value::text);
    Ok(ProductRecord {
        id: id(row, &["item_id", "item_name"])?,
        name: row.get("item_name").and_then(Value::text),
        price: price_now,
        list_price: price_now.zip(discount).map(|(now, off)| now + off),
        category: (!path.is_empty()).then_some(path),
        brand: row.get("item_brand").and_then(Value::text),
        words: variant
            .into_iter()
            .map(|v| ("variant".to_owned(), v))
            .collect(),
        ..ProductRecord::default()
    })
}
