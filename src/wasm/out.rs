//! Results in the shapes of the public contract. Words for people are made in JavaScript from codes and names.
//!
//! The objects are built by hand: a handful of shapes, where a general serialiser would weigh more than all of them.

use crate::catalog::{AddReport, Catalog};
use crate::layout::{self, Density, Emphasis, LayoutReason};
use crate::privacy::{Consent, Purpose};
use crate::profile::Fact;
use crate::ranking::{Conflict, Ranking};
use crate::shelf::Explanation;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

/// A plain object. A property that is `undefined` is left out.
#[inline(never)]
fn object(properties: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in properties {
        if !value.is_undefined() {
            // Setting own properties of a fresh object cannot fail.
            let _ = Reflect::set(&object, &JsValue::from_str(name), value);
        }
    }
    object.into()
}

fn list(values: impl Iterator<Item = JsValue>) -> JsValue {
    let list = Array::new();
    values.for_each(|value| {
        list.push(&value);
    });
    list.into()
}

fn number(value: usize) -> JsValue {
    JsValue::from_f64(value as f64)
}

/// A text, or `undefined`.
fn optional(text: Option<&str>) -> JsValue {
    text.map_or(JsValue::UNDEFINED, JsValue::from_str)
}

/// What `addProducts` returns.
pub fn add_result(report: &AddReport) -> JsValue {
    let rejected = report.rejected.iter().map(|error| {
        object(&[
            ("index", number(error.index().unwrap_or(0))),
            ("reason", error.message().into()),
        ])
    });
    object(&[
        ("added", number(report.added)),
        ("updated", number(report.updated)),
        ("rejected", list(rejected)),
    ])
}

/// What `explain` returns, before its words.
pub fn receipt(explanation: &Explanation, catalog: &Catalog) -> JsValue {
    let receipt = &explanation.receipt;
    let contributions = receipt.contributions.iter().map(|c| {
        let name = c.facet.map(|facet| catalog.facets().label(facet));
        object(&[
            ("term", c.part.code().into()),
            ("value", c.value.into()),
            ("name", optional(name)),
        ])
    });
    let counterfactual = explanation
        .counterfactual
        .map_or(JsValue::UNDEFINED, |other| {
            object(&[
                ("visits", number(other.visits)),
                ("position", number(other.position)),
                ("all", number(other.all)),
            ])
        });
    object(&[
        ("position", number(receipt.position)),
        ("shopPosition", number(receipt.shop_position)),
        ("score", receipt.score.into()),
        ("contributions", list(contributions)),
        ("placed", optional(receipt.placed.code())),
        ("sponsored", receipt.sponsored.into()),
        ("counterfactual", counterfactual),
    ])
}

/// What rules get in each other's way.
pub fn conflicts(conflicts: &[Conflict]) -> JsValue {
    list(conflicts.iter().map(|conflict| {
        let to = conflict.to.map_or(JsValue::UNDEFINED, number);
        object(&[
            ("rule", number(conflict.rule)),
            ("to", to),
            ("why", conflict.why.code().into()),
        ])
    }))
}

/// An order as numbers: each index with what put it into its place, in the four bits above the index's 28.
pub fn order(ranking: &Ranking) -> impl Iterator<Item = u32> {
    let placed = |at: &u32| ranking.placed[*at as usize] as u32;
    ranking.order.iter().map(move |at| *at | placed(at) << 28)
}

/// What `layout` returns, before its words.
pub fn layout(layout: &layout::Layout) -> JsValue {
    let (density, image_size) = match layout.density {
        Density::Compact => ("compact", "small"),
        Density::Normal => ("normal", "medium"),
        Density::Comfortable => ("comfortable", "large"),
    };
    let emphasis = match layout.emphasis {
        Emphasis::Image => "image",
        Emphasis::Price => "price",
        Emphasis::Details => "details",
    };
    let facet_order = layout.facet_order.iter();
    let reasons = layout.reasons.iter();
    object(&[
        ("density", density.into()),
        ("columns", layout.columns.into()),
        ("imageSize", image_size.into()),
        ("emphasis", emphasis.into()),
        ("surfaceOffers", layout.surface_offers.into()),
        ("facetOrder", list(facet_order.map(JsValue::from))),
        ("defaultSort", optional(layout.default_sort)),
        ("reasons", list(reasons.map(|r| reason(*r).into()))),
    ])
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

/// All purposes as the panel shows them, before their words.
pub fn purposes(consent: &Consent) -> JsValue {
    let active = consent.active();
    let info = |purpose: Purpose| {
        let spec = purpose.spec();
        let signals = spec.events.iter().map(|kind| kind.name());
        let signals = signals.chain(spec.measures.iter().copied());
        object(&[
            ("purpose", spec.name.into()),
            ("signals", list(signals.map(JsValue::from))),
            ("state", consent.state(purpose).name().into()),
            ("active", active.has(purpose).into()),
            (
                "lockedBy",
                optional(consent.lock(purpose).map(|lock| lock.name())),
            ),
        ])
    };
    list(Purpose::ALL.into_iter().map(info))
}

/// All facts, before their words.
pub fn facts(facts: &[Fact]) -> JsValue {
    list(facts.iter().map(|fact| {
        object(&[
            ("key", JsValue::from_str(&fact.key)),
            ("kind", fact.kind.name().into()),
            ("name", JsValue::from_str(&fact.name)),
            ("strength", fact.strength.into()),
            ("count", fact.count.into()),
            ("lastAt", (fact.last_at_ms as f64).into()),
            ("purpose", fact.purpose.name().into()),
        ])
    }))
}
