//! The profile as plain data that people and other programs can read: what "take my data along" hands out, and what it
//! takes back. The shapes are described in `pkg/profile.schema.json`.
//!
//! Reading gives the same evidence as was written, byte for byte.

use super::evidence::{
    Body, Choice, Interaction, MAX_SEEN, PriceTag, Record, RecordId, Refinement, Seen,
};
use super::items::ItemSnapshot;
use super::{MAX_BYTES, Profile};
use crate::catalog::{Catalog, Facet, FacetKind, SEPARATOR, Value};
use crate::compact::sort::sort_by;
use crate::error::{Error, Result};
use crate::privacy::{Purpose, PurposeSet};
use crate::signals::{EventKind, SortOrder};
use std::rc::Rc;

/// Sort orders by their names in the portable form.
const SORTS: [(SortOrder, &str); 4] = [
    (SortOrder::PriceAscending, "price_asc"),
    (SortOrder::PriceDescending, "price_desc"),
    (SortOrder::Newest, "newest"),
    (SortOrder::Rating, "rating"),
];
/// Facet kinds a list can be filtered by.
const KINDS: [(FacetKind, &str); 4] = [
    (FacetKind::Category, "category"),
    (FacetKind::Brand, "brand"),
    (FacetKind::Tag, "tag"),
    (FacetKind::Attribute, "attribute"),
];

fn map(entries: Vec<(&str, Value)>) -> Value {
    let entries = entries.into_iter().filter(|(_, v)| *v != Value::Null);
    Value::Map(entries.map(|(k, v)| (k.to_owned(), v)).collect())
}

fn number(value: impl Into<f64>) -> Value {
    Value::Num(value.into())
}

fn text(value: &str) -> Value {
    Value::Str(value.to_owned())
}

/// The evidence as `{ products: [..], records: [..] }`.
pub fn write(profile: &Profile, catalog: &Catalog) -> Value {
    let (mut records, mut items) = (profile.records.clone(), profile.items.clone());
    items.sweep(&mut records);
    let products = (0..items.len()).map(|at| product(items.get(at as u32), catalog));
    let records = records.iter().map(|record| written(record, catalog));
    map(vec![
        ("products", Value::List(products.collect())),
        ("records", Value::List(records.collect())),
    ])
}

/// The steps of a category path, or the name and the value of an attribute.
fn steps(name: &str) -> Vec<Value> {
    name.split(SEPARATOR).map(text).collect()
}

fn product(item: &ItemSnapshot, catalog: &Catalog) -> Value {
    let name = |facet: &Facet| catalog.facets().name(*facet);
    let category = item
        .category
        .last()
        .map_or_else(Vec::new, |leaf| steps(name(leaf)));
    let numbers = item
        .numbers
        .iter()
        .map(|(facet, value)| Value::List(vec![text(name(facet)), number(*value)]));
    map(vec![
        ("id", text(catalog.id_text(item.product))),
        ("category", Value::List(category)),
        (
            "brand",
            item.brand.map_or(Value::Null, |brand| text(name(&brand))),
        ),
        (
            "tags",
            Value::List(item.tags.iter().map(|tag| text(name(tag))).collect()),
        ),
        (
            "attributes",
            Value::List(
                item.words
                    .iter()
                    .map(|word| Value::List(steps(name(word))))
                    .collect(),
            ),
        ),
        ("measures", Value::List(numbers.collect())),
    ])
}

fn written(record: &Record, catalog: &Catalog) -> Value {
    let purposes = Purpose::ALL.into_iter().filter(|p| record.purposes.has(*p));
    let mut entries = vec![
        ("at", Value::Num(record.id.at_ms as f64)),
        ("device", number(record.id.device)),
        ("tag", number(record.id.tag)),
        (
            "purposes",
            Value::List(purposes.map(|p| text(p.name())).collect()),
        ),
    ];
    add_body(&mut entries, &record.body, catalog);
    map(entries)
}

