//! The Gaussian posterior of the weights of a conditional logit, and its update.
//!
//! `P(i) ∝ exp(offset_i + w·x_i)`; `w ~ N(m, P⁻¹)`. A choice moves `m` to the mode and `P` to the curvature there
//! (Laplace's approximation, found by Newton's method): assumed-density filtering, one update a choice.

use super::linear::{add_times, cholesky, forward, hold, inverse, row, solve};

/// The alternatives of one list as numbers: a row of `width` features each.
#[derive(Debug, Clone)]
pub struct Design {
    /// Features a row.
    pub width: usize,
    /// Rows, one after the other.
    pub x: Vec<f32>,
    /// What adds to the utility of each row without a weight.
    pub offset: Vec<f32>,
    /// Weights that must not fall below zero, by feature (the one-way rule of price and offers).
    pub one_way: fn(usize) -> bool,
}

impl Design {
    /// Number of alternatives.
    pub fn len(&self) -> usize {
        self.offset.len()
    }

    /// Whether there is no alternative.
    pub fn is_empty(&self) -> bool {
        self.offset.is_empty()
    }

    /// The features of one alternative.
    pub fn row(&self, at: usize) -> &[f32] {
        &self.x[at * self.width..(at + 1) * self.width]
    }

    /// A weight as it acts: never below zero where the one-way rule holds.
    pub fn acting(&self, feature: usize, weight: f64) -> f64 {
        if (self.one_way)(feature) {
            weight.max(0.0)
        } else {
            weight
        }
    }

    /// Utilities under given weights.
    pub fn utilities(&self, weights: &[f64]) -> Vec<f64> {
        let acting: Vec<f64> = weights
            .iter()
            .enumerate()
            .map(|(k, w)| self.acting(k, *w))
            .collect();
        let dot = |row: &[f32]| {
            row.iter()
                .zip(&acting)
                .map(|(x, w)| f64::from(*x) * w)
                .sum::<f64>()
        };
        (0..self.len())
            .map(|at| f64::from(self.offset[at]) + dot(self.row(at)))
            .collect()
    }
}

/// Mean and precision of the weights.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Posterior {
    /// Mean, one a feature.
    pub mean: Vec<f64>,
    /// Precision, row by row.
    pub precision: Vec<f64>,
}

/// Newton steps an update takes at most; three reach the mode to three digits from the last one.
const STEPS: usize = 3;
/// Longest Newton step in any weight.
const MAX_STEP: f64 = 2.0;

impl Posterior {
    /// A posterior from a mean and a covariance.
    pub fn from_covariance(mean: Vec<f64>, covariance: &[f64]) -> Self {
        let precision = inverse(covariance, mean.len());
        Posterior { mean, precision }
    }

    /// Number of features.
    pub fn width(&self) -> usize {
        self.mean.len()
    }

    /// Takes in one more feature, independent of the others.
    pub fn grow(&mut self, mean: f64, variance: f64) {
        let (old, new) = (self.width(), self.width() + 1);
        let mut precision = vec![0.0; new * new];
        for i in 0..old {
            precision[i * new..i * new + old]
                .copy_from_slice(&self.precision[i * old..(i + 1) * old]);
        }
        precision[new * new - 1] = 1.0 / variance;
        self.mean.push(mean);
        self.precision = precision;
    }

    /// Moves a part `1 − keep` of the way back to a prior of the same width: what was learned fades.
    pub fn forget(&mut self, prior: &Posterior, keep: f64) {
        let width = self.width();
        let dot = |of: &Posterior, i: usize| -> f64 {
            let row = row(&of.precision, width, i).iter();
            row.zip(&of.mean).map(|(p, m)| p * m).sum()
        };
        let information: Vec<f64> = (0..width)
            .map(|i| keep * dot(self, i) + (1.0 - keep) * dot(prior, i))
            .collect();
        for (p, q) in self.precision.iter_mut().zip(&prior.precision) {
            *p = keep * *p + (1.0 - keep) * q;
        }
        self.mean = solve(&cholesky(&self.precision, width), &information, width);
    }

    /// Learns that `chosen` was taken of the alternatives.
    pub fn learn(&mut self, design: &Design, chosen: usize) {
        let (mean, precision) = mode(self, &self.mean, &[(design, chosen)], STEPS);
        self.mean = mean;
        self.precision = precision;
    }

