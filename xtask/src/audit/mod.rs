//! `cargo xtask audit`: proof that nothing can leave the browser through this package.
//!
//! Two lists are made: what the engine imports (a WebAssembly module can do nothing but through its imports), and every
//! place in the modules of the package that could send or load. Both must agree with `audit-allow.toml`, which names
//! each import and each place with its reason. The code of each import is read too: whatever the list says, none may call
//! what it is handed, or read a global beside the language's own makers of values.

mod allow;
mod engine;

use std::fs;

use anyhow::{Context, Result};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::{build, shell};

use allow::{Allowed, Finding};

/// How the findings are shown.
#[derive(Args, Default)]
pub struct Options {
    /// One JSON object on standard output instead of a report
    #[arg(long)]
    json: bool,
}

/// What `audit.mjs` reports.
#[derive(Deserialize)]
struct Scripts {
    modules: Vec<String>,
    findings: Vec<Finding>,
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

    let mut faults = allow::unread_entries(&repo, &allowed)?;
    let engines = engine::all(&repo, &allowed.import, &mut faults)?;
    let places = allow::judge(scripts.findings, &allowed.script, &mut faults);

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

fn print(report: &Report) {
    for engine in &report.engines {
        let (file, bytes, sha256) = (&engine.file, engine.bytes, &engine.sha256);
        println!(
            "{file} ({bytes} bytes, sha256 {sha256}) imports {} functions",
            engine.imports.len()
        );
        for import in &engine.imports {
            let reason = import.reason.as_deref().unwrap_or("NOT ALLOWED");
            println!("  {}\n    {reason}", import.does);
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
