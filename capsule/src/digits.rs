//! Bytes as decimal digits, which a QR code stores at ten bits for three, and which no messenger changes on their way.

use crate::Fault;
use ownshelf::compact::text::push_number;

/// Bytes that are written together: seven fit into seventeen digits, with the least waste of all groups of up to eight.
const GROUP: usize = 7;
/// Digits that a group of so many bytes takes.
const WIDTHS: [usize; GROUP + 1] = [0, 3, 5, 8, 10, 13, 15, 17];

fn width(bytes: usize) -> usize {
    WIDTHS.get(bytes).copied().unwrap_or(0)
}

/// Writes bytes as digits: 17 for each 7 bytes, fewer for the last group.
///
/// ```
/// use ownshelf_capsule::digits;
/// assert_eq!(digits::encode(&[1, 2]), "00258");
/// assert_eq!(digits::decode("00258"), Ok(vec![1, 2]));
/// ```
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for group in bytes.chunks(GROUP) {
        let value = group
            .iter()
            .fold(0u64, |value, byte| (value << 8) | u64::from(*byte));
        let mut number = String::new();
        push_number(&mut number, value as i64);
        for _ in number.len()..width(group.len()) {
            digits.push('0');
        }
        digits.push_str(&number);
    }
    digits
}

/// Reads what [`encode`] wrote.
///
/// # Errors
/// [`Fault::Link`] for anything it cannot have written: another character, a length of no group, a number too large for its
/// group.
pub fn decode(digits: &str) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    for group in digits.as_bytes().chunks(width(GROUP)) {
        let width = WIDTHS.iter().position(|width| *width == group.len());
        let length = width.ok_or(Fault::Link)?;
        let mut value = 0u64;
        for digit in group {
            if !digit.is_ascii_digit() {
                return Err(Fault::Link);
            }
            value = value * 10 + u64::from(digit - b'0');
        }
        if value >> (8 * length) != 0 {
            return Err(Fault::Link);
        }
        bytes.extend(value.to_be_bytes().iter().skip(8 - length));
    }
    Ok(bytes)
}
