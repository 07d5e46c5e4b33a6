//! What comes first: a listing in the shop's order is put into the shopper's order, with a receipt for every place.
//!
//! Fifth room of the house. It reads the learned state, never a raw event. Scores are log-odds; the hot path works on
//! numbers alone ([`score()`]), explanations are made beside it on demand ([`receipt()`]).

mod conflicts;
mod displacement;
mod diversity;
mod exploration;
mod notices;
mod placement;
mod reasons;
mod receipt;
mod rules;
mod score;
pub mod wishes;

pub use conflicts::{Conflict, ConflictReason};
pub use notices::{Notice, Notices, Speech};
pub use placement::Placed;
pub use reasons::{Reason, ReasonCode, Wished, reasons};
pub(crate) use receipt::place;
pub use receipt::{Contribution, Part, Receipt, receipt};
pub use rules::{Action, Match, Rule, Rules, parse_rules};
pub use score::{Scored, TERMS, Term, score};

use crate::catalog::{Product, ProductId};
use crate::compact::by_score_descending;
use crate::error::{Error, Result};
use crate::profile::State;
use displacement::{bounded, limit, places};
use exploration::{Bounds, explore};
use placement::Placement;
use std::rc::Rc;

/// What kind of page the listing is on.
///
/// ```
/// use ownshelf::ranking::PageContext;
/// assert_eq!(PageContext::parse("search"), Some(PageContext::Search));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageContext {
    /// Answers to a query: relevance to it comes first.
    Search,
    /// A category or the home page.
    #[default]
    Browse,
    /// Products beside another.
    Related,
}

impl PageContext {
    /// All contexts with their names in the public contract.
    pub const ALL: [(PageContext, &str); 3] = [
        (Self::Search, "search"),
        (Self::Browse, "browse"),
        (Self::Related, "related"),
    ];

    /// Reads `search`, `browse`, `related`.
    pub fn parse(text: &str) -> Option<Self> {
        let known = Self::ALL.iter().find(|(_, name)| *name == text);
        known.map(|(context, _)| *context)
    }
}

/// One product of the listing, as this page shows it.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The product.
    pub product: ProductId,
    /// What is known of it here.
    pub info: Rc<Product>,
}

/// What the order may depend on besides products and profile.
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
/// let context = RankContext { now_ms: 2_000, ..RankContext::default() };
/// let (ticket, ranking) = shelf.rank(&listing, context)?;
/// assert_eq!(ranking.order, [0, 1], "nothing was learned: the shop's order");
/// # let _ = ticket;
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct RankContext {
    /// Epoch milliseconds.
    pub now_ms: u64,
    /// Kind of page.
    pub page: PageContext,
    /// Name of the list; empty if it has none.
    pub list: String,
    /// Whether price choices may be used; set by the shelf from consent.
    pub priced: bool,
    /// What the shopper's declared wishes add to each product, in log-odds by index; empty without wishes. Set by the shelf.
    pub wished: Vec<f64>,
}

/// The knobs of a shop.
///
/// ```
/// use ownshelf::ranking::Tuning;
/// assert!(Tuning::new(0.3, 0.05, 4.0).is_ok());
/// assert!(Tuning::new(2.0, 0.0, 4.0).is_err(), "variety goes from 0 to 1");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tuning {
    /// Variety, 0 (the order follows the scores alone) to 1 (a product just like one above it loses 1.5 log-odds).
    pub diversity: f64,
    /// Exploration, 0 (none) to 1 (draws from the whole posterior, in at most one place of ten).
    pub exploration: f64,
    /// Products in the first row, which is never explored, 1 to 100.
    pub columns: usize,
}

impl Default for Tuning {
    fn default() -> Self {
        Tuning {
            diversity: 0.3,
            exploration: 0.0,
            columns: 4,
        }
    }
}

impl Tuning {
    /// Knobs within their ranges.
    ///
    /// # Errors
    /// `InvalidInput` naming the knob that is not.
    pub fn new(diversity: f64, exploration: f64, columns: f64) -> Result<Self> {
        if !(0.0..=1.0).contains(&diversity) {
            return Err(Error::input("diversity", "is not between 0 and 1"));
        }
        if !(0.0..=1.0).contains(&exploration) {
            return Err(Error::input("exploration", "is not between 0 and 1"));
        }
        if !(1.0..=100.0).contains(&columns) {
            return Err(Error::input("columns", "is not between 1 and 100"));
        }
        Ok(Tuning {
            diversity,
            exploration,
            columns: columns as usize,
        })
    }
}

