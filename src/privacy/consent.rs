//! The state of consent, and what follows from it.

use super::decisions::Decisions;
use super::purpose::{Purpose, PurposeSet};

/// What the shopper said about one purpose.
///
/// ```
/// use ownshelf::privacy::PurposeState;
/// assert_eq!(PurposeState::parse("granted"), Some(PurposeState::Granted));
/// assert_eq!(PurposeState::default().name(), "unset");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum PurposeState {
    /// Nothing yet.
    #[default]
    Unset = 0,
    /// Yes.
    Granted = 1,
    /// No.
    Denied = 2,
}

impl PurposeState {
    /// All states.
    pub const ALL: [PurposeState; 3] = [Self::Unset, Self::Granted, Self::Denied];

    /// Reads `unset`, `granted`, `denied`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "unset" => Some(Self::Unset),
            "granted" => Some(Self::Granted),
            "denied" => Some(Self::Denied),
            _ => None,
        }
    }

    /// The name in the public contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unset => "unset",
            Self::Granted => "granted",
            Self::Denied => "denied",
        }
    }
}

/// What an unset purpose means.
///
/// ```
/// use ownshelf::privacy::{Consent, ConsentMode, Purpose};
/// let allows = |mode| Consent::new(mode, false, false).allows(Purpose::Rank);
/// assert!(allows(ConsentMode::Session) && !allows(ConsentMode::Ask));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ConsentMode {
    /// Unset acts as denied: nothing is learned until the shopper says so.
    #[default]
    Ask,
    /// Unset learning purposes work in memory, gone with the tab.
    Session,
}

/// Why a purpose cannot be switched on at this moment.
///
/// ```
/// use ownshelf::privacy::{Consent, ConsentMode, Lock, Purpose};
/// let minor = Consent::new(ConsentMode::Session, true, false);
/// assert_eq!(minor.lock(Purpose::Rank), Some(Lock::Minor));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// Global Privacy Control, where the shopper made no explicit choice of their own.
    Gpc,
    /// The shop says the shopper is a minor.
    Minor,
    /// The shop's consent manager holds a no.
    ConsentSource,
}

impl Lock {
    /// The name in the public contract.
    pub fn name(self) -> &'static str {
        match self {
            Lock::Gpc => "gpc",
            Lock::Minor => "minor",
            Lock::ConsentSource => "consentSource",
        }
    }
}

/// What becomes of a choice the shopper makes here while the shop has a consent manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Manager {
    /// The shop has none.
    #[default]
    Absent,
    /// It speaks and cannot be told: its refusals lock.
    Speaks,
    /// It can be told of choices made here, which then take the place of its own.
    Listens,
}

/// Everything that decides what may be learned, kept and carried: the shopper's decisions, the consent manager's, the locks.
///
/// A refusal wins: by the minor's lock over everything, by the manager's over the shopper's yes, by the shopper's over the
/// manager's yes, by Global Privacy Control over all but the shopper's own yes. While the device's storage has not told
/// what was refused before, what nobody granted counts as refused.
///
/// ```
/// use ownshelf::privacy::{Consent, ConsentMode, Purpose, PurposeState};
/// let mut consent = Consent::new(ConsentMode::Ask, false, false);
/// assert!(!consent.allows(Purpose::Rank));
/// consent.set(Purpose::Rank, PurposeState::Granted);
/// assert!(consent.allows(Purpose::Rank));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Consent {
    shopper: Decisions,
    /// What the manager said last; `None` where it said nothing, or was told otherwise since.
    manager: [Option<PurposeState>; 8],
    /// Whether there is a consent manager, and whether it can be told.
    pub managed: Manager,
    /// What an unset purpose means.
    pub mode: ConsentMode,
    /// Paused by the shopper: nothing is learned or used, nothing is forgotten.
    pub paused: bool,
    /// The shop says the shopper is a minor.
    pub minor: bool,
    /// The browser sends Global Privacy Control.
    pub gpc: bool,
    /// The device's storage has not told yet what is kept there, which may be a refusal.
    pub unread: bool,
}

impl Consent {
    /// No purpose decided yet.
    pub fn new(mode: ConsentMode, minor: bool, gpc: bool) -> Self {
        Consent {
            mode,
            minor,
            gpc,
            ..Consent::default()
        }
    }

    /// What counts as said about a purpose, locks aside: the shopper's word, else the manager's yes.
    pub fn state(&self, purpose: Purpose) -> PurposeState {
        let state = self.decided(purpose);
        match state {
            PurposeState::Unset if self.unread => PurposeState::Denied,
            state => state,
        }
    }

