//! How far a prior may be trusted: its temperature, caution and breadth, under which the log's choices are likeliest.

use crate::log::{Problems, Scene, Source, WalkOptions, over_log};
use crate::measure::log_loss;
use anyhow::{Context, Result};
use ownshelf::profile::Prior;
use ownshelf::shelf::Shelf;

/// Pages they are fitted on: three numbers need no more, and each page is learned from in full.
const MAX_PAGES: u64 = 6_000;
/// Temperatures that are tried.
const TEMPERATURES: (f64, f64) = (0.3, 4.0);
/// What a temperature other than 1 costs for each unit of its logarithm, squared: a handful of choices that all fell on the
/// likeliest would otherwise be called certain.
const TEMPERATURE_PRECISION: f64 = 5.0;
/// Cautions that are tried: from none at all to four times what MacKay's moderation takes off.
const CAUTIONS: (f64, f64) = (0.0, 4.0);
/// The same for a caution other than the default: logs of a few hundred choices say little of it.
const CAUTION_PRECISION: f64 = 2.0;
/// Breadths that are tried: at −0.5 a list of 8 has twice the log-odds of one of 32, at 0.5 half of them.
const BREADTHS: (f64, f64) = (-0.5, 0.5);
/// The same for a breadth. A log whose lists are all of one length says nothing of it.
const BREADTH_PRECISION: f64 = 20.0;
/// Times that caution and breadth are fitted in turn.
const ROUNDS: usize = 2;

/// A page: scores before they are moderated, what was chosen, the variance that moderates them.
struct Doubted {
    scores: Vec<f64>,
    chosen: usize,
    variance: f64,
}

/// Fits them on at most [`MAX_PAGES`] pages, replayed as shelves that start like `start` would have ranked them.
pub(super) fn fit(
    log: &Source,
    start: &Shelf,
    problems: &mut Problems,
    prior: &mut Prior,
) -> Result<()> {
    let pages = doubted(log, start, problems)?;
    let usual = Prior::default();
    let mut tried = prior.clone();
    let mut cost = |temperature: f64, caution: f64, breadth: f64| -> f64 {
        (tried.temperature, tried.caution, tried.breadth) = (temperature, caution, breadth);
        let loss = |page: &Doubted| {
            let scale = tried.scale(page.variance, page.scores.len());
            let scores: Vec<f64> = page.scores.iter().map(|s| s * scale).collect();
            log_loss(&scores, page.chosen)
        };
        pages.iter().map(loss).sum::<f64>()
            + TEMPERATURE_PRECISION / 2.0 * temperature.ln().powi(2)
            + CAUTION_PRECISION / 2.0 * (caution - usual.caution).powi(2)
            + BREADTH_PRECISION / 2.0 * (breadth - usual.breadth).powi(2)
    };
    // Either is nearly another temperature where doubt, or length, is much the same everywhere: each is tried at its best one.
    let mut best = |caution: f64, breadth: f64| {
        let temperature = lowest(TEMPERATURES, |t| cost(t, caution, breadth));
        (cost(temperature, caution, breadth), temperature)
    };
    for _ in 0..ROUNDS {
        prior.caution = lowest(CAUTIONS, |caution| best(caution, prior.breadth).0);
        prior.breadth = lowest(BREADTHS, |breadth| best(prior.caution, breadth).0);
    }
    prior.temperature = best(prior.caution, prior.breadth).1;
    Ok(())
}

/// The pages, ranked before each was taken in.
fn doubted(log: &Source, start: &Shelf, problems: &mut Problems) -> Result<Vec<Doubted>> {
    over_log(
        log,
        start,
        WalkOptions {
            most_pages: Some(MAX_PAGES),
            ..WalkOptions::default()
        },
        problems,
        Vec::new,
        |pages: &mut Vec<Doubted>, scene| {
            if let Scene::Page(mut page) = scene {
                let ticket = page.rank()?;
                let (design, _) = page.shelf.design(ticket).context("the ranking was lost")?;
                let ranking = page.shelf.ranking(ticket).context("the ranking was lost")?;
                let state = page.shelf.profile().state();
                let variance = state.doubt(&design);
                let scale = state.prior.scale(variance, design.len());
                pages.push(Doubted {
                    scores: ranking.scores.iter().map(|s| s.total / scale).collect(),
                    chosen: page.first,
                    variance,
                });
            }
            Ok(())
        },
    )
}

/// Where a function with one valley is lowest, to five thousandths, by golden-section search.
fn lowest((mut low, mut high): (f64, f64), mut of: impl FnMut(f64) -> f64) -> f64 {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let inner = |low: f64, high: f64| (high - golden * (high - low), low + golden * (high - low));
    let (mut a, mut b) = inner(low, high);
    let (mut at_a, mut at_b) = (of(a), of(b));
    // Of the two points inside, one is a point of the next, shorter interval.
    while high - low > 5e-3 {
        if at_a < at_b {
            (high, b, at_b) = (b, a, at_a);
            a = inner(low, high).0;
            at_a = of(a);
        } else {
            (low, a, at_a) = (a, b, at_b);
            b = inner(low, high).1;
            at_b = of(b);
        }
    }
    (low + high) / 2.0
}
