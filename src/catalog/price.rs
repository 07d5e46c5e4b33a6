//! Prices, with a reader for each of their two spellings.
//!
//! [`parse_printed`] reads what shops print for people: `"1.299,00 €"`, `"CHF 1'299.–"`, `"1 299,00"`. [`parse_machine`]
//! reads what they write for programs (JSON-LD, microdata `content`, data layers, feeds): there the dot is the decimal
//! mark, so `"140.000"` is 140 and `".99"` is 0.99.

use super::amounts::{Spelling, amounts};

/// Why a price cannot be read; completes the sentence "price …".
pub type PriceFault = &'static str;

/// What a printed price says: the price now, and the one before a reduction where both are printed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Printed {
    /// What is asked now.
    pub price: f64,
    /// What was asked before, above `price`.
    pub list_price: Option<f64>,
}

/// Reads a price printed for people.
///
/// Both separators present: the later one is the decimal mark. One kind only: it groups thousands when it occurs more
/// than once, or once with exactly three digits after and a first group of one to three digits other than `0`
/// (`"1.299"` is 1299, `"0.999"` and `"12.50"` are decimals). Digits of any script with a decimal block are read.
///
/// Of several amounts, those with a currency beside them count if there are any. An amount after `/` and the one before it
/// are a unit price (`"2,50 € / 100 g"`) and count only if there is no other. Then two different amounts are a sale, the
/// lower one being the price now; joined by a dash they are a range, of which the lower end is the price.
///
/// # Errors
/// Negative amounts, text without digits, and text with more than two different amounts are refused.
pub fn parse_printed(text: &str) -> Result<Printed, PriceFault> {
    let found = amounts(text, Spelling::Printed)?;
    let mut values: Vec<f64> = Vec::new();
    for amount in &found {
        if !values.contains(&amount.value) {
            values.push(amount.value);
        }
    }
    let (price, list_price) = match values[..] {
        [] => return Err("is not a number"),
        [price] => (price, None),
        [a, b] if found.iter().any(|amount| amount.ranges) => (a.min(b), None),
        [a, b] => (a.min(b), Some(a.max(b))),
        _ => return Err("has more than two amounts in it"),
    };
    let price = checked(price)?;
    Ok(Printed { price, list_price })
}

/// Reads a price of a machine-readable field.
///
/// The dot is the decimal mark, whatever number of digits follows: `"140.000"` is 140, `"12.500"` is 12.5, `".99"` is
/// 0.99. Shops break the rule in ways that can be told apart: several dots group thousands (`"1.299.000"`); beside a
/// comma, the later of the two is the decimal mark (`"1.299,00"`, `"1,299.00"`); a comma alone is read as printed.
///
/// # Errors
/// Negative amounts, text without digits and text with more than one number in it are refused.
pub fn parse_machine(text: &str) -> Result<f64, PriceFault> {
    match amounts(text, Spelling::Machine)?[..] {
        [] => Err("is not a number"),
        [amount] => checked(amount.value),
        _ => Err("has more than one number in it"),
    }
}

/// A number that may serve as a price: finite and not negative.
pub fn checked(value: f64) -> Result<f64, PriceFault> {
    if !value.is_finite() {
        Err("is not a finite number")
    } else if value < 0.0 {
        Err("is negative")
    } else {
        Ok(value)
    }
}

/// A plain decimal number in text (`"4.5"`, `"-1,25"`), as ratings and counts are written; `None` for anything else.
pub fn plain_number(text: &str) -> Option<f64> {
    let text = text.trim().as_bytes();
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1.0, digits),
        [b'+', digits @ ..] => (1.0, digits),
        digits => (1.0, digits),
    };
    let is_mark = |byte: &u8| matches!(byte, b'.' | b',');
    let mark = digits.iter().position(is_mark);
    let plain = digits
        .iter()
        .enumerate()
        .all(|(at, byte)| byte.is_ascii_digit() || Some(at) == mark);
    let starts = digits.first().is_some_and(u8::is_ascii_digit);
    (plain && starts).then(|| sign * decimal(digits, mark))
}

/// The number written by the ASCII digits of `marks`, with the decimal mark at `mark`; other characters are passed over.
///
/// Exact for up to 15 digits, like every price: a whole number below 2^53 divided by a power of ten below 10^22 is
/// rounded once. Source: W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990, the fast path.
/// Digits past the 18th only count for their place.
pub(super) fn decimal(marks: &[u8], mark: Option<usize>) -> f64 {
    const MOST: u64 = 10_u64.pow(17);
    let mut whole: u64 = 0;
    let mut exponent = 0_i32;
    for (at, byte) in marks.iter().enumerate() {
        if !byte.is_ascii_digit() {
            continue;
        }
        let kept = whole < MOST;
        if kept {
            whole = whole * 10 + u64::from(byte - b'0');
        }
        let fraction = mark.is_some_and(|mark| at > mark);
        exponent += i32::from(!kept) - i32::from(fraction);
    }
    let mut scale = 1.0_f64;
    for _ in 0..exponent.unsigned_abs() {
        scale *= 10.0;
    }
    if exponent < 0 {
        whole as f64 / scale
    } else {
        whole as f64 * scale
    }
}

