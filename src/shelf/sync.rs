//! What a tab, the other tabs and the vault must agree on, as a state machine without I/O: events in, commands out.
//!
//! The vault on the device is the truth. A tab never writes its memory over it: it reads, takes over what others decided and
//! forgot, adds what it learned since, and writes that only if nobody wrote meanwhile. So nothing that was erased, forgotten
//! or refused elsewhere comes back, whichever tab writes first, crashes, or wakes up late.
//!
//! Any script of the origin can send a message. A message therefore takes away or says "look at the vault"; it never allows:
//!
//! | message | what the hearer does |
//! |---|---|
//! | refused (purposes, stamp) | refuses them at once, then looks at the vault |
//! | forgot (key) | forgets it at once, then looks |
//! | paused | pauses at once |
//! | erased | forgets everything at once, and takes nothing over from that life of the vault |
//! | look | looks at the vault |
//!
//! What may come without any message: a tab that slept looks before it ranks again ([`Sync::looking`]).
//!
//! A journal of the tab's own (the visit's evidence, synchronous, no lock) hangs on the same events: it is written at
//! [`Event::Changed`] and [`Event::Learned`], and goes at [`Command::ForgetAll`].

use crate::privacy::PurposeSet;

/// One state of the vault: `life` is another after each erasure, `seq` counts the writes of a life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultVersion {
    /// Random; names one life of the vault.
    pub life: String,
    /// The writes so far.
    pub seq: u64,
}

/// What tabs say to each other. Nothing in it can allow anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// The vault was written or erased.
    Look,
    /// The shopper refused purposes.
    Refused {
        /// Which.
        purposes: PurposeSet,
        /// When, in the order of decisions; see [`crate::privacy::Decisions::join_refusal`].
        stamp: u64,
    },
    /// The shopper forgot one fact.
    Forgot(String),
    /// The shopper paused.
    Paused,
    /// The shopper erased everything, this life of the vault with it.
    Erased(Option<String>),
}

/// What the shopper did in this tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Purposes were refused, at this stamp.
    Refused {
        /// Which.
        purposes: PurposeSet,
        /// When, in the order of decisions.
        stamp: u64,
    },
    /// Purposes were granted, or a word on them was taken back. Other tabs learn of it from the vault alone.
    Allowed,
    /// One fact was forgotten.
    Forgot(String),
    /// Days evidence is kept.
    Retention,
    /// Declared wishes; a sensitive topic may be allowed among them, so only the vault tells other tabs.
    Wishes,
    /// Paused; resuming is said in each tab.
    Paused,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The tab opened.
    Opened,
    /// The vault was read.
    Found {
        /// The version that was found, if any.
        found: Option<VaultVersion>,
        /// A random name, should a vault be made.
        fresh_life: String,
    },
    /// What [`Command::Write`] asked for is done.
    Written {
        /// What became of it.
        outcome: Outcome,
    },
    /// Another tab wrote or erased between reading and writing; nothing was written.
    Conflict,
    /// The vault cannot be read or written (quota, private mode).
    StorageFailed,
    /// [`Command::EraseVault`] is done.
    VaultErased,
    /// Another tab said something.
    Heard(Message),
    /// The shopper decided something here.
    Changed(Change),
    /// Something was learned here.
    Learned,
    /// The shopper erased everything here.
    Erased,
    /// The tab may have slept through messages.
    Woke,
}

/// What became of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// What may be kept is on the device: all of it, or the refusals alone.
    Kept,
    /// Nothing may be kept: there is no vault now.
    Nothing,
    /// The shop's consent manager has not answered yet: what was there stays as it is.
    Deferred,
}

/// What is to be done, in order, before the next event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Read the vault; answer with `Found` or `StorageFailed`. From here to the answer to what follows, one tab at a time
    /// where the browser has locks.
    Read,
    /// Take over what was found: join the decisions, merge the evidence, take the ledger. Then forget these keys again, and
    /// let own words hold where `keep_*` says so: they are newer than what was found. If something learned here may be kept
    /// only since, say [`Event::Learned`].
    TakeOver {
        /// Keys forgotten since this tab last wrote.
        forget: Vec<String>,
        /// The days set here are newer.
        keep_retention: bool,
        /// The wishes declared here are newer.
        keep_wishes: bool,
    },
    /// Write what may be kept now, if the vault is still at `expected`: `None` is no vault. If nothing may be kept, delete it
    /// under the same condition. Answer with `Written`, `Conflict` or `StorageFailed`.
    Write {
        /// The version that was read.
        expected: Option<VaultVersion>,
        /// The version to write.
        version: VaultVersion,
    },
    /// Delete the vault; answer with `VaultErased` or `StorageFailed`.
    EraseVault {
        /// Only if it is at one of these lives; `None`: whatever it is.
        only: Option<Vec<String>>,
    },
    /// Tell the other tabs.
    Tell(Message),
    /// Refuse purposes at once.
    Refuse {
        /// Which.
        purposes: PurposeSet,
        /// When, in the order of decisions.
        stamp: u64,
    },
    /// Forget one fact at once.
    Forget(String),
    /// Pause at once.
    Pause,
    /// Forget everything and take back every grant; refusals stand.
    ForgetAll,
    /// What the page shows may be another now.
    EmitChange,
}

