//! One shopper on the walk through a log: the shelf, what it has taken in, and what it has not yet.

use super::line::{Event, Line, Listed};
use super::walk::{Basket, Page, Scene};
use anyhow::Result;
use ownshelf::ranking::RankContext;
use ownshelf::shelf::{Entry, Shelf};
use ownshelf::signals::EventKind;
use std::collections::{BTreeMap, HashMap};

/// What a line turned out to be.
pub(super) enum Turn {
    /// A page or a basket.
    Scene,
    /// Something that only teaches.
    Nothing,
    /// A page of which nothing listed was chosen.
    OutcomeNotListed,
    /// Earlier than the line before; not taken.
    BackInTime,
}

/// Something on a shopper's time line.
enum Happening {
    Shown(Vec<Listed>, RankContext),
    Done(Event),
}

/// What was chosen of a listing.
struct Outcome {
    gains: Vec<f64>,
    first: usize,
}

/// One shopper, from the first line to the last.
pub(super) struct Visitor {
    pub(super) id: String,
    pub(super) shelf: Shelf,
    /// What the shelf has not taken in yet, by time and then by order in the log.
    upcoming: BTreeMap<(u64, u64), Happening>,
    happenings: u64,
    /// The line the walk stands at, which has not happened yet.
    line: Option<Line>,
    outcome: Option<Outcome>,
    bought: Vec<String>,
    /// When each product was first dealt with.
    touched: HashMap<String, u64>,
    seen: u32,
    baskets: u32,
    at_ms: u64,
}

impl Visitor {
    pub(super) fn new(id: &str, shelf: Shelf) -> Self {
        Visitor {
            id: id.to_owned(),
            shelf,
            upcoming: BTreeMap::new(),
            happenings: 0,
            line: None,
            outcome: None,
            bought: Vec::new(),
            touched: HashMap::new(),
            seen: 0,
            baskets: 0,
            at_ms: 0,
        }
    }

    /// Lets the line before happen, brings the shelf up to the time of this one, and looks at what was chosen.
    pub(super) fn turn_to(&mut self, line: Line, blind_ms: u64) -> Result<Turn> {
        if let Some(past) = self.line.take() {
            self.happen(past);
        }
        if line.at_ms < self.at_ms {
            return Ok(Turn::BackInTime);
        }
        self.at_ms = line.at_ms;
        self.catch_up(line.at_ms.saturating_sub(blind_ms))?;
        self.outcome = None;
        self.bought.clear();
        let turn = match &line.listing {
            Some(listing) if !listing.is_empty() => {
                self.outcome = outcome(listing, &line.events);
                match &self.outcome {
                    Some(_) => Turn::Scene,
                    None if line.events.iter().any(|e| e.kind.gain() > 0) => Turn::OutcomeNotListed,
                    None => Turn::Nothing,
                }
            }
            _ => {
                self.bought = bought(&line.events);
                if self.bought.is_empty() {
                    Turn::Nothing
                } else {
                    Turn::Scene
                }
            }
        };
        self.line = Some(line);
        Ok(turn)
    }

    /// Puts a line on the time line.
    fn happen(&mut self, line: Line) {
        self.baskets += u32::from(!self.bought.is_empty());
        let context = context(&line);
        if let Some(listing) = line.listing.filter(|listing| !listing.is_empty()) {
            self.seen += 1;
            self.put(line.at_ms, Happening::Shown(listing, context));
        }
        for event in line.events {
            if event.kind != EventKind::ViewItemList {
                for product in &event.products {
                    let first = self.touched.entry(product.clone()).or_insert(event.at_ms);
                    *first = event.at_ms.min(*first);
                }
            }
            self.put(event.at_ms, Happening::Done(event));
        }
    }

    fn put(&mut self, at_ms: u64, happening: Happening) {
        self.upcoming.insert((at_ms, self.happenings), happening);
        self.happenings += 1;
    }

    /// Lets the shelf take in what happened up to `until_ms`.
    fn catch_up(&mut self, until_ms: u64) -> Result<()> {
        while let Some(next) = self.upcoming.first_entry()
            && next.key().0 <= until_ms
        {
            match next.remove() {
                Happening::Shown(listing, context) => {
                    self.shelf.rank(&entries(&listing), context)?;
                }
                Happening::Done(event) => {
                    self.shelf.record(&event.value, event.at_ms)?;
                }
            }
        }
        Ok(())
    }

    /// The scene of the line the walk stands at.
    pub(super) fn scene(&mut self) -> Option<Scene<'_>> {
        let line = self.line.as_ref()?;
        let Some(outcome) = &self.outcome else {
            return Some(Scene::Basket(Basket {
                shelf: &mut self.shelf,
                at_ms: line.at_ms,
                products: &self.bought,
                before: self.baskets,
            }));
        };
        let listing = line.listing.as_deref()?;
        let touched = self.touched.get(&listing[outcome.first].id);
        Some(Scene::Page(Page {
            shelf: &mut self.shelf,
            at_ms: line.at_ms,
            listing,
            gains: &outcome.gains,
            first: outcome.first,
            seen_before: self.seen,
            touched_before: touched.is_some_and(|first_ms| *first_ms <= line.at_ms),
            context: context(line),
        }))
    }
}

fn context(line: &Line) -> RankContext {
    RankContext {
        now_ms: line.at_ms,
        page: line.context,
        list: line.list.clone(),
        ..RankContext::default()
    }
}

pub(super) fn entries(listing: &[Listed]) -> Vec<Entry<'_>> {
    listing
        .iter()
        .map(|listed| Entry::Inline(&listed.value))
        .collect()
}

/// What events chose of a listing; `None` if nothing.
fn outcome(listing: &[Listed], events: &[Event]) -> Option<Outcome> {
    let mut gains = vec![0.0; listing.len()];
    let mut first = None;
    for event in events.iter().filter(|event| event.kind.gain() > 0) {
        for product in &event.products {
            let Some(at) = listing.iter().position(|listed| listed.id == *product) else {
                continue;
            };
            gains[at] = f64::max(gains[at], f64::from(event.kind.gain()));
            first = first.or(Some(at));
        }
    }
    first.map(|first| Outcome { gains, first })
}

/// The distinct products that events bought.
fn bought(events: &[Event]) -> Vec<String> {
    let mut products: Vec<String> = Vec::new();
    let purchases = events.iter().filter(|e| e.kind == EventKind::Purchase);
    for product in purchases.flat_map(|event| &event.products) {
        if !products.contains(product) {
            products.push(product.clone());
        }
    }
    products
}
