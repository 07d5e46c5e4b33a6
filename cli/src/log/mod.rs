//! A merchant's log: from bytes to scenes, one shopper at a time.
//!
//! [`input`] bytes of a file, a gzip or standard input → [`mod@line`] one checked line → [`group`] lines of one shopper
//! together → [`walk`] what a shelf knew at each page. [`problems`] counts what could not be used on the way.

pub mod group;
pub mod input;
pub mod json;
pub mod line;
pub mod problems;
mod visitor;
pub mod walk;

pub use input::Source;
pub use line::{Event, Line, Listed};
pub use problems::Problems;
pub use walk::{Basket, Page, Scene, WalkOptions, over_log};
