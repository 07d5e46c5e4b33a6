//! How likely each product is in the shopper's next basket.
//!
//! Log-odds of a product bought before, in a basket that is being filled:
//! `−1 + 0.8·ln(w + 0.02) + 0.9·ln(k) − 0.5·ln(W) + 0.31·ln(s + s₀) + 0.32·ln(q)`, with `w` its decayed purchases (0.9 a
//! basket), `k` its purchases, `W` the decayed number of baskets, `s` the share of all shoppers' baskets it is in, `q`
//! the pieces bought last; of any other product `0.66 + 1.21·ln(s + s₀)`. A logistic regression on grocery baskets:
//! docs/suggestions.md has the figures, and what did not help.

use super::Relations;
use crate::catalog::ProductId;
use crate::compact::sort::sort_by;
use crate::profile::{Clock, Clocks};

/// Share of baskets given to products the relation table does not hold.
const RARE: f64 = 0.0005;
/// Pieces beyond this say no more: a whole crate is not ten times the habit of a bottle.
const MANY: u32 = 10;
/// The most bought products, of which some may be new to the shopper.
const POPULAR: usize = 40;

/// Log-odds that the next basket holds a product bought before.
pub fn again(clocks: &Clocks, clock: &Clock, share: f64) -> f64 {
    let pieces = clock.last_pieces.clamp(1, MANY);
    -1.0 + 0.8 * (clocks.weight_of(clock) + 0.02).ln() + 0.9 * f64::from(clock.bought).ln()
        - 0.5 * clocks.weight().ln()
        + 0.31 * (share + RARE).ln()
        + 0.32 * f64::from(pieces).ln()
}

/// Products of the next basket, likeliest first; at most `n`.
pub fn next_basket(clocks: &Clocks, relations: Option<&Relations>, n: usize) -> Vec<ProductId> {
    let bought = |product: ProductId| {
        let clock = clocks.products.get(product.0);
        clock.is_some_and(|clock| clock.bought > 0)
    };
    let mut odds: Vec<(f64, ProductId)> = clocks
        .products
        .iter()
        .map(|(product, clock)| (ProductId(product), clock))
        .filter(|(_, clock)| clock.bought > 0)
        .map(|(product, clock)| {
            let share = relations.map_or(0.0, |table| table.share(product));
            (again(clocks, clock, share), product)
        })
        .collect();
    if let Some(table) = relations {
        let others = table.products().iter().take(POPULAR);
        let others = others.filter(|sold| !bought(sold.product));
        odds.extend(others.map(|sold| (0.66 + 1.21 * (sold.share + RARE).ln(), sold.product)));
    }
    sort_by(&mut odds, |a, b| b.0.total_cmp(&a.0));
    odds.into_iter()
        .take(n)
        .map(|(_, product)| product)
        .collect()
}
