//! Facts: what is known, one by one, so that the shopper can read and remove each.

use super::Profile;
use super::evidence::{Body, Record, Refinement};
use super::items::Items;
use crate::catalog::{Catalog, Facet, FacetKind, ProductId};
use crate::compact::sort::sort_by;
use crate::error::{Error, Result};
use crate::privacy::Purpose;
use crate::signals::{EventKind, SortOrder};

/// What a fact speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactKind {
    /// A facet: category, brand, tag or attribute.
    Facet(FacetKind),
    /// One product.
    Product,
    /// Purchases of one product.
    Purchase,
    /// Price choices.
    Price,
    /// How long is usual.
    Dwell,
    /// A sort order chosen.
    Sort,
}

/// What names a fact, for [`Profile::forget`].
///
/// ```
/// use ownshelf::{catalog::Catalog, profile::FactKey};
/// let mut catalog = Catalog::default();
/// assert!(FactKey::parse("product:cup", &catalog).is_err(), "nothing is known of it");
/// let cup = catalog.id("cup");
/// assert_eq!(FactKey::parse("product:cup", &catalog), Ok(FactKey::Product(cup)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactKey {
    /// A facet.
    Facet(Facet),
    /// One product.
    Product(ProductId),
    /// Purchases of one product.
    Purchase(ProductId),
    /// All price choices.
    Price,
    /// All viewing times.
    Dwell,
    /// All sorting.
    Sort,
    /// Everything made on a device up to a time in epoch milliseconds; it has no text.
    Made(u32, u64),
}

/// One thing that is known about the shopper.
///
/// ```
/// # use ownshelf::{catalog::Value, privacy::{Consent, ConsentMode}, ranking::RankContext, shelf::{Entry, Shelf}};
/// # let mut shelf = Shelf::new(1, Consent::new(ConsentMode::Session, false, false));
/// # shelf.add_products(&Value::list([
/// #     Value::object([("id", "cup".into()), ("brand", "Acme".into()), ("price", 12.0.into())]),
/// #     Value::object([("id", "jug".into()), ("brand", "Bay".into()), ("price", 30.0.into())]),
/// # ]));
/// # let listing: Vec<Value> = vec!["cup".into(), "jug".into()];
/// # let listing: Vec<Entry> = listing.iter().map(Entry::Inline).collect();
/// # let event = Value::object([("name", "view_item".into()), ("id", "jug".into())]);
/// # shelf.record(&event, 1_000).unwrap();
/// let brand = shelf.facts(2_000).into_iter().find(|fact| fact.name == "Bay").unwrap();
/// assert!(brand.strength > 0.0);
/// shelf.forget(&brand.key, 2_000)?;
/// assert!(shelf.facts(2_000).iter().all(|fact| fact.name != "Bay"));
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Its key as text.
    pub key: String,
    /// What it speaks of.
    pub kind: FactKind,
    /// Name shown, e.g. the brand; empty where the kind says it all.
    pub name: String,
    /// −1 (avoids) to 1 (prefers).
    pub strength: f64,
    /// Pieces of evidence.
    pub count: u32,
    /// Epoch milliseconds of the latest evidence.
    pub last_at_ms: u64,
    /// The purpose it was learned for.
    pub purpose: Purpose,
}

impl FactKey {
    /// Reads a key that [`Fact::key`] gave out.
    ///
    /// # Errors
    /// `InvalidInput` if nothing is held under it.
    pub fn parse(text: &str, catalog: &Catalog) -> Result<FactKey> {
        let unknown = || Error::input("key", "names nothing that is held");
        let (kind, name) = text.split_once(':').ok_or_else(unknown)?;
        match kind {
            "product" => catalog.find(name).map(FactKey::Product),
            "purchase" => catalog.find(name).map(FactKey::Purchase),
            "price" => Some(FactKey::Price),
            "dwell" => Some(FactKey::Dwell),
            "sort" => Some(FactKey::Sort),
            _ => {
                let kind = FACETS
                    .iter()
                    .find(|(_, word)| *word == kind)
                    .ok_or_else(unknown)?
                    .0;
                catalog.facets().get(kind, name).map(FactKey::Facet)
            }
        }
        .ok_or_else(unknown)
    }

    /// Whether a record is evidence for the fact.
    pub(super) fn covers(&self, record: &Record, items: &Items) -> bool {
        match (self, &record.body) {
            (FactKey::Made(device, until_ms), _) => {
                record.id.device == *device && record.id.at_ms <= *until_ms
            }
            (FactKey::Product(product), _) => record.product(items) == Some(*product),
            (FactKey::Purchase(product), Body::Interaction(interaction)) => {
                matches!(interaction.kind, EventKind::Purchase | EventKind::Refund)
                    && items.get(interaction.item).product == *product
            }
            (FactKey::Facet(facet), Body::Interaction(interaction)) => {
                items.get(interaction.item).facets().any(|f| f == *facet)
            }
            (FactKey::Facet(facet), Body::Choice(choice)) => items
                .get(choice.seen[usize::from(choice.chosen)].item)
                .facets()
                .any(|f| f == *facet),
            (FactKey::Facet(facet), Body::Refinement(Refinement::Filter(f))) => f == facet,
            (FactKey::Price, Body::Choice(_)) => record.purposes.has(Purpose::Price),
            (FactKey::Price, Body::Refinement(Refinement::Sort(o))) => {
                matches!(o, SortOrder::PriceAscending | SortOrder::PriceDescending)
            }
            (FactKey::Dwell, Body::Interaction(interaction)) => interaction.dwell_ms.is_some(),
            (FactKey::Sort, Body::Refinement(Refinement::Sort(_))) => true,
            _ => false,
        }
    }
}

