//! The shopper's decisions with their order in time, so that two tabs agree on the latest whichever they hear first.

use super::consent::PurposeState;
use super::purpose::{Purpose, PurposeSet};
use crate::time::DAY_MS;

/// How far ahead of this tab's clock (ms) a stamp from elsewhere may be. A message is not to be trusted: one that is farther
/// ahead counts as the next decision, so that no message can outlast every later decision.
const MAX_LEAD: u64 = 1 << 20;

/// One decision about one purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Decision {
    /// What was decided.
    pub state: PurposeState,
    /// A hybrid logical clock: the time in epoch ms, or one above all that its tab knew of. 0: kept without a stamp.
    pub stamp: u64,
}

impl Decision {
    /// The later of two decisions; of two at the same time, the stricter.
    #[must_use]
    fn later(self, other: Decision) -> Decision {
        let rank = |decision: Decision| (decision.stamp, strictness(decision.state));
        if rank(other) > rank(self) {
            other
        } else {
            self
        }
    }
}

/// A refusal is stricter than silence, and silence is stricter than a yes.
fn strictness(state: PurposeState) -> u8 {
    match state {
        PurposeState::Granted => 0,
        PurposeState::Unset => 1,
        PurposeState::Denied => 2,
    }
}

/// The shopper's decision on each purpose: a last-writer-wins register a purpose, where a refusal wins a tie. Joining is
/// commutative, associative and idempotent, so the order in which tabs look at the vault does not matter.
///
/// ```
/// use ownshelf::privacy::{Decisions, Purpose, PurposeState};
/// let mut here = Decisions::default();
/// here.decide(Purpose::Rank, PurposeState::Granted, 1_000);
/// let mut elsewhere = here;
/// elsewhere.decide(Purpose::Rank, PurposeState::Denied, 2_000);
/// here.join(&elsewhere);
/// assert_eq!(here.state(Purpose::Rank), PurposeState::Denied);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Decisions([Decision; 8]);

impl Decisions {
    /// What was decided about a purpose.
    pub fn state(&self, purpose: Purpose) -> PurposeState {
        self.0[purpose as usize].state
    }

    /// The decision about a purpose with its stamp.
    pub fn get(&self, purpose: Purpose) -> Decision {
        self.0[purpose as usize]
    }

    /// The highest stamp of all.
    pub fn clock(&self) -> u64 {
        self.0
            .iter()
            .map(|decision| decision.stamp)
            .max()
            .unwrap_or(0)
    }

    /// Takes a decision made here at a time (epoch ms; 0: not known), later than all that is known.
    pub fn decide(&mut self, purpose: Purpose, state: PurposeState, now_ms: u64) {
        let stamp = self.clock().saturating_add(1).max(now_ms);
        self.0[purpose as usize] = Decision { state, stamp };
    }

    /// Takes a decision as it was kept. A stamp over a day ahead of the clock (epoch ms) was set by a clock gone wrong or by a
    /// stranger's hand: it counts as of now, so that no decision outlasts those after it.
    pub fn put_kept(&mut self, purpose: Purpose, decision: Decision, now_ms: u64) {
        let ahead = decision.stamp > now_ms.saturating_add(DAY_MS);
        let stamp = if ahead { now_ms } else { decision.stamp };
        self.put(purpose, Decision { stamp, ..decision });
    }

    /// Takes a decision as it is.
    pub fn put(&mut self, purpose: Purpose, decision: Decision) {
        self.0[purpose as usize] = decision;
    }

    /// Takes what an earlier page of this tab left, where nothing else is known. Any script of the page can write there, so
    /// only a refusal or what learns in this tab comes from it; whatever the vault says is the later word.
    pub fn join_journal(&mut self, left: &[(Purpose, PurposeState)]) {
        for (purpose, state) in left {
            let may_return = *state == PurposeState::Denied || PurposeSet::LEARNING.has(*purpose);
            let mine = &mut self.0[*purpose as usize];
            if may_return && *mine == Decision::default() {
                mine.state = *state;
            }
        }
    }

    /// Takes the later of both for each purpose. Only for what was read from the vault.
    pub fn join(&mut self, other: &Decisions) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine = mine.later(theirs);
        }
    }

    /// Takes a refusal heard from another tab. It binds unless a later decision is known here; never does it allow anything.
    pub fn join_refusal(&mut self, refused: PurposeSet, stamp: u64, now_ms: u64) {
        let clock = self.clock().max(now_ms);
        let stamp = match stamp {
            stamp if stamp > clock.saturating_add(MAX_LEAD) => clock.saturating_add(1),
            stamp => stamp,
        };
        let state = PurposeState::Denied;
        for purpose in Purpose::ALL.into_iter().filter(|p| refused.has(*p)) {
            let mine = &mut self.0[purpose as usize];
            *mine = mine.later(Decision { state, stamp });
        }
    }

    /// The purposes refused.
    pub fn refused(&self) -> PurposeSet {
        self.having(PurposeState::Denied)
    }

    /// The purposes in a state.
    pub fn having(&self, state: PurposeState) -> PurposeSet {
        Purpose::ALL
            .into_iter()
            .filter(|purpose| self.state(*purpose) == state)
            .fold(PurposeSet::NONE, PurposeSet::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decisions() -> impl Strategy<Value = Decisions> {
        proptest::array::uniform8((0u8..3, 0u64..4)).prop_map(|of| {
            Decisions(of.map(|(state, stamp)| Decision {
                state: [
                    PurposeState::Unset,
                    PurposeState::Granted,
                    PurposeState::Denied,
                ][usize::from(state)],
                stamp,
            }))
        })
    }

    fn joined(mut a: Decisions, b: &Decisions) -> Decisions {
        a.join(b);
        a
    }

    proptest! {
        #[test]
        fn tabs_agree_in_whichever_order_they_look(a in decisions(), b in decisions(), c in decisions()) {
            prop_assert_eq!(joined(a, &b), joined(b, &a));
            prop_assert_eq!(joined(joined(a, &b), &c), joined(a, &joined(b, &c)));
            prop_assert_eq!(joined(a, &a), a);
        }

        #[test]
        fn a_message_never_allows_anything(a in decisions(), bits: u8, stamp: u64) {
            let mut after = a;
            after.join_refusal(PurposeSet::from_bits(bits), stamp, 0);
            let granted = after.having(PurposeState::Granted);
            prop_assert_eq!(granted.and(a.having(PurposeState::Granted)), granted);
        }

        #[test]
        fn the_shopper_s_next_word_holds_against_any_message(a in decisions(), bits: u8, stamp: u64) {
            let mut after = a;
            after.join_refusal(PurposeSet::from_bits(bits), stamp, 0);
            after.decide(Purpose::Rank, PurposeState::Granted, 0);
            let vault = after;
            after.join(&vault);
            prop_assert_eq!(after.state(Purpose::Rank), PurposeState::Granted);
        }

        #[test]
        fn a_refusal_told_of_what_is_known_binds_at_once(a in decisions(), at in 0usize..8) {
            let purpose = Purpose::ALL[at];
            let mut teller = a;
            teller.decide(purpose, PurposeState::Denied, 0);
            let mut hearer = a;
            hearer.join_refusal(PurposeSet::NONE.with(purpose), teller.get(purpose).stamp, 0);
            prop_assert_eq!(hearer.state(purpose), PurposeState::Denied);
        }
    }
}
