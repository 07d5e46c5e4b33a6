//! The merchant's rules as data: pin, soft pin, boost, bury, slot, hide - with schedule, context and priority.
//!
//! Rules hold for everybody, whatever the profile says. Semantics after Constructor (boost in units of the list's
//! spread, slot by attribute) and Salesforce (soft pin = at or before this place; pin beats boost; numeric priority).
//! How products come into their places is told in [`placement`](super::placement).

use super::notices::Speech;
use super::score::{Scored, Term};
use super::{Candidate, PageContext, RankContext};
use crate::catalog::{Catalog, Facet, FacetKind, Product, ProductId, SEPARATOR, Value};
use crate::compact::by_score_descending;
use crate::compact::sort::sort_by;
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
    /// Nothing: the rule is there for what it says.
    Speak,
}

/// What a rule speaks of; every part given must fit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Match {
    /// One of these products, in the order of their numbers, each with its place in the rule's own list; empty: any.
    pub products: Vec<(ProductId, u32)>,
    /// All of these facets (brand, category node, tag, attribute values).
    pub facets: Vec<Facet>,
    /// Only what can be bought now (`true`), or only what cannot; `None`: either.
    pub available: Option<bool>,
}

impl Match {
    /// Whether it fits any product, so that the rule speaks of the list as a whole.
    pub fn is_any(&self) -> bool {
        *self == Match::default()
    }
}

/// One rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// What it does.
    pub action: Action,
    /// To what.
    pub matching: Match,
    /// What it says.
    pub speech: Speech,
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

/// All rules of the shop, as given, and the order of their strength.
///
/// ```
/// # use ownshelf::{catalog::Value, privacy::{Consent, ConsentMode}, ranking::RankContext, shelf::{Entry, Shelf}};
/// # let mut shelf = Shelf::new(1, Consent::new(ConsentMode::Session, false, false));
/// # shelf.add_products(&Value::list([
/// #     Value::object([("id", "cup".into()), ("brand", "Acme".into()), ("price", 12.0.into())]),
/// #     Value::object([("id", "jug".into()), ("brand", "Bay".into()), ("price", 30.0.into())]),
/// # ]));
/// # let listing: Vec<Value> = vec!["cup".into(), "jug".into()];
/// # let listing: Vec<Entry> = listing.iter().map(Entry::Inline).collect();
/// let pin = Value::object([("action", "pin".into()), ("position", 1.0.into()), ("match", Value::object([("id", "jug".into())]))]);
/// shelf.set_rules(&Value::list([pin]))?;
/// let context = RankContext { now_ms: 2_000, ..RankContext::default() };
/// let (ticket, ranking) = shelf.rank(&listing, context)?;
/// assert_eq!(ranking.order, [1, 0]);
/// # let _ = ticket;
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Rules {
    pub(super) rules: Vec<Rule>,
    strongest: Vec<u32>,
}

/// Reads rules given as plain objects (`Rule` of the public types).
///
/// # Errors
/// `InvalidInput` naming the rule's index and the field that cannot be read.
pub fn parse_rules(value: &Value, catalog: &mut Catalog) -> Result<Rules> {
    let mut rules = Vec::new();
    for (index, row) in value.items().iter().enumerate() {
        rules.push(rule(row, catalog).map_err(|error| error.at(index))?);
    }
    let priorities = rules.iter().map(|rule: &Rule| rule.priority);
    Ok(Rules {
        strongest: by_score_descending(priorities.zip(0..).collect()),
        rules,
    })
}

