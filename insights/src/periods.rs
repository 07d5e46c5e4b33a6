//! What of a shopper's answers is kept from visit to visit: at most one a period, drawn at random among what happened in it and
//! randomised at once, so that not even the device holds the truth; due at a random moment of the next period.
//!
//! A state machine without a clock and without I/O: time and chance are arguments. Periods are counted in whole task lengths
//! since 1970, the same for everybody.

use crate::response::Response;
use crate::sample::{replaces, word};
use crate::{Entropy, Fault};
use ownshelf::catalog::Value;
use ownshelf::time::DAY_MS;

/// What was sent is remembered for a year, so that the shopper can read it.
const YEAR_MS: u64 = 365 * DAY_MS;
/// An answer that could not be sent for so many periods is dropped.
pub const STALE_PERIODS: i64 = 4;
/// Answered periods that are remembered one by one; those before them are closed altogether.
pub const MAX_CLOSED: usize = 400;
/// Until a failed answer is tried again.
pub const RETRY_MS: u64 = DAY_MS / 4;

/// An answer that waits to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// The period it is for.
    pub period: i64,
    /// The randomised cell.
    pub cell: u32,
    /// Earliest time to send it, epoch milliseconds.
    pub due_ms: u64,
    /// When it was last tried; `None`: never.
    pub tried_ms: Option<u64>,
}

/// An answer that was sent, as the shopper is told of it: a later question may count its cells otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// Begin and end of its period, epoch milliseconds.
    pub span_ms: (u64, u64),
    /// The randomised cell.
    pub cell: u32,
    /// What the cell stood for.
    pub parts: Value,
    /// When it was sent, epoch milliseconds.
    pub at_ms: u64,
    /// The noise of its task.
    pub epsilon: f64,
}

/// A shopper's answers to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    /// The question's fingerprint.
    task: String,
    /// The period that runs; -1: none yet.
    period: i64,
    /// What happened in it.
    seen: u32,
    /// What was drawn of that, randomised.
    cell: Option<u32>,
    /// Whether nothing more is asked in it.
    skipped: bool,
    /// Periods in which nothing is asked any more: all up to this one; -1: none.
    closed_until: i64,
    /// And these, in rising order, [`MAX_CLOSED`] at most. One by one, so that a clock that was far ahead closes no period
    /// before the one it showed, and one that is set back asks for none a second time.
    closed: Vec<i64>,
    queue: Vec<Waiting>,
    sent: Vec<Sent>,
}

/// What of its task an answer depends on.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Length of a period in milliseconds, one day or more.
    pub length_ms: u64,
    /// How cells are randomised.
    pub response: Response,
}

impl Terms {
    /// The period that runs at a time.
    #[must_use]
    pub fn period_at(&self, now_ms: u64) -> i64 {
        (now_ms / self.length_ms.max(1)) as i64
    }

    /// Begin and end of a period, epoch milliseconds.
    #[must_use]
    pub fn span_ms(&self, period: i64) -> (u64, u64) {
        let begin = (period.max(0) as u64).saturating_mul(self.length_ms);
        (begin, begin.saturating_add(self.length_ms))
    }
}

impl Answers {
    /// Nothing answered yet to the question with this fingerprint.
    #[must_use]
    pub fn new(task: &str) -> Self {
        Self {
            task: task.to_owned(),
            period: -1,
            seen: 0,
            cell: None,
            skipped: false,
            closed_until: -1,
            closed: Vec::new(),
            queue: Vec::new(),
            sent: Vec::new(),
        }
    }

    /// Goes on with what was kept. Of another question what was sent is remembered, and nothing else.
    #[must_use]
    pub fn resume(kept: Option<Self>, task: &str) -> Self {
        match kept {
            Some(kept) if kept.task == task => kept,
            kept => Self {
                sent: kept.map(|kept| kept.sent).unwrap_or_default(),
                ..Self::new(task)
            },
        }
    }