/// Facet kinds with the words used in keys.
const FACETS: [(FacetKind, &str); 5] = [
    (FacetKind::Category, "category"),
    (FacetKind::Brand, "brand"),
    (FacetKind::Tag, "tag"),
    (FacetKind::Attribute, "attribute"),
    (FacetKind::Number, "number"),
];

impl FactKind {
    /// The word in the public contract.
    pub fn name(self) -> &'static str {
        match self {
            FactKind::Facet(kind) => FACETS
                .iter()
                .find(|(k, _)| *k == kind)
                .map_or("", |(_, word)| word),
            FactKind::Product => "product",
            FactKind::Purchase => "purchase",
            FactKind::Price => "price",
            FactKind::Dwell => "dwell",
            FactKind::Sort => "sort",
        }
    }
}

impl Profile {
    /// Everything held, strongest first within each kind.
    pub fn facts(&self, catalog: &Catalog, now_ms: u64) -> Vec<Fact> {
        let mut facts = self.facet_facts(catalog, now_ms);
        self.add_product_facts(&mut facts, catalog, now_ms);
        sort_by(&mut facts, |a, b| {
            b.strength
                .abs()
                .total_cmp(&a.strength.abs())
                .then_with(|| a.key.cmp(&b.key))
        });
        facts.extend(self.plain_facts());
        facts
    }

    /// What is held of categories, brands, tags and attributes.
    fn facet_facts(&self, catalog: &Catalog, now_ms: u64) -> Vec<Fact> {
        let facets = self.state().memory.facets.iter();
        facets
            // Facets that were only offered, never dealt with, say nothing of the shopper.
            .filter(|(_, memory)| memory.shown.count > 0)
            .map(|(facet, memory)| {
                let (facet, affinity) = (Facet(facet), &memory.shown);
                let kind = FactKind::Facet(catalog.facets().kind(facet));
                Fact {
                    key: [kind.name(), ":", catalog.facets().name(facet)].concat(),
                    kind,
                    name: catalog.facets().label(facet).to_owned(),
                    strength: strength(affinity.at(now_ms)),
                    count: affinity.count,
                    last_at_ms: affinity.at_ms,
                    purpose: Purpose::Rank,
                }
            })
            .collect()
    }

    /// Adds what is held of single products: dealt with, expected again, bought.
    fn add_product_facts(&self, facts: &mut Vec<Fact>, catalog: &Catalog, now_ms: u64) {
        let state = self.state();
        let of = |product, kind: FactKind, strength, count, last_at_ms, purpose| {
            let product = ProductId(product);
            let id = catalog.id_text(product);
            let name = catalog.product(product).map_or("", |p| &*p.name);
            Fact {
                key: [kind.name(), ":", id].concat(),
                kind,
                name: if name.is_empty() { id } else { name }.to_owned(),
                strength,
                count,
                last_at_ms,
                purpose,
            }
        };
        let dealt = state.memory.products.iter();
        for (product, item) in dealt.filter(|(_, item)| item.affinity.count > 0) {
            let affinity = &item.affinity;
            let (strength, last_ms) = (strength(affinity.at(now_ms)), affinity.at_ms);
            let (kind, purpose) = (FactKind::Product, Purpose::Rank);
            facts.push(of(
                product,
                kind,
                strength,
                affinity.count,
                last_ms,
                purpose,
            ));
        }
        for (product, clock) in state.clocks.products.iter() {
            let dealt = state.memory.products.get(product);
            let (kind, count, last_ms) = match clock.bought {
                // What ranking knows too is told there already.
                0 if dealt.is_some_and(|item| item.affinity.count > 0) => continue,
                0 => (FactKind::Product, 1, clock.dealt_ms),
                bought => (FactKind::Purchase, bought, clock.last_ms),
            };
            let strength = f64::from(clock.bought.min(1)) * 0.5;
            facts.push(of(
                product,
                kind,
                strength,
                count,
                last_ms,
                Purpose::Suggest,
            ));
        }
    }

    /// Facts that are one number for the whole shop.
    fn plain_facts(&self) -> Vec<Fact> {
        // Yes or no, never how much: the sensitivity itself is not for any page to read.
        let compares = if self.state().price.sensitivity() > 0.2 {
            0.5
        } else {
            0.0
        };
        let plain = [
            (
                FactKey::Price,
                FactKind::Price,
                "price:",
                Purpose::Price,
                compares,
            ),
            (
                FactKey::Dwell,
                FactKind::Dwell,
                "dwell:",
                Purpose::Dwell,
                0.0,
            ),
            (FactKey::Sort, FactKind::Sort, "sort:", Purpose::Layout, 0.0),
        ];
        let held = plain
            .into_iter()
            .filter_map(|(key, kind, text, purpose, strength)| {
                let evidence: Vec<&Record> = self
                    .records
                    .iter()
                    .filter(|r| key.covers(r, &self.items))
                    .collect();
                let last_at_ms = evidence.last()?.id.at_ms;
                let count = evidence.len() as u32;
                Some(Fact {
                    key: text.to_owned(),
                    kind,
                    name: String::new(),
                    strength,
                    count,
                    last_at_ms,
                    purpose,
                })
            });
        held.collect()
    }
}

/// Evidence squeezed into −1..1: three pieces give about 0.6.
fn strength(weight: f64) -> f64 {
    weight / (weight.abs() + 2.0)
}