    fn decided(&self, purpose: Purpose) -> PurposeState {
        let manager = self.manager[purpose as usize];
        match self.shopper.state(purpose) {
            PurposeState::Unset if manager == Some(PurposeState::Granted) => PurposeState::Granted,
            state => state,
        }
    }

    /// The shopper's own decisions.
    pub fn shopper(&self) -> &Decisions {
        &self.shopper
    }

    /// Takes the shopper's word on one purpose. It takes the place of the manager's where the manager can be told.
    pub fn set(&mut self, purpose: Purpose, state: PurposeState) {
        self.set_at(purpose, state, 0);
    }

    /// Takes the shopper's word, said at a time (epoch ms): other tabs tell by it which word is the latest.
    pub fn set_at(&mut self, purpose: Purpose, state: PurposeState, now_ms: u64) {
        self.shopper.decide(purpose, state, now_ms);
        if self.managed == Manager::Listens && state != PurposeState::Unset {
            self.manager[purpose as usize] = None;
        }
    }

    /// Takes the manager's word. Its yes to purposes that were all refused here is the newer word and lifts these refusals;
    /// otherwise single refusals made here stand. Its first word lifts none: it may be older than they are.
    pub fn hear_manager(&mut self, said: &[(Purpose, PurposeState)]) {
        let granted = || {
            said.iter()
                .filter(|(_, state)| *state == PurposeState::Granted)
        };
        let spoke = self.manager.iter().any(Option::is_some);
        let newly =
            granted().any(|(p, _)| self.manager[*p as usize] != Some(PurposeState::Granted));
        if spoke && newly && granted().all(|(p, _)| self.shopper.state(*p) == PurposeState::Denied)
        {
            for (purpose, _) in granted() {
                self.shopper.decide(*purpose, PurposeState::Unset, 0);
            }
        }
        for (purpose, state) in said {
            self.manager[*purpose as usize] = Some(*state);
        }
    }

    /// What the manager said last about a purpose.
    pub fn manager(&self, purpose: Purpose) -> Option<PurposeState> {
        self.manager[purpose as usize]
    }

    /// Whether the manager has not answered yet about a purpose that nobody decided here either.
    pub fn awaits_manager(&self, purpose: Purpose) -> bool {
        let said = self.manager[purpose as usize].unwrap_or_default();
        self.managed != Manager::Absent
            && self.shopper.state(purpose) == PurposeState::Unset
            && said == PurposeState::Unset
    }

    /// Takes over what the vault says was decided; of two decisions the later counts.
    pub fn join(&mut self, vault: &Decisions) {
        self.shopper.join(vault);
    }

    /// Takes what an earlier page of this tab left; see [`Decisions::join_journal`].
    pub fn join_journal(&mut self, left: &[(Purpose, PurposeState)]) {
        self.shopper.join_journal(left);
    }

    /// Takes a refusal heard from another tab; see [`Decisions::join_refusal`].
    pub fn join_refusal(&mut self, refused: PurposeSet, stamp: u64, now_ms: u64) {
        self.shopper.join_refusal(refused, stamp, now_ms);
    }

    /// Takes back every grant made here; refusals stand.
    pub fn revoke_grants(&mut self) {
        for purpose in Purpose::ALL {
            if self.shopper.state(purpose) == PurposeState::Granted {
                self.shopper.decide(purpose, PurposeState::Unset, 0);
            }
        }
    }

    /// Whether the profile may be kept on the device: a pause keeps what there is.
    pub fn may_keep(&self) -> bool {
        let refused = self.manager[Purpose::Remember as usize] == Some(PurposeState::Denied);
        !self.minor && !refused && self.decided(Purpose::Remember) == PurposeState::Granted
    }

    /// What may be kept of the shopper's decisions: all if the profile may be kept, else the refusals alone.
    pub fn to_keep(&self) -> Decisions {
        let mut kept = Decisions::default();
        for purpose in Purpose::ALL {
            let decision = self.shopper.get(purpose);
            if self.may_keep() || decision.state == PurposeState::Denied {
                kept.put(purpose, decision);
            }
        }
        kept
    }

    /// Refusals that go along to another device.
    pub fn carried_refusals(&self) -> PurposeSet {
        self.shopper.refused().and(PurposeSet::CARRIED)
    }

    /// Of purposes refused on another device, those not refused here: of two answers the stricter counts.
    pub fn stricter(&self, refused: PurposeSet) -> PurposeSet {
        PurposeSet::CARRIED
            .and(refused)
            .minus(self.shopper.refused())
    }

