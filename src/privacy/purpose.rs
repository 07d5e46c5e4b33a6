//! The purposes: the one manifest that gate, panel, documents and assessment are made from.

use crate::signals::EventKind;

/// What the shopper can say yes or no to.
///
/// ```
/// use ownshelf::privacy::Purpose;
/// assert_eq!(Purpose::parse("rank"), Some(Purpose::Rank));
/// assert_eq!(Purpose::ALL.len(), 8);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Purpose {
    /// Re-order listings.
    Rank = 0,
    /// Notice viewing time.
    Dwell = 1,
    /// Notice price choices and surface offers.
    Price = 2,
    /// Adapt the display.
    Layout = 3,
    /// Reminders and what goes together.
    Suggest = 4,
    /// Keep the profile on this device between visits.
    Remember = 5,
    /// Carry it to another device.
    Link = 6,
    /// Add to anonymous totals.
    Insights = 7,
}

impl Purpose {
    /// All purposes, in the order of their numbers.
    pub const ALL: [Purpose; 8] = [
        Purpose::Rank,
        Purpose::Dwell,
        Purpose::Price,
        Purpose::Layout,
        Purpose::Suggest,
        Purpose::Remember,
        Purpose::Link,
        Purpose::Insights,
    ];

    /// The name in the public contract.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// The purpose of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }

    /// What the purpose may use.
    pub fn spec(self) -> &'static PurposeSpec {
        &MANIFEST[self as usize]
    }
}

/// A set of purposes.
///
/// ```
/// use ownshelf::privacy::{Purpose, PurposeSet};
/// let set = PurposeSet::NONE.with(Purpose::Rank).with(Purpose::Price);
/// assert!(set.has(Purpose::Price) && !set.without(Purpose::Price).has(Purpose::Price));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct PurposeSet(u8);

impl PurposeSet {
    /// The purposes that learn from what the shopper does.
    pub const LEARNING: PurposeSet = PurposeSet(0b0001_1111);

    /// The purposes whose refusals go along to another device. Whether the profile is kept on a device, or carried to it, is
    /// a matter of that device.
    pub const CARRIED: PurposeSet = PurposeSet(0b1001_1111);

    /// No purpose.
    pub const NONE: PurposeSet = PurposeSet(0);

    /// The set behind its stored byte; unknown bits are dropped.
    pub fn from_bits(bits: u8) -> Self {
        PurposeSet(bits)
    }

    /// The set as a byte, bit n for purpose number n.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// The set with one more purpose.
    #[must_use]
    pub const fn with(self, purpose: Purpose) -> Self {
        PurposeSet(self.0 | 1 << purpose as u8)
    }

    /// The set without one purpose.
    #[must_use]
    pub const fn without(self, purpose: Purpose) -> Self {
        PurposeSet(self.0 & !(1 << purpose as u8))
    }

    /// What both sets hold.
    #[must_use]
    pub fn and(self, other: PurposeSet) -> Self {
        PurposeSet(self.0 & other.0)
    }

    /// What this set holds and the other does not.
    #[must_use]
    pub fn minus(self, other: PurposeSet) -> Self {
        PurposeSet(self.0 & !other.0)
    }

    /// Whether the purpose is in the set.
    pub fn has(self, purpose: Purpose) -> bool {
        self.0 & 1 << purpose as u8 != 0
    }

    /// Whether the set is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// One row of the manifest.
///
/// ```
/// use ownshelf::{privacy::Purpose, signals::EventKind};
/// assert!(Purpose::Dwell.spec().events.contains(&EventKind::ItemDwell));
/// assert!(Purpose::Remember.spec().events.is_empty(), "it only allows storing");
/// ```
#[derive(Debug)]
pub struct PurposeSpec {
    /// Name in the public contract.
    pub name: &'static str,
    /// Events it may learn from.
    pub events: &'static [EventKind],
    /// Measures it may take from those events, beyond which product and when.
    pub measures: &'static [&'static str],
}

use EventKind as E;

/// Every purpose with the signals it may use. Nothing that is not named here is ever learned from.
pub static MANIFEST: [PurposeSpec; 8] = [
    PurposeSpec {
        name: "rank",
        events: &[
            E::ViewItemList,
            E::SelectItem,
            E::ViewItem,
            // Only together with `dwell`: without it no record of this event is kept.
            E::ItemDwell,
            E::AddToCart,
            E::RemoveFromCart,
            E::AddToWishlist,
            E::BeginCheckout,
            E::Purchase,
            E::Refund,
            E::HideItem,
            E::FilterBy,
            E::Search,
        ],
        measures: &["category", "brand", "tags", "attributes", "position"],
    },
    PurposeSpec {
        name: "dwell",
        events: &[E::ItemDwell, E::ViewItem, E::SelectItem],
        measures: &["dwellMs"],
    },
    PurposeSpec {
        name: "price",
        events: &[
            E::SelectItem,
            E::ViewItem,
            E::AddToCart,
            E::Purchase,
            E::SortBy,
            E::SelectPromotion,
        ],
        measures: &["price", "listPrice", "sort"],
    },
    PurposeSpec {
        name: "layout",
        events: &[
            E::ViewItemList,
            E::SelectItem,
            E::ViewItem,
            E::ItemDwell,
            E::SortBy,
            E::FilterBy,
        ],
        measures: &["sort", "filter"],
    },
    PurposeSpec {
        name: "suggest",
        events: &[
            E::Purchase,
            E::Refund,
            E::ViewItem,
            E::AddToCart,
            E::RemoveFromCart,
            E::HideItem,
            E::SnoozeItem,
        ],
        measures: &["quantity"],
    },
    PurposeSpec {
        name: "remember",
        events: &[],
        measures: &[],
    },
    PurposeSpec {
        name: "link",
        events: &[],
        measures: &[],
    },
    PurposeSpec {
        name: "insights",
        events: &[],
        measures: &[],
    },
];

/// The learning purposes that may use an event of this kind.
pub fn purposes_of(kind: EventKind) -> PurposeSet {
    let users = Purpose::ALL
        .into_iter()
        .filter(|purpose| purpose.spec().events.contains(&kind));
    users.fold(PurposeSet::NONE, PurposeSet::with)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_agree() {
        for (number, purpose) in Purpose::ALL.into_iter().enumerate() {
            assert_eq!(purpose as usize, number);
            assert_eq!(Purpose::parse(purpose.name()), Some(purpose));
        }
    }

    #[test]
    fn only_learning_purposes_use_events() {
        for number in 0..16 {
            let used = purposes_of(EventKind::from_number(number).unwrap());
            assert_eq!(used.and(PurposeSet::LEARNING), used);
        }
        assert_eq!(
            purposes_of(EventKind::BeginCheckout),
            PurposeSet::NONE.with(Purpose::Rank)
        );
    }
}
