//! Slates: the lists shown last. They stay in memory until the shopper chooses from one.
//!
//! A slate is no evidence. Only when something is chosen does it become the choice set of one [`Choice`] record;
//! unchosen lists leave no trace.
//!
//! [`Choice`]: super::evidence::Choice

use crate::catalog::ProductId;

/// One place of a list as shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SlateEntry {
    /// The product.
    pub product: ProductId,
    /// 0-based place in the shop's own order.
    pub shop_position: u16,
    /// Price as shown.
    pub price: Option<f64>,
    /// Reduction open to everybody, 0 to 1.
    pub discount: f64,
}

/// A list as shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Slate {
    /// The shop's name for the list; empty if it has none.
    pub list: String,
    /// Epoch milliseconds of its first showing.
    pub at_ms: u64,
    /// What was shown, in the shop's own order.
    pub entries: Vec<SlateEntry>,
    /// Which entries were really seen (half visible for a second); empty if nobody measured: then all count as seen.
    pub seen: Vec<bool>,
    /// Products already chosen from it.
    pub chosen: Vec<ProductId>,
    /// Epoch milliseconds of the last choice from it; 0 for none.
    pub chosen_ms: u64,
}

/// Lists older than this many are dropped.
const MAX_SLATES: usize = 4;
/// The same list shown again within this time is one list: as long as a pause that begins a new visit.
const RENDER_AGAIN_MS: u64 = 30 * 60_000;
/// Somebody who comes back to a list this long after a choice chooses anew; sooner, a page was drawn again.
const CHOOSE_AGAIN_MS: u64 = 3_000;
/// A choice belongs to a list shown at most this long ago.
const MAX_AGE_MS: u64 = 6 * 3_600_000;
/// At most this many choices are learned from one list: the first ones say most.
const MAX_CHOICES: usize = 3;

/// The lists last shown, latest last.
///
/// ```
/// use ownshelf::{catalog::ProductId, profile::{Slate, SlateEntry, Slates}};
/// let entry = |at: u16| SlateEntry { product: ProductId(at.into()), shop_position: at, price: None, discount: 0.0 };
/// let mut slates = Slates::default();
/// slates.show(Slate {
///     list: "sale".to_owned(), at_ms: 1_000, entries: vec![entry(0), entry(1)],
///     seen: Vec::new(), chosen: Vec::new(), chosen_ms: 0,
/// });
/// let (seen, chosen) = slates.choose(ProductId(1), 5_000).unwrap();
/// assert_eq!((seen.len(), chosen), (2, 1), "the second of two was chosen");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Slates(Vec<Slate>);

impl Slates {
    /// Notes a list as shown. The same list shown again soon (a re-render, a step back) keeps what was seen of it and
    /// chosen from it; shown on another visit, or at other prices, it is a new list with choices of its own.
    pub fn show(&mut self, slate: Slate) {
        let same = |known: &Slate| {
            known.list == slate.list
                && slate.at_ms.saturating_sub(known.at_ms) <= RENDER_AGAIN_MS
                && known.entries == slate.entries
        };
        if let Some(at) = self.0.iter().position(same) {
            let mut known = self.0.remove(at);
            if slate.at_ms.saturating_sub(known.chosen_ms) >= CHOOSE_AGAIN_MS {
                known.chosen.clear();
            }
            self.0.push(known);
            return;
        }
        if self.0.len() == MAX_SLATES {
            self.0.remove(0);
        }
        self.0.push(slate);
    }

    /// Notes which products of a list were really seen.
    pub fn see(&mut self, products: &[ProductId]) {
        for slate in self.0.iter_mut().rev() {
            let hits: Vec<usize> = (0..slate.entries.len())
                .filter(|at| products.contains(&slate.entries[*at].product))
                .collect();
            if !hits.is_empty() {
                slate.seen.resize(slate.entries.len(), false);
                hits.into_iter().for_each(|at| slate.seen[at] = true);
                return;
            }
        }
    }

    /// The latest list the product was chosen from, with the entries that were seen and which of them is the choice.
    /// `None` if it is in no recent list, or was chosen from it before.
    pub fn choose(&mut self, product: ProductId, at_ms: u64) -> Option<(Vec<SlateEntry>, usize)> {
        let fits = |slate: &&mut Slate| {
            at_ms.saturating_sub(slate.at_ms) <= MAX_AGE_MS
                && slate.entries.iter().any(|e| e.product == product)
        };
        let slate = self.0.iter_mut().rev().find(fits)?;
        if slate.chosen.contains(&product) || slate.chosen.len() >= MAX_CHOICES {
            return None;
        }
        slate.chosen.push(product);
        slate.chosen_ms = at_ms;
        let measured = slate.seen.contains(&true);
        let seen: Vec<SlateEntry> = slate
            .entries
            .iter()
            .enumerate()
            .filter(|(at, e)| !measured || slate.seen[*at] || e.product == product)
            .map(|(_, e)| *e)
            .collect();
        let chosen = seen.iter().position(|e| e.product == product)?;
        Some((seen, chosen))
    }

    /// Drops all lists.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slate(at_ms: u64, price: f64) -> Slate {
        let entry = |product| SlateEntry {
            product: ProductId(product),
            shop_position: product as u16,
            price: Some(price),
            discount: 0.0,
        };
        Slate {
            list: String::new(),
            at_ms,
            entries: (0..3).map(entry).collect(),
            seen: Vec::new(),
            chosen: Vec::new(),
            chosen_ms: 0,
        }
    }

    #[test]
    fn a_render_again_is_one_list_and_another_visit_a_new_one() {
        const HOUR_MS: u64 = 3_600_000;
        let mut slates = Slates::default();
        slates.show(slate(0, 5.0));
        assert!(slates.choose(ProductId(1), 1_000).is_some());
        slates.show(slate(2_000, 5.0));
        assert!(slates.choose(ProductId(1), 3_000).is_none());
        // Come back from the product's page.
        slates.show(slate(60_000, 5.0));
        assert!(slates.choose(ProductId(1), 61_000).is_some());
        slates.show(slate(90_000, 4.0));
        let (seen, _) = slates.choose(ProductId(1), 91_000).unwrap();
        assert_eq!(seen[0].price, Some(4.0));
        // The same four products on the shelf, week after week.
        slates.show(slate(168 * HOUR_MS, 4.0));
        assert!(
            slates
                .choose(ProductId(1), 168 * HOUR_MS + 60_000)
                .is_some()
        );
    }
}
