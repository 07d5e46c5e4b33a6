//! The fit: mean and covariance of the weights among shoppers, and what shoppers on average think of facets.
//!
//! Given the population, each shopper's weights are found with their uncertainty (Laplace's approximation); given those, the
//! population is found anew (Train 2009, ch. 12). The means take projected Newton steps up the likelihood at the shoppers' best
//! weights, which is concave, with a line search by its slope; the covariance follows by [`Spread`]. Hyper-priors keep both
//! near the defaults that hold for shops of any kind. The fit ends where nothing moves any more.

use super::spread::Spread;
use super::step::{Along, Step};
use super::{chances, padded};
use ownshelf::profile::Prior;
use ownshelf::profile::evaluation::one_way;
use ownshelf::profile::evaluation::{Design, Posterior, cholesky, hold, inverse, mode, solve};
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

/// Iterations at most.
const MAX_ITERATIONS: usize = 150;
/// The fit ends where nothing moves by more than this: log-odds of means and facets, ln of standard deviations, correlations.
pub(super) const TOLERANCE: f64 = 3e-3;
/// Precision of the hyper-prior on the mean, around the defaults: 6 lets weights move by about 0.4 without good reason.
const MEAN_PRECISION: f64 = 6.0;
/// Precision of the hyper-prior on facets' log-odds.
const FACET_PRECISION: f64 = 2.0;

/// Variance of a measure's weight before the log is heard.
const MEASURE_VARIANCE: f64 = 0.2;
pub(super) struct Fit {
    prior: Prior,
    defaults: Prior,
    shoppers: Vec<Shopper>,
    width: usize,
    /// Weights of each shopper, the starting point of the next iteration.
    weights: Vec<Vec<f64>>,
    spread: Spread,
}

/// What the fit came to.
#[derive(Debug)]
pub(super) struct Fitted {
    pub prior: Prior,
    pub iterations: usize,
    /// The largest change of the last iteration: log-odds of a mean or facet, ln of a standard deviation, correlation. Below
    /// the tolerance unless the iterations ran out.
    pub change: f64,
}

/// Sums over shoppers of one expectation step.
pub(super) struct Moments {
    /// Of the distances from the population's mean.
    pub moved: Vec<f64>,
    /// Of their squares and products, with what is uncertain of them.
    pub squares: Vec<f64>,
    /// Of the shoppers' covariances.
    pub uncertainty: Vec<f64>,
    /// Of the same, given that weights held at their bounds stay there: how far shoppers' weights follow the mean.
    response: Vec<f64>,
    facets: BTreeMap<u32, (f64, f64)>,
}

