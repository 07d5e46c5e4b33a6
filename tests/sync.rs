//! Tabs, vault and channel in random interleavings, with crashes, late writes, sleep and forged messages: nothing that was
//! refused, forgotten or erased comes back, and no message allows anything.

use ownshelf::privacy::{Consent, Decisions, Purpose, PurposeSet, PurposeState};
use ownshelf::shelf::sync::{Change, Command, Event, Message, Outcome, Sync, VaultVersion};
use proptest::prelude::*;
use std::collections::{BTreeSet, VecDeque};

const TABS: usize = 3;
const PURPOSES: [Purpose; 3] = [Purpose::Rank, Purpose::Insights, Purpose::Remember];

/// A record: when it was made, and the fact it speaks of.
type Record = (u64, u8);

#[derive(Debug, Clone)]
struct Vault {
    version: VaultVersion,
    decisions: Decisions,
    records: BTreeSet<Record>,
}

/// What is kept: decisions and records, or the refusals alone.
#[derive(Debug, Clone)]
struct Content {
    decisions: Decisions,
    records: BTreeSet<Record>,
}

/// I/O asked for and not done yet. What is to be written was put together when it was asked for.
#[derive(Debug, Clone)]
enum Io {
    Read,
    Write(Option<VaultVersion>, VaultVersion, Option<Content>),
    Erase(Option<Vec<String>>),
}

#[derive(Debug, Default)]
struct Tab {
    sync: Sync,
    consent: Consent,
    records: BTreeSet<Record>,
    unsaved: BTreeSet<Record>,
    inbox: VecDeque<Message>,
    io: Option<Io>,
    asleep: bool,
    found: Option<Vault>,
    /// When a refusal that binds this tab was made, by purpose.
    refused_at: [u64; 8],
}

#[derive(Debug, Default)]
struct World {
    tabs: Vec<Tab>,
    vault: Option<Vault>,
    lock: Option<usize>,
    now: u64,
    lives: u64,
    last_grant: [u64; 8],
    /// When the last erasure that was carried out was asked for, and the last forgetting of each fact.
    erasing: Vec<Option<u64>>,
    erased_at: u64,
    crashed: bool,
    forgotten_at: [u64; 3],
}

#[derive(Debug, Clone)]
enum Step {
    Decide(usize, usize, PurposeState),
    Learn(usize, u8),
    Forget(usize, u8),
    Erase(usize),
    Deliver(usize),
    Io(usize),
    Crash(usize),
    Sleep(usize),
    Wake(usize),
    Forge(Message),
}

