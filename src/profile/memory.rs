//! What is remembered of products, facets, prices and measures. The features of the model are computed from it.

use super::affinity::Affinity;
use super::prior::{MAX_NUMBERS, NumberScale, Prior};
use crate::catalog::{Facet, ProductId};
use crate::compact::Sparse;

/// A pause this long begins a new visit (GA4's session rule).
pub const VISIT_GAP_MS: u64 = 30 * 60_000;

/// How often something was chosen when it was on offer, against how often it was to be expected.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Share {
    /// Exponentially weighted share of choices, the latest counting most: Guadagni and Little's loyalty (1983).
    pub recent: f64,
    observed: f64,
    expected: f64,
}

/// Weight the past keeps with each list the thing was offered in: loyalty turns over in about five lists.
const RECENT_KEEP: f64 = 0.8;
/// The same for observed and expected choices: about twenty lists.
const COUNT_KEEP: f64 = 0.95;

impl Share {
    /// Takes in a list it was offered in.
    fn add(&mut self, chosen: f64, expected: f64) {
        self.recent = self.recent * RECENT_KEEP + (1.0 - RECENT_KEEP) * chosen;
        self.observed = self.observed * COUNT_KEEP + chosen;
        self.expected = self.expected * COUNT_KEEP + expected;
    }

    /// ln((observed + k) / (expected + k)): 0 without evidence, positive if chosen more often than expected. The
    /// larger `k`, the more evidence it takes.
    pub fn lift(&self, k: f64) -> f64 {
        ((self.observed + k) / (self.expected + k)).ln()
    }
}

/// One product in this shopper's memory.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ProductMemory {
    /// Whether the shopper ever did more with it than see it.
    pub touched: bool,
    /// When the shopper last did something with it (or stopped looking at it), epoch milliseconds.
    pub last_ms: u64,
    /// When it was opened or otherwise acted on last, epoch milliseconds; 0 for never.
    pub opened_ms: u64,
    /// When it was opened from a list last, epoch milliseconds; 0 for never.
    pub chosen_ms: u64,
    /// The visit that `times_visit` and `chosen_visit` count in.
    pub visit: u32,
    /// Times dealt with in that visit.
    pub times_visit: u32,
    /// Times opened from lists in that visit.
    pub chosen_visit: u32,
    /// Times dealt with.
    pub times: u32,
    /// Times seen in lists chosen from.
    pub seen: u32,
    /// Seconds looked at.
    pub dwell_seconds: f64,
    /// Times bought.
    pub bought: u32,
    /// Whether it lies in the basket.
    pub in_basket: bool,
    /// Whether the shopper said "not for me".
    pub hidden: bool,
    /// ln of the price last seen, drawn to earlier ones.
    pub ln_price: Option<f64>,
    /// Choices when it was offered.
    pub share: Option<Share>,
    /// Decayed weight of dealing with it, for the shopper to read.
    pub affinity: Affinity,
}

/// One facet in this shopper's memory.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FacetMemory {
    /// Choices when it was offered.
    pub share: Option<Share>,
    /// Decayed weight of what was opened beside lists, put into the basket, filtered by, refused.
    pub affinity: Affinity,
    /// Decayed weight of everything, for the shopper to read.
    pub shown: Affinity,
}

/// Usual spread of ln prices within a list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PriceScale {
    variance: f64,
    count: f64,
}

impl PriceScale {
    /// The scale with one more list in it.
    pub fn with(self, ln_prices: &[f64]) -> Self {
        let n = ln_prices.len() as f64;
        if n < 2.0 {
            return self;
        }
        let mean = ln_prices.iter().sum::<f64>() / n;
        let variance = ln_prices.iter().map(|p| (p - mean).powi(2)).sum::<f64>() / (n - 1.0);
        let count = self.count + n - 1.0;
        PriceScale {
            variance: (self.variance * self.count + variance * (n - 1.0)) / count,
            count: count.min(500.0),
        }
    }

    /// Standard deviation of ln price.
    pub fn sd(self) -> f64 {
        self.variance.sqrt().max(0.02)
    }
}

impl NumberScale {
    /// A value in standard deviations from the mean, within ±5.
    pub fn standardised(&self, value: f64) -> f64 {
        if self.sd > 1e-5 {
            ((value - self.mean) / self.sd).clamp(-5.0, 5.0)
        } else {
            0.0
        }
    }

    fn add(&mut self, value: f64) {
        let (n, variance) = (self.count + 1.0, self.sd * self.sd);
        let delta = value - self.mean;
        self.mean += delta / n;
        self.sd = ((variance * self.count + delta * (value - self.mean)) / n)
            .max(0.0)
            .sqrt();
        self.count = n.min(2_000.0);
    }
}

