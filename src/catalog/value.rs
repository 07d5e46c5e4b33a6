//! A small tree of plain data: how objects of any shop's shape enter the core.
//!
//! JavaScript packs an object into one stream of numbers and one string (`pkg/engine/pack.js`), so a list of a thousand
//! products crosses the boundary in a single call and without serde. Only own properties are packed: nothing can be
//! smuggled in through a polluted prototype.

use super::text::push_number;
use crate::error::{Error, Result};

/// Plain data, as JSON has it, plus numbers that JSON has not (NaN, infinities): rejecting them is the reader's job.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null` and `undefined`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// Any number, finite or not.
    Num(f64),
    /// Text.
    Str(String),
    /// An array.
    List(Vec<Value>),
    /// An object's own properties in their order.
    Map(Vec<(String, Value)>),
}

/// Objects nested deeper than this are refused: a shop's data is flat, and recursion must stay bounded.
const MAX_DEPTH: usize = 32;

// Readers of shop data call these some two hundred times; written into each call they would be a third of the engine.
impl Value {
    /// The property `key`; `None` if absent or null.
    #[inline(never)]
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Map(entries) => entries
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value)
                .filter(|value| !matches!(value, Value::Null)),
            _ => None,
        }
    }

    /// The first of several property names that is present.
    #[inline(never)]
    pub fn first(&self, keys: &[&str]) -> Option<&Value> {
        keys.iter().find_map(|key| self.get(key))
    }

    /// Text, or a finite whole number written as text (ids are often numbers).
    #[inline(never)]
    pub fn text(&self) -> Option<String> {
        match self {
            Value::Str(text) => {
                let text = text.trim();
                (!text.is_empty()).then(|| text.to_owned())
            }
            Value::Num(n) if *n as i64 as f64 == *n && n.abs() < 9.0e15 => {
                let mut text = String::new();
                push_number(&mut text, *n as i64);
                Some(text)
            }
            _ => None,
        }
    }

    /// The text of the first of several properties that has one.
    #[inline(never)]
    pub fn text_of(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.get(key)?.text())
    }

    /// A finite number.
    #[inline(never)]
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Num(n) if n.is_finite() => Some(*n),
            Value::Str(text) => super::price::plain_number(text),
            _ => None,
        }
    }

    /// A truth value.
    #[inline(never)]
    pub fn flag(&self) -> Option<bool> {
        match self {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The entries of a list; a single value counts as a list of one.
    #[inline(never)]
    pub fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            Value::Null => &[],
            single => std::slice::from_ref(single),
        }
    }

    /// The entries of an object; empty for anything else.
    #[inline(never)]
    pub fn entries(&self) -> &[(String, Value)] {
        match self {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Texts of a list or of a single text.
    #[inline(never)]
    pub fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        for item in self.items() {
            texts.extend(item.text());
        }
        texts
    }

    /// Reads one packed value.
    ///
    /// `tokens`: 0 null, 1 false, 2 true, 3 + number, 4 + text index, 5 + length + items,
    /// 6 + length + (text index, value) pairs; no token at all: null. `lengths` are UTF-16 lengths of the texts joined in `text`, in order.
    ///
    /// # Errors
    /// `InvalidInput` if the stream is cut short, malformed or nested deeper than 32.
    pub fn unpack(tokens: &[f64], text: &str, lengths: &[u32]) -> Result<Value> {
        if tokens.is_empty() {
            return Ok(Value::Null);
        }
        let texts = split_utf16(text, lengths)?;
        let mut reader = Reader {
            tokens,
            texts: &texts,
            at: 0,
        };
        let value = reader.value(0)?;
        if reader.at == tokens.len() {
            Ok(value)
        } else {
            Err(Error::input("input", "has data left over"))
        }
    }
}

/// Cuts `text` into pieces whose lengths are given in UTF-16 units, as JavaScript counts them.
fn split_utf16<'a>(text: &'a str, lengths: &[u32]) -> Result<Vec<&'a str>> {
    let mut pieces = Vec::with_capacity(lengths.len());
    let mut rest = text;
    for &length in lengths {
        let length = length as usize;
        // Most shop data is ASCII, where UTF-16 units and bytes agree.
        let cut = match rest.as_bytes().get(..length) {
            Some(head) if head.is_ascii() => Some(length),
            _ => utf16_cut(rest, length),
        };
        let (piece, tail) = cut
            .and_then(|cut| rest.split_at_checked(cut))
            .ok_or_else(|| Error::input("input", "has a text cut short"))?;
        pieces.push(piece);
        rest = tail;
    }
    Ok(pieces)
}

fn utf16_cut(text: &str, units: usize) -> Option<usize> {
    let mut seen = 0;
    for (at, c) in text.char_indices() {
        if seen == units {
            return Some(at);
        }
        seen += c.len_utf16();
    }
    (seen == units).then_some(text.len())
}

struct Reader<'a> {
    tokens: &'a [f64],
    texts: &'a [&'a str],
    at: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Result<f64> {
        let token = self
            .tokens
            .get(self.at)
            .copied()
            .ok_or_else(|| Error::input("input", "is cut short"))?;
        self.at += 1;
        Ok(token)
    }

    fn text(&mut self) -> Result<String> {
        let index = self.next()? as usize;
        self.texts
            .get(index)
            .map(|t| (*t).to_owned())
            .ok_or_else(|| Error::input("input", "names a text it has not"))
    }

    /// A length can never exceed the tokens left, so a forged one cannot make us allocate.
    fn length(&mut self) -> Result<usize> {
        let length = self.next()? as usize;
        if length <= self.tokens.len() - self.at {
            Ok(length)
        } else {
            Err(Error::input("input", "is cut short"))
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value> {
        if depth > MAX_DEPTH {
            return Err(Error::input("input", "is nested too deeply"));
        }
        Ok(match self.next()? as i64 {
            0 => Value::Null,
            1 => Value::Bool(false),
            2 => Value::Bool(true),
            3 => Value::Num(self.next()?),
            4 => Value::Str(self.text()?),
            5 => {
                let length = self.length()?;
                let mut items = Vec::with_capacity(length);
                for _ in 0..length {
                    items.push(self.value(depth + 1)?);
                }
                Value::List(items)
            }
            6 => {
                let length = self.length()?;
                let mut entries = Vec::with_capacity(length);
                for _ in 0..length {
                    entries.push((self.text()?, self.value(depth + 1)?));
                }
                Value::Map(entries)
            }
            _ => return Err(Error::input("input", "has an unknown token")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_nested_data_and_astral_text() {
        // {"a": [1, true, "😀x"], "b": null}
        let tokens = [6.0, 2.0, 0.0, 5.0, 3.0, 3.0, 1.0, 2.0, 4.0, 2.0, 1.0, 0.0];
        let value = Value::unpack(&tokens, "ab😀x", &[1, 1, 3]).unwrap();
        assert_eq!(value.get("a").unwrap().items()[2], Value::Str("😀x".into()));
        assert_eq!(value.get("b"), None);
        assert_eq!(Value::unpack(&[], "", &[]), Ok(Value::Null));
    }

    #[test]
    fn refuses_forged_lengths_and_depth() {
        assert!(Value::unpack(&[5.0, 1e15], "", &[]).is_err());
        assert!(Value::unpack(&[4.0, 7.0], "", &[]).is_err());
        let deep = [5.0, 1.0].repeat(40);
        assert!(Value::unpack(&deep, "", &[]).is_err());
        assert!(Value::unpack(&[4.0, 0.0], "😀", &[1]).is_err());
    }
}
