//! What shoppers of this shop do on average: where every profile starts. Written by `ownshelf train`, at most 8 KB.

use super::evidence::MAX_SEEN;
use super::features::{BASE, Feature};
use super::posterior::Posterior;
use crate::catalog::{Facet, FacetKind, Facets};
use crate::compact::Sparse;
use crate::error::{Error, Result};

/// Measured attributes (screen size, range in km) a model can hold weights for.
pub const MAX_NUMBERS: usize = 20;
/// Variance of a weight nothing is known of: standardised attributes of stated-choice studies rarely reach ±1.
pub const NUMBER_VARIANCE: f64 = 0.25;
/// Variance of the weights that defaults are given for.
const DEFAULT_VARIANCE: f64 = 0.09;
const MAGIC: &[u8; 4] = b"OWNP";
const VERSION: u8 = 4;

/// Mean and standard deviation of a measured attribute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumberScale {
    /// The attribute.
    pub facet: Facet,
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Values behind them.
    pub count: f64,
}

/// The population's weights and scales.
///
/// ```
/// use ownshelf::{catalog::Facets, profile::Prior};
/// let bytes = Prior::default().encode(&Facets::default());
/// let prior = Prior::decode(&bytes, &mut Facets::default())?;
/// assert_eq!(prior.width(), Prior::default().width());
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// Mean of the weights: of the features first, then one for each of `numbers`.
    pub mean: Vec<f64>,
    /// Covariance of the weights among shoppers, row by row.
    pub covariance: Vec<f64>,
    /// Measured attributes, in the order of their weights.
    pub numbers: Vec<NumberScale>,
    /// Usual standard deviation of ln price within a list.
    pub price_sd: f64,
    /// Lists behind `price_sd`.
    pub price_count: f64,
    /// Log-odds that shoppers on average give a brand, tag or attribute beyond all features.
    pub facets: Sparse<f32>,
    /// Utilities are multiplied by this; below 1 where the log's shoppers proved less certain than the model.
    pub temperature: f64,
    /// How much uncertain weights take off them, see [`scale`](Prior::scale): 0 for nothing, 1 as much as MacKay (1992).
    pub caution: f64,
    /// How much surer choices from long lists are than from short ones, see [`scale`](Prior::scale): 0 for no difference; at 0.15
    /// a list of 8 has 0.81 of the log-odds that one of 32 or more has.
    pub breadth: f64,
    /// Whether every shopper keeps these weights. Training asks for it where it needs features alone: learning weights is most
    /// of the work. Never in a file.
    pub fixed: bool,
}

impl Default for Prior {
    /// Without a file: weights that hold for shops of any kind, found on several unlike logs (docs/ranking.md).
    fn default() -> Self {
        let mut mean = vec![0.0; BASE];
        for (feature, weight) in Feature::DEFAULTS {
            mean[feature as usize] = weight;
        }
        let mut covariance = vec![0.0; BASE * BASE];
        (0..BASE).for_each(|k| covariance[k * BASE + k] = DEFAULT_VARIANCE);
        Prior {
            mean,
            covariance,
            numbers: Vec::new(),
            price_sd: 0.3,
            price_count: 20.0,
            facets: Sparse::default(),
            temperature: 1.0,
            caution: 0.3,
            breadth: 0.0,
            fixed: false,
        }
    }
}

impl Prior {
    /// Number of weights.
    pub fn width(&self) -> usize {
        self.mean.len()
    }

    /// What utilities are multiplied by in a list of `length` products when the log-odds of the likeliest have this variance:
    /// `temperature · (length / 32)^breadth / (1 + π/8 · variance)^(caution/2)`, with `length` at most 32, the longest that is
    /// learned from.
    pub fn scale(&self, variance: f64, length: usize) -> f64 {
        let doubt = (std::f64::consts::PI / 8.0 * variance).ln_1p();
        let shortness = (length.clamp(1, MAX_SEEN) as f64 / MAX_SEEN as f64).ln();
        self.temperature * (self.breadth * shortness - 0.5 * self.caution * doubt).exp()
    }

