//! schema.org JSON-LD: `Product`, `ProductGroup`, `Offer`, `AggregateOffer`, `ItemList`, `@graph`, arrays.

use super::entities::decode_texts;
use super::fields::{Field, named, read};
use super::native::{attribute, energy_class};
use super::offer;
use crate::catalog::product::{ProductRecord, Related, Sustainability};
use crate::catalog::value::Value;
use crate::compact::text::last_step;
use crate::error::{Error, Result};

const SHAPE: [(&str, Field); 7] = [
    ("name", Field::Name),
    ("category", Field::Category),
    ("manufacturer", Field::Brand),
    ("brand", Field::Brand),
    ("keywords", Field::Keywords),
    ("itemCondition", Field::Condition),
    ("url", Field::Url),
];

const IDS: [&str; 8] = [
    "sku",
    "productID",
    "productGroupID",
    "@id",
    "url",
    "gtin13",
    "gtin",
    "name",
];

/// All products of one JSON-LD object, whatever it is wrapped in.
pub fn products(row: &Value, found: &mut Vec<ProductRecord>) -> Result<()> {
    collect(row, found, 0)?;
    if found.is_empty() {
        Err(Error::input("@type", "holds no product"))
    } else {
        Ok(())
    }
}

fn collect(node: &Value, found: &mut Vec<ProductRecord>, depth: usize) -> Result<()> {
    if depth > 6 {
        return Ok(());
    }
    if is_product(node) {
        let mut record = ProductRecord::default();
        product(node, &mut record)?;
        decode_texts(&mut record);
        found.push(record);
        return Ok(());
    }
    for key in ["@graph", "itemListElement", "item", "mainEntity"] {
        for child in things(node, key) {
            collect(child, found, depth + 1)?;
        }
    }
    Ok(())
}

fn is_product(node: &Value) -> bool {
    let product = |kind: &Value| match kind {
        Value::Str(name) => matches!(
            last_step(name.trim(), b"/:"),
            "Product" | "ProductGroup" | "IndividualProduct"
        ),
        _ => false,
    };
    things(node, "@type").iter().any(product)
}

/// The things behind a property: none, one or several.
pub(super) fn things<'a>(node: &'a Value, key: &str) -> &'a [Value] {
    node.get(key).map_or(&[], Value::items)
}

fn product(node: &Value, record: &mut ProductRecord) -> Result<()> {
    record.id = node
        .text_of(&IDS)
        .ok_or_else(|| Error::input("sku", "is missing, as are productID, @id and url"))?;
    read(node, &SHAPE, record);
    let variants = things(node, "hasVariant");
    for variant in variants {
        record.variants.extend(variant.text_of(&IDS));
    }
    let own = things(node, "offers");
    let offers: Vec<&Value> = match own {
        [] => variants
            .iter()
            .flat_map(|variant| things(variant, "offers"))
            .collect(),
        own => own.iter().collect(),
    };
    // The first that can be bought speaks for the product.
    let bought = offers
        .iter()
        .find(|offer| offer::availability(offer) != Some(false));
    if let Some(offer) = bought.or(offers.first()) {
        offer::read_offer(offer, record);
    }
    if let Some(rating) = node.get("aggregateRating") {
        let number = |keys: &[&str]| {
            let number = rating.first(keys).and_then(Value::number);
            number.filter(|number| *number >= 0.0)
        };
        record.rating = number(&["ratingValue"]);
        record.reviews = number(&["reviewCount", "ratingCount"]);
    }
    for key in ["color", "material", "size", "pattern"] {
        if let Some(text) = node.get(key).and_then(named) {
            record.words.push((key.to_owned(), text));
        }
    }
    for property in things(node, "additionalProperty") {
        let name = property.get("name").and_then(Value::text);
        if let (Some(name), Some(value)) = (name, property.get("value")) {
            attribute(&name, value, record);
        }
    }
    record.sustainability = sustainability(node);
    record.related = related(node);
    Ok(())
}

fn sustainability(node: &Value) -> Option<Sustainability> {
    let mut read = Sustainability::default();
    for certificate in things(node, "hasCertification") {
        read.labels.extend(named(certificate));
    }
    let class = node
        .get("hasEnergyConsumptionDetails")
        .and_then(|details| details.get("hasEnergyEfficiencyCategory"));
    if let Some(Value::Str(text)) = class {
        // "https://schema.org/EUEnergyEfficiencyCategoryA2Plus" is old; today's end in the letter alone.
        read.energy_class = energy_class(text.trim().bytes().rfind(|byte| *byte != b'+'));
    }
    (!read.labels.is_empty() || read.energy_class.is_some()).then_some(read)
}

fn related(node: &Value) -> Option<Related> {
    let mut related = Related::default();
    let mut any = false;
    for (key, ids) in [
        ("isAccessoryOrSparePartFor", &mut related.accessory_of),
        ("isConsumableFor", &mut related.consumable_for),
        ("isSimilarTo", &mut related.similar_to),
    ] {
        for thing in things(node, key) {
            let id = thing
                .text()
                .or_else(|| thing.text_of(&["sku", "productID", "@id", "url"]));
            any |= id.is_some();
            ids.extend(id);
        }
    }
    any.then_some(related)
}
