//! A map from small codes (products, facets) to values, by a table instead of a hash: codes are dense by construction.

/// Values by code. Look-ups cost one index; iteration goes in the order of first insertion.
///
/// ```
/// let mut counts = ownshelf::compact::Sparse::<u32>::default();
/// *counts.entry(7) += 1;
/// assert_eq!((counts.get(7), counts.get(8)), (Some(&1), None));
/// ```
#[derive(Debug, Clone)]
pub struct Sparse<T> {
    /// Place in `entries` plus one, by code; 0 where there is nothing.
    places: Vec<u32>,
    entries: Vec<(u32, T)>,
}

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Sparse {
            places: Vec::new(),
            entries: Vec::new(),
        }
    }
}

impl<T: PartialEq> PartialEq for Sparse<T> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<T: Default> Sparse<T> {
    /// The value of a code.
    pub fn get(&self, code: u32) -> Option<&T> {
        let place = *self.places.get(code as usize)? as usize;
        self.entries
            .get(place.wrapping_sub(1))
            .map(|(_, value)| value)
    }

    /// The value of a code, made now if there is none.
    pub fn entry(&mut self, code: u32) -> &mut T {
        let at = code as usize;
        if self.places.len() <= at {
            self.places.resize(at + 1, 0);
        }
        if self.places[at] == 0 {
            self.entries.push((code, T::default()));
            self.places[at] = self.entries.len() as u32;
        }
        let place = self.places[at] as usize - 1;
        &mut self.entries[place].1
    }

    /// All codes with their values.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.entries.iter().map(|(code, value)| (*code, value))
    }

    /// How many codes have a value.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no code has a value.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
