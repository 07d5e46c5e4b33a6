//! How shoppers differ: the covariance of the weights among them.

use super::fit::Moments;
use ownshelf::profile::Prior;

/// Shoppers' worth of belief in the default covariance.
const HYPER: f64 = 5.0;
/// Correlations are drawn to zero by this factor: they are learned from few.
const KEEP_CORRELATION: f64 = 0.8;
/// Variances among shoppers stay within these bounds.
const VARIANCES: (f64, f64) = (1e-3, 4.0);
/// A variance changes by at most this factor an iteration.
const MAX_FACTOR: f64 = 2.0;

/// The state of the search: correlations from the moments; variances by MacKay's fixed point (1992), what shoppers moved over
/// the number of them that the log could move, since the step of expectation maximisation crawls there. Where a fixed point
/// is approached by turns from both sides, its steps are halved.
pub(super) struct Spread {
    width: usize,
    /// By weight: the part of the step that is taken, and the step last taken, as ln of the standard deviation.
    paces: Vec<(f64, f64)>,
}

impl Spread {
    pub(super) fn new(width: usize) -> Self {
        Spread {
            width,
            paces: vec![(1.0, 0.0); width],
        }
    }

    /// Finds the covariance anew; returns the largest change, as ln of a standard deviation or as a correlation.
    pub(super) fn find(
        &mut self,
        prior: &mut Prior,
        defaults: &Prior,
        sums: &Moments,
        shoppers: usize,
    ) -> f64 {
        let (width, n) = (self.width, shoppers as f64);
        let old: Vec<f64> = (0..width)
            .map(|k| prior.covariance[k * width + k])
            .collect();
        let own = &defaults.covariance;
        let found = |i: usize, j: usize| {
            let at = i * width + j;
            let shift = sums.moved[i] * sums.moved[j] / n;
            (sums.squares[at] - shift + HYPER * own[at]) / (n + HYPER)
        };
        let mut most: f64 = 0.0;
        let mut sd = Vec::with_capacity(width);
        for (k, old) in old.iter().enumerate() {
            let at = k * width + k;
            let moved = sums.squares[at] - sums.uncertainty[at] - sums.moved[k].powi(2) / n;
            let movable = (n - sums.uncertainty[at] / old).max(0.0);
            let variance = (moved.max(0.0) + HYPER * own[at]) / (movable + HYPER);
            let wanted = 0.5 * (variance.clamp(VARIANCES.0, VARIANCES.1) / old).ln();
            most = most.max(wanted.abs());
            let step = self.pace(k, wanted);
            sd.push(old.sqrt() * step.exp());
        }
        let mut covariance = vec![0.0; width * width];
        for i in 0..width {
            covariance[i * width + i] = sd[i] * sd[i];
            for j in 0..i {
                let scale = (found(i, i) * found(j, j)).max(1e-10).sqrt();
                let correlation = KEEP_CORRELATION * found(i, j) / scale;
                let before = prior.covariance[i * width + j] / (old[i] * old[j]).sqrt();
                most = most.max((correlation - before).abs());
                covariance[i * width + j] = correlation * sd[i] * sd[j];
                covariance[j * width + i] = covariance[i * width + j];
            }
        }
        prior.covariance = covariance;
        most
    }

    /// The step in ln of a standard deviation that is taken of the one asked for.
    fn pace(&mut self, k: usize, step: f64) -> f64 {
        let (part, last) = self.paces[k];
        let turned = step * last < 0.0;
        let part = if turned {
            part / 2.0
        } else {
            (1.3 * part).min(1.0)
        };
        let longest = MAX_FACTOR.ln() / 2.0;
        let step = (part * step).clamp(-longest, longest);
        self.paces[k] = (part, step);
        step
    }
}
