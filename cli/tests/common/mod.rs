//! Small logs made on the spot, and the binary run on them.

#![allow(dead_code)]

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder for one test, gone afterwards.
pub struct Desk(TempDir);

impl Desk {
    pub fn new() -> Self {
        Desk(TempDir::new().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Replays lines and reads the JSON; panics if the run fails.
    pub fn replay(&self, lines: &[String], options: &[&str]) -> Value {
        let log = self.file("log.jsonl", lines.join("\n"));
        let mut arguments = vec!["replay", "--json", log.to_str().unwrap()];
        arguments.extend(options);
        json(&run(&arguments, None))
    }
}

pub fn run(arguments: &[&str], input: Option<&[u8]>) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ownshelf"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that stops early closes its end; that is its right.
    let _ = child.stdin.take().unwrap().write_all(input.unwrap_or(b""));
    child.wait_with_output().unwrap()
}

pub fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", errors(output));
    serde_json::from_slice(&output.stdout).unwrap()
}

pub fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The result without what may differ between two runs that found the same.
pub fn findings(mut result: Value) -> Value {
    let object = result.as_object_mut().unwrap();
    for key in ["seconds", "blindSeconds"] {
        object.remove(key).unwrap();
    }
    result
}

pub fn near(found: &Value, wanted: f64) {
    let found = found.as_f64().unwrap();
    assert!((found - wanted).abs() < 2e-6, "{found} instead of {wanted}");
}

/// A time every test starts from.
pub const NOON: u64 = 1_700_000_000_000;

/// A line with a listing of the letters of `listing` and `(event, product, seconds after the line)`.
pub fn page(shopper: &str, second: u64, listing: &str, events: &[(&str, char, u64)]) -> String {
    let listing: Vec<String> = listing
        .chars()
        .map(|id| format!("{{\"id\":\"{id}\",\"price\":10}}"))
        .collect();
    format!(
        "{{\"shopper\":\"{shopper}\",\"at\":{},\"listing\":[{}],\"events\":[{}]}}",
        NOON + 1000 * second,
        listing.join(","),
        events_of(second, events)
    )
}

/// A line that only teaches.
pub fn deeds(shopper: &str, second: u64, events: &[(&str, char, u64)]) -> String {
    format!(
        "{{\"shopper\":\"{shopper}\",\"at\":{},\"events\":[{}]}}",
        NOON + 1000 * second,
        events_of(second, events)
    )
}

fn events_of(second: u64, events: &[(&str, char, u64)]) -> String {
    let rows: Vec<String> = events
        .iter()
        .map(|(name, id, after)| {
            let at = NOON + 1000 * (second + after);
            format!("{{\"name\":\"{name}\",\"id\":\"{id}\",\"at\":{at}}}")
        })
        .collect();
    rows.join(",")
}
