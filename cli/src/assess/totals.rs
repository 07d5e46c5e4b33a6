//! The one thing that may leave the browser, where a shop asks for it: answers to its question of `ownshelf/insights`.

use anyhow::{Result, ensure};
use serde::Deserialize;

/// The task that the shop's page publishes, as far as an assessment needs it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    operators: Operators,
    question: Question,
    /// Noise of one answer.
    epsilon: f64,
    #[serde(default = "week")]
    period_days: u16,
    min_batch: u64,
}

#[derive(Debug, Clone, Deserialize)]
struct Operators {
    leader: String,
    helper: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Question {
    on: String,
}

fn week() -> u16 {
    7
}

impl Task {
    /// Refuses numbers that the browser would refuse.
    pub(super) fn check(&self) -> Result<()> {
        ensure!(
            (0.1..=4.0).contains(&self.epsilon),
            "insights.epsilon is not between 0.1 and 4"
        );
        ensure!(
            (1..=90).contains(&self.period_days),
            "insights.periodDays is not between 1 and 90"
        );
        ensure!(self.min_batch >= 10, "insights.minBatch is less than 10");
        ensure!(
            self.operators.leader != self.operators.helper,
            "insights.operators are not two"
        );
        Ok(())
    }

    /// Who receives something.
    pub(super) fn recipients(&self) -> String {
        let Operators { leader, helper } = &self.operators;
        format!(
            "{leader} and {helper}, who add answers up and publish sums of at least {} (their word)",
            self.min_batch
        )
    }

    /// What is received.
    pub(super) fn sent(&self) -> String {
        format!(
            "With the shopper's own yes to `insights` and `remember`, at most one answer in {} days on one `{}` of the shopper's, chosen at \
             random. It is randomised on the device before anything else happens to it (k-ary randomised response, epsilon {}: whatever is \
             answered, no other truth is more than {:.1} times less likely, even to somebody who reads single answers), then split in two \
             and encrypted to two operators (Prio3Histogram in DAP-09), neither of whom can read it alone. The shopper sees what waits and can stop it. \
             What remains: the first of them and the network see that an address took part, and when.",
            self.period_days,
            self.question.on,
            self.epsilon,
            self.epsilon.exp()
        )
    }
}
