//! The state of consent, and what follows from it.

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

/// Everything that decides what may be learned.
///
/// ```
/// use ownshelf::privacy::{Consent, ConsentMode, Purpose, PurposeState};
/// let mut consent = Consent::new(ConsentMode::Ask, false, false);
/// assert!(!consent.allows(Purpose::Rank), "nothing was said yet");
/// consent.set(Purpose::Rank, PurposeState::Granted);
/// assert!(consent.active().has(Purpose::Rank));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Consent {
    states: [PurposeState; 8],
    /// What an unset purpose means.
    pub mode: ConsentMode,
    /// Paused by the shopper: nothing is learned or used, nothing is forgotten.
    pub paused: bool,
    /// The shop says the shopper is a minor.
    pub minor: bool,
    /// The browser sends Global Privacy Control.
    pub gpc: bool,
    /// What the shop's consent manager refuses.
    pub refused_by_source: PurposeSet,
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

    /// What the shopper said about a purpose.
    pub fn state(&self, purpose: Purpose) -> PurposeState {
        self.states[purpose as usize]
    }

    /// Takes the shopper's word on one purpose.
    pub fn set(&mut self, purpose: Purpose, state: PurposeState) {
        self.states[purpose as usize] = state;
    }

    /// What holds a purpose back whatever its state.
    pub fn lock(&self, purpose: Purpose) -> Option<Lock> {
        if self.minor {
            Some(Lock::Minor)
        } else if self.refused_by_source.has(purpose) {
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
        consent.refused_by_source = PurposeSet::NONE.with(Purpose::Rank);
        assert_eq!(consent.lock(Purpose::Rank), Some(Lock::ConsentSource));
        assert!(!consent.allows(Purpose::Rank));
        consent.refused_by_source = PurposeSet::NONE;
        assert!(consent.allows(Purpose::Rank));
    }
}
