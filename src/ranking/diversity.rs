//! Variety: greedy re-ranking. It lowers products that resemble the ones above them, and brands or kinds that already
//! have the places they are due.
//!
//! Maximal marginal relevance (Carbonell and Goldstein 1998) over brand and leaf category, with a calibration after
//! Steck (2018): the mix of brands and of kinds on a page should be the mix this shopper chooses from, not its winner
//! alone. Price is no part of the likeness: else a dear product could rise for being unlike the cheap ones above it.
//!
//! Both penalties only grow while the list is made, so each product picked scores at most what the one before it did:
//! the order follows from the scores, penalties included, and a receipt can say so.

use super::Candidate;
use super::score::{Scored, Term};
use crate::catalog::Facet;

/// Products looked at; what comes after them keeps its order. A list of 400 is some ten screens.
const BEST: usize = 400;
/// Log-odds that a product quite like one above it loses at full strength: its odds fall to between a fourth and a fifth.
const STRENGTH: f64 = 1.5;
/// Parts of a likeness. A facet that the whole listing shares makes no two of its products more alike than others, so
/// each part is weighed by the share of the listing that does not have it.
const BRAND: f64 = 0.6;
const KIND: f64 = 0.4;
/// Places of a page, for which the mix is made.
const PAGE: f64 = 24.0;
/// Weight of the calibration: of ln(places had / places due), up to [`MOST`] for brand and kind each.
const CALIBRATION: f64 = 0.5;
const MOST: f64 = 2.0;

/// The order with variety, and by index the log-odds it cost each product (0 or negative; empty if there is nothing to
/// vary). `order` holds the products shown, best first; `strength` is 0 (no effect) to 1.
pub(super) fn vary(
    order: Vec<u32>,
    candidates: &[Candidate],
    scores: &[Scored],
    strength: f64,
) -> (Vec<u32>, Vec<f64>) {
    if strength <= 0.0 || order.len() < 3 {
        return (order, Vec::new());
    }
    let appeal = appeal(&order, scores);
    let mix = |facet: fn(&Candidate) -> Option<Facet>, weight: f64| {
        let codes = order
            .iter()
            .map(|at| facet(&candidates[*at as usize]).map_or(0, |facet| facet.0 + 1));
        Mix::new(codes.collect(), &appeal, weight)
    };
    let mut brands = mix(|c| c.info.brand, BRAND);
    let mut kinds = mix(|c| c.info.leaf(), KIND);
    if !brands.varies() && !kinds.varies() {
        return (order, Vec::new());
    }
    let best = order.len().min(BEST);
    let cells = Cells::new(&brands.of[..best], &kinds.of[..best]);
    let total = |place: usize| scores[order[place] as usize].total;
    let picked = cells.pick(&mut brands, &mut kinds, total, strength * STRENGTH);
    let mut costs = vec![0.0; candidates.len()];
    let mut varied: Vec<u32> = Vec::with_capacity(order.len());
    for (place, cost) in picked {
        varied.push(order[place]);
        costs[order[place] as usize] = -cost;
    }
    varied.extend_from_slice(&order[best..]);
    (varied, costs)
}

/// How the shopper's choices are expected to fall on the products of `order`, whatever places the shop gave them.
fn appeal(order: &[u32], scores: &[Scored]) -> Vec<f64> {
    let taste = |at: &u32| {
        let scored = &scores[*at as usize];
        scored.total - scored.terms[Term::ShopOrder as usize]
    };
    let top = order.iter().map(taste).fold(f64::NEG_INFINITY, f64::max);
    let mut appeal: Vec<f64> = order.iter().map(|at| (taste(at) - top).exp()).collect();
    let sum: f64 = appeal.iter().sum();
    appeal.iter_mut().for_each(|share| *share /= sum);
    appeal
}

/// Products with the same brand, or of the same kind.
#[derive(Clone, Copy, Default)]
struct Group {
    /// What it adds to a likeness; 0 for products that have no such facet.
    weight: f64,
    /// Places of a page it is due: half by its share of the listing, half by its share of the appeal.
    due: f64,
    had: f64,
    /// ln of places had over places due; 0 up to what is due.
    excess: f64,
}

/// The groups of one facet, and to which of them each place of the order belongs.
struct Mix {
    of: Vec<u32>,
    groups: Vec<Group>,
}

