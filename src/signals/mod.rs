//! What the shopper does: typed events with their time, in GA4's vocabulary.
//!
//! Second room of the house: it reads events and keeps nothing.

mod attention;
mod event;
mod impressions;
mod sort;

pub use attention::{ACTED_MS, Attention, AttentionChange, SCROLL_MS};
pub use event::{EventKind, Signal, SignalItem};
pub use impressions::{CardNumber, ImpressionReport, Impressions, MAX_ITEMS, REPORT_MS, Sight};
pub use sort::SortOrder;
