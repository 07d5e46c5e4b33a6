//! Pages worth looking at: where the order helped most, for each kind of reason, and where it did worst.

use super::words;
use crate::log::Page;
use crate::measure::place_of_best;
use anyhow::Result;
use ownshelf::catalog::read_entry;
use ownshelf::shelf::Counterfactual;
use std::collections::BTreeMap;

/// Products of each order that an example shows.
const SHOWN: usize = 5;
/// A smaller difference in nDCG@10 is no example.
const MIN_DIFFERENCE: f64 = 0.1;
/// Examples of gain shown at most.
const MAX_GAINS: usize = 4;

/// One product of an order.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Name, or id where nobody knows a name.
    pub name: String,
    /// Price, if known.
    pub price: Option<f64>,
    /// Whether it was chosen.
    pub chosen: bool,
}

/// One page with its receipt. It names no shopper.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// nDCG@10 gained.
    pub difference: f64,
    /// The product chosen.
    pub name: String,
    /// Products listed.
    pub listed: usize,
    /// Listings this shopper had been shown before.
    pub seen_before: u32,
    /// 1-based place of the choice in the shop's order.
    pub shop_place: usize,
    /// 1-based place in Ownshelf's.
    pub own_place: usize,
    /// The first of the shop's order.
    pub shop_order: Vec<Shown>,
    /// The first of Ownshelf's.
    pub own_order: Vec<Shown>,
    /// Parts of the score in words, the weightiest first.
    pub reasons: Vec<(String, f64)>,
    /// Where it would stand without the last visits.
    pub counterfactual: Option<Counterfactual>,
}

/// The examples kept.
#[derive(Debug, Clone, Default)]
pub struct Examples {
    /// The largest gain by the reason that weighed most.
    gains: BTreeMap<&'static str, Example>,
    worst: Option<Example>,
}

impl Examples {
    /// Considers a ranked page; `difference` is the nDCG@10 gained.
    ///
    /// # Errors
    /// If the ranking is not remembered.
    pub fn offer(&mut self, page: &mut Page<'_>, ticket: u32, difference: f64) -> Result<()> {
        let worst = self.worst.as_ref().map_or(0.0, |w| w.difference);
        if difference < worst.min(-MIN_DIFFERENCE) {
            self.worst = example(page, ticket, difference)?.map(|(_, example)| example);
        } else if difference > MIN_DIFFERENCE
            && let Some((code, example)) = example(page, ticket, difference)?
            && self
                .gains
                .get(code)
                .is_none_or(|best| best.difference < difference)
        {
            self.gains.insert(code, example);
        }
        Ok(())
    }

    /// The gains, largest first.
    pub fn gains(&self) -> Vec<&Example> {
        let mut gains: Vec<&Example> = self.gains.values().collect();
        gains.sort_by(|a, b| b.difference.total_cmp(&a.difference));
        gains.truncate(MAX_GAINS);
        gains
    }

    /// The greatest loss.
    pub fn worst(&self) -> Option<&Example> {
        self.worst.as_ref()
    }
}

/// The page as an example, and the code of the reason that weighed most for the choice.
fn example(
    page: &mut Page<'_>,
    ticket: u32,
    difference: f64,
) -> Result<Option<(&'static str, Example)>> {
    let Some(ranking) = page.shelf.ranking(ticket).cloned() else {
        return Ok(None);
    };
    let places = (
        place_of_best(&ranking.shop_order, page.gains),
        place_of_best(&ranking.order, page.gains),
    );
    let (Some(shop_place), Some(own_place)) = places else {
        return Ok(None);
    };
    let chosen = ranking.order[own_place] as usize;
    let explanation = page.shelf.explain(ticket, chosen)?;
    let contributions = &explanation.receipt.contributions;
    let facets = page.shelf.catalog().facets();
    let code = contributions
        .iter()
        .find(|part| part.value > 0.0)
        .map_or("shopOrder", |part| part.part.code());
    let shown = |order: &[u32]| {
        let first = order.iter().take(SHOWN);
        first.map(|at| product(page, *at as usize)).collect()
    };
    // What rounds to nothing explains nothing.
    let weighty = contributions
        .iter()
        .filter(|part| part.value.abs() >= 0.005);
    let reasons = weighty.map(|part| {
        let name = part.facet.map(|facet| facets.label(facet));
        (
            words::reason(part.part.code(), name, part.value),
            part.value,
        )
    });
    let example = Example {
        difference,
        name: product(page, chosen).name,
        listed: page.listing.len(),
        seen_before: page.seen_before,
        shop_place: shop_place + 1,
        own_place: own_place + 1,
        shop_order: shown(&ranking.shop_order),
        own_order: shown(&ranking.order),
        reasons: reasons.collect(),
        counterfactual: explanation.counterfactual,
    };
    Ok(Some((code, example)))
}

fn product(page: &Page<'_>, at: usize) -> Shown {
    let listed = &page.listing[at];
    let catalog = page.shelf.catalog();
    let known = catalog.find(&listed.id).and_then(|id| catalog.product(id));
    let entry = read_entry(&listed.value).unwrap_or_default();
    let name = entry
        .name
        .or_else(|| known.map(|p| p.name.to_string()).filter(|n| !n.is_empty()));
    Shown {
        name: name.unwrap_or_else(|| listed.id.clone()),
        price: entry.price.or_else(|| known.and_then(|p| p.price)),
        chosen: page.gains[at] > 0.0,
    }
}