    /// Variance, under the posterior, of the log-odds of the likeliest alternative against the rest: what MacKay's
    /// moderation (1992) asks of two classes, the second being the rest by their probabilities. 0 if there is no rest.
    /// What works one way, prices and offers, is left out.
    pub fn doubt(&self, design: &Design, probabilities: &[f64]) -> f64 {
        let width = self.width();
        let top = (1..design.len()).fold(0, |top, at| {
            if probabilities[at] > probabilities[top] {
                at
            } else {
                top
            }
        });
        let rest: f64 = probabilities.iter().sum::<f64>() - probabilities.get(top).unwrap_or(&0.0);
        let mut apart = vec![0.0; width];
        for (at, p) in probabilities.iter().enumerate() {
            let share = if at == top { -1.0 } else { p / rest.max(1e-12) };
            apart
                .iter_mut()
                .zip(design.row(at))
                .for_each(|(sum, x)| *sum += share * f64::from(*x));
        }
        if rest < 1e-12 {
            return 0.0;
        }
        for (k, apart) in apart.iter_mut().enumerate() {
            if (design.one_way)(k) {
                *apart = 0.0;
            }
        }
        forward(&cholesky(&self.precision, width), &apart, width)
            .iter()
            .map(|y| y * y)
            .sum()
    }
}

/// Probabilities of utilities.
pub fn softmax(utilities: &[f64]) -> Vec<f64> {
    let top = utilities.iter().copied().fold(f64::MIN, f64::max);
    let odds: Vec<f64> = utilities.iter().map(|u| (u - top).exp()).collect();
    let sum: f64 = odds.iter().sum();
    odds.into_iter().map(|o| o / sum).collect()
}

/// The mode of prior × choices and the precision there, by projected Newton steps from `start` (Bertsekas 1982): a weight that
/// works one way stops at 0 and is left there while it is pushed below.
pub fn mode(
    prior: &Posterior,
    start: &[f64],
    pages: &[(&Design, usize)],
    steps: usize,
) -> (Vec<f64>, Vec<f64>) {
    let width = prior.width();
    let one_way = |k: usize| pages.first().is_some_and(|(design, _)| (design.one_way)(k));
    let mut weights = start.to_vec();
    (0..width)
        .filter(|k| one_way(*k))
        .for_each(|k| weights[k] = weights[k].max(0.0));
    let mut curvature = Vec::new();
    for step in 0..=steps {
        let (mut gradient, hessian) = slope(prior, &weights, pages);
        curvature = hessian;
        if step == steps {
            break;
        }
        let held = |k: &usize| weights[*k] <= 0.0 && gradient[*k] <= 0.0 && one_way(*k);
        let held: Vec<usize> = (0..width).filter(held).collect();
        let mut free = curvature.clone();
        for k in held {
            hold(&mut free, width, k);
            gradient[k] = 0.0;
        }
        let mut move_by = solve(&cholesky(&free, width), &gradient, width);
        let longest = move_by.iter().fold(0.0_f64, |a, b| a.max(b.abs()));
        if longest > MAX_STEP {
            move_by.iter_mut().for_each(|d| *d *= MAX_STEP / longest);
        }
        for (k, (weight, step)) in weights.iter_mut().zip(&move_by).enumerate() {
            *weight += step;
            if one_way(k) {
                *weight = weight.max(0.0);
            }
        }
        if longest < 1e-4 {
            break;
        }
    }
    (weights, curvature)
}

/// Gradient and negative Hessian of the log posterior.
fn slope(prior: &Posterior, weights: &[f64], pages: &[(&Design, usize)]) -> (Vec<f64>, Vec<f64>) {
    let width = prior.width();
    let mut hessian = prior.precision.clone();
    let mut gradient = vec![0.0; width];
    for (i, weight) in weights.iter().enumerate() {
        let precision = row(&prior.precision, width, i);
        add_times(&mut gradient, prior.mean[i] - weight, precision);
    }
    for (design, chosen) in pages {
        let p = softmax(&design.utilities(weights));
        let live = live(design, weights);
        let n = live.len();
        let z = apart_from_mean(design, &p, &live);
        for (k, x) in live.iter().zip(row(&z, n, *chosen)) {
            gradient[*k] += x;
        }
        // The upper triangle; the lower mirrors it.
        let mut bend = vec![0.0; n * n];
        for (at, p) in p.iter().enumerate().filter(|(_, p)| **p > 1e-6) {
            let z = row(&z, n, at);
            for a in 0..n {
                add_times(&mut bend[a * n + a..(a + 1) * n], p * z[a], &z[a..]);
            }
        }
        for a in 0..n {
            for b in a..n {
                hessian[live[a] * width + live[b]] += bend[a * n + b];
                hessian[live[b] * width + live[a]] = hessian[live[a] * width + live[b]];
            }
        }
    }
    (gradient, hessian)
}

