//! What was learned: a bounded log of evidence, and the state that is computed from it.
//!
//! Fourth room of the house. It accepts nothing but [`Permitted`] signals.
//!
//! **Invariant: the profile is a fold.** `state = fold(evidence)`, kept incrementally and equal to the full fold, which is
//! made when somebody asks for the state after evidence changed otherwise than at its end. So forgetting a fact, denying a
//! purpose, the retention limit and merging two devices are one mechanism:
//! "granted, then denied" comes to "never granted", but for records that became one meanwhile and choice sets narrowed.

mod affinity;
pub(crate) mod alternatives;
mod clocks;
mod codec;
mod dwell;
mod evidence;
mod facts;
pub(crate) mod features;
mod hysteresis;
mod items;
mod learned;
mod linear;
mod memory;
pub(crate) mod portable;
pub(crate) mod posterior;
mod price_choice;
mod prior;
mod slate;
mod state;
mod unsaved;

/// What training and evaluation compute with: features, designs and the numerics of the model.
#[cfg(feature = "evaluation")]
pub mod evaluation {
    pub use super::features::{Feature, one_way};
    pub use super::linear::{cholesky, hold, inverse, solve};
    pub use super::posterior::{Design, Posterior, mode, softmax};
    pub use super::prior::{MAX_NUMBERS, NUMBER_VARIANCE, NumberScale};
}

pub use affinity::Affinity;
pub use clocks::{Clock, Clocks};
pub use dwell::DwellScale;
pub use evidence::{Body, Choice, Interaction, PriceTag, Record, RecordId, Refinement, Seen};
pub use facts::{Fact, FactKey, FactKind};
pub use items::{ItemRef, ItemSnapshot, Items};
pub use price_choice::{PriceChoice, standardise};
pub use prior::Prior;
pub use slate::{Slate, SlateEntry, Slates};

pub use state::{LayoutState, State};

use self::learned::{Learned, last_visits};
use crate::catalog::Catalog;
use crate::compact::sort::sort_by;
use crate::error::Result;
use crate::privacy::{Permitted, PurposeSet};
use crate::signals::Signal;
use crate::time::DAY_MS;
use std::cell::OnceCell;
use std::rc::Rc;

/// Most bytes the evidence may take when stored; the oldest records go first.
pub const MAX_BYTES: usize = 64 * 1024;
/// Days evidence is kept unless the shopper says otherwise.
pub const DEFAULT_RETENTION_DAYS: u16 = 90;

/// The evidence of one shopper in one shop, and what follows from it.
///
/// ```
/// # use ownshelf::{catalog::Value, privacy::{Consent, ConsentMode}, ranking::RankContext, shelf::{Entry, Shelf}};
/// # let mut shelf = Shelf::new(1, Consent::new(ConsentMode::Session, false, false));
/// # shelf.add_products(&Value::list([
/// #     Value::object([("id", "cup".into()), ("brand", "Acme".into()), ("price", 12.0.into())]),
/// #     Value::object([("id", "jug".into()), ("brand", "Bay".into()), ("price", 30.0.into())]),
/// # ]));
/// # let listing: Vec<Value> = vec!["cup".into(), "jug".into()];
/// # let listing: Vec<Entry> = listing.iter().map(Entry::Inline).collect();
/// # let event = Value::object([("name", "view_item".into()), ("id", "jug".into())]);
/// # shelf.record(&event, 1_000).unwrap();
/// let profile = shelf.profile();
/// assert_eq!(profile.records().len(), profile.unsaved());
/// let bytes = profile.encode(shelf.catalog());
/// let again = ownshelf::profile::Profile::decode(&bytes, &mut shelf.catalog().clone())?;
/// assert_eq!(again.records().len(), profile.records().len());
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Profile {
    device: u32,
    retention_days: u16,
    records: Vec<Record>,
    /// Bytes the records take when stored: an upper estimate.
    bytes: usize,
    unsaved: Vec<RecordId>,
    items: Items,
    prior: Rc<Prior>,
    /// The state computed from prior and evidence. It is empty until somebody asks, because folding takes time.
    learned: OnceCell<Learned>,
    /// A state of only the first records, while a page that opens folds the evidence in small steps.
    begun: Option<Learned>,
}

impl Profile {
    /// An empty profile. `device` tells this browser's records from another's after a merge.
    pub fn new(device: u32) -> Self {
        Profile {
            device,
            retention_days: DEFAULT_RETENTION_DAYS,
            records: Vec::new(),
            bytes: 0,
            unsaved: Vec::new(),
            items: Items::default(),
            prior: Rc::default(),
            learned: OnceCell::new(),
            begun: None,
        }
    }

