//! Training: from a shop's log to the prior every shopper starts with.
//!
//! Empirical Bayes. The log is read four times, shopper by shopper, never held as a whole: scales of prices and
//! measures; twice the features of every choice exactly as the shelf saw them before it, from which the population's
//! weights are fitted (`fit`); and once more to learn how far the finished model may be trusted (`trust`).
//! What is held is a sample of shoppers with at most `MAX_CHOICES` choices, the same sample each time.

mod fit;
mod relations;
mod scales;
mod spread;
mod step;
mod trust;

use crate::log::{Page, Problems, Scene, Source, WalkOptions, over_log};
use anyhow::{Context, Result, bail};
use fit::{Choice, Fit, Shopper};
use ownshelf::catalog::{Facet, Facets};
use ownshelf::compact::Sparse;
use ownshelf::profile::Prior;
use ownshelf::profile::evaluation::{Design, Feature, softmax};
use ownshelf::shelf::Shelf;
pub use relations::MAX_RELATION_BYTES;
use relations::Together;
use scales::Scales;
use std::collections::HashSet;

/// Choices held in memory at most: about 100 MB at 25 products a list. Means of weights are then sure to a hundredth.
pub const MAX_CHOICES: usize = 20_000;
/// A prior's file may take this many bytes.
pub const MAX_BYTES: usize = 8 * 1024;

/// A trained prior and what it was made from.
#[derive(Debug)]
pub struct Trained {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Choices the weights were fitted on.
    pub choices: usize,
    /// Shoppers they were made by.
    pub shoppers: usize,
    /// Iterations of the last fit.
    pub iterations: usize,
    /// The largest change of its last iteration, if that was not small enough to be the end.
    pub unsettled: Option<f64>,
    /// The relation table's bytes and the number of its products; `None` if the log holds no purchase.
    pub relations: Option<(Vec<u8>, usize)>,
    /// Features with their fitted mean and standard deviation among shoppers.
    pub weights: Vec<(String, f64, f64)>,
}

/// Trains a prior on a log, for shelves that start like `start`.
///
/// # Errors
/// If the log cannot be read several times (standard input), or holds no choice to learn from.
pub fn train(log: &Source, start: &Shelf, problems: &mut Problems) -> Result<Trained> {
    if log.is_stdin() {
        bail!("training reads the log several times; give it a file");
    }
    let mut start = start.clone();
    start.fix_weights();
    let (scales, together) = survey(log, &start, problems)?;
    let mut prior = scales.prior(&mut start);
    // Bad lines were reported by the first pass.
    let mut quiet = Problems::new(false);
    quiet.restart(problems.tally().clone(), u64::MAX);
    let (mut choices, mut shoppers, mut iterations, mut unsettled) = (0, 0, 0, None);
    // The first fit is only for the features, which depend a little on it, and for the second to begin with.
    for tolerance in [10.0 * fit::TOLERANCE, fit::TOLERANCE] {
        start.set_prior(&prior.encode(start.catalog().facets()))?;
        start.fix_weights();
        let sample = collect(log, &start, &mut quiet)?;
        choices = sample.iter().map(|shopper| shopper.choices.len()).sum();
        shoppers = sample.len();
        if choices == 0 && together.is_empty() {
            bail!("the log holds neither a page of which something was chosen nor a purchase");
        }
        if choices == 0 {
            break;
        }
        let fitted = Fit::new(prior, sample).run(tolerance);
        unsettled = (fitted.change > tolerance).then_some(fitted.change);
        iterations = fitted.iterations;
        prior = fitted.prior;
    }
    start.set_prior(&prior.encode(start.catalog().facets()))?;
    if choices > 0 {
        trust::fit(log, &start, &mut quiet, &mut prior)?;
    }
    let mut bytes = prior.encode(start.catalog().facets());
    while bytes.len() > MAX_BYTES {
        prior.facets = strongest_half(&prior.facets);
        bytes = prior.encode(start.catalog().facets());
    }
    let weights = table(&prior, start.catalog().facets());
    Ok(Trained {
        bytes,
        choices,
        shoppers,
        iterations,
        unsettled,
        relations: (!together.is_empty()).then(|| together.encode()),
        weights,
    })
}

