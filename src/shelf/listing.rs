//! Listings: the merchant's rules, ranking, previews, and why a product stands where it stands.

use super::Shelf;
use crate::catalog::{ProductId, Value, read_entry};
use crate::error::{Error, Result};
use crate::privacy::Purpose;
use crate::profile::{Slate, SlateEntry, State};
use crate::ranking::wishes::{Met, hidden, met, wishes};
use crate::ranking::{
    Candidate, Conflict, Notices, RankContext, Ranking, Reason, Receipt, Tuning, Wished,
    parse_rules, place, rank, reasons, receipt,
};
use std::rc::Rc;

/// Rankings remembered so that their receipts can still be asked for.
const MAX_RECENT: usize = 16;

/// One entry of a listing, as the caller gives it.
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
/// let dearer_here = Value::object([("id", "cup".into()), ("price", 14.0.into())]);
/// let listing = [Entry::Known(shelf.product_id("jug")), Entry::Inline(&dearer_here)];
/// assert_eq!(shelf.rank(&listing, RankContext::default())?.1.order.len(), 2);
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug)]
pub enum Entry<'a> {
    /// A known product, by number.
    Known(ProductId),
    /// An id, or an object with an id and the fields that differ on this page.
    Inline(&'a Value),
}

/// A ranking with what is needed to explain it later.
#[derive(Debug, Clone)]
pub(super) struct RankedList {
    pub(super) ticket: u32,
    pub(super) candidates: Vec<Candidate>,
    pub(super) context: RankContext,
    pub(super) seed: u64,
    pub(super) ranking: Ranking,
    /// The order without the last visits. It is computed for the first receipt and serves all others.
    without: Option<Without>,
}

/// The order of a list by a profile that lacks the last visits.
#[derive(Debug, Clone)]
struct Without {
    visits: usize,
    order: Vec<u32>,
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
/// let context = RankContext { now_ms: 2_000, ..RankContext::default() };
/// let (ticket, _) = shelf.rank(&listing, context)?;
/// let explanation = shelf.explain(ticket, 1)?;
/// let otherwise = explanation.counterfactual.unwrap();
/// assert_eq!((otherwise.visits, otherwise.position), (1, 2), "second without the last visit");
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Why it stands where it stands.
    pub receipt: Receipt,
    /// The parts of that which are worth a sentence, the most telling first.
    pub reasons: Vec<Reason>,
    /// The declared wishes it meets.
    pub met: Met,
    /// Where it would stand otherwise.
    pub counterfactual: Option<Counterfactual>,
}

impl Shelf {
    /// Sets the merchant's rules.
    ///
    /// # Errors
    /// `InvalidInput` naming the rule and the field; the rules in force stay.
    pub fn set_rules(&mut self, rules: &Value) -> Result<()> {
        self.rules = parse_rules(rules, &mut self.catalog)?;
        Ok(())
    }

    /// Which rules get in each other's way at this time or later, and which never do anything.
    pub fn rule_conflicts(&self, now_ms: u64) -> Vec<Conflict> {
        self.rules.conflicts(&self.catalog, now_ms)
    }

    /// Tries rules out: the order they give for everybody (without a profile), and for this shopper as far as consent
    /// permits. `None` tries the rules in force. Nothing changes, and nothing counts as shown.
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

