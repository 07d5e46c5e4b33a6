//! How far the difference could be chance: bootstrap over shoppers.
//!
//! Pages of one shopper resemble each other, so whole shoppers are drawn (cluster bootstrap). Each draws a Poisson(1)
//! weight per replica instead of being drawn with replacement: the same in the limit, and it needs no second look at the
//! log (Chamandy et al. 2012, "Estimating uncertainty for massive data streams").

use super::quality::Quality;

/// Replicas drawn.
const REPLICAS: usize = 1000;
/// Fewer shoppers say nothing about chance.
const MIN_SHOPPERS: u64 = 20;
const SEED: u64 = 0x0577_5e1f;
/// P(Poisson(1) ≤ k), k = 0, 1, …
const POISSON: [f64; 8] = [
    0.367_879, 0.735_759, 0.919_699, 0.981_012, 0.996_340, 0.999_406, 0.999_917, 0.999_990,
];

/// 95 % interval of a mean difference, Ownshelf less shop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Intervals of the three figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Intervals {
    /// Share of pages with a chosen product first.
    pub hit1: Interval,
    /// Mean reciprocal rank.
    pub mrr: Interval,
    /// nDCG@10.
    pub ndcg10: Interval,
}

/// Sums of one shopper or one replica: pages and the three differences.
type Sums = [f64; 4];

/// Replicas of the whole, built up shopper by shopper.
#[derive(Debug, Clone)]
pub struct Uncertainty {
    replicas: Vec<Sums>,
    shopper: Sums,
    shoppers: u64,
}

impl Default for Uncertainty {
    fn default() -> Self {
        Uncertainty {
            replicas: vec![[0.0; 4]; REPLICAS],
            shopper: [0.0; 4],
            shoppers: 0,
        }
    }
}

impl Uncertainty {
    /// Adds one page of the shopper at hand.
    pub fn add(&mut self, shop: Quality, own: Quality) {
        self.shopper[0] += 1.0;
        for ((sum, own), shop) in self.shopper[1..]
            .iter_mut()
            .zip(own.figures())
            .zip(shop.figures())
        {
            *sum += own - shop;
        }
    }

    /// The shopper at hand, known by a number of their own, is done.
    pub fn left(&mut self, number: u64) {
        let shopper = std::mem::take(&mut self.shopper);
        if shopper[0] == 0.0 {
            return;
        }
        self.shoppers += 1;
        for (at, replica) in self.replicas.iter_mut().enumerate() {
            let weight = weight(number, at as u64);
            if weight > 0.0 {
                replica
                    .iter_mut()
                    .zip(shopper)
                    .for_each(|(sum, x)| *sum += weight * x);
            }
        }
    }

    /// The intervals; `None` with fewer than 20 shoppers.
    pub fn intervals(&self) -> Option<Intervals> {
        (self.shoppers >= MIN_SHOPPERS).then(|| Intervals {
            hit1: self.interval(1),
            mrr: self.interval(2),
            ndcg10: self.interval(3),
        })
    }

    fn interval(&self, figure: usize) -> Interval {
        let drawn = self.replicas.iter().filter(|replica| replica[0] > 0.0);
        let mut means: Vec<f64> = drawn.map(|replica| replica[figure] / replica[0]).collect();
        means.sort_by(f64::total_cmp);
        let at = |share: f64| means[((means.len() - 1) as f64 * share).round() as usize];
        Interval {
            low: at(0.025),
            high: at(0.975),
        }
    }
}

/// Poisson(1) weight of a shopper in a replica: the same in every run, in whatever order shoppers come.
fn weight(shopper: u64, replica: u64) -> f64 {
    let draw = (mix(SEED ^ mix(shopper ^ mix(replica))) >> 11) as f64 / (1_u64 << 53) as f64;
    POISSON.iter().take_while(|below| draw > **below).count() as f64
}

/// SplitMix64's finaliser (Steele, Lea and Flood 2014).
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(hit1: f64) -> Quality {
        Quality {
            hit1,
            ..Quality::default()
        }
    }

    #[test]
    fn weights_have_mean_and_variance_one() {
        let weights: Vec<f64> = (0..100_000).map(|at| weight(at % 317, at / 317)).collect();
        let mean = weights.iter().sum::<f64>() / 1e5;
        let variance = weights.iter().map(|w| (w - mean).powi(2)).sum::<f64>() / 1e5;
        assert!((mean - 1.0).abs() < 0.02, "{mean}");
        assert!((variance - 1.0).abs() < 0.03, "{variance}");
    }

    #[test]
    fn interval_is_as_wide_as_theory_says() {
        let mut uncertainty = Uncertainty::default();
        for shopper in 0..400_u32 {
            uncertainty.add(hit(0.0), hit(f64::from(shopper % 2)));
            uncertainty.left(u64::from(shopper));
        }
        // Mean 0.5, standard error 0.5/√400 = 0.025.
        let interval = uncertainty.intervals().unwrap().hit1;
        assert!(
            (interval.low - (0.5 - 1.96 * 0.025)).abs() < 0.01,
            "{interval:?}"
        );
        assert!(
            (interval.high - (0.5 + 1.96 * 0.025)).abs() < 0.01,
            "{interval:?}"
        );
    }

    #[test]
    fn few_shoppers_give_no_interval() {
        let mut uncertainty = Uncertainty::default();
        (0..1000).for_each(|_| uncertainty.add(hit(0.0), hit(1.0)));
        uncertainty.left(1);
        assert_eq!(uncertainty.intervals(), None);
    }
}
