//! Texts to small numbers and back: the dictionary that lets the hot path work on codes alone.

use super::fnv::Fnv;
use std::hash::Hasher;
use std::rc::Rc;

/// Numbers texts in the order they are first seen.
///
/// ```
/// let mut names = ownshelf::compact::Interner::default();
/// let red = names.intern("red");
/// assert_eq!((names.intern("red"), names.text(red)), (red, "red"));
/// ```
#[derive(Debug, Default, Clone)]
pub struct Interner {
    /// Open addressing with linear probing: 1 + code where taken, 0 where free. Its length is a power of two and it is
    /// at most half full, so that a free place always ends the search.
    places: Vec<u32>,
    texts: Vec<Rc<str>>,
}

impl Interner {
    /// The code of `text`, given out now if it is new.
    pub fn intern(&mut self, text: &str) -> u32 {
        if let Some(code) = self.get(text) {
            return code;
        }
        if self.texts.len() * 2 >= self.places.len() {
            self.grow();
        }
        let code = self.texts.len() as u32;
        let place = self.place(text);
        self.places[place] = code + 1;
        self.texts.push(text.into());
        code
    }

    /// The code of `text` if it was ever interned.
    pub fn get(&self, text: &str) -> Option<u32> {
        if self.places.is_empty() {
            return None;
        }
        self.places[self.place(text)].checked_sub(1)
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
        while self.texts.len() > length
            && let Some(last) = self.texts.last()
        {
            // The latest text stands at the end of every chain it is part of, so that its place may simply fall free.
            let place = self.place(last);
            self.places[place] = 0;
            self.texts.pop();
        }
    }

    /// The place `text` is at, or the free one it would take.
    #[inline(never)]
    fn place(&self, text: &str) -> usize {
        let mut hash = Fnv::default();
        hash.write(text.as_bytes());
        let hash = hash.finish();
        let last = self.places.len() - 1;
        let mut place = (hash ^ (hash >> 32)) as usize & last;
        while let Some(code) = self.places[place].checked_sub(1)
            && *self.texts[code as usize] != *text
        {
            place = (place + 1) & last;
        }
        place
    }

    fn grow(&mut self) {
        self.places = vec![0; (self.places.len() * 2).max(16)];
        for code in 0..self.texts.len() {
            let place = self.place(&self.texts[code]);
            self.places[place] = code as u32 + 1;
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
