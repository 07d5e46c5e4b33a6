//! Evidence: compact records of what happened, each with the purposes it may serve.

use super::items::{ItemRef, Items};
use super::slate::{SlateEntry, Slates};
use crate::catalog::{Catalog, FacetKind, ProductId};
use crate::privacy::{Purpose, PurposeSet};
use crate::signals::{EventKind, Signal, SortOrder};

/// The id of a record, unique over all devices. Sorted by time first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordId {
    /// Epoch milliseconds.
    pub at_ms: u64,
    /// The device it was made on.
    pub device: u32,
    /// Hash of what happened, so that the same event reported twice is one record.
    pub tag: u32,
}

/// One thing that happened.
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
/// use ownshelf::{privacy::PurposeSet, profile::Body};
/// let record = shelf.profile().records()[0].clone();
/// assert!(matches!(record.body, Body::Interaction(_)));
/// assert!(record.restrict(PurposeSet::NONE).is_none(), "without a purpose nothing is kept");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Identity and time.
    pub id: RecordId,
    /// What it may be used for; never empty.
    pub purposes: PurposeSet,
    /// What happened.
    pub body: Body,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// The shopper dealt with one product.
    Interaction(Interaction),
    /// The shopper chose one product of a list that was seen.
    Choice(Choice),
    /// The shopper steered a list.
    Refinement(Refinement),
}

/// A price as it is kept: its logarithm in thousandths. So neither the currency nor the exact price is stored.
///
/// ```
/// use ownshelf::profile::PriceTag;
/// let tag = PriceTag::new(Some(80.0), 0.2).unwrap();
/// assert_eq!(tag.discount_pct, 20);
/// assert!((tag.ln().exp() - 80.0).abs() < 0.1);
/// assert!(PriceTag::new(None, 0.0).is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceTag {
    /// 1000 · ln(price).
    pub ln_milli: i32,
    /// Reduction open to everybody, percent 0-100.
    pub discount_pct: u8,
}

impl PriceTag {
    /// The tag of a price. `None` without a price, and for zero, which has no logarithm.
    pub fn new(price: Option<f64>, discount: f64) -> Option<Self> {
        let price = price.filter(|p| *p > 0.0)?;
        Some(PriceTag {
            ln_milli: (price.ln() * 1000.0).round() as i32,
            discount_pct: (discount.clamp(0.0, 1.0) * 100.0).round() as u8,
        })
    }

    /// ln(price).
    pub fn ln(self) -> f64 {
        f64::from(self.ln_milli) / 1000.0
    }
}

/// The shopper dealt with one product.
#[derive(Debug, Clone, PartialEq)]
pub struct Interaction {
    /// How.
    pub kind: EventKind,
    /// The product.
    pub item: ItemRef,
    /// Pieces (of a snooze, days); kept for `suggest` alone, else 1.
    pub quantity: u32,
    /// Visible, non-idle milliseconds; kept for `dwell` alone.
    pub dwell_ms: Option<u32>,
    /// Price; kept for `price` alone.
    pub price: Option<PriceTag>,
}

/// One seen entry of a choice set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// The product.
    pub item: ItemRef,
    /// 0-based place in the shop's order.
    pub position: u16,
    /// Price as shown; kept for `price` alone.
    pub price: Option<PriceTag>,
}

/// The shopper chose one product of a list that was seen.
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
/// shelf.rank(&listing, RankContext { now_ms: 1_000, ..RankContext::default() })?;
/// let chosen = Value::object([("name", "select_item".into()), ("id", "jug".into())]);
/// shelf.record(&chosen, 5_000)?;
/// let choice = shelf.profile().records().iter().find_map(|record| match &record.body {
///     ownshelf::profile::Body::Choice(choice) => Some(choice),
///     _ => None,
/// });
/// assert_eq!(choice.map(|choice| (choice.seen.len(), choice.chosen)), Some((2, 1)), "the second of two");
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What was done with it.
    pub kind: EventKind,
    /// Index into `seen`.
    pub chosen: u8,
    /// What was seen, the choice included; at most 32.
    pub seen: Vec<Seen>,
}

/// The shopper steered a list.
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
/// use ownshelf::{profile::{Body, Refinement}, signals::SortOrder};
/// let sorted = Value::object([("name", "sort_by".into()), ("value", "price_asc".into())]);
/// shelf.record(&sorted, 1_000)?;
/// let body = &shelf.profile().records()[0].body;
/// assert_eq!(*body, Body::Refinement(Refinement::Sort(SortOrder::PriceAscending)));
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Refinement {
    /// Sorted it.
    Sort(SortOrder),
    /// Filtered it by a facet the catalogue knows.
    Filter(crate::catalog::Facet),
}

