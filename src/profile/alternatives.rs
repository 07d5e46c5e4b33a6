//! The alternatives of a list as features: signed numbers that compare each product with what this shopper did
//! before.
//!
//! Computed from [`Memory`] alone and before the outcome is known, in the fold and at ranking time alike.

use super::features::{BASE, Feature, one_way};
use super::memory::{FacetMemory, Memory, ProductMemory};
use super::posterior::Design;
use super::prior::Prior;
use crate::catalog::{Facet, Product, ProductId};

/// One alternative of a list, wherever it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Alternative<'a> {
    /// The product.
    pub product: ProductId,
    /// Category path, general to special.
    pub category: &'a [Facet],
    /// Brand.
    pub brand: Option<Facet>,
    /// Tags.
    pub tags: &'a [Facet],
    /// Attributes that are words.
    pub words: &'a [Facet],
    /// Attributes that are measured.
    pub numbers: &'a [(Facet, f32)],
    /// ln price, if known and permitted.
    pub ln_price: Option<f64>,
    /// Reduction open to everybody, 0 to 1; 0 if not permitted.
    pub discount: f64,
    /// 0-based place in the shop's order.
    pub position: usize,
}

impl<'a> Alternative<'a> {
    /// A product as the page shows it; `priced`: whether price choices may be used.
    pub fn of(product: ProductId, info: &'a Product, position: usize, priced: bool) -> Self {
        Alternative {
            product,
            category: &info.category,
            brand: info.brand,
            tags: &info.tags,
            words: &info.words,
            numbers: &info.numbers,
            ln_price: info.price.filter(|p| *p > 0.0 && priced).map(f64::ln),
            discount: if priced { info.discount() } else { 0.0 },
            position,
        }
    }
}

/// What all alternatives of one list share.
struct Scene<'a> {
    memory: &'a Memory,
    now_ms: u64,
    price_mean: f64,
    /// One product's part in that mean.
    own_share: f64,
    price_sd: f64,
    /// Mean ln price of what was dealt with in this visit and stands here, as it was remembered before this list: a list's own
    /// prices change nobody's level, so that what gets dearer cannot make others look dear.
    level: Option<f64>,
    /// Place of the product of this list dealt with last, in this visit.
    anchor: Option<usize>,
    /// Place of what was chosen when this list was last chosen from, in this visit.
    front: Option<usize>,
    /// Whether most of the list was in the list last chosen from.
    again: bool,
    sorted: bool,
    same_visit: bool,
}

