//! What may come next: reminders, what goes together, the season. Each suggestion has a reason and the numbers behind
//! it.
//!
//! Seventh room of the house, after `ranking` and `layout`. It reads the purchase clocks and the catalogue, never a raw
//! event, and knows nothing of how the shopper chooses by price. Words are made elsewhere: it gives numbers.

mod basket;
mod candidates;
mod due;
mod relations;
mod suggestion;

pub use basket::next_basket;
pub use due::gap_days;
pub use relations::{LIFT_STEPS, Relations};
pub use suggestion::{DueDate, SuggestQuery, Suggestion, SuggestionKind, SuggestionReason};

use crate::catalog::{Catalog, ProductId};
use crate::profile::Clocks;
use candidates::CandidateSearch;

/// At most this many suggestions of one kind: two reminders help, ten are advertising.
const MAX_OF_KIND: usize = 2;

/// What to suggest, best first: at most `limit`, less those turned down in this visit, each product once. `admits` has
/// the last word on a product.
pub fn suggest(
    clocks: &Clocks,
    catalog: &Catalog,
    relations: Option<&Relations>,
    query: &SuggestQuery,
    limit: usize,
    admits: &mut dyn FnMut(ProductId) -> bool,
) -> Vec<Suggestion> {
    let mut search = CandidateSearch {
        clocks,
        catalog,
        relations,
        query,
        found: Vec::new(),
    };
    let best = search.run();
    let limit = limit.saturating_sub(clocks.declined(query.now_ms) as usize);
    let mut shown: Vec<Suggestion> = Vec::new();
    for at in best {
        let candidate = search.found[at as usize];
        if shown.len() == limit {
            break;
        }
        let alike = shown
            .iter()
            .filter(|known| known.kind == candidate.kind)
            .count();
        let known = shown.iter().any(|known| known.product == candidate.product);
        if alike < MAX_OF_KIND && !known && admits(candidate.product) {
            shown.push(candidate);
        }
    }
    shown
}
