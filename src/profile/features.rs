//! The features of an alternative: signed numbers that say how it stands to what this shopper did before.
//!
//! Computed from [`Memory`] alone and before the outcome is known, in the fold and at ranking time alike.

use super::memory::{FacetMemory, Memory};
use super::posterior::Design;
use super::prior::Prior;
use crate::catalog::{Facet, Product, ProductId};

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// The features every product can have. Measured attributes come after them, one weight each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub enum Feature { $($(#[$doc])* $name),* }

        impl Feature {
            /// All features with their names, in the order of their weights.
            pub const ALL: &[(Feature, &str)] = &[$((Feature::$name, stringify!($name))),*];
        }

        /// Number of features before the measured attributes.
        pub const BASE: usize = [$(Feature::$name),*].len();
    };
}

features! {
    /// −ln(place in the shop's order).
    Order,
    /// First in the shop's order.
    First,
    /// Standard deviations of ln price below the list's mean, within ±4.
    Price,
    /// Reduction open to everybody, in units of 0.3 ln price, at most 1 ln.
    Offer,
    /// Standard deviations the price fell below what this shopper last saw, 0 to 3.
    Drop,
    /// Minus the standard deviations above the price level dealt with in this visit, −3 to 0.
    Over,
    /// The very product dealt with last.
    Last,
    /// The same, fading over a minute.
    LastFresh,
    /// Dealt with lately, fading over two minutes.
    Minutes,
    /// The same over half an hour.
    Session,
    /// The same over five days.
    Days,
    /// ln(1 + times dealt with in this visit).
    Times,
    /// ln(1 + seconds looked at) / 3.
    Dwell,
    /// ln(1 + times chosen from lists or opened).
    Chosen,
    /// The product opened last.
    ChosenLast,
    /// ln(1 + times seen in lists), of products never dealt with.
    Seen,
    /// ln(1 + times seen in lists of this visit).
    SeenSession,
    /// ln(1 + times bought).
    Bought,
    /// Lies in the basket.
    Basket,
    /// Right below the product of this list dealt with last.
    Next,
    /// Further below it, fading over four places.
    Below,
    /// Above it.
    Above,
    /// Share of this product among choices where it was offered, the latest counting most (loyalty).
    ItemShare,
    /// ln of choices observed over choices expected, of this product.
    ItemLift,
    /// Loyalty to the brand.
    BrandShare,
    /// ln observed over expected, of the brand.
    BrandLift,
    /// ln observed over expected, of the tags together.
    TagLift,
    /// ln observed over expected, of attributes that are words.
    AttributeLift,
    /// ln observed over expected along the category path, each step up counting half.
    CategoryLift,
    /// Signed log-affinity of the category path, from what was opened beside lists.
    CategoryAffinity,
    /// The same of the brand.
    BrandAffinity,
    /// The same of the tags together.
    TagAffinity,
    /// The same of attributes that are words.
    AttributeAffinity,
}

impl Feature {
    /// Weights without a prior file.
    pub(super) const DEFAULTS: [(Feature, f64); 17] = [
        (Feature::Order, 0.6),
        (Feature::Price, 0.1),
        (Feature::Offer, 0.1),
        (Feature::Last, 1.5),
        (Feature::Session, 1.5),
        (Feature::Chosen, 0.3),
        (Feature::Times, 0.3),
        (Feature::ItemLift, 0.5),
        (Feature::BrandShare, 1.0),
        (Feature::BrandLift, 0.5),
        (Feature::TagLift, 0.25),
        (Feature::AttributeLift, 0.15),
        (Feature::CategoryLift, 0.5),
        (Feature::CategoryAffinity, 0.8),
        (Feature::BrandAffinity, 0.5),
        (Feature::TagAffinity, 0.2),
        (Feature::AttributeAffinity, 0.15),
    ];
}

