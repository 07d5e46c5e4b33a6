//! The fit: mean and covariance of the weights among shoppers, and what shoppers on average think of facets.
//!
//! Expectation maximisation with Laplace's approximation: given the population, each shopper's weights are found with
//! their uncertainty; given those, the population is found anew (Train 2009, ch. 12; the mean by a Newton step on the
//! approximate marginal likelihood, since the plain EM step crawls where a shopper says little). Hyper-priors keep both
//! near the defaults that hold for shops of any kind.

use super::{chances, padded};
use ownshelf::catalog::{Facet, Facets};
use ownshelf::compact::Sparse;
use ownshelf::profile::Prior;
use ownshelf::profile::evaluation::{Design, Posterior, cholesky, inverse, mode, solve};
use ownshelf::profile::evaluation::{Feature, one_way};
use std::collections::BTreeMap;

/// One choice as numbers.
#[derive(Debug)]
pub(super) struct Choice {
    pub design: Design,
    pub chosen: usize,
    /// The facets of each alternative that the prior knows.
    pub facets: Vec<Vec<u32>>,
}

/// One shopper's choices.
#[derive(Debug)]
pub(super) struct Shopper {
    pub choices: Vec<Choice>,
}

const ITERATIONS: usize = 12;
/// Precision of the hyper-prior on the mean, around the defaults: 6 lets weights move by about 0.4 without good reason.
const MEAN_PRECISION: f64 = 6.0;
/// Shoppers' worth of belief in the default covariance.
const HYPER: f64 = 5.0;
/// Correlations are drawn to zero by this factor: they are learned from few.
const KEEP_CORRELATION: f64 = 0.8;
/// Precision of the hyper-prior on facets' log-odds.
const FACET_PRECISION: f64 = 2.0;

/// Variance of a measure's weight before the log is heard.
const MEASURE_VARIANCE: f64 = 0.2;
/// Variances among shoppers stay within these bounds.
const VARIANCES: (f64, f64) = (1e-3, 4.0);

pub(super) struct Fit {
    prior: Prior,
    defaults: Prior,
    shoppers: Vec<Shopper>,
    width: usize,
    /// Weights of each shopper, the starting point of the next iteration.
    weights: Vec<Vec<f64>>,
}

/// Sums over shoppers of one expectation step.
struct Moments {
    moved: Vec<f64>,
    squares: Vec<f64>,
    uncertainty: Vec<f64>,
    facets: BTreeMap<u32, (f64, f64)>,
}

fn held(feature: usize, weight: f64) -> f64 {
    if one_way(feature) {
        weight.max(0.0)
    } else {
        weight
    }
}

impl Fit {
    pub(super) fn new(prior: Prior, shoppers: Vec<Shopper>) -> Self {
        let width = prior.width();
        // Every refit starts from the defaults, with the scales and facets found.
        let mut defaults = prior.clone();
        let plain = Prior::default();
        defaults.mean = padded(&plain, width);
        let base = plain.width();
        defaults.covariance = vec![0.0; width * width];
        for k in 0..width {
            defaults.covariance[k * width + k] = if k < base {
                plain.covariance[k * base + k]
            } else {
                MEASURE_VARIANCE
            };
        }
        Fit {
            prior: defaults.clone(),
            defaults,
            shoppers,
            width,
            weights: Vec::new(),
        }
    }

    pub(super) fn run(mut self) -> Prior {
        self.pooled();
        self.weights = vec![self.prior.mean.clone(); self.shoppers.len()];
        for iteration in 0..ITERATIONS {
            let population = self.population();
            let moments = self.expect(&population, if iteration == 0 { 5 } else { 2 });
            self.maximise(&population, &moments);
            self.move_facets(&moments.facets);
        }
        self.prior
    }

    /// The population's mean as if all shoppers were one, as a start.
    fn pooled(&mut self) {
        let mut wide = self.prior.clone();
        wide.covariance = vec![0.0; self.width * self.width];
        (0..self.width).for_each(|k| wide.covariance[k * self.width + k] = 1.0 / MEAN_PRECISION);
        let pages: Vec<(&Design, usize)> = self
            .shoppers
            .iter()
            .flat_map(|s| &s.choices)
            .map(|c| (&c.design, c.chosen))
            .collect();
        let (weights, _) = mode(&wide.posterior(), &wide.mean, &pages, 8);
        self.prior.mean = weights
            .iter()
            .enumerate()
            .map(|(k, w)| held(k, *w))
            .collect();
    }

    fn population(&self) -> Posterior {
        self.prior.posterior()
    }

    fn expect(&mut self, population: &Posterior, steps: usize) -> Moments {
        let width = self.width;
        let mut sums = Moments {
            moved: vec![0.0; width],
            squares: vec![0.0; width * width],
            uncertainty: vec![0.0; width * width],
            facets: BTreeMap::new(),
        };
        for (shopper, start) in self.shoppers.iter().zip(&mut self.weights) {
            let pages: Vec<(&Design, usize)> = shopper
                .choices
                .iter()
                .map(|c| (&c.design, c.chosen))
                .collect();
            let (weights, precision) = mode(population, start, &pages, steps);
            let covariance = inverse(&precision, width);
            let moved: Vec<f64> = weights
                .iter()
                .zip(&population.mean)
                .map(|(w, m)| w - m)
                .collect();
            for i in 0..width {
                sums.moved[i] += moved[i];
                for j in 0..width {
                    sums.uncertainty[i * width + j] += covariance[i * width + j];
                    sums.squares[i * width + j] += covariance[i * width + j] + moved[i] * moved[j];
                }
            }
            for choice in &shopper.choices {
                opinions(choice, &weights, &mut sums.facets);
            }
            *start = weights;
        }
        sums
    }

