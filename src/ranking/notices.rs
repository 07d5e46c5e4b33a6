//! What the shop's rules say of a list and of its products: notices and purchase limits. The words themselves stay with
//! the page; here is which rule speaks of which product.

use super::rules::Rules;
use super::{Candidate, RankContext};
use crate::catalog::Value;
use crate::error::{Error, Result};

/// The most pieces an order can be limited to.
const MAX_LIMIT: f64 = 10_000.0;

/// What a rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Speech {
    /// It has a notice.
    pub notice: bool,
    /// Most pieces of each product in one order, 1 to 10,000.
    pub limit: Option<u32>,
}

impl Speech {
    /// Reads `notice` (a text, or texts by language) and `limit` of a rule given as a plain object.
    ///
    /// # Errors
    /// `InvalidInput` naming the field that cannot be shown.
    pub(super) fn parse(row: &Value) -> Result<Speech> {
        let is_text = |value: &Value| matches!(value, Value::Str(_));
        let notice = match row.get("notice") {
            None => false,
            Some(Value::Str(_)) => true,
            Some(Value::Map(texts)) if texts.iter().all(|(_, text)| is_text(text)) => true,
            Some(_) => {
                let why = "is neither text nor text by language";
                return Err(Error::input("notice", why));
            }
        };
        let limit = match row.get("limit") {
            None => None,
            Some(Value::Num(n)) if n.fract() == 0.0 && (1.0..=MAX_LIMIT).contains(n) => {
                Some(*n as u32)
            }
            Some(_) => {
                let why = "is no whole number between 1 and 10000";
                return Err(Error::input("limit", why));
            }
        };
        Ok(Speech { notice, limit })
    }

    /// Whether there is anything to say.
    pub(super) fn is_any(&self) -> bool {
        self.notice || self.limit.is_some()
    }
}

/// A notice of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The rule, numbered as given, from 0.
    pub rule: usize,
    /// The products it speaks of, as indices into the listing in the order shown; `None`: it speaks of the list.
    pub products: Option<Vec<u32>>,
}

/// Everything the rules say of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notices {
    /// Of the strongest rule first.
    pub notices: Vec<Notice>,
    /// Products by index into the listing, each with the smallest limit that any rule sets.
    pub limits: Vec<(u32, u32)>,
}

impl Rules {
    /// What the rules that hold say of a list of which `shown` (indices, in the order shown) is on show. Nothing is said
    /// of an empty list.
    pub fn notices(
        &self,
        candidates: &[Candidate],
        context: &RankContext,
        shown: &[u32],
    ) -> Notices {
        let mut said = Notices::default();
        for (rule, of) in self.holding(context) {
            let about = |at: &&u32| {
                let candidate = candidates.get(**at as usize);
                candidate.is_some_and(|known| of.matching.fits(known.product, &known.info))
            };
            let products: Vec<u32> = match of.speech.is_any() {
                true => shown.iter().filter(about).copied().collect(),
                false => continue,
            };
            if products.is_empty() {
                continue;
            }
            for at in of.speech.limit.map_or(&[][..], |_| &products) {
                let limit = of.speech.limit.unwrap_or(u32::MAX);
                match said.limits.iter_mut().find(|(known, _)| known == at) {
                    Some((_, least)) => *least = limit.min(*least),
                    None => said.limits.push((*at, limit)),
                }
            }
            if of.speech.notice {
                let of_products = !of.matching.is_any();
                said.notices.push(Notice {
                    rule,
                    products: of_products.then_some(products),
                });
            }
        }
        said
    }
}
