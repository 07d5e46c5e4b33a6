//! What a shop's sort order asks for, whatever the shop calls it.

use crate::compact::text::{contains, find};

/// The orders that say something about the shopper.
///
/// ```
/// use ownshelf::signals::SortOrder;
/// assert_eq!(SortOrder::parse("Price: low to high"), Some(SortOrder::PriceAscending));
/// assert_eq!(SortOrder::parse("Featured"), None, "the shop's own order says nothing");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortOrder {
    /// Cheapest first.
    PriceAscending,
    /// Dearest first.
    PriceDescending,
    /// Newest first.
    Newest,
    /// Best rated first.
    Rating,
}

impl SortOrder {
    /// Reads the names shops use: `price_asc`, `price-ascending`, `lowest price`, `price: low to high`, `PRICE_LOW`.
    /// `None` for the shop's own order, also where it is mixed with something ("price and recommended": half of its
    /// neighbours stand the other way round), and for what cannot be told.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| contains(&text, word));
        if has(&["recommend"]) {
            None
        } else if has(&["price", "cheap", "expens"]) {
            let low_first = match (find(&text, "low"), find(&text, "high")) {
                (Some(low), Some(high)) => low < high,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (None, None) if has(&["expens"]) => false,
                (None, None) => !has(&["desc", "_down", "-down"]),
            };
            Some(if low_first {
                Self::PriceAscending
            } else {
                Self::PriceDescending
            })
        } else if has(&["new", "latest", "created", "date"]) {
            Some(Self::Newest)
        } else if has(&["rating", "review", "rated"]) {
            Some(Self::Rating)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_names_shops_use() {
        for (text, want) in [
            ("price_asc", Some(SortOrder::PriceAscending)),
            ("price only", Some(SortOrder::PriceAscending)),
            ("price and recommended", None),
            ("price-ascending", Some(SortOrder::PriceAscending)),
            ("Price: low to high", Some(SortOrder::PriceAscending)),
            ("Price only", Some(SortOrder::PriceAscending)),
            ("high-to-low price", Some(SortOrder::PriceDescending)),
            ("price_desc", Some(SortOrder::PriceDescending)),
            ("created-descending", Some(SortOrder::Newest)),
            ("Rating", Some(SortOrder::Rating)),
            ("featured", None),
        ] {
            assert_eq!(SortOrder::parse(text), want, "{text}");
        }
    }
}
