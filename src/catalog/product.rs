//! One product, parsed: every field is either absent or usable as it is.

use super::facet::Facet;
use crate::compact::text::contains;
use crate::error::Error;
use std::rc::Rc;

/// Schema.org's `itemCondition`.
///
/// ```
/// use ownshelf::catalog::Condition;
/// assert_eq!(Condition::parse("refurbished"), Some(Condition::Refurbished));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Never used.
    New,
    /// Restored by maker or shop.
    Refurbished,
    /// Second-hand.
    Used,
}

impl Condition {
    /// Reads `new`, `refurbished`, `used` and schema.org's URLs.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        if contains(&text, "refurb") {
            Some(Self::Refurbished)
        } else if contains(&text, "used") || contains(&text, "damaged") {
            Some(Self::Used)
        } else if contains(&text, "new") {
            Some(Self::New)
        } else {
            None
        }
    }
}

/// What the shop certifies about a product's footprint.
///
/// ```
/// use ownshelf::catalog::{Value, read_entry};
/// let sold = Value::object([("energyClass", "B".into()), ("labels", Value::list(["repairable".into()]))]);
/// let record = read_entry(&Value::object([("id", "oven".into()), ("sustainability", sold)]))?;
/// assert_eq!(record.sustainability.unwrap().labels, ["repairable"]);
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sustainability {
    /// Labels by name, e.g. `Blue Angel`.
    pub labels: Vec<String>,
    /// Packaging, e.g. `recycled`, `plastic_free`.
    pub packaging: Option<String>,
    /// Whether low-carbon delivery is offered.
    pub low_carbon: bool,
    /// EU energy class as a letter `A` (best) to `G`.
    pub energy_class: Option<char>,
}

/// Ids of products this one goes with.
///
/// ```
/// use ownshelf::catalog::{Value, read_entry};
/// let related = Value::object([("accessoryOf", Value::list(["camera".into()]))]);
/// let record = read_entry(&Value::object([("id", "lens".into()), ("related", related)]))?;
/// assert_eq!(record.related.unwrap().accessory_of, ["camera"]);
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Related {
    /// It is an accessory or spare part of these.
    pub accessory_of: Vec<String>,
    /// These use it up.
    pub consumable_for: Vec<String>,
    /// It can stand in for these.
    pub similar_to: Vec<String>,
    /// It is the next better one of these.
    pub upgrade_of: Vec<String>,
}

/// A product as the shop describes it, before its words become codes. An absent field changes nothing.
///
/// ```
/// use ownshelf::catalog::{Value, read_entry};
/// let record = read_entry(&Value::object([("id", "cup".into()), ("price", 12.0.into())]))?;
/// assert_eq!((record.id.as_str(), record.describes()), ("cup", false), "an id and a price describe nothing");
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProductRecord {
    /// The shop's id, as text.
    pub id: String,
    /// Name for people.
    pub name: Option<String>,
    /// Price now.
    pub price: Option<f64>,
    /// Price before a reduction open to everybody.
    pub list_price: Option<f64>,
    /// Currency of both, as three capitals (ISO 4217).
    pub currency: Option<[u8; 3]>,
    /// Whether the page says it is on offer, without a list price.
    pub on_sale: Option<bool>,
    /// Category path, general to special.
    pub category: Option<Vec<String>>,
    /// Brand.
    pub brand: Option<String>,
    /// Tags.
    pub tags: Option<Vec<String>>,
    /// Attributes that are words: (name, value).
    pub words: Vec<(String, String)>,
    /// Attributes that are measured: (name, value).
    pub numbers: Vec<(String, f64)>,
    /// Mean rating, in the shop's scale.
    pub rating: Option<f64>,
    /// Number of reviews.
    pub reviews: Option<f64>,
    /// Whether it can be bought now.
    pub available: Option<bool>,
    /// Condition.
    pub condition: Option<Condition>,
    /// Address of its page.
    pub url: Option<String>,
    /// Usual days between two purchases of it.
    pub repurchase_days: Option<f64>,
    /// Days until it wants service.
    pub service_days: Option<f64>,
    /// Months of its season, bit 0 = January.
    pub season: Option<u16>,
    /// What the shop certifies.
    pub sustainability: Option<Sustainability>,
    /// What it goes with.
    pub related: Option<Related>,
    /// Whether its place is paid for.
    pub sponsored: Option<bool>,
    /// The shop's own relevance score for this listing.
    pub score: Option<f64>,
    /// Ids of the variants this product stands for (sizes, colours): they are this product.
    pub variants: Vec<String>,
    /// Fields that were given and could not be read. Only these fields are lost, not the record.
    pub unread: Vec<Error>,
}