/// A ranked listing. Places are indices into the listing given.
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
/// let (ticket, ranking) = shelf.rank(&listing, context)?;
/// assert_eq!(ranking.order, [1, 0], "what was opened comes first");
/// assert_eq!(ranking.moved(), 2);
/// # let _ = ticket;
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Ranking {
    /// Indices into the listing, best first; hidden products are left out.
    pub order: Vec<u32>,
    /// The shop's order after merchandising rules. "Moved" counts the differences from this order.
    pub shop_order: Vec<u32>,
    /// Scores by index into the listing; empty when ranking is not permitted. Their softmax is the chance of each
    /// product to be chosen; variety and exploration are no part of them.
    pub scores: Vec<Scored>,
    /// Log-odds taken off for variety, by index, 0 or negative; empty if nothing was varied.
    pub variety: Vec<f64>,
    /// Products being tried out, by index, with the log-odds drawn on top of their scores.
    pub explored: Vec<(u32, f64)>,
    /// What put each product into its place, by index.
    pub placed: Vec<Placed>,
    /// Whether the order is the shopper's own.
    pub personalised: bool,
}

impl Ranking {
    /// The shop's order as it stands.
    fn of_shop(shop: Placement) -> Self {
        Ranking {
            order: shop.order.clone(),
            shop_order: shop.order,
            placed: shop.placed,
            ..Ranking::default()
        }
    }

    /// How many products stand elsewhere than in the shop's order.
    pub fn moved(&self) -> usize {
        self.order
            .iter()
            .zip(&self.shop_order)
            .filter(|(a, b)| a != b)
            .count()
    }
}

/// Ranks a listing given in the shop's order. `seed` is the visit's, for exploration.
///
/// `state` is `None` when ranking is not permitted: then the shop's order stands, after merchandising rules. With an
/// empty state likewise, exactly.
pub fn rank(
    candidates: &[Candidate],
    state: Option<&State>,
    rules: &Rules,
    context: &RankContext,
    tuning: &Tuning,
    seed: u64,
) -> Ranking {
    let active = rules.active(candidates, context);
    let baseline = active.shop_order();
    let mut ranking = Ranking::of_shop(active.place(baseline.clone()));
    let Some(state) = state else {
        return ranking;
    };
    ranking.scores = score(candidates, state, context);
    active.weigh(&mut ranking.scores);
    if state.records == 0 && context.wished.is_empty() {
        // The scores say what shoppers do on average, but nothing is known of this one: the shop's order stands.
        return ranking;
    }
    let scores = &ranking.scores;
    // In ascending order of indices, so that at equal scores the shop's order stands.
    let shown = (0..candidates.len() as u32).filter(|at| !active.hidden[*at as usize]);
    let sort_key = |at: u32| sort_key(at as usize, scores, state, context);
    let order = by_score_descending(shown.map(|at| (sort_key(at), at)).collect());
    let strength = tuning.diversity * settled(state);
    let (order, variety) = diversity::vary(order, candidates, scores, strength);
    let mut placement = active.place(bounded(order, &baseline, limit(state)));
    if tuning.exploration > 0.0 {
        let bounds = Bounds {
            shop: &places(&baseline, candidates.len()),
            limit: limit(state),
            columns: tuning.columns,
            seed: exploration::of_list(seed, &context.list),
        };
        let cost = |at: u32| variety.get(at as usize).copied().unwrap_or(0.0);
        ranking.explored = explore(
            &mut placement,
            &bounds,
            |at| scores[at as usize].total + cost(at),
            |at| tuning.exploration * exploration::doubt(&candidates[at as usize], state),
        );
    }
    ranking.personalised = placement.order != ranking.shop_order;
    ranking.order = placement.order;
    ranking.placed = placement.placed;
    ranking.variety = variety;
    ranking
}

/// The log-odds a product is ordered by.
fn sort_key(at: usize, scores: &[Scored], state: &State, context: &RankContext) -> f64 {
    if state.records > 0 {
        return scores[at].total;
    }
    // Without evidence, wishes move only the products they are about. All others stay in the shop's order, with its
    // boosts and buries.
    let terms = &scores[at].terms;
    let shop = terms[Term::ShopOrder as usize] + terms[Term::Merchandising as usize];
    shop + context.wished[at]
}

/// How much of the order comes from the shopper, 0 to 1: records / (records + 5), so half with the fifth record.
/// Variety grows with it, because an order that is still the shop's own needs none.
fn settled(state: &State) -> f64 {
    let records = f64::from(state.records);
    records / (records + 5.0)
}