    /// What the rules in force say of a listing of which `shown` (indices, in the order shown; those beyond it are passed
    /// over) is on show.
    ///
    /// # Errors
    /// As those of [`rank`](Self::rank).
    ///
    /// ```
    /// # use ownshelf::{catalog::Value, privacy::{Consent, ConsentMode}, ranking::RankContext, shelf::{Entry, Shelf}};
    /// # let mut shelf = Shelf::new(1, Consent::new(ConsentMode::Session, false, false));
    /// let two_each = Value::object([("limit", 2.0.into()), ("match", Value::object([("id", "cup".into())]))]);
    /// shelf.set_rules(&Value::list([two_each]))?;
    /// let listing = [Entry::Known(shelf.product_id("jug")), Entry::Known(shelf.product_id("cup"))];
    /// let said = shelf.notices(&listing, &RankContext::default(), &[0, 1])?;
    /// assert_eq!(said.limits, [(1, 2)]);
    /// # Ok::<(), ownshelf::Error>(())
    /// ```
    pub fn notices(
        &mut self,
        listing: &[Entry<'_>],
        context: &RankContext,
        shown: &[u32],
    ) -> Result<Notices> {
        let candidates = self.candidates(listing)?;
        Ok(self.rules.notices(&candidates, context, shown))
    }

    /// Sets the knobs of ranking.
    pub fn set_tuning(&mut self, tuning: Tuning) {
        self.tuning = tuning;
    }

    /// Ranks a listing given in the shop's order; returns the ticket to ask for receipts with.
    ///
    /// # Errors
    /// `InvalidInput` naming the index and the field of an entry that cannot be read.
    pub fn rank(&mut self, listing: &[Entry<'_>], context: RankContext) -> Result<(u32, &Ranking)> {
        let ticket = self.preview(listing, context)?.0;
        if let Some(shown) = self.recent.last() {
            let mut slate = slate(shown);
            // The place of a sensitive product must not become evidence either.
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

    /// Ranks a listing that is not shown yet. Choices from it are not learned from until [`rank`](Self::rank) shows
    /// it.
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
        if self.recent.len() == MAX_RECENT {
            self.recent.remove(0);
        }
        let ticket = self.tickets;
        self.recent.push(RankedList {
            ticket,
            candidates,
            context,
            seed,
            ranking,
            without: None,
        });
        let last = self
            .recent
            .last()
            .map(|r| &r.ranking)
            .ok_or_else(|| Error::input("listing", "was lost"))?;
        Ok((ticket, last))
    }

    /// Why the product at `index` of a ranked listing stands where it stands.
    ///
    /// # Errors
    /// `InvalidInput` if the ranking is no longer remembered (the last 16 are) or the index is not in it.
    pub fn explain(&mut self, ticket: u32, index: usize) -> Result<Explanation> {
        let of = self.recent.iter_mut().find(|r| r.ticket == ticket);
        let of =
            of.ok_or_else(|| Error::input("ranking", "is no longer remembered; rank again"))?;
        if index >= of.candidates.len() {
            return Err(Error::input("id", "is not in this listing"));
        }
        if of.ranking.personalised
            && of.without.is_none()
            && let Some((visits, earlier)) = self.profile.before_last_visits()
        {
            let (list, rules, tuning) = (&of.candidates, &self.rules, &self.tuning);
            let order = rank(list, Some(earlier), rules, &of.context, tuning, of.seed).order;
            of.without = Some(Without { visits, order });
        }
        let state = self.profile.state();
        let receipt = receipt(index, &of.candidates, &of.ranking, state, of.context.now_ms);
        let counterfactual = of.without.as_ref().and_then(|without| {
            let position = place(&without.order, index);
            (position > 0).then(|| Counterfactual {
                visits: without.visits,
                position,
                all: place(&of.ranking.shop_order, index),
            })
        });
        let (product, facets) = (&of.candidates[index].info, self.catalog.facets());
        let met = met(product, &self.declared, facets);
        let wished = Wished {
            met: met.is_any(),
            hidden: hidden(product, &self.declared, facets),
        };
        Ok(Explanation {
            reasons: reasons(&receipt, wished),
            receipt,
            met,
            counterfactual,
        })
    }

    /// The scores of a ranked listing by index, and the order shown; for evaluation.
    pub fn ranking(&self, ticket: u32) -> Option<&Ranking> {
        self.recent
            .iter()
            .find(|r| r.ticket == ticket)
            .map(|r| &r.ranking)
    }

    /// What is learned, if listings may be ranked by it.
    pub(super) fn ranked_by(&self) -> Option<&State> {
        let active = self.consent.active();
        active.has(Purpose::Rank).then(|| self.profile.state())
    }

    /// The beginning of this visit, by which exploration is seeded: the same on every page of it.
    pub(super) fn visit(&self) -> u64 {
        match self.tuning.exploration > 0.0 {
            true => self.profile.visit_start().unwrap_or(0),
            false => 0,
        }
    }

    pub(super) fn candidates(&mut self, listing: &[Entry<'_>]) -> Result<Vec<Candidate>> {
        let mut candidates = Vec::with_capacity(listing.len());
        for (index, entry) in listing.iter().enumerate() {
            candidates.push(self.candidate(entry).map_err(|error| error.at(index))?);
        }
        compare_one_currency(&mut candidates);
        Ok(candidates)
    }

    pub(super) fn candidate(&mut self, entry: &Entry<'_>) -> Result<Candidate> {
        let product = match entry {
            Entry::Known(product) => *product,
            Entry::Inline(value) => {
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
    pub(super) fn show(&mut self, slate: Slate) {
        let active = self.consent.active();
        if active.has(Purpose::Rank) || active.has(Purpose::Price) {
            self.slates.show(slate);
        }
    }
}

/// Amounts of different currencies are never compared: in a list with several, only prices in the first currency
/// count.
fn compare_one_currency(candidates: &mut [Candidate]) {
    let Some(currency) = candidates
        .iter()
        .find_map(|candidate| candidate.info.currency)
    else {
        return;
    };
    for candidate in candidates {
        if candidate
            .info
            .currency
            .is_some_and(|other| other != currency)
        {
            let info = Rc::make_mut(&mut candidate.info);
            (info.price, info.list_price) = (None, None);
        }
    }
}

/// A ranking as the list a choice will be made from.
fn slate(shown: &RankedList) -> Slate {
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