    /// What holds a purpose back whatever its state.
    pub fn lock(&self, purpose: Purpose) -> Option<Lock> {
        if self.minor {
            Some(Lock::Minor)
        } else if self.manager[purpose as usize] == Some(PurposeState::Denied) {
            Some(Lock::ConsentSource)
        } else if self.gpc
            && purpose == Purpose::Insights
            && self.state(purpose) != PurposeState::Granted
        {
            Some(Lock::Gpc)
        } else {
            None
        }
    }

    /// Whether a purpose is allowed, pause aside: what evidence may exist.
    pub fn allows(&self, purpose: Purpose) -> bool {
        if self.lock(purpose).is_some() {
            return false;
        }
        match self.state(purpose) {
            PurposeState::Granted => true,
            PurposeState::Denied => false,
            // `remember`, `link` and `insights` are never on without their own yes.
            PurposeState::Unset => {
                self.mode == ConsentMode::Session && PurposeSet::LEARNING.has(purpose)
            }
        }
    }

    /// All purposes for which evidence may exist.
    pub fn allowed(&self) -> PurposeSet {
        Purpose::ALL
            .into_iter()
            .filter(|p| self.allows(*p))
            .fold(PurposeSet::NONE, PurposeSet::with)
    }

    /// All purposes that work at this moment: none while paused.
    pub fn active(&self) -> PurposeSet {
        if self.paused {
            PurposeSet::NONE
        } else {
            self.allowed()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_allowed_until_said() {
        let mut consent = Consent::default();
        assert!(consent.active().is_empty());
        consent.set(Purpose::Rank, PurposeState::Granted);
        assert!(consent.allows(Purpose::Rank) && !consent.allows(Purpose::Price));
        consent.paused = true;
        assert!(consent.active().is_empty() && consent.allows(Purpose::Rank));
    }

    #[test]
    fn session_mode_never_turns_on_what_needs_its_own_yes() {
        let consent = Consent {
            mode: ConsentMode::Session,
            ..Consent::default()
        };
        assert_eq!(consent.active(), PurposeSet::LEARNING);
    }

    #[test]
    fn gpc_and_minor_lock() {
        let mut consent = Consent {
            gpc: true,
            mode: ConsentMode::Session,
            ..Consent::default()
        };
        assert_eq!(consent.lock(Purpose::Insights), Some(Lock::Gpc));
        consent.set(Purpose::Insights, PurposeState::Granted);
        assert!(
            consent.allows(Purpose::Insights),
            "an explicit choice wins over the browser's signal"
        );
        consent.minor = true;
        assert!(consent.active().is_empty());
    }

    #[test]
    fn a_manager_s_refusal_locks_whatever_was_said_here() {
        let mut consent = Consent::default();
        consent.set(Purpose::Rank, PurposeState::Granted);
        consent.hear_manager(&[(Purpose::Rank, DENIED)]);
        assert_eq!(consent.lock(Purpose::Rank), Some(Lock::ConsentSource));
        assert!(!consent.allows(Purpose::Rank));
        consent.hear_manager(&[(Purpose::Rank, PurposeState::Unset)]);
        assert!(consent.allows(Purpose::Rank));
    }

    const GRANTED: PurposeState = PurposeState::Granted;
    const DENIED: PurposeState = PurposeState::Denied;

    #[test]
    fn a_manager_that_listens_is_told_and_its_lock_goes() {
        for (managed, allowed) in [(Manager::Listens, true), (Manager::Speaks, false)] {
            let mut consent = Consent {
                managed,
                ..Consent::default()
            };
            consent.hear_manager(&[(Purpose::Rank, DENIED)]);
            consent.set(Purpose::Rank, GRANTED);
            assert_eq!(consent.allows(Purpose::Rank), allowed);
        }
    }

    #[test]
    fn a_manager_s_first_yes_lifts_no_refusal_and_a_newer_one_lifts_all() {
        let yes = [(Purpose::Rank, GRANTED), (Purpose::Price, GRANTED)];
        let mut consent = Consent::default();
        consent.set(Purpose::Rank, DENIED);
        consent.set(Purpose::Price, DENIED);
        consent.hear_manager(&yes);
        assert!(
            !consent.allows(Purpose::Rank),
            "it may be older than the refusal"
        );
        consent.hear_manager(&[(Purpose::Rank, DENIED), (Purpose::Price, DENIED)]);
        consent.hear_manager(&yes);
        assert!(consent.allows(Purpose::Rank) && consent.allows(Purpose::Price));
        consent.set(Purpose::Price, DENIED);
        consent.hear_manager(&[(Purpose::Rank, DENIED)]);
        consent.hear_manager(&yes);
        assert!(consent.allows(Purpose::Rank) && !consent.allows(Purpose::Price));
    }

    #[test]
    fn until_the_device_has_told_only_a_yes_said_here_counts() {
        let mut consent = Consent::new(ConsentMode::Session, false, false);
        consent.unread = true;
        assert!(consent.active().is_empty());
        consent.set(Purpose::Rank, GRANTED);
        assert_eq!(consent.active(), PurposeSet::NONE.with(Purpose::Rank));
        consent.unread = false;
        assert_eq!(consent.active(), PurposeSet::LEARNING);
    }

    use proptest::prelude::*;

    /// One step in the life of a shelf's consent.
    #[derive(Debug, Clone)]
    enum Step {
        Shopper(Purpose, PurposeState),
        Manager(Purpose, PurposeState),
        Heard(u8, u64),
        Pause(bool),
        Erase,
    }

    fn step() -> impl Strategy<Value = Step> {
        let purpose = || (0usize..8).prop_map(|at| Purpose::ALL[at]);
        let state = || prop_oneof![Just(PurposeState::Unset), Just(GRANTED), Just(DENIED)];
        prop_oneof![
            (purpose(), state()).prop_map(|(p, s)| Step::Shopper(p, s)),
            (purpose(), state()).prop_map(|(p, s)| Step::Manager(p, s)),
            (any::<u8>(), any::<u64>()).prop_map(|(bits, stamp)| Step::Heard(bits, stamp)),
            any::<bool>().prop_map(Step::Pause),
            Just(Step::Erase),
        ]
    }

    fn after(consent: &mut Consent, step: &Step) {
        match step {
            Step::Shopper(purpose, state) => consent.set(*purpose, *state),
            Step::Manager(purpose, state) => consent.hear_manager(&[(*purpose, *state)]),
            Step::Heard(bits, stamp) => {
                consent.join_refusal(PurposeSet::from_bits(*bits), *stamp, 0)
            }
            Step::Pause(paused) => consent.paused = *paused,
            Step::Erase => consent.revoke_grants(),
        }
    }

    fn consent() -> impl Strategy<Value = Consent> {
        let managed = prop_oneof![
            Just(Manager::Absent),
            Just(Manager::Speaks),
            Just(Manager::Listens)
        ];
        let mode = prop_oneof![Just(ConsentMode::Ask), Just(ConsentMode::Session)];
        (managed, mode, any::<(bool, bool, bool)>()).prop_map(
            |(managed, mode, (minor, gpc, unread))| Consent {
                managed,
                unread,
                ..Consent::new(mode, minor, gpc)
            },
        )
    }

    proptest! {
        /// Whatever came before: a refusal said last wins over everything, a lock over every yes, and nothing that needs a
        /// yes of its own works without one.
        #[test]
        fn a_refusal_wins(mut consent in consent(), steps in proptest::collection::vec(step(), 0..40)) {
            let mut yes = PurposeSet::NONE;
            for step in &steps {
                after(&mut consent, step);
                match step {
                    Step::Shopper(purpose, DENIED) => prop_assert!(!consent.allows(*purpose)),
                    Step::Manager(purpose, DENIED) => {
                        prop_assert!(!consent.allows(*purpose));
                        prop_assert!(*purpose != Purpose::Remember || !consent.may_keep());
                    }
                    Step::Shopper(purpose, GRANTED) | Step::Manager(purpose, GRANTED) => yes = yes.with(*purpose),
                    _ => {}
                }
                if consent.minor {
                    prop_assert!(consent.allowed().is_empty() && !consent.may_keep());
                }
                if consent.paused {
                    prop_assert!(consent.active().is_empty());
                }
                for purpose in Purpose::ALL {
                    let unset = consent.mode == ConsentMode::Session && PurposeSet::LEARNING.has(purpose) && !consent.unread;
                    prop_assert!(!consent.allows(purpose) || yes.has(purpose) || unset);
                    prop_assert!(!consent.allows(purpose) || consent.lock(purpose).is_none());
                    // Only refusals are kept of a shopper who does not want to be remembered.
                    let kept = consent.to_keep().state(purpose);
                    prop_assert!(consent.may_keep() || kept != GRANTED);
                }
            }
        }
    }
}
