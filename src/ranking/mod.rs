//! What comes first: a listing in the shop's order becomes the shopper's, with a receipt for every place.
//!
//! Fifth room of the house. It reads the learned state, never a raw event. Scores are log-odds; the hot path works on
//! numbers alone ([`score`]), explanations are made beside it on demand ([`receipt`]).

mod displacement;
mod merchandising;
mod receipt;
mod score;

pub use merchandising::{Action, Match, Rule, Rules, parse_rules};
pub use receipt::{Contribution, Receipt, receipt};
pub use score::{Scored, TERMS, Term, score};

use crate::catalog::{Product, ProductId};
use crate::profile::State;
use std::rc::Rc;

/// What kind of page the listing is on.
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
    /// Reads `search`, `browse`, `related`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "search" => Some(Self::Search),
            "browse" => Some(Self::Browse),
            "related" => Some(Self::Related),
            _ => None,
        }
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
#[derive(Debug, Clone, Default)]
pub struct RankContext {
    /// Epoch milliseconds.
    pub now_ms: u64,
    /// Kind of page.
    pub page: PageContext,
    /// Name of the list; empty if it has none.
    pub list: String,
}

/// A ranked listing. Places are indices into the listing given.
#[derive(Debug, Clone, Default)]
pub struct Ranking {
    /// Indices into the listing, best first; hidden products are left out.
    pub order: Vec<u32>,
    /// The shop's order after merchandising rules, the baseline that "moved" counts against.
    pub shop_order: Vec<u32>,
    /// Scores by index into the listing; empty when ranking is not permitted.
    pub scores: Vec<Scored>,
    /// Whether the order is the shopper's own.
    pub personalised: bool,
}

impl Ranking {
    /// How many products stand elsewhere than in the shop's order.
    pub fn moved(&self) -> usize {
        self.order
            .iter()
            .zip(&self.shop_order)
            .filter(|(a, b)| a != b)
            .count()
    }
}

/// Ranks a listing given in the shop's order.
///
/// `state` is `None` when ranking is not permitted: then the shop's order stands, after merchandising rules. With an
/// empty state likewise, exactly.
pub fn rank(
    candidates: &[Candidate],
    state: Option<&State>,
    rules: &Rules,
    context: &RankContext,
) -> Ranking {
    let active = rules.active(candidates, context);
    let shown: Vec<u32> = (0..candidates.len() as u32)
        .filter(|at| !active.hidden(*at))
        .collect();
    let shop_order = active.place(shown.clone());
    let unmoved = |scores| Ranking {
        order: shop_order.clone(),
        shop_order: shop_order.clone(),
        scores,
        personalised: false,
    };
    let Some(state) = state else {
        return unmoved(Vec::new());
    };
    let mut scores = score(candidates, state, context);
    active.weigh(&mut scores);
    if state.records == 0 {
        // What shoppers do on average is known (the scores), but nothing of this one: the shop's order stands.
        return unmoved(scores);
    }
    let mut order = shown;
    order.sort_by(|a, b| {
        let (x, y) = (&scores[*a as usize], &scores[*b as usize]);
        y.total.total_cmp(&x.total).then_with(|| a.cmp(b))
    });
    let order = active.place(displacement::bounded(order, displacement::limit(state)));
    Ranking {
        personalised: order != shop_order,
        order,
        shop_order,
        scores,
    }
}
