//! `cargo xtask bench`: the native benches (criterion) and those that run the built package (`benches/*.mjs`).
//!
//! Times are one machine's; within a group each is also given as a multiple of the group's fastest, which travels
//! better.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use crate::repo::{Repo, files_below};
use crate::shell::{self, say};
use crate::{build, tools};

/// How the figures are shown.
#[derive(Args, Default)]
pub struct Options {
    /// One JSON object on standard output instead of a table
    #[arg(long)]
    json: bool,
    /// Only benches whose name contains this text
    filter: Option<String>,
}

#[derive(Serialize)]
struct Report {
    native: Vec<Timing>,
    /// Script → the JSON object it prints.
    package: BTreeMap<String, Value>,
}

/// One native bench.
#[derive(Serialize)]
struct Timing {
    group: String,
    name: String,
    mean_ns: f64,
    median_ns: f64,
    /// What the bench was given, where its group tries several, e.g. a number of products.
    input: Option<String>,
    /// Mean as a multiple of the fastest of its group with the same input; 1 is the fastest.
    ratio: f64,
}

pub fn run(options: &Options) -> Result<()> {
    let repo = build::run()?;
    let report = Report {
        native: native(&repo, options)?,
        package: package(&repo, options)?,
    };
    if options.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
        return Ok(());
    }
    for timing in &report.native {
        let parts = [
            Some(&timing.group),
            Some(&timing.name),
            timing.input.as_ref(),
        ];
        let label = parts
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("/");
        let (mean, median, ratio) = (timing.mean_ns, timing.median_ns, timing.ratio);
        println!("{label:<56} mean {mean:>12.0} ns  median {median:>12.0} ns  × {ratio:.2}");
    }
    for (script, figures) in &report.package {
        println!("\n{script}\n{}", serde_json::to_string_pretty(figures)?);
    }
    Ok(())
}

fn native(repo: &Repo, options: &Options) -> Result<Vec<Timing>> {
    if !files_below(&repo.path("benches"), &[])?
        .iter()
        .any(|file| file.extension().is_some_and(|e| e == "rs"))
    {
        return Ok(Vec::new());
    }
    say("running the native benches (criterion)");
    let folder = repo.target.join("criterion");
    // Benches renamed since would otherwise be reported with their old figures.
    let _ = fs::remove_dir_all(&folder);
    let mut cargo = shell::cargo(&repo.root);
    cargo
        .args(["bench", "--quiet", "--package=ownshelf", "--benches", "--"])
        .args(&options.filter);
    shell::run(&mut cargo)?;
    let mut timings = criterion_results(&folder)?;
    let alike = |timing: &Timing| (timing.group.clone(), timing.input.clone());
    let mut fastest: BTreeMap<_, f64> = BTreeMap::new();
    for timing in &timings {
        let least = fastest.entry(alike(timing)).or_insert(f64::INFINITY);
        *least = least.min(timing.mean_ns);
    }
    for timing in &mut timings {
        timing.ratio = timing.mean_ns / fastest[&alike(timing)];
    }
    Ok(timings)
}

/// Reads `GROUP/NAME/new/{benchmark,estimates}.json`.
fn criterion_results(folder: &Path) -> Result<Vec<Timing>> {
    let mut timings = Vec::new();
    for file in files_below(folder, &["base", "change", "report"])? {
        if !file.ends_with("new/estimates.json") {
            continue;
        }
        let read = |file: &Path| -> Result<Value> {
            Ok(serde_json::from_str(&fs::read_to_string(file)?)?)
        };
        let estimates = read(&file)?;
        let bench = read(&file.with_file_name("benchmark.json"))?;
        let ns = |of: &str| {
            estimates[of]["point_estimate"]
                .as_f64()
                .with_context(|| format!("no {of} in {}", file.display()))
        };
        let part = |key: &str| bench[key].as_str().map(str::to_owned);
        timings.push(Timing {
            group: part("group_id").unwrap_or_default(),
            name: part("function_id").unwrap_or_default(),
            input: part("value_str"),
            mean_ns: ns("mean")?,
            median_ns: ns("median")?,
            ratio: 1.0,
        });
    }
    Ok(timings)
}

/// Each script prints one JSON object on standard output and may say what it does on standard error.
fn package(repo: &Repo, options: &Options) -> Result<BTreeMap<String, Value>> {
    let mut all = BTreeMap::new();
    for script in files_below(&repo.path("benches"), &["lib", "node_modules"])? {
        let name = script
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let wanted = options
            .filter
            .as_ref()
            .is_none_or(|filter| name.contains(filter.as_str()));
        if !name.ends_with(".mjs") || !wanted {
            continue;
        }
        if fs::read_to_string(&script)?.contains("chromium") {
            tools::ensure_debian_tools(repo, &[&tools::CHROMIUM])?;
        }
        say(format!("running benches/{name}"));
        let figures = shell::output(
            shell::command("node", &repo.root)
                .arg(&script)
                .arg("--json"),
        )?;
        let figures = serde_json::from_str(&figures)
            .with_context(|| format!("benches/{name} printed no JSON object"))?;
        all.insert(name, figures);
    }
    Ok(all)
}
