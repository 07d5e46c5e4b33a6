//! What follows from the evidence: the state, and the one there was before the last visits, so that a receipt can tell what
//! they changed.

use super::evidence::Record;
use super::items::Items;
use super::memory::VISIT_GAP_MS;
use super::prior::Prior;
use super::state::State;
use std::rc::Rc;

/// The state, and an earlier one. The fold passes the earlier one on its way, so both together cost one fold.
#[derive(Debug, Clone)]
pub(super) struct Learned {
    pub(super) state: State,
    earlier: State,
    /// Records, from the oldest on, that `earlier` knows.
    known: usize,
}

impl Learned {
    /// Nothing learned yet.
    pub(super) fn new(prior: &Rc<Prior>) -> Self {
        Learned {
            state: State::new(Rc::clone(prior)),
            earlier: State::new(Rc::clone(prior)),
            known: 0,
        }
    }

    /// Learns from the next records, at most `most`, of all that there are in the order of their ids; how many are left.
    pub(super) fn learn(&mut self, records: &[Record], items: &Items, most: usize) -> usize {
        let from = self.state.records as usize;
        let upto = records.len().min(from.saturating_add(most));
        let (_, known) = last_visits(records, RECEIPT_VISITS);
        let middle = known.clamp(from, upto);
        self.state.learn_all(&records[from..middle], items);
        if middle == known {
            self.earlier = self.state.clone();
            self.known = known;
        }
        self.state.learn_all(&records[middle..upto], items);
        records.len() - upto
    }

    /// The number of the last visits, at most three, and the state without them. `records` have only grown since this was made.
    pub(super) fn before_last_visits(
        &mut self,
        records: &[Record],
        items: &Items,
    ) -> (usize, &State) {
        let (visits, known) = last_visits(records, RECEIPT_VISITS);
        self.earlier.learn_all(&records[self.known..known], items);
        self.known = known;
        (visits, &self.earlier)
    }
}

impl State {
    fn learn_all(&mut self, records: &[Record], items: &Items) {
        records.iter().for_each(|record| self.fold(record, items));
    }
}

/// Visits whose part in a ranking its receipts tell.
const RECEIPT_VISITS: usize = 3;

/// How many of the last visits there are, at most `most`, and how many records came before them.
pub(super) fn last_visits(records: &[Record], most: usize) -> (usize, usize) {
    let at_ms = |at: usize| records[at].id.at_ms;
    let begins = |at: &usize| *at == 0 || at_ms(*at).saturating_sub(at_ms(at - 1)) > VISIT_GAP_MS;
    let starts = (0..records.len()).rev().filter(begins).take(most);
    starts.fold((0, 0), |(visits, _), start| (visits + 1, start))
}
