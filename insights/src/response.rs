//! Randomised response: the truth now and then, otherwise any cell. Whoever sees an answer, be it both aggregators together,
//! learns little of the truth behind it, and how little is a number: epsilon.
//!
//! Warner 1965, for `d` cells: with `p` the probability of telling the truth on purpose, an answer `a` is
//! `(p + (1 - p) / d) / ((1 - p) / d)` times likelier if `a` is the truth than if it is not, which is `e^epsilon` at
//! `p = (e^epsilon - 1) / (e^epsilon + d - 1)`. The probability is a number of 2^32nds and chance is drawn in whole numbers, so
//! that this holds for what is really done and not just for what floats stand for.

use crate::sample::{uniform, word};
use crate::{Entropy, Fault};
use std::ops::RangeInclusive;

/// How many cells a question may have.
pub const CELLS: RangeInclusive<u32> = 2..=1024;
/// Bounds of epsilon. At 0.01 an answer is all but chance: of 64 cells the truth is told on purpose once in 6 000 times. At 10
/// it is all but the truth: 997 times in 1 000.
pub const EPSILON: RangeInclusive<f64> = 0.01..=10.0;
/// 2^32, over which the probability is counted.
const WHOLE: f64 = 4_294_967_296.0;
/// What the probability is lowered by, relatively: 2^-48. Its five operations err by at most 2^-52 each.
const MARGIN: f64 = 1.0 / 281_474_976_710_656.0;

/// How a true cell becomes an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Response {
    cells: u32,
    keep: u32,
}

impl Response {
    /// For a question of `cells` cells ([`CELLS`]) at `epsilon` ([`EPSILON`]): larger tells more of the truth, and costs more
    /// of what the shopper keeps private.
    ///
    /// # Errors
    /// [`Fault::Cells`], [`Fault::Epsilon`] outside the bounds, or not a number.
    pub fn new(cells: u32, epsilon: f64) -> Result<Self, Fault> {
        if !CELLS.contains(&cells) {
            return Err(Fault::Cells);
        }
        if !EPSILON.contains(&epsilon) {
            return Err(Fault::Epsilon);
        }
        let odds = epsilon.exp_m1();
        let probability = odds / (odds + f64::from(cells)) * (1.0 - MARGIN);
        Ok(Self {
            cells,
            keep: (probability * WHOLE) as u32,
        })
    }

    /// How often of 2^32 times the truth is told on purpose: the greatest number at which epsilon holds, or the one below if
    /// only a float's last bits are between.
    #[must_use]
    pub fn keep(self) -> u32 {
        self.keep
    }

    /// The answer for the cell `truth`: it with probability keep/2^32, otherwise one of all cells, each as likely.
    ///
    /// # Errors
    /// [`Fault::Cells`] for a truth beyond the cells; [`Fault::Dry`].
    pub fn answer(self, truth: u32, entropy: &mut dyn Entropy) -> Result<u32, Fault> {
        if truth >= self.cells {
            return Err(Fault::Cells);
        }
        if word(entropy)? < self.keep {
            Ok(truth)
        } else {
            uniform(self.cells, entropy)
        }
    }
}