/// Most products in one choice set. Of longer lists, the choice and its nearest neighbours above and below are kept.
pub const MAX_SEEN: usize = 32;

impl Record {
    /// The part of the record that `allowed` purposes may keep; `None` if nothing is left.
    ///
    /// This projection is what makes "denied later" equal "never granted": evidence is built in full and then put
    /// through it, at the time of the event and at each later change of consent alike.
    pub fn restrict(mut self, allowed: PurposeSet) -> Option<Record> {
        self.purposes = self.purposes.and(allowed);
        let may = |purpose| self.purposes.has(purpose);
        let (dwell, price, suggest) = (
            may(Purpose::Dwell),
            may(Purpose::Price),
            may(Purpose::Suggest),
        );
        match &mut self.body {
            Body::Interaction(interaction) => {
                interaction.dwell_ms = interaction.dwell_ms.filter(|_| dwell);
                interaction.price = interaction.price.filter(|_| price);
                if !suggest {
                    interaction.quantity = 1;
                }
                if interaction.kind == EventKind::ItemDwell && interaction.dwell_ms.is_none() {
                    return None;
                }
            }
            Body::Choice(choice) if !price => {
                choice.seen.iter_mut().for_each(|seen| seen.price = None)
            }
            Body::Choice(_) | Body::Refinement(_) => {}
        }
        (!self.purposes.is_empty()).then_some(self)
    }

    /// The record with its products renumbered.
    pub fn remap(mut self, mut renumber: impl FnMut(ItemRef) -> ItemRef) -> Record {
        match &mut self.body {
            Body::Interaction(interaction) => interaction.item = renumber(interaction.item),
            Body::Choice(choice) => choice
                .seen
                .iter_mut()
                .for_each(|seen| seen.item = renumber(seen.item)),
            Body::Refinement(_) => {}
        }
        self
    }

    /// Bytes it takes when stored, with its share of the dictionary: an upper estimate.
    pub fn cost(&self) -> usize {
        match &self.body {
            Body::Interaction(_) => 24,
            Body::Choice(choice) => 20 + 12 * choice.seen.len(),
            Body::Refinement(_) => 20,
        }
    }

    /// The product chosen or touched, if the record speaks of one.
    pub fn product(&self, items: &Items) -> Option<ProductId> {
        match &self.body {
            Body::Interaction(interaction) => Some(items.get(interaction.item).product),
            Body::Choice(choice) => Some(
                items
                    .get(choice.seen[usize::from(choice.chosen)].item)
                    .product,
            ),
            Body::Refinement(_) => None,
        }
    }
}

/// Which product of which numbered order a record tells of; `None` of all other records.
pub(super) fn ordered(record: &Record, items: &Items) -> Option<(u32, ProductId)> {
    match &record.body {
        Body::Interaction(interaction)
            if interaction.kind == EventKind::Purchase && record.id.tag & OF_ORDER == OF_ORDER =>
        {
            Some((record.id.tag & HASH, items.get(interaction.item).product))
        }
        _ => None,
    }
}

/// All evidence one signal leaves, as far as `purposes` allow.
pub(super) fn records(
    signal: &Signal,
    purposes: PurposeSet,
    device: u32,
    slates: &mut Slates,
    items: &mut Items,
    catalog: &Catalog,
) -> Vec<Record> {
    let bodies = bodies(signal, slates, items, catalog);
    let restricted = bodies.into_iter().filter_map(|(nth, body)| {
        let id = RecordId {
            at_ms: signal.at_ms,
            device,
            tag: tag(signal, nth, &body, items, catalog),
        };
        Record {
            id,
            purposes: serves(&body),
            body,
        }
        .restrict(purposes)
    });
    restricted.collect()
}

/// All that happened with one signal, each with its place among the event's products, which goes into the record's
/// identity: it must not depend on what consent lets through.
fn bodies(
    signal: &Signal,
    slates: &mut Slates,
    items: &mut Items,
    catalog: &Catalog,
) -> Vec<(usize, Body)> {
    let mut bodies = Vec::new();
    match signal.kind {
        EventKind::ViewItemList => {
            let seen: Vec<ProductId> = signal.items.iter().map(|item| item.product).collect();
            slates.see(&seen);
        }
        EventKind::SortBy => {
            bodies.extend(
                signal
                    .text
                    .as_deref()
                    .and_then(SortOrder::parse)
                    .map(|s| (0, Body::Refinement(Refinement::Sort(s)))),
            );
        }
        EventKind::FilterBy => {
            bodies.extend(
                signal
                    .text
                    .as_deref()
                    .and_then(|text| filter(text, catalog))
                    .map(|body| (0, body)),
            );
        }
        EventKind::BeginCheckout | EventKind::SelectPromotion => {}
        _ => {
            for (nth, item) in signal.items.iter().enumerate() {
                if signal.kind.gain() > 0
                    && let Some((seen, chosen)) = slates.choose(item.product, signal.at_ms)
                {
                    bodies.push((nth, choice(signal.kind, &seen, chosen, items, catalog)));
                }
                bodies.push((nth, interaction(signal, item, items, catalog)));
            }
        }
    }
    bodies
}

