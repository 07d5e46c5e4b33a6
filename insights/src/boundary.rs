//! The boundary to JavaScript: marshals, decides nothing. The engine's own helper reads and writes the page's values.
//!
//! Every method that needs chance takes it as an argument and refuses when that is used up.

use crate::keys::HpkeConfig;
use crate::periods::{Answers, Sent, Terms, row};
use crate::question::Question;
use crate::report::Task;
use crate::response::Response;
use crate::{Entropy, Fault};
use ownshelf::catalog::Value;
use ownshelf::wasm::answer::{Answer, plain, refusal, refused};
use ownshelf::wasm::{ms, read};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    /// The chance not drawn yet. In one place, since prio draws from it too, by way of getrandom.
    static CHANCE: RefCell<Vec<u8>> = RefCell::default();
}

fn draw(place: &mut [u8]) -> Result<(), Fault> {
    CHANCE.with_borrow_mut(|chance| {
        let left = chance.len().checked_sub(place.len()).ok_or(Fault::Dry)?;
        place.copy_from_slice(&chance[left..]);
        chance.truncate(left);
        Ok(())
    })
}

fn draw_for_prio(place: &mut [u8]) -> Result<(), getrandom::Error> {
    draw(place).map_err(|_| getrandom::Error::UNSUPPORTED)
}

getrandom::register_custom_getrandom!(draw_for_prio);

/// The chance that a call was given, from its end. What is left is not drawn by the next call.
struct Given;

impl Given {
    fn new(chance: Vec<u8>) -> Self {
        CHANCE.set(chance);
        Given
    }
}

impl Entropy for Given {
    fn fill(&mut self, place: &mut [u8]) -> Result<(), Fault> {
        draw(place)
    }
}

impl Drop for Given {
    fn drop(&mut self) {
        CHANCE.take();
    }
}

#[cold]
fn refuse(fault: Fault) -> JsValue {
    refused(fault.code(), fault.message())
}

/// The shop's question and the shopper's answers to it.
#[wasm_bindgen]
pub struct Totals {
    question: Question,
    terms: Terms,
    epsilon: f64,
    task: Task,
    fingerprint: String,
    answers: RefCell<Answers>,
}

#[wasm_bindgen]
impl Totals {
    /// A question with what its task says: its event and dimensions ([`Question::read`]), noise, length of a period, and what
    /// [`Task::new`] takes.
    #[wasm_bindgen(constructor)]
    #[expect(clippy::too_many_arguments, reason = "fields of one task")]
    pub fn new(
        on: &str,
        asked: &JsValue,
        epsilon: f64,
        length: f64,
        id: &[u8],
        leader: &[u8],
        helper: &[u8],
        chunk: u32,
        fingerprint: String,
    ) -> Answer<Totals> {
        let asked = read::value(asked).map_err(refusal)?;
        let question = Question::read(on, &asked).map_err(refuse)?;
        let response = Response::new(question.cells(), epsilon).map_err(refuse)?;
        let id = id.try_into().map_err(|_| refuse(Fault::Task))?;
        let leader = HpkeConfig::decode(leader).map_err(refuse)?;
        let helper = HpkeConfig::decode(helper).map_err(refuse)?;
        let task = Task::new(id, question.cells(), chunk, leader, helper).map_err(refuse)?;
        let length_ms = ms(length);
        Ok(Totals {
            question,
            terms: Terms {
                length_ms,
                response,
            },
            epsilon,
            task,
            answers: RefCell::new(Answers::new(&fingerprint)),
            fingerprint,
        })
    }

    /// Goes on with what was kept (anything else counts as nothing), at this time. Chance: 4 bytes.
    pub fn resume(&self, kept: &JsValue, now: f64, chance: Vec<u8>) -> Answer<()> {
        let kept = Answers::read(&read::value(kept).unwrap_or(Value::Null));
        let mut answers = Answers::resume(kept, &self.fingerprint);
        let begun = answers.begin_period(&self.terms, ms(now), &mut Given::new(chance));
        begun.map_err(refuse)?;
        self.answers.replace(answers);
        Ok(())
    }

