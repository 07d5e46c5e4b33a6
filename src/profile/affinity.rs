//! Decayed affinities: how much the shopper dealt with each facet, lately counting more.
//!
//! One number and one time per facet, updated in O(1): `a ← a · 2^(−Δt/h) + w`.

use crate::catalog::Facet;
use std::collections::BTreeMap;

/// Days after which evidence counts half. Anchors: per-day decay 0.8-0.95 over a month, i.e. 3.1-13.5 days; a shop
/// visited now and then needs the slow end.
pub const HALF_LIFE_DAYS: f64 = 14.0;
const DAY_MS: f64 = 86_400_000.0;

/// How much an amount seen at `then_ms` still counts at `now_ms`, 0 to 1.
pub fn decay(then_ms: u64, now_ms: u64) -> f64 {
    (-(now_ms.saturating_sub(then_ms) as f64) / DAY_MS / HALF_LIFE_DAYS).exp2()
}

/// The affinity for one facet.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Affinity {
    /// Decayed weight of evidence; negative when the shopper turned away.
    pub weight: f64,
    /// When `weight` was true, epoch milliseconds.
    pub at_ms: u64,
    /// Pieces of evidence, undecayed.
    pub count: u32,
}

impl Affinity {
    /// Adds evidence.
    pub fn add(&mut self, weight: f64, at_ms: u64) {
        self.weight = self.at(at_ms) + weight;
        self.at_ms = self.at_ms.max(at_ms);
        self.count += 1;
    }

    /// The weight as it counts at `now_ms`.
    pub fn at(&self, now_ms: u64) -> f64 {
        self.weight * decay(self.at_ms, now_ms)
    }
}

/// Affinities by facet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Affinities {
    by_facet: BTreeMap<Facet, Affinity>,
    total: Affinity,
}

impl Affinities {
    /// Adds evidence for one product's facets.
    pub fn add(&mut self, facets: impl Iterator<Item = Facet>, weight: f64, at_ms: u64) {
        for facet in facets {
            self.by_facet.entry(facet).or_default().add(weight, at_ms);
        }
        self.total.add(weight.max(0.0), at_ms);
    }

    /// The affinity for a facet.
    pub fn get(&self, facet: Facet) -> Option<&Affinity> {
        self.by_facet.get(&facet)
    }

    /// The facet's share of all evidence, as a signed number that is 0 without evidence:
    /// `ln(1 + a/K)` for attraction, `−ln(1 − a/K)` turned negative for aversion, `K` = 2 pieces of evidence.
    pub fn signed_log(&self, facet: Facet, now_ms: u64) -> f64 {
        const K: f64 = 2.0;
        let weight = self.by_facet.get(&facet).map_or(0.0, |a| a.at(now_ms));
        weight.signum() * (weight.abs() / K).ln_1p()
    }

    /// All evidence together, decayed.
    pub fn total(&self, now_ms: u64) -> f64 {
        self.total.at(now_ms)
    }

    /// All facets with their affinities, in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = (Facet, &Affinity)> {
        self.by_facet
            .iter()
            .map(|(facet, affinity)| (*facet, affinity))
    }
}