/// The scales of prices and measures, and what is bought together.
fn survey(log: &Source, start: &Shelf, problems: &mut Problems) -> Result<(Scales, Together)> {
    over_log(
        log,
        start,
        WalkOptions::default(),
        problems,
        Default::default,
        |(scales, together): &mut (Scales, Together), scene| {
            match scene {
                Scene::Page(mut page) => {
                    let ticket = page.rank()?;
                    scales.take(page.shelf, ticket);
                    together.page(&page);
                }
                Scene::Basket(basket) => together.basket(&basket),
                Scene::Left(_) => together.left(),
            }
            Ok(())
        },
    )
}

/// Every shopper's choices as numbers, of a sample that fits into memory.
fn collect(log: &Source, start: &Shelf, problems: &mut Problems) -> Result<Vec<Shopper>> {
    // Facets the prior may know have the same code in every shelf: they were interned before the first shopper.
    let facets: HashSet<u32> = start
        .profile()
        .prior()
        .facets
        .iter()
        .map(|(facet, _)| facet)
        .collect();
    let sample = over_log(
        log,
        start,
        WalkOptions::default(),
        problems,
        Sample::default,
        |sample, scene| {
            match scene {
                Scene::Page(page) => sample.page(page, &facets)?,
                Scene::Left(_) => sample.left(),
                Scene::Basket(_) => {}
            }
            Ok(())
        },
    )?;
    Ok(sample.shoppers)
}

#[derive(Default)]
struct Sample {
    shoppers: Vec<Shopper>,
    now: Vec<Choice>,
    choices: usize,
    /// Of this many shoppers one is held; doubles whenever memory is full.
    one_in: usize,
    met: usize,
}

impl Sample {
    fn page(&mut self, mut page: Page<'_>, facets: &HashSet<u32>) -> Result<()> {
        let ticket = page.rank()?;
        let (design, of) = page.shelf.design(ticket).context("the ranking was lost")?;
        let of = of.into_iter().map(|list| {
            list.into_iter()
                .map(|f| f.0)
                .filter(|f| facets.contains(f))
                .collect()
        });
        self.now.push(Choice {
            design,
            chosen: page.first,
            facets: of.collect(),
        });
        Ok(())
    }

    fn left(&mut self) {
        let one_in = self.one_in.max(1);
        let choices = std::mem::take(&mut self.now);
        if self.met.is_multiple_of(one_in) && !choices.is_empty() {
            self.choices += choices.len();
            self.shoppers.push(Shopper { choices });
        }
        self.met += 1;
        if self.choices > MAX_CHOICES {
            self.one_in = one_in * 2;
            let mut nth = 0;
            self.shoppers.retain(|_| {
                nth += 1;
                nth % 2 == 1
            });
            self.choices = self
                .shoppers
                .iter()
                .map(|shopper| shopper.choices.len())
                .sum();
        }
    }
}

/// Probabilities of a design's alternatives under weights.
fn chances(design: &Design, weights: &[f64]) -> Vec<f64> {
    softmax(&design.utilities(weights))
}

/// The weights of a prior's features, padded with zeros to a width.
fn padded(prior: &Prior, width: usize) -> Vec<f64> {
    let mut mean = prior.mean.clone();
    mean.resize(width, 0.0);
    mean
}

/// The facets with the strongest opinions, half of them: for a file that must stay small.
fn strongest_half(facets: &Sparse<f32>) -> Sparse<f32> {
    let mut all: Vec<(u32, f32)> = facets.iter().map(|(facet, odds)| (facet, *odds)).collect();
    all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    all.truncate(all.len() / 2);
    let mut kept = Sparse::default();
    all.into_iter()
        .for_each(|(facet, odds)| *kept.entry(facet) = odds);
    kept
}

/// Names of all weights with mean and standard deviation among shoppers.
fn table(prior: &Prior, facets: &Facets) -> Vec<(String, f64, f64)> {
    let width = prior.width();
    let base = Feature::ALL.iter().map(|(_, name)| (*name).to_owned());
    let numbers = prior
        .numbers
        .iter()
        .map(|n| facets.name(n.facet).to_owned());
    let rows = base.chain(numbers).enumerate();
    let mut table: Vec<(String, f64, f64)> = rows
        .map(|(k, name)| (name, prior.mean[k], prior.covariance[k * width + k].sqrt()))
        .collect();
    table.extend(
        prior
            .facets
            .iter()
            .map(|(facet, odds)| (facets.label(Facet(facet)).to_owned(), f64::from(*odds), 0.0)),
    );
    table
}
