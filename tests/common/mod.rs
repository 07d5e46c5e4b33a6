//! Arbitrary shops, shoppers and junk.

#![allow(dead_code, reason = "each test crate uses its part")]

use ownshelf::catalog::Value;
use ownshelf::privacy::{Consent, ConsentMode};
use ownshelf::ranking::RankContext;
use ownshelf::shelf::{Entry, Shelf};
use proptest::prelude::*;

pub fn text(text: &str) -> Value {
    Value::Str(text.to_owned())
}

pub fn number(number: f64) -> Value {
    Value::Num(number)
}

pub fn object(entries: &[(&str, Value)]) -> Value {
    Value::Map(
        entries
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect(),
    )
}

/// A shelf on which everything may be learned, in memory.
pub fn shelf() -> Shelf {
    Shelf::new(1, Consent::new(ConsentMode::Session, false, false))
}

/// Fifty products whose kinds and prices follow from a seed.
pub fn catalogue(seed: u64) -> Value {
    let product = |n: u64| {
        let mix = (seed ^ n.wrapping_mul(0x9e37_79b9_7f4a_7c15)).rotate_left(17);
        object(&[
            ("id", text(&format!("p{n}"))),
            ("name", text(&format!("Product {n}"))),
            ("price", number(((mix % 9_900) as f64 + 100.0) / 100.0)),
            (
                "listPrice",
                number(((mix % 9_900) as f64 + 100.0 * (mix % 3) as f64) / 100.0),
            ),
            (
                "category",
                Value::List(vec![text("Shop"), text(&format!("Kind {}", mix % 4))]),
            ),
            ("brand", text(&format!("Brand {}", mix % 7))),
            ("tags", Value::List(vec![text(&format!("tag {}", mix % 5))])),
            (
                "attributes",
                object(&[
                    ("size", number((mix % 30) as f64)),
                    ("colour", text(["red", "blue"][(mix % 2) as usize])),
                ]),
            ),
        ])
    };
    Value::List((0..50).map(product).collect())
}

fn event() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "select_item",
        "view_item",
        "add_to_cart",
        "remove_from_cart",
        "add_to_wishlist",
        "purchase",
        "refund",
        "hide_item",
        "item_dwell",
        "sort_by",
        "filter_by",
        "view_item_list",
        "search",
        "snooze_item",
    ]);
    let values = prop::sample::select(vec!["price_asc", "price_desc", "newest", "Brand 3", "red"]);
    (names, 0..60_u32, 0..90_000_u32, values).prop_map(|(name, id, dwell, value)| {
        object(&[
            ("name", text(name)),
            ("id", text(&format!("p{id}"))),
            ("dwellMs", number(f64::from(dwell))),
            ("value", text(value)),
        ])
    })
}

/// What a shopper does, in order.
pub fn events(most: usize) -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(event(), 0..most)
}

/// Entries of a listing: ids, objects with prices of this page, unknown ids, and repeated ones.
pub fn listing(most: usize) -> impl Strategy<Value = Vec<Value>> {
    let entry = (0..70_u32, prop::option::of(0.5..500.0_f64), any::<bool>()).prop_map(
        |(id, price, on_sale)| {
            let id = text(&format!("p{id}"));
            match price {
                None => id,
                Some(price) => object(&[
                    ("id", id),
                    ("price", number(price)),
                    ("onSale", Value::Bool(on_sale)),
                ]),
            }
        },
    );
    prop::collection::vec(entry, 1..most)
}

/// Lets a shopper loose: lists are shown now and then, events come ten seconds apart.
pub fn behave(mut shelf: Shelf, catalogue: &Value, events: &[Value], start_ms: u64) -> Shelf {
    shelf.add_products(catalogue);
    let shown: Vec<Value> = (0..50).map(|n| text(&format!("p{n}"))).collect();
    for (nth, event) in events.iter().enumerate() {
        let now_ms = start_ms + nth as u64 * 10_000;
        if nth % 5 == 0 {
            let listing = entries(&shown[nth % 20..nth % 20 + 24]);
            shelf
                .rank(
                    &listing,
                    RankContext {
                        now_ms,
                        ..RankContext::default()
                    },
                )
                .unwrap();
        }
        shelf.record(event, now_ms).unwrap();
    }
    shelf
}

pub fn entries(listing: &[Value]) -> Vec<Entry<'_>> {
    listing.iter().map(Entry::Inline).collect()
}

/// Anything at all.
pub fn junk() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        any::<f64>(),
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(-1.0)
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        number.prop_map(Value::Num),
        ".{0,12}".prop_map(Value::Str),
        "[0-9.,€ -]{0,10}".prop_map(Value::Str),
    ];
    let key = prop_oneof![
        prop::sample::select(vec![
            "id",
            "name",
            "price",
            "listPrice",
            "category",
            "brand",
            "items",
            "item_id",
            "@type",
            "offers",
            "variants",
            "title",
            "at",
            "dwellMs",
            "match",
            "action",
            "position",
            "attributes",
            "season",
            "releasedAt",
        ])
        .prop_map(str::to_owned),
        "[a-z_]{1,8}",
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
            prop::collection::vec((key.clone(), inner), 0..6).prop_map(Value::Map),
        ]
    })
}
