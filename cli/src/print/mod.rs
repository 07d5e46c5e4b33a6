//! What a replay found, as a table for people or one JSON object for programs.

mod json;
mod table;

pub use json::json;
pub use table::{count, table};

use crate::log::problems::Tally;
use crate::replay::Evaluation;

/// A replay with what surrounds it.
#[derive(Clone, Copy)]
pub struct Outcome<'a> {
    /// What was found.
    pub found: &'a Evaluation,
    /// What could not be used.
    pub tally: &'a Tally,
    /// Seconds before each page whose evidence was left out.
    pub blind_seconds: f64,
    /// How long it took.
    pub seconds: f64,
}
