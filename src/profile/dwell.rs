//! Dwell normalised per shopper: what is long for one is short for another.

use super::hysteresis::Hysteresis;
use crate::time::GLANCE_MS;

/// Running mean and variance of ln(1 + seconds), with a prior.
///
/// Source: `z = (ln(1+d) − μ)/σ` with prior μ = ln 21, σ = 1, n₀ = 5, and the weight `clip(0.5 + Φ(z), 0.25, 1.5)`;
/// per-shopper normalisation after Yi et al., RecSys 2014.
///
/// ```
/// let mut dwell = ownshelf::profile::DwellScale::default();
/// (0..40).for_each(|_| dwell.add(90_000));
/// assert!(dwell.reads() && !dwell.scans(), "looks long");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DwellScale {
    n: f64,
    mean: f64,
    squares: f64,
    scans: Hysteresis,
    reads: Hysteresis,
}

const PRIOR_N: f64 = 5.0;
/// Usual dwell that counts as scanning and as reading.
const SCANS_SECONDS: f64 = 8.0;
const READS_SECONDS: f64 = 45.0;

impl Default for DwellScale {
    fn default() -> Self {
        DwellScale {
            n: PRIOR_N,
            mean: 21.0_f64.ln(),
            squares: PRIOR_N,
            scans: Hysteresis::default(),
            reads: Hysteresis::default(),
        }
    }
}

impl DwellScale {
    /// Takes one dwell into the scale.
    pub fn add(&mut self, dwell_ms: u32) {
        let x = ln_seconds(dwell_ms);
        self.n += 1.0;
        let delta = x - self.mean;
        self.mean += delta / self.n;
        self.squares += delta * (x - self.mean);
        let usual = self.usual_seconds();
        self.scans
            .follow(-usual, -SCANS_SECONDS, -1.25 * SCANS_SECONDS);
        self.reads.follow(usual, READS_SECONDS, 0.8 * READS_SECONDS);
    }

    /// Standard deviations above this shopper's usual dwell.
    pub fn z(&self, dwell_ms: u32) -> f64 {
        (ln_seconds(dwell_ms) - self.mean) / (self.squares / self.n).sqrt().max(0.1)
    }

    /// Weight of evidence with this dwell: 0 under three seconds, then 0.25 (a glance) to 1.5 (a long look).
    pub fn weight(&self, dwell_ms: u32) -> f64 {
        if dwell_ms < GLANCE_MS {
            0.0
        } else {
            (0.5 + logistic(1.702 * self.z(dwell_ms))).clamp(0.25, 1.5)
        }
    }

    /// Pieces of evidence, the prior's aside.
    pub fn count(&self) -> u32 {
        (self.n - PRIOR_N) as u32
    }

    /// Whether products are usually looked at for less than 8 s; once so, until it is more than 10 s.
    pub fn scans(&self) -> bool {
        self.scans.is_on()
    }

    /// Whether products are usually looked at for more than 45 s; once so, until it is less than 36 s.
    pub fn reads(&self) -> bool {
        self.reads.is_on()
    }

    fn usual_seconds(&self) -> f64 {
        self.mean.exp() - 1.0
    }
}

fn ln_seconds(dwell_ms: u32) -> f64 {
    (f64::from(dwell_ms) / 1000.0).ln_1p()
}

/// 1/(1+e^−x); at 1.702·z within 0.01 of the normal distribution function Φ(z).
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
