//! What stands in for the standard library or a crate, because the browser has to download what the engine uses.
//!
//! It knows nothing of shops or shoppers, and every room may use it.

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
