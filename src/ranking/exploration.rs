//! Exploration: sometimes a product about which little is known is tried out at a higher place.
//!
//! Thompson sampling (Thompson 1933; Chapelle and Li 2011), bounded: the score of each product further down is drawn
//! from its posterior, and the best draw takes the place if it beats the product that has it. At most one place in ten,
//! none in the first row, none beyond the first hundred; a product rises no further than displacement allows. The draw
//! depends on the visit, the list and the product's place in it alone, so the same page shown again is the same.

use super::Candidate;
use super::placement::{Placed, Placement};
use crate::profile::State;

/// One place in this many.
const EVERY: usize = 10;
/// Places beyond this many are left alone.
const DEPTH: usize = 100;

/// Standard deviation of a product's score, in log-odds: 1 where its brand, its kind and itself were never met, falling
/// with the root of the times they were. (The posterior of the model's weights says what matters to the shopper, which
/// every choice teaches; what only showing a product can teach is how the shopper takes to this kind of it.)
pub(super) fn doubt(candidate: &Candidate, state: &State) -> f64 {
    let info = &candidate.info;
    let facets = info.brand.into_iter().chain(info.leaf());
    let known = facets.filter_map(|facet| state.memory.facets.get(facet.0));
    let own = state.memory.products.get(candidate.product.0);
    let met = known.map(|facet| facet.shown.count).sum::<u32>()
        + own.map_or(0, |own| own.seen + own.affinity.count);
    1.0 / f64::from(1 + met).sqrt()
}

/// The seed of one list within a visit.
pub(super) fn of_list(visit: u64, list: &str) -> u64 {
    list.bytes()
        .fold(mix(visit), |seed, byte| mix(seed ^ u64::from(byte)))
}

/// What exploration needs to know of a list.
pub(super) struct Bounds<'a> {
    /// By index: the place in the shop's order.
    pub(super) shop: &'a [u32],
    /// Places a product may rise.
    pub(super) limit: usize,
    /// Places of the first row.
    pub(super) columns: usize,
    /// Of the visit and the list.
    pub(super) seed: u64,
}

/// Moves explored products up. Returns, by index, the log-odds that were drawn on top of each one's score.
/// `score` and `doubt` (standard deviation of the score) are by index.
pub(super) fn explore(
    placement: &mut Placement,
    bounds: &Bounds<'_>,
    score: impl Fn(u32) -> f64,
    doubt: impl Fn(u32) -> f64,
) -> Vec<(u32, f64)> {
    let mut explored = Vec::new();
    let first = bounds.columns + (mix(bounds.seed) % EVERY as u64) as usize;
    for slot in (first..placement.order.len().min(DEPTH)).step_by(EVERY) {
        if !placement.free(placement.order[slot]) {
            continue;
        }
        let stands = score(placement.order[slot]);
        let highest = (slot + bounds.limit) as u32;
        let mut best = (stands, None);
        for place in slot + 1..placement.order.len() {
            let at = placement.order[place];
            if placement.free(at) && bounds.shop[at as usize] <= highest {
                let drawn = score(at) + doubt(at) * normal(bounds.seed ^ u64::from(at));
                if drawn > best.0 {
                    best = (drawn, Some(place));
                }
            }
        }
        if let (drawn, Some(from)) = best {
            let at = placement.raise(from, slot);
            placement.placed[at as usize] = Placed::Explored;
            explored.push((at, drawn - score(at)));
        }
    }
    explored
}

impl Placement {
    /// Whether nothing but its score holds the product where it is.
    fn free(&self, at: u32) -> bool {
        self.placed[at as usize] == Placed::ByScore && self.no_lower[at as usize] == u32::MAX
    }

    /// Moves the product at one place up to another; free products between them make room, the others stay.
    fn raise(&mut self, from: usize, to: usize) -> u32 {
        let raised = self.order[from];
        let mut gap = from;
        for place in (to..from).rev() {
            if self.free(self.order[place]) {
                self.order[gap] = self.order[place];
                gap = place;
            }
        }
        self.order[gap] = raised;
        raised
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): a well mixed number for a number.
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A draw that is nearly standard normal, the same on every machine: the sum of four uniform numbers (Irwin-Hall).
fn normal(seed: u64) -> f64 {
    let bits = mix(seed);
    let sum: u64 = (0..4).map(|part| (bits >> (16 * part)) & 0xffff).sum();
    (sum as f64 / 65_535.0 - 2.0) * 3f64.sqrt()
}
