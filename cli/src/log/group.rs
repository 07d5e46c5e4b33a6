//! Lines of one shopper together, whatever order the log is in.
//!
//! Exports are often ordered by time alone, so that shoppers take turns. Such a log is first dealt out into
//! [`PILES`] temporary files by shopper, each small enough to be sorted in memory. Nothing of it outlives the run.

use super::input::{RawLines, Source};
use anyhow::{Context, Result};
use indicatif::ProgressBar;
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

/// Temporary files a log is dealt out into: memory needed is about the log's size divided by this.
pub const PILES: usize = 128;

/// Lines of a log in the order they are to be walked.
pub enum Lines {
    /// As they stand in the log.
    AsTheyStand(RawLines),
    /// Grouped by shopper.
    Grouped(Grouped),
}

impl Lines {
    /// The next line with its number and whether it is too long to be held.
    ///
    /// # Errors
    /// If reading fails.
    pub fn next_line(&mut self) -> Result<Option<(u64, &[u8], bool)>> {
        match self {
            Lines::AsTheyStand(lines) => Ok(lines
                .next_line()?
                .map(|raw| (raw.number, raw.bytes, raw.too_long))),
            Lines::Grouped(lines) => Ok(lines.next_line()?.map(|(number, bytes)| {
                (number, bytes, bytes.len() > super::input::MAX_LINE_BYTES)
            })),
        }
    }

    /// The bar that messages go above.
    pub fn bar(&self) -> ProgressBar {
        match self {
            Lines::AsTheyStand(lines) => lines.bar().clone(),
            Lines::Grouped(_) => ProgressBar::hidden(),
        }
    }
}

#[derive(Deserialize)]
struct Who {
    shopper: Name,
    at: Option<serde_json::Number>,
}

/// A shopper's id, which may be a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    Text(String),
    Number(serde_json::Number),
}

/// The shopper a line speaks of, and when; empty if it names none (the line's own reader will say so).
fn who_and_when(line: &[u8]) -> (String, f64) {
    let Ok(who) = serde_json::from_slice::<Who>(line) else {
        return (String::new(), 0.0);
    };
    let shopper = match who.shopper {
        Name::Text(text) => text.trim().to_owned(),
        Name::Number(number) => number.to_string(),
    };
    (shopper, who.at.and_then(|at| at.as_f64()).unwrap_or(0.0))
}

/// A number for a shopper: the same in every run.
pub fn shopper_hash(shopper: &str) -> u64 {
    use std::hash::Hasher;
    let mut hash = ownshelf::compact::Fnv::default();
    hash.write(shopper.as_bytes());
    hash.finish()
}

/// A log dealt out by shopper.
pub struct Grouped {
    piles: std::vec::IntoIter<File>,
    by_time: bool,
    hand: Vec<(u64, Vec<u8>)>,
    dealt: usize,
}

impl Grouped {
    /// Deals a log out into temporary files.
    ///
    /// # Errors
    /// If the log cannot be read or the temporary files cannot be written.
    pub fn deal(source: &Source) -> Result<Grouped> {
        let mut lines = source.open("Grouping by shopper")?;
        let trouble = "cannot write temporary files";
        let mut piles = (0..PILES)
            .map(|_| tempfile::tempfile().map(BufWriter::new))
            .collect::<std::io::Result<Vec<_>>>()
            .context(trouble)?;
        while let Some(raw) = lines.next_line()? {
            let (shopper, _) = who_and_when(raw.bytes);
            let pile = &mut piles[(shopper_hash(&shopper) % PILES as u64) as usize];
            pile.write_all(&raw.number.to_le_bytes()).context(trouble)?;
            pile.write_all(raw.bytes).context(trouble)?;
            pile.write_all(b"\n").context(trouble)?;
        }
        let piles = piles
            .into_iter()
            .map(|pile| {
                let mut file = pile
                    .into_inner()
                    .map_err(std::io::IntoInnerError::into_error)?;
                file.seek(SeekFrom::Start(0))?;
                Ok(file)
            })
            .collect::<std::io::Result<Vec<_>>>()
            .context(trouble)?;
        Ok(Grouped {
            piles: piles.into_iter(),
            by_time: source.is_sorted_first(),
            hand: Vec::new(),
            dealt: 0,
        })
    }

    fn next_line(&mut self) -> Result<Option<(u64, &[u8])>> {
        while self.dealt == self.hand.len() {
            let Some(pile) = self.piles.next() else {
                return Ok(None);
            };
            self.hand = pick_up(pile, self.by_time).context("cannot read temporary files")?;
            self.dealt = 0;
        }
        self.dealt += 1;
        let (number, bytes) = &self.hand[self.dealt - 1];
        Ok(Some((*number, bytes)))
    }
}

/// The lines of one pile, grouped by shopper, each shopper's in the order of the log, or of time and then of the log.
fn pick_up(pile: File, by_time: bool) -> std::io::Result<Vec<(u64, Vec<u8>)>> {
    let mut reader = BufReader::new(pile);
    let mut hand = Vec::new();
    let mut number = [0; 8];
    while !reader.fill_buf()?.is_empty() {
        reader.read_exact(&mut number)?;
        let mut bytes = Vec::new();
        reader.read_until(b'\n', &mut bytes)?;
        bytes.pop();
        let (shopper, at) = who_and_when(&bytes);
        let at = if by_time { at } else { 0.0 };
        hand.push((shopper, at, (u64::from_le_bytes(number), bytes)));
    }
    hand.sort_by(|a, b| {
        a.0.cmp(&b.0)
            .then(a.1.total_cmp(&b.1))
            .then(a.2.0.cmp(&b.2.0))
    });
    let lines = hand.into_iter();
    Ok(lines.map(|(_, _, line)| line).collect())
}
