//! schema.org JSON-LD: `Product`, `ProductGroup`, `Offer`, `AggregateOffer`, `ItemList`, `@graph`, arrays.

use super::{path, price, time_ms};
use crate::catalog::product::{Condition, ProductRecord, Related, Sustainability};
use crate::catalog::value::Value;
use crate::error::{Error, Result};

/// All products of one JSON-LD object, whatever it is wrapped in.
pub fn products(row: &Value) -> Result<Vec<ProductRecord>> {
    let mut found = Vec::new();
    collect(row, &mut found, 0)?;
    if found.is_empty() {
        Err(Error::input("@type", "holds no product"))
    } else {
        Ok(found)
    }
}

fn collect(node: &Value, found: &mut Vec<ProductRecord>, depth: usize) -> Result<()> {
    if depth > 6 {
        return Ok(());
    }
    if is_type(node, "Product")
        || is_type(node, "ProductGroup")
        || is_type(node, "IndividualProduct")
    {
        found.push(product(node)?);
        return Ok(());
    }
    for key in [
        "@graph",
        "itemListElement",
        "item",
        "mainEntity",
        "hasVariant",
    ] {
        for child in node.get(key).map_or(&[][..], Value::items) {
            collect(child, found, depth + 1)?;
        }
    }
    Ok(())
}

fn is_type(node: &Value, name: &str) -> bool {
    let types = node.get("@type").map(Value::texts).unwrap_or_default();
    types
        .iter()
        .any(|t| t.rsplit(['/', ':']).next() == Some(name))
}

fn product(node: &Value) -> Result<ProductRecord> {
    let offer = Offer::read(node)?;
    let (words, numbers) = properties(node);
    let rating = node.get("aggregateRating");
    let condition = offer
        .condition
        .or_else(|| node.get("itemCondition").and_then(Value::text));
    let id = [
        "sku",
        "productID",
        "productGroupID",
        "@id",
        "url",
        "gtin13",
        "gtin",
        "name",
    ]
    .iter()
    .find_map(|key| node.get(key).and_then(Value::text));
    Ok(ProductRecord {
        id: id.ok_or_else(|| Error::input("sku", "is missing, as are productID, @id and url"))?,
        name: node.get("name").and_then(Value::text),
        price: offer.price,
        list_price: offer.list_price,
        category: node.get("category").and_then(category),
        brand: node.first(&["brand", "manufacturer"]).and_then(named),
        tags: node.get("keywords").map(keywords),
        words,
        numbers,
        rating: rating
            .and_then(|r| r.get("ratingValue"))
            .and_then(Value::number)
            .filter(|r| *r >= 0.0),
        reviews: rating
            .and_then(|r| r.first(&["reviewCount", "ratingCount"]))
            .and_then(Value::number)
            .filter(|r| *r >= 0.0),
        available: offer.available,
        condition: condition.as_deref().and_then(Condition::parse),
        released_at_ms: node.get("releaseDate").and_then(time_ms),
        url: node.get("url").and_then(Value::text),
        sustainability: sustainability(node),
        related: related(node),
        ..ProductRecord::default()
    })
}

/// What the first readable offer says.
#[derive(Default)]
struct Offer {
    price: Option<f64>,
    list_price: Option<f64>,
    available: Option<bool>,
    condition: Option<String>,
}

impl Offer {
    fn read(node: &Value) -> Result<Offer> {
        let Some(offer) = node.get("offers").and_then(|o| o.items().first()) else {
            return Ok(Offer::default());
        };
        let mut read = Offer {
            price: price("offers.price", offer.first(&["price", "lowPrice"]))?,
            available: offer
                .get("availability")
                .and_then(Value::text)
                .map(|a| !a.contains("OutOfStock") && !a.contains("SoldOut")),
            condition: offer.get("itemCondition").and_then(Value::text),
            list_price: None,
        };
        for specification in offer
            .get("priceSpecification")
            .map_or(&[][..], Value::items)
        {
            let amount = price(
                "offers.priceSpecification.price",
                specification.get("price"),
            )?;
            let kind = specification
                .get("priceType")
                .and_then(Value::text)
                .unwrap_or_default();
            if kind.contains("ListPrice") || kind.contains("Strikethrough") {
                read.list_price = amount;
            } else {
                read.price = read.price.or(amount);
            }
        }
        if read.price.is_none() {
            // Nested offers of an AggregateOffer without a low price.
            let nested = offer.get("offers").and_then(|o| o.items().first());
            read.price = price("offers.offers.price", nested.and_then(|o| o.get("price")))?;
        }
        Ok(read)
    }
}

fn category(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Map(_) => named(value).map(|name| vec![name]),
        other => path(other),
    }
}

/// A text, or the `name` of a thing.
fn named(value: &Value) -> Option<String> {
    value
        .items()
        .first()
        .and_then(|v| v.text().or_else(|| v.get("name").and_then(Value::text)))
}

fn keywords(value: &Value) -> Vec<String> {
    match value {
        Value::Str(text) => text
            .split(',')
            .map(|t| t.trim().to_owned())
            .filter(|t| !t.is_empty())
            .collect(),
        other => other.texts(),
    }
}

/// Plain properties and `additionalProperty` as attributes.
fn properties(node: &Value) -> super::native::Attributes {
    let mut words = Vec::new();
    let mut numbers = Vec::new();
    for key in ["color", "material", "size", "pattern"] {
        if let Some(text) = node.get(key).and_then(named) {
            words.push((key.to_owned(), text));
        }
    }
    for property in node.get("additionalProperty").map_or(&[][..], Value::items) {
        let Some(name) = property.get("name").and_then(Value::text) else {
            continue;
        };
        match property.get("value") {
            Some(Value::Num(n)) if n.is_finite() => numbers.push((name, *n)),
            Some(value) => words.extend(value.texts().into_iter().map(|text| (name.clone(), text))),
            None => {}
        }
    }
    (words, numbers)
}

fn sustainability(node: &Value) -> Option<Sustainability> {
    let labels: Vec<String> = node
        .get("hasCertification")
        .map_or(&[][..], Value::items)
        .iter()
        .filter_map(named)
        .collect();
    let class = node
        .get("hasEnergyConsumptionDetails")
        .and_then(|details| details.get("hasEnergyEfficiencyCategory"))
        .and_then(Value::text)
        .and_then(|text| text.trim_end_matches('+').chars().last())
        .map(|c| c.to_ascii_uppercase())
        .filter(|c| ('A'..='G').contains(c));
    (!labels.is_empty() || class.is_some()).then(|| Sustainability {
        labels,
        energy_class: class,
        ..Sustainability::default()
    })
}

fn related(node: &Value) -> Option<Related> {
    let ids = |key: &str| -> Vec<String> {
        let things = node.get(key).map_or(&[][..], Value::items);
        things
            .iter()
            .filter_map(|t| {
                t.text().or_else(|| {
                    t.first(&["sku", "productID", "@id", "url"])
                        .and_then(Value::text)
                })
            })
            .collect()
    };
    let related = Related {
        accessory_of: ids("isAccessoryOrSparePartFor"),
        consumable_for: ids("isConsumableFor"),
        similar_to: ids("isSimilarTo"),
        upgrade_of: Vec::new(),
    };
    (related != Related::default()).then_some(related)
}