/// The purposes a record can serve at all, by what it holds.
fn serves(body: &Body) -> PurposeSet {
    match body {
        Body::Interaction(interaction) => {
            let mut set = crate::privacy::purposes_of(interaction.kind);
            if interaction.dwell_ms.is_none() {
                set = set.without(Purpose::Dwell);
            }
            if interaction.price.is_none() {
                set = set.without(Purpose::Price);
            }
            set
        }
        Body::Choice(_) => PurposeSet::NONE.with(Purpose::Rank).with(Purpose::Price),
        Body::Refinement(Refinement::Sort(_)) => {
            PurposeSet::NONE.with(Purpose::Price).with(Purpose::Layout)
        }
        Body::Refinement(Refinement::Filter(_)) => {
            PurposeSet::NONE.with(Purpose::Rank).with(Purpose::Layout)
        }
    }
}

fn interaction(
    signal: &Signal,
    item: &crate::signals::SignalItem,
    items: &mut Items,
    catalog: &Catalog,
) -> Body {
    let known = catalog.product(item.product);
    let price = item.price.or_else(|| known.and_then(|p| p.price));
    Body::Interaction(Interaction {
        kind: signal.kind,
        item: items.snapshot(item.product, catalog),
        quantity: item.quantity,
        dwell_ms: signal.dwell_ms,
        price: PriceTag::new(price, known.map_or(0.0, |p| p.discount())),
    })
}

fn choice(
    kind: EventKind,
    seen: &[SlateEntry],
    chosen: usize,
    items: &mut Items,
    catalog: &Catalog,
) -> Body {
    let from = chosen
        .saturating_sub(MAX_SEEN / 2)
        .min(seen.len().saturating_sub(MAX_SEEN));
    let window = &seen[from..seen.len().min(from + MAX_SEEN)];
    Body::Choice(Choice {
        kind,
        chosen: (chosen - from) as u8,
        seen: window
            .iter()
            .map(|entry| Seen {
                item: items.snapshot(entry.product, catalog),
                position: entry.shop_position,
                price: PriceTag::new(entry.price, entry.discount),
            })
            .collect(),
    })
}

/// A filter value as a facet of any kind. `None` for words that no product has: nothing can be learned from them.
fn filter(text: &str, catalog: &Catalog) -> Option<Body> {
    let kinds = [
        FacetKind::Brand,
        FacetKind::Category,
        FacetKind::Tag,
        FacetKind::Attribute,
    ];
    let facet = kinds
        .into_iter()
        .find_map(|kind| catalog.facets().get(kind, text))?;
    Some(Body::Refinement(Refinement::Filter(facet)))
}

/// Order within the moment, and a hash of what happened. From the highest bit: signals before it with the same time
/// (7 bits), a choice before what was done with the product (1), place among the event's products (6), and a hash of
/// kind and product by their names (18). None of it depends on what consent lets through.
///
/// Where the shop numbers its orders, the number goes into the hash, and the place says so: an order told again, by a
/// thank-you page loaded twice, is known by its tag whenever that is. Nothing else of the number is kept.
fn tag(signal: &Signal, nth: usize, body: &Body, items: &Items, catalog: &Catalog) -> u32 {
    use std::hash::Hasher;
    let mut hash = crate::compact::Fnv::default();
    hash.write(&[signal.kind as u8]);
    if let Body::Interaction(interaction) = body {
        hash.write(
            catalog
                .id_text(items.get(interaction.item).product)
                .as_bytes(),
        );
    }
    let of_order = signal
        .order
        .as_deref()
        .filter(|_| matches!(body, Body::Interaction(_)));
    if let Some(number) = of_order {
        hash.write(&[nth as u8]);
        hash.write(number.as_bytes());
    }
    let hash = hash.finish();
    let order = u32::from(signal.nth.min(127)) << 25;
    let choice_first = u32::from(!matches!(body, Body::Choice(_))) << 24;
    let place = match of_order {
        Some(_) => OF_ORDER,
        None => (nth.min(62) as u32) << 18,
    };
    order | choice_first | place | ((hash ^ (hash >> 32)) as u32 & HASH)
}

/// The place of a product in an order with a number.
const OF_ORDER: u32 = 63 << 18;
/// The bits of a tag that are the hash.
const HASH: u32 = (1 << 18) - 1;

/// The bits of a tag that say what happened, not when within the moment.
pub(super) const SAME: u32 = HASH | (1 << 24);
