//! Declared wishes as log-odds. A wish is what the shopper said explicitly, never anything inferred.
//!
//! Price plays no part: the wish "premium" lifts what the shop itself calls premium, whatever it costs.

use super::Candidate;
use crate::catalog::{Condition, Facet, Facets, Product};
use crate::compact::text;
use crate::privacy::Declared;

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
    let named = |of: &[Facet], names: &[String]| {
        let mut labels = of.iter().map(|facet| text::folded(facets.label(*facet)));
        !names.is_empty() && labels.any(|label| names.contains(&label))
    };
    let hidden = named(product.brand.as_slice(), &declared.hidden_brands)
        || named(&product.category, &declared.hidden_categories);
    let met = met(product, declared, facets);
    let known = declared.energy_class.is_some() && product.sustainability.energy_class.is_some();
    let energy = match known {
        true if met >> CLASS == 0 => -MET,
        true => MET,
        false => 0.0,
    };
    let count = f64::from((met & EACH).count_ones());
    count * MET + energy + if hidden { HIDDEN } else { 0.0 }
}

/// The wishes that stand in [`met`] with a bit each.
const EACH: u32 = 63;
/// Where the letter of the energy class begins.
const CLASS: u32 = 8;

/// Which of the shopper's wishes the shop says the product meets, a bit each: recycled packaging, plastic-free packaging,
/// low-carbon delivery, second-hand, repairable, premium; then whether a second-hand product is a refurbished one; from
/// the ninth bit on the letter of the energy class, if that is good enough. Never a wish that was not declared.
pub fn met(product: &Product, declared: &Declared, facets: &Facets) -> u32 {
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
    let met = [
        declared.recycled && packed("recycl"),
        // "Plastic" alone is what the shopper does not want.
        declared.plastic_free && packed("plastic") && (packed("free") || packed("no")),
        declared.low_carbon && certified.low_carbon,
        refurbished || second_hand(Condition::Used),
        declared.repairable && says("repair"),
        declared.premium && says("premium"),
        refurbished,
    ];
    let bits = met
        .iter()
        .rev()
        .fold(0, |bits, met| bits << 1 | u32::from(*met));
    let class = certified
        .energy_class
        .filter(|class| declared.energy_class >= Some(*class));
    bits | class.map_or(0, u32::from) << CLASS
}
