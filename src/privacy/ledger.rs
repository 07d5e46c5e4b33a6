//! The ledger: every change of consent, export, import, forgetting and erasure, in a chain of hashes, so that nobody can
//! quietly take an entry out or change one.
//!
//! It is the shopper's own record and the shop's proof towards an authority; it holds no product and no preference.

use super::digest::sha256_hex;
use crate::catalog::Value;

/// Older entries are dropped; the chain then begins with the hash of the last one dropped.
const MAX_ENTRIES: usize = 500;
/// An entry has few details, all short; more is no entry of ours.
const MAX_DETAILS: usize = 64;
/// In bytes; the longest there is lists erasures, two numbers each.
const MAX_TEXT: usize = 64 * 1024;

/// Where a change came from, as the ledger's detail `from` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The shopper, in this tab. The default: such entries have no `from`.
    Shopper,
    /// The shop's consent manager.
    Manager,
    /// A message of another tab.
    Tab,
    /// What was kept on the device, decided in another tab.
    Vault,
    /// A file or a capsule.
    Import,
}

impl Origin {
    /// The word in the ledger; `None` for the shopper's own.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Origin::Shopper => None,
            Origin::Manager => Some("manager"),
            Origin::Tab => Some("tab"),
            Origin::Vault => Some("vault"),
            Origin::Import => Some("import"),
        }
    }
}

/// The value of a detail.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// A word.
    Text(String),
    /// A count or a time.
    Number(f64),
}

/// One entry.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerEntry {
    /// Epoch milliseconds.
    pub at: f64,
    /// What was done: `consent`, `retention`, `erase` ...
    pub what: String,
    /// More about it, in the order it was given.
    pub detail: Vec<(String, Detail)>,
    /// Version of the texts consent was given to.
    pub text_version: String,
    /// Language of these texts.
    pub locale: String,
    /// Lower-case hexadecimal SHA-256 of the hash before and this entry's fields.
    pub hash: String,
}

impl LedgerEntry {
    /// An entry as it was kept or exported: `{ at, what, detail, textVersion, locale, hash }`; `None` if it is none. Its hash
    /// is taken as it stands, see [`Ledger::verify_chain`].
    pub fn parse(value: &Value) -> Option<LedgerEntry> {
        let field = |name: &str| {
            value
                .entries()
                .iter()
                .find(|(n, _)| n == name)
                .map(|(_, v)| v)
        };
        let text = |name: &str| match field(name) {
            Some(Value::Str(text)) if text.len() <= MAX_TEXT => Some(text.clone()),
            _ => None,
        };
        let at = match field("at") {
            Some(Value::Num(at)) if prints_alike(*at) => *at,
            _ => return None,
        };
        let Some(Value::Map(details)) = field("detail") else {
            return None;
        };
        if details.len() > MAX_DETAILS {
            return None;
        }
        let detail = details.iter().map(|(name, value)| match value {
            Value::Str(text) if text.len() <= MAX_TEXT => {
                Some((name.clone(), Detail::Text(text.clone())))
            }
            Value::Num(number) if prints_alike(*number) => {
                Some((name.clone(), Detail::Number(*number)))
            }
            _ => None,
        });
        Some(LedgerEntry {
            at,
            what: text("what")?,
            detail: detail.collect::<Option<_>>()?,
            text_version: text("textVersion")?,
            locale: text("locale")?,
            hash: text("hash")?,
        })
    }

    /// The detail of a name.
    pub fn detail(&self, name: &str) -> Option<&Detail> {
        self.detail
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, detail)| detail)
    }

    /// What is hashed: the fields in a fixed order, each after its length, so that no two entries read alike. Lengths count
    /// UTF-16 units, as chains written by the package's earlier versions do.
    fn content(&self) -> String {
        let mut details: Vec<_> = self.detail.iter().collect();
        details.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
        let head = [
            number(self.at),
            self.what.clone(),
            self.text_version.clone(),
            self.locale.clone(),
        ];
        let tail = details.into_iter().flat_map(|(name, detail)| {
            let value = match detail {
                Detail::Text(text) => text.clone(),
                Detail::Number(n) => number(*n),
            };
            [name.clone(), value]
        });
        let mut content = String::new();
        for field in head.into_iter().chain(tail) {
            content.push_str(&field.encode_utf16().count().to_string());
            content.push(':');
            content.push_str(&field);
        }
        content
    }

    fn hash_after(&self, previous: &str) -> String {
        sha256_hex(&format!("{previous}{}", self.content()))
    }
}