fn message() -> impl Strategy<Value = Message> {
    prop_oneof![
        Just(Message::Look),
        (any::<u8>(), any::<u64>()).prop_map(|(bits, stamp)| Message::Refused {
            purposes: PurposeSet::from_bits(bits),
            stamp
        }),
        Just(Message::Forgot("1".into())),
        Just(Message::Paused),
        Just(Message::Erased(None)),
        (0u64..4).prop_map(|life| Message::Erased(Some(format!("life{life}")))),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let tab = || 0..TABS;
    let state = prop_oneof![3 => Just(PurposeState::Granted), 1 => Just(PurposeState::Denied), 1 => Just(PurposeState::Unset)];
    prop_oneof![
        6 => (tab(), 0usize..3, state).prop_map(|(t, p, s)| Step::Decide(t, p, s)),
        5 => (tab(), 0u8..3).prop_map(|(t, k)| Step::Learn(t, k)),
        2 => (tab(), 0u8..3).prop_map(|(t, k)| Step::Forget(t, k)),
        1 => tab().prop_map(Step::Erase),
        8 => tab().prop_map(Step::Deliver),
        14 => tab().prop_map(Step::Io),
        1 => tab().prop_map(Step::Crash),
        1 => tab().prop_map(Step::Sleep),
        2 => tab().prop_map(Step::Wake),
        1 => message().prop_map(Step::Forge),
    ]
}

impl World {
    fn new() -> Self {
        let mut world = World::default();
        for at in 0..TABS {
            world.tabs.push(Tab::default());
            world.erasing.push(None);
            world.event(at, Event::Opened);
        }
        world
    }

    fn event(&mut self, at: usize, event: Event) {
        for command in self.tabs[at].sync.on(event) {
            self.command(at, command);
        }
    }

    fn command(&mut self, at: usize, command: Command) {
        let now = self.now;
        let tab = &mut self.tabs[at];
        match command {
            Command::Read => tab.io = Some(Io::Read),
            Command::EraseVault { only } => tab.io = Some(Io::Erase(only)),
            Command::Write { expected, version } => {
                let keep = tab.consent.may_keep();
                let decisions = tab.consent.to_keep();
                let anything = keep || decisions != Decisions::default();
                let records = if keep {
                    tab.records.clone()
                } else {
                    BTreeSet::new()
                };
                if keep {
                    tab.unsaved.clear();
                }
                tab.io = Some(Io::Write(
                    expected,
                    version,
                    anything.then_some(Content { decisions, records }),
                ));
            }
            Command::TakeOver { forget, .. } => {
                let found = tab.found.clone().expect("read before it is taken over");
                tab.consent.join(&found.decisions);
                if tab.consent.may_keep() {
                    tab.records = found.records.union(&tab.unsaved).copied().collect();
                }
                forget.iter().for_each(|key| forget_in(tab, key));
                if tab.consent.may_keep() && !tab.unsaved.is_empty() {
                    self.event(at, Event::Learned);
                }
            }
            Command::Tell(message) => {
                for (other, tab) in self.tabs.iter_mut().enumerate() {
                    if other != at && !tab.asleep {
                        tab.inbox.push_back(message.clone());
                    }
                }
            }
            Command::Refuse { purposes, stamp } => tab.consent.join_refusal(purposes, stamp, now),
            Command::Forget(key) => forget_in(tab, &key),
            Command::Pause => tab.consent.paused = true,
            Command::ForgetAll => {
                tab.records.clear();
                tab.unsaved.clear();
                tab.consent.revoke_grants();
            }
            Command::EmitChange => {}
        }
    }

    fn io(&mut self, at: usize) {
        if self.lock.is_some_and(|holder| holder != at) {
            return;
        }
        let Some(io) = self.tabs[at].io.take() else {
            return;
        };
        self.lock = Some(at);
        match io {
            Io::Read => {
                self.lives += 1;
                self.tabs[at].found = self.vault.clone();
                let found = self.vault.as_ref().map(|vault| vault.version.clone());
                let fresh_life = format!("life{}", self.lives);
                self.event(at, Event::Found { found, fresh_life });
            }
            Io::Write(expected, version, content) => {
                let current = self.vault.as_ref().map(|vault| vault.version.clone());
                if current == expected {
                    let outcome = content.as_ref().map_or(Outcome::Nothing, |_| Outcome::Kept);
                    self.vault = content.map(
                        |Content {
                             decisions, records, ..
                         }| Vault {
                            version,
                            decisions,
                            records,
                        },
                    );
                    self.event(at, Event::Written { outcome });
                } else {
                    self.event(at, Event::Conflict);
                }
            }
            Io::Erase(only) => {
                let life = self.vault.as_ref().map(|vault| vault.version.life.clone());
                if only.is_none_or(|only| life.is_some_and(|life| only.contains(&life))) {
                    self.vault = None;
                }
                if let Some(asked) = self.erasing[at].take() {
                    self.erased_at = self.erased_at.max(asked);
                }
                self.event(at, Event::VaultErased);
            }
        }
        // The lock goes from reading to the write that follows it.
        if !matches!(self.tabs[at].io, Some(Io::Write(..))) {
            self.lock = None;
        }
    }

    fn deliver(&mut self, at: usize) {
        let now = self.now;
        let Some(message) = self.tabs[at].inbox.pop_front() else {
            return;
        };
        self.event(at, Event::Heard(message.clone()));
        let tab = &mut self.tabs[at];
        if let Message::Refused { purposes, stamp } = message
            && stamp <= now
        {
            for purpose in PURPOSES.into_iter().filter(|p| purposes.has(*p)) {
                let refused = &mut tab.refused_at[purpose as usize];
                *refused = stamp.max(*refused);
                // A yes that is newer may be known here already; else the refusal binds at once.
                let newer = self.last_grant[purpose as usize] > stamp;
                assert!(
                    newer || tab.consent.state(purpose) != PurposeState::Granted,
                    "a refusal binds at once"
                );
            }
        }
    }

    fn step(&mut self, step: &Step) {
        // Real time goes on faster than decisions are made.
        self.now += 100;
        let now = self.now;
        match step {
            Step::Decide(at, purpose, state) if !self.tabs[*at].asleep => {
                let purpose = PURPOSES[*purpose];
                let tab = &mut self.tabs[*at];
                tab.consent.set_at(purpose, *state, now);
                let stamp = tab.consent.shopper().get(purpose).stamp;
                let change = match state {
                    PurposeState::Denied => {
                        tab.refused_at[purpose as usize] = now;
                        Change::Refused {
                            purposes: PurposeSet::NONE.with(purpose),
                            stamp,
                        }
                    }
                    _ => Change::Allowed,
                };
                if *state == PurposeState::Granted {
                    self.last_grant[purpose as usize] = now;
                }
                self.event(*at, Event::Changed(change));
            }
            Step::Learn(at, key) if !self.tabs[*at].asleep && !self.tabs[*at].sync.looking() => {
                self.tabs[*at].records.insert((now, *key));
                self.tabs[*at].unsaved.insert((now, *key));
                self.event(*at, Event::Learned);
            }
            Step::Forget(at, key) if !self.tabs[*at].asleep => {
                self.forgotten_at[usize::from(*key)] = now;
                forget_in(&mut self.tabs[*at], &key.to_string());
                self.event(*at, Event::Changed(Change::Forgot(key.to_string())));
            }
            Step::Erase(at) if !self.tabs[*at].asleep => {
                self.erasing[*at] = Some(now);
                self.event(*at, Event::Erased);
                assert!(self.tabs[*at].records.is_empty());
            }
            Step::Deliver(at) if !self.tabs[*at].asleep => self.deliver(*at),
            Step::Io(at) if !self.tabs[*at].asleep => self.io(*at),
            // A tab that dies before it hears of an erasure, but after it wrote for the first time what it had learned before,
            // leaves that on the device: nothing there can say that it was erased. Every other death is safe.
            Step::Crash(at)
                if self.tabs[*at]
                    .inbox
                    .iter()
                    .any(|m| matches!(m, Message::Erased(_))) => {}
            Step::Crash(at) => {
                self.crashed = true;
                self.erasing[*at] = None;
                self.lock = self.lock.filter(|holder| holder != at);
                self.tabs[*at] = Tab::default();
                self.event(*at, Event::Opened);
            }
            // A page that is hidden writes what it learned before it sleeps.
            Step::Sleep(at) => {
                let tab = &mut self.tabs[*at];
                tab.asleep = tab.io.is_none()
                    && tab.unsaved.is_empty()
                    && tab.inbox.is_empty()
                    && tab.sync.known().is_some();
            }
            Step::Wake(at) => self.wake(*at),
            Step::Forge(message) => {
                for tab in self.tabs.iter_mut().filter(|tab| !tab.asleep) {
                    tab.inbox.push_back(message.clone());
                }
            }
            _ => {}
        }
        self.check();
    }

    fn wake(&mut self, at: usize) {
        if std::mem::take(&mut self.tabs[at].asleep) {
            self.event(at, Event::Woke);
            assert!(
                self.tabs[at].sync.looking(),
                "nothing is used until it has looked"
            );
        }
    }

    fn check(&self) {
        for tab in self
            .tabs
            .iter()
            .filter(|tab| !tab.asleep && !tab.sync.looking())
        {
            for purpose in PURPOSES.into_iter().filter(|p| tab.consent.allows(*p)) {
                let granted = self.last_grant[purpose as usize];
                assert!(
                    granted > tab.refused_at[purpose as usize],
                    "{purpose:?} came back, or was never granted"
                );
            }
        }
    }

    /// All that is under way comes to its end; false if it never does.
    fn settle(&mut self) -> bool {
        (0..TABS).for_each(|at| self.wake(at));
        for _ in 0..2000 {
            if self
                .tabs
                .iter()
                .all(|tab| tab.io.is_none() && tab.inbox.is_empty())
            {
                return true;
            }
            for at in 0..TABS {
                self.io(at);
                self.deliver(at);
            }
        }
        false
    }
}

fn forget_in(tab: &mut Tab, key: &str) {
    let key: u8 = key.parse().expect("a number");
    tab.records.retain(|(_, of)| *of != key);
    tab.unsaved.retain(|(_, of)| *of != key);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn nothing_refused_forgotten_or_erased_comes_back(steps in proptest::collection::vec(step(), 1..120)) {
        let mut world = World::new();
        steps.iter().for_each(|step| world.step(step));
        prop_assert!(world.settle(), "tabs go on talking for ever");
        world.check();
        let held = world.tabs.iter().map(|tab| &tab.records).chain(world.vault.iter().map(|vault| &vault.records));
        for (at, key) in held.flatten() {
            prop_assert!(*at > world.erased_at, "erased at {} and back", world.erased_at);
            let forgotten = world.forgotten_at[usize::from(*key)];
            prop_assert!(world.crashed || *at > forgotten, "forgotten at {forgotten} and back");
        }
        if let Some(vault) = &world.vault {
            for tab in world.tabs.iter().filter(|tab| tab.consent.may_keep()) {
                prop_assert_eq!(&tab.records, &vault.records, "tabs that remember agree with the vault");
            }
        }
    }

    #[test]
    fn no_message_allows_anything(messages in proptest::collection::vec((0..TABS, message()), 1..60)) {
        let mut world = World::new();
        for (at, message) in messages {
            world.tabs[at].inbox.push_back(message);
            world.deliver(at);
            world.io(at);
        }
        prop_assert!(world.settle());
        for tab in &world.tabs {
            prop_assert!(tab.consent.shopper().having(PurposeState::Granted).is_empty());
            prop_assert!(tab.consent.allowed().is_empty());
        }
    }
}