    /// Begins a new period where one ended: its answer, if there is one, waits from now on for a moment of the period after it
    /// that `entropy` decides (4 bytes).
    ///
    /// A clock that was set back asks for no period a second time; one that was far ahead does not silence the shopper until
    /// that time comes (unless so many periods were answered in it as are remembered).
    ///
    /// # Errors
    /// [`Fault::Dry`]; nothing is changed then.
    pub fn begin_period(
        &mut self,
        terms: &Terms,
        now_ms: u64,
        entropy: &mut dyn Entropy,
    ) -> Result<(), Fault> {
        let period = terms.period_at(now_ms);
        let moment = word(entropy)?;
        self.sent.retain(|sent| {
            now_ms.saturating_sub(sent.at_ms) < YEAR_MS && sent.at_ms <= now_ms + DAY_MS
        });
        if period != self.period {
            let ended = self.period < period && !self.is_closed(self.period);
            if let Some(cell) = self.cell.filter(|_| ended) {
                self.queue.push(Waiting {
                    period: self.period,
                    cell,
                    due_ms: moment_of(terms.span_ms(self.period + 1), moment),
                    tried_ms: None,
                });
                self.close(self.period);
            }
            self.period = period;
            self.seen = 0;
            self.cell = None;
            self.skipped = self.is_closed(period);
        }
        let is_fresh =
            |waiting: &Waiting| waiting.period < period && period - waiting.period <= STALE_PERIODS;
        self.queue.retain(is_fresh);
        Ok(())
    }

    fn is_closed(&self, period: i64) -> bool {
        period <= self.closed_until || self.closed.binary_search(&period).is_ok()
    }

    fn close(&mut self, period: i64) {
        let Err(at) = self.closed.binary_search(&period) else {
            return;
        };
        self.closed.insert(at, period);
        if self.closed.len() > MAX_CLOSED {
            self.closed_until = self.closed_until.max(self.closed.remove(0));
        }
    }

    /// Something happened in the period that runs, in these true cells: one of all that happened in it becomes its answer, each
    /// with the same probability, randomised at once.
    ///
    /// # Errors
    /// [`Fault::Dry`], and [`Fault::Cells`] for a cell beyond the question's.
    pub fn note(
        &mut self,
        terms: &Terms,
        cells: &[u32],
        entropy: &mut dyn Entropy,
    ) -> Result<(), Fault> {
        if self.skipped {
            return Ok(());
        }
        for truth in cells {
            self.seen = self.seen.saturating_add(1);
            if replaces(self.seen, entropy)? {
                self.cell = Some(terms.response.answer(*truth, entropy)?);
            }
        }
        Ok(())
    }

    /// The answer to send now; it is put off until it may be tried again. `None` if none is due, or another was sent or tried
    /// within a day.
    pub fn next_due(&mut self, now_ms: u64) -> Option<Waiting> {
        let is_today = |at_ms: u64| now_ms.abs_diff(at_ms) < DAY_MS;
        let at = self
            .queue
            .iter()
            .position(|waiting| waiting.due_ms <= now_ms)?;
        let mut others = self
            .queue
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at);
        let is_busy = self.sent.iter().any(|sent| is_today(sent.at_ms))
            || others.any(|(_, other)| other.tried_ms.is_some_and(is_today));
        if is_busy {
            return None;
        }
        let due = &mut self.queue[at];
        due.tried_ms = Some(now_ms);
        due.due_ms = now_ms + RETRY_MS;
        Some(due.clone())
    }

    /// Takes an answer out of what waits: it was sent, or refused for ever. Whether it still waited; one that the shopper
    /// withdrew meanwhile is not brought back, not even as sent.
    pub fn settle(&mut self, period: i64, sent: Option<Sent>) -> bool {
        let Some(at) = self
            .queue
            .iter()
            .position(|waiting| waiting.period == period)
        else {
            return false;
        };
        self.queue.remove(at);
        self.sent.extend(sent);
        true
    }

    /// Drops the answer of a period; if it is the one that runs, nothing more is asked in it. Whether it is certain that it was
    /// not sent: not if it was tried before, for it may be on its way.
    pub fn cancel(&mut self, period: i64) -> bool {
        let waited = self
            .queue
            .iter()
            .position(|waiting| waiting.period == period);
        let waited = waited.map(|at| self.queue.remove(at));
        let is_running = self.period == period;
        let was_drawn = is_running && self.cell.is_some();
        if is_running {
            self.cell = None;
            self.skipped = true;
            self.close(period);
        }
        was_drawn || waited.is_some_and(|waited| waited.tried_ms.is_none())
    }

    /// What may still be sent; the period that runs comes last and is due at no time yet.
    #[must_use]
    pub fn waiting(&self) -> Vec<(i64, u32, Option<u64>)> {
        let queue = self
            .queue
            .iter()
            .map(|of| (of.period, of.cell, Some(of.due_ms)));
        let running = self.cell.map(|cell| (self.period, cell, None));
        queue.chain(running).collect()
    }

    /// What was sent in the last year.
    #[must_use]
    pub fn sent(&self) -> &[Sent] {
        &self.sent
    }

    // --- as it is kept -----------------------------------------------------------------------------------------------

    /// As plain data: `{ task, period, seen, cell, skipped, last, closed, queue, sent }`.
    #[must_use]
    pub fn write(&self) -> Value {
        let queue = self.queue.iter().map(|waiting| {
            row(&[
                ("period", Some(waiting.period as f64)),
                ("cell", Some(f64::from(waiting.cell))),
                ("due", Some(waiting.due_ms as f64)),
                ("tried", waiting.tried_ms.map(|at| at as f64)),
            ])
        });
        let closed = self.closed.iter().map(|period| Value::Num(*period as f64));
        Value::object([
            ("task", self.task.as_str().into()),
            ("period", Value::Num(self.period as f64)),
            ("seen", f64::from(self.seen).into()),
            (
                "cell",
                self.cell.map_or(Value::Null, |cell| f64::from(cell).into()),
            ),
            ("skipped", self.skipped.into()),
            ("last", Value::Num(self.closed_until as f64)),
            ("closed", Value::List(closed.collect())),
            ("queue", Value::List(queue.collect())),
            (
                "sent",
                Value::List(self.sent.iter().map(Sent::write).collect()),
            ),
        ])
    }

    /// Reads what [`Answers::write`] wrote, or what the first version kept, which knew of `last` alone. `None` for anything else. A row that cannot be
    /// read costs that row.
    #[must_use]
    pub fn read(kept: &Value) -> Option<Self> {
        let count = |name| kept.get(name).and_then(whole);
        let flag = |name| kept.get(name).and_then(Value::flag);
        let rows = |name| kept.get(name).map(Value::items).unwrap_or_default();
        let mut answers = Self {
            task: kept.text_of(&["task"]).unwrap_or_default(),
            period: count("period")?,
            seen: u32::try_from(count("seen")?).ok()?,
            cell: count("cell").and_then(|cell| u32::try_from(cell).ok()),
            skipped: flag("skipped")?,
            closed_until: count("last")?,
            closed: Vec::new(),
            queue: rows("queue").iter().filter_map(Waiting::read).collect(),
            sent: rows("sent").iter().filter_map(Sent::read).collect(),
        };
        for period in rows("closed").iter().filter_map(whole) {
            answers.close(period);
        }
        Some(answers)
    }
}

