//! Runs a program, passes on what it says, and counts the tests it reports.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::shell;

/// Tests that passed and failed; a step without tests of its own counts as one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    pub passed: u32,
    pub failed: u32,
}

impl Counts {
    pub const ONE_PASSED: Self = Self::of(1, 0);
    pub const ONE_FAILED: Self = Self::of(0, 1);

    const fn of(passed: u32, failed: u32) -> Self {
        Self { passed, failed }
    }

    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// One line of the summary.
    pub fn line(&self, name: &str, took: Duration) -> String {
        let verdict = if self.failed == 0 { "ok    " } else { "FAILED" };
        let Self { passed, failed } = self;
        format!(
            "{verdict} {name}: {passed} passed, {failed} failed, {:.1} s",
            took.as_secs_f64()
        )
    }

    /// What a line of a test report counts: cargo's and wasm-bindgen's `test result: ok. 3 passed; 0 failed; …`, and
    /// Node's `ℹ pass 3`, `ℹ fail 0`.
    fn of_line(line: &str) -> Self {
        let number_before = |text: &str, word: &str| -> u32 {
            let before = text.split(word).next().unwrap_or_default();
            before
                .rsplit(' ')
                .find(|part| !part.is_empty())
                .and_then(|number| number.parse().ok())
                .unwrap_or(0)
        };
        let number_after = |prefix: &str| {
            line.strip_prefix(prefix)
                .and_then(|number| number.trim().parse().ok())
                .unwrap_or(0)
        };
        if let Some(result) = line.strip_prefix("test result: ") {
            return Self::of(
                number_before(result, " passed"),
                number_before(result, " failed"),
            );
        }
        Self::of(number_after("ℹ pass "), number_after("ℹ fail "))
    }
}

/// Runs the command to the end and passes on each line as it comes. A command that fails without having counted a failure
/// counts as one failed; one that succeeds without counting anything, as one passed.
pub fn run(command: &mut Command) -> Result<Counts> {
    follow(command, |line| println!("{line}"))
}

/// What a command said, and what it counted.
pub struct Told {
    pub report: String,
    pub counts: Counts,
}

/// The same with all lines at the end, for commands that run side by side.
pub fn whole(command: &mut Command) -> Result<Told> {
    let mut report = String::new();
    let counts = follow(command, |line| {
        report.push_str(line);
        report.push('\n');
    })?;
    Ok(Told { report, counts })
}

fn follow(command: &mut Command, mut tell: impl FnMut(&str)) -> Result<Counts> {
    let line = shell::describe(command);
    tell(&format!("$ {line}"));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{line}`"))?;
    let (sender, lines) = mpsc::channel();
    pass_on(child.stdout.take(), sender.clone());
    pass_on(child.stderr.take(), sender);

    let mut counts = Counts::default();
    for line in lines {
        tell(&line);
        counts.add(Counts::of_line(&line));
    }
    let status = child.wait()?;
    if status.success() && counts == Counts::default() {
        return Ok(Counts::ONE_PASSED);
    }
    if !status.success() && counts.failed == 0 {
        tell(&format!("`{line}` failed ({status})"));
        counts.failed = 1;
    }
    Ok(counts)
}

fn pass_on(stream: Option<impl Read + Send + 'static>, to: mpsc::Sender<String>) {
    let Some(stream) = stream else { return };
    thread::spawn(move || {
        let mut stream = BufReader::new(stream);
        let mut line = Vec::new();
        while stream
            .read_until(b'\n', &mut line)
            .is_ok_and(|read| read > 0)
        {
            let text = String::from_utf8_lossy(&line)
                .trim_end_matches(['\n', '\r'])
                .to_owned();
            line.clear();
            if to.send(text).is_err() {
                break;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_the_test_harnesses_report() {
        let cargo =
            "test result: FAILED. 12 passed; 2 failed; 0 ignored; 0 measured; 1 filtered out";
        assert_eq!(Counts::of_line(cargo), Counts::of(12, 2));
        assert_eq!(Counts::of_line("ℹ pass 7"), Counts::of(7, 0));
        assert_eq!(Counts::of_line("ℹ fail 1"), Counts::of(0, 1));
        assert_eq!(Counts::of_line("all 5 passed; fine"), Counts::default());
    }

    #[test]
    fn a_program_that_fails_without_counting_is_one_failure() {
        let fails = run(Command::new("sh").args([
            "-c",
            "echo 'test result: ok. 3 passed; 0 failed; 0 ignored'; exit 3",
        ]));
        assert_eq!(fails.expect("sh"), Counts::of(3, 1));
        let succeeds = run(Command::new("sh").args(["-c", "true"]));
        assert_eq!(succeeds.expect("sh"), Counts::ONE_PASSED);
    }
}
