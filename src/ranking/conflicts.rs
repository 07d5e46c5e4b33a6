//! Which rules of the shop get in each other's way, and which never do anything: for the merchandiser, not for ranking.

use super::rules::{Action, Rule, Rules};
use crate::catalog::Catalog;

/// Why a rule does not do what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConflictReason {
    /// Its time is over, or ends before it begins.
    Over,
    /// It fits no product known so far.
    FitsNothing,
    /// The other rule hides what this one speaks of; hidden products stay hidden.
    Hidden,
    /// Both give the same place to different products: the weaker one's goes to the next free place.
    SamePlace,
    /// Both put the same product into different places: the stronger one does.
    TwoPlaces,
    /// One lifts and one lowers the same product: they add up.
    Opposed,
    /// It lifts or lowers a product that the other puts into a place, so it does nothing to it.
    Overruled,
}

impl ConflictReason {
    /// All reasons.
    pub const ALL: [ConflictReason; 7] = [
        ConflictReason::Over,
        ConflictReason::FitsNothing,
        ConflictReason::Hidden,
        ConflictReason::SamePlace,
        ConflictReason::TwoPlaces,
        ConflictReason::Opposed,
        ConflictReason::Overruled,
    ];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            ConflictReason::Over => "over",
            ConflictReason::FitsNothing => "fitsNothing",
            ConflictReason::Hidden => "hidden",
            ConflictReason::SamePlace => "samePlace",
            ConflictReason::TwoPlaces => "twoPlaces",
            ConflictReason::Opposed => "opposed",
            ConflictReason::Overruled => "overruled",
        }
    }
}

/// A rule that never does anything, or two that meet. Rules are numbered as given, from 0.
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
/// let acme = Value::object([("brand", "Acme".into())]);
/// let over = Value::object([("action", "hide".into()), ("match", acme), ("until", 5.0.into())]);
/// shelf.set_rules(&Value::list([over]))?;
/// assert_eq!(shelf.rule_conflicts(1_000)[0].why.code(), "over");
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    /// The rule that gives way.
    pub rule: usize,
    /// The rule it gives way to.
    pub to: Option<usize>,
    /// Why.
    pub why: ConflictReason,
}

impl Rules {
    /// Conflicts among the rules, in the order of the rules. Products are those of the catalogue; a rule that names a
    /// product by its id alone is taken to fit it, known or not.
    pub fn conflicts(&self, catalog: &Catalog, now_ms: u64) -> Vec<Conflict> {
        let fits: Vec<Vec<u32>> = self.rules.iter().map(|rule| fits(rule, catalog)).collect();
        let mut found = Vec::new();
        for (at, rule) in self.rules.iter().enumerate() {
            let alone = if rule.until_ms <= rule.from_ms.max(now_ms as f64) {
                Some(ConflictReason::Over)
            } else if fits[at].is_empty() && !rule.matching.is_any() {
                Some(ConflictReason::FitsNothing)
            } else {
                None
            };
            found.extend(alone.map(|why| Conflict {
                rule: at,
                to: None,
                why,
            }));
            if alone.is_some() {
                continue;
            }
            for (earlier, other) in self.rules[..at].iter().enumerate() {
                // At equal priority the earlier rule is the stronger.
                let (weak, strong) = match rule.priority > other.priority {
                    true => (earlier, at),
                    false => (at, earlier),
                };
                if meet(rule, other) {
                    found.extend(self.conflict(weak, strong, &fits));
                }
            }
        }
        found
    }

    fn conflict(&self, weak: usize, strong: usize, fits: &[Vec<u32>]) -> Option<Conflict> {
        use Action::{Boost, Bury, Hide, Pin, Slot, SoftPin};
        let conflict = |rule, to, why| {
            Some(Conflict {
                rule,
                to: Some(to),
                why,
            })
        };
        let shared = share(&fits[weak], &fits[strong]);
        // A pin of several products takes as many places.
        let takes =
            |pin: usize, from: usize, place| from <= place && place < from + fits[pin].len();
        match (self.rules[weak].action, self.rules[strong].action) {
            (Hide, Hide) => None,
            (Hide, _) if shared => conflict(strong, weak, ConflictReason::Hidden),
            (_, Hide) if shared => conflict(weak, strong, ConflictReason::Hidden),
            (Pin(a), Pin(b)) if a != b && shared => {
                conflict(weak, strong, ConflictReason::TwoPlaces)
            }
            (Pin(a), Pin(b)) if takes(strong, b, a) || takes(weak, a, b) => {
                conflict(weak, strong, ConflictReason::SamePlace)
            }
            (Slot(a), Slot(b)) if a == b => conflict(weak, strong, ConflictReason::SamePlace),
            (Slot(a), Pin(b)) if takes(strong, b, a) => {
                conflict(weak, strong, ConflictReason::SamePlace)
            }
            (Pin(a), Slot(b)) if takes(weak, a, b) => {
                conflict(strong, weak, ConflictReason::SamePlace)
            }
            (SoftPin(a), Pin(b)) if b > a && shared => {
                conflict(weak, strong, ConflictReason::TwoPlaces)
            }
            (Pin(a), SoftPin(b)) if a > b && shared => {
                conflict(strong, weak, ConflictReason::TwoPlaces)
            }
            (Boost(_), Bury(_)) | (Bury(_), Boost(_)) if shared => {
                conflict(weak, strong, ConflictReason::Opposed)
            }
            (Boost(_) | Bury(_), Pin(_)) if shared => {
                conflict(weak, strong, ConflictReason::Overruled)
            }
            (Pin(_), Boost(_) | Bury(_)) if shared => {
                conflict(strong, weak, ConflictReason::Overruled)
            }
            _ => None,
        }
    }
}

/// Numbers of the products a rule fits, ascending; none for a rule that speaks of lists.
fn fits(rule: &Rule, catalog: &Catalog) -> Vec<u32> {
    let matching = &rule.matching;
    if matching.facets.is_empty() && matching.available.is_none() {
        return matching.products.iter().map(|(id, _)| id.0).collect();
    }
    let known = catalog.products();
    known
        .filter(|(id, product)| matching.fits(*id, product))
        .map(|(id, _)| id.0)
        .collect()
}

/// Whether there are a time, a page and a list for which both rules hold.
fn meet(a: &Rule, b: &Rule) -> bool {
    fn same<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
        a.is_none() || b.is_none() || a == b
    }
    a.from_ms < b.until_ms
        && b.from_ms < a.until_ms
        && same(&a.page, &b.page)
        && same(&a.list, &b.list)
}

/// Whether two ascending lists have a number in common.
fn share(a: &[u32], b: &[u32]) -> bool {
    a.iter().any(|number| b.binary_search(number).is_ok())
}
