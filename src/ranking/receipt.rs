//! Receipts: why a product stands where it stands, as a sum of named contributions. The cold path beside [`score`].
//!
//! [`score`]: super::score()

use super::placement::Placed;
use super::score::{Term, leaning};
use super::{Candidate, Ranking};
use crate::catalog::Facet;
use crate::compact::sort::sort_by;
use crate::profile::State;

/// A part of a score: a term of the preference model, or what the list as a whole does to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A term of the preference model.
    Term(Term),
    /// Held back for variety.
    Diversity,
    /// Tried out.
    Exploration,
}

impl Part {
    /// Stable code in receipts.
    pub fn code(self) -> &'static str {
        match self {
            Part::Term(term) => term.code(),
            Part::Diversity => "diversity",
            Part::Exploration => "exploration",
        }
    }
}

/// One named part of a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The part.
    pub part: Part,
    /// Log-odds added.
    pub value: f64,
    /// The facet that says most, where the part speaks of facets and one of them tells products of this list apart.
    pub facet: Option<Facet>,
}

/// Why one product stands where it stands.
///
/// ```
/// # use ownshelf::{catalog::Value, privacy::{Consent, ConsentMode}, ranking::RankContext, shelf::{Entry, Shelf}};
/// # let mut shelf = Shelf::new(1, Consent::new(ConsentMode::Session, false, false));
/// # shelf.add_products(&Value::list([
/// #     Value::object([("id", "cup".into()), ("brand", "Acme".into()), ("price", 12.0.into())]),
/// #     Value::object([("id", "jug".into()), ("brand", "Bay".into()), ("price", 30.0.into())]),
/// # ]));
/// # let listing: Vec<Value> = vec!["cup".into(), "jug".into()];
/// # let listing: Vec<Entry> = listing.iter().map(Entry::Inline).collect();
/// # let event = Value::object([("name", "view_item".into()), ("id", "jug".into())]);
/// # shelf.record(&event, 1_000).unwrap();
/// let context = RankContext { now_ms: 2_000, ..RankContext::default() };
/// let (ticket, _) = shelf.rank(&listing, context)?;
/// let receipt = shelf.explain(ticket, 1)?.receipt;
/// assert_eq!((receipt.position, receipt.shop_position), (1, 2));
/// let sum: f64 = receipt.contributions.iter().map(|part| part.value).sum();
/// assert!((sum - receipt.score).abs() < 1e-9, "a score is the sum of its parts");
/// # Ok::<(), ownshelf::Error>(())
/// ```
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
    /// What put it into its place, if not its score.
    pub placed: Placed,
    /// Whether its place is paid for.
    pub sponsored: bool,
}

/// The receipt for the candidate at index `at`.
pub fn receipt(
    at: usize,
    candidates: &[Candidate],
    ranking: &Ranking,
    state: &State,
    now_ms: u64,
) -> Receipt {
    let mut contributions: Vec<Contribution> = parts(at, ranking)
        .filter(|(_, value)| *value != 0.0)
        .map(|(part, value)| Contribution {
            part,
            value,
            facet: telling(part, at, candidates, state, now_ms),
        })
        .collect();
    sort_by(&mut contributions, |a, b| {
        b.value.abs().total_cmp(&a.value.abs())
    });
    let scored = ranking.scores.get(at).map_or(0.0, |scored| scored.total);
    Receipt {
        position: place(&ranking.order, at),
        shop_position: place(&ranking.shop_order, at),
        score: scored + variety(at, ranking) + drawn(at, ranking),
        contributions,
        placed: ranking.placed.get(at).copied().unwrap_or_default(),
        sponsored: candidates[at].info.sponsored,
    }
}

/// 1-based place of an index in an order; 0 if it is not in it.
pub(crate) fn place(order: &[u32], at: usize) -> usize {
    let found = order.iter().position(|other| *other as usize == at);
    found.map_or(0, |place| place + 1)
}

fn parts(at: usize, ranking: &Ranking) -> impl Iterator<Item = (Part, f64)> {
    let scored = ranking.scores.get(at).copied().unwrap_or_default();
    let terms = Term::ALL.into_iter();
    terms
        .map(move |term| (Part::Term(term), scored.terms[term as usize]))
        .chain([
            (Part::Diversity, variety(at, ranking)),
            (Part::Exploration, drawn(at, ranking)),
        ])
}

fn variety(at: usize, ranking: &Ranking) -> f64 {
    ranking.variety.get(at).copied().unwrap_or(0.0)
}

fn drawn(at: usize, ranking: &Ranking) -> f64 {
    let found = ranking.explored.iter().find(|(of, _)| *of as usize == at);
    found.map_or(0.0, |(_, drawn)| *drawn)
}

/// Listings shorter than this are no measure of what is common.
const FEW: usize = 5;
/// A facet that more than this share of the listing has explains no place in it.
const COMMON: f64 = 0.9;

/// The product's facet of the part's kind that says most: strong in affinity, and rare in the listing. Later (more
/// special) facets win ties.
fn telling(
    part: Part,
    at: usize,
    candidates: &[Candidate],
    state: &State,
    now_ms: u64,
) -> Option<Facet> {
    let Part::Term(term) = part else { return None };
    let mut best = None;
    let mut most = 0.0;
    for facet in facets(term, &candidates[at]) {
        let having = candidates
            .iter()
            .filter(|other| facets(term, other).contains(facet));
        let share = match candidates.len() {
            FEW.. => having.count() as f64 / candidates.len() as f64,
            _ => 0.0,
        };
        let says = leaning(*facet, state, now_ms).abs() * (1.0 - share);
        if share <= COMMON && says >= most {
            (best, most) = (Some(*facet), says);
        }
    }
    best
}

fn facets(term: Term, candidate: &Candidate) -> &[Facet] {
    let info = &candidate.info;
    match term {
        Term::Category => &info.category,
        Term::Brand => info.brand.as_slice(),
        Term::Tag => &info.tags,
        Term::Attribute => &info.words,
        _ => &[],
    }
}
