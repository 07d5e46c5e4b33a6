//! Receipts: why a product stands where it stands, as a sum of named contributions. The cold path beside [`score`].
//!
//! [`score`]: super::score()

use super::score::{TERMS, Term};
use super::{Candidate, Ranking};
use crate::catalog::Facet;
use crate::profile::State;

/// One named part of a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The part.
    pub term: Term,
    /// Log-odds added.
    pub value: f64,
    /// The facet that added most, where the term speaks of facets.
    pub facet: Option<Facet>,
}

/// Why one product stands where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    /// 1-based place in the order shown; 0 if hidden.
    pub position: usize,
    /// 1-based place in the shop's order; 0 if hidden.
    pub shop_position: usize,
    /// Log-odds, the sum of the contributions.
    pub score: f64,
    /// The parts that are not zero, the largest first.
    pub contributions: Vec<Contribution>,
}

/// The receipt for the candidate at index `at`.
pub fn receipt(
    at: usize,
    candidates: &[Candidate],
    ranking: &Ranking,
    state: &State,
    now_ms: u64,
) -> Receipt {
    let place = |order: &[u32]| {
        order
            .iter()
            .position(|i| *i as usize == at)
            .map_or(0, |p| p + 1)
    };
    let (score, terms) = ranking
        .scores
        .get(at)
        .map_or((0.0, [0.0; TERMS]), |s| (s.total, s.terms));
    let mut contributions: Vec<Contribution> = Term::ALL
        .into_iter()
        .filter(|term| terms[*term as usize] != 0.0)
        .map(|term| Contribution {
            term,
            value: terms[term as usize],
            facet: strongest(term, &candidates[at], state, now_ms),
        })
        .collect();
    contributions.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
    Receipt {
        position: place(&ranking.order),
        shop_position: place(&ranking.shop_order),
        score,
        contributions,
    }
}

/// The product's facet of the term's kind with the strongest affinity.
fn strongest(term: Term, candidate: &Candidate, state: &State, now_ms: u64) -> Option<Facet> {
    let info = &candidate.info;
    let facets: &[Facet] = match term {
        Term::Category => &info.category,
        Term::Brand => info.brand.as_slice(),
        Term::Tag => &info.tags,
        Term::Attribute => &info.words,
        _ => return None,
    };
    let weight = |facet: &Facet| state.affinities.signed_log(*facet, now_ms).abs();
    // Later (more special) facets win ties.
    facets
        .iter()
        .copied()
        .max_by(|a, b| weight(a).total_cmp(&weight(b)))
}
