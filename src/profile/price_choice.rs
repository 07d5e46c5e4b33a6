//! Price sensitivity: the posterior of the price term in a conditional logit over what was really seen.
//!
//! `P(i) = exp(β z_i) / Σ exp(β z_j)` with `z` = ln price standardised within the list; prior `β ~ N(0, 1)`; one
//! Newton step a choice (McFadden's conditional logit). The one-way rule is kept where it is used: only a negative β
//! acts, so price can only lift what is cheaper.

use super::affinity::Affinity;
use super::hysteresis::Hysteresis;

/// Gaussian posterior of β, and what was asked for outright.
///
/// ```
/// let mut price = ownshelf::profile::PriceChoice::default();
/// price.choose(&[1.0, 2.0, 3.0], 0);
/// assert_eq!(price.count(), 1, "one choice among several prices");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PriceChoice {
    mean: f64,
    precision: f64,
    count: u32,
    compares: Hysteresis,
    /// Lists sorted cheapest first, less those sorted dearest first, decayed.
    sorted: Affinity,
}

impl Default for PriceChoice {
    fn default() -> Self {
        PriceChoice {
            mean: 0.0,
            precision: 1.0,
            count: 0,
            compares: Hysteresis::default(),
            sorted: Affinity::default(),
        }
    }
}

impl PriceChoice {
    /// Learns from one choice: the ln prices seen, and which was chosen.
    pub fn choose(&mut self, ln_prices: &[f64], chosen: usize) {
        let Some(z) = standardise(ln_prices) else {
            return;
        };
        let utilities: Vec<f64> = z.iter().map(|z| (self.mean * z).exp()).collect();
        let sum: f64 = utilities.iter().sum();
        let expected: f64 = z.iter().zip(&utilities).map(|(z, u)| z * u / sum).sum();
        let variance: f64 = z
            .iter()
            .zip(&utilities)
            .map(|(z, u)| (z - expected).powi(2) * u / sum)
            .sum();
        self.step(z[chosen] - expected, variance);
    }

    /// Learns from a list sorted by price: as much as two choices of a product one standard deviation off the mean.
    pub fn sort(&mut self, cheapest_first: bool, at_ms: u64) {
        let direction = if cheapest_first { 1.0 } else { -1.0 };
        self.sorted.add(direction, at_ms);
        self.step(-2.0 * direction, 1.0);
    }

    /// Weight that asking for the cheapest adds to the price feature, ≥ 0: 0.55 after one such sort, 0.9 after two,
    /// fading with the half-life of all evidence. Asking for the dearest only takes it back (one-way rule).
    pub fn asked(&self, now_ms: u64) -> f64 {
        const WEIGHT: f64 = 0.8;
        WEIGHT * self.sorted.at(now_ms).max(0.0).ln_1p()
    }

    /// Sensitivity to price, ≥ 0: log-odds lost per standard deviation of ln price. Never negative (one-way rule).
    pub fn sensitivity(&self) -> f64 {
        (-self.mean).max(0.0)
    }

    /// Whether prices are compared: from a sensitivity of 0.5 on, until it is below 0.35.
    pub fn compares(&self) -> bool {
        self.compares.is_on()
    }

    /// Pieces of evidence.
    pub fn count(&self) -> u32 {
        self.count
    }

    fn step(&mut self, gradient: f64, information: f64) {
        self.precision += information;
        self.mean += gradient / self.precision;
        self.count += 1;
        self.compares.follow(self.sensitivity(), 0.5, 0.35);
    }
}

/// Values with mean 0 and standard deviation 1; `None` if they do not vary.
pub fn standardise(values: &[f64]) -> Option<Vec<f64>> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let sd = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt();
    (sd > 1e-6).then(|| values.iter().map(|v| (v - mean) / sd).collect())
}
