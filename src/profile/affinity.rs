//! Decayed affinities: how much the shopper dealt with each facet, lately counting more.
//!
//! One number and one time per facet, updated in O(1): `a ← a · 2^(−Δt/h) + w`.

use crate::time::DAY_MS;

/// Days after which evidence counts half. Anchors: per-day decay 0.8-0.95 over a month, i.e. 3.1-13.5 days; a shop
/// visited now and then needs the slow end.
pub const HALF_LIFE_DAYS: f64 = 14.0;

/// How much an amount seen at `then_ms` still counts at `now_ms`, 0 to 1.
pub fn decay(then_ms: u64, now_ms: u64) -> f64 {
    // By e and not by 2, whose function brings four kilobytes of tables into the engine.
    const RATE: f64 = -std::f64::consts::LN_2 / (DAY_MS as f64 * HALF_LIFE_DAYS);
    (now_ms.saturating_sub(then_ms) as f64 * RATE).exp()
}

/// The affinity for one facet.
///
/// ```
/// use ownshelf::profile::Affinity;
/// use ownshelf::time::DAY_MS;
/// let mut affinity = Affinity::default();
/// affinity.add(2.0, DAY_MS);
/// assert!(affinity.at(30 * DAY_MS) < affinity.at(2 * DAY_MS), "interest fades");
/// ```
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

    /// The weight on a signed log scale that is 0 without evidence: `±ln(1 + |a|/K)`, `K` = 2 pieces of evidence.
    pub fn signed_log(&self, now_ms: u64) -> f64 {
        const K: f64 = 2.0;
        let weight = self.at(now_ms);
        weight.signum() * (weight.abs() / K).ln_1p()
    }
}
