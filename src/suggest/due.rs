//! When a product is wanted again: purchases as a Poisson process whose rate is Gamma distributed among shoppers.
//!
//! After `k` gaps in `T` days the expected rate is `(k + α) / (T + α·c)`, with `c` the usual cycle of the product (the
//! shop's word) or of its category (the relation table). `α` gaps of the shopper's own count as much as the cycle: few
//! shoppers are so regular that their own dates say more. The day named is [`MEDIAN`] of the mean gap, and more pieces
//! than usual put it off.

use crate::profile::Clock;
use crate::time::DAY_MS;

/// Gaps the cycle is worth. 2 to 16 differ little on grocery baskets; shoppers' own gaps alone are worse than none.
const SHRINK: f64 = 4.0;
/// Half of all gaps are shorter than this share of their mean (0.79 on grocery baskets): the day with the least error.
const MEDIAN: f64 = 0.8;
/// Twice the pieces put the day off by 2^0.3 = 1.2: what is bought in bulk is used faster too.
const PIECES: f64 = 0.3;

/// Days from the last purchase until the product is wanted again, if the usual cycle is `cycle_days`.
pub fn gap_days(clock: &Clock, cycle_days: f64) -> f64 {
    let gaps = f64::from(clock.bought.saturating_sub(1));
    let days = clock.last_ms.saturating_sub(clock.first_ms) as f64 / DAY_MS as f64;
    let mean = (days + SHRINK * cycle_days) / (gaps + SHRINK);
    let pieces =
        f64::from(clock.last_pieces.max(1) * clock.bought) / f64::from(clock.pieces.max(1));
    mean * MEDIAN * (pieces.ln() * PIECES).exp()
}
