//! Next basket: how much of what was bought was expected.

/// Products expected.
pub const EXPECTED: usize = 10;

/// Sums over baskets.
#[derive(Debug, Clone, Copy, Default)]
pub struct Baskets {
    /// Baskets scored.
    pub baskets: u64,
    recall: f64,
    ndcg: f64,
    several: bool,
}

impl Baskets {
    /// Notes a basket, scored or not.
    pub fn see(&mut self, bought: &[String]) {
        self.several |= bought.len() > 1;
    }

    /// Adds a basket of distinct products with what was expected, likeliest first.
    pub fn add(&mut self, expected: &[String], bought: &[String]) {
        let discount = |at: usize| 1.0 / (at as f64 + 2.0).log2();
        let mut hits = 0.0;
        let mut gain = 0.0;
        for (at, product) in expected.iter().take(EXPECTED).enumerate() {
            if bought.contains(product) {
                hits += 1.0;
                gain += discount(at);
            }
        }
        let ideal: f64 = (0..bought.len().min(EXPECTED)).map(discount).sum();
        if ideal > 0.0 {
            self.baskets += 1;
            self.recall += hits / bought.len() as f64;
            self.ndcg += gain / ideal;
        }
    }

    /// recall@10 and nDCG@10; `None` if nothing was scored or no basket held several products.
    pub fn means(&self) -> Option<(f64, f64)> {
        let baskets = self.baskets as f64;
        (self.several && self.baskets > 0).then(|| (self.recall / baskets, self.ndcg / baskets))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn agrees_with_figures_computed_by_hand() {
        let mut baskets = Baskets::default();
        let bought = texts(&["a", "b", "c"]);
        baskets.see(&bought);
        baskets.add(&texts(&["x", "b", "a"]), &bought);
        // Hits at places 2 and 3: (0.63093 + 0.5) / (1 + 0.63093 + 0.5).
        let (recall, ndcg) = baskets.means().unwrap();
        assert!((recall - 2.0 / 3.0).abs() < 1e-12);
        assert!((ndcg - 0.530_721).abs() < 1e-6, "{ndcg}");
    }

    #[test]
    fn single_purchases_are_no_baskets_to_speak_of() {
        let mut baskets = Baskets::default();
        baskets.see(&texts(&["a"]));
        baskets.add(&texts(&["a"]), &texts(&["a"]));
        assert_eq!(baskets.means(), None);
    }
}
