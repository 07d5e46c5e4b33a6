//! Google Analytics 4 e-commerce items: `item_id`, `item_name`, `item_category` … `item_category5`, `price`, `discount`,
//! `currency`; Universal Analytics' `id` and `name` too.

use super::fields::{Field, read};
use super::{id, price};
use crate::catalog::product::ProductRecord;
use crate::catalog::value::Value;
use crate::error::Result;

const SHAPE: [(&str, Field); 6] = [
    ("name", Field::Name),
    ("item_name", Field::Name),
    ("brand", Field::Brand),
    ("item_brand", Field::Brand),
    ("price", Field::Price),
    ("currency", Field::Currency),
];

const CATEGORIES: [&str; 5] = [
    "item_category",
    "item_category2",
    "item_category3",
    "item_category4",
    "item_category5",
];

/// Reads one GA4 item. A name is never taken for an id: many products may share it. `discount` is the reduction of one piece, so the list price is `price + discount`.
pub fn product(row: &Value, record: &mut ProductRecord) -> Result<()> {
    record.id = id(row, &["item_id", "id"])?;
    read(row, &SHAPE, record);
    let discount = price("discount", row.get("discount"), &mut record.unread).filter(|d| *d > 0.0);
    record.list_price = record.price.zip(discount).map(|(now, off)| now + off);
    let mut path = Vec::new();
    for key in CATEGORIES {
        path.extend(row.get(key).and_then(Value::text));
    }
    record.category = (!path.is_empty()).then_some(path);
    if let Some(variant) = row.get("item_variant").and_then(Value::text) {
        record.words.push(("variant".to_owned(), variant));
    }
    Ok(())
}
