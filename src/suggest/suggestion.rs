//! What a suggestion says, and what a page asks for.

use crate::catalog::ProductId;
use crate::time::DAY_MS;

/// Kinds of suggestions, by their numbers.
///
/// ```
/// use ownshelf::suggest::{SuggestQuery, SuggestionKind};
/// let only_the_season = SuggestQuery { kinds: 1 << SuggestionKind::Season as u8, ..SuggestQuery::default() };
/// assert_eq!(only_the_season.kinds, 0b1000);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum SuggestionKind {
    /// Buy again.
    Replenish = 0,
    /// Service is due.
    Maintain = 1,
    /// Fits, or is used up by, what the shopper has.
    Accessory = 2,
    /// In season.
    Season = 3,
    /// Goes with what the shopper has.
    CrossSell = 4,
    /// Better than what the shopper looks at.
    UpSell = 5,
}

impl SuggestionKind {
    /// All kinds with their names in the public contract, in the order of their numbers.
    pub const ALL: [(SuggestionKind, &str); 6] = [
        (SuggestionKind::Replenish, "replenish"),
        (SuggestionKind::Maintain, "maintain"),
        (SuggestionKind::Accessory, "accessory"),
        (SuggestionKind::Season, "season"),
        (SuggestionKind::CrossSell, "crossSell"),
        (SuggestionKind::UpSell, "upSell"),
    ];
}

impl SuggestionKind {
    /// Its name in the public contract.
    pub fn name(self) -> &'static str {
        SuggestionKind::ALL[self as usize].1
    }

    /// What is suggested where the page does not say: all but what makes the basket dearer, as bits.
    pub const USUAL: u32 = (1 << SuggestionKind::UpSell as u8) - 1;
}

/// Why, in one sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum SuggestionReason {
    /// The usual cycle has gone by since it was bought.
    Cycle = 0,
    /// The shopper's own gaps say so.
    OwnCycle = 1,
    /// The shop's service interval has gone by.
    Service = 2,
    /// Accessory of another product.
    Accessory = 3,
    /// Used up by another product.
    Consumable = 4,
    /// Its months.
    Season = 5,
    /// Bought together with another product more often than by chance.
    Together = 6,
    /// Of another product's maker or style.
    Alike = 7,
    /// The shop calls it the next better one.
    Upgrade = 8,
    /// Of a better energy class.
    Energy = 9,
    /// Better rated.
    Rating = 10,
    /// The day to buy it again has come.
    CycleDue = 11,
    /// The day of its service has come.
    ServiceDue = 12,
}

impl SuggestionReason {
    /// All reasons with their codes, in the order of their numbers. A code is also the key of its sentence.
    pub const ALL: [(SuggestionReason, &str); 13] = [
        (SuggestionReason::Cycle, "replenish"),
        (SuggestionReason::OwnCycle, "replenish.own"),
        (SuggestionReason::Service, "maintain"),
        (SuggestionReason::Accessory, "accessory"),
        (SuggestionReason::Consumable, "consumable"),
        (SuggestionReason::Season, "season"),
        (SuggestionReason::Together, "crossSell.bought"),
        (SuggestionReason::Alike, "crossSell"),
        (SuggestionReason::Upgrade, "upSell"),
        (SuggestionReason::Energy, "upSell.energy"),
        (SuggestionReason::Rating, "upSell.rating"),
        (SuggestionReason::CycleDue, "replenish.now"),
        (SuggestionReason::ServiceDue, "maintain.now"),
    ];

    /// Stable code.
    pub fn code(self) -> &'static str {
        SuggestionReason::ALL[self as usize].1
    }
}

/// One suggestion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Suggestion {
    /// Its kind.
    pub kind: SuggestionKind,
    /// What is suggested.
    pub product: ProductId,
    /// Why.
    pub why: SuggestionReason,
    /// The product it goes with, where it goes with one.
    pub with: Option<ProductId>,
    /// What the date is counted from, epoch milliseconds; 0: there is no date.
    pub from_ms: u64,
    /// Days from there until it is due.
    pub days: f64,
    /// Sorts suggestions: the whole part is given by the kind, the rest by how likely the product is wanted.
    pub score: f64,
}

/// The day a suggestion is for, and what it is counted from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DueDate {
    /// Epoch milliseconds of what it is counted from.
    pub from_ms: u64,
    /// Whole days from there, at least 1, as they are told.
    pub days: u32,
    /// Epoch milliseconds of the day itself.
    pub at_ms: u64,
}

impl Suggestion {
    /// When it is due, where there is a date.
    pub fn due(&self) -> Option<DueDate> {
        (self.from_ms > 0).then(|| DueDate {
            from_ms: self.from_ms,
            days: self.days.round().max(1.0) as u32,
            at_ms: (self.from_ms as f64 + self.days * DAY_MS as f64).round() as u64,
        })
    }

    /// What is said of it now: once its day has come, that it has.
    pub fn reason(&self, now_ms: u64) -> SuggestionReason {
        match (self.due(), self.kind) {
            (Some(due), SuggestionKind::Replenish) if due.at_ms <= now_ms => {
                SuggestionReason::CycleDue
            }
            (Some(due), SuggestionKind::Maintain) if due.at_ms <= now_ms => {
                SuggestionReason::ServiceDue
            }
            _ => self.why,
        }
    }
}

/// What a page asks for.
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
/// # let product = |id: &str| Value::object([("id", id.into()), ("name", id.into()), ("repurchaseDays", 30.0.into())]);
/// # shelf.add_products(&Value::list([product("coffee")]));
/// use ownshelf::suggest::{SuggestQuery, SuggestionKind};
/// let bought = Value::object([("name", "purchase".into()), ("id", "coffee".into())]);
/// shelf.record(&bought, 1_000)?;
/// let query = SuggestQuery { now_ms: 30 * 86_400_000, kinds: 1 << SuggestionKind::Replenish as u8, ..SuggestQuery::default() };
/// assert_eq!(shelf.suggest(&query, 3).len(), 1, "a month later it is time to buy again");
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct SuggestQuery {
    /// Epoch milliseconds.
    pub now_ms: u64,
    /// Month of the season, 0 to 11.
    pub month: u32,
    /// Bit n for kind number n.
    pub kinds: u32,
    /// Days to look ahead, beyond what is due now.
    pub ahead_days: f64,
    /// Numbers of the products in the basket, if the page knows them; else what the clocks say.
    pub basket: Option<Vec<u32>>,
}
