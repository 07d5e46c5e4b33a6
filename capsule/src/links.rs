//! A capsule as links, one for each QR code: `URL#ownshelf=NTH.OF.NAME.DIGITS`. A fragment is never sent to a server.
//!
//! NAME is what the links of one capsule have in common, so that links of two capsules are not joined.

use crate::{Fault, digits};
use ownshelf::compact::text::{find, push_number};

/// Bytes in one code: version 34 or so, which a phone still reads off a screen.
pub const CODE_BYTES: usize = 2048;
const KEY: &str = "ownshelf=";
/// Digits of a name at most: it is a number of two bytes.
const NAME_DIGITS: usize = 5;

/// The link of one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// Which part, from 1.
    pub nth: u8,
    /// How many parts the capsule has, 1 to 9.
    pub of: u8,
    /// What the parts of one capsule have in common.
    pub name: &'a str,
    /// Its bytes as [`digits`].
    pub digits: &'a str,
}

/// The links of a capsule, as few as hold it; the first part first. What `url` has after `#` is left out.
#[must_use]
pub fn write(capsule: &[u8], url: &str) -> Vec<String> {
    let of = capsule.len().div_ceil(CODE_BYTES).max(1);
    let share = capsule.len().div_ceil(of).max(1);
    let name = match capsule {
        [.., before, last] => (i64::from(*last) << 8) | i64::from(*before),
        _ => 0,
    };
    let page = page_of(url);
    let mut links = Vec::new();
    for (at, part) in capsule.chunks(share).enumerate() {
        let mut link = String::from(page);
        link.push('#');
        link.push_str(KEY);
        for number in [at as i64 + 1, of as i64, name] {
            push_number(&mut link, number);
            link.push('.');
        }
        link.push_str(&digits::encode(part));
        links.push(link);
    }
    links
}

/// An address without what it has after `#`.
pub(crate) fn page_of(url: &str) -> &str {
    let end = find(url, "#").unwrap_or(url.len());
    url.get(..end).unwrap_or_default()
}

/// The parts of capsules in a text: of one link, several, or none, whatever stands around them.
#[must_use]
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = find(rest, KEY) {
        rest = rest.get(at + KEY.len()..).unwrap_or_default();
        parts.extend(part(rest));
    }
    parts
}

fn part(text: &str) -> Option<Part<'_>> {
    let (nth, rest) = number(text, 1)?;
    let (of, rest) = number(rest.strip_prefix('.')?, 1)?;
    let (name, rest) = number(rest.strip_prefix('.')?, NAME_DIGITS)?;
    let (digits, _) = number(rest.strip_prefix('.')?, usize::MAX)?;
    let (nth, of) = (digit(nth), digit(of));
    (1..=of).contains(&nth).then_some(Part {
        nth,
        of,
        name,
        digits,
    })
}

/// The value of a text of one digit.
fn digit(text: &str) -> u8 {
    text.bytes().fold(0, |_, digit| digit - b'0')
}

/// The digits a text begins with, 1 to `most` of them, and what follows.
fn number(text: &str, most: usize) -> Option<(&str, &str)> {
    let digits = text
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count()
        .min(most);
    text.split_at_checked(digits).filter(|_| digits > 0)
}

/// The bytes of the capsule whose part stands last in a text.
///
/// # Errors
/// [`Fault::Foreign`] without any part, [`Fault::Part`] if one is missing, [`Fault::Link`] if one is damaged.
pub fn join(text: &str) -> Result<Vec<u8>, Fault> {
    let parts = parts(text);
    let Some(Part { of, name, .. }) = parts.last().copied() else {
        return Err(Fault::Foreign);
    };
    let mut bytes = Vec::new();
    for nth in 1..=of {
        let part = parts
            .iter()
            .find(|part| (part.nth, part.of, part.name) == (nth, of, name))
            .ok_or(Fault::Part { nth, of })?;
        bytes.extend(digits::decode(part.digits)?);
    }
    Ok(bytes)
}
