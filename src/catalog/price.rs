//! Prices as shops print them: numbers, `"1299.00"`, `"1.299,00 €"`, `"CHF 1'299.–"`, `"1 299,00"`.

/// Why a price cannot be read; completes the sentence "price …".
pub type Why = &'static str;

/// Reads a price given as text.
///
/// Both separators present: the later one is the decimal mark. One kind only: it groups thousands when it occurs more
/// than once, or once with exactly three digits after and a first group of one to three digits other than `0`
/// (`"1.299"` is 1299, `"0.999"` and `"12.50"` are decimals). Digits of any script with a decimal block are read.
///
/// # Errors
/// Negative amounts, text without digits, and text with letters between digits (`"12 to 15"`) are refused.
pub fn parse_price(text: &str) -> Result<f64, Why> {
    // The number alone: ASCII digits, dots and commas.
    let mut marks = Vec::new();
    let mut ended = false;
    for c in text.chars() {
        match digit(c) {
            Some(_) if ended => return Err("has more than one number in it"),
            Some(digit) => marks.push(digit),
            None if marks.is_empty() => {
                if matches!(c, '-' | '−') {
                    return Err("is negative");
                }
            }
            None => match c {
                '.' | '٫' => marks.push(b'.'),
                ',' | '٬' => marks.push(b','),
                ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’' | '_' => {}
                _ => ended = true,
            },
        }
    }
    while let Some(b'.' | b',') = marks.last() {
        marks.pop();
    }
    if marks.is_empty() {
        return Err("is not a number");
    }
    checked(decimal(&marks, decimal_mark(&marks)))
}

/// A number that may serve as a price: finite and not negative.
pub fn checked(value: f64) -> Result<f64, Why> {
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
fn decimal(marks: &[u8], mark: Option<usize>) -> f64 {
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

/// Where the decimal mark is, if there is one.
fn decimal_mark(marks: &[u8]) -> Option<usize> {
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
fn digit(c: char) -> Option<u8> {
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

    #[test]
    fn reads_prices_as_printed() {
        for (text, want) in [
            ("1.299,00 €", 1299.0),
            ("$1,299.00", 1299.0),
            ("1 299,00", 1299.0),
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
        ] {
            assert_eq!(parse_price(text), Ok(want), "{text}");
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
        assert!(parse_price(&"9".repeat(400)).is_err());
        assert_eq!(parse_price(&format!("0.{}1", "0".repeat(400))), Ok(0.0));
    }

    #[test]
    fn refuses_what_is_not_a_price() {
        for text in ["", "free", "-5", "€ -5,00", "12 to 15", "NaN"] {
            assert!(parse_price(text).is_err(), "{text}");
        }
        assert!(
            checked(f64::NAN).is_err() && checked(-1.0).is_err() && checked(f64::INFINITY).is_err()
        );
    }
}
