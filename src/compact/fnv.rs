//! A hash with fixed keys, so that no order can ever depend on a seed.

use std::hash::Hasher;

/// FNV-1a, 64 bit. The same bytes hash the same everywhere.
///
/// ```
/// use std::hash::Hasher;
/// let mut hash = ownshelf::compact::Fnv::default();
/// hash.write(b"a");
/// assert_eq!(hash.finish(), 0xaf63_dc4c_8601_ec8c);
/// ```
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
