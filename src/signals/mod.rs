//! What the shopper does: typed events with their time, in GA4's vocabulary.
//!
//! Second room of the house: it reads events and keeps nothing.

mod event;
mod sort;

pub use event::{EventKind, Signal, SignalItem};
pub use sort::SortOrder;