/// What this tab is waiting for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waiting {
    Nothing,
    Found,
    Written,
    VaultErased,
}

/// Whether the vault is to be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Erasing {
    No,
    /// Where it is a life that was erased elsewhere.
    Lives,
    /// Whatever it is: the shopper erased here.
    All,
}

/// Pending writes: what holds against what is read from the vault until this tab has written it.
#[derive(Debug, Clone, Default)]
struct PendingWrites {
    forget: Vec<String>,
    retention: bool,
    wishes: bool,
    /// Anything at all is to be written.
    any: bool,
}

/// The state machine of one tab. One answer is outstanding at a time; what comes meanwhile is done after it.
#[derive(Debug, Clone)]
pub struct Sync {
    known: Option<VaultVersion>,
    /// Lives of the vault that were erased here or by what was heard, and may still lie on the device; the latest last.
    erased: Vec<String>,
    waiting: Waiting,
    /// The vault must be read (again) once the answer outstanding has come.
    read_again: bool,
    erase_vault: Erasing,
    looking: bool,
    pending: PendingWrites,
    /// The version being written.
    version: Option<VaultVersion>,
    /// What is being written, and holds again if that fails.
    writing: PendingWrites,
    failed: bool,
}

impl Default for Sync {
    fn default() -> Self {
        Self::new()
    }
}

/// A tab does not remember more keys than this one by one; far more than facts a profile holds.
const MAX_FORGET: usize = 1000;
/// Nor more erased lives.
const MAX_ERASED: usize = 16;

impl Sync {
    /// A tab that has not looked at the vault.
    pub fn new() -> Self {
        Sync {
            known: None,
            erased: Vec::new(),
            waiting: Waiting::Nothing,
            read_again: false,
            erase_vault: Erasing::No,
            looking: false,
            pending: PendingWrites::default(),
            version: None,
            writing: PendingWrites::default(),
            failed: false,
        }
    }

    /// Whether the tab has not looked yet what was decided elsewhere while it slept: until then nothing held is used.
    pub fn looking(&self) -> bool {
        self.looking
    }

    /// Whether the storage failed: the tab goes on in memory.
    pub fn failed(&self) -> bool {
        self.failed
    }

    /// The version of the vault this tab stands on.
    pub fn known(&self) -> Option<&VaultVersion> {
        self.known.as_ref()
    }

    /// Takes an event; what is to be done for it, in order.
    pub fn on(&mut self, event: Event) -> Vec<Command> {
        let mut out = Vec::new();
        match event {
            Event::Opened => self.read_again = true,
            Event::Woke => {
                self.looking = !self.failed;
                self.read_again = true;
            }
            Event::Learned => self.pending.any = true,
            Event::Changed(change) => self.changed(change, &mut out),
            Event::Heard(message) => self.heard(message, &mut out),
            Event::Erased => {
                let life = self.known.as_ref().map(|known| known.life.clone());
                self.forget_all(None, &mut out);
                self.erase_vault = Erasing::All;
                out.push(Command::Tell(Message::Erased(life)));
            }
            Event::Found { found, fresh_life } if self.waiting == Waiting::Found => {
                self.found(found, fresh_life, &mut out);
            }
            Event::Written { outcome } if self.waiting == Waiting::Written => {
                self.written(outcome, &mut out);
            }
            Event::VaultErased if self.waiting == Waiting::VaultErased => {
                self.waiting = Waiting::Nothing;
                // Another tab may have begun a new life meanwhile.
                self.read_again = true;
                out.push(Command::Tell(Message::Look));
            }
            Event::Conflict if self.waiting == Waiting::Written => {
                self.waiting = Waiting::Nothing;
                self.not_written();
            }
            Event::StorageFailed => self.storage_failed(&mut out),
            // An answer to nothing that was asked.
            Event::Found { .. } | Event::Written { .. } | Event::VaultErased | Event::Conflict => {}
        }
        self.go_on(&mut out);
        out
    }

    fn changed(&mut self, change: Change, out: &mut Vec<Command>) {
        self.pending.any = true;
        match change {
            Change::Refused { purposes, stamp } => {
                out.push(Command::Tell(Message::Refused { purposes, stamp }));
            }
            Change::Forgot(key) => {
                self.forgot(&key);
                out.push(Command::Tell(Message::Forgot(key)));
            }
            Change::Retention => self.pending.retention = true,
            Change::Wishes => self.pending.wishes = true,
            Change::Paused => out.push(Command::Tell(Message::Paused)),
            Change::Allowed => {}
        }
    }

