//! The first pass: which measures and facets the log knows, and how far prices spread within a list.

use ownshelf::catalog::{Facet, FacetKind, Facets};
use ownshelf::profile::Prior;
use ownshelf::profile::evaluation::Feature;
use ownshelf::profile::evaluation::{MAX_NUMBERS, NUMBER_VARIANCE, NumberScale};
use ownshelf::shelf::Shelf;
use std::collections::BTreeMap;

/// A facet must have been offered this often before shoppers on average can be said to like it.
const MIN_OFFERED: f64 = 20.0;
/// Facets a prior holds at most.
const MAX_FACETS: usize = 300;
/// Names longer than this are left out: a prior is a small file.
const MAX_NAME: usize = 60;

#[derive(Default)]
pub(super) struct Scales {
    /// By name: values, their sum and their sum of squares.
    numbers: BTreeMap<String, (f64, f64, f64)>,
    /// By kind and name: lists offered in.
    facets: BTreeMap<(u8, String), f64>,
    price_squares: f64,
    price_count: f64,
}

impl Scales {
    pub(super) fn take(&mut self, shelf: &Shelf, ticket: u32) {
        let facets = shelf.catalog().facets();
        let Some(candidates) = shelf.ranked_products(ticket) else {
            return;
        };
        let ln_prices: Vec<f64> = candidates
            .iter()
            .filter_map(|c| c.info.price)
            .filter(|p| *p > 0.0)
            .map(f64::ln)
            .collect();
        if ln_prices.len() > 1 {
            let mean = ln_prices.iter().sum::<f64>() / ln_prices.len() as f64;
            self.price_squares += ln_prices.iter().map(|p| (p - mean).powi(2)).sum::<f64>();
            self.price_count += ln_prices.len() as f64 - 1.0;
        }
        for candidate in candidates {
            for (facet, value) in &candidate.info.numbers {
                let value = f64::from(*value);
                let (n, sum, squares) = self
                    .numbers
                    .entry(facets.name(*facet).to_owned())
                    .or_default();
                *n += 1.0;
                *sum += value;
                *squares += value * value;
            }
            let info = &candidate.info;
            for facet in info.brand.iter().chain(&info.tags).chain(&info.words) {
                *self
                    .facets
                    .entry((facets.kind(*facet) as u8, facets.name(*facet).to_owned()))
                    .or_default() += 1.0;
            }
        }
    }

    /// A prior with the scales and no opinion yet; its facets are known to `start` from here on.
    pub(super) fn prior(self, start: &mut Shelf) -> Prior {
        let mut prior = Prior::default();
        let facets = start.facets_mut();
        if self.price_count > 10.0 {
            prior.price_sd = (self.price_squares / self.price_count).sqrt().max(0.02);
            prior.price_count = 200.0;
        }
        let mut numbers: Vec<(String, (f64, f64, f64))> = self
            .numbers
            .into_iter()
            .filter(|(name, _)| name.len() <= MAX_NAME)
            .collect();
        numbers.sort_by(|a, b| b.1.0.total_cmp(&a.1.0));
        for (name, (n, sum, squares)) in numbers.into_iter().take(MAX_NUMBERS) {
            let mean = sum / n;
            let sd = (squares / n - mean * mean).max(1e-6).sqrt();
            prior.numbers.push(NumberScale {
                facet: facets.intern(FacetKind::Number, &name),
                mean,
                sd,
                count: 1000.0,
            });
        }
        widen(&mut prior);
        let mut offered: Vec<((u8, String), f64)> = self
            .facets
            .into_iter()
            .filter(|((_, name), n)| *n >= MIN_OFFERED && name.len() <= MAX_NAME)
            .collect();
        offered.sort_by(|a, b| b.1.total_cmp(&a.1));
        for ((kind, name), _) in offered.into_iter().take(MAX_FACETS) {
            if let Some(facet) = intern(facets, kind, &name) {
                *prior.facets.entry(facet.0) = 0.0;
            }
        }
        prior
    }
}

fn intern(facets: &mut Facets, kind: u8, name: &str) -> Option<Facet> {
    FacetKind::from_letter(kind).map(|kind| facets.intern(kind, name))
}

/// Makes room for the weights of the measures.
fn widen(prior: &mut Prior) {
    let (old, new) = (Feature::ALL.len(), Feature::ALL.len() + prior.numbers.len());
    let mut covariance = vec![0.0; new * new];
    for i in 0..new {
        covariance[i * new + i] = if i < old {
            prior.covariance[i * old + i]
        } else {
            NUMBER_VARIANCE
        };
    }
    prior.mean.resize(new, 0.0);
    prior.covariance = covariance;
}
