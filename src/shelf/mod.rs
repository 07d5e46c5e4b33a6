//! The shelf of one shopper in one shop. It joins all other rooms; the browser boundary and the command line use only
//! this.

use crate::catalog::{AddReport, Catalog, ProductId, Value};
use crate::error::Result;
use crate::layout::{Layout, LayoutContext, advise};
use crate::privacy::{Consent, Declared, Gate, Purpose, PurposeSet, PurposeState, Sensitive};
use crate::profile::{Fact, Prior, Profile, Slates};
use crate::ranking::{Rules, Tuning};
use crate::signals::Signal;
use crate::suggest::Relations;
#[cfg(feature = "evaluation")]
mod evaluation;
mod forgotten;
mod listing;
mod stored;
mod suggest;

pub use forgotten::Forgotten;
pub use listing::{Counterfactual, Entry, Explanation};

use listing::RankedList;
use std::rc::Rc;

/// Everything Ownshelf does for one shopper in one shop. A clone is independent of the original: load the shop's
/// products and rules once, then clone the shelf for each shopper.
///
/// ```
/// use ownshelf::{catalog::Value, privacy::{Consent, ConsentMode}, ranking::RankContext, shelf::{Entry, Shelf}};
/// let mut shelf = Shelf::new(1, Consent::new(ConsentMode::Session, false, false));
/// shelf.add_products(&Value::list([
///     Value::object([("id", "cup".into()), ("brand", "Acme".into()), ("price", 12.0.into())]),
///     Value::object([("id", "jug".into()), ("brand", "Bay".into()), ("price", 30.0.into())]),
/// ]));
/// let listing: Vec<Value> = vec!["cup".into(), "jug".into()];
/// let listing: Vec<Entry> = listing.iter().map(Entry::Inline).collect();
///
/// let opened = Value::object([("name", "view_item".into()), ("id", "jug".into())]);
/// shelf.record(&opened, 1_000)?;
/// let context = RankContext { now_ms: 2_000, ..RankContext::default() };
/// let (_, ranking) = shelf.rank(&listing, context)?;
/// assert_eq!(ranking.order, [1, 0], "what the shopper opened comes first");
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Shelf {
    catalog: Catalog,
    consent: Consent,
    profile: Profile,
    slates: Slates,
    sensitive: Sensitive,
    declared: Declared,
    forgotten: Forgotten,
    rules: Rules,
    relations: Option<Rc<Relations>>,
    tuning: Tuning,
    /// Rankings that can still be explained, the latest last.
    recent: Vec<RankedList>,
    tickets: u32,
    /// Time of the last event, and how many events before it had the same time.
    last_event: (u64, u8),
}

impl Shelf {
    /// An empty shelf. `device` tells this browser's evidence from another's after a merge.
    pub fn new(device: u32, consent: Consent) -> Self {
        Shelf {
            catalog: Catalog::default(),
            consent,
            profile: Profile::new(device),
            slates: Slates::default(),
            sensitive: Sensitive::default(),
            declared: Declared::default(),
            forgotten: Forgotten::default(),
            rules: Rules::default(),
            relations: None,
            tuning: Tuning::default(),
            recent: Vec::new(),
            tickets: 0,
            last_event: (0, 0),
        }
    }

    /// Takes products of any supported shape; see [`Catalog::add`].
    pub fn add_products(&mut self, rows: &Value) -> AddReport {
        let report = self.catalog.add(rows);
        self.profile.rejoin(&self.catalog);
        report
    }

    /// Takes rows that were read one by one; one that could not be read is reported, and the others are taken.
    pub fn add_rows(&mut self, rows: &[Result<Value>]) -> AddReport {
        let mut report = AddReport::default();
        for (index, row) in rows.iter().enumerate() {
            let row = row.as_ref().map_err(Clone::clone);
            self.catalog.add_row(index, row, &mut report);
        }
        self.profile.rejoin(&self.catalog);
        report
    }

    /// Sets the prior: what shoppers of this shop do on average, as `ownshelf train` wrote it.
    ///
    /// # Errors
    /// `InvalidInput` if the bytes are no prior of this version; the prior in force stays.
    pub fn set_prior(&mut self, bytes: &[u8]) -> Result<()> {
        let prior = Prior::decode(bytes, self.catalog.facets_mut())?;
        self.profile.set_prior(Rc::new(prior));
        Ok(())
    }