    /// Learns from a signal as far as it is permitted; returns how many records it left.
    pub fn learn(
        &mut self,
        permitted: Permitted<Signal>,
        slates: &mut Slates,
        catalog: &Catalog,
    ) -> usize {
        let (signal, purposes) = permitted.into_parts();
        let mut records = evidence::records(
            &signal,
            purposes,
            self.device,
            slates,
            &mut self.items,
            catalog,
        );
        // An order that is known was told again: the page that thanks for it was loaded once more.
        if records.iter().any(|record| self.ordered(record).is_some()) {
            return 0;
        }
        // Sorted by id, so that each is folded in at the end and nothing has to be folded again.
        sort_by(&mut records, |a, b| a.id.cmp(&b.id));
        let mut learned = 0;
        for record in records {
            let id = record.id;
            if self.insert(record) {
                self.unsaved.push(id);
                learned += 1;
            }
        }
        self.evict();
        learned
    }

    /// Keeps only what the `allowed` purposes may keep. The result is the same as if the others had never been
    /// granted.
    pub fn restrict(&mut self, allowed: PurposeSet) {
        let records = std::mem::take(&mut self.records);
        self.records = records
            .into_iter()
            .filter_map(|record| record.restrict(allowed))
            .collect();
        self.sweep();
        self.refold();
    }

    /// Drops evidence older than the retention limit; `true` if there was any.
    pub fn expire(&mut self, now_ms: u64) -> bool {
        let oldest = now_ms.saturating_sub(u64::from(self.retention_days) * DAY_MS);
        // Records are in the order of time, so the first tells whether there is anything to do.
        let expired = self.records.first().is_some_and(|r| r.id.at_ms < oldest);
        expired && self.retain(|record, _| record.id.at_ms >= oldest)
    }

    /// Drops evidence dated after a time. It came from a clock gone wrong, and would outlast every limit.
    pub fn drop_after(&mut self, latest_ms: u64) {
        let ahead = self.records.last().is_some_and(|r| r.id.at_ms > latest_ms);
        if ahead {
            self.retain(|record, _| record.id.at_ms <= latest_ms);
        }
    }

    /// Sets the days evidence is kept and drops what is older. 1 keeps the last day only, 365 a year; values outside
    /// are clamped.
    pub fn set_retention(&mut self, days: u16, now_ms: u64) {
        self.retention_days = days.clamp(1, 365);
        self.expire(now_ms);
    }

    /// The device its new records are made on.
    pub fn device(&self) -> u32 {
        self.device
    }

    /// Days evidence is kept.
    pub fn retention_days(&self) -> u16 {
        self.retention_days
    }

    /// Forgets every record that speaks of one fact; `true` if there was any.
    pub fn forget(&mut self, key: &FactKey) -> bool {
        let key = key.clone();
        self.retain(move |record, items| !key.covers(record, items))
    }

    /// Forgets every record up to a time that speaks of one fact; the time of the latest of them, `None` if there was none.
    pub fn forget_until(&mut self, key: &FactKey, until_ms: u64) -> Option<u64> {
        let of = |record: &Record, items: &Items| {
            record.id.at_ms <= until_ms && key.covers(record, items)
        };
        let latest = self.records.iter().rfind(|record| of(record, &self.items));
        let latest = latest.map(|record| record.id.at_ms)?;
        self.retain(|record, items| !of(record, items));
        Some(latest)
    }

    /// Forgets everything.
    pub fn erase(&mut self) {
        *self = Profile {
            retention_days: self.retention_days,
            prior: Rc::clone(&self.prior),
            ..Profile::new(self.device)
        };
    }

    /// Follows the catalogue where it has learned that two ids mean one product, so that what was met under either counts for
    /// both.
    pub fn rejoin(&mut self, catalog: &Catalog) {
        if self.items.rejoin(catalog) {
            self.unlearn();
        }
    }

    /// Replaces the prior. The evidence is folded again from there when the state is next asked for.
    pub fn set_prior(&mut self, prior: Rc<Prior>) {
        self.prior = prior;
        self.unlearn();
    }

    /// The learned state. If evidence changed otherwise than at its end, everything is folded again first, which
    /// takes time.
    pub fn state(&self) -> &State {
        let learn = || {
            let begun = self.begun.clone();
            let mut learned = begun.unwrap_or_else(|| Learned::new(&self.prior));
            learned.learn(&self.records, &self.items, usize::MAX);
            learned
        };
        &self.learned.get_or_init(learn).state
    }

    /// Folds at most `most` more records, so that a page can do other work in between. Returns how many are left.
    /// Nobody has to wait for it: [`state`](Self::state) folds the rest at once.
    pub fn learn_some(&mut self, most: usize) -> usize {
        if self.learned.get().is_some() {
            return 0;
        }
        let begun = self.begun.take();
        let mut learned = begun.unwrap_or_else(|| Learned::new(&self.prior));
        let left = learned.learn(&self.records, &self.items, most);
        match left {
            0 => self.learned = OnceCell::from(learned),
            _ => self.begun = Some(learned),
        }
        left
    }

    /// What learning starts from.
    pub fn prior(&self) -> &Rc<Prior> {
        &self.prior
    }

    /// The evidence, oldest first.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// The products the evidence speaks of.
    pub fn items(&self) -> &Items {
        &self.items
    }

