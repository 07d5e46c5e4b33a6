//! One shopper's shelf in one shop: all rooms behind one door, for the browser boundary and the command line alike.

use crate::catalog::{AddReport, Catalog, FacetKind, ProductId, Value, read_entry};
use crate::error::{Error, Result};
use crate::layout::{Layout, LayoutContext, advise};
use crate::privacy::{Consent, Declared, Gate, Purpose, PurposeSet, PurposeState, Sensitive};
use crate::profile::{Fact, FactKey, Prior, Profile, Slate, SlateEntry, Slates, State};
use crate::ranking::declared::wishes;
use crate::ranking::{
    Candidate, Conflict, RankContext, Ranking, Receipt, Rules, Tuning, parse_rules, place, rank,
    receipt,
};
use crate::signals::Signal;
use crate::suggest::Relations;
mod evaluation;
mod keeping;
mod suggesting;

use std::rc::Rc;

/// Rankings remembered so that their receipts can still be asked for.
const REMEMBERED: usize = 16;
/// A pause this long begins a new visit (GA4's session rule).
const VISIT_GAP_MS: u64 = 30 * 60_000;
/// Visits left out by the counterfactual of a receipt.
const COUNTERFACTUAL_VISITS: usize = 3;

/// One entry of a listing, as the caller gives it.
#[derive(Debug)]
pub enum Entry<'a> {
    /// A known product, by number.
    Known(ProductId),
    /// An id, or an object with an id and the fields that differ on this page.
    Given(&'a Value),
}

/// A ranking with what is needed to explain it later.
#[derive(Debug, Clone)]
struct Remembered {
    ticket: u32,
    candidates: Vec<Candidate>,
    context: RankContext,
    seed: u64,
    ranking: Ranking,
}

/// Where a product would stand if less were known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counterfactual {
    /// Last visits left out: 3, or as many as there were.
    pub visits: usize,
    /// 1-based place without them.
    pub position: usize,
    /// 1-based place without anything learned.
    pub all: usize,
}

/// A receipt with its counterfactual, if anything was learned.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Why it stands where it stands.
    pub receipt: Receipt,
    /// Where it would stand otherwise.
    pub counterfactual: Option<Counterfactual>,
}