fn add_body(entries: &mut Vec<(&'static str, Value)>, body: &Body, catalog: &Catalog) {
    match body {
        Body::Interaction(interaction) => {
            entries.extend([
                ("kind", text("touch")),
                ("event", text(interaction.kind.name())),
                ("product", number(interaction.item)),
                ("quantity", number(interaction.quantity)),
                ("dwellMs", interaction.dwell_ms.map_or(Value::Null, number)),
            ]);
            entries.extend(priced(interaction.price));
        }
        Body::Choice(choice) => {
            let seen = choice.seen.iter().map(|seen| {
                let mut entries = vec![
                    ("product", number(seen.item)),
                    ("position", number(seen.position)),
                ];
                entries.extend(priced(seen.price));
                map(entries)
            });
            entries.extend([
                ("kind", text("choice")),
                ("event", text(choice.kind.name())),
                ("chosen", number(choice.chosen)),
                ("seen", Value::List(seen.collect())),
            ]);
        }
        Body::Refinement(Refinement::Sort(order)) => {
            let name = SORTS
                .iter()
                .find(|(known, _)| known == order)
                .map_or("", |(_, name)| name);
            entries.extend([("kind", text("sort")), ("order", text(name))]);
        }
        Body::Refinement(Refinement::Filter(facet)) => {
            let kind = catalog.facets().kind(*facet);
            let of = KINDS
                .iter()
                .find(|(known, _)| *known == kind)
                .map_or("", |(_, name)| name);
            let name = steps(catalog.facets().name(*facet));
            entries.extend([
                ("kind", text("filter")),
                ("of", text(of)),
                ("name", Value::List(name)),
            ]);
        }
    }
}

fn priced(price: Option<PriceTag>) -> [(&'static str, Value); 2] {
    price.map_or(
        [("lnPriceMilli", Value::Null), ("discountPct", Value::Null)],
        |price| {
            [
                ("lnPriceMilli", number(price.ln_milli)),
                ("discountPct", number(price.discount_pct)),
            ]
        },
    )
}

/// Reads what [`write()`] wrote; `device` is that of the profile it will be merged into.
///
/// # Errors
/// `InvalidInput` naming the row and the field; nothing is changed then but the catalogue's dictionary of names.
pub fn read(value: &Value, device: u32, catalog: &mut Catalog) -> Result<Profile> {
    let mut profile = Profile::new(device);
    let list = |field: &'static str| match value.get(field) {
        Some(Value::List(rows)) => Ok(rows.as_slice()),
        _ => Err(Error::input(field, "is missing or no list")),
    };
    let products = list("products")?;
    let rows = list("records")?;
    // A record is never written in fewer bytes, so a longer list cannot come from a profile.
    if rows.len() > MAX_BYTES {
        return Err(Error::input("records", "are more than a profile can hold"));
    }
    let mut items = Vec::with_capacity(products.len());
    for (index, row) in products.iter().enumerate() {
        let item = snapshot(row, catalog).map_err(|error| error.at(index))?;
        items.push(profile.items.intern(Rc::new(item)));
    }
    let mut records = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        let record = Row { row, items: &items }.record(catalog);
        records.extend(record.map_err(|error| error.at(index))?);
    }
    // In the order of their ids each folds in at the end, whatever order the file has them in.
    sort_by(&mut records, |a, b| a.id.cmp(&b.id));
    for record in records {
        profile.insert(record);
    }
    profile.evict();
    Ok(profile)
}

fn snapshot(row: &Value, catalog: &mut Catalog) -> Result<ItemSnapshot> {
    let id = row
        .get("id")
        .and_then(Value::text)
        .ok_or_else(|| Error::input("id", "is missing"))?;
    let product = catalog.id(&id);
    let texts = |field| row.get(field).map_or_else(Vec::new, Value::texts);
    let (path, tags) = (texts("category"), texts("tags"));
    let facets = catalog.facets_mut();
    let rows = |field: &str| row.get(field).map_or(&[][..], Value::items);
    let words = rows("attributes")
        .iter()
        .map(|word| facets.intern(FacetKind::Attribute, &joined(word)));
    let words = words.collect();
    let mut numbers = Vec::new();
    for measure in rows("measures") {
        let [name, value] = measure.items() else {
            return Err(Error::input(
                "measures",
                "has a row that is no name and number",
            ));
        };
        let (Some(name), Some(value)) = (name.text(), value.number()) else {
            return Err(Error::input(
                "measures",
                "has a row that is no name and number",
            ));
        };
        numbers.push((facets.intern(FacetKind::Number, &name), value as f32));
    }
    Ok(ItemSnapshot {
        product,
        category: facets.intern_path(&path),
        brand: row
            .get("brand")
            .and_then(Value::text)
            .map(|brand| facets.intern(FacetKind::Brand, &brand)),
        tags: tags
            .iter()
            .map(|tag| facets.intern(FacetKind::Tag, tag))
            .collect(),
        words,
        numbers,
    })
}

fn joined(steps: &Value) -> String {
    let mut name = String::new();
    for step in steps.texts() {
        if !name.is_empty() {
            name.push(SEPARATOR);
        }
        name.push_str(&step);
    }
    name
}

