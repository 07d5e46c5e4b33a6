//! Results in the shapes of the public contract. Words for people are made in JavaScript from codes and names.

use crate::catalog::{AddReport, Catalog};
use crate::layout::{Density, Emphasis, LayoutReason};
use crate::privacy::{Consent, Purpose};
use crate::profile::Fact;
use crate::shelf::Explanation;
use serde::Serialize;

#[derive(Serialize)]
struct Rejection {
    index: usize,
    reason: String,
}

/// What `addProducts` returns.
#[derive(Serialize)]
pub struct AddResult {
    added: usize,
    updated: usize,
    rejected: Vec<Rejection>,
}

impl From<AddReport> for AddResult {
    fn from(report: AddReport) -> Self {
        let rejected = report.rejected.iter();
        AddResult {
            added: report.added,
            updated: report.updated,
            rejected: rejected
                .map(|error| Rejection {
                    index: error.index().unwrap_or(0),
                    reason: error.to_string(),
                })
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct Contribution {
    term: &'static str,
    value: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

#[derive(Serialize)]
struct Counterfactual {
    visits: usize,
    position: usize,
}

/// What `explain` returns, before its words.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    position: usize,
    shop_position: usize,
    score: f64,
    contributions: Vec<Contribution>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counterfactual: Option<Counterfactual>,
}

impl Receipt {
    /// A receipt with the names of its facets.
    pub fn new(explanation: &Explanation, catalog: &Catalog) -> Self {
        let receipt = &explanation.receipt;
        let contributions = receipt.contributions.iter();
        Receipt {
            position: receipt.position,
            shop_position: receipt.shop_position,
            score: receipt.score,
            contributions: contributions
                .map(|c| Contribution {
                    term: c.term.code(),
                    value: c.value,
                    name: c
                        .facet
                        .map(|facet| catalog.facets().label(facet).to_owned()),
                })
                .collect(),
            counterfactual: explanation.counterfactual.map(|c| Counterfactual {
                visits: c.visits,
                position: c.position,
            }),
        }
    }
}

/// What `layout` returns, before its words.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Layout {
    density: &'static str,
    columns: u32,
    image_size: &'static str,
    emphasis: &'static str,
    surface_offers: bool,
    facet_order: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_sort: Option<&'static str>,
    reasons: Vec<&'static str>,
}

impl From<crate::layout::Layout> for Layout {
    fn from(layout: crate::layout::Layout) -> Self {
        let (density, image_size) = match layout.density {
            Density::Compact => ("compact", "small"),
            Density::Normal => ("normal", "medium"),
            Density::Comfortable => ("comfortable", "large"),
        };
        Layout {
            density,
            columns: layout.columns,
            image_size,
            emphasis: match layout.emphasis {
                Emphasis::Image => "image",
                Emphasis::Price => "price",
                Emphasis::Details => "details",
            },
            surface_offers: layout.surface_offers,
            facet_order: layout.facet_order,
            default_sort: layout.default_sort,
            reasons: layout.reasons.into_iter().map(reason).collect(),
        }
    }
}

fn reason(reason: LayoutReason) -> &'static str {
    match reason {
        LayoutReason::Compact => "compact",
        LayoutReason::Details => "details",
        LayoutReason::Price => "price",
        LayoutReason::Offers => "offers",
        LayoutReason::Sort => "sort",
    }
}

/// One purpose as the panel shows it, before its words.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PurposeInfo {
    purpose: &'static str,
    signals: Vec<&'static str>,
    state: &'static str,
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    locked_by: Option<&'static str>,
}

/// All purposes.
pub fn purposes(consent: &Consent) -> Vec<PurposeInfo> {
    let active = consent.active();
    let info = |purpose: Purpose| {
        let spec = purpose.spec();
        PurposeInfo {
            purpose: spec.name,
            signals: spec
                .events
                .iter()
                .map(|kind| kind.name())
                .chain(spec.measures.iter().copied())
                .collect(),
            state: consent.state(purpose).name(),
            active: active.has(purpose),
            locked_by: consent.lock(purpose).map(|lock| lock.name()),
        }
    };
    Purpose::ALL.into_iter().map(info).collect()
}

/// One fact, before its words.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FactOut {
    key: String,
    kind: &'static str,
    name: String,
    strength: f64,
    count: u32,
    last_at: f64,
    purpose: &'static str,
}

/// All facts.
pub fn facts(facts: Vec<Fact>) -> Vec<FactOut> {
    let out = |fact: Fact| FactOut {
        key: fact.key,
        kind: fact.kind.name(),
        name: fact.name,
        strength: fact.strength,
        count: fact.count,
        last_at: fact.last_at_ms as f64,
        purpose: fact.purpose.name(),
    };
    facts.into_iter().map(out).collect()
}
