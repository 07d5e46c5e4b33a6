//! The promises about what waits, over arbitrary lives of a shopper: visits, clocks that jump, failures, withdrawals, crashes.

use ownshelf::catalog::Value;
use ownshelf::time::DAY_MS;
use ownshelf_insights::periods::{Answers, MAX_CLOSED, RETRY_MS, STALE_PERIODS, Sent, Terms};
use ownshelf_insights::response::Response;
use ownshelf_insights::{Entropy, Fault};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};

const WEEK_MS: u64 = 7 * DAY_MS;
const CELLS: u32 = 8;

struct Chance(ChaCha20Rng);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }
}

impl Entropy for Chance {
    fn fill(&mut self, place: &mut [u8]) -> Result<(), Fault> {
        self.0.fill_bytes(place);
        Ok(())
    }
}

fn terms() -> Terms {
    Terms {
        length_ms: WEEK_MS,
        response: Response::new(CELLS, 1.0).unwrap(),
    }
}

/// A state in which `week` runs and one thing happened.
fn answered(week: u64) -> Answers {
    let mut answers = Answers::new("task");
    let chance = &mut Chance::new(week);
    answers
        .begin_period(&terms(), week * WEEK_MS + 1, chance)
        .unwrap();
    answers.note(&terms(), &[3], chance).unwrap();
    answers
}

fn at(answers: &mut Answers, now_ms: u64) {
    answers
        .begin_period(&terms(), now_ms, &mut Chance::new(now_ms))
        .unwrap();
}

fn sent(period: i64, at_ms: u64) -> Sent {
    Sent {
        span_ms: terms().span_ms(period),
        cell: 1,
        parts: Value::list([Value::object([("kind", "order".into())])]),
        at_ms,
        epsilon: 1.0,
    }
}

#[test]
fn the_last_periods_answer_is_due_at_a_moment_of_the_next_and_dropped_in_the_end() {
    let mut answers = answered(10);
    let [(10, cell, None)] = answers.waiting()[..] else {
        panic!("{answers:?}")
    };
    at(&mut answers, 11 * WEEK_MS);
    let [(10, still, Some(due))] = answers.waiting()[..] else {
        panic!("{answers:?}")
    };
    assert_eq!(still, cell, "what was drawn stays drawn");
    assert!((11 * WEEK_MS..12 * WEEK_MS).contains(&due));
    at(&mut answers, (10 + STALE_PERIODS as u64) * WEEK_MS);
    assert_eq!(answers.waiting().len(), 1);
    at(&mut answers, (11 + STALE_PERIODS as u64) * WEEK_MS);
    assert!(answers.waiting().is_empty());
}

#[test]
fn due_times_fill_the_whole_period() {
    let due = |moment: [u8; 4]| {
        let mut answers = answered(10);
        answers
            .begin_period(&terms(), 11 * WEEK_MS, &mut moment.as_slice())
            .unwrap();
        answers.waiting()[0].2.unwrap()
    };
    assert_eq!(due([0; 4]), 11 * WEEK_MS);
    assert_eq!(due([0, 0, 0, 128]), 11 * WEEK_MS + WEEK_MS / 2);
    assert_eq!(due([255; 4]), 12 * WEEK_MS - 1);
}

#[test]
fn dry_chance_changes_nothing() {
    let mut answers = answered(10);
    let before = answers.clone();
    assert_eq!(
        answers.begin_period(&terms(), 11 * WEEK_MS, &mut [0; 3].as_slice()),
        Err(Fault::Dry)
    );
    assert_eq!(answers, before);
}

#[test]
fn a_clock_far_ahead_silences_nobody_once_it_is_right() {
    let mut answers = answered(1000);
    at(&mut answers, 1001 * WEEK_MS);
    answers.settle(1000, Some(sent(1000, 1001 * WEEK_MS)));
    at(&mut answers, 200 * WEEK_MS);
    at(&mut answers, 201 * WEEK_MS);
    assert!(answers.sent().is_empty());
    answers.note(&terms(), &[1], &mut Chance::new(1)).unwrap();
    assert_eq!(answers.waiting().len(), 1);
}

/// Beyond what is remembered one by one, nothing is asked a second time either.
#[test]
fn periods_beyond_memory_stay_closed() {
    let mut answers = Answers::new("task");
    for week in 100..100 + MAX_CLOSED as u64 + 50 {
        at(&mut answers, week * WEEK_MS);
        answers
            .note(&terms(), &[1], &mut Chance::new(week))
            .unwrap();
    }
    for week in 100..100 + MAX_CLOSED as u64 + 49 {
        let mut back = Answers::read(&answers.write()).unwrap();
        at(&mut back, week * WEEK_MS);
        back.note(&terms(), &[1], &mut Chance::new(week)).unwrap();
        assert!(
            back.waiting()
                .iter()
                .all(|waiting| waiting.0 != week as i64),
            "week {week}"
        );
    }
}

