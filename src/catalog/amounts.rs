//! The amounts in a price text, each with what stands around it.

use super::price::{PriceFault, decimal, digit, printed_decimal_mark};

/// One number of a price text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// The number.
    pub value: f64,
    /// Whether a dash or a word for "to" leads from it to the next one.
    pub ranges: bool,
    /// Whether a currency stands beside it.
    currency: bool,
    /// Whether it is a unit price or the quantity of one.
    unit: bool,
}

/// Words between the two ends of a range.
const TO: [&str; 5] = ["to", "bis", "à", "a", "hasta"];
/// Currencies that are written in letters and not as three capitals.
const LETTERS: [&str; 9] = ["kr", "zł", "Kč", "Ft", "lei", "Rs", "Fr", "лв", "руб"];
/// The marks of a number: ASCII digits, dots and commas.
type Marks = Vec<u8>;

/// Which spelling a text is in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// For people: the shop's own marks.
    Printed,
    /// For programs: the dot is the decimal mark.
    Machine,
}

/// The amounts of a price text that count: see [`super::price::parse_printed`].
///
/// # Errors
/// A minus sign right before an amount, unless a percentage follows.
pub fn amounts(text: &str, spelling: Spelling) -> Result<Vec<Amount>, PriceFault> {
    let mut found = scan(text, spelling)?;
    if spelling == Spelling::Machine {
        return Ok(found);
    }
    if found.iter().any(|amount| amount.currency) {
        found.retain(|amount| amount.currency || amount.ranges);
    }
    if found.iter().any(|amount| !amount.unit) {
        found.retain(|amount| !amount.unit);
    } else {
        // Of a unit price alone the amount stands first, the quantity after it.
        found.truncate(1);
    }
    Ok(found)
}

/// The number that marks stand for.
fn read(marks: &Marks, spelling: Spelling) -> f64 {
    let dots = marks.iter().filter(|byte| **byte == b'.').count();
    let plain = spelling == Spelling::Machine && dots == 1 && !marks.contains(&b',');
    let mark = if plain {
        marks.iter().position(|byte| *byte == b'.')
    } else {
        printed_decimal_mark(marks)
    };
    decimal(marks, mark)
}

/// All numbers of a text that are no percentages.
fn scan(text: &str, spelling: Spelling) -> Result<Vec<Amount>, PriceFault> {
    let chars: Vec<char> = text.chars().collect();
    let mut found: Vec<Amount> = Vec::new();
    let mut before = 0;
    let mut at = 0;
    while at < chars.len() {
        let Some((marks, end)) = number(&chars, at) else {
            at += 1;
            continue;
        };
        let lead = &chars[before..at];
        let rest = &chars[end..];
        let percentage = matches!(word_after(rest), ['%' | '٪', ..]);
        if !percentage {
            if matches!(last_sign(lead), Some('-' | '−')) && is_minus(lead) {
                return Err("is negative");
            }
            let quantity = found.last().is_some() && last_sign(lead) == Some('/');
            if let Some(previous) = found.last_mut() {
                previous.unit |= quantity;
                previous.ranges = leads_to(lead);
            }
            found.push(Amount {
                value: read(&marks, spelling),
                ranges: false,
                currency: names_currency(last_word(lead)) || names_currency(word_after(rest)),
                unit: quantity || unit_follows(rest),
            });
        }
        (before, at) = (end, end);
    }
    Ok(found)
}