    /// The posterior of a shopper nothing is known of.
    pub fn posterior(&self) -> Posterior {
        let width = self.width();
        let mut covariance = self.covariance.clone();
        (0..width).for_each(|k| covariance[k * width + k] += 1e-6);
        Posterior::from_covariance(self.mean.clone(), &covariance)
    }

    /// The prior as bytes: header, temperature, caution, breadth, price scale, weights (f32), standard deviations (f32), correlations in
    /// 1/32767 (i16, lower triangle), attribute names with scales, facet names with log-odds in 1/1000 (i16).
    pub fn encode(&self, facets: &Facets) -> Vec<u8> {
        let mut out = [
            MAGIC.as_slice(),
            &[VERSION, BASE as u8, self.numbers.len() as u8],
        ]
        .concat();
        let width = self.width();
        let sd: Vec<f64> = (0..width)
            .map(|k| self.covariance[k * width + k].max(0.0).sqrt())
            .collect();
        let head = [
            self.temperature,
            self.caution,
            self.breadth,
            self.price_sd,
            self.price_count,
        ];
        for number in head.iter().chain(&self.mean).chain(&sd) {
            out.extend_from_slice(&(*number as f32).to_le_bytes());
        }
        for i in 0..width {
            for j in 0..i {
                let correlation = self.covariance[i * width + j] / (sd[i] * sd[j]).max(1e-12);
                out.extend_from_slice(
                    &((correlation.clamp(-1.0, 1.0) * 32767.0) as i16).to_le_bytes(),
                );
            }
        }
        let name = |out: &mut Vec<u8>, facet: Facet| {
            let name = facets.name(facet);
            out.extend_from_slice(&[facets.kind(facet) as u8, name.len().min(255) as u8]);
            out.extend_from_slice(&name.as_bytes()[..name.len().min(255)]);
        };
        for number in &self.numbers {
            name(&mut out, number.facet);
            for part in [number.mean, number.sd] {
                out.extend_from_slice(&(part as f32).to_le_bytes());
            }
        }
        for (facet, odds) in self.facets.iter() {
            name(&mut out, Facet(facet));
            out.extend_from_slice(&((odds * 1000.0).clamp(-32767.0, 32767.0) as i16).to_le_bytes());
        }
        out
    }

    /// Reads what [`encode`](Self::encode) wrote.
    ///
    /// # Errors
    /// `InvalidInput` if the bytes are no prior, cut short, or written for other features than this module has.
    pub fn decode(bytes: &[u8], facets: &mut Facets) -> Result<Prior> {
        let mut reader = Reader { rest: bytes };
        if reader.take(4)? != MAGIC {
            return Err(Error::input("prior", "is not Ownshelf's"));
        }
        let [version, base, numbers] = reader.array()?;
        if version != VERSION || usize::from(base) != BASE || usize::from(numbers) > MAX_NUMBERS {
            return Err(Error::input(
                "prior",
                "was written for another version; train it anew",
            ));
        }
        let width = BASE + usize::from(numbers);
        let temperature = reader.positive()?;
        let caution = reader.float()?.max(0.0);
        let breadth = reader.float()?;
        let (price_sd, price_count) = (reader.positive()?, reader.positive()?);
        let mut weights = || {
            let weights: Result<Vec<f64>> = (0..width).map(|_| reader.float()).collect();
            weights
        };
        let (mean, mut sd) = (weights()?, weights()?);
        sd.iter_mut().for_each(|sd| *sd = sd.max(1e-6));
        let covariance = reader.covariance(&sd)?;
        let mut prior = Prior {
            mean,
            covariance,
            price_sd,
            price_count,
            temperature,
            caution,
            breadth,
            ..Prior::default()
        };
        for _ in 0..numbers {
            let facet = reader.facet(facets)?;
            let (mean, sd) = (reader.float()?, reader.positive()?);
            prior.numbers.push(NumberScale {
                facet,
                mean,
                sd,
                count: 1000.0,
            });
        }
        while !reader.rest.is_empty() {
            let facet = reader.facet(facets)?;
            *prior.facets.entry(facet.0) = f32::from(i16::from_le_bytes(reader.array()?)) / 1000.0;
        }
        Ok(prior)
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8]> {
        let (head, tail) = self
            .rest
            .split_at_checked(n)
            .ok_or_else(|| Error::input("prior", "is cut short"))?;
        self.rest = tail;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        self.take(N)?
            .try_into()
            .map_err(|_| Error::input("prior", "is cut short"))
    }

