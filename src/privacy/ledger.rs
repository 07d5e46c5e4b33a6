//! The ledger: every change of consent, export, import, forgetting and erasure, in a chain of hashes, so that nobody can
//! quietly take an entry out or change one.
//!
//! It is the shopper's own record and the shop's proof towards an authority; it holds no product and no preference.

use super::digest::sha256_hex;
use crate::catalog::Value;
use crate::compact::sort::sort_by;
use crate::compact::text::push_number;

/// Older entries are dropped; the chain then begins with the hash of the last one dropped.
const MAX_ENTRIES: usize = 500;
/// An entry has few details, all short; more is no entry of ours.
const MAX_DETAILS: usize = 64;
/// Where a change came from if not from the shopper in this tab: `tab`, `vault`, `journal`, `manager` or `import`.
const FROM: &str = "from";
/// What two tabs note of one change, they note within this time.
const SAME_MS: f64 = 60_000.0;
/// In bytes; the longest there is lists erasures, two numbers each.
const MAX_TEXT: usize = 64 * 1024;

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
        sort_by(&mut details, |(a, _), (b, _)| {
            a.encode_utf16().cmp(b.encode_utf16())
        });
        let mut content = String::new();
        push_field(&mut content, &number(self.at));
        for text in [&self.what, &self.text_version, &self.locale] {
            push_field(&mut content, text);
        }
        for (name, detail) in details {
            push_field(&mut content, name);
            match detail {
                Detail::Text(text) => push_field(&mut content, text),
                Detail::Number(n) => push_field(&mut content, &number(*n)),
            }
        }
        content
    }

    fn hash_after(&self, previous: &str) -> String {
        let mut hashed = previous.to_owned();
        hashed.push_str(&self.content());
        sha256_hex(&hashed)
    }

    /// Whether this is another tab's telling of a change that `own` tells at first hand.
    fn repeats(&self, own: &LedgerEntry) -> bool {
        let from = |entry: &LedgerEntry| entry.detail(FROM).is_some();
        let tab = matches!(self.detail(FROM), Some(Detail::Text(from)) if from == "tab");
        let same = |(name, detail): &(String, Detail)| match detail {
            Detail::Text(_) if name != FROM => own.detail(name) == Some(detail),
            _ => true,
        };
        tab && !from(own)
            && own.what == self.what
            && (own.at - self.at).abs() <= SAME_MS
            && self.detail.iter().all(same)
    }
}

fn push_field(content: &mut String, field: &str) {
    push_number(content, field.encode_utf16().count() as i64);
    content.push(':');
    content.push_str(field);
}

/// Whether a number is written here as JavaScript writes it, in which the first chains were made: of moderate size, with at
/// most [`MAX_DECIMALS`] decimals.
fn prints_alike(number: f64) -> bool {
    number == 0.0 || ((1e-6..1e15).contains(&number.abs()) && decimals(number).is_some())
}

/// More decimals than a time in milliseconds has, if it has any.
const MAX_DECIMALS: u32 = 6;

/// The fewest decimals that tell a number from its neighbours, and the number without its point.
fn decimals(number: f64) -> Option<(u32, i64)> {
    let exact = |count: &u32| {
        let scale = 10_i64.pow(*count) as f64;
        let whole = (number * scale).round();
        whole.abs() < 9e15 && whole / scale == number
    };
    let count = (0..=MAX_DECIMALS).find(exact)?;
    Some((count, (number * 10_i64.pow(count) as f64).round() as i64))
}

fn number(number: f64) -> String {
    let mut text = String::new();
    let Some((count, whole)) = decimals(number) else {
        return text;
    };
    let scale = 10_i64.pow(count);
    if whole < 0 {
        text.push('-');
    }
    push_number(&mut text, whole.abs() / scale);
    if count > 0 {
        text.push('.');
        // One digit more keeps the zeros before the others, and is taken off again.
        let mut rest = String::new();
        push_number(&mut rest, scale + whole.abs() % scale);
        text.push_str(rest.get(1..).unwrap_or_default());
    }
    text
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
            // What another tab told of, that tab has noted itself by now.
            if !self.entries.iter().any(|own| entry.repeats(own)) {
                self.append(entry);
            }
        }
    }

    /// How many entries, from the oldest on, are on the device.
    pub fn stored(&self) -> usize {
        self.stored
    }

    /// So many entries are on the device now; those noted since go on from there.
    pub fn mark_stored(&mut self, stored: usize) {
        self.stored = stored.min(self.entries.len());
    }

    /// Whether it tells that a purpose came to be in a state. Of a refusal nobody needs to be told where it came from, and
    /// where older entries were dropped they may have told it.
    pub fn tells(&self, purpose: &str, state: &str) -> bool {
        let said = |entry: &LedgerEntry| match entry.detail(purpose) {
            Some(Detail::Text(said)) if entry.what == "consent" => Some(said == state),
            _ => None,
        };
        let last = self.entries.iter().rev().find_map(said);
        last.unwrap_or(state == "denied" || !self.before.is_empty())
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

    #[test]
    fn what_a_tab_told_is_noted_once_whoever_notes_it() {
        let from = |name: &str| text("from", name);
        let mut teller = Ledger::default();
        teller.add(
            1_000.0,
            "consent",
            vec![text("rank", "denied"), text("price", "denied")],
            "1",
            "en",
        );
        let mut hearer = Ledger::default();
        hearer.add(
            1_010.0,
            "consent",
            vec![text("rank", "denied"), from("tab")],
            "1",
            "en",
        );
        hearer.add(
            1_020.0,
            "consent",
            vec![text("link", "denied"), from("tab")],
            "1",
            "en",
        );
        hearer.rebase("", teller.entries().to_vec());
        assert_eq!(
            hearer.entries().len(),
            2,
            "the teller's, and what nobody else told"
        );
        assert!(hearer.entries()[1].detail("link").is_some());
        assert_eq!(hearer.verify(), Verdict::Whole);
    }

    #[test]
    fn a_yes_that_nobody_noted_is_told_from_one_that_was() {
        let mut ledger = Ledger::default();
        ledger.add(1.0, "consent", vec![text("rank", "granted")], "1", "en");
        assert!(ledger.tells("rank", "granted") && !ledger.tells("rank", "denied"));
        assert!(!ledger.tells("insights", "granted") && ledger.tells("insights", "denied"));
    }

    proptest! {
        /// As JavaScript writes them, which is as Rust does where no exponent is needed.
        #[test]
        fn numbers_are_written_as_before(whole in -9_000_000_000_000i64..9_000_000_000_000, decimals in 0u32..4) {
            let n = whole as f64 / f64::from(10u32.pow(decimals));
            prop_assert!(prints_alike(n));
            prop_assert_eq!(number(n), if n == 0.0 { "0".to_owned() } else { n.to_string() });
        }

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
                    ledger.mark_stored(usize::MAX);
                    vault = ledger.clone();
                }
            }
            for ledger in &mut tabs {
                ledger.rebase(vault.before(), vault.entries().to_vec());
                ledger.mark_stored(usize::MAX);
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