#[test]
fn one_a_day_is_sent_and_a_failed_one_tried_again() {
    let mut answers = answered(10);
    at(&mut answers, 11 * WEEK_MS + 1);
    answers.note(&terms(), &[2], &mut Chance::new(2)).unwrap();
    let now = 13 * WEEK_MS;
    at(&mut answers, now);
    let first = answers.next_due(now).unwrap();
    assert_eq!((first.period, first.tried_ms), (10, Some(now)));
    assert_eq!(answers.next_due(now), None);
    assert_eq!(
        answers.next_due(now + RETRY_MS).unwrap().period,
        10,
        "the same once more"
    );
    answers.settle(10, Some(sent(10, now + RETRY_MS)));
    assert_eq!(
        answers.next_due(now + RETRY_MS + DAY_MS - 1),
        None,
        "one was sent within a day"
    );
    assert_eq!(
        answers.next_due(now + RETRY_MS + DAY_MS).unwrap().period,
        11
    );
}

#[test]
fn another_question_keeps_what_was_sent_and_drops_what_waits() {
    let mut answers = answered(10);
    at(&mut answers, 11 * WEEK_MS);
    answers.settle(10, Some(sent(10, 11 * WEEK_MS)));
    answers.note(&terms(), &[2], &mut Chance::new(2)).unwrap();
    let other = Answers::resume(Some(answers.clone()), "another");
    assert_eq!((other.sent().len(), other.waiting().len()), (1, 0));
    assert_eq!(Answers::resume(Some(answers.clone()), "task"), answers);
}

/// What the first version kept, JavaScript's own fractions of a millisecond and the report's text among it.
#[test]
fn what_the_first_version_kept_is_read() {
    let queue = Value::object([
        ("period", 2900.0.into()),
        ("cell", 3.0.into()),
        ("due", 1_754_500_000_000.25.into()),
        ("report", "AAAA".into()),
        ("tried", 1_754_400_000_000.0.into()),
    ]);
    let kept = Value::object([
        ("task", "0123456789abcdef".into()),
        ("period", 2901.0.into()),
        ("seen", 4.0.into()),
        ("cell", Value::Null),
        ("skipped", true.into()),
        ("last", 2900.0.into()),
        ("queue", Value::list([queue, "none".into()])),
        ("sent", Value::list([sent(2899, 1_753_900_000_000).write()])),
    ]);
    let read = Answers::read(&kept).unwrap();
    assert_eq!(read.waiting(), [(2900, 3, Some(1_754_500_000_000))]);
    assert_eq!(read.sent(), [sent(2899, 1_753_900_000_000)]);
    // The periods that version had answered stay answered.
    let mut read = read;
    for week in [2899, 2900] {
        at(&mut read, week * WEEK_MS + 1);
        read.note(&terms(), &[1], &mut Chance::new(1)).unwrap();
        assert!(read.waiting().iter().all(|waiting| waiting.2.is_some()));
    }
}

#[test]
fn what_is_no_state_is_none() {
    for strange in [
        Value::Null,
        1.0.into(),
        "{}".into(),
        Value::Map(vec![]),
        Value::list([]),
    ] {
        assert_eq!(Answers::read(&strange), None, "{strange:?}");
    }
    let Value::Map(good) = answered(10).write() else {
        unreachable!()
    };
    for bad in [f64::NAN, 0.5, 1e300, f64::INFINITY] {
        let mut kept = good.clone();
        kept[1].1 = bad.into();
        assert_eq!(Answers::read(&Value::Map(kept)), None, "{bad}");
    }
}

/// One thing in a shopper's life.
#[derive(Debug, Clone)]
enum Step {
    /// Time passes; below zero the clock is set back.
    Pass(i64),
    /// So many things happen.
    Happen(u8),
    /// What is due is sent; the leader takes it (`Some(true)`), refuses it for ever or cannot be reached (`None`).
    Flush(Option<bool>),
    /// The shopper stops the answer of the period that runs or one before it.
    Cancel(u8),
    /// No to totals: nothing is left.
    Withdraw,
    /// The tab dies before the last change was written.
    Crash,
}

fn step() -> impl Strategy<Value = Step> {
    let day = DAY_MS as i64;
    prop_oneof![
        4 => (0..10 * day).prop_map(Step::Pass),
        1 => (-9 * day..0).prop_map(Step::Pass),
        4 => (1..5u8).prop_map(Step::Happen),
        4 => prop_oneof![Just(None), Just(Some(true)), Just(Some(false))].prop_map(Step::Flush),
        1 => (0..5u8).prop_map(Step::Cancel),
        1 => Just(Step::Withdraw),
        1 => Just(Step::Crash),
    ]
}

/// What reached the leader, by period.
#[derive(Default)]
struct Life {
    now_ms: u64,
    /// Time that passed in truth, whatever the clock was set to.
    passed_ms: u64,
    answers: Option<Answers>,
    delivered: BTreeMap<i64, BTreeSet<u32>>,
    /// Period, time by the clock, time that had passed.
    tries: Vec<(i64, u64, u64)>,
}