/// The features of all alternatives of one list.
pub fn design(list: &[Alternative<'_>], memory: &Memory, prior: &Prior, now_ms: u64) -> Design {
    let width = BASE + memory.numbers.len();
    let scene = Scene::new(list, memory, now_ms);
    let mut x = vec![0.0; width * list.len()];
    for (alternative, row) in list.iter().zip(x.chunks_exact_mut(width)) {
        scene.fill(alternative, row);
    }
    let odds = |facet: &Facet| prior.facets.get(facet.0).copied().unwrap_or(0.0);
    let offset = |a: &Alternative<'_>| a.brand.iter().chain(a.tags).chain(a.words).map(odds).sum();
    let offset = if prior.facets.is_empty() {
        vec![0.0; list.len()]
    } else {
        list.iter().map(offset).collect()
    };
    Design {
        width,
        x,
        offset,
        one_way,
    }
}

impl<'a> Scene<'a> {
    fn new(list: &[Alternative<'_>], memory: &'a Memory, now_ms: u64) -> Self {
        let prices: Vec<f64> = list.iter().filter_map(|a| a.ln_price).collect();
        let mut scene = Scene {
            memory,
            now_ms,
            price_mean: prices.iter().sum::<f64>() / prices.len().max(1) as f64,
            // Of the lists before this one: its own spread would let a price scale the parts of other products.
            own_share: 1.0 / prices.len().max(1) as f64,
            price_sd: memory.prices.sd(),
            level: None,
            anchor: None,
            front: None,
            again: false,
            sorted: memory.sorted_by_price(now_ms),
            same_visit: memory.same_visit(now_ms),
        };
        if scene.same_visit {
            scene.look_back(list, prices.len() > 1);
        }
        scene
    }

    /// What this visit did with this list before.
    fn look_back(&mut self, list: &[Alternative<'_>], priced: bool) {
        let (mut sum, mut count, mut latest_ms, mut again) = (0.0, 0.0, 0, 0);
        let (known, chosen) = (&self.memory.last_list, self.memory.last_taken);
        for a in list {
            again += usize::from(known.binary_search(&a.product).is_ok());
            let Some(m) = self.visited(a) else { continue };
            if let Some(ln_price) = m.ln_price.filter(|_| priced) {
                sum += ln_price;
                count += 1.0;
            }
            if m.last_ms >= latest_ms {
                latest_ms = m.last_ms;
                self.anchor = Some(a.position);
            }
        }
        self.level = (count > 0.0).then(|| sum / count);
        self.again = again * 10 > list.len() * 8;
        if self.again {
            let of = list.iter().find(|a| Some(a.product) == chosen);
            self.front = of.map(|a| a.position);
        }
    }

    /// The product's memory if it was dealt with in this visit.
    fn visited(&self, a: &Alternative<'_>) -> Option<&ProductMemory> {
        let memory = self.memory.products.get(a.product.0)?;
        (memory.times_visit > 0 && memory.visit == self.memory.visit && self.same_visit)
            .then_some(memory)
    }

    fn fill(&self, a: &Alternative<'_>, row: &mut [f32]) {
        let mut set = |feature: Feature, value: f64| row[feature as usize] = value as f32;
        let order = -((a.position + 1) as f64).ln();
        set(Feature::Order, order);
        if self.again {
            set(Feature::OrderAgain, order);
        }
        if self.sorted {
            set(Feature::OrderSorted, order);
        }
        if a.position == 0 {
            set(Feature::First, 1.0 / (1.0 + f64::from(self.memory.lists)));
        }
        self.price(a, &mut set);
        self.product(a, &mut set);
        self.neighbours(a, &mut set);
        self.facets(a, &mut set);
        for (facet, value) in a.numbers {
            if let Some(slot) = self.memory.number(*facet) {
                row[BASE + slot] = self.memory.numbers[slot].standardised(f64::from(*value)) as f32;
            }
        }
    }

    fn price(&self, a: &Alternative<'_>, set: &mut impl FnMut(Feature, f64)) {
        let Some(ln_price) = a.ln_price else { return };
        let mut from = ln_price.max(self.level.unwrap_or(ln_price));
        // The mean holds the product's own price: what it gains by that where the level stands in is taken off again.
        from -= (from - ln_price) * self.own_share;
        let below = (self.price_mean - from) / self.price_sd;
        set(Feature::Price, below.clamp(-2.0, KNOT));
        set(Feature::Cheap, below.clamp(KNOT, 3.0) - KNOT);
        let offer = -(1.0 - a.discount.min(0.9)).ln();
        set(Feature::Offer, offer.min(1.0) / 0.3);
        if let Some(level) = self.level {
            let over = (ln_price - level) / self.price_sd;
            set(Feature::Over, -over.clamp(0.0, 4.0));
        }
        let known = self.memory.products.get(a.product.0);
        if let Some(known) = known.and_then(|m| m.ln_price) {
            let drop = (known - ln_price) / self.price_sd;
            set(Feature::Drop, drop.clamp(0.0, 3.0));
        }
    }

    fn product(&self, a: &Alternative<'_>, set: &mut impl FnMut(Feature, f64)) {
        let Some(m) = self.memory.products.get(a.product.0) else {
            return;
        };
        let fading = |then_ms: u64, seconds: f64| {
            let age = self.now_ms.saturating_sub(then_ms) as f64 / 1000.0;
            if then_ms == 0 {
                0.0
            } else {
                (-age / seconds).exp()
            }
        };
        if m.touched {
            let fresh = fading(m.last_ms, 60.0);
            if self.memory.last == Some(a.product) {
                set(Feature::Last, 1.0);
                set(Feature::LastFresh, fresh);
            }
            set(Feature::Opened, fading(m.opened_ms, 20.0));
            set(Feature::Fresh, fresh);
            set(Feature::Session, fading(m.last_ms, 1_800.0));
            set(Feature::TimesEver, f64::from(m.times).ln_1p());
            set(Feature::Dwell, m.dwell_seconds.ln_1p() / 3.0);
            set(Feature::ChosenLately, fading(m.chosen_ms, 300.0));
            if self.visited(a).is_some() {
                set(Feature::Found, ((a.position + 1) as f64).ln());
                set(Feature::Times, f64::from(m.times_visit).ln_1p());
                set(Feature::Chosen, f64::from(m.chosen_visit).ln_1p());
            }
        }
        set(Feature::Bought, f64::from(m.bought).ln_1p());
        set(Feature::Basket, f64::from(u8::from(m.in_basket)));
        if let Some(share) = &m.share {
            set(Feature::ItemLift, share.lift(LIFT_PRIOR));
        }
    }

    fn neighbours(&self, a: &Alternative<'_>, set: &mut impl FnMut(Feature, f64)) {
        let below = |place: usize| (-((a.position - place) as f64 - 1.0) / 4.0).exp();
        if let Some(anchor) = self.anchor {
            if a.position > anchor + 1 {
                set(Feature::Below, below(anchor));
            } else if a.position < anchor {
                set(Feature::Above, -((1 + anchor - a.position) as f64).ln());
            }
            if a.position.abs_diff(anchor) == 1 {
                set(Feature::Beside, 1.0);
            }
        }
        if let Some(front) = self.front.filter(|front| a.position > *front) {
            set(Feature::Onward, below(front));
        }
    }

    fn facets(&self, a: &Alternative<'_>, set: &mut impl FnMut(Feature, f64)) {
        let (lift, affinity) = (Self::lift, |m: &FacetMemory| {
            m.affinity.signed_log(self.now_ms)
        });
        if let Some(brand) = a.brand.and_then(|brand| self.memory.facets.get(brand.0)) {
            set(Feature::BrandShare, brand.share.map_or(0.0, |s| s.recent));
            set(Feature::BrandLift, lift(brand, LIFT_PRIOR));
            set(Feature::BrandAffinity, affinity(brand));
        }
        let known = |facets: &'_ [Facet]| {
            facets
                .iter()
                .filter_map(|f| self.memory.facets.get(f.0))
                .collect::<Vec<_>>()
        };
        for (facets, by_choice, by_touch) in [
            (a.tags, Feature::TagLift, Feature::TagAffinity),
            (a.words, Feature::AttributeLift, Feature::AttributeAffinity),
        ] {
            let known = known(facets);
            if !known.is_empty() {
                set(
                    by_choice,
                    known.iter().map(|m| lift(m, LIFT_PRIOR_MANY)).sum(),
                );
                set(by_touch, known.iter().map(|m| affinity(m)).sum());
            }
        }
        let (mut by_choice, mut by_touch, mut part) = (0.0, 0.0, 1.0);
        for facet in a.category.iter().rev() {
            if let Some(m) = self.memory.facets.get(facet.0) {
                by_choice += part * lift(m, LIFT_PRIOR);
                by_touch += part * affinity(m);
            }
            part *= 0.5;
        }
        set(Feature::CategoryLift, by_choice);
        set(Feature::CategoryAffinity, by_touch);
    }

    fn lift(memory: &FacetMemory, prior: f64) -> f64 {
        memory.share.map_or(0.0, |share| share.lift(prior))
    }
}

/// Where the second weight of price takes over from the first: at 0 for all that is cheaper than the mean, at 3 never.
const KNOT: f64 = 0.5;
/// Choices' worth of doubt in ln(observed/expected): 0 believes the first choice, 5 waits for many.
const LIFT_PRIOR: f64 = 0.5;
/// The same where a product has several facets of a kind.
const LIFT_PRIOR_MANY: f64 = 1.0;