/// Whether Rust prints a number as JavaScript does, in which the first chains were written: finite, and neither so large nor
/// so small that JavaScript writes an exponent.
fn prints_alike(number: f64) -> bool {
    number == 0.0 || (number.abs() >= 1e-6 && number.abs() < 1e21)
}

fn number(number: f64) -> String {
    // Not "-0".
    if number == 0.0 {
        "0".to_owned()
    } else {
        number.to_string()
    }
}

/// Whether a chain is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was changed or taken out.
    Whole,
    /// Index of the first entry that does not fit.
    Broken(usize),
}

/// The chain, bounded to the last 500 entries.
///
/// ```
/// use ownshelf::privacy::{Ledger, Verdict};
/// let mut ledger = Ledger::default();
/// ledger.add(1_700_000_000_000.0, "pause", vec![], "1", "en");
/// assert_eq!(ledger.verify(), Verdict::Whole);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    entries: Vec<LedgerEntry>,
    /// How many of the entries are on the device.
    stored: usize,
    before: String,
}

impl Ledger {
    /// Notes something, with its hash at once. A time or number that cannot be printed is noted as 0.
    pub fn add(
        &mut self,
        at: f64,
        what: &str,
        detail: Vec<(String, Detail)>,
        text_version: &str,
        locale: &str,
    ) {
        let sound = |n: f64| if prints_alike(n) { n } else { 0.0 };
        let detail = detail.into_iter().map(|(name, detail)| match detail {
            Detail::Number(n) => (name, Detail::Number(sound(n))),
            text => (name, text),
        });
        self.append(LedgerEntry {
            at: sound(at),
            what: what.to_owned(),
            detail: detail.collect(),
            text_version: text_version.to_owned(),
            locale: locale.to_owned(),
            hash: String::new(),
        });
    }

    fn append(&mut self, mut entry: LedgerEntry) {
        entry.hash = entry.hash_after(self.last_hash());
        self.entries.push(entry);
        let over = self.entries.len().saturating_sub(MAX_ENTRIES);
        if let Some(last) = self.entries.drain(..over).next_back() {
            self.before = last.hash;
            self.stored = self.stored.saturating_sub(over);
        }
    }

    /// All entries, the oldest first.
    pub fn entries(&self) -> &[LedgerEntry] {
        &self.entries
    }

    /// The hash the first entry follows; empty if none was dropped.
    pub fn before(&self) -> &str {
        &self.before
    }

    /// Takes over the chain kept on the device, as it stands; what was noted here since goes on from its end.
    pub fn rebase(&mut self, before: &str, kept: Vec<LedgerEntry>) {
        let fresh = self.entries.split_off(self.stored.min(self.entries.len()));
        let over = kept.len().saturating_sub(MAX_ENTRIES);
        self.before = over
            .checked_sub(1)
            .map_or(before, |last| kept[last].hash.as_str())
            .to_owned();
        self.entries = kept.into_iter().skip(over).collect();
        self.stored = self.entries.len();
        for entry in fresh {
            self.append(entry);
        }
    }

    /// All entries are on the device now.
    pub fn mark_stored(&mut self) {
        self.stored = self.entries.len();
    }

    /// Forgets all of it.
    pub fn clear(&mut self) {
        *self = Ledger::default();
    }

    /// Whether this chain is whole.
    pub fn verify(&self) -> Verdict {
        Self::verify_chain(&self.before, self.entries.iter().map(Some))
    }