    fn maximise(&mut self, population: &Posterior, sums: &Moments) {
        let (width, n) = (self.width, self.shoppers.len() as f64);
        let p = &population.precision;
        let spent = product(&product(p, &sums.uncertainty, width), p, width);
        let mut curvature: Vec<f64> = p.iter().zip(&spent).map(|(p, s)| n * p - s).collect();
        (0..width).for_each(|k| curvature[k * width + k] += MEAN_PRECISION);
        let mut gradient: Vec<f64> = (0..width)
            .map(|i| {
                let pull: f64 = (0..width).map(|j| p[i * width + j] * sums.moved[j]).sum();
                pull + MEAN_PRECISION * (self.defaults.mean[i] - self.prior.mean[i])
            })
            .collect();
        // A weight the one-way rule holds at zero stays there while it is pushed below.
        for k in (0..width).filter(|k| one_way(*k)) {
            if self.prior.mean[k] == 0.0 && gradient[k] < 0.0 {
                gradient[k] = 0.0;
                for j in (0..width).filter(|j| *j != k) {
                    curvature[k * width + j] = 0.0;
                    curvature[j * width + k] = 0.0;
                }
            }
        }
        let step = solve(&cholesky(&curvature, width), &gradient, width);
        self.spread(sums);
        for (i, step) in step.iter().enumerate() {
            self.prior.mean[i] = held(i, self.prior.mean[i] + step.clamp(-0.5, 0.5));
        }
    }

    /// The covariance among shoppers: correlations from the moments; variances by MacKay's fixed point (1992), what
    /// shoppers moved over the number of them that the log could move, since EM's own step crawls there as well.
    fn spread(&mut self, sums: &Moments) {
        let (width, n) = (self.width, self.shoppers.len() as f64);
        let old: Vec<f64> = (0..width)
            .map(|k| self.prior.covariance[k * width + k])
            .collect();
        let own = &self.defaults.covariance;
        let found = |i: usize, j: usize| {
            let at = i * width + j;
            let shift = sums.moved[i] * sums.moved[j] / n;
            (sums.squares[at] - shift + HYPER * own[at]) / (n + HYPER)
        };
        let scale: Vec<f64> = (0..width)
            .map(|k| {
                let at = k * width + k;
                let moved = sums.squares[at] - sums.uncertainty[at] - sums.moved[k].powi(2) / n;
                let movable = (n - sums.uncertainty[at] / old[k]).max(0.0);
                let variance = (moved.max(0.0) + HYPER * own[at]) / (movable + HYPER);
                let variance = variance.clamp(old[k] / 2.0, old[k] * 2.0);
                (variance.clamp(VARIANCES.0, VARIANCES.1) / found(k, k).max(1e-5)).sqrt()
            })
            .collect();
        let mut covariance = vec![0.0; width * width];
        for i in 0..width {
            for j in 0..width {
                let shared = found(i, j) * scale[i] * scale[j];
                covariance[i * width + j] = match i == j {
                    true => shared,
                    false => shared * KEEP_CORRELATION,
                };
            }
        }
        self.prior.covariance = covariance;
    }

    fn move_facets(&mut self, sums: &BTreeMap<u32, (f64, f64)>) {
        let mut moved: BTreeMap<u32, f32> = BTreeMap::new();
        for (facet, (gradient, curvature)) in sums {
            let odds = self.prior.facets.entry(*facet);
            let step = 0.5 * (gradient - f64::from(*odds) * FACET_PRECISION)
                / (curvature + FACET_PRECISION);
            let step = step.clamp(-0.5, 0.5) as f32;
            *odds += step;
            moved.insert(*facet, step);
        }
        for choice in self.shoppers.iter_mut().flat_map(|s| &mut s.choices) {
            for (offset, facets) in choice.design.offset.iter_mut().zip(&choice.facets) {
                *offset += facets.iter().filter_map(|f| moved.get(f)).sum::<f32>();
            }
        }
    }
}

/// Adds gradient and curvature of the log-likelihood in each facet's log-odds.
fn opinions(choice: &Choice, weights: &[f64], sums: &mut BTreeMap<u32, (f64, f64)>) {
    if choice.facets.iter().all(Vec::is_empty) {
        return;
    }
    let chance = chances(&choice.design, weights);
    let mut here: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
    for (at, facets) in choice.facets.iter().enumerate() {
        for facet in facets {
            let entry = here.entry(*facet).or_default();
            entry.0 += f64::from(u8::from(at == choice.chosen));
            entry.1 += chance[at];
        }
    }
    for (facet, (taken, expected)) in here {
        let entry = sums.entry(facet).or_default();
        entry.0 += taken - expected;
        entry.1 += expected * (1.0 - expected);
    }
}

fn product(a: &[f64], b: &[f64], width: usize) -> Vec<f64> {
    let mut out = vec![0.0; width * width];
    for i in 0..width {
        for k in 0..width {
            let factor = a[i * width + k];
            for j in 0..width {
                out[i * width + j] += factor * b[k * width + j];
            }
        }
    }
    out
}

/// The facets with the strongest opinions, half of them: for a file that must stay small.
pub(super) fn strongest_half(facets: &Sparse<f32>) -> Sparse<f32> {
    let mut all: Vec<(u32, f32)> = facets.iter().map(|(facet, odds)| (facet, *odds)).collect();
    all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    all.truncate(all.len() / 2);
    let mut kept = Sparse::default();
    all.into_iter()
        .for_each(|(facet, odds)| *kept.entry(facet) = odds);
    kept
}

/// Names of all weights with mean and standard deviation among shoppers.
pub(super) fn table(prior: &Prior, facets: &Facets) -> Vec<(String, f64, f64)> {
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
