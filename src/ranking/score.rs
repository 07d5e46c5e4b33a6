//! Utilities in log-odds, term by term: the hot path.

use super::{Candidate, RankContext};
use crate::catalog::Facet;
use crate::profile::{State, standardise};

/// The named parts of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Term {
    /// The shop's own order.
    ShopOrder = 0,
    /// This very product was looked at, chosen or refused before.
    Item = 1,
    /// Category path.
    Category = 2,
    /// Brand.
    Brand = 3,
    /// Tags.
    Tag = 4,
    /// Attributes.
    Attribute = 5,
    /// Price within the list.
    Price = 6,
    /// Offer open to everybody.
    Offer = 7,
    /// A merchant's boost or bury.
    Merchandising = 8,
}

/// Number of terms.
pub const TERMS: usize = 9;

impl Term {
    /// All terms, in the order of their numbers.
    pub const ALL: [Term; TERMS] = [
        Term::ShopOrder,
        Term::Item,
        Term::Category,
        Term::Brand,
        Term::Tag,
        Term::Attribute,
        Term::Price,
        Term::Offer,
        Term::Merchandising,
    ];

    /// Stable code in receipts.
    pub fn code(self) -> &'static str {
        match self {
            Term::ShopOrder => "shopOrder",
            Term::Item => "item",
            Term::Category => "category",
            Term::Brand => "brand",
            Term::Tag => "tag",
            Term::Attribute => "attribute",
            Term::Price => "price",
            Term::Offer => "offer",
            Term::Merchandising => "merchandising",
        }
    }
}

/// A product's score and what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scored {
    /// Log-odds; the sum of `terms`.
    pub total: f64,
    /// Contribution of each term, by [`Term`] number.
    pub terms: [f64; TERMS],
}

/// Log-odds lost per unit of ln(position).
const SHOP_ORDER: f64 = 0.6;
const ITEM: f64 = 0.9;
const CATEGORY: f64 = 0.8;
const BRAND: f64 = 0.6;
const TAG: f64 = 0.25;
const ATTRIBUTE: f64 = 0.2;
/// Log-odds of a full reduction for a shopper of unit price sensitivity.
const OFFER: f64 = 2.0;
/// A product refused ("not for me").
const HIDDEN: f64 = -6.0;

/// Scores each candidate; `candidates` are in the shop's order.
pub fn score(candidates: &[Candidate], state: &State, context: &RankContext) -> Vec<Scored> {
    let prices = price_z(candidates);
    let sensitivity = state.price.sensitivity();
    let now_ms = context.now_ms;
    candidates
        .iter()
        .enumerate()
        .map(|(at, candidate)| {
            let info = &candidate.info;
            let mut terms = [0.0; TERMS];
            terms[Term::ShopOrder as usize] = -SHOP_ORDER * ((at + 1) as f64).ln();
            if let Some(item) = state.products.get(&candidate.product) {
                let weight = item.affinity.at(now_ms);
                terms[Term::Item as usize] = if item.hidden {
                    HIDDEN
                } else {
                    ITEM * weight.signum() * weight.abs().ln_1p()
                };
            }
            let sum = |facets: &[Facet]| {
                facets
                    .iter()
                    .map(|f| state.affinities.signed_log(*f, now_ms))
                    .sum::<f64>()
            };
            terms[Term::Category as usize] =
                CATEGORY * path_affinity(&info.category, state, now_ms);
            terms[Term::Brand as usize] = BRAND * sum(info.brand.as_slice());
            terms[Term::Tag as usize] = TAG * sum(&info.tags);
            terms[Term::Attribute as usize] = ATTRIBUTE * sum(&info.words);
            // One-way: sensitivity is never negative, so price only ever lifts what is cheaper or on offer.
            terms[Term::Price as usize] = -sensitivity * prices[at];
            terms[Term::Offer as usize] = sensitivity * OFFER * info.discount();
            Scored {
                total: terms.iter().sum(),
                terms,
            }
        })
        .collect()
}

/// Affinity for a category path: the leaf counts most, each step up half as much (back-off to the root).
fn path_affinity(path: &[Facet], state: &State, now_ms: u64) -> f64 {
    let mut share = 1.0;
    let mut sum = 0.0;
    for facet in path.iter().rev() {
        sum += share * state.affinities.signed_log(*facet, now_ms);
        share *= 0.5;
    }
    sum
}

/// ln prices standardised within the list and drawn in to ±2; products without a price stand at the mean.
fn price_z(candidates: &[Candidate]) -> Vec<f64> {
    let ln = |c: &Candidate| c.info.price.filter(|p| *p > 0.0).map(f64::ln);
    let known: Vec<f64> = candidates.iter().filter_map(ln).collect();
    let Some(z) = standardise(&known) else {
        return vec![0.0; candidates.len()];
    };
    let mut z = z.into_iter();
    candidates
        .iter()
        .map(|c| {
            ln(c)
                .and_then(|_| z.next())
                .map_or(0.0, |z| z.clamp(-2.0, 2.0))
        })
        .collect()
}
