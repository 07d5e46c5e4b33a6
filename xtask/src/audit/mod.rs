//! `cargo xtask audit`: proof that nothing can leave the browser through this package.
//!
//! Two lists are made: what the engine imports (a WebAssembly module can do nothing but through its imports), and every
//! place in the modules of the package that could send or load. Both must agree with `audit-allow.toml`, which names
//! each import and each place with its reason.

mod engine;

use std::fs;

use anyhow::{Context, Result};
use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::repo::Repo;
use crate::{build, shell};

/// How the findings are shown.
#[derive(Args, Default)]
pub struct Options {
    /// One JSON object on standard output instead of a report
    #[arg(long)]
    json: bool,
}

/// `audit-allow.toml`.
#[derive(Deserialize)]
struct Allowed {
    /// Entries of the package whose modules must not send.
    entries: Vec<String>,
    /// Entries that exist to send, each only after the shopper's own yes.
    may_send: Vec<String>,
    engine: engine::Allowed,
    #[serde(default)]
    script: Vec<Place>,
}

/// A place that is meant. Each entry allows one occurrence.
#[derive(Deserialize, Serialize, Clone)]
struct Place {
    file: String,
    what: String,
    code: String,
    reason: String,
}

/// What `audit.mjs` reports.
#[derive(Deserialize)]
struct Scripts {
    modules: Vec<String>,
    findings: Vec<Finding>,
    imports: engine::Glue,
}

#[derive(Deserialize, Serialize)]
struct Finding {
    file: String,
    line: u32,
    what: String,
    code: String,
    /// Why it is meant; absent: it is a fault.
    #[serde(default)]
    reason: Option<String>,
}

#[derive(Serialize)]
struct Report {
    engines: Vec<engine::Engine>,
    modules: Vec<String>,
    places: Vec<Finding>,
    faults: Vec<String>,
}

/// Audits; `false` when there is a fault.
pub fn run(options: &Options) -> Result<bool> {
    let repo = build::run()?;
    let allowed = fs::read_to_string(repo.path("audit-allow.toml")).context("audit-allow.toml")?;
    let allowed: Allowed = toml::from_str(&allowed).context("audit-allow.toml")?;

    let mut command = shell::command("node", &repo.root);
    command
        .arg(repo.path("xtask/js/audit.mjs"))
        .arg(repo.path("pkg"));
    let scripts = shell::output(command.args(&allowed.entries))?;
    let scripts: Scripts = serde_json::from_str(&scripts)?;

    let mut faults = unread_entries(&repo, &allowed)?;
    let engines = engine::all(&repo, &allowed.engine, &scripts.imports, &mut faults)?;
    let places = judge(scripts.findings, &allowed.script, &mut faults);

    let report = Report {
        engines,
        modules: scripts.modules,
        places,
        faults,
    };
    if options.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print(&report);
    }
    Ok(report.faults.is_empty())
}

/// Modules that `pkg/package.json` exports and no list of `audit-allow.toml` names. Those in `dist` are generated from the
/// others.
fn unread_entries(repo: &Repo, allowed: &Allowed) -> Result<Vec<String>> {
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
    let known = |file: &&str| {
        let lists = [&allowed.entries, &allowed.may_send];
        lists
            .iter()
            .any(|list| list.iter().any(|entry| entry == file))
    };
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
fn judge(mut findings: Vec<Finding>, allowed: &[Place], faults: &mut Vec<String>) -> Vec<Finding> {
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

fn print(report: &Report) {
    for engine in &report.engines {
        println!(
            "{} ({} bytes, sha256 {}) imports",
            engine.file, engine.bytes, engine.sha256
        );
        for engine::Import { name, does, reason } in &engine.imports {
            println!(
                "  {name}: {does}
    {}",
                reason.as_deref().unwrap_or("NOT ALLOWED")
            );
        }
    }
    println!(
        "{} modules, in which could send or load:",
        report.modules.len()
    );
    for Finding {
        file,
        line,
        what,
        code,
        reason,
    } in &report.places
    {
        println!(
            "  {file}:{line} {what}: {code}\n    {}",
            reason.as_deref().unwrap_or("NOT ALLOWED")
        );
    }
    if report.faults.is_empty() {
        println!("nothing can leave but through the places named above");
    } else {
        println!("faults:");
        report.faults.iter().for_each(|fault| println!("  {fault}"));
    }
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
