//! The walk through a log: at each page, the shelf knows exactly what it would have known then.
//!
//! Every shopper starts with a copy of an empty shelf, as on a new device. What happens is put on a time line; before a
//! page at time `t` the shelf takes in what happened up to `t` (or `t` less the blind time), and only afterwards the
//! page itself. Lists and events go through [`Shelf::rank`] and [`Shelf::record`], as they do in a browser.

use super::group::{Grouped, Lines, shopper_hash};
use super::input::{MAX_LINE_BYTES, Source};
use super::line::{Line, Listed};
use super::problems::{Place, Problems};
use super::visitor::{Turn, Visitor, entries};
use anyhow::{Context, Result};
use indicatif::ProgressBar;
use ownshelf::ranking::RankContext;
use ownshelf::shelf::Shelf;
use std::collections::HashSet;

/// How to walk.
#[derive(Debug, Clone, Copy, Default)]
pub struct WalkOptions {
    /// Milliseconds before each page whose evidence is kept from the shelf; 0: all that had happened is known.
    pub blind_ms: u64,
    /// Pages after which the walk ends; `None`: at the log's end.
    pub most_pages: Option<u64>,
}

/// What a walk comes upon.
#[derive(Debug)]
pub enum Scene<'a> {
    /// A listing of which something was chosen.
    Page(Page<'a>),
    /// A purchase without a listing.
    Basket(Basket<'a>),
    /// The shopper's log is at its end. The number is the shopper's own, the same in every run.
    Left(u64),
}

/// A listing of which something was chosen, with the shelf as it was before.
#[derive(Debug)]
pub struct Page<'a> {
    /// The shopper's shelf, which knows nothing of this page yet.
    pub shelf: &'a mut Shelf,
    /// Epoch milliseconds.
    pub at_ms: u64,
    /// The products in the shop's order.
    pub listing: &'a [Listed],
    /// Gain of each product: purchase 3, add_to_cart 2, select_item and view_item 1, the best counts; at least one
    /// is above 0.
    pub gains: &'a [f64],
    /// Index of the product chosen first.
    pub first: usize,
    /// Listings the shopper was shown before.
    pub seen_before: u32,
    /// Whether the shopper had dealt with the first choice before this page.
    pub touched_before: bool,
    pub(super) context: RankContext,
}

impl Page<'_> {
    /// The shop's name for the list; empty if it has none.
    pub fn list(&self) -> &str {
        &self.context.list
    }

    /// Ranks the listing on what the shelf knows, without showing it; returns the ticket.
    ///
    /// # Errors
    /// If an entry cannot be read.
    pub fn rank(&mut self) -> Result<u32> {
        let ranked = self
            .shelf
            .preview(&entries(self.listing), self.context.clone());
        Ok(ranked?.0)
    }
}

/// A purchase without a listing, with the shelf as it was before.
#[derive(Debug)]
pub struct Basket<'a> {
    /// The shopper's shelf, which knows nothing of this basket yet.
    pub shelf: &'a mut Shelf,
    /// Epoch milliseconds.
    pub at_ms: u64,
    /// The distinct products bought.
    pub products: &'a [String],
    /// Baskets of this shopper before it.
    pub before: u32,
}

/// Walks a log and folds every scene into what `fresh` makes. A log file whose shoppers take turns is grouped by
/// shopper first; since that shows only on the way, the fold then starts anew. Standard input cannot be read twice: there,
/// a shopper who comes back counts as a new device.
///
/// # Errors
/// If reading fails, if `visit` fails, and with `--strict` at the first bad line.
pub fn over_log<T>(
    source: &Source,
    start: &Shelf,
    options: WalkOptions,
    problems: &mut Problems,
    new_fold: impl Fn() -> T,
    mut visit: impl FnMut(&mut T, Scene<'_>) -> Result<()>,
) -> Result<T> {
    let before = problems.tally().clone();
    let mut lines = if source.is_sorted_first() {
        Lines::Grouped(Grouped::deal(source)?)
    } else {
        Lines::AsTheyStand(source.open("Reading the log")?)
    };
    loop {
        let mut walk = Walk::new(source, lines, start, options);
        let (mut fold, mut pages) = (new_fold(), 0);
        while let Some(scene) = walk.next(problems)? {
            pages += u64::from(matches!(scene, Scene::Page(_)));
            visit(&mut fold, scene)?;
            if options.most_pages == Some(pages) {
                return Ok(fold);
            }
        }
        if !walk.taking_turns {
            problems.finish()?;
            return Ok(fold);
        }
        problems.restart(before.clone(), walk.number);
        lines = Lines::Grouped(Grouped::deal(source)?);
    }
}

struct Walk<'a> {
    name: String,
    can_start_anew: bool,
    lines: Lines,
    bar: ProgressBar,
    start: &'a Shelf,
    options: WalkOptions,
    visitor: Option<Visitor>,
    /// The shelf of the previous shopper, to be used again.
    previous_shelf: Option<Shelf>,
    /// Hashes of shoppers whose lines came to an end.
    left: HashSet<u64>,
    /// A line read that belongs to the next shopper.
    read_ahead: Option<Line>,
    /// Number of the last line read.
    number: u64,
    /// Whether shoppers were found to take turns, so that the log must be grouped.
    taking_turns: bool,
}