    fn heard(&mut self, message: Message, out: &mut Vec<Command>) {
        match message {
            Message::Look => {
                self.read_again = true;
                return;
            }
            Message::Refused { purposes, stamp } => {
                out.push(Command::Refuse { purposes, stamp });
                // The tab that said it may crash before it writes.
                self.pending.any = true;
            }
            Message::Forgot(key) => {
                self.forgot(&key);
                out.push(Command::Forget(key));
                self.pending.any = true;
            }
            Message::Paused => out.push(Command::Pause),
            Message::Erased(life) => {
                self.forget_all(life, out);
                self.erase_vault = self.erase_vault.max(Erasing::Lives);
                return;
            }
        }
        out.push(Command::EmitChange);
    }

    fn forgot(&mut self, key: &str) {
        if self.pending.forget.len() < MAX_FORGET {
            self.pending.forget.push(key.to_owned());
        }
    }

    fn forget_all(&mut self, life: Option<String>, out: &mut Vec<Command>) {
        let known = self.known.take().map(|known| known.life);
        // What is being written was learned before.
        let written = self.version.as_ref().map(|version| version.life.clone());
        for life in [known, written, life].into_iter().flatten() {
            if !self.erased.contains(&life) {
                self.erased.push(life);
            }
        }
        let over = self.erased.len().saturating_sub(MAX_ERASED);
        self.erased.drain(..over);
        self.pending = PendingWrites::default();
        self.writing = PendingWrites::default();
        out.extend([Command::ForgetAll, Command::EmitChange]);
    }

    fn found(&mut self, found: Option<VaultVersion>, fresh_life: String, out: &mut Vec<Command>) {
        self.waiting = Waiting::Nothing;
        // What was read before an erasure is of no use; the vault is deleted next.
        if self.erase_vault != Erasing::No {
            self.read_again = true;
            return;
        }
        if found
            .as_ref()
            .is_some_and(|version| self.erased.contains(&version.life))
        {
            self.erase_vault = Erasing::Lives;
            return;
        }
        let known = self.known.take();
        let life = |version: &Option<VaultVersion>| version.as_ref().map(|v| v.life.clone());
        if known.is_some() && life(&known) != life(&found) {
            // It was erased elsewhere, and perhaps begun anew. What was refused here since is still to be written.
            let any = self.pending.any;
            self.pending = PendingWrites {
                any,
                ..PendingWrites::default()
            };
            out.push(Command::ForgetAll);
        }
        if found.is_some() && found != known {
            out.push(Command::TakeOver {
                forget: self.pending.forget.clone(),
                keep_retention: self.pending.retention,
                keep_wishes: self.pending.wishes,
            });
        }
        if found != known || self.looking {
            out.push(Command::EmitChange);
        }
        self.looking = false;
        self.known = found;
        if self.pending.any && !self.failed {
            self.write(fresh_life, out);
        }
    }

    fn write(&mut self, fresh_life: String, out: &mut Vec<Command>) {
        self.writing = std::mem::take(&mut self.pending);
        self.waiting = Waiting::Written;
        let expected = self.known.clone();
        let version = match &expected {
            Some(known) => VaultVersion {
                life: known.life.clone(),
                seq: known.seq.saturating_add(1),
            },
            None => VaultVersion {
                life: fresh_life,
                seq: 1,
            },
        };
        self.version = Some(version.clone());
        out.push(Command::Write { expected, version });
    }

    fn written(&mut self, outcome: Outcome, out: &mut Vec<Command>) {
        self.waiting = Waiting::Nothing;
        self.writing = PendingWrites::default();
        let version = self.version.take();
        // Erased while it was being written: the others must not look at it before it is deleted.
        if self.erase_vault != Erasing::No {
            return;
        }
        if outcome == Outcome::Deferred {
            return;
        }
        let kept = outcome != Outcome::Nothing;
        let before = std::mem::replace(&mut self.known, version.filter(|_| kept));
        if kept || before.is_some() {
            out.push(Command::Tell(Message::Look));
        }
    }

    /// What was to be written holds again.
    fn not_written(&mut self) {
        self.version = None;
        let mut writing = std::mem::take(&mut self.writing);
        writing.forget.append(&mut self.pending.forget);
        self.pending = PendingWrites {
            forget: writing.forget,
            retention: writing.retention || self.pending.retention,
            wishes: writing.wishes || self.pending.wishes,
            any: writing.any || self.pending.any,
        };
    }

    fn storage_failed(&mut self, out: &mut Vec<Command>) {
        self.not_written();
        self.waiting = Waiting::Nothing;
        self.failed = true;
        self.read_again = false;
        self.erase_vault = Erasing::No;
        if std::mem::take(&mut self.looking) {
            out.push(Command::EmitChange);
        }
    }

    /// Asks for the next thing, if nothing is outstanding.
    fn go_on(&mut self, out: &mut Vec<Command>) {
        if self.waiting != Waiting::Nothing {
            return;
        }
        let erasing = std::mem::replace(&mut self.erase_vault, Erasing::No);
        if erasing != Erasing::No {
            self.waiting = Waiting::VaultErased;
            let only = (erasing == Erasing::Lives).then(|| self.erased.clone());
            out.push(Command::EraseVault { only });
        } else if std::mem::take(&mut self.read_again) || (self.pending.any && !self.failed) {
            self.waiting = Waiting::Found;
            out.push(Command::Read);
        }
    }
}
