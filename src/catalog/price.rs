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
    let mut digits = String::new();
    let mut ended = false;
    for c in text.chars() {
        match digit(c) {
            Some(_) if ended => return Err("has more than one number in it"),
            Some(d) => digits.push(char::from(b'0' + d)),
            None if digits.is_empty() => {
                if matches!(c, '-' | '−') {
                    return Err("is negative");
                }
            }
            None if matches!(c, '.' | ',' | '٫' | '٬') => digits.push(if matches!(c, '٫') {
                '.'
            } else if c == '٬' {
                ','
            } else {
                c
            }),
            None if matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’' | '_') => {}
            None => ended = true,
        }
    }
    let digits = digits.trim_end_matches(['.', ',']);
    if digits.is_empty() {
        return Err("is not a number");
    }
    let value: f64 = canonical(digits).parse().map_err(|_| "is not a number")?;
    checked(value)
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

/// A plain decimal number in text (`"4.5"`), as ratings and counts are written; `None` for anything else.
pub fn plain_number(text: &str) -> Option<f64> {
    let text = text.trim();
    let starts = text
        .strip_prefix(['-', '+'])
        .unwrap_or(text)
        .starts_with(|c: char| c.is_ascii_digit());
    starts
        .then(|| text.replace(',', ".").parse().ok())
        .flatten()
        .filter(|n: &f64| n.is_finite())
}

/// Digits and separators rewritten with at most one `.` as the decimal mark.
fn canonical(digits: &str) -> String {
    let decimal = match (digits.rfind('.'), digits.rfind(',')) {
        (Some(dot), Some(comma)) => Some(dot.max(comma)),
        (None, None) => None,
        (Some(at), None) | (None, Some(at)) => single_separator(digits, at),
    };
    let mut out = String::with_capacity(digits.len());
    for (at, c) in digits.char_indices() {
        if c.is_ascii_digit() {
            out.push(c);
        } else if Some(at) == decimal {
            out.push('.');
        }
    }
    out
}

/// Where the decimal mark is when only one kind of separator occurs, its last place being `at`.
fn single_separator(digits: &str, at: usize) -> Option<usize> {
    let repeated = digits.find(['.', ',']) != Some(at);
    let three_after = digits.len() - at - 1 == 3;
    let groups = (1..=3).contains(&at) && !digits.starts_with('0');
    if repeated || (three_after && groups) {
        None
    } else {
        Some(at)
    }
}

fn digit(c: char) -> Option<u8> {
    let base = match c {
        '0'..='9' => '0',
        '０'..='９' => '０',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '०'..='९' => '०',
        _ => return None,
    };
    Some((u32::from(c) - u32::from(base)) as u8)
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
    fn refuses_what_is_not_a_price() {
        for text in ["", "free", "-5", "€ -5,00", "12 to 15", "NaN"] {
            assert!(parse_price(text).is_err(), "{text}");
        }
        assert!(
            checked(f64::NAN).is_err() && checked(-1.0).is_err() && checked(f64::INFINITY).is_err()
        );
    }
}