impl Life {
    fn change<T>(
        &mut self,
        chance: &mut Chance,
        action: impl FnOnce(&mut Answers, &mut Chance) -> T,
    ) -> T {
        // Through what is kept, as from visit to visit.
        let kept = self.answers.as_ref().map(Answers::write);
        let mut answers = Answers::resume(kept.as_ref().and_then(Answers::read), "task");
        assert_eq!(
            self.answers.clone().unwrap_or(Answers::new("task")),
            answers
        );
        answers.begin_period(&terms(), self.now_ms, chance).unwrap();
        let result = action(&mut answers, chance);
        self.answers = Some(answers);
        result
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Whatever happens, clocks that go back and crashes included: no period has two different answers, what was withdrawn
    /// is not sent, what is sent was tried at most once in six hours and at most until it is stale, and no more waits
    /// than the stale bound.
    #[test]
    fn a_period_has_at_most_one_answer(steps in prop::collection::vec(step(), 1..120), seed in any::<u64>()) {
        let chance = &mut Chance::new(seed);
        let mut life = Life { now_ms: 2900 * WEEK_MS + 5, ..Life::default() };
        let mut cancelled: BTreeSet<i64> = BTreeSet::new();
        // What a withdrawal forgets may be answered anew: each stretch between two is judged alone.
        for step in steps {
            match step {
                Step::Pass(ms) => {
                    life.now_ms = life.now_ms.saturating_add_signed(ms);
                    life.passed_ms += u64::try_from(ms).unwrap_or(0);
                }
                Step::Happen(count) => {
                    let cells: Vec<u32> = (0..u32::from(count)).map(|n| n % CELLS).collect();
                    life.change(chance, |answers, chance| answers.note(&terms(), &cells, chance)).unwrap();
                }
                Step::Flush(reply) => {
                    let now_ms = life.now_ms;
                    if let Some(due) = life.change(chance, |answers, _| answers.next_due(now_ms)) {
                        prop_assert!(!cancelled.contains(&due.period), "a stopped answer was sent");
                        prop_assert!(due.period < terms().period_at(now_ms));
                        for (period, tried_ms, tried_after_ms) in &life.tries {
                            let apart = if *period == due.period { RETRY_MS } else { DAY_MS };
                            let settled = life.passed_ms - tried_after_ms >= apart || *tried_ms > now_ms;
                            let gone = !life.answers.as_ref().unwrap().waiting().iter().any(|of| of.0 == *period);
                            prop_assert!(settled || gone, "tried at {tried_ms} and at {now_ms}");
                        }
                        life.tries.push((due.period, now_ms, life.passed_ms));
                        life.delivered.entry(due.period).or_default().insert(due.cell);
                        if let Some(taken) = reply {
                            let sent = taken.then(|| sent(due.period, now_ms));
                            life.change(chance, |answers, _| answers.settle(due.period, sent));
                        }
                    }
                }
                Step::Cancel(ago) => {
                    let period = terms().period_at(life.now_ms) - i64::from(ago);
                    let certain = life.change(chance, |answers, _| answers.cancel(period));
                    let was_sent = life.delivered.contains_key(&period);
                    prop_assert!(!(certain && was_sent), "said not to be sent, and was");
                    if ago == 0 || certain {
                        cancelled.insert(period);
                    }
                }
                Step::Withdraw => {
                    life.answers = None;
                    prop_assert!(Answers::resume(None, "task").waiting().is_empty());
                    life.delivered.clear();
                    life.tries.clear();
                    cancelled.clear();
                }
                Step::Crash => {
                    // What a change made is lost with the tab; what was kept before goes on.
                    let kept = life.answers.clone();
                    life.change(chance, |answers, chance| answers.note(&terms(), &[1], chance)).unwrap();
                    life.answers = kept;
                }
            }
            if let Some(answers) = &life.answers {
                prop_assert!(answers.waiting().len() as i64 <= STALE_PERIODS + 1);
                let periods: BTreeSet<i64> = answers.waiting().iter().map(|of| of.0).collect();
                prop_assert_eq!(periods.len(), answers.waiting().len(), "a period waits twice");
            }
            for (period, cells) in &life.delivered {
                prop_assert!(cells.len() == 1, "period {period} was answered {cells:?}");
            }
        }
    }

    /// A leader that never answers is asked a bounded number of times for one answer.
    #[test]
    fn retries_are_bounded(steps in prop::collection::vec(1..DAY_MS, 1..400), seed in any::<u64>()) {
        let mut answers = answered(10);
        let chance = &mut Chance::new(seed);
        let mut now_ms = 11 * WEEK_MS;
        let mut tries = 0;
        for step in steps {
            now_ms += step;
            answers.begin_period(&terms(), now_ms, chance).unwrap();
            tries += u64::from(answers.next_due(now_ms).is_some());
        }
        prop_assert!(tries <= (STALE_PERIODS as u64 + 1) * WEEK_MS / RETRY_MS);
        if now_ms >= 15 * WEEK_MS {
            prop_assert!(answers.waiting().is_empty());
        }
    }
}
