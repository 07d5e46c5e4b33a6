//! How well the day of the next purchase of a product is foretold, against one gap for everything.

/// Errors over all products bought again.
#[derive(Debug, Clone, Default)]
pub struct Dates {
    error: f64,
    gaps: Vec<f64>,
}

/// What came out, in days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DateError {
    /// Products bought again.
    pub again: u64,
    /// Mean absolute error of the day foretold for each.
    pub own: f64,
    /// Mean absolute error of the best single gap, known only in hindsight: the median of all.
    pub one_gap: f64,
    /// That gap.
    pub gap: f64,
}

impl Dates {
    /// Adds a product bought again after `days`, foretold for day `expected`.
    pub fn add(&mut self, days: f64, expected: f64) {
        self.error += (days - expected).abs();
        self.gaps.push(days);
    }

    /// The errors; `None` if nothing was bought again.
    pub fn errors(&self) -> Option<DateError> {
        let mut gaps = self.gaps.clone();
        gaps.sort_by(f64::total_cmp);
        let gap = *gaps.get(gaps.len() / 2)?;
        let count = gaps.len() as f64;
        let one_gap = gaps.iter().map(|days| (days - gap).abs()).sum::<f64>() / count;
        Some(DateError {
            again: gaps.len() as u64,
            own: self.error / count,
            one_gap,
            gap,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_figures_computed_by_hand() {
        let mut dates = Dates::default();
        assert_eq!(dates.errors(), None);
        for (days, expected) in [(7.0, 10.0), (10.0, 10.0), (30.0, 20.0)] {
            dates.add(days, expected);
        }
        let found = dates.errors().unwrap();
        assert_eq!((found.again, found.gap), (3, 10.0));
        assert!((found.own - 13.0 / 3.0).abs() < 1e-12);
        assert!((found.one_gap - 23.0 / 3.0).abs() < 1e-12);
    }
}
