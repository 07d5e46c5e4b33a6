//! What could not be used: told on standard error as it is met, and counted. With `--strict` a bad line is fatal.

use anyhow::{Result, bail};
use indicatif::ProgressBar;
use std::collections::{BTreeMap, BTreeSet};

/// Bad lines that are told one by one; the others are counted by kind.
const MOST_TOLD: u64 = 10;

/// Counts of what could not be used.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// Lines that could not be read, of log and catalogue.
    pub bad_lines: u64,
    /// Pages whose outcome is a product that was not in their listing.
    pub outcome_not_listed: u64,
    /// Events of names Ownshelf does not know; the rest of their lines was used.
    pub unknown_events: u64,
    /// Of the bad lines, those earlier than the line before of the same shopper.
    pub back_in_time: u64,
    /// Lines of the log that were read.
    pub lines: u64,
    /// Shoppers who came back after other shoppers' lines on standard input; each counts as a new device.
    pub came_back: u64,
}

impl Tally {
    /// Bad lines and pages that could not be used.
    pub fn skipped(&self) -> u64 {
        self.bad_lines + self.outcome_not_listed
    }

    /// Whether more than one in a hundred lines could not be used: then that is said before any figure.
    pub fn skipped_many(&self) -> bool {
        self.skipped() * 100 > self.lines
    }
}

/// Tells and counts problems.
#[derive(Debug, Default)]
pub struct Problems {
    strict: bool,
    tally: Tally,
    told_once: BTreeSet<String>,
    told: u64,
    /// Bad lines that were not told one by one, by what is wrong with them.
    untold: BTreeMap<String, u64>,
    examined: u64,
}

impl Problems {
    /// With `strict`, the first bad line ends the run.
    pub fn new(strict: bool) -> Self {
        Problems {
            strict,
            ..Problems::default()
        }
    }

    /// The counts so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Goes back to the counts of `before`, for a log that is read anew from its first line: what was told of lines up
    /// to number `examined` is not told again.
    pub fn restart(&mut self, before: Tally, examined: u64) {
        self.tally = before;
        self.examined = examined;
    }

    /// A line that could not be read.
    ///
    /// # Errors
    /// The problem itself, with `--strict`.
    pub fn bad_line(&mut self, at: Place<'_>, why: &str) -> Result<()> {
        self.tally.bad_lines += 1;
        if self.strict {
            bail!("{}: {why}", at.words());
        }
        if !at.of_log || at.number > self.examined {
            self.told += 1;
            if self.told <= MOST_TOLD {
                at.bar.suspend(|| eprintln!("{}: {why}", at.words()));
            } else {
                *self.untold.entry(kind(why)).or_default() += 1;
            }
        }
        Ok(())
    }

    /// A line that is earlier than the line before of the same shopper.
    ///
    /// # Errors
    /// The problem itself, with `--strict`.
    pub fn back_in_time(&mut self, at: Place<'_>) -> Result<()> {
        self.tally.back_in_time += 1;
        self.bad_line(
            at,
            "at is earlier than on the line before of the same shopper",
        )
    }

    /// One more line of the log was read.
    pub fn read(&mut self) {
        self.tally.lines += 1;
    }

    /// At the end of the log: tells what was not told line by line, and refuses a log that is out of order, of which only
    /// scraps were used.
    ///
    /// # Errors
    /// If more than one in a hundred lines, and at least ten, are earlier than the line before.
    pub fn finish(&mut self) -> Result<()> {
        for (kind, lines) in std::mem::take(&mut self.untold) {
            eprintln!("and {lines} more: {kind}");
        }
        let (back, lines) = (self.tally.back_in_time, self.tally.lines);
        if back >= MOST_TOLD && back * 100 > lines {
            bail!(
                "{back} of {lines} lines are earlier than the line before of the same shopper; --sort puts them into the order of time"
            );
        }
        Ok(())
    }

    /// The times of a log are in seconds; told once.
    pub fn in_seconds(&mut self, at: Place<'_>) {
        self.tell_once(at, "seconds", "times are in seconds, and are taken as such");
    }

    /// A page whose outcome is in no place of its listing; told once.
    pub fn outcome_not_listed(&mut self, at: Place<'_>) {
        self.tally.outcome_not_listed += 1;
        self.tell_once(
            at,
            "not_listed",
            "only products that are not in the listing were chosen; such pages teach but are not scored",
        );
    }

    /// An event Ownshelf does not know; told once per name.
    pub fn unknown_event(&mut self, at: Place<'_>, name: &str) {
        self.tally.unknown_events += 1;
        let why = format!("events named {name:?} are unknown to Ownshelf and are passed over");
        self.tell_once(at, &format!("event {name}"), &why);
    }

    /// A shopper's lines go on after other shoppers' lines, and the log cannot be read again.
    ///
    /// # Errors
    /// The problem itself, with `--strict`.
    pub fn came_back(&mut self, at: Place<'_>) -> Result<()> {
        self.tally.came_back += 1;
        let why = "a shopper's lines go on after another's; on standard input such a shopper counts as a new device. \
                   Give the log as a file, or group it by shopper";
        if self.strict {
            bail!("{}: {why}", at.words());
        }
        self.tell_once(at, "came_back", why);
        Ok(())
    }

    fn tell_once(&mut self, at: Place<'_>, key: &str, why: &str) {
        if self.told_once.insert(key.to_owned()) {
            at.bar.suspend(|| eprintln!("{}: {why}", at.words()));
        }
    }
}

/// What is wrong with a line, without what differs from line to line.
fn kind(why: &str) -> String {
    let what = why.split(':').next().unwrap_or(why);
    what.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// Where a problem is.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Name of the file.
    pub source: &'a str,
    /// 1-based line.
    pub number: u64,
    /// Whether it is in the log, which may be read twice.
    pub of_log: bool,
    /// The bar messages go above.
    pub bar: &'a ProgressBar,
}

impl Place<'_> {
    fn words(&self) -> String {
        format!("{} line {}", self.source, self.number)
    }
}
