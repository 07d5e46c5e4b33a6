//! Results as bytes that `pkg/engine/engine.js` reads: the values of an answer one after the other, without their names. Names,
//! and words for people, are JavaScript's.
//!
//! So the engine calls nothing to hand an answer over: it can make no object, and its import list stays that of a
//! calculator.

use crate::catalog::{AddReport, Catalog, Value};
use crate::layout::{self, Density, Emphasis, LayoutReason};
use crate::privacy::{Consent, Purpose};
use crate::profile::Fact;
use crate::ranking::{Conflict, Ranking};
use crate::shelf::Explanation;

/// Bytes being written. Each value begins with its tag: 0 nothing, 1 no, 2 yes, 3 a number (8 bytes), 4 a text (length
/// and UTF-8), 5 a list (count, then its items), 6 a map (count, then names and values). Numbers are little-endian,
/// lengths and counts have four bytes.
#[derive(Default)]
pub struct Out(pub Vec<u8>);

impl Out {
    fn counted(&mut self, tag: u8, count: usize) -> &mut Self {
        self.0.push(tag);
        self.0.extend_from_slice(&(count as u32).to_le_bytes());
        self
    }

    fn none(&mut self) -> &mut Self {
        self.0.push(0);
        self
    }

    fn flag(&mut self, flag: bool) -> &mut Self {
        self.0.push(1 + u8::from(flag));
        self
    }

    fn number(&mut self, number: f64) -> &mut Self {
        self.0.push(3);
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    fn whole(&mut self, number: usize) -> &mut Self {
        self.number(number as f64)
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.counted(4, text.len())
            .0
            .extend_from_slice(text.as_bytes());
        self
    }

    fn maybe(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.text(text),
            None => self.none(),
        }
    }

    fn list(&mut self, count: usize) -> &mut Self {
        self.counted(5, count)
    }

    /// Plain data as it is.
    pub fn value(&mut self, value: &Value) -> &mut Self {
        match value {
            Value::Null => self.none(),
            Value::Bool(flag) => self.flag(*flag),
            Value::Num(number) => self.number(*number),
            Value::Str(text) => self.text(text),
            Value::List(items) => {
                self.list(items.len());
                items.iter().for_each(|item| {
                    self.value(item);
                });
                self
            }
            Value::Map(entries) => {
                self.counted(6, entries.len());
                for (name, value) in entries {
                    self.text(name).value(value);
                }
                self
            }
        }
    }
}

/// What `addProducts` returns: added, updated, and of each rejected row its index and the reason.
pub fn add_result(report: &AddReport) -> Vec<u8> {
    let mut out = Out::default();
    out.list(3).whole(report.added).whole(report.updated);
    out.list(report.rejected.len());
    for error in &report.rejected {
        out.list(2)
            .whole(error.index().unwrap_or(0))
            .text(&error.message());
    }
    out.0
}

/// What `explain` returns: position, shop's position, score, contributions (term, value, name), what placed it, whether
/// it is sponsored, and where it would stand without the last visits.
pub fn receipt(explanation: &Explanation, catalog: &Catalog) -> Vec<u8> {
    let receipt = &explanation.receipt;
    let mut out = Out::default();
    out.list(7)
        .whole(receipt.position)
        .whole(receipt.shop_position);
    out.number(receipt.score).list(receipt.contributions.len());
    for c in &receipt.contributions {
        let name = c.facet.map(|facet| catalog.facets().label(facet));
        out.list(3).text(c.part.code()).number(c.value).maybe(name);
    }
    out.maybe(receipt.placed.code()).flag(receipt.sponsored);
    match explanation.counterfactual {
        Some(other) => out
            .list(3)
            .whole(other.visits)
            .whole(other.position)
            .whole(other.all),
        None => out.none(),
    };
    out.0
}

/// What rules get in each other's way: rule, the other one, why.
pub fn conflicts(conflicts: &[Conflict]) -> Vec<u8> {
    let mut out = Out::default();
    out.list(conflicts.len());
    for conflict in conflicts {
        out.list(3).whole(conflict.rule);
        match conflict.to {
            Some(to) => out.whole(to),
            None => out.none(),
        };
        out.text(conflict.why.code());
    }
    out.0
}

/// An order as numbers: each index with what put it into its place, in the four bits above the index's 28.
pub fn order(ranking: &Ranking) -> impl Iterator<Item = u32> {
    let placed = |at: &u32| ranking.placed[*at as usize] as u32;
    ranking.order.iter().map(move |at| *at | placed(at) << 28)
}

/// What `layout` returns: density, columns, image size, emphasis, whether offers come to the surface, the order of facets,
/// the sort to begin with, and the reasons.
pub fn layout(layout: &layout::Layout) -> Vec<u8> {
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
    let mut out = Out::default();
    out.list(8)
        .text(density)
        .number(f64::from(layout.columns))
        .text(image_size);
    out.text(emphasis)
        .flag(layout.surface_offers)
        .list(layout.facet_order.len());
    for facet in &layout.facet_order {
        out.text(facet);
    }
    out.maybe(layout.default_sort).list(layout.reasons.len());
    for reason in &layout.reasons {
        out.text(match reason {
            LayoutReason::Compact => "compact",
            LayoutReason::Details => "details",
            LayoutReason::Price => "price",
            LayoutReason::Offers => "offers",
            LayoutReason::Sort => "sort",
        });
    }
    out.0
}

/// All purposes: name, signals, state, whether it works now, what locks it.
pub fn purposes(consent: &Consent) -> Vec<u8> {
    let active = consent.active();
    let mut out = Out::default();
    out.list(Purpose::ALL.len());
    for purpose in Purpose::ALL {
        let spec = purpose.spec();
        out.list(5)
            .text(spec.name)
            .list(spec.events.len() + spec.measures.len());
        for kind in spec.events {
            out.text(kind.name());
        }
        for measure in spec.measures {
            out.text(measure);
        }
        out.text(consent.state(purpose).name())
            .flag(active.has(purpose));
        out.maybe(consent.lock(purpose).map(|lock| lock.name()));
    }
    out.0
}

/// All facts: key, kind, name, strength, count, last time, purpose.
pub fn facts(facts: &[Fact]) -> Vec<u8> {
    let mut out = Out::default();
    out.list(facts.len());
    for fact in facts {
        out.list(7)
            .text(&fact.key)
            .text(fact.kind.name())
            .text(&fact.name);
        out.number(fact.strength).number(f64::from(fact.count));
        out.number(fact.last_at_ms as f64).text(fact.purpose.name());
    }
    out.0
}
