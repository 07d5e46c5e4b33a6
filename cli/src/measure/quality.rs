//! Hit rate, reciprocal rank, discounted gain and log-loss of one page, and their means over many.

/// Places that nDCG looks at.
const DEPTH: usize = 10;

/// Quality of one order of one page, each 0 to 1, higher is better.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Quality {
    /// Whether something chosen stands first.
    pub hit1: f64,
    /// 1 / place of the highest-standing product that was chosen.
    pub mrr: f64,
    /// Gain discounted by 1/log₂(place + 1) over the first ten, as a share of the best possible order's
    /// (Järvelin and Kekäläinen 2002, the gain itself and not a power of it).
    pub ndcg10: f64,
}

impl Quality {
    /// The three figures in the order of their fields.
    pub fn figures(&self) -> [f64; 3] {
        [self.hit1, self.mrr, self.ndcg10]
    }

    fn add(&mut self, other: Quality) {
        self.hit1 += other.hit1;
        self.mrr += other.mrr;
        self.ndcg10 += other.ndcg10;
    }

    fn over(self, pages: f64) -> Quality {
        Quality {
            hit1: self.hit1 / pages,
            mrr: self.mrr / pages,
            ndcg10: self.ndcg10 / pages,
        }
    }
}

/// 0-based place of the highest-standing product with a gain; `None` if none stands in the order.
pub fn place_of_best(order: &[u32], gains: &[f64]) -> Option<usize> {
    order.iter().position(|at| gains[*at as usize] > 0.0)
}

/// Quality of an order (indices into `gains`, best first).
pub fn quality(order: &[u32], gains: &[f64]) -> Quality {
    let Some(best) = place_of_best(order, gains) else {
        return Quality::default();
    };
    let mut ideal: Vec<f64> = gains.iter().copied().filter(|gain| *gain > 0.0).collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let ours = discounted(order.iter().map(|at| gains[*at as usize]));
    Quality {
        hit1: f64::from(best == 0),
        mrr: 1.0 / (best + 1) as f64,
        ndcg10: ours / discounted(ideal.into_iter()),
    }
}

fn discounted(gains: impl Iterator<Item = f64>) -> f64 {
    gains
        .take(DEPTH)
        .enumerate()
        .map(|(at, gain)| gain / (at as f64 + 2.0).log2())
        .sum()
}

/// −ln of the probability that the softmax of `scores` gives to the product at `chosen`.
pub fn log_loss(scores: &[f64], chosen: usize) -> f64 {
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = scores.iter().map(|score| (score - top).exp()).sum();
    sum.ln() + top - scores[chosen]
}

/// One order's means.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Side {
    /// Means of hit, reciprocal rank and discounted gain.
    pub quality: Quality,
    /// Mean log-loss, lower is better; only Ownshelf gives probabilities.
    pub log_loss: Option<f64>,
}

/// Both orders' means over some pages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sides {
    /// The shop's order.
    pub shop: Side,
    /// Ownshelf's.
    pub own: Side,
}

/// Sums over pages.
#[derive(Debug, Clone, Copy, Default)]
pub struct Totals {
    /// Pages summed.
    pub pages: u64,
    shop: Quality,
    own: Quality,
    log_loss: f64,
}

impl Totals {
    /// Adds one page.
    pub fn add(&mut self, shop: Quality, own: Quality, log_loss: f64) {
        self.pages += 1;
        self.shop.add(shop);
        self.own.add(own);
        self.log_loss += log_loss;
    }

    /// The means; `None` without pages.
    pub fn means(&self) -> Option<Sides> {
        let pages = self.pages as f64;
        (self.pages > 0).then(|| Sides {
            shop: Side {
                quality: self.shop.over(pages),
                log_loss: None,
            },
            own: Side {
                quality: self.own.over(pages),
                log_loss: Some(self.log_loss / pages),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_figures_computed_by_hand() {
        // Gains 1 and 3 at places 2 and 4: DCG = 1/log2(3) + 3/log2(5) = 0.63093 + 1.29203,
        // ideal = 3/log2(2) + 1/log2(3) = 3.63093.
        let page = quality(&[2, 0, 3, 1], &[1.0, 3.0, 0.0, 0.0]);
        assert_eq!((page.hit1, page.mrr), (0.0, 0.5));
        assert!((page.ndcg10 - 0.529_605).abs() < 1e-6, "{}", page.ndcg10);
        let perfect = quality(&[1, 0, 2, 3], &[1.0, 3.0, 0.0, 0.0]);
        assert_eq!(perfect.figures(), [1.0, 1.0, 1.0]);
    }

    #[test]
    fn places_after_the_tenth_give_no_gain_but_a_rank() {
        let mut gains = vec![0.0; 12];
        gains[11] = 1.0;
        let order: Vec<u32> = (0..12).collect();
        let page = quality(&order, &gains);
        assert_eq!(page.figures(), [0.0, 1.0 / 12.0, 0.0]);
    }

    #[test]
    fn log_loss_is_that_of_the_softmax_and_survives_large_scores() {
        assert!((log_loss(&[0.0, 0.0, 0.0], 1) - 3.0_f64.ln()).abs() < 1e-12);
        assert!((log_loss(&[1.0, 0.0], 0) - (1.0 + (-1.0_f64).exp()).ln()).abs() < 1e-12);
        assert!((log_loss(&[1000.0, 0.0], 1) - 1000.0).abs() < 1e-9);
    }
}
