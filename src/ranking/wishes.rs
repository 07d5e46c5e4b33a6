//! Declared wishes as log-odds. A wish is what the shopper said explicitly, never anything inferred.
//!
//! Price plays no part: the wish "premium" lifts what the shop itself calls premium, whatever it costs.

use super::Candidate;
use crate::catalog::{Condition, Facet, Facets, Product};
use crate::compact::text;
use crate::privacy::{Declared, WISHES};

/// A product of a hidden brand or category goes to the end: its odds are multiplied by e⁻⁸.
const HIDDEN: f64 = -8.0;
/// A wish that is met counts as much as moving from the fourth place to the second.
const MET: f64 = 0.5;

/// Log-odds by index; empty if no wish bears on any of the products.
pub fn wishes(candidates: &[Candidate], declared: &Declared, facets: &Facets) -> Vec<f64> {
    if !declared.orders() {
        return Vec::new();
    }
    let of = |candidate: &Candidate| wish(&candidate.info, declared, facets);
    let wishes: Vec<f64> = candidates.iter().map(of).collect();
    match wishes.iter().any(|wish| *wish != 0.0) {
        true => wishes,
        false => Vec::new(),
    }
}

fn wish(product: &Product, declared: &Declared, facets: &Facets) -> f64 {
    let met = met(product, declared, facets);
    let known = declared.energy_class.is_some() && product.sustainability.energy_class.is_some();
    let energy = match (known, met.energy_class) {
        (true, None) => -MET,
        (true, Some(_)) => MET,
        (false, _) => 0.0,
    };
    let hidden = hidden(product, declared, facets).map_or(0.0, |_| HIDDEN);
    let count = met.wishes.iter().filter(|met| **met).count();
    count as f64 * MET + energy + hidden
}

/// The brand or category of a product that the shopper asked not to see.
pub fn hidden(product: &Product, declared: &Declared, facets: &Facets) -> Option<Facet> {
    let named = |of: &[Facet], names: &[String]| {
        let hidden = |facet: &&Facet| names.contains(&text::folded(facets.label(**facet)));
        let mut of = of.iter().filter(|_| !names.is_empty());
        of.find(hidden).copied()
    };
    named(product.brand.as_slice(), &declared.hidden_brands)
        .or_else(|| named(&product.category, &declared.hidden_categories))
}

/// Which of the shopper's wishes a product meets. Never one that was not declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Met {
    /// The wishes that are switches, in the order of [`WISHES`].
    pub wishes: [bool; WISHES.len()],
    /// A second-hand product is a refurbished one.
    pub refurbished: bool,
    /// The letter of its energy class, if that is good enough.
    pub energy_class: Option<char>,
}

impl Met {
    /// Whether it meets any.
    pub fn is_any(&self) -> bool {
        *self != Met::default()
    }

    /// The wishes met as the package names them, each with what it says in words: `refurbished` for a second-hand product
    /// that is one, else the wish itself.
    pub fn codes(&self) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        let met = WISHES.iter().zip(self.wishes).filter(|(_, met)| *met);
        let switches = met.map(|(wish, _)| match *wish {
            "secondHand" if self.refurbished => ("secondHand", "refurbished"),
            wish => (wish, wish),
        });
        switches.chain(self.energy_class.map(|_| ("energyClass", "energyClass")))
    }
}

/// Which of the shopper's wishes the shop says the product meets.
pub fn met(product: &Product, declared: &Declared, facets: &Facets) -> Met {
    let certified = &product.sustainability;
    let packaging = text::folded(certified.packaging.as_deref().unwrap_or(""));
    let packed = |word: &str| text::contains(&packaging, word);
    let second_hand = |condition| declared.second_hand && product.condition == Some(condition);
    let says = |word: &str| {
        let mut tags = product.tags.iter();
        certified
            .labels
            .iter()
            .any(|label| text::contains(&text::folded(label), word))
            || tags.any(|facet| text::contains(&text::folded(facets.label(*facet)), word))
    };
    let refurbished = second_hand(Condition::Refurbished);
    Met {
        wishes: [
            declared.recycled && packed("recycl"),
            // "Plastic" alone is what the shopper does not want.
            declared.plastic_free && packed("plastic") && (packed("free") || packed("no")),
            declared.low_carbon && certified.low_carbon,
            refurbished || second_hand(Condition::Used),
            declared.repairable && says("repair"),
            declared.premium && says("premium"),
        ],
        refurbished,
        energy_class: certified
            .energy_class
            .filter(|class| declared.energy_class >= Some(*class)),
    }
}