/// The number that begins at `at`, with the place behind it.
fn number(chars: &[char], at: usize) -> Option<(Marks, usize)> {
    let digit_at = |at: usize| chars.get(at).copied().and_then(digit);
    let mut marks = Marks::new();
    let mut at = at;
    // ".99" is a number; the dot of "Rs.500" ends a word.
    if chars[at] == '.'
        && (at == 0 || !chars[at - 1].is_ascii_alphanumeric())
        && digit_at(at + 1).is_some()
    {
        marks.extend(b"0.");
        at += 1;
    }
    digit_at(at)?;
    while let Some(&c) = chars.get(at) {
        match (digit(c), c) {
            (Some(digit), _) => marks.push(digit),
            (None, '.' | '٫') if digit_at(at + 1).is_some() => marks.push(b'.'),
            (None, ',' | '٬') if digit_at(at + 1).is_some() => marks.push(b','),
            // A space or an apostrophe groups thousands: three digits follow, and no more.
            (None, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’' | '_') => {
                let three = (1..=3).all(|step| digit_at(at + step).is_some());
                let whole = !marks.iter().any(|byte| matches!(byte, b'.' | b','));
                if !three || digit_at(at + 4).is_some() || !whole {
                    break;
                }
            }
            _ => break,
        }
        at += 1;
    }
    Some((marks, at))
}

/// Whether `c` is one of the spaces that stand in prices.
fn is_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\n' | '\r' | '\u{a0}' | '\u{2009}' | '\u{202f}'
    )
}

/// The last character before a number that is neither space nor currency.
fn last_sign(lead: &[char]) -> Option<char> {
    let at = lead
        .iter()
        .rposition(|c| !is_space(*c) && !is_currency_sign(*c))?;
    Some(lead[at])
}

/// Whether the dash before a number is its sign: nothing stands before the dash, and no space behind it.
fn is_minus(lead: &[char]) -> bool {
    let dash = lead.iter().rposition(|c| matches!(c, '-' | '−'));
    dash.is_some_and(|dash| {
        let bare = |c: &char| is_space(*c) || is_currency_sign(*c);
        lead[..dash].iter().all(bare) && !lead.get(dash + 1).is_some_and(|c| is_space(*c))
    })
}

/// Whether a dash or a word for "to" stands between two numbers.
fn leads_to(between: &[char]) -> bool {
    between.iter().any(|c| matches!(c, '–' | '—' | '〜' | '~'))
        || between
            .split(|c| is_space(*c))
            .any(|word| word == ['-'] || TO.iter().any(|to| spells(word, to)))
}

/// The word right before a number.
fn last_word(lead: &[char]) -> &[char] {
    let end = lead
        .iter()
        .rposition(|c| !is_space(*c))
        .map_or(0, |at| at + 1);
    let start = lead[..end]
        .iter()
        .rposition(|c| is_space(*c))
        .map_or(0, |at| at + 1);
    &lead[start..end]
}

/// The word right after a number; punctuation ends it.
fn word_after(rest: &[char]) -> &[char] {
    let start = rest.iter().position(|c| !is_space(*c)).unwrap_or(0);
    let rest = &rest[start..];
    let ends = |c: &char| is_space(*c) || matches!(c, '.' | ',' | '/' | ')');
    &rest[..rest.iter().position(ends).unwrap_or(rest.len())]
}

/// Whether "/ kg" or "/ 100 g" follows, with or without a currency between.
fn unit_follows(rest: &[char]) -> bool {
    let word = word_after(rest).len();
    let mut after = rest.iter().filter(|c| !is_space(**c));
    after.clone().next() == Some(&'/') || after.nth(word) == Some(&'/')
}

fn names_currency(word: &[char]) -> bool {
    let end = word
        .iter()
        .rposition(|c| !matches!(c, '.' | ':'))
        .map_or(0, |at| at + 1);
    let word = &word[..end];
    word.iter().any(|c| is_currency_sign(*c))
        || LETTERS.iter().any(|letters| spells(word, letters))
        || (word.len() == 3 && word.iter().all(char::is_ascii_uppercase))
}

fn spells(word: &[char], text: &str) -> bool {
    text.chars().eq(word.iter().copied())
}

/// Unicode's currency symbols in use: dollar, pound, yen, the block of currency signs, and the yen's character.
fn is_currency_sign(c: char) -> bool {
    matches!(
        c,
        '$' | '£' | '¥' | '\u{20a0}'..='\u{20cf}' | '円' | '元' | '원' | '＄' | '￥'
    )
}
