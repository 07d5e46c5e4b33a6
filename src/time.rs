//! Lengths of time that several rooms speak of.

/// A day, in milliseconds.
pub const DAY_MS: u64 = 86_400_000;
/// A shorter look than this is a glance and says nothing, in milliseconds. At 0 every product that passes the screen counts
/// as looked at; at a minute only those that are studied do.
pub const GLANCE_MS: u32 = 3_000;
/// Somebody who has not moved, scrolled or typed for this long is not looking, in milliseconds. Shorter, and reading counts
/// as absence; longer, and an empty chair counts as reading.
pub const IDLE_MS: u32 = 30_000;