/// The features that move: a weight held at zero by the one-way rule does not, and one that nobody has says nothing.
fn live(design: &Design, weights: &[f64]) -> Vec<usize> {
    let mut said = vec![false; design.width];
    for at in 0..design.len() {
        for (said, x) in said.iter_mut().zip(design.row(at)) {
            *said |= *x != 0.0;
        }
    }
    let moves = |k: &usize| said[*k] && design.acting(*k, weights[*k]) == weights[*k];
    (0..design.width).filter(moves).collect()
}

/// The features `live` of all alternatives, row by row, less their mean under the probabilities `p`.
fn apart_from_mean(design: &Design, p: &[f64], live: &[usize]) -> Vec<f64> {
    let n = live.len();
    let mut z = Vec::with_capacity(p.len() * n);
    let mut middle = vec![0.0; n];
    for (at, p) in p.iter().enumerate() {
        let features = design.row(at);
        z.extend(live.iter().map(|k| f64::from(features[*k])));
        add_times(&mut middle, *p, row(&z, n, at));
    }
    for at in 0..p.len() {
        add_times(&mut z[at * n..(at + 1) * n], -1.0, &middle);
    }
    z
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(_: usize) -> bool {
        false
    }

    fn choice(one_way: fn(usize) -> bool) -> Design {
        Design {
            width: 2,
            x: vec![1.0, 0.0, -1.0, 0.5],
            offset: vec![0.0; 2],
            one_way,
        }
    }

    #[test]
    fn learning_raises_the_chosen_and_sharpens() {
        let mut posterior = Posterior::from_covariance(vec![0.0; 2], &[1.0, 0.0, 0.0, 1.0]);
        let before = posterior.clone();
        posterior.learn(&choice(free), 0);
        assert!(posterior.mean[0] > 0.0 && posterior.mean[1] < 0.0);
        assert!(posterior.precision[0] > before.precision[0]);
        for _ in 0..200 {
            posterior.forget(&before, 0.9);
        }
        assert!(
            posterior.mean[0].abs() < 1e-3,
            "what is not repeated fades to the prior"
        );
    }

    #[test]
    fn doubt_is_the_variance_of_the_likeliest_against_the_rest() {
        let posterior = Posterior::from_covariance(vec![0.5, 0.0], &[2.0, 0.0, 0.0, 0.5]);
        // Of two, the difference of their rows is (2, −0.5): 2²·2 + 0.5²·0.5.
        let doubt = posterior.doubt(&choice(free), &[0.7, 0.3]);
        assert!((doubt - 8.125).abs() < 1e-9);
        // Two rivals of one half each count as their mean.
        let three = Design {
            x: vec![1.0, 0.0, 0.0, 1.0, 0.0, -1.0],
            offset: vec![0.0; 3],
            ..choice(free)
        };
        assert!((posterior.doubt(&three, &[0.5, 0.25, 0.25]) - 2.0).abs() < 1e-9);
        let one = Design {
            x: vec![1.0, 0.0],
            offset: vec![0.0],
            ..choice(free)
        };
        assert_eq!(posterior.doubt(&one, &[1.0]), 0.0);
    }

    #[test]
    fn one_way_weights_never_act_below_zero() {
        let mut posterior = Posterior::from_covariance(vec![0.1, 0.0], &[1.0, 0.0, 0.0, 1.0]);
        for _ in 0..20 {
            posterior.learn(&choice(|k| k == 0), 1);
        }
        let utilities = Design {
            offset: vec![0.0],
            x: vec![1.0, 0.0],
            ..choice(|k| k == 0)
        }
        .utilities(&posterior.mean);
        assert!(utilities[0] >= 0.0);
    }
}
