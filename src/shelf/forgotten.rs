//! Facts that were forgotten one by one: a forgetting has a time, and evidence from before it never comes back.
//!
//! Several tabs hold the same evidence, and each writes what it learned itself. A tab that has not heard yet would bring back
//! what another had forgotten. So the forgetting is kept beside the profile, and whoever merges drops what is older.

use crate::time::DAY_MS;

/// More than facts a profile shows; the oldest go first.
const MAX_KEYS: usize = 500;
/// As long as a key can be: a kind and an id.
const MAX_KEY_LEN: usize = 2_200;
/// Evidence is kept a year at most, so after that there is nothing to keep away.
const MAX_AGE_MS: u64 = 366 * DAY_MS;

/// Keys of facts with the time up to which what was learned of them is forgotten. Of two times the later holds, so joining two
/// lists is the same in whichever order it happens.
///
/// ```
/// let mut forgotten = ownshelf::shelf::Forgotten::default();
/// forgotten.add("product:cup", 1_000);
/// forgotten.add("product:cup", 500);
/// assert_eq!(forgotten.iter().collect::<Vec<_>>(), [("product:cup", 1_000)]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Forgotten(Vec<(String, u64)>);

impl Forgotten {
    /// Notes that what was learned of a fact up to a time (epoch ms) is forgotten.
    pub fn add(&mut self, key: &str, until_ms: u64) {
        if key.len() > MAX_KEY_LEN {
            return;
        }
        if let Some((_, until)) = self.0.iter_mut().find(|(known, _)| known == key) {
            *until = until_ms.max(*until);
            return;
        }
        self.0.push((key.to_owned(), until_ms));
        let newest = self.0.iter().map(|(_, until)| *until).max().unwrap_or(0);
        let oldest = newest.saturating_sub(MAX_AGE_MS);
        self.0.retain(|(_, until)| *until >= oldest);
        if self.0.len() > MAX_KEYS {
            self.0.remove(0);
        }
    }

    /// Each key with its time.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(key, until)| (key.as_str(), *until))
    }

    /// Forgets what was forgotten.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}