impl Fit {
    /// A fit that begins at `prior`. What it is drawn to are the defaults, with the scales and facets of `prior`.
    pub(super) fn new(prior: Prior, shoppers: Vec<Shopper>) -> Self {
        let width = prior.width();
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
            weights: vec![prior.mean.clone(); shoppers.len()],
            prior,
            defaults,
            shoppers,
            width,
            spread: Spread::new(width),
        }
    }

    /// Iterates until nothing moves by more than `tolerance`.
    pub(super) fn run(mut self, tolerance: f64) -> Fitted {
        let mut last: Option<Step> = None;
        let (mut iterations, mut change, mut pace) = (0, f64::MAX, 1.0_f64);
        while iterations < MAX_ITERATIONS && change > tolerance {
            iterations += 1;
            let population = self.prior.posterior();
            // From where they were in the iteration before, one step is enough once little changes.
            let steps = match iterations {
                1 => 5,
                2 | 3 => 2,
                _ => 1,
            };
            let moments = self.expect(&population, steps);
            let gradient = self.gradient(&population, &moments);
            if let Some(step) = &mut last
                && let Some(part) = step.overshot(&gradient)
            {
                self.take(&step.by.clone().times(part - 1.0));
                step.by = step.by.clone().times(part);
                step.slope *= part;
                pace = (pace * part).max(0.1);
                continue;
            }
            // Where the last step went too far, because weights left or met their bounds on the way, the next begins shorter.
            let by = self.newton(&population, &moments, &gradient).times(pace);
            pace = (1.5 * pace).min(1.0);
            let spread = self.spread.find(
                &mut self.prior,
                &self.defaults,
                &moments,
                self.shoppers.len(),
            );
            change = spread.max(by.largest());
            self.take(&by);
            let slope = gradient.dot(&by);
            last = Some(Step { by, slope });
        }
        Fitted {
            prior: self.prior,
            iterations,
            change,
        }
    }

    fn expect(&mut self, population: &Posterior, steps: usize) -> Moments {
        let width = self.width;
        let mut sums = Moments {
            moved: vec![0.0; width],
            squares: vec![0.0; width * width],
            uncertainty: vec![0.0; width * width],
            response: vec![0.0; width * width],
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
            let mut response = covariance;
            let held = (0..width).filter(|k| one_way(*k) && weights[*k] <= 0.0);
            held.for_each(|k| condition(&mut response, width, k));
            sums.response
                .iter_mut()
                .zip(response)
                .for_each(|(sum, r)| *sum += r);
            for choice in &shopper.choices {
                opinions(choice, &weights, &mut sums.facets);
            }
            *start = weights;
        }
        sums
    }

    /// The slope of the log-likelihood at each shopper's best weights, with its hyper-priors, in means and facets.
    fn gradient(&self, population: &Posterior, sums: &Moments) -> Along {
        let p = &population.precision;
        let pull = |i: usize| -> f64 {
            let row = &p[i * self.width..(i + 1) * self.width];
            row.iter()
                .zip(&sums.moved)
                .map(|(p, moved)| p * moved)
                .sum()
        };
        let mean = (0..self.width)
            .map(|i| pull(i) + MEAN_PRECISION * (self.defaults.mean[i] - self.prior.mean[i]))
            .collect();
        let odds = |facet: u32| f64::from(self.prior.facets.get(facet).copied().unwrap_or(0.0));
        let facets = sums
            .facets
            .iter()
            .map(|(facet, (slope, _))| (*facet, slope - odds(*facet) * FACET_PRECISION))
            .collect();
        Along { mean, facets }
    }

    /// Newton's step in the means, within their bounds; half of it in each facet, since facets go together.
    fn newton(&self, population: &Posterior, sums: &Moments, gradient: &Along) -> Along {
        let (width, n) = (self.width, self.shoppers.len() as f64);
        let p = &population.precision;
        let spent = product(&product(p, &sums.response, width), p, width);
        let mut curvature: Vec<f64> = p.iter().zip(&spent).map(|(p, s)| n * p - s).collect();
        (0..width).for_each(|k| curvature[k * width + k] += MEAN_PRECISION);
        let facet = |(facet, slope): (&u32, &f64)| {
            let bend = sums.facets.get(facet).map_or(0.0, |(_, bend)| *bend);
            (
                *facet,
                (0.5 * slope / (bend + FACET_PRECISION)).clamp(-0.5, 0.5),
            )
        };
        Along {
            mean: self.bounded(&curvature, &gradient.mean),
            facets: gradient.facets.iter().map(facet).collect(),
        }
    }

    /// The best step of a quadratic within the bounds of one-way weights: those that would fall below zero go to zero, and the
    /// others are solved for anew.
    fn bounded(&self, curvature: &[f64], gradient: &[f64]) -> Vec<f64> {
        let width = self.width;
        let mut stopped: Vec<Option<f64>> = vec![None; width];
        loop {
            let (mut bend, mut slope) = (curvature.to_vec(), gradient.to_vec());
            for (k, step) in stopped.iter().enumerate() {
                let Some(step) = step else { continue };
                (0..width).for_each(|i| slope[i] -= bend[i * width + k] * step);
                hold(&mut bend, width, k);
                slope[k] = bend[k * width + k] * step;
            }
            let step = solve(&cholesky(&bend, width), &slope, width);
            let below = |k: &usize| {
                one_way(*k) && stopped[*k].is_none() && self.prior.mean[*k] + step[*k] < 0.0
            };
            let below: Vec<usize> = (0..width).filter(below).collect();
            if below.is_empty() {
                return step;
            }
            below
                .into_iter()
                .for_each(|k| stopped[k] = Some(-self.prior.mean[k]));
        }
    }

    /// Moves means and facets, and with them where each shopper's weights are looked for next.
    fn take(&mut self, by: &Along) {
        for (k, step) in by.mean.iter().enumerate() {
            self.prior.mean[k] += step;
            if one_way(k) {
                self.prior.mean[k] = self.prior.mean[k].max(0.0);
            }
            self.weights
                .iter_mut()
                .for_each(|weights| weights[k] += step);
        }
        for (facet, step) in &by.facets {
            *self.prior.facets.entry(*facet) += *step as f32;
        }
        let moved = |facet: &u32| by.facets.get(facet).map(|step| *step as f32);
        for choice in self.shoppers.iter_mut().flat_map(|s| &mut s.choices) {
            for (offset, facets) in choice.design.offset.iter_mut().zip(&choice.facets) {
                *offset += facets.iter().filter_map(moved).sum::<f32>();
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

/// The covariance of the other weights where one is known.
fn condition(covariance: &mut [f64], width: usize, k: usize) {
    let known = covariance[k * width..(k + 1) * width].to_vec();
    for i in 0..width {
        let part = known[i] / known[k].max(1e-12);
        (0..width).for_each(|j| covariance[i * width + j] -= part * known[j]);
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

#[cfg(test)]
mod tests {
    use super::*;
    use ownshelf::profile::evaluation::Feature;

    /// Shoppers of whom the first half go by price, the others by place; some choose what is dear.
    fn shoppers(width: usize) -> Vec<Shopper> {
        let page = |shopper: usize, nth: usize| {
            let mut x = vec![0.0; 6 * width];
            for at in 0..6 {
                let price = ((at * 5 + nth * 3 + shopper) % 6) as f32 / 3.0 - 1.0;
                x[at * width + Feature::Order as usize] = -((at + 1) as f32).ln();
                x[at * width + Feature::Price as usize] = price;
            }
            let design = Design {
                width,
                x,
                offset: vec![0.0; 6],
                one_way,
            };
            let price = |at: &usize| (design.x[at * width + Feature::Price as usize] * 9.0) as i32;
            let cheapest = (0..6).max_by_key(price).unwrap();
            Choice {
                // Nobody is quite consistent.
                chosen: match (shopper % 2, (nth + shopper) % 4) {
                    (0, 1..) => cheapest,
                    (_, odd) => odd,
                },
                design,
                facets: vec![vec![1], vec![], vec![1], vec![], vec![], vec![]],
            }
        };
        let choices = |shopper| (0..8).map(|nth| page(shopper, nth)).collect();
        (0..30)
            .map(|shopper| Shopper {
                choices: choices(shopper),
            })
            .collect()
    }

    #[test]
    fn the_fit_settles_where_another_round_changes_nothing() {
        let mut start = Prior::default();
        *start.facets.entry(1) = 0.0;
        let fitted = Fit::new(start, shoppers(Prior::default().width())).run(TOLERANCE);
        assert!(
            fitted.change <= TOLERANCE,
            "{} after {}",
            fitted.change,
            fitted.iterations
        );
        let mut sample = shoppers(Prior::default().width());
        for choice in sample.iter_mut().flat_map(|s| &mut s.choices) {
            let odds = *fitted.prior.facets.get(1).unwrap();
            let of = choice.design.offset.iter_mut().zip(&choice.facets);
            of.filter(|(_, facets)| !facets.is_empty())
                .for_each(|(offset, _)| *offset = odds);
        }
        let again = Fit::new(fitted.prior.clone(), sample).run(TOLERANCE);
        for (k, (a, b)) in fitted.prior.mean.iter().zip(&again.prior.mean).enumerate() {
            assert!((a - b).abs() < 0.05, "weight {k}: {a}, then {b}");
        }
        assert!(fitted.prior.mean[Feature::Price as usize] > 0.5);
    }
}
