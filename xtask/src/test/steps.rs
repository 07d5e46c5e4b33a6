//! The steps of the run, cheap ones first.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use anyhow::Result;

use crate::repo::{Repo, files_below};
use crate::tools::{self, WASM_TARGET};
use crate::{audit, build, serve, shell, size};

use super::counted::{self, Counts};
use super::{Step, package};

pub fn all(bundlers: bool) -> Vec<Step> {
    let step = |name, work| Step {
        name,
        browser: false,
        work,
    };
    let browser_step = |name, work| Step {
        name,
        browser: true,
        work,
    };
    let mut steps = vec![
        step("format", format as fn(&Repo) -> Result<Counts>),
        step("generated", |repo| {
            build::names::check(repo).map(|()| Counts::ONE_PASSED)
        }),
        step("js-lint", js_lint),
        step("clippy", clippy),
        step("clippy-wasm", clippy_wasm),
        step("native-tests", native_tests),
        step("docs", docs),
        step("build", |_| build::run().map(|_| Counts::ONE_PASSED)),
        step("types", package::types),
        step("package", package::lint),
        step("size", |_| {
            Ok(verdict(size::run(&size::Options::default())?))
        }),
        step("audit", |_| {
            Ok(verdict(audit::run(&audit::Options::default())?))
        }),
        step("wasm-node", wasm_in_node),
        step("js", js_tests),
        browser_step("wasm-chromium", wasm_in_chromium),
        browser_step("e2e", end_to_end),
    ];
    let matrix: fn(&Repo) -> Result<Counts> = if bundlers {
        |repo| bundlers_matrix(repo, &[])
    } else {
        |repo| bundlers_matrix(repo, &["--fast"])
    };
    steps.push(browser_step("bundlers", matrix));
    steps
}

fn verdict(good: bool) -> Counts {
    if good {
        Counts::ONE_PASSED
    } else {
        Counts::ONE_FAILED
    }
}

fn cargo(repo: &Repo, arguments: &[&str]) -> Command {
    let mut cargo = shell::cargo(&repo.root);
    cargo.args(arguments);
    cargo
}

fn format(repo: &Repo) -> Result<Counts> {
    counted::run(&mut cargo(repo, &["fmt", "--all", "--check"]))
}

/// Format and faults of all JavaScript; what is held against it stands in `biome.json`.
fn js_lint(repo: &Repo) -> Result<Counts> {
    tools::ensure_npm_packages(repo)?;
    let mut node = shell::command("node", &repo.root);
    node.args([
        "node_modules/@biomejs/biome/bin/biome",
        "ci",
        "--error-on-warnings",
    ]);
    counted::run(&mut node)
}

fn clippy(repo: &Repo) -> Result<Counts> {
    counted::run(&mut cargo(
        repo,
        &[
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--",
            "--deny=warnings",
        ],
    ))
}

fn clippy_wasm(repo: &Repo) -> Result<Counts> {
    tools::ensure_wasm_target(repo)?;
    let arguments = [
        "clippy",
        "--quiet",
        "--package=ownshelf",
        "--lib",
        "--test=wasm",
        "--target",
        WASM_TARGET,
    ];
    let mut counts = counted::run(cargo(repo, &arguments).args(["--", "--deny=warnings"]))?;
    let beside = [
        "clippy",
        "--quiet",
        "--package=ownshelf-capsule",
        "--package=ownshelf-insights",
        "--lib",
        "--target",
        WASM_TARGET,
    ];
    counts.add(counted::run(
        cargo(repo, &beside).args(["--", "--deny=warnings"]),
    )?);
    Ok(counts)
}

fn native_tests(repo: &Repo) -> Result<Counts> {
    counted::run(&mut cargo(
        repo,
        &["test", "--quiet", "--workspace", "--no-fail-fast"],
    ))
}

/// The browser boundary is part of the documentation, so the library's is made for both targets.
fn docs(repo: &Repo) -> Result<Counts> {
    tools::ensure_wasm_target(repo)?;
    let mut counts = Counts::default();
    let boundary = [
        "--package=ownshelf",
        "--document-private-items",
        "--target",
        WASM_TARGET,
    ];
    for scope in [["--workspace"].as_slice(), &boundary] {
        let mut command = cargo(repo, &["doc", "--quiet", "--no-deps"]);
        counts.add(counted::run(
            command.args(scope).env("RUSTDOCFLAGS", "--deny=warnings"),
        )?);
    }
    Ok(counts)
}

/// `tests/wasm.rs` on the engine as compiled for browsers. This driver is its own runner here, which saves cargo from
/// starting cargo.
fn wasm_tests(repo: &Repo) -> Result<Command> {
    tools::ensure_wasm_target(repo)?;
    let mut command = cargo(
        repo,
        &[
            "test",
            "--package=ownshelf",
            "--test=wasm",
            "--target",
            WASM_TARGET,
        ],
    );
    let runner = format!("{} test-runner", std::env::current_exe()?.display());
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    Ok(command)
}