/// Where the decimal mark of a printed price is, if there is one.
pub(super) fn printed_decimal_mark(marks: &[u8]) -> Option<usize> {
    let last = |mark: u8| marks.iter().rposition(|byte| *byte == mark);
    match (last(b'.'), last(b',')) {
        (Some(dot), Some(comma)) => Some(dot.max(comma)),
        (None, None) => None,
        (Some(at), None) | (None, Some(at)) => single_separator(marks, at),
    }
}

/// Where the decimal mark is when only one kind of separator occurs, its last place being `at`.
fn single_separator(marks: &[u8], at: usize) -> Option<usize> {
    let repeated = marks.iter().position(|byte| !byte.is_ascii_digit()) != Some(at);
    let three_after = marks.len() - at - 1 == 3;
    let groups = (1..=3).contains(&at) && marks[0] != b'0';
    if repeated || (three_after && groups) {
        None
    } else {
        Some(at)
    }
}

/// The digit of any decimal script in ASCII.
pub(super) fn digit(c: char) -> Option<u8> {
    let code = u32::from(c);
    // Each script's zero: ASCII, Arabic, Persian, Devanagari, full width.
    let value = [0x30, 0x660, 0x6f0, 0x966, 0xff10]
        .into_iter()
        .map(|zero| code.wrapping_sub(zero))
        .find(|value| *value < 10)?;
    Some(b'0' + value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(text: &str) -> Result<f64, PriceFault> {
        parse_printed(text).map(|printed| printed.price)
    }

    #[test]
    fn reads_prices_as_printed() {
        for (text, want) in [
            ("1.299,00 €", 1299.0),
            ("$1,299.00", 1299.0),
            ("1 299,00", 1299.0),
            ("1\u{202f}299\u{202f}000,50 €", 1_299_000.5),
            ("CHF 1'299.–", 1299.0),
            ("1.299", 1299.0),
            ("0.999", 0.999),
            ("12,5", 12.5),
            ("1,234,567", 1_234_567.0),
            ("12.50", 12.5),
            ("USD 7", 7.0),
            ("１２００円", 1200.0),
            ("١٢٫٥٠", 12.5),
            ("12,-", 12.0),
            ("Fr. 12", 12.0),
            ("Rs.500", 500.0),
            ("From $12.00", 12.0),
            ("24 pieces for 12,99 €", 12.99),
            ("-30 % 69,90 €", 69.9),
            ("12,50 € 2,50 € / 100 g", 12.5),
            ("12,50 €/kg", 12.5),
        ] {
            let read = parse_printed(text);
            assert_eq!(
                read.map(|read| (read.price, read.list_price)),
                Ok((want, None)),
                "{text}"
            );
        }
    }

    #[test]
    fn tells_a_sale_from_a_range() {
        let sale = "$399.50 Original price was: $399.50. $279.95 Current price is: $279.95.";
        for (text, now, list) in [
            (sale, 279.95, Some(399.5)),
            ("12,00 € 8,00 €", 8.0, Some(12.0)),
            ("Sale price $8 Regular price $12", 8.0, Some(12.0)),
            ("$12.00 – $15.00", 12.0, None),
            ("12 to 15", 12.0, None),
            ("12 bis 15 €", 12.0, None),
            ("12 € - 15 €", 12.0, None),
        ] {
            let want = Printed {
                price: now,
                list_price: list,
            };
            assert_eq!(parse_printed(text), Ok(want), "{text}");
        }
    }

    #[test]
    fn reads_the_dot_of_machine_fields_as_decimal() {
        for (text, want) in [
            ("140.000", 140.0),
            ("12.500", 12.5),
            (".99", 0.99),
            ("$.99", 0.99),
            ("1299.00", 1299.0),
            ("1,299.00", 1299.0),
            ("1.299,00", 1299.0),
            ("1.299.000", 1_299_000.0),
            ("12,50", 12.5),
            ("1,299", 1299.0),
            ("7", 7.0),
            ("EUR 19.9", 19.9),
        ] {
            assert_eq!(parse_machine(text), Ok(want), "{text}");
        }
        for text in ["N/A", "", "-3.00", "1.00-2.00", "12 to 15"] {
            assert!(parse_machine(text).is_err(), "{text}");
        }
    }

    #[test]
    fn reads_decimals_as_the_standard_library_does() {
        for text in [
            "0",
            "0.1",
            "4.35",
            "19.99",
            "1234567.89",
            "0.000001",
            "999999999999.99",
            "123456789.012345",
        ] {
            assert_eq!(plain_number(text), text.parse().ok(), "{text}");
            assert_eq!(
                plain_number(&text.replace('.', ",")),
                text.parse().ok(),
                "{text}"
            );
        }
        let long = plain_number("12345678901234567890123.5").unwrap();
        assert!((long / 1.234_567_890_123_456_8e22 - 1.0).abs() < 1e-15);
        assert_eq!(plain_number("-1,25"), Some(-1.25));
        for text in ["", "-", ".5", "1.2.3", "4.5 stars", "NaN", "inf", "1e3"] {
            assert_eq!(plain_number(text), None, "{text}");
        }
        assert!(price(&"9".repeat(400)).is_err());
        assert_eq!(price(&format!("0.{}1", "0".repeat(400))), Ok(0.0));
    }

    #[test]
    fn refuses_what_is_not_a_price() {
        for text in ["", "free", "-5", "€ -5,00", "1 2 3", "NaN"] {
            assert!(parse_printed(text).is_err(), "{text}");
        }
        assert!(
            checked(f64::NAN).is_err() && checked(-1.0).is_err() && checked(f64::INFINITY).is_err()
        );
    }
}