fn rule(row: &Value, catalog: &mut Catalog) -> Result<Rule> {
    let place = || {
        let position = row.get("position").map_or(Some(1.0), Value::number);
        let position = position.unwrap_or(f64::NAN);
        if (1.0..=10_000.0).contains(&position) {
            Ok(position as usize - 1)
        } else {
            Err(Error::input("position", "is not between 1 and 10000"))
        }
    };
    let strength = || {
        let strength = row.get("strength").map_or(Some(1.0), Value::number);
        let strength = strength.unwrap_or(f64::NAN);
        if (0.0..=10.0).contains(&strength) {
            Ok(strength)
        } else {
            Err(Error::input("strength", "is not between 0 and 10"))
        }
    };
    let speech = Speech::parse(row)?;
    let action = match row.get("action").and_then(Value::text).as_deref() {
        None if speech.is_any() && row.get("action").is_none() => Action::Speak,
        Some("pin") => Action::Pin(place()?),
        Some("softPin") => Action::SoftPin(place()?),
        Some("boost") => Action::Boost(strength()?),
        Some("bury") => Action::Bury(strength()?),
        Some("slot") => Action::Slot(place()?),
        Some("hide") => Action::Hide,
        // For everybody before anything else, as a pin by tag is.
        Some("essentials") => Action::Pin(0),
        _ => {
            return Err(Error::input(
                "action",
                "is none of pin, softPin, boost, bury, slot, hide, essentials",
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
        matching: match row.get("match") {
            None if action == Action::Speak && speech.limit.is_none() => Match::default(),
            given => matching(given, catalog)?,
        },
        speech,
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
    let ids = value.get("id").map(Value::texts).unwrap_or_default();
    let ids = ids.iter().map(|id| catalog.id(id));
    let mut products: Vec<(ProductId, u32)> = ids.zip(0..).collect();
    sort_by(&mut products, |a, b| a.cmp(b));
    products.dedup_by_key(|(product, _)| *product);
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
        let mut name = name.to_owned();
        name.push(SEPARATOR);
        name.push_str(&wanted);
        all.push(facets.intern(FacetKind::Attribute, &name));
    }
    let matching = Match {
        products,
        facets: all,
        available: value.get("available").and_then(Value::flag),
    };
    if matching.is_any() {
        Err(Error::input("match", "names nothing"))
    } else {
        Ok(matching)
    }
}

impl Match {
    /// Whether the rule speaks of this product.
    pub(super) fn fits(&self, product: ProductId, info: &Product) -> bool {
        let has = |facet: &Facet| {
            info.brand == Some(*facet)
                || [&info.category, &info.tags, &info.words]
                    .into_iter()
                    .any(|list| list.contains(facet))
        };
        (self.products.is_empty() || self.nth(product).is_some())
            && self.available.is_none_or(|wanted| wanted != info.sold_out)
            && self.facets.iter().all(has)
    }

    /// The product's place in the rule's own list.
    pub(super) fn nth(&self, product: ProductId) -> Option<u32> {
        let found = self.products.binary_search_by_key(&product, |(id, _)| *id);
        found.ok().map(|at| self.products[at].1)
    }

    /// Hits in the order of the rule's own ids, else as they are, in the shop's: so that a pin of several products is the
    /// same under any profile.
    fn in_own_order(&self, mut hits: Vec<u32>, candidates: &[Candidate]) -> Vec<u32> {
        if !self.products.is_empty() {
            let nth = |at: &u32| self.nth(candidates[*at as usize].product);
            sort_by(&mut hits, |a, b| nth(a).cmp(&nth(b)));
        }
        hits
    }
}

/// A rule that holds on this page, with the indices of the products it fits.
#[derive(Debug)]
pub(super) struct Holding {
    pub(super) action: Action,
    pub(super) hits: Vec<u32>,
}

/// The rules that hold on this page, strongest first, and what is hidden or sponsored on it.
#[derive(Debug)]
pub(super) struct Active {
    pub(super) rules: Vec<Holding>,
    pub(super) hidden: Vec<bool>,
    pub(super) sponsored: Vec<u32>,
}

impl Rules {
    /// The rules that hold on this page now, with their numbers, strongest first.
    pub(super) fn holding(&self, context: &RankContext) -> impl Iterator<Item = (usize, &Rule)> {
        let now = context.now_ms as f64;
        let strongest = self.strongest.iter().map(|at| *at as usize);
        let rules = strongest.map(|at| (at, &self.rules[at]));
        rules.filter(move |(_, rule)| {
            rule.from_ms <= now
                && now < rule.until_ms
                && rule.page.is_none_or(|page| page == context.page)
                && rule.list.as_ref().is_none_or(|list| *list == context.list)
        })
    }

    /// What the rules that hold do to this listing.
    pub(super) fn active(&self, candidates: &[Candidate], context: &RankContext) -> Active {
        let holding = self.holding(context).map(|(_, rule)| rule);
        let holding: Vec<&Rule> = holding
            .filter(|rule| rule.action != Action::Speak)
            .collect();
        let mut hits = vec![Vec::new(); holding.len()];
        // Product by product: each is looked up in memory once, whatever the number of rules.
        for (at, candidate) in candidates.iter().enumerate() {
            for (rule, hits) in holding.iter().zip(&mut hits) {
                if rule.matching.fits(candidate.product, &candidate.info) {
                    hits.push(at as u32);
                }
            }
        }
        let rules: Vec<Holding> = holding
            .iter()
            .zip(hits)
            .map(|(rule, hits)| Holding {
                action: rule.action,
                hits: rule.matching.in_own_order(hits, candidates),
            })
            .collect();
        let mut hidden = vec![false; candidates.len()];
        for rule in rules.iter().filter(|rule| rule.action == Action::Hide) {
            rule.hits.iter().for_each(|at| hidden[*at as usize] = true);
        }
        let sponsored = (0..candidates.len() as u32)
            .filter(|at| candidates[*at as usize].info.sponsored && !hidden[*at as usize])
            .collect();
        Active {
            rules,
            hidden,
            sponsored,
        }
    }
}

impl Active {
    /// Boosts and buries by index, in standard deviations; `None` if no rule gives any.
    fn lifts(&self) -> Option<Vec<f64>> {
        let mut lifts = None;
        for rule in &self.rules {
            let strength = match rule.action {
                Action::Boost(strength) => strength,
                Action::Bury(strength) => -strength,
                _ => continue,
            };
            let lifts = lifts.get_or_insert_with(|| vec![0.0; self.hidden.len()]);
            rule.hits
                .iter()
                .for_each(|at| lifts[*at as usize] += strength);
        }
        lifts
    }

    /// Adds boosts and buries to scores, in units of their spread.
    pub(super) fn weigh(&self, scores: &mut [Scored]) {
        let Some(lifts) = self.lifts() else { return };
        let sd = spread(scores.iter().map(|scored| scored.total));
        for (scored, lift) in scores.iter_mut().zip(lifts) {
            scored.terms[Term::Merchandising as usize] += lift * sd;
            scored.total += lift * sd;
        }
    }

    /// The shop's order as boosts and buries leave it, before anything is put into its place; hidden products are left
    /// out. A place is worth the logarithm of its number here, as in the scores.
    pub(super) fn shop_order(&self) -> Vec<u32> {
        let shown = (0..self.hidden.len() as u32).filter(|at| !self.hidden[*at as usize]);
        let Some(lifts) = self.lifts() else {
            return shown.collect();
        };
        let worth = |at: u32| -f64::from(at + 1).ln();
        let sd = spread((0..self.hidden.len() as u32).map(worth));
        by_score_descending(
            shown
                .map(|at| (worth(at) + lifts[at as usize] * sd, at))
                .collect(),
        )
    }
}

/// Standard deviation; never 0, so that a boost moves products of equal scores too.
fn spread(scores: impl ExactSizeIterator<Item = f64> + Clone) -> f64 {
    let n = scores.len().max(1) as f64;
    let mean = scores.clone().sum::<f64>() / n;
    (scores.map(|score| (score - mean).powi(2)).sum::<f64>() / n)
        .sqrt()
        .max(1e-9)
}