impl ProductRecord {
    /// Whether it tells more about the product than its id and its price.
    pub fn describes(&self) -> bool {
        self.name.is_some()
            || self.list_price.is_some()
            || self.on_sale.is_some()
            || self.category.is_some()
            || self.brand.is_some()
            || self.tags.is_some()
            || !self.words.is_empty()
            || !self.numbers.is_empty()
            || self.rating.is_some()
            || self.reviews.is_some()
            || self.available.is_some()
            || self.condition.is_some()
            || self.url.is_some()
            || self.repurchase_days.is_some()
            || self.service_days.is_some()
            || self.season.is_some()
            || self.sustainability.is_some()
            || self.related.is_some()
            || self.sponsored.is_some()
            || self.score.is_some()
    }
}

/// A product in the catalogue: words are codes.
///
/// ```
/// use ownshelf::catalog::Product;
/// let reduced = Product { price: Some(75.0), list_price: Some(100.0), ..Product::default() };
/// assert_eq!(reduced.discount(), 0.25);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Product {
    /// Name for people; empty if unknown.
    pub name: Rc<str>,
    /// Price now.
    pub price: Option<f64>,
    /// Price before a reduction open to everybody.
    pub list_price: Option<f64>,
    /// Currency of both, if stated, as three capitals (ISO 4217).
    pub currency: Option<[u8; 3]>,
    /// Whether it is on offer by the shop's word alone.
    pub on_sale: bool,
    /// Category path, general to special.
    pub category: Vec<Facet>,
    /// Brand.
    pub brand: Option<Facet>,
    /// Tags.
    pub tags: Vec<Facet>,
    /// Attributes that are words.
    pub words: Vec<Facet>,
    /// Attributes that are measured.
    pub numbers: Vec<(Facet, f32)>,
    /// Mean rating.
    pub rating: Option<f64>,
    /// Number of reviews.
    pub reviews: Option<f64>,
    /// Whether the shop said it cannot be bought now.
    pub sold_out: bool,
    /// Condition, if stated.
    pub condition: Option<Condition>,
    /// Address of its page.
    pub url: Option<Rc<str>>,
    /// Usual days between two purchases.
    pub repurchase_days: Option<f64>,
    /// Days until it wants service.
    pub service_days: Option<f64>,
    /// Months of its season, bit 0 = January.
    pub season: u16,
    /// What the shop certifies.
    pub sustainability: Sustainability,
    /// What it goes with.
    pub related: Related,
    /// Whether its place is paid for.
    pub sponsored: bool,
}

impl Product {
    /// Names of the fields that are known of it, as the page writes them, in this order and with spaces between.
    pub fn known_fields(&self) -> String {
        let fields = [
            ("name", !self.name.is_empty()),
            ("price", self.price.is_some()),
            ("listPrice", self.list_price.is_some()),
            ("currency", self.currency.is_some()),
            ("category", !self.category.is_empty()),
            ("brand", self.brand.is_some()),
            ("tags", !self.tags.is_empty()),
            (
                "attributes",
                !self.words.is_empty() || !self.numbers.is_empty(),
            ),
            ("rating", self.rating.is_some()),
            ("url", self.url.is_some()),
        ];
        let known = fields.iter().filter(|(_, known)| *known);
        known.map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
    }

    /// Depth of the reduction open to everybody, 0 (none) to 1 (free). "On sale" counts as 0.1 at least: were it 0.1 only
    /// without a reduction to be seen, a price that rises above the list price would make the offer better.
    pub fn discount(&self) -> f64 {
        let least = if self.on_sale { 0.1 } else { 0.0 };
        match (self.price, self.list_price) {
            (Some(price), Some(list)) if price < list => ((list - price) / list).max(least),
            _ => least,
        }
    }

    /// The most special category.
    pub fn leaf(&self) -> Option<Facet> {
        self.category.last().copied()
    }
}
