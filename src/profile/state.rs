//! The learned state and the fold that makes it from evidence.

use super::affinity::Affinities;
use super::dwell::DwellScale;
use super::evidence::{Body, Choice, Record, Steer, Touch};
use super::items::{ItemSnapshot, Items};
use super::price_choice::PriceChoice;
use crate::catalog::ProductId;
use crate::privacy::Purpose;
use crate::signals::{EventKind, SortOrder};
use std::collections::BTreeMap;

/// What is known of one product and this shopper.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ItemState {
    /// Decayed weight of dealing with it.
    pub affinity: super::affinity::Affinity,
    /// Times it was chosen from a list.
    pub chosen: u32,
    /// Times it was bought.
    pub bought: u32,
    /// Whether it lies in the basket.
    pub in_basket: bool,
    /// Whether the shopper said "not for me".
    pub hidden: bool,
}

/// What display learns from.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LayoutState {
    /// Products opened.
    pub opened: u32,
    /// Of those, on offer at the time (known for `price` alone).
    pub opened_on_offer: u32,
    /// Products opened whose price was known.
    pub opened_priced: u32,
    /// Lists sorted cheapest first.
    pub sorted_cheapest: u32,
    /// Lists sorted otherwise.
    pub sorted_newest: u32,
    /// Lists sorted by rating.
    pub sorted_rating: u32,
    /// Lists filtered.
    pub filtered: u32,
}

/// Everything learned, as a pure function of the evidence.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// Affinities by facet.
    pub affinities: Affinities,
    /// Products dealt with.
    pub products: BTreeMap<ProductId, ItemState>,
    /// Price posterior.
    pub price: PriceChoice,
    /// Dwell scale.
    pub dwell: DwellScale,
    /// Display statistics.
    pub layout: LayoutState,
    /// Records folded.
    pub records: u32,
}

/// Weight of an event as evidence for a product and its facets.
fn weight(kind: EventKind) -> f64 {
    match kind {
        EventKind::SelectItem | EventKind::ViewItem | EventKind::ItemDwell => 1.0,
        EventKind::AddToCart | EventKind::AddToWishlist => 2.0,
        EventKind::Purchase => 3.0,
        EventKind::RemoveFromCart => -1.0,
        EventKind::Refund => -2.0,
        EventKind::HideItem => -3.0,
        _ => 0.0,
    }
}

/// A filter says as much as putting something into the basket.
const FILTER_WEIGHT: f64 = 2.0;

impl State {
    /// Takes one record in. Records must come in the order of their ids.
    pub fn fold(&mut self, record: &Record, items: &Items) {
        self.records += 1;
        match &record.body {
            Body::Touch(touch) => self.touch(record, touch, items.get(touch.item)),
            Body::Choice(choice) => self.choice(record, choice, items),
            Body::Steer(steer) => self.steer(record, *steer),
        }
    }

    fn touch(&mut self, record: &Record, touch: &Touch, item: &ItemSnapshot) {
        let at_ms = record.id.at_ms;
        if let Some(dwell_ms) = touch.dwell_ms {
            self.dwell.add(dwell_ms);
        }
        if record.purposes.has(Purpose::Rank) || record.purposes.has(Purpose::Dwell) {
            let factor = touch.dwell_ms.map_or(1.0, |ms| self.dwell.weight(ms));
            let weight = weight(touch.kind) * factor;
            self.affinities.add(item.facets(), weight, at_ms);
            let product = self.products.entry(item.product).or_default();
            product.affinity.add(weight, at_ms);
            product.bought += u32::from(touch.kind == EventKind::Purchase);
            match touch.kind {
                EventKind::AddToCart => product.in_basket = true,
                EventKind::RemoveFromCart | EventKind::Purchase => product.in_basket = false,
                EventKind::HideItem => product.hidden = true,
                _ => {}
            }
        }
        if matches!(touch.kind, EventKind::ViewItem | EventKind::SelectItem) {
            self.layout.opened += u32::from(record.purposes.has(Purpose::Layout));
            if let Some(price) = touch.price {
                self.layout.opened_priced += 1;
                self.layout.opened_on_offer += u32::from(price.discount_pct > 0);
            }
        }
    }

    fn choice(&mut self, record: &Record, choice: &Choice, items: &Items) {
        if record.purposes.has(Purpose::Price) {
            let ln_prices: Option<Vec<f64>> = choice
                .seen
                .iter()
                .map(|seen| seen.price.map(|p| p.ln()))
                .collect();
            if let Some(ln_prices) = ln_prices {
                self.price.choose(&ln_prices, usize::from(choice.chosen));
            }
        }
        if record.purposes.has(Purpose::Rank) {
            let product = items
                .get(choice.seen[usize::from(choice.chosen)].item)
                .product;
            self.products.entry(product).or_default().chosen += 1;
        }
    }

    fn steer(&mut self, record: &Record, steer: Steer) {
        let (rank, price, layout) = (
            record.purposes.has(Purpose::Rank),
            record.purposes.has(Purpose::Price),
            record.purposes.has(Purpose::Layout),
        );
        match steer {
            Steer::Sort(order) => {
                if price
                    && matches!(
                        order,
                        SortOrder::PriceAscending | SortOrder::PriceDescending
                    )
                {
                    self.price.sort(order == SortOrder::PriceAscending);
                }
                if layout {
                    self.layout.sorted_cheapest += u32::from(order == SortOrder::PriceAscending);
                    self.layout.sorted_newest += u32::from(order == SortOrder::Newest);
                    self.layout.sorted_rating += u32::from(order == SortOrder::Rating);
                }
            }
            Steer::Filter(facet) => {
                if rank {
                    self.affinities
                        .add(std::iter::once(facet), FILTER_WEIGHT, record.id.at_ms);
                }
                self.layout.filtered += u32::from(layout);
            }
        }
    }
}
