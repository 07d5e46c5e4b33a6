//! Tombstones: what was erased must not come back with a file, a capsule or another device.

use super::ledger::{Detail, LedgerEntry};
use crate::compact::text::push_number;

/// The longest list; a shopper has few devices. So many fit into a text of the ledger.
const MAX_DEVICES: usize = 150;
/// The largest whole number that JavaScript, and with it a file, holds exactly.
const MAX_TIME_MS: u64 = (1 << 53) - 1;

/// Erasures: for each device (a tab before it was told its device's number counts as one) the time up to which all that it
/// recorded is gone. Of two erasures of one device the later holds.
///
/// ```
/// use ownshelf::privacy::Erasures;
/// let mut erasures = Erasures::default();
/// erasures.add(7, 1_700_000_000_000);
/// assert!(erasures.covers(7, 1_600_000_000_000) && !erasures.covers(8, 1_600_000_000_000));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Erasures(Vec<(u32, u64)>);

impl Erasures {
    /// Notes that all a device recorded up to a time (epoch ms, 1 to 2^53 - 1) was erased; what is out of range is left out.
    pub fn add(&mut self, device: u32, until_ms: u64) {
        if !(1..=MAX_TIME_MS).contains(&until_ms) {
            return;
        }
        let known = self.0.iter_mut().find(|(known, _)| *known == device);
        if let Some((_, until)) = known {
            *until = until_ms.max(*until);
        } else {
            if self.0.len() == MAX_DEVICES {
                let oldest = self
                    .0
                    .iter()
                    .enumerate()
                    .min_by_key(|(_, (_, until))| *until);
                let oldest = oldest.map_or(0, |(at, _)| at);
                self.0.remove(oldest);
            }
            self.0.push((device, until_ms));
        }
    }

    /// Takes over all of another list.
    pub fn join(&mut self, other: &Erasures) {
        for (device, until_ms) in &other.0 {
            self.add(*device, *until_ms);
        }
    }

    /// Reads the ledger's way of writing, `device,until device,until`; what is not of this form is left out.
    pub fn parse(text: &str) -> Erasures {
        let mut erasures = Erasures::default();
        for pair in text.split(' ') {
            if let Some((device, until)) = pair.split_once(',')
                && let (Ok(device), Ok(until)) = (device.parse(), until.parse())
            {
                erasures.add(device, until);
            }
        }
        erasures
    }

    /// The ledger's way of writing; empty if nothing was erased.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (device, until) in &self.0 {
            if !text.is_empty() {
                text.push(' ');
            }
            push_number(&mut text, i64::from(*device));
            text.push(',');
            push_number(&mut text, *until as i64);
        }
        text
    }

    /// Erasures that hold now by a ledger. A file that the shopper loaded by hand has brought back what was erased before it,
    /// but for what the file says was.
    pub fn of_ledger(entries: &[LedgerEntry]) -> Erasures {
        Self::since_file(entries, |_| true)
    }

    /// Those of them that came along from other devices. What was erased here is gone with its vault; a record that the shop
    /// dates back may be newer than that.
    pub fn brought_along(entries: &[LedgerEntry]) -> Erasures {
        Self::since_file(entries, |entry| entry.what == "import")
    }

    fn since_file(entries: &[LedgerEntry], of: impl Fn(&LedgerEntry) -> bool) -> Erasures {
        let file = entries
            .iter()
            .rposition(|entry| entry.detail("file").is_some());
        let mut erasures = Erasures::default();
        let since = entries.iter().skip(file.unwrap_or(0));
        for entry in since.filter(|entry| of(entry)) {
            if let Some(Detail::Text(text)) = entry.detail("erased") {
                erasures.join(&Erasures::parse(text));
            }
        }
        erasures
    }

    /// Whether what a device recorded at a time was erased.
    pub fn covers(&self, device: u32, at_ms: u64) -> bool {
        self.0
            .iter()
            .any(|(erased, until)| *erased == device && at_ms <= *until)
    }

    /// Each device with the time up to which it was erased.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::Ledger;
    use proptest::prelude::*;

    fn erase(ledger: &mut Ledger, what: &str, erased: &str, file: bool) {
        let mut detail = vec![("erased".to_owned(), Detail::Text(erased.to_owned()))];
        if file {
            detail.push(("file".to_owned(), Detail::Number(1.0)));
        }
        ledger.add(1.0, what, detail, "1", "en");
    }

    #[test]
    fn a_file_loaded_by_hand_brings_back_what_was_erased_before_it() {
        let mut ledger = Ledger::default();
        erase(&mut ledger, "erase", "1,10", false);
        assert!(Erasures::of_ledger(ledger.entries()).covers(1, 10));
        erase(&mut ledger, "import", "2,20", true);
        erase(&mut ledger, "erase", "3,30 x 4 -1,5 5,0", false);
        assert_eq!(Erasures::of_ledger(ledger.entries()).text(), "2,20 3,30");
        assert_eq!(Erasures::brought_along(ledger.entries()).text(), "2,20");
    }

    proptest! {
        #[test]
        fn the_later_erasure_of_a_device_holds(made in proptest::collection::vec((0u32..4, 1u64..100), 0..30), device in 0u32..4, at in 0u64..120) {
            let mut erasures = Erasures::default();
            for (device, until) in &made {
                erasures.add(*device, *until);
            }
            let erased = made.iter().any(|(of, until)| *of == device && at <= *until);
            prop_assert_eq!(erasures.covers(device, at), erased);
            prop_assert_eq!(Erasures::parse(&erasures.text()), erasures);
        }
    }
}
