//! Declared wishes as log-odds: what the shopper asked for in so many words, never anything inferred.
//!
//! Price has no part in it: "premium" lifts what the shop itself calls so, whatever it costs.

use super::Candidate;
use crate::catalog::{Condition, Facet, Facets, Product, text};
use crate::privacy::Declared;

/// A hidden brand or category stands last among what it is shown with: e⁻⁸ of the chance it would have had.
const HIDDEN: f64 = -8.0;
/// A wish that is met: as much as moving from the fourth place to the second.
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
    let certified = &product.sustainability;
    let packaging = text::folded(certified.packaging.as_deref().unwrap_or(""));
    let used = matches!(
        product.condition,
        Some(Condition::Used | Condition::Refurbished)
    );
    let says = |word: &str| {
        let mut tags = product.tags.iter().chain(&product.words);
        certified
            .labels
            .iter()
            .any(|label| text::contains(&text::folded(label), word))
            || tags.any(|facet| text::contains(&text::folded(facets.label(*facet)), word))
    };
    let met = [
        declared.recycled && text::contains(&packaging, "recycl"),
        declared.plastic_free && text::contains(&packaging, "plastic"),
        declared.low_carbon && certified.low_carbon,
        declared.second_hand && used,
        declared.repairable && says("repair"),
        declared.premium && says("premium"),
    ];
    let energy = match (declared.energy_class, certified.energy_class) {
        (Some(wanted), Some(class)) if class <= wanted => MET,
        (Some(_), Some(_)) => -MET,
        _ => 0.0,
    };
    let met = met.into_iter().filter(|met| *met).count() as f64;
    met * MET + energy + if hidden { HIDDEN } else { 0.0 }
}