    /// Whether a chain that follows the hash `before` is whole; `None` stands for what could not be read as an entry.
    pub fn verify_chain<'a>(
        before: &str,
        entries: impl IntoIterator<Item = Option<&'a LedgerEntry>>,
    ) -> Verdict {
        let mut previous = before;
        for (at, entry) in entries.into_iter().enumerate() {
            match entry {
                Some(entry) if entry.hash == entry.hash_after(previous) => previous = &entry.hash,
                _ => return Verdict::Broken(at),
            }
        }
        Verdict::Whole
    }

    fn last_hash(&self) -> &str {
        self.entries
            .last()
            .map_or(&self.before, |entry| &entry.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(name: &str, value: &str) -> (String, Detail) {
        (name.to_owned(), Detail::Text(value.to_owned()))
    }

    fn noted(ledger: &mut Ledger, n: usize) {
        let detail = vec![("n".to_owned(), Detail::Number(n as f64))];
        ledger.add(n as f64, "consent", detail, "1", "en");
    }

    /// Hashes as the package's first version wrote them, with a fraction of a millisecond and letters outside UTF-16's plane 0.
    #[test]
    fn chains_of_the_first_version_verify() {
        let mut ledger = Ledger::default();
        let detail = vec![text("rank", "granted"), text("price", "denied")];
        ledger.add(1_700_000_000_000.0, "consent", detail, "1", "de");
        let detail = vec![("days".to_owned(), Detail::Number(30.0))];
        ledger.add(1_700_000_000_500.5, "retention", detail, "1", "日本語😀");
        let erased = text("erased", "7,1700000001000 8,1700000001000");
        let detail = vec![("records".to_owned(), Detail::Number(3.0)), erased];
        ledger.add(1_700_000_001_000.0, "erase", detail, "1", "de");
        let hashes: Vec<_> = ledger
            .entries()
            .iter()
            .map(|entry| entry.hash.as_str())
            .collect();
        assert_eq!(
            hashes,
            [
                "c681baa827e856873e12f12f41f56027d3f73bcad1e2ff8519ada0a0f7c998f3",
                "268a1124f5148ae0f29ab4e66513408f96018c64e9702685c342b695becdf3e8",
                "f7797787ec9e0c142ad66a82ee0d7acffbaef37f69098c732fa7f0cb3628328e",
            ]
        );
    }

    #[test]
    fn what_is_no_entry_is_not_read_as_one() {
        let whole = [
            ("at", Value::Num(1.0)),
            ("what", Value::Str("pause".into())),
            ("detail", Value::Map(vec![])),
            ("textVersion", Value::Str("1".into())),
            ("locale", Value::Str("en".into())),
            ("hash", Value::Str(String::new())),
        ];
        let entry = |of: &[(&str, Value)]| {
            let fields = of
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()));
            LedgerEntry::parse(&Value::Map(fields.collect()))
        };
        assert!(entry(&whole).is_some());
        for missing in 0..whole.len() {
            let mut fields = whole.to_vec();
            fields.remove(missing);
            assert!(entry(&fields).is_none(), "without {}", whole[missing].0);
        }
        let mut fields = whole.to_vec();
        fields[0].1 = Value::Num(f64::NAN);
        assert!(entry(&fields).is_none());
        fields[0].1 = Value::Num(1.0);
        fields[2].1 = Value::Map(vec![("x".into(), Value::List(vec![]))]);
        assert!(entry(&fields).is_none());
    }

    proptest! {
        /// Whoever changes an entry, takes one out but from the end, or puts one in is found out, at the very entry.
        #[test]
        fn no_entry_is_changed_quietly(count in 2usize..12, at in any::<prop::sample::Index>(), how in 0..5) {
            let mut ledger = Ledger::default();
            (0..count).for_each(|n| noted(&mut ledger, n));
            prop_assert_eq!(ledger.verify(), Verdict::Whole);
            let at = at.index(count - 1);
            let mut entries = ledger.entries().to_vec();
            match how {
                0 => entries[at].at += 1.0,
                1 => entries[at].what.push('x'),
                2 => entries[at].detail[0].1 = Detail::Number(-1.0),
                3 => { entries.remove(at); }
                _ => { let again = entries[at].clone(); entries.insert(at + 1, again); }
            }
            let broken = at + usize::from(how == 4);
            prop_assert_eq!(Ledger::verify_chain("", entries.iter().map(Some)), Verdict::Broken(broken));
        }

        /// Two tabs that take turns at writing lose nothing of what either noted, and the chain stays whole and bounded.
        #[test]
        fn tabs_that_take_turns_lose_no_entry(turns in proptest::collection::vec((0usize..2, any::<bool>()), 0..700)) {
            let mut tabs = [Ledger::default(), Ledger::default()];
            let mut vault = Ledger::default();
            for (n, (tab, writes)) in turns.iter().enumerate() {
                let ledger = &mut tabs[*tab];
                noted(ledger, n);
                if *writes {
                    ledger.rebase(vault.before(), vault.entries().to_vec());
                    ledger.mark_stored();
                    vault = ledger.clone();
                }
            }
            for ledger in &mut tabs {
                ledger.rebase(vault.before(), vault.entries().to_vec());
                ledger.mark_stored();
                vault = ledger.clone();
            }
            prop_assert_eq!(vault.verify(), Verdict::Whole);
            prop_assert_eq!(vault.entries().len(), turns.len().min(MAX_ENTRIES));
            let mut times: Vec<_> = vault.entries().iter().map(|entry| entry.at as usize).collect();
            times.sort_unstable();
            times.dedup();
            prop_assert_eq!(times.len(), vault.entries().len(), "each once");
        }
    }
}
