//! HTML entities in texts that were escaped once too often: `"Tom &amp; Co"` in JSON-LD and data layers.

use crate::catalog::product::ProductRecord;
use crate::compact::text::pieces;

/// The entities of HTML that shops write in names, beside the numbered ones.
const NAMED: [(&str, char); 22] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("trade", '™'),
    ("euro", '€'),
    ("bull", '•'),
    ("prime", '′'),
    ("Prime", '″'),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
];

/// HTML's names of the characters U+00A1 to U+00FF, in their order.
const LATIN_1: &str = "iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro \
    para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave \
    Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc \
    Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc \
    iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// The longest name and the longest number of an entity.
const LONGEST: usize = 8;

/// Decodes the texts of a record that people read and that facets are made of.
pub fn decode_texts(record: &mut ProductRecord) {
    let texts = [&mut record.name, &mut record.brand];
    let lists = [&mut record.category, &mut record.tags];
    let words = record
        .words
        .iter_mut()
        .flat_map(|(name, value)| [name, value]);
    texts
        .into_iter()
        .flatten()
        .chain(lists.into_iter().flatten().flatten())
        .chain(words)
        .for_each(decode);
}

/// Decodes entities and makes one space of each run of spaces, tabs and line breaks.
fn decode(text: &mut String) {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let (c, taken) = entity(rest).unwrap_or((first, first.len_utf8()));
        rest = rest.get(taken..).unwrap_or_default();
        let space = c <= ' ' || c == '\u{a0}';
        if space && matches!(decoded.as_bytes(), [] | [.., b' ']) {
            continue;
        }
        decoded.push(if space { ' ' } else { c });
    }
    if decoded.as_bytes().last() == Some(&b' ') {
        decoded.pop();
    }
    *text = decoded;
}

/// The character of the entity a text begins with, and the entity's length in bytes.
fn entity(text: &str) -> Option<(char, usize)> {
    let body = text.strip_prefix('&')?;
    let length = body
        .bytes()
        .take(LONGEST + 1)
        .position(|byte| byte == b';')?;
    let name = body.get(..length)?;
    let c = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => named(name)?,
    };
    Some((c, length + 2))
}

fn numbered(number: &str) -> Option<char> {
    let (digits, base) = match number.as_bytes() {
        [b'x' | b'X', hex @ ..] => (hex, 16),
        decimal => (decimal, 10),
    };
    let mut code = 0_u32;
    for digit in digits {
        code = code * base + char::from(*digit).to_digit(base)?;
    }
    char::from_u32(code).filter(|_| code > 0)
}

fn named(name: &str) -> Option<char> {
    let common = NAMED.iter().find(|(known, _)| *known == name);
    common.map(|(_, c)| *c).or_else(|| {
        let at = pieces(LATIN_1, " ")
            .iter()
            .position(|known| known == name)?;
        char::from_u32(0xa1 + at as u32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_names_numbers_and_leaves_the_rest() {
        for (text, want) in [
            ("Tom &amp; Co", "Tom & Co"),
            ("Caf&eacute; &#8211; &#x2122;", "Café – ™"),
            ("R&D; &unknown; a&b", "R&D; &unknown; a&b"),
            ("Two\nlines\tand &nbsp; more ", "Two lines and more"),
            ("&yuml;&iexcl;&szlig;", "ÿ¡ß"),
            ("&amp;eacute;", "&eacute;"),
            ("&", "&"),
            ("&é;", "&é;"),
        ] {
            let mut decoded = text.to_owned();
            decode(&mut decoded);
            assert_eq!(decoded, want);
        }
    }
}