    /// What is to be kept, as plain data.
    pub fn kept(&self) -> JsValue {
        plain(&self.answers.borrow().write())
    }

    /// Takes an event in: see [`Answers::note`]. Whether it says anything of what is asked. Chance: 32 bytes for each product are plenty.
    pub fn note(&self, event: &JsValue, chance: Vec<u8>) -> Answer<bool> {
        let cells = self
            .question
            .cells_of(&read::value(event).map_err(refusal)?);
        let mut answers = self.answers.borrow_mut();
        let noted = answers.note(&self.terms, &cells, &mut Given::new(chance));
        noted.map_err(refuse)?;
        Ok(!cells.is_empty())
    }

    /// The period of the answer to send now, noted as tried: see [`Answers::next_due`].
    #[wasm_bindgen(js_name = nextDue)]
    pub fn next_due(&self, now: f64) -> Option<f64> {
        let due = self.answers.borrow_mut().next_due(ms(now));
        due.map(|waiting| waiting.period as f64)
    }

    /// The report that counts 1 in a cell. `time`: see [`Task::report`]. Chance: 160 bytes.
    pub fn seal(&self, cell: u32, time: f64, chance: Vec<u8>) -> Answer<Vec<u8>> {
        let report = self.task.report(ms(time), cell, &mut Given::new(chance));
        report.map_err(refuse)
    }

    /// The cell of an answer that waits or whose period runs.
    #[wasm_bindgen(js_name = cellOf)]
    pub fn cell_of(&self, period: f64) -> Option<u32> {
        let waiting = self.answers.borrow().waiting();
        let found = waiting.iter().find(|waiting| waiting.0 as f64 == period);
        found.map(|waiting| waiting.1)
    }

    /// Takes an answer out of what waits, for the leader took it (`taken`) or refuses it for ever: see [`Answers::settle`].
    /// `parts`: what its cell stands for.
    pub fn settle(&self, period: f64, taken: bool, parts: &JsValue, now: f64) -> Answer<bool> {
        let parts = read::value(parts).map_err(refusal)?;
        let Some(cell) = self.cell_of(period) else {
            return Ok(false);
        };
        let period = period as i64;
        let sent = taken.then(|| Sent {
            span_ms: self.terms.span_ms(period),
            cell,
            parts,
            at_ms: ms(now),
            epsilon: self.epsilon,
        });
        Ok(self.answers.borrow_mut().settle(period, sent))
    }

    /// Stops the answer of the period that began then: see [`Answers::cancel`].
    pub fn cancel(&self, from: f64) -> bool {
        let period = self.terms.period_at(ms(from));
        self.answers.borrow_mut().cancel(period)
    }

    /// What may still be sent: `{ from, to, cell, due? }` each.
    pub fn waiting(&self) -> JsValue {
        let waiting = self.answers.borrow().waiting();
        let mut rows = Vec::new();
        for (period, cell, due_ms) in waiting {
            let (from, to) = self.terms.span_ms(period);
            rows.push(row(&[
                ("from", Some(from as f64)),
                ("to", Some(to as f64)),
                ("cell", Some(f64::from(cell))),
                ("due", due_ms.map(|due_ms| due_ms as f64)),
            ]));
        }
        plain(&Value::List(rows))
    }

    /// What was sent in the last year: `{ from, to, cell, parts, at, epsilon }` each.
    pub fn sent(&self) -> JsValue {
        let answers = self.answers.borrow();
        let rows = answers.sent().iter().map(Sent::write).collect();
        plain(&Value::List(rows))
    }

    /// How often of 2^32 times the truth is told on purpose ([`Response::keep`]).
    pub fn keep(&self) -> f64 {
        f64::from(self.terms.response.keep())
    }
}