/// One row of `records`.
struct Row<'a> {
    row: &'a Value,
    items: &'a [u32],
}

impl Row<'_> {
    /// `None` for a record that serves no learning purpose.
    fn record(&self, catalog: &mut Catalog) -> Result<Option<Record>> {
        let id = RecordId {
            at_ms: whole(self.row, "at", 4e14)? as u64,
            device: whole(self.row, "device", u32::MAX.into())? as u32,
            tag: whole(self.row, "tag", u32::MAX.into())? as u32,
        };
        let purposes = self.purposes();
        let body = match self.row.get("kind").and_then(Value::text).as_deref() {
            Some("touch") => Body::Interaction(Interaction {
                kind: self.event()?,
                item: self.item(self.row)?,
                quantity: whole(self.row, "quantity", 10_000.0)? as u32,
                dwell_ms: match self.row.get("dwellMs") {
                    Some(_) => Some(whole(self.row, "dwellMs", crate::time::DAY_MS as f64)? as u32),
                    None => None,
                },
                price: price(self.row)?,
            }),
            Some("choice") => self.choice()?,
            Some("sort") => {
                let name = self
                    .row
                    .get("order")
                    .and_then(Value::text)
                    .unwrap_or_default();
                let order = SORTS.iter().find(|(_, known)| *known == name);
                Body::Refinement(Refinement::Sort(
                    order
                        .ok_or_else(|| Error::input("order", "is not known"))?
                        .0,
                ))
            }
            Some("filter") => {
                let of = self.row.get("of").and_then(Value::text).unwrap_or_default();
                let kind = KINDS.iter().find(|(_, known)| *known == of);
                let kind = kind.ok_or_else(|| Error::input("of", "is not known"))?.0;
                let name = joined(self.row.get("name").unwrap_or(&Value::Null));
                Body::Refinement(Refinement::Filter(catalog.facets_mut().intern(kind, &name)))
            }
            _ => {
                return Err(Error::input(
                    "kind",
                    "is none of interaction, choice, sort, filter",
                ));
            }
        };
        // What a purpose may not hold is cut off, as it is for evidence made here.
        Ok(Record { id, purposes, body }.restrict(purposes))
    }

    /// The learning purposes named.
    fn purposes(&self) -> PurposeSet {
        let names = self.row.get("purposes").map_or_else(Vec::new, Value::texts);
        let purposes = names
            .iter()
            .filter_map(|name| Purpose::parse(name))
            .fold(PurposeSet::NONE, PurposeSet::with);
        purposes.and(PurposeSet::LEARNING)
    }

    fn choice(&self) -> Result<Body> {
        let rows = self.row.get("seen").map_or(&[][..], Value::items);
        let chosen = whole(self.row, "chosen", 255.0)? as u8;
        if rows.len() > MAX_SEEN || usize::from(chosen) >= rows.len() {
            return Err(Error::input(
                "seen",
                "does not hold the choice, or more than 32",
            ));
        }
        let seen = rows.iter().map(|row| {
            Ok(Seen {
                item: self.item(row)?,
                position: whole(row, "position", u16::MAX.into())? as u16,
                price: price(row)?,
            })
        });
        Ok(Body::Choice(Choice {
            kind: self.event()?,
            chosen,
            seen: seen.collect::<Result<_>>()?,
        }))
    }

    fn event(&self) -> Result<EventKind> {
        let name = self.row.get("event").and_then(Value::text);
        name.and_then(|name| EventKind::parse(&name))
            .ok_or_else(|| Error::input("event", "is not known"))
    }

    fn item(&self, row: &Value) -> Result<u32> {
        let at = whole(row, "product", u32::MAX.into())? as usize;
        self.items
            .get(at)
            .copied()
            .ok_or_else(|| Error::input("product", "is none of the products"))
    }
}

fn price(row: &Value) -> Result<Option<PriceTag>> {
    let Some(ln_milli) = row.get("lnPriceMilli").and_then(Value::number) else {
        return Ok(None);
    };
    Ok(Some(PriceTag {
        ln_milli: ln_milli.clamp(-100_000.0, 100_000.0) as i32,
        discount_pct: whole(row, "discountPct", 100.0)? as u8,
    }))
}

/// A whole number from 0 to `most`.
fn whole(row: &Value, field: &'static str, most: f64) -> Result<f64> {
    let number = row.get(field).and_then(Value::number);
    number
        .filter(|n| (0.0..=most).contains(n) && n.trunc() == *n)
        .ok_or_else(|| Error::input(field, "is missing or out of range"))
}
