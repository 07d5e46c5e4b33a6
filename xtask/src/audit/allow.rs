//! `audit-allow.toml`: which entries are read, and what is meant to be where.

use std::fs;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::repo::Repo;

use super::engine;

/// `audit-allow.toml`.
#[derive(Deserialize)]
pub struct Allowed {
    /// Entries of the package, whose modules are read.
    pub entries: Vec<String>,
    /// Functions that modules of the package import.
    #[serde(default)]
    pub import: Vec<engine::Allowed>,
    #[serde(default)]
    pub script: Vec<Place>,
}

/// A place that is meant. Each entry allows one occurrence.
#[derive(Deserialize, Serialize, Clone)]
pub struct Place {
    pub file: String,
    pub what: String,
    pub code: String,
    pub reason: String,
}

#[derive(Deserialize, Serialize)]
pub struct Finding {
    pub file: String,
    pub line: u32,
    pub what: String,
    pub code: String,
    /// Why it is meant; absent: it is a fault.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Modules that `pkg/package.json` exports and `audit-allow.toml` does not name. Those in `dist` are generated from the
/// others.
pub fn unread_entries(repo: &Repo, allowed: &Allowed) -> Result<Vec<String>> {
    let package: Value = serde_json::from_str(&fs::read_to_string(repo.path("pkg/package.json"))?)?;
    let mut files = Vec::new();
    let mut open = vec![&package["exports"]];
    while let Some(value) = open.pop() {
        match value {
            Value::String(file) => files.push(file.trim_start_matches("./")),
            Value::Object(conditions) => open.extend(conditions.values()),
            _ => {}
        }
    }
    files.sort_unstable();
    files.dedup();
    let known = |file: &&str| allowed.entries.iter().any(|entry| entry == file);
    let modules = files
        .into_iter()
        .filter(|file| file.ends_with(".js") && !file.starts_with("dist/"));
    let unread = modules.filter(|file| !known(file));
    Ok(unread
        .map(|file| format!("audit-allow.toml does not name the package's entry {file}"))
        .collect())
}

/// Pairs each finding with the entry that allows it; each entry serves once, and one that serves nothing is a fault too,
/// so that the list stays true.
pub fn judge(
    mut findings: Vec<Finding>,
    allowed: &[Place],
    faults: &mut Vec<String>,
) -> Vec<Finding> {
    let mut open: Vec<&Place> = allowed.iter().collect();
    for finding in &mut findings {
        let Finding {
            file, what, code, ..
        } = &*finding;
        match open
            .iter()
            .position(|place| (&place.file, &place.what, &place.code) == (file, what, code))
        {
            Some(index) => finding.reason = Some(open.swap_remove(index).reason.clone()),
            None => faults.push(format!("{file}:{} {what}: {code}", finding.line)),
        }
    }
    faults.extend(open.iter().map(|place| {
        format!(
            "audit-allow.toml allows what is not there: {} {}: {}",
            place.file, place.what, place.code
        )
    }));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(code: &str) -> Finding {
        Finding {
            file: "pkg/index.js".into(),
            line: 1,
            what: "fetch".into(),
            code: code.into(),
            reason: None,
        }
    }

    fn place(code: &str) -> Place {
        Place {
            file: "pkg/index.js".into(),
            what: "fetch".into(),
            code: code.into(),
            reason: "own engine".into(),
        }
    }

    #[test]
    fn an_entry_allows_one_place_and_no_second() {
        let mut faults = Vec::new();
        let places = judge(
            vec![finding("fetch(url)"), finding("fetch(url)")],
            &[place("fetch(url)")],
            &mut faults,
        );
        assert_eq!(places[0].reason.as_deref(), Some("own engine"));
        assert_eq!(faults, ["pkg/index.js:1 fetch: fetch(url)"]);
    }

    #[test]
    fn an_entry_for_nothing_is_a_fault() {
        let mut faults = Vec::new();
        judge(vec![], &[place("fetch(url)")], &mut faults);
        assert_eq!(faults.len(), 1);
    }
}
