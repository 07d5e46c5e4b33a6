//! Utilities in log-odds, term by term: the hot path.
//!
//! The model is a conditional logit whose features and weights live in the profile ([`State::design`]); here they are
//! multiplied, moderated by how certain they are, and gathered into the named terms of a receipt.

use super::{Candidate, RankContext};
use crate::catalog::Facet;
use crate::profile::State;
use crate::profile::alternatives::Alternative;
use crate::profile::features::{BASE, Feature};

/// The named parts of a score.
///
/// ```
/// use ownshelf::ranking::Term;
/// assert_eq!(Term::ShopOrder.code(), "shopOrder");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Term {
    /// The shop's own order.
    ShopOrder = 0,
    /// This very product was looked at, chosen or refused before.
    Item = 1,
    /// It is chosen regularly when on offer.
    Loyalty = 2,
    /// It stands near what is being looked at now.
    Session = 3,
    /// Category path.
    Category = 4,
    /// Brand.
    Brand = 5,
    /// Tags.
    Tag = 6,
    /// Attributes that are words.
    Attribute = 7,
    /// Attributes that are measured.
    Numeric = 8,
    /// Price within the list.
    Price = 9,
    /// Offer open to everybody, or cheaper than last time.
    Offer = 10,
    /// What shoppers of this shop choose on average.
    Other = 11,
    /// A merchant's boost or bury.
    Merchandising = 12,
    /// What the shopper asked for in so many words.
    Declared = 13,
}

/// Number of terms.
pub const TERMS: usize = 14;

impl Term {
    /// All terms, in the order of their numbers.
    pub const ALL: [Term; TERMS] = [
        Term::ShopOrder,
        Term::Item,
        Term::Loyalty,
        Term::Session,
        Term::Category,
        Term::Brand,
        Term::Tag,
        Term::Attribute,
        Term::Numeric,
        Term::Price,
        Term::Offer,
        Term::Other,
        Term::Merchandising,
        Term::Declared,
    ];

    /// Stable code in receipts.
    pub fn code(self) -> &'static str {
        [
            "shopOrder",
            "item",
            "loyalty",
            "session",
            "category",
            "brand",
            "tag",
            "attribute",
            "number",
            "price",
            "offer",
            "other",
            "merchandising",
            "declared",
        ][self as usize]
    }

    /// The term a feature counts under.
    fn of(feature: usize) -> Term {
        use Feature as F;
        let Some((feature, _)) = Feature::ALL.get(feature) else {
            return Term::Numeric;
        };
        match feature {
            F::Order | F::First | F::OrderAgain | F::OrderSorted => Term::ShopOrder,
            F::Price | F::Cheap | F::Over => Term::Price,
            F::Offer | F::Drop => Term::Offer,
            F::Beside | F::Below | F::Above | F::Onward => Term::Session,
            F::ItemLift => Term::Loyalty,
            F::BrandShare | F::BrandLift | F::BrandAffinity => Term::Brand,
            F::TagLift | F::TagAffinity => Term::Tag,
            F::AttributeLift | F::AttributeAffinity => Term::Attribute,
            F::CategoryLift | F::CategoryAffinity => Term::Category,
            _ => Term::Item,
        }
    }
}

/// A product's score and what it is made of.
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
/// let chance = |at: usize| ranking.scores[at].total.exp();
/// assert!(chance(1) > chance(0), "what was opened is likelier to be chosen");
/// # let _ = ticket;
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scored {
    /// Log-odds; the sum of `terms`.
    pub total: f64,
    /// Contribution of each term, by [`Term`] number.
    pub terms: [f64; TERMS],
}

/// A product refused ("not for me").
const HIDDEN: f64 = -6.0;

/// Scores each candidate; `candidates` are in the shop's order. The softmax of the totals are choice probabilities.
pub fn score(candidates: &[Candidate], state: &State, context: &RankContext) -> Vec<Scored> {
    let list: Vec<Alternative<'_>> = candidates
        .iter()
        .enumerate()
        .map(|(at, c)| Alternative::of(c.product, &c.info, at, context.priced))
        .collect();
    let design = state.design(&list, context.now_ms);
    let scale = state.moderation(&design);
    let mut weights: Vec<f64> = state
        .weights
        .mean
        .iter()
        .enumerate()
        .map(|(feature, weight)| scale * design.acting(feature, *weight))
        .collect();
    // In a list sorted by price, the place already says how cheap a product is: the wish for the cheapest must not
    // count twice.
    if context.priced && !state.memory.sorted_by_price(context.now_ms) {
        let asked = state.price.asked(context.now_ms);
        weights[Feature::Price as usize] += asked;
        weights[Feature::Cheap as usize] += asked;
    }
    // Numbers met for the first time in this very list have no weight yet.
    weights.resize(design.width, 0.0);
    let terms_of: Vec<usize> = (0..design.width)
        .map(|feature| Term::of(feature) as usize)
        .collect();
    (0..list.len())
        .map(|at| {
            let mut terms = [0.0; TERMS];
            for ((x, weight), term) in design.row(at).iter().zip(&weights).zip(&terms_of) {
                terms[*term] += f64::from(*x) * weight;
            }
            terms[Term::Declared as usize] = context.wished.get(at).copied().unwrap_or(0.0);
            terms[Term::Other as usize] += scale * f64::from(design.offset[at]);
            let known = state.memory.products.get(list[at].product.0);
            if known.is_some_and(|memory| memory.hidden) {
                terms[Term::Item as usize] += HIDDEN;
            }
            Scored {
                total: terms.iter().sum(),
                terms,
            }
        })
        .collect()
}

/// How much a facet speaks for the products that have it, in log-odds. Used to name the facet behind a term.
pub fn leaning(facet: Facet, state: &State, now_ms: u64) -> f64 {
    state.memory.facets.get(facet.0).map_or(0.0, |m| {
        m.share.map_or(0.0, |share| share.lift(1.0)) + m.affinity.signed_log(now_ms)
    })
}

/// Number of features before the measured attributes; kept here so that terms and features cannot drift apart.
const _: () = assert!(Feature::ALL.len() == BASE);