/// Everything features are computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Memory {
    /// Products by number.
    pub products: Sparse<ProductMemory>,
    /// Facets by code.
    pub facets: Sparse<FacetMemory>,
    /// Measured attributes with their scales, in the order of their weights.
    pub numbers: Vec<NumberScale>,
    /// Spread of prices.
    pub prices: PriceScale,
    /// The product dealt with last.
    pub last: Option<ProductId>,
    /// The products of the list last chosen from in this visit, in the order of their numbers.
    pub last_list: Vec<ProductId>,
    /// What was chosen from it.
    pub last_taken: Option<ProductId>,
    /// Number of the visit.
    pub visit: u32,
    /// Lists chosen from, ever.
    pub lists: u32,
    /// When lists were last sorted by price, epoch milliseconds; 0 if by something else since.
    pub sorted_ms: u64,
    last_ms: u64,
}

impl Memory {
    /// Nothing but what the prior knows.
    pub fn new(prior: &Prior) -> Self {
        Memory {
            products: Sparse::default(),
            facets: Sparse::default(),
            numbers: prior.numbers.clone(),
            prices: PriceScale {
                variance: prior.price_sd * prior.price_sd,
                count: prior.price_count,
            },
            last: None,
            last_list: Vec::new(),
            last_taken: None,
            visit: 0,
            lists: 0,
            sorted_ms: 0,
            last_ms: 0,
        }
    }

    /// Whether `now_ms` still belongs to the visit of the last evidence.
    pub fn same_visit(&self, now_ms: u64) -> bool {
        self.last_ms > 0 && now_ms.saturating_sub(self.last_ms) <= VISIT_GAP_MS
    }

    /// Whether lists are sorted by price, as far as is known.
    pub fn sorted_by_price(&self, now_ms: u64) -> bool {
        self.sorted_ms > 0 && now_ms.saturating_sub(self.sorted_ms) <= VISIT_GAP_MS
    }

    /// The place of a measured attribute among the weights.
    pub fn number(&self, facet: Facet) -> Option<usize> {
        self.numbers.iter().position(|number| number.facet == facet)
    }

    /// Notes the time of evidence; a long pause begins a new visit.
    pub fn arrive(&mut self, at_ms: u64) {
        if !self.same_visit(at_ms) {
            self.visit += 1;
            self.last_list.clear();
            self.last_taken = None;
        }
        self.last_ms = self.last_ms.max(at_ms);
    }

    /// Takes in measured attributes of a list; returns how many are new and want a weight.
    pub fn measure(&mut self, numbers: impl Iterator<Item = (Facet, f32)>) -> usize {
        let before = self.numbers.len();
        for (facet, value) in numbers {
            let slot = match self.number(facet) {
                Some(slot) => slot,
                None if self.numbers.len() < MAX_NUMBERS => {
                    self.numbers.push(NumberScale {
                        facet,
                        mean: 0.0,
                        sd: 0.0,
                        count: 0.0,
                    });
                    self.numbers.len() - 1
                }
                None => continue,
            };
            self.numbers[slot].add(f64::from(value));
        }
        self.numbers.len() - before
    }

    /// The product's memory, counting in this visit.
    pub fn product(&mut self, product: ProductId) -> &mut ProductMemory {
        let visit = self.visit;
        let memory = self.products.entry(product.0);
        if memory.visit != visit {
            memory.visit = visit;
            memory.times_visit = 0;
            memory.chosen_visit = 0;
        }
        memory
    }

    /// Notes a product as seen in a list, at a price.
    pub fn see(&mut self, product: ProductId, ln_price: Option<f64>) {
        /// Weight the remembered price keeps: references adapt in about five lists (Kalyanaram and Winer 1995).
        const KEEP: f64 = 0.8;
        let memory = self.product(product);
        memory.seen += 1;
        if let Some(now) = ln_price {
            memory.ln_price = Some(
                memory
                    .ln_price
                    .map_or(now, |known| known * KEEP + now * (1.0 - KEEP)),
            );
        }
    }

    /// Notes how a list was chosen from: the chance one of its products was given, and 1 if it was taken, else 0.
    pub fn compare(&mut self, product: ProductId, taken: f64, expected: f64) {
        let share = &mut self.products.entry(product.0).share;
        share.get_or_insert_default().add(taken, expected);
    }

    /// The same for the products of a facet together.
    pub fn compare_facet(&mut self, facet: Facet, taken: f64, expected: f64) {
        let share = &mut self.facets.entry(facet.0).share;
        share.get_or_insert_default().add(taken, expected);
    }
}