fn wasm_in_node(repo: &Repo) -> Result<Counts> {
    counted::run(&mut wasm_tests(repo)?)
}

fn wasm_in_chromium(repo: &Repo) -> Result<Counts> {
    tools::ensure_debian_tools(repo, &[&tools::CHROMIUM, &tools::CHROMEDRIVER])?;
    let mut command = wasm_tests(repo)?;
    command
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("CHROMEDRIVER", "chromedriver");
    // A cold browser on a small machine takes its time.
    command
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30");
    counted::run(&mut command)
}

fn js_tests(repo: &Repo) -> Result<Counts> {
    build::run()?;
    build_programs(repo)?;
    let mut node = node_test(repo);
    node.args(["--test-concurrency", &at_once().to_string()]);
    counted::run(node.args(scripts_of(repo, "tests/js")?))
}

/// Builds what tests in JavaScript start: see tests/programs.mjs.
fn build_programs(repo: &Repo) -> Result<()> {
    shell::run(&mut cargo(
        repo,
        &[
            "build",
            "--quiet",
            "--package=ownshelf-cli",
            "--bins",
            "--package=ownshelf-insights",
            "--example=aggregator",
        ],
    ))
}

/// How many test files run at the same time: one a core, and more than two only crowd the browsers.
fn at_once() -> usize {
    thread::available_parallelism().map_or(1, |cores| cores.get().min(2))
}

/// Real browsers on the demo. The server runs in this process and its address is passed on as `OWNSHELF_DEMO`; browsers
/// are installed as far as a test names them.
fn end_to_end(repo: &Repo) -> Result<Counts> {
    build::run()?;
    let mut programs = vec![&tools::CHROMIUM];
    let scripts = files_below(&repo.path("tests/e2e"), &["node_modules"])?;
    let named = |word| {
        scripts
            .iter()
            .any(|script| fs::read_to_string(script).is_ok_and(|text| text.contains(word)))
    };
    if named("firefox") {
        programs.push(&tools::FIREFOX);
    }
    if named("WebKitWebDriver") {
        programs.extend([&tools::WEBKIT, &tools::XVFB]);
    }
    if named("execFile)(\"php\"") {
        programs.push(&tools::PHP);
    }
    tools::ensure_debian_tools(repo, &programs)?;
    if serve::has_pages(&repo.root) {
        serve::prepare(repo)?;
    }
    let address = serve::start(repo, Some(0))?;
    build_programs(repo)?;
    browser_tests(repo, &scripts_of(repo, "tests/e2e")?, &address)
}

/// Every `*.test.mjs` and `*.test.js` of a folder.
fn scripts_of(repo: &Repo, folder: &str) -> Result<Vec<PathBuf>> {
    let mut scripts = files_below(&repo.path(folder), &["node_modules"])?;
    scripts.retain(|script| {
        let name = script.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".test.mjs") || name.ends_with(".test.js")
    });
    Ok(scripts)
}

/// Node's test runner.
fn node_test(repo: &Repo) -> Command {
    let mut node = shell::command("node", &repo.root);
    node.args(["--test", "--test-reporter=spec"])
        .env("OWNSHELF_PROGRAMS", repo.target.join("debug"));
    node
}

/// Runs the files, as many at a time as there are cores, and names the slowest. A failed test fails the run: it is not run
/// again.
fn browser_tests(repo: &Repo, scripts: &[PathBuf], address: &str) -> Result<Counts> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new((Counts::default(), Vec::new()));
    let work = || -> Result<()> {
        while let Some(script) = scripts.get(next.fetch_add(1, Ordering::Relaxed)) {
            let begun = Instant::now();
            let mut node = node_test(repo);
            let told = counted::whole(node.arg(script).env("OWNSHELF_DEMO", address))?;
            let mut done = done.lock().expect("no thread panics with it");
            println!("{}", told.report);
            done.0.add(told.counts);
            done.1.push((begun.elapsed().as_secs(), script));
        }
        Ok(())
    };
    thread::scope(|scope| {
        let all: Vec<_> = (0..at_once()).map(|_| scope.spawn(work)).collect();
        all.into_iter()
            .try_for_each(|one| one.join().expect("no test thread panics"))
    })?;
    let (counts, mut times) = done.into_inner().expect("no thread panicked with it");
    times.sort_by(|a, b| b.cmp(a));
    println!("slowest files:");
    for (seconds, script) in times.iter().take(10) {
        println!("  {seconds:4} s {}", script.display());
    }
    Ok(counts)
}

/// The packed package in a small project for each tool that shops build with; `--fast` takes those that are quick.
fn bundlers_matrix(repo: &Repo, arguments: &[&str]) -> Result<Counts> {
    build::run()?;
    tools::ensure_debian_tools(repo, &[&tools::CHROMIUM])?;
    let mut node = shell::command("node", &repo.root);
    node.args(["--test-reporter=spec", "tests/bundlers/run.mjs"])
        .args(arguments);
    counted::run(&mut node)
}
