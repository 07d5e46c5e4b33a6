//! What stands in for the standard library or a crate to keep the download small.
//!
//! Everything here was measured with `cargo xtask size`: the engine after brotli with the replacement, and with what it
//! replaces. What saves less than 1 KB does not belong here; use the standard library for it. The room knows nothing of
//! shops or shoppers, and every other room may use it.
//!
//! | file | replaces | saves |
//! |---|---|---|
//! | `sort.rs` | `slice::sort_by`, which is compiled anew for every element type | 8.3 KB |
//! | `text.rs`, `lower`, `folded` | `char::to_lowercase` and its tables | 5.2 KB |
//! | `sparse.rs` | `BTreeMap<u32, _>`; products and facets are dense numbers, so a table serves (and is faster) | 4.8 KB |
//! | `text.rs`, `is_letter` | `char::is_alphanumeric` and its tables | 1.5 KB |
//! | `by_score.rs` | `slice::sort_by` of a listing's scores (a radix sort, also faster) | 1.5 KB |
//! | `allocator.rs` | the standard library's allocator (`dlmalloc`) | 2.0 KB |
//! | `fnv.rs` | the hash of `HashMap`, whose keys differ from run to run; not for its size but so that nothing depends on chance | - |
//!
//! `find`, `contains` and `pieces` of `text.rs` stand in for `str::find` and are not measured apart.
//!
//! Tried and given back to the standard library: writing whole numbers (it cost 0.1 KB *more*), splitting at a character
//! (0.1 KB), a hash table of our own for texts (0.5 KB).

#[cfg(all(target_arch = "wasm32", feature = "marshal"))]
mod allocator;
mod by_score;
mod fnv;
pub mod sort;
mod sparse;
pub mod text;

pub use by_score::by_score_descending;
pub use fnv::Fnv;
pub use sparse::Sparse;