/// Weights that may not fall below zero: price and offers can only lift what is cheaper or reduced for everybody.
pub fn one_way(feature: usize) -> bool {
    let (first, last) = (Feature::Price as usize, Feature::Over as usize);
    (first..=last).contains(&feature)
}

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
    price_sd: f64,
    /// Price level dealt with in this visit.
    level: Option<f64>,
    /// Place of the product of this list dealt with last, in this visit.
    anchor: Option<usize>,
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
        let same_visit = memory.same_visit(now_ms);
        let touched =
            |a: &&Alternative<'_>| memory.products.get(a.product.0).is_some_and(|m| m.touched);
        let when = |a: &Alternative<'_>| memory.products.get(a.product.0).map_or(0, |m| m.last_ms);
        let lately = list
            .iter()
            .filter(|_| same_visit)
            .filter(touched)
            .filter(|a| memory.same_visit_at(when(a), now_ms));
        Scene {
            memory,
            now_ms,
            price_mean: prices.iter().sum::<f64>() / prices.len().max(1) as f64,
            price_sd: memory.prices.with(&prices).sd(),
            level: if same_visit && prices.len() > 1 {
                level(list, memory)
            } else {
                None
            },
            anchor: lately.max_by_key(|a| when(a)).map(|a| a.position),
            same_visit,
        }
    }

    fn fill(&self, a: &Alternative<'_>, row: &mut [f32]) {
        let mut set = |feature: Feature, value: f64| row[feature as usize] = value as f32;
        set(Feature::Order, -((a.position + 1) as f64).ln());
        set(Feature::First, f64::from(u8::from(a.position == 0)));
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
        set(
            Feature::Price,
            ((self.price_mean - ln_price) / self.price_sd).clamp(-4.0, 4.0),
        );
        set(
            Feature::Offer,
            (-(1.0 - a.discount.min(0.9)).ln()).min(1.0) / 0.3,
        );
        if let Some(level) = self.level {
            set(
                Feature::Over,
                -((ln_price - level) / self.price_sd).clamp(0.0, 3.0),
            );
        }
        if let Some(known) = self
            .memory
            .products
            .get(a.product.0)
            .and_then(|m| m.ln_price)
        {
            set(
                Feature::Drop,
                ((known - ln_price) / self.price_sd).clamp(0.0, 3.0),
            );
        }
    }

    fn product(&self, a: &Alternative<'_>, set: &mut impl FnMut(Feature, f64)) {
        let Some(m) = self.memory.products.get(a.product.0) else {
            return;
        };
        let this_visit = self.same_visit && m.visit == self.memory.visit;
        if m.touched {
            let age = self.now_ms.saturating_sub(m.last_ms) as f64 / 1000.0;
            if self.memory.last == Some(a.product) {
                set(Feature::Last, 1.0);
                set(Feature::LastFresh, (-age / 60.0).exp());
            }
            set(Feature::Minutes, (-age / 120.0).exp());
            set(Feature::Session, (-age / 1_800.0).exp());
            set(Feature::Days, (-age / 432_000.0).exp());
            if this_visit {
                set(Feature::Times, f64::from(m.times_visit).ln_1p());
            }
            set(Feature::Dwell, m.dwell_seconds.ln_1p() / 3.0);
        } else {
            set(Feature::Seen, f64::from(m.seen).ln_1p());
        }
        set(Feature::Chosen, f64::from(m.chosen).ln_1p());
        set(
            Feature::ChosenLast,
            f64::from(u8::from(
                m.chosen > 0 && self.memory.last_chosen == Some(a.product),
            )),
        );
        if this_visit {
            set(Feature::SeenSession, f64::from(m.seen_visit).ln_1p());
        }
        set(Feature::Bought, f64::from(m.bought).ln_1p());
        set(Feature::Basket, f64::from(u8::from(m.in_basket)));
        if let Some(share) = &m.share {
            set(Feature::ItemShare, share.recent);
            set(Feature::ItemLift, share.lift(LIFT_PRIOR));
        }
    }

    fn neighbours(&self, a: &Alternative<'_>, set: &mut impl FnMut(Feature, f64)) {
        let Some(anchor) = self.anchor else { return };
        if a.position > anchor + 1 {
            set(
                Feature::Below,
                (-((a.position - anchor) as f64 - 1.0) / 4.0).exp(),
            );
        } else if a.position == anchor + 1 {
            set(Feature::Next, 1.0);
        } else if a.position < anchor {
            set(Feature::Above, 1.0);
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

/// Choices' worth of doubt in ln(observed/expected): 0 believes the first choice, 5 waits for many.
const LIFT_PRIOR: f64 = 0.5;
/// The same where a product has several facets of a kind.
const LIFT_PRIOR_MANY: f64 = 1.0;

/// Mean ln price of what was dealt with in this visit, at this page's price where it is in the list.
fn level(list: &[Alternative<'_>], memory: &Memory) -> Option<f64> {
    let mut sum = 0.0;
    let mut count = 0.0;
    for product in &memory.visit_products {
        let here = list
            .iter()
            .find(|a| a.product == *product)
            .and_then(|a| a.ln_price);
        if let Some(ln_price) =
            here.or_else(|| memory.products.get(product.0).and_then(|m| m.ln_price))
        {
            sum += ln_price;
            count += 1.0;
        }
    }
    (count > 0.0).then(|| sum / count)
}
