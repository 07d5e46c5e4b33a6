//! Whether probabilities mean what they say: of the pages where the first product was given 30 %, do shoppers choose it
//! on 30 %?

/// Steps the probabilities are counted in, so that memory does not grow with the log.
const STEPS: usize = 1 << 14;

/// Predictions and outcomes, counted by probability.
#[derive(Debug, Clone)]
pub struct Calibration {
    steps: Vec<Step>,
    pages: u64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Step {
    pages: f64,
    predicted: f64,
    chosen: f64,
}

impl Step {
    fn add(&mut self, other: Step, share: f64) {
        self.pages += share * other.pages;
        self.predicted += share * other.predicted;
        self.chosen += share * other.chosen;
    }
}

/// One bin of the calibration curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Pages in it.
    pub pages: f64,
    /// Mean probability given to the product put first.
    pub predicted: f64,
    /// Share of pages on which it was the product chosen first.
    pub chosen: f64,
}

impl Default for Calibration {
    fn default() -> Self {
        Calibration {
            steps: vec![Step::default(); STEPS],
            pages: 0,
        }
    }
}

impl Calibration {
    /// Adds one page: the probability (0 to 1) given to the product put first, and whether it was the one chosen first.
    pub fn add(&mut self, predicted: f64, chosen: bool) {
        let step = (predicted.clamp(0.0, 1.0) * STEPS as f64) as usize;
        self.pages += 1;
        self.steps[step.min(STEPS - 1)].add(
            Step {
                pages: 1.0,
                predicted,
                chosen: f64::from(chosen),
            },
            1.0,
        );
    }

    /// The curve in `count` bins of equally many pages, least sure first. Pages of the same probability that fall on a
    /// border are shared out in proportion, so their order in the log does not matter.
    pub fn bins(&self, count: usize) -> Vec<Bin> {
        let size = self.pages as f64 / count as f64;
        if size == 0.0 {
            return Vec::new();
        }
        let mut bins = vec![Step::default(); count];
        let mut at = 0;
        for step in self.steps.iter().filter(|step| step.pages > 0.0) {
            let mut left = 1.0;
            while left * step.pages > 1e-9 {
                let room = if at + 1 == count {
                    f64::INFINITY
                } else {
                    size - bins[at].pages
                };
                if room < 1e-9 {
                    at += 1;
                    continue;
                }
                let share = (room / step.pages).min(left);
                bins[at].add(*step, share);
                left -= share;
            }
        }
        bins.iter()
            .filter(|bin| bin.pages > 0.0)
            .map(|bin| Bin {
                pages: bin.pages,
                predicted: bin.predicted / bin.pages,
                chosen: bin.chosen / bin.pages,
            })
            .collect()
    }

    /// Expected calibration error over [`bins`](Self::bins): the mean distance between what was said and what
    /// happened, 0 (exact) to 1; `None` without pages.
    pub fn error(&self, count: usize) -> Option<f64> {
        let bins = self.bins(count);
        let distance = |bin: &Bin| bin.pages * (bin.predicted - bin.chosen).abs();
        (self.pages > 0).then(|| bins.iter().map(distance).sum::<f64>() / self.pages as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_figures_computed_by_hand() {
        let mut calibration = Calibration::default();
        for (predicted, chosen) in [(0.2, false), (0.4, true), (0.8, true), (0.6, false)] {
            calibration.add(predicted, chosen);
        }
        // Two bins: {0.2, 0.4} says 0.3 and holds 1 of 2; {0.6, 0.8} says 0.7 and holds 1 of 2.
        let bins = calibration.bins(2);
        assert!((bins[0].predicted - 0.3).abs() < 1e-12 && bins[0].chosen == 0.5);
        assert!((bins[1].predicted - 0.7).abs() < 1e-12 && bins[1].chosen == 0.5);
        assert!((calibration.error(2).unwrap() - 0.2).abs() < 1e-12);
    }

    #[test]
    fn equal_probabilities_are_shared_out_whatever_their_order() {
        let mut early = Calibration::default();
        let mut late = Calibration::default();
        for at in 0..10 {
            early.add(0.5, at < 5);
            late.add(0.5, at >= 5);
        }
        assert_eq!(early.bins(4), late.bins(4));
        assert!(early.error(4).unwrap() < 1e-9);
        assert_eq!(early.bins(4).len(), 4);
    }

    #[test]
    fn nothing_is_said_of_no_pages() {
        assert_eq!(Calibration::default().error(10), None);
        assert!(Calibration::default().bins(10).is_empty());
    }
}
