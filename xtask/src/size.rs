//! `cargo xtask size`: what each entry costs a shopper, held against `size-budget.toml`.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::{build, shell};

/// How the figures are shown.
#[derive(Args, Default)]
pub struct Options {
    /// One JSON object on standard output instead of a table
    #[arg(long)]
    json: bool,
}

#[derive(Deserialize)]
struct Budget {
    /// Entry → bytes.
    brotli: BTreeMap<String, u64>,
}

#[derive(Deserialize, Serialize)]
struct Report {
    entries: Vec<Entry>,
    #[serde(default)]
    within_budget: bool,
}

/// Bytes of one entry.
#[derive(Deserialize, Serialize)]
struct Entry {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    budget: Option<u64>,
    files: serde_json::Value,
}

impl Entry {
    fn within_budget(&self) -> bool {
        self.budget.is_none_or(|budget| self.brotli <= budget)
    }
}

/// Measures; `false` when an entry exceeds its budget.
pub fn run(options: &Options) -> Result<bool> {
    let repo = build::run()?;
    let mut command = shell::command("node", &repo.root);
    let figures = shell::output(
        command
            .arg(repo.path("xtask/js/size.mjs"))
            .arg(repo.path("pkg")),
    )?;
    let mut report: Report = serde_json::from_str(&figures)?;
    let budget: Budget = toml::from_str(&fs::read_to_string(repo.path("size-budget.toml"))?)
        .context("size-budget.toml")?;
    for entry in &mut report.entries {
        entry.budget = budget.brotli.get(&entry.name).copied();
    }
    let unknown = budget
        .brotli
        .keys()
        .find(|name| report.entries.iter().all(|entry| entry.name != **name));
    anyhow::ensure!(
        unknown.is_none(),
        "size-budget.toml names `{}`, which is no entry",
        unknown.map_or("", String::as_str)
    );

    report.within_budget = report.entries.iter().all(Entry::within_budget);
    if options.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print_table(&report);
    }
    Ok(report.within_budget)
}

fn print_table(report: &Report) {
    println!(
        "{:<20} {:>9} {:>9} {:>9} {:>9}",
        "bytes", "raw", "gzip", "brotli", "budget"
    );
    for entry in &report.entries {
        let Entry {
            name,
            raw,
            gzip,
            brotli,
            ..
        } = entry;
        let budget = entry
            .budget
            .map_or(String::new(), |budget| budget.to_string());
        let verdict = if entry.within_budget() {
            ""
        } else {
            "  over budget"
        };
        println!("{name:<20} {raw:>9} {gzip:>9} {brotli:>9} {budget:>9}{verdict}");
    }
}