/// One shopper's shelf in one shop. A copy goes its own way, so one shelf that knows the shop's products and rules can
/// be the start of many shoppers'.
#[derive(Debug, Clone)]
pub struct Shelf {
    catalog: Catalog,
    consent: Consent,
    profile: Profile,
    slates: Slates,
    sensitive: Sensitive,
    declared: Declared,
    rules: Rules,
    relations: Option<Rc<Relations>>,
    tuning: Tuning,
    /// The latest last.
    remembered: Vec<Remembered>,
    tickets: u32,
    /// Time of the last signal, and how many came before it with the same.
    moment: (u64, u8),
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
            rules: Rules::default(),
            relations: None,
            tuning: Tuning::default(),
            remembered: Vec::new(),
            tickets: 0,
            moment: (0, 0),
        }
    }

    /// Takes products of any supported shape; see [`Catalog::add`].
    pub fn add_products(&mut self, rows: &Value) -> AddReport {
        self.catalog.add(rows)
    }

    /// Sets the merchant's rules.
    ///
    /// # Errors
    /// `InvalidInput` naming the rule and the field; the rules in force stay.
    pub fn set_rules(&mut self, rules: &Value) -> Result<()> {
        self.rules = parse_rules(rules, &mut self.catalog)?;
        Ok(())
    }

    /// Starts from what shoppers of this shop do on average, as `ownshelf train` wrote it.
    ///
    /// # Errors
    /// `InvalidInput` if the bytes are no prior of this version; the prior in force stays.
    pub fn set_prior(&mut self, bytes: &[u8]) -> Result<()> {
        let prior = Prior::decode(bytes, self.catalog.facets_mut())?;
        self.profile.set_prior(Rc::new(prior));
        Ok(())
    }

    /// Which rules get in each other's way at this time or later, and which never do anything.
    pub fn rule_conflicts(&self, now_ms: u64) -> Vec<Conflict> {
        self.rules.conflicts(&self.catalog, now_ms)
    }

    /// What rules do to a listing for everybody (without a profile), and for this shopper as far as consent goes.
    /// `None`: the rules in force. Nothing changes and nothing counts as shown.
    ///
    /// # Errors
    /// As those of [`set_rules`](Self::set_rules) and [`rank`](Self::rank).
    pub fn preview_rules(
        &mut self,
        rules: Option<&Value>,
        listing: &[Entry<'_>],
        context: &RankContext,
    ) -> Result<(Ranking, Ranking)> {
        let tried = match rules {
            Some(rules) => parse_rules(rules, &mut self.catalog)?,
            None => self.rules.clone(),
        };
        let candidates = self.candidates(listing)?;
        let context = RankContext {
            priced: self.consent.active().has(Purpose::Price),
            wished: wishes(&candidates, &self.declared, self.catalog.facets()),
            ..context.clone()
        };
        let (tuning, visit) = (&self.tuning, self.visit());
        let of = |state| rank(&candidates, state, &tried, &context, tuning, visit);
        Ok((of(None), of(self.ranked_by())))
    }

    /// Sets the knobs of ranking.
    pub fn set_tuning(&mut self, tuning: Tuning) {
        self.tuning = tuning;
    }

    /// Learns from an event as far as consent goes; returns the number of records it left (0 if none was permitted).
    ///
    /// # Errors
    /// `InvalidInput` naming the field; nothing is changed then.
    pub fn record(&mut self, event: &Value, now_ms: u64) -> Result<usize> {
        let mut signal = Signal::parse(event, &mut self.catalog, now_ms)?;
        self.moment = match self.moment {
            (at_ms, nth) if at_ms == signal.at_ms => (at_ms, nth.saturating_add(1)),
            _ => (signal.at_ms, 0),
        };
        signal.nth = self.moment.1;
        let gate = Gate::new(&self.consent);
        let Some(permitted) = gate.admit(signal, &mut self.sensitive, &self.catalog) else {
            return Ok(0);
        };
        self.profile.expire(now_ms);
        Ok(self
            .profile
            .learn(permitted, &mut self.slates, &self.catalog))
    }

    /// Ranks a listing given in the shop's order; returns the ticket to ask for receipts with.
    ///
    /// # Errors
    /// `InvalidInput` naming the index and the field of an entry that cannot be read.
    pub fn rank(&mut self, listing: &[Entry<'_>], context: RankContext) -> Result<(u32, &Ranking)> {
        let ticket = self.preview(listing, context)?.0;
        if let Some(shown) = self.remembered.last() {
            let mut slate = slate(shown);
            // Where a sensitive product stood is no evidence either.
            let (sensitive, catalog) = (&mut self.sensitive, &self.catalog);
            slate
                .entries
                .retain(|entry| !sensitive.covers(entry.product, catalog));
            self.show(slate);
        }
        let ranking = self
            .ranking(ticket)
            .ok_or_else(|| Error::input("listing", "was lost"))?;
        Ok((ticket, ranking))
    }

    /// Ranks a listing that is not shown (yet): choices from it are not learned from until [`rank`](Self::rank) shows it.
    ///
    /// # Errors
    /// As those of [`rank`](Self::rank).
    pub fn preview(
        &mut self,
        listing: &[Entry<'_>],
        mut context: RankContext,
    ) -> Result<(u32, &Ranking)> {
        context.priced = self.consent.active().has(Purpose::Price);
        let candidates = self.candidates(listing)?;
        context.wished = wishes(&candidates, &self.declared, self.catalog.facets());
        self.profile.expire(context.now_ms);
        let (state, seed) = (self.ranked_by(), self.visit());
        let ranking = rank(
            &candidates,
            state,
            &self.rules,
            &context,
            &self.tuning,
            seed,
        );
        self.tickets = self.tickets.wrapping_add(1);
        if self.remembered.len() == REMEMBERED {
            self.remembered.remove(0);
        }
        let ticket = self.tickets;
        self.remembered.push(Remembered {
            ticket,
            candidates,
            context,
            seed,
            ranking,
        });
        let last = self
            .remembered
            .last()
            .map(|r| &r.ranking)
            .ok_or_else(|| Error::input("listing", "was lost"))?;
        Ok((ticket, last))
    }

    /// Why the product at `index` of a ranked listing stands where it stands.
    ///
    /// # Errors
    /// `InvalidInput` if the ranking is no longer remembered (the last 16 are) or the index is not in it.
    pub fn explain(&self, ticket: u32, index: usize) -> Result<Explanation> {
        let of = self.remembered.iter().find(|r| r.ticket == ticket);
        let of =
            of.ok_or_else(|| Error::input("ranking", "is no longer remembered; rank again"))?;
        if index >= of.candidates.len() {
            return Err(Error::input("id", "is not in this listing"));
        }
        let state = self.profile.state();
        let receipt = receipt(index, &of.candidates, &of.ranking, state, of.context.now_ms);
        let counterfactual = of
            .ranking
            .personalised
            .then(|| self.counterfactual(of, index))
            .flatten();
        Ok(Explanation {
            receipt,
            counterfactual,
        })
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

    /// Takes the shopper's word on purposes. It binds at once: what a purpose taught is forgotten when it ends.
    pub fn set_consent(&mut self, states: &[(Purpose, PurposeState)]) {
        for (purpose, state) in states {
            self.consent.set(*purpose, *state);
        }
        self.apply_consent();
    }

    /// Changes how consent is read (mode, pause, minor, GPC). It binds at once.
    pub fn update_consent(&mut self, change: impl FnOnce(&mut Consent)) {
        change(&mut self.consent);
        self.apply_consent();
    }

    /// Everything held about the shopper.
    pub fn facts(&self, now_ms: u64) -> Vec<Fact> {
        self.profile.facts(&self.catalog, now_ms)
    }

    /// Forgets one fact.
    ///
    /// # Errors
    /// `InvalidInput` if nothing is held under the key.
    pub fn forget(&mut self, key: &str) -> Result<()> {
        let key = FactKey::parse(key, &self.catalog)?;
        if self.profile.forget(&key) {
            Ok(())
        } else {
            Err(Error::input("key", "names nothing that is held"))
        }
    }

    /// Forgets everything about the shopper; the catalogue and the rules are the shop's and stay.
    pub fn erase(&mut self) {
        self.profile.erase();
        self.slates.clear();
        self.remembered.clear();
    }

    /// Goes back to `start`, of which this shelf was a copy before it met a shopper; without the cost of a copy, which a
    /// large catalogue makes dear.
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
            rules: start.rules.clone(),
            relations: start.relations.clone(),
            tuning: start.tuning,
            remembered: start.remembered.clone(),
            tickets: start.tickets,
            moment: start.moment,
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

    /// Takes over a kept profile, as far as consent allows, beside what was learned since.
    ///
    /// # Errors
    /// `StorageCorrupt` if the bytes cannot be trusted; nothing is changed then.
    pub fn load(&mut self, bytes: &[u8], now_ms: u64) -> Result<()> {
        let mut kept = Profile::decode(bytes, &mut self.catalog)?;
        kept.set_prior(Rc::clone(&self.profile.state().prior));
        kept.merge(&self.profile);
        kept.restrict(self.consent.allowed().and(PurposeSet::LEARNING));
        kept.expire(now_ms);
        self.profile = kept;
        self.spare_sensitive();
        Ok(())
    }

    /// The scores of a ranked listing by index, and the order shown; for evaluation.
    pub fn ranking(&self, ticket: u32) -> Option<&Ranking> {
        self.remembered
            .iter()
            .find(|r| r.ticket == ticket)
            .map(|r| &r.ranking)
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
        self.profile.restrict(allowed);
        let active = self.consent.active();
        if !active.has(Purpose::Rank) {
            // Orders made by what was learned are gone with it; to explain one would tell what is forgotten.
            self.remembered.retain(|r| r.ranking.scores.is_empty());
            if !active.has(Purpose::Price) {
                self.slates.clear();
            }
        }
    }

    /// What is learned, if listings may be ranked by it.
    fn ranked_by(&self) -> Option<&State> {
        let active = self.consent.active();
        active.has(Purpose::Rank).then(|| self.profile.state())
    }

    /// The beginning of this visit, by which exploration is seeded: the same on every page of it.
    fn visit(&self) -> u64 {
        match self.tuning.exploration > 0.0 {
            true => self.visit_starts().last().copied().unwrap_or(0),
            false => 0,
        }
    }

    fn candidates(&mut self, listing: &[Entry<'_>]) -> Result<Vec<Candidate>> {
        let mut candidates = Vec::with_capacity(listing.len());
        for (index, entry) in listing.iter().enumerate() {
            candidates.push(self.candidate(entry).map_err(|error| error.at(index))?);
        }
        Ok(candidates)
    }

    fn candidate(&mut self, entry: &Entry<'_>) -> Result<Candidate> {
        let product = match entry {
            Entry::Known(product) => *product,
            Entry::Given(value) => {
                let record = read_entry(value)?;
                let product = self.catalog.id(&record.id);
                if self.catalog.product(product).is_some() {
                    return Ok(Candidate {
                        product,
                        info: self.catalog.overlay(product, record),
                    });
                }
                self.catalog.absorb(record).0
            }
        };
        let info = self
            .catalog
            .product(product)
            .map_or_else(Rc::default, Rc::clone);
        Ok(Candidate { product, info })
    }

    /// Notes a list as shown, if choices from it may be learned from.
    fn show(&mut self, slate: Slate) {
        let active = self.consent.active();
        if active.has(Purpose::Rank) || active.has(Purpose::Price) {
            self.slates.show(slate);
        }
    }

    fn counterfactual(&self, of: &Remembered, index: usize) -> Option<Counterfactual> {
        let starts = self.visit_starts();
        let visits = starts.len().min(COUNTERFACTUAL_VISITS);
        let from_ms = *starts.get(starts.len().checked_sub(visits)?)?;
        let state: State = self
            .profile
            .state_without(|record| record.id.at_ms >= from_ms);
        let other = rank(
            &of.candidates,
            Some(&state),
            &self.rules,
            &of.context,
            &self.tuning,
            of.seed,
        );
        let position = place(&other.order, index);
        (position > 0).then(|| Counterfactual {
            visits,
            position,
            all: place(&of.ranking.shop_order, index),
        })
    }

    /// Times at which visits began, oldest first.
    fn visit_starts(&self) -> Vec<u64> {
        let mut starts = Vec::new();
        let mut last_ms = None;
        for record in self.profile.records() {
            let at_ms = record.id.at_ms;
            if last_ms.is_none_or(|last: u64| at_ms.saturating_sub(last) > VISIT_GAP_MS) {
                starts.push(at_ms);
            }
            last_ms = Some(at_ms);
        }
        starts
    }
}

/// A ranking as the list a choice will be made from.
fn slate(shown: &Remembered) -> Slate {
    let entry = |at: u32| {
        let candidate = &shown.candidates[at as usize];
        SlateEntry {
            product: candidate.product,
            shop_position: at.min(u32::from(u16::MAX)) as u16,
            price: candidate.info.price,
            discount: candidate.info.discount(),
        }
    };
    // In the shop's order, not the one shown: evidence of a choice must not depend on what other purposes learned.
    let mut visible = vec![false; shown.candidates.len()];
    for at in &shown.ranking.order {
        visible[*at as usize] = true;
    }
    let in_shop_order = (0_u32..).zip(visible).filter(|(_, visible)| *visible);
    Slate {
        list: shown.context.list.clone(),
        at_ms: shown.context.now_ms,
        entries: in_shop_order.map(|(at, _)| entry(at)).collect(),
        seen: Vec::new(),
        chosen: Vec::new(),
        chosen_ms: 0,
    }
}

/// The word of the public contract for a facet kind, used as the code of reasons.
pub fn facet_word(kind: FacetKind) -> &'static str {
    crate::profile::FactKind::Facet(kind).name()
}
