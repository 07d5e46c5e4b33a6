//! What is handed to a shopper who takes the profile along: a file with all of it, and links with as much as codes hold.

use crate::envelope::{Cost, Key, NONCE, SALT};
use crate::links::{self, CODE_BYTES};
use crate::{Fault, Sealed, seal};

/// Codes one after another at most. Nobody scans more.
pub const MAX_CODES: u32 = 2;
/// A shorter passphrase can be guessed, however dear each guess is.
pub const MIN_CHARACTERS: usize = 8;
/// A second code is worth scanning if one would leave out more than a tenth of the records.
const ENOUGH: f64 = 0.9;

/// Chance that packing needs: a salt, and a nonce for each of three seals.
pub const CHANCE: usize = SALT + 3 * NONCE;

/// A profile packed for its way.
#[derive(Debug)]
pub struct Packed {
    /// All of it.
    pub file: Sealed,
    /// What fits into the codes.
    pub condensed: Sealed,
    /// `condensed` as links, one a code.
    pub links: Vec<String>,
}

/// Packs a profile's kept bytes and the `words` that go with it (see [`seal`]) in at most `codes` codes (1 or 2).
///
/// `chance` has [`CHANCE`] bytes and is used once. `cost`: what a guess of the passphrase costs, [`Cost::USUAL`] but in tests.
///
/// # Errors
/// [`Fault::Codes`], [`Fault::ShortPassphrase`], [`Fault::Chance`] for arguments out of their range, and those of [`seal`].
pub fn pack(
    passphrase: &str,
    cost: Cost,
    chance: &[u8],
    (profile, words): (&[u8], &[u8]),
    url: &str,
    codes: u32,
) -> Result<Packed, Fault> {
    if passphrase.chars().count() < MIN_CHARACTERS {
        return Err(Fault::ShortPassphrase);
    }
    if !(1..=MAX_CODES).contains(&codes) {
        return Err(Fault::Codes);
    }
    let (salt, nonces) = chance.split_first_chunk::<SALT>().ok_or(Fault::Chance)?;
    let (nonces, []) = nonces.as_chunks::<NONCE>() else {
        return Err(Fault::Chance);
    };
    let [whole, one, two] = nonces else {
        return Err(Fault::Chance);
    };
    let key = Key::stretch(passphrase.as_bytes(), salt, cost)?;
    let file = seal(&key, whole, profile, words, None)?;
    let mut condensed = seal(&key, one, profile, words, Some(CODE_BYTES))?;
    if codes > 1 && (condensed.records as f64) < ENOUGH * file.records as f64 {
        let most = codes as usize * CODE_BYTES;
        condensed = seal(&key, two, profile, words, Some(most))?;
    }
    let links = links::write(&condensed.bytes, url);
    Ok(Packed {
        file,
        condensed,
        links,
    })
}
