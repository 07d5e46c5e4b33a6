//! The merchant's rules: pin, soft pin, boost, bury, slot, hide - with schedule, context and priority.
//!
//! Rules always hold, whatever the profile says. Semantics after Constructor (boost in units of the list's spread,
//! slot by attribute) and Salesforce (soft pin = at or before this place; pin beats boost; numeric priority).

use super::score::{Scored, Term};
use super::{Candidate, PageContext, RankContext};
use crate::catalog::{Catalog, Facet, FacetKind, ProductId, SEPARATOR, Value};
use crate::error::{Error, Result};

/// What a rule does to the products it matches. Places are 0-based.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Action {
    /// Exactly at this place.
    Pin(usize),
    /// At this place or above.
    SoftPin(usize),
    /// Score raised by this many standard deviations of the list's scores, 0 (nothing) to 10 (to the top).
    Boost(f64),
    /// Score lowered likewise.
    Bury(f64),
    /// The best of the matching products for this shopper goes to this place.
    Slot(usize),
    /// Not shown.
    Hide,
}

/// What a rule speaks of; every part given must fit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Match {
    /// One of these products; empty: any.
    pub products: Vec<ProductId>,
    /// All of these facets (brand, category node, tag, attribute values).
    pub facets: Vec<Facet>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// What it does.
    pub action: Action,
    /// To what.
    pub matching: Match,
    /// First epoch millisecond it holds.
    pub from_ms: f64,
    /// First epoch millisecond it no longer holds.
    pub until_ms: f64,
    /// Page context it is for; `None`: any.
    pub page: Option<PageContext>,
    /// List it is for; `None`: any.
    pub list: Option<String>,
    /// Higher wins; at equal priority the earlier rule.
    pub priority: f64,
}

/// All rules of the shop, strongest first.
#[derive(Debug, Clone, Default)]
pub struct Rules(Vec<Rule>);

/// Reads rules given as plain objects (`Rule` of the public types).
///
/// # Errors
/// `InvalidInput` naming the rule's index and the field that cannot be read.
pub fn parse_rules(value: &Value, catalog: &mut Catalog) -> Result<Rules> {
    let mut rules = Vec::new();
    for (index, row) in value.items().iter().enumerate() {
        rules.push(rule(row, catalog).map_err(|error| error.at(index))?);
    }
    rules.sort_by(|a: &Rule, b: &Rule| b.priority.total_cmp(&a.priority));
    Ok(Rules(rules))
}

fn rule(row: &Value, catalog: &mut Catalog) -> Result<Rule> {
    let place = || {
        let position = row.get("position").and_then(Value::number).unwrap_or(1.0);
        if (1.0..=10_000.0).contains(&position) {
            Ok(position as usize - 1)
        } else {
            Err(Error::input("position", "is not between 1 and 10000"))
        }
    };
    let strength = || {
        let strength = row.get("strength").and_then(Value::number).unwrap_or(1.0);
        if (0.0..=10.0).contains(&strength) {
            Ok(strength)
        } else {
            Err(Error::input("strength", "is not between 0 and 10"))
        }
    };
    let action = match row.get("action").and_then(Value::text).as_deref() {
        Some("pin") => Action::Pin(place()?),
        Some("softPin") => Action::SoftPin(place()?),
        Some("boost") => Action::Boost(strength()?),
        Some("bury") => Action::Bury(strength()?),
        Some("slot") => Action::Slot(place()?),
        Some("hide") => Action::Hide,
        _ => {
            return Err(Error::input(
                "action",
                "is none of pin, softPin, boost, bury, slot, hide",
            ));
        }
    };
    let page = match row.get("context").and_then(Value::text) {
        None => None,
        Some(text) => Some(
            PageContext::parse(&text)
                .ok_or_else(|| Error::input("context", "is none of search, browse, related"))?,
        ),
    };
    Ok(Rule {
        action,
        matching: matching(row.get("match"), catalog)?,
        from_ms: time(row, "from")?.unwrap_or(f64::NEG_INFINITY),
        until_ms: time(row, "until")?.unwrap_or(f64::INFINITY),
        page,
        list: row.get("listId").and_then(Value::text),
        priority: row.get("priority").and_then(Value::number).unwrap_or(0.0),
    })
}

fn time(row: &Value, field: &'static str) -> Result<Option<f64>> {
    row.get(field)
        .map(|value| {
            crate::catalog::time_ms(value).ok_or_else(|| Error::input(field, "is no time"))
        })
        .transpose()
}

fn matching(value: Option<&Value>, catalog: &mut Catalog) -> Result<Match> {
    let Some(value) = value else {
        return Err(Error::input("match", "is missing"));
    };
    let products = value
        .get("id")
        .map(Value::texts)
        .unwrap_or_default()
        .iter()
        .map(|id| catalog.id(id))
        .collect();
    let facets = catalog.facets_mut();
    let mut all = Vec::new();
    for (key, kind) in [("brand", FacetKind::Brand), ("tag", FacetKind::Tag)] {
        all.extend(
            value
                .get(key)
                .and_then(Value::text)
                .map(|name| facets.intern(kind, &name)),
        );
    }
    if let Some(path) = value.get("category") {
        let steps = match path {
            Value::Str(text) => text.split('>').map(|s| s.trim().to_owned()).collect(),
            other => other.texts(),
        };
        all.extend(facets.intern_path(&steps).last());
    }
    for (name, wanted) in value.get("attribute").map_or(&[][..], Value::entries) {
        let wanted = wanted
            .text()
            .ok_or_else(|| Error::input("match.attribute", "has a value that is not text"))?;
        all.push(facets.intern(FacetKind::Attribute, &format!("{name}{SEPARATOR}{wanted}")));
    }
    let matching = Match {
        products,
        facets: all,
    };
    if matching == Match::default() {
        Err(Error::input("match", "names nothing"))
    } else {
        Ok(matching)
    }
}

