//! Texts to small numbers and back: the dictionary that lets ranking work on numbers alone.

use crate::compact::Fnv;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

/// Numbers texts in the order they are first seen.
///
/// ```
/// let mut names = ownshelf::catalog::Interner::default();
/// let red = names.intern("red");
/// assert_eq!((names.intern("red"), names.text(red)), (red, "red"));
/// ```
#[derive(Debug, Default, Clone)]
pub struct Interner {
    codes: HashMap<Rc<str>, u32, BuildHasherDefault<Fnv>>,
    texts: Vec<Rc<str>>,
}

impl Interner {
    /// The code of `text`, given out now if it is new.
    pub fn intern(&mut self, text: &str) -> u32 {
        if let Some(code) = self.get(text) {
            return code;
        }
        let code = self.texts.len() as u32;
        let text: Rc<str> = text.into();
        self.codes.insert(Rc::clone(&text), code);
        self.texts.push(text);
        code
    }

    /// The code of `text` if it was ever interned.
    pub fn get(&self, text: &str) -> Option<u32> {
        self.codes.get(text).copied()
    }

    /// The text behind a code; empty for a code this dictionary never gave out.
    pub fn text(&self, code: u32) -> &str {
        self.texts.get(code as usize).map_or("", |text| text)
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether nothing was interned yet.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Forgets all codes from `length` on, as if their texts had never been interned.
    pub fn truncate(&mut self, length: usize) {
        for text in self.texts.drain(length.min(self.texts.len())..) {
            self.codes.remove(&text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_each_text_one_number() {
        let mut interner = Interner::default();
        assert_eq!(interner.get("0"), None);
        for round in 0..2 {
            for number in 0..5_000_u32 {
                assert_eq!(interner.intern(&number.to_string()), number, "{round}");
            }
        }
        assert_eq!((interner.len(), interner.text(4_999)), (5_000, "4999"));
        assert_eq!((interner.get("5000"), interner.text(5_000)), (None, ""));
        interner.truncate(100);
        assert_eq!((interner.len(), interner.get("100")), (100, None));
        for number in (0..5_000_u32).rev() {
            let known = (number < 100).then_some(number);
            assert_eq!(interner.get(&number.to_string()), known);
        }
        assert_eq!(interner.intern("another"), 100);
    }
}