impl Waiting {
    fn read(row: &Value) -> Option<Self> {
        Some(Self {
            period: whole(row.get("period")?)?,
            cell: u32::try_from(whole(row.get("cell")?)?).ok()?,
            due_ms: time(row.get("due")?)?,
            tried_ms: row.get("tried").and_then(time),
        })
    }
}

impl Sent {
    /// As plain data: `{ from, to, cell, parts, at, epsilon }`.
    #[must_use]
    pub fn write(&self) -> Value {
        Value::object([
            ("from", Value::Num(self.span_ms.0 as f64)),
            ("to", Value::Num(self.span_ms.1 as f64)),
            ("cell", f64::from(self.cell).into()),
            ("parts", self.parts.clone()),
            ("at", Value::Num(self.at_ms as f64)),
            ("epsilon", self.epsilon.into()),
        ])
    }

    fn read(row: &Value) -> Option<Self> {
        Some(Self {
            span_ms: (time(row.get("from")?)?, time(row.get("to")?)?),
            cell: u32::try_from(whole(row.get("cell")?)?).ok()?,
            parts: row.get("parts").cloned().unwrap_or(Value::Null),
            at_ms: time(row.get("at")?)?,
            epsilon: float(row.get("epsilon")?)?,
        })
    }
}

/// An object of those numbers that are there.
#[inline(never)]
pub(crate) fn row(numbers: &[(&str, Option<f64>)]) -> Value {
    let mut entries = Vec::new();
    for (name, number) in numbers {
        if let Some(number) = number {
            entries.push(((*name).to_owned(), Value::Num(*number)));
        }
    }
    Value::Map(entries)
}

/// A finite number.
fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Num(number) if number.is_finite() => Some(*number),
        _ => None,
    }
}

/// A whole number that a float holds exactly.
fn whole(value: &Value) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Num(number) if number.abs() <= EXACT && (*number as i64) as f64 == *number => {
            Some(*number as i64)
        }
        _ => None,
    }
}

/// A time in epoch milliseconds. The first version kept parts of one.
fn time(value: &Value) -> Option<u64> {
    match value {
        Value::Num(number) if (0.0..9.0e15).contains(number) => Some(*number as u64),
        _ => None,
    }
}

/// The moment of a span that lies `fraction` of 2^32 in it.
fn moment_of((begin, end): (u64, u64), fraction: u32) -> u64 {
    let length = u128::from(end.saturating_sub(begin));
    begin.saturating_add(((length * u128::from(fraction)) >> 32) as u64)
}
