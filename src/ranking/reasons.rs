//! Which parts of a receipt are worth a sentence, and which sentence. Words are made by the page, by code.

use super::placement::Placed;
use super::receipt::{Contribution, Part, Receipt};
use super::score::Term;
use crate::catalog::Facet;

/// Contributions below this many log-odds change nothing a person would notice: e^0.05, a twentieth of the odds.
const NOTICEABLE: f64 = 0.05;
/// More reasons are not read.
const MAX_REASONS: usize = 3;

/// A sentence about a place, by its stable code.
///
/// ```
/// use ownshelf::ranking::ReasonCode;
/// assert_eq!(ReasonCode::BrandNegative.code(), "brand.negative");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReasonCode {
    /// The shop put it here.
    Pinned,
    /// The shop sold this place.
    Sponsored,
    /// The shop does not show it here.
    Withheld,
    /// The shop lifted it.
    Boosted,
    /// The shop lowered it.
    Buried,
    /// It is tried out here.
    Explored,
    /// It stands lower for variety.
    Diverse,
    /// It was looked at.
    Viewed,
    /// The shopper asked to see less like it.
    Hidden,
    /// It is bought regularly.
    Loyalty,
    /// It is like what is looked at now.
    Session,
    /// Its category is liked.
    Category,
    /// Its category is passed over.
    CategoryNegative,
    /// Its brand is liked.
    Brand,
    /// Its brand is passed over.
    BrandNegative,
    /// One of its tags is liked.
    Tag,
    /// One of its tags is passed over.
    TagNegative,
    /// One of its attributes is liked.
    Attribute,
    /// One of its attributes is passed over.
    AttributeNegative,
    /// It is cheaper than what it stands beside, and the shopper compares prices.
    Price,
    /// It is on offer, and the shopper looks out for offers.
    Offer,
    /// It meets declared wishes.
    Declared,
    /// The shopper asked to see less of its brand or category.
    DeclaredNegative,
}

impl ReasonCode {
    /// All of them with their codes. A code is also the key of its sentence.
    pub const ALL: [(ReasonCode, &str); 23] = [
        (ReasonCode::Pinned, "pinned"),
        (ReasonCode::Sponsored, "sponsored"),
        (ReasonCode::Withheld, "withheld"),
        (ReasonCode::Boosted, "boosted"),
        (ReasonCode::Buried, "buried"),
        (ReasonCode::Explored, "explored"),
        (ReasonCode::Diverse, "diverse"),
        (ReasonCode::Viewed, "viewed"),
        (ReasonCode::Hidden, "hidden"),
        (ReasonCode::Loyalty, "loyalty"),
        (ReasonCode::Session, "session"),
        (ReasonCode::Category, "category"),
        (ReasonCode::CategoryNegative, "category.negative"),
        (ReasonCode::Brand, "brand"),
        (ReasonCode::BrandNegative, "brand.negative"),
        (ReasonCode::Tag, "tag"),
        (ReasonCode::TagNegative, "tag.negative"),
        (ReasonCode::Attribute, "attribute"),
        (ReasonCode::AttributeNegative, "attribute.negative"),
        (ReasonCode::Price, "price"),
        (ReasonCode::Offer, "offer"),
        (ReasonCode::Declared, "declared"),
        (ReasonCode::DeclaredNegative, "declared.negative"),
    ];

    /// Stable code.
    pub fn code(self) -> &'static str {
        ReasonCode::ALL[self as usize].1
    }
}

/// A sentence about a place, with the facet it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// Which sentence.
    pub code: ReasonCode,
    /// What it names, where it names a facet.
    pub facet: Option<Facet>,
}

/// What the shopper's declared wishes say of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wished {
    /// It meets one.
    pub met: bool,
    /// Its brand or category that the shopper asked not to see.
    pub hidden: Option<Facet>,
}

/// At most three sentences, the most telling first. What the shop decided comes first; where it alone decided, the
/// shopper's profile explains nothing.
pub fn reasons(receipt: &Receipt, wished: Wished) -> Vec<Reason> {
    let (first, decided) = placed(receipt);
    let first = first.map(|code| Reason { code, facet: None });
    let parts = receipt.contributions.iter();
    let told = parts.filter_map(|of| reason(of, receipt, wished));
    let told = told.filter(|_| !decided);
    first.into_iter().chain(told).take(MAX_REASONS).collect()
}