    /// Learns from an event what consent permits. Returns the number of records of evidence that were added, 0 if
    /// nothing was permitted.
    ///
    /// # Errors
    /// `InvalidInput` naming the field; nothing is changed then.
    pub fn record(&mut self, event: &Value, now_ms: u64) -> Result<usize> {
        let mut signal = Signal::parse(event, &mut self.catalog, now_ms)?;
        self.last_event = match self.last_event {
            (at_ms, nth) if at_ms == signal.at_ms => (at_ms, nth.saturating_add(1)),
            _ => (signal.at_ms, 0),
        };
        signal.nth = self.last_event.1;
        let gate = Gate::new(&self.consent);
        let Some(permitted) = gate.admit(signal, &mut self.sensitive, &self.catalog) else {
            return Ok(0);
        };
        self.profile.expire(now_ms);
        Ok(self
            .profile
            .learn(permitted, &mut self.slates, &self.catalog))
    }

    /// Display advice.
    pub fn layout(&self, context: &LayoutContext) -> Layout {
        let state = self
            .consent
            .active()
            .has(Purpose::Layout)
            .then(|| self.profile.state());
        advise(state, &self.catalog, context)
    }

    /// The consent in force.
    pub fn consent(&self) -> &Consent {
        &self.consent
    }

    /// Sets what the shopper said about purposes. It takes effect before this returns: what was learned for a purpose
    /// that ends is forgotten.
    pub fn set_consent(&mut self, states: &[(Purpose, PurposeState)]) {
        for (purpose, state) in states {
            self.consent.set(*purpose, *state);
        }
        self.apply_consent();
    }

    /// Changes how consent is read (mode, pause, minor, GPC). It takes effect before this returns.
    pub fn update_consent(&mut self, change: impl FnOnce(&mut Consent)) {
        change(&mut self.consent);
        self.apply_consent();
    }

    /// Everything that is known about the shopper, one fact each.
    pub fn facts(&self, now_ms: u64) -> Vec<Fact> {
        self.profile.facts(&self.catalog, now_ms)
    }

    /// Forgets everything about the shopper; the catalogue and the rules are the shop's and stay.
    pub fn erase(&mut self) {
        self.profile.erase();
        self.forgotten.clear();
        self.slates.clear();
        self.recent.clear();
    }

    /// Makes this shelf equal to `start`, of which it was a clone. This is cheaper than cloning again: the catalogue,
    /// which may be large, is rewound and not copied.
    pub fn start_over(&mut self, start: &Shelf) {
        let mut catalog = std::mem::take(&mut self.catalog);
        catalog.rewind(&start.catalog);
        *self = Shelf {
            catalog,
            consent: start.consent.clone(),
            profile: start.profile.clone(),
            slates: start.slates.clone(),
            sensitive: start.sensitive.clone(),
            declared: start.declared.clone(),
            forgotten: start.forgotten.clone(),
            rules: start.rules.clone(),
            relations: start.relations.clone(),
            tuning: start.tuning,
            recent: start.recent.clone(),
            tickets: start.tickets,
            last_event: start.last_event,
        };
    }

    /// The learned profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Days evidence is kept, 1 to 365.
    pub fn set_retention(&mut self, days: u16, now_ms: u64) {
        self.profile.set_retention(days, now_ms);
    }

    /// The profile as bytes to keep.
    pub fn encode(&self) -> Vec<u8> {
        self.profile.encode(&self.catalog)
    }

    /// The catalogue.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The number of an id, for callers who keep numbers instead of texts.
    pub fn product_id(&mut self, id: &str) -> ProductId {
        self.catalog.id(id)
    }

    fn apply_consent(&mut self) {
        let allowed = self.consent.allowed().and(PurposeSet::LEARNING);
        // If nothing is taken away, the learned state stays: learning it again would take time.
        if !self.profile.within(allowed) {
            self.profile.restrict(allowed);
        }
        let active = self.consent.active();
        if !active.has(Purpose::Rank) {
            // Rankings made from forgotten evidence go as well: a receipt would tell what is forgotten.
            self.recent.retain(|r| r.ranking.scores.is_empty());
            if !active.has(Purpose::Price) {
                self.slates.clear();
            }
        }
    }
}
