//! The driver of the repository. `cargo xtask` alone lists what it can do.
//!
//! Everything a fresh machine lacks (the wasm32 target, npm packages, browsers) is installed on the way by the
//! ordinary clients, and said aloud on standard error; standard output carries results only.

mod audit;
mod bench;
mod build;
mod repo;
mod serve;
mod shell;
mod shops;
mod size;
mod test;
mod tools;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Build, show, test and measure Ownshelf")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the npm package into pkg/
    Build,
    /// Build and serve the demo storefront; prints its address
    Demo(serve::Options),
    /// Everything continuous integration runs
    Test(test::Options),
    /// Visits the pages of many shops and prints what came of it
    Shops(shops::Options),
    /// Native and in-engine benches
    Bench(bench::Options),
    /// Raw, gzip and brotli bytes of each entry, held against size-budget.toml
    Size(size::Options),
    /// What the engine imports and what the package's modules could send, held against audit-allow.toml
    Audit(audit::Options),
    /// Runs a wasm32 test binary; cargo calls it
    #[command(hide = true, disable_help_flag = true)]
    TestRunner {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Build => build::run().map(|_| true),
        Task::Demo(options) => serve::run(&options).map(|()| true),
        Task::Test(options) => test::run(&options),
        Task::Shops(options) => shops::run(&options),
        Task::Bench(options) => bench::run(&options).map(|()| true),
        Task::Size(options) => size::run(&options),
        Task::Audit(options) => audit::run(&options),
        Task::TestRunner { arguments } => test::runner::run(arguments).map(|()| true),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
