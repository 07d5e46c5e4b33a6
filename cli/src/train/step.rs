//! Steps of the fit, and how to tell that one went too far.

use std::collections::BTreeMap;

/// A step is shortened where the way at its end falls as steeply as this part of how it rose at its beginning.
const OVERSHOT: f64 = 0.5;

/// A point, or a direction, in the space of means and facets.
#[derive(Clone)]
pub(super) struct Along {
    pub mean: Vec<f64>,
    pub facets: BTreeMap<u32, f64>,
}

impl Along {
    pub fn dot(&self, other: &Along) -> f64 {
        let means: f64 = self.mean.iter().zip(&other.mean).map(|(a, b)| a * b).sum();
        let facet = |(key, a): (&u32, &f64)| a * other.facets.get(key).unwrap_or(&0.0);
        means + self.facets.iter().map(facet).sum::<f64>()
    }

    pub fn times(mut self, factor: f64) -> Along {
        let all = self.mean.iter_mut().chain(self.facets.values_mut());
        all.for_each(|a| *a *= factor);
        self
    }

    pub fn largest(&self) -> f64 {
        let all = self.mean.iter().chain(self.facets.values());
        all.fold(0.0, |most, a| most.max(a.abs()))
    }
}

/// A step that was taken, and how steep the way was at its beginning.
pub(super) struct Step {
    pub by: Along,
    pub slope: f64,
}

impl Step {
    /// The part of the step at which the way was level, if the step went much too far. On a concave function it did exactly if
    /// the slope at its end is negative, and lost what it gained where that is as steep as the beginning.
    pub fn overshot(&self, gradient: &Along) -> Option<f64> {
        let end = gradient.dot(&self.by);
        (end < -OVERSHOT * self.slope).then(|| (self.slope / (self.slope - end)).max(0.1))
    }
}