impl Mix {
    fn new(codes: Vec<u32>, appeal: &[f64], weight: f64) -> Self {
        let (of, distinct) = dense(&codes);
        let mut groups = vec![Group::default(); distinct.len()];
        let each = 1.0 / codes.len() as f64;
        let mut shares = vec![0.0; groups.len()];
        for (group, appeal) in of.iter().zip(appeal) {
            shares[*group as usize] += each;
            groups[*group as usize].due += PAGE / 2.0 * (each + appeal);
        }
        for ((group, share), code) in groups.iter_mut().zip(shares).zip(distinct) {
            if code != 0 {
                group.weight = weight * (1.0 - share);
            }
        }
        Mix { of, groups }
    }

    fn varies(&self) -> bool {
        self.groups.iter().any(|group| group.weight > 1e-9)
    }

    /// Gives a place to a group.
    fn take(&mut self, group: u32) {
        let group = &mut self.groups[group as usize];
        group.had += 1.0;
        if group.weight > 0.0 {
            let over = (group.had + 1.0) / (group.due + 1.0);
            group.excess = over.max(1.0).ln().min(MOST);
        }
    }
}

/// Dense numbers for codes, in the order they are met, and the code of each number. Codes come from dictionaries, so a
/// table of them is short.
fn dense(codes: &[u32]) -> (Vec<u32>, Vec<u32>) {
    const UNMET: u32 = u32::MAX;
    let most = codes.iter().max().map_or(0, |most| *most as usize);
    let mut known = vec![UNMET; most + 1];
    let mut met = Vec::new();
    let number = |code: &u32| {
        let number = &mut known[*code as usize];
        if *number == UNMET {
            *number = met.len() as u32;
            met.push(*code);
        }
        *number
    };
    (codes.iter().map(number).collect(), met)
}

/// A brand's products of one kind: all cost the same, so the best one left stands for all.
struct Cell {
    brand: u32,
    kind: u32,
    /// Place in the order of the best one left.
    head: usize,
    had: bool,
    cost: f64,
}

struct Cells {
    cells: Vec<Cell>,
    /// By place in the order: the next of the same cell; the number of places after the last.
    next: Vec<usize>,
}

impl Cells {
    /// Groups are numbered in the order they are met, so that there are no higher numbers than places here.
    fn new(brands: &[u32], kinds: &[u32]) -> Self {
        let width = kinds.iter().max().map_or(1, |most| most + 1);
        let key = |(brand, kind): (&u32, &u32)| brand * width + kind;
        let keys: Vec<u32> = brands.iter().zip(kinds).map(key).collect();
        let (of, distinct) = dense(&keys);
        let mut heads = vec![keys.len(); distinct.len()];
        let mut next = vec![keys.len(); keys.len()];
        for place in (0..keys.len()).rev() {
            next[place] = std::mem::replace(&mut heads[of[place] as usize], place);
        }
        let cell = |(key, head): (u32, usize)| Cell {
            brand: key / width,
            kind: key % width,
            head,
            had: false,
            cost: 0.0,
        };
        let cells = distinct.into_iter().zip(heads).map(cell).collect();
        Cells { cells, next }
    }

    /// Picks place after place what scores best with its penalty; gives back places of the order with their penalties.
    fn pick(
        mut self,
        brands: &mut Mix,
        kinds: &mut Mix,
        total: impl Fn(usize) -> f64,
        strength: f64,
    ) -> Vec<(usize, f64)> {
        let places = self.next.len();
        let mut picked = Vec::with_capacity(places);
        while picked.len() < places {
            let mut best = (f64::NEG_INFINITY, places, 0);
            for (at, cell) in self.cells.iter().enumerate() {
                if cell.head < places {
                    let score = total(cell.head) - cell.cost;
                    if best.1 == places || score > best.0 || (score == best.0 && cell.head < best.1)
                    {
                        best = (score, cell.head, at);
                    }
                }
            }
            let cell = &mut self.cells[best.2];
            picked.push((cell.head, cell.cost));
            cell.head = self.next[cell.head];
            cell.had = true;
            let (brand, kind) = (cell.brand, cell.kind);
            brands.take(brand);
            kinds.take(kind);
            for cell in &mut self.cells {
                if cell.brand == brand || cell.kind == kind {
                    let (brand, kind) = (
                        &brands.groups[cell.brand as usize],
                        &kinds.groups[cell.kind as usize],
                    );
                    cell.cost = strength * penalty(brand, kind, cell.had);
                }
            }
        }
        picked
    }
}

/// Likeness to the most alike product above, and what brand and kind had beyond their due.
fn penalty(brand: &Group, kind: &Group, both: bool) -> f64 {
    let part = |group: &Group| if group.had > 0.0 { group.weight } else { 0.0 };
    let likeness = if both {
        brand.weight + kind.weight
    } else {
        part(brand).max(part(kind))
    };
    likeness + CALIBRATION * (brand.excess + kind.excess)
}
