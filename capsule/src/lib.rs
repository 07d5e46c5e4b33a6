//! A profile taken along: sealed with a passphrase, as a file, or condensed to fit into a link and its QR codes.
//!
//! A module of its own, which a browser loads only when the shopper asks for it. Chance is an argument. What it imports makes
//! values or reads what it is handed, as with the engine.
//!
//! evidence → [`evidence`] in few bytes ([`coder`]), all of it or its best part ([`choose`]) → [`envelope`] → file, or
//! [`links`] as QR codes ([`qr`]); [`pack`] makes both. Beside it the [`card`] a shopper shows to somebody who helps.

#![cfg_attr(not(target_arch = "wasm32"), forbid(unsafe_code))]

#[cfg(target_arch = "wasm32")]
mod boundary;
pub mod card;
pub mod choose;
pub mod coder;
pub mod digits;
pub mod envelope;
pub mod evidence;
mod fault;
pub mod links;
pub mod pack;
pub mod qr;

pub use fault::Fault;

use coder::Coder;
use envelope::{Key, NONCE, OVERHEAD};
use ownshelf::catalog::Catalog;
use ownshelf::compact::sort::sort_by;
use ownshelf::profile::{Profile, Record};

/// The content with all evidence.
const WHOLE: u8 = 0;
/// The content with the evidence that fits.
const CONDENSED: u8 = 1;
/// Most bytes of the words beside the evidence.
const MOST_WORDS: usize = 1 << 16;
const WORDS: usize = 39;

/// A capsule and how many of the profile's records it holds.
#[derive(Debug)]
pub struct Sealed {
    /// The capsule.
    pub bytes: Vec<u8>,
    /// Records in it.
    pub records: usize,
}

/// Seals a profile's kept bytes, with words that go along, such as refusals. With `most`, the records that tell most in
/// a capsule of at most so many bytes.
///
/// # Errors
/// [`Fault::Unreadable`] if the bytes are no profile; [`Fault::TooLong`] if even the words do not fit.
pub fn seal(
    key: &Key,
    nonce: &[u8; NONCE],
    profile: &[u8],
    words: &[u8],
    most: Option<usize>,
) -> Result<Sealed, Fault> {
    let mut catalog = Catalog::default();
    let profile = Profile::decode(profile, &mut catalog).map_err(|_| Fault::Unreadable)?;
    let all: Vec<&Record> = profile.records().iter().collect();
    let whole = content(words, &profile, &all, &mut catalog);
    let Some(most) = most.filter(|most| whole.len() + OVERHEAD > *most) else {
        let bytes = key.seal(WHOLE, nonce, &whole)?;
        return Ok(Sealed {
            bytes,
            records: all.len(),
        });
    };
    let best = choose::by_worth(&profile);
    let (mut fits, mut least, mut beyond) = (None, 0, best.len());
    while least < beyond {
        let middle = usize::midpoint(least, beyond);
        let mut part = best[..middle].to_vec();
        sort_by(&mut part, |a, b| a.id.cmp(&b.id));
        let content = content(words, &profile, &part, &mut catalog);
        if content.len() + OVERHEAD <= most {
            least = middle + 1;
            fits = Some((content, middle));
        } else {
            beyond = middle;
        }
    }
    let (content, records) = fits.ok_or(Fault::TooLong)?;
    let bytes = key.seal(CONDENSED, nonce, &content)?;
    Ok(Sealed { bytes, records })
}

fn content(words: &[u8], profile: &Profile, records: &[&Record], catalog: &mut Catalog) -> Vec<u8> {
    let mut coder = Coder::writer();
    coder.text(WORDS, &[], words, MOST_WORDS);
    evidence::write(&mut coder, profile, records, catalog);
    coder.finish()
}

/// Opens a capsule: the words that went along, and the profile's bytes as they are kept.
///
/// # Errors
/// Those of [`envelope::open`]; [`Fault::Unreadable`] for content that is none.
pub fn open(capsule: &[u8], passphrase: &[u8]) -> Result<(Vec<u8>, Vec<u8>), Fault> {
    let content = envelope::open(capsule, passphrase)?;
    let mut coder = Coder::reader(&content);
    let words = coder.text(WORDS, &[], &[], MOST_WORDS);
    let mut catalog = Catalog::default();
    let profile = evidence::read(&mut coder, &mut catalog)?;
    Ok((words, profile.encode(&catalog)))
}
