//! `cargo xtask build`: the library crate and the modules loaded beside it become the npm package.
//!
//! crate → cargo (profile `wasm`) → wasm-opt → checks → `pkg/dist`. Each half is skipped when nothing it
//! reads has changed since its last success.

mod engine;
mod fresh;
mod glue;
pub mod names;
mod notices;
mod panics;

use std::fs::{self, File};
use std::path::Path;

use anyhow::Result;

use crate::repo::{Repo, files_below};
use crate::shell::{self, say};
use crate::tools;

/// Builds `pkg/dist` as far as it is out of date and returns the checkout.
pub fn run() -> Result<Repo> {
    let repo = Repo::find()?;
    tools::ensure_wasm_target(&repo)?;
    tools::ensure_npm_packages(&repo)?;
    names::write(&repo)?;

    // Two builds at once would write the same files; the second waits.
    let lock = File::open(repo.path("pkg/package.json"))?;
    lock.lock()?;

    let engines = repo.target.join("xtask").join("engines");
    for of in &engine::CRATES {
        let module = engine::compile(&repo, of)?;
        let outputs: Vec<_> = of.files().iter().map(|file| engines.join(file)).collect();
        fresh::unless_done(
            &engines.join(format!("{}-done", of.file)),
            &engine::inputs(&repo, &module)?,
            &outputs,
            || engine::optimise(&repo, of, &module, &engines),
        )?;
    }
    // Beside the package, not in the folder cargo builds into: that one may be another next time.
    let done = repo.path("target/package-done");
    fresh::unless_done(
        &done,
        &package_inputs(&repo, &engines)?,
        &package_outputs(&repo),
        || {
            say("writing pkg/dist (esbuild)");
            let script = repo.path("xtask/js/bundle.mjs");
            let mut bundle = shell::command("node", &repo.root);
            shell::run(bundle.arg(script).arg(&engines).arg(repo.path("pkg")))?;
            let notices = notices::text(&repo, &engine::CRATES.map(|of| of.package))?;
            fs::write(repo.path("pkg/dist/THIRD-PARTY.txt"), notices)?;
            engine::refuse_machine_paths(&repo, &files_below(&repo.path("pkg/dist"), &[])?)
        },
    )?;
    Ok(repo)
}

/// What `xtask/js/prepack.mjs` copies into the package.
const COPIED: [&str; 3] = ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"];

fn package_inputs(repo: &Repo, engines: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut inputs = files_below(&repo.path("pkg"), &["dist"])?;
    // Packing copies the licences and the changelog beside the manifest; nothing is built from them.
    inputs.retain(|file| !COPIED.iter().any(|name| file.ends_with(name)));
    inputs.extend(
        engine::CRATES
            .iter()
            .flat_map(|of| of.files())
            .map(|file| engines.join(file)),
    );
    inputs.extend(
        [
            "Cargo.lock",
            "xtask/js/bundle.mjs",
            "xtask/src/build/glue.rs",
            "xtask/src/build/notices.rs",
        ]
        .map(|file| repo.path(file)),
    );
    Ok(inputs)
}

fn package_outputs(repo: &Repo) -> Vec<std::path::PathBuf> {
    let names = [
        "core_bg.wasm",
        "core.js",
        "core.d.ts",
        "capsule.wasm",
        "capsule.js",
        "capsule.d.ts",
        "capsule-inline.js",
        "insights.wasm",
        "insights.js",
        "insights.d.ts",
        "insights-inline.js",
        "inline.js",
        "node.cjs",
        "global.js",
        "auto.js",
        "index.d.cts",
        "THIRD-PARTY.txt",
    ];
    names
        .iter()
        .map(|name| repo.path("pkg/dist").join(name))
        .collect()
}
