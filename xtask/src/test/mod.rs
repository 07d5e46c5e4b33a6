//! `cargo xtask test`: everything continuous integration runs, step by step. A failed step does not stop the others;
//! the end lists what failed and prints one line `N passed, N failed`.

mod counted;
mod package;
pub mod runner;
mod steps;

use std::time::Instant;

use anyhow::Result;
use clap::Args;

use crate::repo::Repo;

use counted::Counts;

/// What is run.
#[derive(Args, Default)]
pub struct Options {
    /// Only the steps whose name contains this text (may be given several times)
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
    /// Leave out what needs a browser
    #[arg(long)]
    fast: bool,
    /// Every tool of the bundler matrix, not only the quick ones
    #[arg(long)]
    bundlers: bool,
    /// Name the steps and run none
    #[arg(long)]
    list: bool,
}

/// One part of the run.
struct Step {
    name: &'static str,
    /// Needs a browser: left out by `--fast`.
    browser: bool,
    work: fn(&Repo) -> Result<Counts>,
}

/// Runs the steps chosen; `false` if anything failed.
pub fn run(options: &Options) -> Result<bool> {
    let repo = Repo::find()?;
    let chosen: Vec<Step> = steps::all(options.bundlers)
        .into_iter()
        .filter(|step| is_chosen(step, options))
        .collect();
    if options.list {
        chosen.iter().for_each(|step| println!("{}", step.name));
        return Ok(true);
    }
    anyhow::ensure!(
        !chosen.is_empty(),
        "no step is called that; --list names them"
    );

    let mut total = Counts::default();
    let mut summary = Vec::new();
    for (index, step) in chosen.iter().enumerate() {
        println!("\n=== {} ({} of {})", step.name, index + 1, chosen.len());
        let begun = Instant::now();
        let counts = (step.work)(&repo).unwrap_or_else(|error| {
            println!("error: {error:#}");
            Counts::ONE_FAILED
        });
        let line = counts.line(step.name, begun.elapsed());
        println!("{line}");
        summary.push(line);
        total.add(counts);
    }
    println!("\n=== summary\n{}\n", summary.join("\n"));
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(total.failed == 0)
}

fn is_chosen(step: &Step, options: &Options) -> bool {
    let named = options.only.is_empty()
        || options
            .only
            .iter()
            .any(|text| step.name.contains(text.as_str()));
    named && !(options.fast && step.browser)
}