    /// Whether there is no evidence at all.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// For receipts: the number of last visits to leave out (3, or fewer if there were fewer) and the state before
    /// them. `None` if there was no visit.
    pub fn before_last_visits(&mut self) -> Option<(usize, &State)> {
        self.state();
        let learned = self.learned.get_mut()?;
        let earlier = learned.before_last_visits(&self.records, &self.items);
        (earlier.0 > 0).then_some(earlier)
    }

    /// When the last visit began, epoch milliseconds; `None` if there was none.
    pub fn visit_start(&self) -> Option<u64> {
        let (_, before) = last_visits(&self.records, 1);
        self.records.get(before).map(|record| record.id.at_ms)
    }

    /// The evidence as versioned bytes with a dictionary of its own, the same for the same evidence.
    pub fn encode(&self, catalog: &Catalog) -> Vec<u8> {
        codec::encode(self, catalog)
    }

    /// Reads the evidence that [`encode`](Self::encode) wrote.
    ///
    /// # Errors
    /// `StorageCorrupt` if the bytes are damaged, foreign or of a newer version.
    pub fn decode(bytes: &[u8], catalog: &mut Catalog) -> Result<Profile> {
        codec::decode(bytes, catalog)
    }

    /// Whether every record serves only `allowed` purposes.
    pub fn within(&self, allowed: PurposeSet) -> bool {
        let serves = |record: &Record| record.purposes;
        self.records.iter().map(serves).all(|p| p.and(allowed) == p)
    }

    /// A profile of records that come from elsewhere (a capsule). They must be sorted by id.
    pub fn of_evidence(device: u32, records: Vec<Record>, items: Items) -> Profile {
        let mut profile = Profile {
            records,
            items,
            ..Profile::new(device)
        };
        profile.refold();
        profile
    }

    /// Takes a record in and learns from it; `false` if it is already there.
    fn insert(&mut self, record: Record) -> bool {
        let Some(at) = self.place(record) else {
            return false;
        };
        if at + 1 < self.records.len() {
            self.unlearn();
        } else if let Some(learned) = self.learned.get_mut() {
            learned.state.fold(&self.records[at], &self.items);
        }
        true
    }

    /// Inserts a record by its time and returns its index. `None` if it is already there, or if it is the same event
    /// reported twice. If a record is known with other purposes, because one of them was withdrawn on another device,
    /// the smaller set stays.
    fn place(&mut self, record: Record) -> Option<usize> {
        let place = self
            .records
            .binary_search_by(|known| known.id.cmp(&record.id));
        if let Ok(at) = place
            && record.purposes.bits() < self.records[at].purposes.bits()
        {
            self.records[at] = record;
            self.refold();
            return None;
        }
        let at = place.err()?;
        let moment = |known: &&Record| {
            known.id.at_ms == record.id.at_ms && known.id.device == record.id.device
        };
        let mut same_moment = self
            .records
            .iter()
            .rev()
            .skip_while(|r| r.id.at_ms > record.id.at_ms)
            .take_while(moment);
        if same_moment.any(|known| {
            (known.id.tag ^ record.id.tag) & evidence::SAME == 0 && known.body == record.body
        }) {
            return None;
        }
        // Two tabs told of one order: its first telling stays.
        let mut at = at;
        if let Some(known) = self.ordered(&record) {
            if self.records[known].id < record.id {
                return None;
            }
            self.records.remove(known);
            self.refold();
            at = self.records.partition_point(|known| known.id < record.id);
        }
        self.bytes += record.cost();
        self.records.insert(at, record);
        Some(at)
    }

    /// Where the same product of the same order is recorded.
    fn ordered(&self, record: &Record) -> Option<usize> {
        let order = evidence::ordered(record, &self.items)?;
        self.records
            .iter()
            .position(|known| evidence::ordered(known, &self.items) == Some(order))
    }

    /// Drops the oldest records over the size limit, a quarter at a time so that refolding stays rare.
    fn evict(&mut self) {
        if self.bytes <= MAX_BYTES {
            return;
        }
        let mut excess = self.bytes - MAX_BYTES * 3 / 4;
        let gone = self
            .records
            .iter()
            .take_while(|record| {
                let over = excess > 0;
                excess = excess.saturating_sub(record.cost());
                over
            })
            .count();
        self.records.drain(..gone);
        self.sweep();
        self.refold();
    }

    fn retain(&mut self, keep: impl Fn(&Record, &Items) -> bool) -> bool {
        let before = self.records.len();
        let items = &self.items;
        self.records.retain(|record| keep(record, items));
        let changed = self.records.len() != before;
        if changed {
            self.sweep();
            self.refold();
        }
        changed
    }

    /// Drops the dictionary's unused products. Never while records are still to be inserted: it renumbers.
    fn sweep(&mut self) {
        self.items.sweep(&mut self.records);
    }

    /// After a change of the evidence: counts its bytes again and drops the state computed from the old evidence.
    fn refold(&mut self) {
        self.bytes = self.records.iter().map(Record::cost).sum();
        self.unlearn();
    }

    fn unlearn(&mut self) {
        self.learned.take();
        self.begun = None;
    }
}