impl<'a> Walk<'a> {
    fn new(source: &Source, lines: Lines, start: &'a Shelf, options: WalkOptions) -> Self {
        Walk {
            name: source.name(),
            can_start_anew: !source.is_stdin() && matches!(lines, Lines::AsTheyStand(_)),
            bar: lines.bar(),
            lines,
            start,
            options,
            visitor: None,
            previous_shelf: None,
            left: HashSet::new(),
            read_ahead: None,
            number: 0,
            taking_turns: false,
        }
    }

    /// Goes on to the next scene; `None` at the end, or when shoppers are found to take turns.
    fn next(&mut self, problems: &mut Problems) -> Result<Option<Scene<'_>>> {
        loop {
            let Some(line) = self.next_line(problems)? else {
                return Ok(self
                    .visitor
                    .take()
                    .map(|v| Scene::Left(shopper_hash(&v.id))));
            };
            if let Some(visitor) = self.visitor.take_if(|v| v.id != line.shopper) {
                let number = shopper_hash(&visitor.id);
                self.left.insert(number);
                self.previous_shelf = Some(visitor.shelf);
                self.read_ahead = Some(line);
                return Ok(Some(Scene::Left(number)));
            }
            let place = Place {
                source: &self.name,
                number: line.number,
                of_log: true,
                bar: &self.bar,
            };
            if self.visitor.is_none() && self.left.contains(&shopper_hash(&line.shopper)) {
                if self.can_start_anew {
                    self.taking_turns = true;
                    return Ok(None);
                }
                problems.came_back(place)?;
            }
            let visitor = self.visitor.get_or_insert_with(|| {
                Visitor::new(
                    &line.shopper,
                    starting_shelf(self.start, self.previous_shelf.take()),
                )
            });
            let number = line.number;
            let turned = visitor
                .turn_to(line, self.options.blind_ms)
                .with_context(|| format!("{} line {number}", self.name))?;
            match turned {
                Turn::Scene => break,
                Turn::Nothing => {}
                Turn::OutcomeNotListed => problems.outcome_not_listed(place),
                Turn::BackInTime => problems.back_in_time(place)?,
            }
        }
        Ok(self.visitor.as_mut().and_then(Visitor::scene))
    }

    /// The next line that can be used.
    fn next_line(&mut self, problems: &mut Problems) -> Result<Option<Line>> {
        if let Some(line) = self.read_ahead.take() {
            return Ok(Some(line));
        }
        while let Some((number, bytes, too_long)) = self.lines.next_line()? {
            self.number = number;
            problems.read();
            let place = Place {
                source: &self.name,
                number,
                of_log: true,
                bar: &self.bar,
            };
            let parsed = if too_long {
                Err(format!("is longer than {} MiB", MAX_LINE_BYTES >> 20))
            } else {
                Line::parse(number, bytes)
            };
            match parsed {
                Ok(line) => {
                    if line.in_seconds {
                        problems.in_seconds(place);
                    }
                    for name in &line.unknown {
                        problems.unknown_event(place, name);
                    }
                    return Ok(Some(line));
                }
                Err(why) => problems.bad_line(place, &why)?,
            }
        }
        Ok(None)
    }
}

/// A shelf that starts like `start`, made from the one of the previous shopper where there is one.
fn starting_shelf(start: &Shelf, previous: Option<Shelf>) -> Shelf {
    match previous {
        None => start.clone(),
        Some(mut shelf) => {
            shelf.start_over(start);
            shelf
        }
    }
}
