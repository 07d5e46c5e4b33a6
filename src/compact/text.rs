//! Small tools for shop texts: finding words, splitting at words, folding of case.
//!
//! The standard library's own bring search automata and tables of Unicode along, which the browser would have to download.

/// Where `word` first occurs, in bytes.
pub fn find(text: &str, word: &str) -> Option<usize> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    (0..=text.len().checked_sub(word.len())?).find(|at| text[*at..].starts_with(word))
}

/// Whether `word` occurs in `text`.
pub fn contains(text: &str, word: &str) -> bool {
    find(text, word).is_some()
}

/// The pieces between occurrences of `mark`, without outer space; empty ones are left out.
pub fn pieces(text: &str, mark: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = Some(text);
    while let Some(text) = rest {
        let (piece, tail) = match find(text, mark) {
            Some(at) => (text.get(..at), text.get(at + mark.len()..)),
            None => (Some(text), None),
        };
        let piece = piece.unwrap_or("").trim();
        if !piece.is_empty() {
            pieces.push(piece.to_owned());
        }
        rest = tail;
    }
    pieces
}

/// What follows the last of `marks` (ASCII); the whole text if there is none.
pub fn last_step<'a>(text: &'a str, marks: &[u8]) -> &'a str {
    let at = text.bytes().rposition(|byte| marks.contains(&byte));
    at.and_then(|at| text.get(at + 1..)).unwrap_or(text)
}

/// What precedes the first `mark` (ASCII); the whole text if there is none.
pub fn first_step(text: &str, mark: u8) -> &str {
    let at = text.bytes().position(|byte| byte == mark);
    at.and_then(|at| text.get(..at)).unwrap_or(text)
}

/// Appends a whole number in decimal.
pub fn push_number(text: &mut String, number: i64) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        text.push('-');
    }
    text.extend(digits[at..].iter().map(|digit| char::from(*digit)));
}

/// The text in lower case, for comparing names; see [`lower`].
pub fn folded(text: &str) -> String {
    text.chars().map(lower).collect()
}

/// The small letter of a capital of the Latin, Greek, Cyrillic or Armenian script; any other character as it is.
///
/// In these scripts a small letter stands a fixed distance behind its capital, or the two alternate. Source: the simple
/// lower-case mappings of Unicode's `UnicodeData.txt`, which a test compares with.
pub fn lower(c: char) -> char {
    let code = u32::from(c);
    let step = match code {
        0x41..=0x5a | 0xc0..=0xd6 | 0xd8..=0xde | 0x391..=0x3a1 | 0x3a3..=0x3ab | 0x410..=0x42f => {
            32
        }
        0xff21..=0xff3a => 32,
        // İ has a small letter of two characters; without its dot it is found under the plain one.
        0x130 => return 'i',
        0x178 => return 'ÿ',
        0x18f => return 'ə',
        0x1e9e => return 'ß',
        0x386 => 38,
        0x388..=0x38a => 37,
        0x38c => 64,
        0x38e | 0x38f => 63,
        0x400..=0x40f => 80,
        0x4c0 => 15,
        0x531..=0x556 => 48,
        // Capital even, small letter odd.
        0x100..=0x137 | 0x14a..=0x177 | 0x1de..=0x1ef | 0x1f8..=0x21f | 0x222..=0x233 => {
            1 - (code & 1)
        }
        0x460..=0x481 | 0x48a..=0x4bf | 0x4d0..=0x52f | 0x1e00..=0x1e95 | 0x1ea0..=0x1eff => {
            1 - (code & 1)
        }
        // Capital odd, small letter even.
        0x139..=0x148 | 0x179..=0x17e | 0x1cd..=0x1dc | 0x4c1..=0x4ce => code & 1,
        _ => 0,
    };
    char::from_u32(code + step).unwrap_or(c)
}

/// Whether a character is a letter or digit, told by the blocks of Unicode: its own tables are kilobytes.
pub fn is_letter(c: char) -> bool {
    match u32::from(c) {
        0..=0x7f => c.is_ascii_alphanumeric(),
        // Signs and punctuation of Latin-1, general ones, symbols, East Asian ones and their wide forms.
        0x80..=0xbf | 0xd7 | 0xf7 | 0x2000..=0x2bff | 0x2e00..=0x303f => false,
        0xff00..=0xffff => {
            matches!(u32::from(c), 0xff10..=0xff19 | 0xff21..=0xff3a | 0xff41..=0xff5a | 0xff66..=0xffdc)
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_are_unicode_s() {
        let scripts = [
            0..=0x17f,
            0x1cd..=0x1dc,
            0x1de..=0x1ef,
            0x1f8..=0x21f,
            0x222..=0x233,
            0x370..=0x3ab,
            0x400..=0x556,
            0x1e00..=0x1eff,
            0x4e00..=0x4eff,
            0xff00..=0xff5f,
        ];
        // İ, and old Greek letters no shop writes in.
        let known = [0x130, 0x370, 0x372, 0x376, 0x37f];
        for c in scripts.into_iter().flatten().filter(|c| !known.contains(c)) {
            let Some(c) = char::from_u32(c) else { continue };
            assert!(c.to_lowercase().eq([lower(c)]), "{c:?} {:x}", u32::from(c));
        }
        assert_eq!(folded("İstanbul ƏLİ"), "istanbul əli");
    }

    #[test]
    fn letters_are_unicode_s() {
        let scripts = [
            0..=0xa9,
            0xc0..=0x2c1,
            0x386..=0x3ff,
            0x400..=0x481,
            0x5d0..=0x5ea,
            0x620..=0x64a,
            0x904..=0x939,
            0x2000..=0x206f,
            0x3000..=0x3004,
            0x3041..=0x3096,
            0x30a1..=0x30fa,
            0x4e00..=0x9fff,
            0xac00..=0xd7a3,
            0xff01..=0xff60,
        ];
        // Greek ano teleia, the reversed lunate sigma's sign, and letters among the signs.
        let known = [0x387, 0x38b, 0x38d, 0x3a2, 0x3f6, 0x2071];
        for c in scripts.into_iter().flatten().filter(|c| !known.contains(c)) {
            let Some(c) = char::from_u32(c) else { continue };
            assert_eq!(
                is_letter(c),
                c.is_alphanumeric(),
                "{c:?} {:x}",
                u32::from(c)
            );
        }
    }

    #[test]
    fn finds_and_cuts() {
        assert_eq!(find("high to low", "low"), Some(8));
        assert_eq!(find("lo", "low"), None);
        assert_eq!(pieces(" a >> b>é ", ">"), ["a", "b", "é"]);
        assert_eq!(pieces("a / b/c", " / "), ["a", "b/c"]);
        assert_eq!(last_step("https://schema.org/Product", b"/:"), "Product");
        assert_eq!(last_step("Product", b"/:"), "Product");
        assert_eq!(first_step("size=M", b'='), "size");
    }

    #[test]
    fn writes_numbers() {
        for number in [0, 7, -12, 1_000_000, i64::MIN, i64::MAX] {
            let mut text = String::new();
            push_number(&mut text, number);
            assert_eq!(text, number.to_string());
        }
    }
}