/// What put the product into its place, and whether that says all.
fn placed(receipt: &Receipt) -> (Option<ReasonCode>, bool) {
    if receipt.sponsored && receipt.position > 0 {
        return (Some(ReasonCode::Sponsored), true);
    }
    match receipt.placed {
        Placed::ByScore => (None, false),
        Placed::Pinned => (Some(ReasonCode::Pinned), true),
        Placed::Sponsored => (Some(ReasonCode::Sponsored), true),
        Placed::Hidden => (Some(ReasonCode::Withheld), true),
        // Which of the products it speaks of a slot shows, the profile says.
        Placed::Slotted => (Some(ReasonCode::Pinned), false),
        Placed::SoftPinned => (Some(ReasonCode::Boosted), false),
        Placed::Explored => (Some(ReasonCode::Explored), false),
    }
}

/// What a contribution says about this place that is not said otherwise. Most have a sentence in one direction only: a
/// dear product is not "dearer, so lower". What products have in common tells nothing without a name.
fn reason(of: &Contribution, receipt: &Receipt, wished: Wished) -> Option<Reason> {
    use ReasonCode as Code;
    if of.value.abs() < NOTICEABLE {
        return None;
    }
    let named = |up, down| {
        let code = if of.value > 0.0 { up } else { down };
        of.facet.map(|_| code)
    };
    let up = |code| (of.value > 0.0).then_some(code);
    let down = |code| (of.value < 0.0).then_some(code);
    let mut facet = of.facet;
    let code = match of.part {
        Part::Term(term) => match term {
            Term::Item => up(Code::Viewed).or(down(Code::Hidden)),
            Term::Loyalty => up(Code::Loyalty),
            Term::Session => up(Code::Session),
            Term::Category => named(Code::Category, Code::CategoryNegative),
            Term::Brand => named(Code::Brand, Code::BrandNegative),
            Term::Tag => named(Code::Tag, Code::TagNegative),
            Term::Attribute => named(Code::Attribute, Code::AttributeNegative),
            Term::Price => up(Code::Price),
            Term::Offer => up(Code::Offer),
            Term::Merchandising => up(Code::Boosted).or(down(Code::Buried)),
            Term::Declared if of.value > 0.0 => wished.met.then_some(Code::Declared),
            Term::Declared => {
                facet = wished.hidden;
                facet.map(|_| Code::DeclaredNegative)
            }
            Term::ShopOrder | Term::Numeric | Term::Other => None,
        },
        Part::Diversity if receipt.position > receipt.shop_position => down(Code::Diverse),
        Part::Diversity | Part::Exploration => None,
    };
    code.map(|code| Reason { code, facet })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ReasonCode as Code;
    use proptest::prelude::*;

    fn part(term: Term, value: f64) -> Contribution {
        let facet = match term {
            Term::Category | Term::Brand | Term::Tag | Term::Attribute => Some(Facet(7)),
            _ => None,
        };
        Contribution {
            part: Part::Term(term),
            value,
            facet,
        }
    }

    fn of(placed: Placed, contributions: Vec<Contribution>) -> Receipt {
        Receipt {
            position: 3,
            shop_position: 2,
            score: 0.0,
            contributions,
            placed,
            sponsored: false,
        }
    }

    fn said(receipt: &Receipt) -> Vec<Code> {
        let reasons = reasons(receipt, Wished::default());
        reasons.iter().map(|reason| reason.code).collect()
    }

    #[test]
    fn every_code_stands_at_its_own_number() {
        for (at, (code, _)) in Code::ALL.iter().enumerate() {
            assert_eq!(*code as usize, at);
        }
    }

    #[test]
    fn three_at_most_and_nothing_that_nobody_would_notice() {
        let terms = [Term::Item, Term::Brand, Term::Price, Term::Offer];
        let strong = terms.map(|term| part(term, 0.05));
        let all = of(Placed::ByScore, strong.into());
        assert_eq!(said(&all), [Code::Viewed, Code::Brand, Code::Price]);
        let weak = terms.map(|term| part(term, -0.049));
        assert_eq!(said(&of(Placed::ByScore, weak.into())), []);
    }

    #[test]
    fn where_the_shop_alone_decided_the_profile_explains_nothing() {
        let liked = || vec![part(Term::Brand, 1.0)];
        assert_eq!(said(&of(Placed::Pinned, liked())), [Code::Pinned]);
        assert_eq!(said(&of(Placed::Hidden, liked())), [Code::Withheld]);
        assert_eq!(
            said(&of(Placed::Slotted, liked())),
            [Code::Pinned, Code::Brand]
        );
        assert_eq!(
            said(&of(Placed::SoftPinned, liked())),
            [Code::Boosted, Code::Brand]
        );
        let sold = Receipt {
            sponsored: true,
            ..of(Placed::Pinned, liked())
        };
        assert_eq!(said(&sold), [Code::Sponsored]);
        let sold_but_hidden = Receipt {
            sponsored: true,
            position: 0,
            ..of(Placed::Hidden, liked())
        };
        assert_eq!(said(&sold_but_hidden), [Code::Withheld]);
    }

    #[test]
    fn a_term_without_a_sentence_for_its_direction_or_without_a_name_says_nothing() {
        let silent = [
            part(Term::Price, -1.0),
            part(Term::Offer, -1.0),
            part(Term::Session, -1.0),
            part(Term::ShopOrder, 1.0),
            part(Term::Numeric, 1.0),
            Contribution {
                facet: None,
                ..part(Term::Brand, 1.0)
            },
        ];
        assert_eq!(said(&of(Placed::ByScore, silent.into())), []);
    }

    #[test]
    fn variety_is_a_reason_only_where_it_cost_a_place() {
        let varied = vec![Contribution {
            part: Part::Diversity,
            value: -0.4,
            facet: None,
        }];
        let lower = of(Placed::ByScore, varied);
        assert_eq!(said(&lower), [Code::Diverse]);
        assert_eq!(
            said(&Receipt {
                position: 2,
                ..lower
            }),
            []
        );
    }

    #[test]
    fn a_wish_is_named_by_what_is_met_or_hidden() {
        let up = of(Placed::ByScore, vec![part(Term::Declared, 0.5)]);
        let down = of(Placed::ByScore, vec![part(Term::Declared, -7.5)]);
        let recycled_of_a_hidden_brand = Wished {
            met: true,
            hidden: Some(Facet(3)),
        };
        let hidden = Reason {
            code: Code::DeclaredNegative,
            facet: Some(Facet(3)),
        };
        assert_eq!(reasons(&down, recycled_of_a_hidden_brand), [hidden]);
        let met = Wished {
            met: true,
            hidden: None,
        };
        assert_eq!(reasons(&up, met)[0].code, Code::Declared);
        // An energy class that is not good enough: nothing was asked for and met, nothing hidden.
        assert_eq!(reasons(&down, Wished::default()), []);
    }

    proptest! {
        /// A reason never says more than was there: it names a facet exactly where its sentence does, and follows the sign
        /// of a noticeable contribution.
        #[test]
        fn reasons_are_few_named_and_true(
            values in prop::collection::vec((0..Term::ALL.len(), -3.0..3.0_f64), 0..12), met: bool,
        ) {
            let parts = values.iter().map(|(term, value)| part(Term::ALL[*term], *value));
            let receipt = of(Placed::ByScore, parts.collect());
            let reasons = reasons(&receipt, Wished { met, hidden: None });
            prop_assert!(reasons.len() <= 3);
            for Reason { code, facet } in reasons {
                let names = ["category", "brand", "tag", "attribute"];
                let named = names.iter().any(|name| code.code().starts_with(name));
                prop_assert_eq!(facet.is_some(), named);
                let negative = code.code().ends_with(".negative") || matches!(code, Code::Hidden | Code::Buried);
                prop_assert!(values.iter().any(|(_, value)| (*value < 0.0) == negative && value.abs() >= 0.05));
            }
        }
    }
}
