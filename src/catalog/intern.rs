//! Texts to small numbers and back: the dictionary that lets the hot path work on codes alone.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

/// FNV-1a, 64 bit. Fixed keys: the same texts hash the same everywhere, so no order can ever depend on a seed.
#[derive(Clone, Copy)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// A hash map with the deterministic hasher. Never iterate one where the order could show.
pub type FnvMap<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

/// Numbers texts in the order they are first seen.
#[derive(Debug, Default, Clone)]
pub struct Interner {
    codes: FnvMap<Rc<str>, u32>,
    texts: Vec<Rc<str>>,
}

impl Interner {
    /// The code of `text`, given out now if it is new.
    pub fn intern(&mut self, text: &str) -> u32 {
        if let Some(code) = self.get(text) {
            return code;
        }
        let code = self.texts.len() as u32;
        let shared: Rc<str> = text.into();
        self.texts.push(Rc::clone(&shared));
        self.codes.insert(shared, code);
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
}