    fn float(&mut self) -> Result<f64> {
        let number = f32::from_le_bytes(self.array()?);
        if number.is_finite() {
            Ok(f64::from(number))
        } else {
            Err(Error::input("prior", "has a number not finite"))
        }
    }

    fn positive(&mut self) -> Result<f64> {
        self.float().map(|number| number.max(1e-6))
    }

    /// The lower triangle of correlations as the covariance of weights with these standard deviations.
    fn covariance(&mut self, sd: &[f64]) -> Result<Vec<f64>> {
        let width = sd.len();
        let mut covariance = vec![0.0; width * width];
        for i in 0..width {
            covariance[i * width + i] = sd[i] * sd[i];
            for j in 0..i {
                let correlation = f64::from(i16::from_le_bytes(self.array()?)) / 32767.0;
                covariance[i * width + j] = correlation * sd[i] * sd[j];
                covariance[j * width + i] = covariance[i * width + j];
            }
        }
        Ok(covariance)
    }

    fn facet(&mut self, facets: &mut Facets) -> Result<Facet> {
        let [kind, length] = self.array()?;
        let kind = FacetKind::from_letter(kind)
            .ok_or_else(|| Error::input("prior", "has a facet of no known kind"))?;
        let name = std::str::from_utf8(self.take(usize::from(length))?)
            .map_err(|_| Error::input("prior", "has text that is not UTF-8"))?;
        Ok(facets.intern(kind, name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_was_written_and_no_other_version_is_read() {
        let (price, offer) = (Feature::Price as usize, Feature::Offer as usize);
        let mut prior = Prior {
            temperature: 0.75,
            caution: 0.5,
            breadth: 0.125,
            ..Prior::default()
        };
        prior.mean[price] = 0.75;
        prior.covariance[offer * BASE + price] = 0.045;
        prior.covariance[price * BASE + offer] = 0.045;
        let mut facets = Facets::default();
        let mut bytes = prior.encode(&facets);
        let same = Prior::decode(&bytes, &mut facets).unwrap();
        assert_eq!(
            (same.temperature, same.caution, same.breadth),
            (0.75, 0.5, 0.125)
        );
        for (read, written) in same.mean.iter().zip(&prior.mean) {
            assert_eq!(*read, f64::from(*written as f32));
        }
        for (read, written) in same.covariance.iter().zip(&prior.covariance) {
            assert!((read - written).abs() < 1e-5);
        }
        assert!(Prior::decode(&bytes[..200], &mut facets).is_err());
        bytes[4] -= 1;
        assert!(Prior::decode(&bytes, &mut facets).is_err());
    }

    #[test]
    fn short_lists_are_chosen_from_less_surely() {
        let prior = Prior {
            breadth: 0.15,
            ..Prior::default()
        };
        assert_eq!(prior.scale(0.0, 32), 1.0);
        assert_eq!(prior.scale(0.0, 10_000), 1.0);
        assert!((prior.scale(0.0, 8) - 0.25_f64.powf(0.15)).abs() < 1e-12);
        assert_eq!(Prior::default().scale(0.0, 8), 1.0);
    }

    #[test]
    fn doubt_makes_scores_smaller_by_as_much_as_the_prior_is_cautious() {
        let scale = |caution, variance| {
            Prior {
                caution,
                ..Prior::default()
            }
            .scale(variance, MAX_SEEN)
        };
        assert_eq!(scale(0.0, 3.0), 1.0);
        let mackay = 1.0 / (1.0 + std::f64::consts::PI / 8.0 * 3.0).sqrt();
        assert!((scale(1.0, 3.0) - mackay).abs() < 1e-12);
        assert!((scale(2.0, 3.0) - mackay * mackay).abs() < 1e-12);
        assert_eq!(scale(1.0, 0.0), 1.0);
    }
}
