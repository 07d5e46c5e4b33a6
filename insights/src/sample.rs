//! Exact chance in whole numbers, and the choice of one of many of which it isn't known how many will come.

use crate::{Entropy, Fault};

/// 32 bits of chance.
pub(crate) fn word(entropy: &mut dyn Entropy) -> Result<u32, Fault> {
    let mut bytes = [0; 4];
    entropy.fill(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

/// One of `0..count`, each exactly as likely; `count` is not 0. Words below 2^32 modulo `count` are thrown away, since without
/// them the rest is a whole multiple of `count`.
pub(crate) fn uniform(count: u32, entropy: &mut dyn Entropy) -> Result<u32, Fault> {
    let least = count.wrapping_neg() % count;
    loop {
        let word = word(entropy)?;
        if word >= least {
            return Ok(word % count);
        }
    }
}

/// Whether the newest of `seen` replaces the one held, so that at any time each seen so far is held with the same probability
/// (a reservoir of one: Vitter 1985, algorithm R). True with probability 1/`seen`: always for the first. Of none (0) none does.
///
/// # Errors
/// [`Fault::Dry`].
pub fn replaces(seen: u32, entropy: &mut dyn Entropy) -> Result<bool, Fault> {
    Ok(seen > 0 && uniform(seen, entropy)? == 0)
}
