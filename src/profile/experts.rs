//! Two experts for one shopper: the model, and the shop's order with the shopper's own slope on place. Each weighs as much as
//! its past forecasts of this shopper's choices earned.
//!
//! Bayes' rule after each choice, with a fixed share (Herbster and Warmuth 1998): a small part of the weight always returns to
//! the start, so that neither is ever lost. Utilities are mixed, not probabilities, so that a score stays a sum of parts.

use super::features::Feature;
use super::posterior::{Design, softmax};

/// Weight of the shop's order before the first choice.
const START: f64 = 0.1;
/// Weight that returns to the start with each choice: 0 never forgives, 1 never learns.
const SHARE: f64 = 0.02;
/// Variance of the slope on −ln(place) before the first choice. Its mean is the average shopper's.
const SLOPE_VARIANCE: f64 = 0.5;
/// What each choice keeps of what was learned of the slope, as for the model's weights.
const KEEP: f64 = 0.985;
/// A forecast counts as no worse than this: one choice by accident proves nothing.
const FLOOR: f64 = 1e-3;

/// What is known of the two after the choices so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Experts {
    /// Weight of the shop's order, 0 to 1.
    shop: f64,
    slope: f64,
    precision: f64,
    start: f64,
}

impl Experts {
    /// Of a shopper nothing is known of, where the average one has this slope.
    pub fn new(slope: f64) -> Self {
        Experts {
            shop: START,
            slope: slope.max(0.0),
            precision: 1.0 / SLOPE_VARIANCE,
            start: slope.max(0.0),
        }
    }

    /// The model's part of a score, 0 to 1; and what a unit of −ln(place) gets from the shop's order.
    pub fn mix(&self) -> (f64, f64) {
        (1.0 - self.shop, self.shop * self.slope)
    }

    /// Takes in a choice, of which the model gave the chosen product this chance.
    pub fn learn(&mut self, design: &Design, chosen: usize, model: f64) {
        let order: Vec<f64> = (0..design.len())
            .map(|at| f64::from(design.row(at)[Feature::Order as usize]))
            .collect();
        let utilities: Vec<f64> = order.iter().map(|order| self.slope * order).collect();
        let chances = softmax(&utilities);
        let (shop, model) = (
            self.shop * chances[chosen].max(FLOOR),
            (1.0 - self.shop) * model.max(FLOOR),
        );
        self.shop = (1.0 - SHARE) * shop / (shop + model) + SHARE * START;
        let moment = |power: i32| -> f64 {
            chances
                .iter()
                .zip(&order)
                .map(|(p, order)| p * order.powi(power))
                .sum()
        };
        let mean = moment(1);
        let start = 1.0 / SLOPE_VARIANCE;
        let information = KEEP * self.precision * self.slope + (1.0 - KEEP) * start * self.start;
        self.precision = KEEP * self.precision + (1.0 - KEEP) * start;
        self.slope = information / self.precision;
        self.precision += moment(2) - mean * mean;
        self.slope = (self.slope + (order[chosen] - mean) / self.precision).max(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::features::{BASE, one_way};

    fn list(of: usize) -> Design {
        let mut x = vec![0.0; BASE * of];
        for at in 0..of {
            x[at * BASE + Feature::Order as usize] = -((at + 1) as f32).ln();
        }
        Design {
            width: BASE,
            x,
            offset: vec![0.0; of],
            one_way,
        }
    }

    #[test]
    fn the_shops_order_weighs_what_it_earned() {
        let (list, mut experts) = (list(20), Experts::new(1.0));
        let start = experts.mix();
        for _ in 0..8 {
            experts.learn(&list, 0, 0.1);
        }
        let (model, order) = experts.mix();
        assert!(
            model < 0.1 && order > 1.5,
            "always the first: {model}, {order}"
        );
        for _ in 0..8 {
            experts.learn(&list, 19, 0.5);
        }
        let (again, _) = experts.mix();
        assert!(again > start.0, "the model comes back: {again}");
    }

    #[test]
    fn the_slope_follows_the_places_chosen() {
        let (list, mut steep, mut flat) = (list(20), Experts::new(1.0), Experts::new(1.0));
        for nth in 0..20 {
            steep.learn(&list, nth % 2, 0.2);
            flat.learn(&list, nth, 0.2);
        }
        assert!(steep.slope > 1.0 && flat.slope < 0.5, "{steep:?} {flat:?}");
    }
}