impl Match {
    fn fits(&self, candidate: &Candidate) -> bool {
        let info = &candidate.info;
        let has = |facet: &Facet| {
            info.brand == Some(*facet)
                || [&info.category, &info.tags, &info.words]
                    .into_iter()
                    .any(|list| list.contains(facet))
        };
        (self.products.is_empty() || self.products.contains(&candidate.product))
            && self.facets.iter().all(has)
    }
}

/// The rules that hold on this page, with the products they fit, strongest first.
#[derive(Debug, Default)]
pub(super) struct Active(Vec<(Action, Vec<u32>)>);

impl Rules {
    /// The rules that hold for this listing now.
    pub(super) fn active(&self, candidates: &[Candidate], context: &RankContext) -> Active {
        let now = context.now_ms as f64;
        let holds = |rule: &&Rule| {
            rule.from_ms <= now
                && now < rule.until_ms
                && rule.page.is_none_or(|page| page == context.page)
                && rule.list.as_ref().is_none_or(|list| *list == context.list)
        };
        let fits = |rule: &Rule| -> Vec<u32> {
            (0..candidates.len() as u32)
                .filter(|at| rule.matching.fits(&candidates[*at as usize]))
                .collect()
        };
        Active(
            self.0
                .iter()
                .filter(holds)
                .map(|rule| (rule.action, fits(rule)))
                .collect(),
        )
    }
}

impl Active {
    /// Whether a rule hides the product at this index.
    pub(super) fn hidden(&self, at: u32) -> bool {
        self.0
            .iter()
            .any(|(action, hits)| *action == Action::Hide && hits.contains(&at))
    }

    /// Adds boosts and buries to scores, in units of their spread.
    pub(super) fn weigh(&self, scores: &mut [Scored]) {
        let totals: Vec<f64> = scores.iter().map(|s| s.total).collect();
        let n = totals.len().max(1) as f64;
        let mean = totals.iter().sum::<f64>() / n;
        let sd = (totals.iter().map(|t| (t - mean).powi(2)).sum::<f64>() / n)
            .sqrt()
            .max(1e-9);
        for (action, hits) in &self.0 {
            let step = match action {
                Action::Boost(strength) => strength * sd,
                Action::Bury(strength) => -strength * sd,
                _ => continue,
            };
            for at in hits {
                let scored = &mut scores[*at as usize];
                scored.terms[Term::Merchandising as usize] += step;
                scored.total += step;
            }
        }
    }

    /// Puts pinned and slotted products into their places; all others keep their order in the places left.
    pub(super) fn place(&self, order: Vec<u32>) -> Vec<u32> {
        let mut places: Vec<Option<u32>> = vec![None; order.len()];
        let taken = |places: &[Option<u32>], at: u32| places.contains(&Some(at));
        let mut soft: Vec<(usize, u32)> = Vec::new();
        for (action, hits) in &self.0 {
            let in_order: Vec<u32> = order
                .iter()
                .copied()
                .filter(|at| hits.contains(at))
                .collect();
            match action {
                // A pin of several products puts them side by side from the place on.
                Action::Pin(place) => {
                    for (nth, at) in in_order.into_iter().enumerate() {
                        if let Some(free @ None) = places.get_mut(place + nth)
                            && !taken_in(&soft, at)
                        {
                            *free = Some(at);
                        }
                    }
                }
                Action::Slot(place) => {
                    let best = in_order.into_iter().find(|at| !taken(&places, *at));
                    if let (Some(free @ None), Some(at)) = (places.get_mut(*place), best) {
                        *free = Some(at);
                    }
                }
                Action::SoftPin(place) => soft.extend(in_order.into_iter().map(|at| (*place, at))),
                Action::Boost(_) | Action::Bury(_) | Action::Hide => {}
            }
        }
        fill(places, order, &soft)
    }
}

fn taken_in(soft: &[(usize, u32)], at: u32) -> bool {
    soft.iter().any(|(_, pinned)| *pinned == at)
}

/// Fills the free places in order, and lifts soft pins that would fall below theirs.
fn fill(mut places: Vec<Option<u32>>, order: Vec<u32>, soft: &[(usize, u32)]) -> Vec<u32> {
    let placed: Vec<u32> = places.iter().flatten().copied().collect();
    let mut rest: Vec<u32> = order
        .into_iter()
        .filter(|at| !placed.contains(at))
        .collect();
    for (place, at) in soft {
        // The free places from the top that lie at or above the soft pin's place.
        let room = places[..places.len().min(place + 1)]
            .iter()
            .filter(|p| p.is_none())
            .count();
        if let Some(now) = rest.iter().position(|other| other == at)
            && now >= room
            && room > 0
        {
            let at = rest.remove(now);
            rest.insert(room - 1, at);
        }
    }
    let mut rest = rest.into_iter();
    places
        .iter_mut()
        .filter(|place| place.is_none())
        .for_each(|place| *place = rest.next());
    places.into_iter().flatten().collect()
}
