//! What is drawn, against the distributions it is said to have.

use ownshelf_insights::response::Response;
use ownshelf_insights::sample::replaces;
use ownshelf_insights::{Entropy, Fault};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// Never dry, and the same in every run.
struct Endless(ChaCha20Rng);

impl Endless {
    fn new(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }
}

impl Entropy for Endless {
    fn fill(&mut self, place: &mut [u8]) -> Result<(), Fault> {
        self.0.fill_bytes(place);
        Ok(())
    }
}

/// Pearson's statistic.
fn chi_square(seen: &[u32], expected: impl Fn(usize) -> f64) -> f64 {
    seen.iter()
        .enumerate()
        .map(|(at, count)| (f64::from(*count) - expected(at)).powi(2) / expected(at))
        .sum()
}

/// What the statistic stays below in all but one of 10 000 runs (Wilson and Hilferty 1931).
fn limit(degrees: f64) -> f64 {
    let spread = 2.0 / (9.0 * degrees);
    degrees * (1.0 - spread + 3.72 * spread.sqrt()).powi(3)
}

#[test]
fn answers_have_the_stated_distribution() {
    const DRAWS: u32 = 200_000;
    for (seed, (cells, epsilon, truth)) in [(2, 0.5, 1), (3, 1.0, 0), (16, 2.0, 7), (64, 4.0, 63)]
        .into_iter()
        .enumerate()
    {
        let response = Response::new(cells, epsilon).unwrap();
        let mut endless = Endless::new(seed as u64);
        let mut seen = vec![0; cells as usize];
        for _ in 0..DRAWS {
            seen[response.answer(truth, &mut endless).unwrap() as usize] += 1;
        }
        let keep = f64::from(response.keep()) / 2f64.powi(32);
        let found = chi_square(&seen, |cell| {
            let on_purpose = if cell == truth as usize { keep } else { 0.0 };
            f64::from(DRAWS) * (on_purpose + (1.0 - keep) / f64::from(cells))
        });
        assert!(
            found < limit(f64::from(cells) - 1.0),
            "{cells} cells: {found}"
        );
    }
}

#[test]
fn each_of_those_seen_is_held_as_often() {
    const SEEN: u32 = 25;
    const RUNS: u32 = 50_000;
    let mut endless = Endless::new(11);
    let mut times = vec![0; SEEN as usize];
    for _ in 0..RUNS {
        times[held(SEEN, &mut endless) as usize - 1] += 1;
    }
    let found = chi_square(&times, |_| f64::from(RUNS) / f64::from(SEEN));
    assert!(found < limit(f64::from(SEEN) - 1.0), "{found}");
}

/// The one held after so many were seen.
fn held(seen: u32, entropy: &mut dyn Entropy) -> u32 {
    (1..=seen).fold(0, |held, newest| {
        if replaces(newest, entropy).unwrap() {
            newest
        } else {
            held
        }
    })
}

#[test]
fn the_first_seen_is_always_held_and_none_without_one() {
    let mut endless = Endless::new(1);
    assert!((0..100).all(|_| replaces(1, &mut endless).unwrap()));
    assert!(!replaces(0, &mut endless).unwrap());
}

/// A word that would favour small cells is drawn again; when there is no other, that is a fault and not a cell.
#[test]
fn a_word_that_would_favour_some_is_drawn_again() {
    // 2^32 = 3 * 1431655765 + 1: the word 0 is one too many.
    let thrown = [0u8; 4];
    assert_eq!(replaces(3, &mut thrown.as_slice()), Err(Fault::Dry));
    let again = [0, 0, 0, 0, 1, 0, 0, 0];
    assert_eq!(replaces(3, &mut again.as_slice()), Ok(false));
    // Of a power of two none is too many.
    assert_eq!(replaces(4, &mut thrown.as_slice()), Ok(true));
}

#[test]
fn dry_entropy_is_a_fault() {
    let response = Response::new(8, 1.0).unwrap();
    assert_eq!(response.answer(1, &mut [].as_slice()), Err(Fault::Dry));
    // A first word that does not keep the truth, and no second.
    assert_eq!(
        response.answer(1, &mut [255; 7].as_slice()),
        Err(Fault::Dry)
    );
    assert_eq!(replaces(2, &mut [0; 3].as_slice()), Err(Fault::Dry));
}

#[test]
fn questions_out_of_range_are_faults() {
    for cells in [0, 1, 1025, u32::MAX] {
        assert_eq!(Response::new(cells, 1.0), Err(Fault::Cells));
    }
    for epsilon in [0.0, -1.0, 0.009, 10.001, f64::INFINITY, f64::NAN] {
        assert_eq!(Response::new(8, epsilon), Err(Fault::Epsilon));
    }
    let response = Response::new(8, 1.0).unwrap();
    assert_eq!(response.answer(8, &mut Endless::new(0)), Err(Fault::Cells));
}

/// `e^(numerator / 2^20)` from below and from above, in units of 2^-64: its series in whole numbers.
fn exponential(numerator: u128) -> (u128, u128) {
    let (mut sum, mut term, mut terms) = (0, 1u128 << 64, 0u128);
    while term > 0 {
        sum += term;
        terms += 1;
        term = term * numerator / (terms << 20);
    }
    // A term is cut by less than 1, and carries its predecessors' cuts on; beyond the largest term those shrink.
    (sum, sum + terms * (1 << 20))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// No answer is likelier under one truth than under another by more than `e^epsilon`, and the number could not be
    /// greater by two without that.
    #[test]
    fn epsilon_holds_exactly(cells in 2u32..=1024, numerator in 10_486u32..=10_485_760) {
        let epsilon = f64::from(numerator) / f64::from(1 << 20);
        let keep = u128::from(Response::new(cells, epsilon).unwrap().keep());
        let (below, above) = exponential(u128::from(numerator));
        // Of 2^32 * cells equally likely ways, those to an answer that is the truth, and to one that is not.
        let ways = |keep: u128| (keep * u128::from(cells) + (1 << 32) - keep, (1 << 32) - keep);
        let (likely, unlikely) = ways(keep);
        prop_assert!(likely << 64 <= below * unlikely);
        let (likely, unlikely) = ways(keep + 2);
        prop_assert!(likely << 64 > above * unlikely);
    }
}
