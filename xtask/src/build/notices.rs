//! `pkg/dist/THIRD-PARTY.txt`: which crates the package's modules are made of, under which licences, and what those ask to be
//! passed on.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::repo::Repo;
use crate::shell;
use crate::tools::WASM_TARGET;

const HEAD: &str = "\
The WebAssembly modules of this package contain the Rust crates below, unmodified, and parts of Rust's standard library
(MIT OR Apache-2.0). The source of each is published as a crate of that name and version. The texts of Apache-2.0 and MIT lie
beside this file; MPL-2.0 is at https://mozilla.org/MPL/2.0/. Notices that have to be passed on follow the list.
";

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    #[serde(default)]
    authors: Vec<String>,
    manifest_path: PathBuf,
}

/// The file's text for the modules made of `crates`.
pub fn text(repo: &Repo, crates: &[&str]) -> Result<String> {
    let known = packages(repo)?;
    let mut list = HEAD.to_owned();
    let mut texts = String::new();
    for (name, version) in linked(repo, crates)? {
        let package = known
            .get(&(name.clone(), version.clone()))
            .with_context(|| format!("cargo knows nothing of {name} {version}"))?;
        let licence = package
            .license
            .as_deref()
            .with_context(|| format!("{name} has no licence"))?;
        list += &format!("\n{name} {version}: {licence}");
        if !licence.contains("Apache-2.0") && licence != "MPL-2.0" {
            let own = match licence_file(package)? {
                Some(file) => fs::read_to_string(file)?,
                None => format!("{licence}, Copyright (c) {}", package.authors.join(", ")),
            };
            texts += &format!("\n\n---- {name} {version} ----\n\n{}", own.trim());
        }
    }
    Ok(format!("{list}{texts}\n"))
}

/// Names and versions of what is linked into the modules, the workspace's own aside.
fn linked(repo: &Repo, crates: &[&str]) -> Result<BTreeSet<(String, String)>> {
    let mut tree = shell::cargo(&repo.root);
    tree.args(["tree", "--quiet", "--edges=normal,no-proc-macro"])
        .args(["--prefix=none", "--no-dedupe", "--target", WASM_TARGET]);
    tree.args(crates.iter().map(|name| format!("--package={name}")));
    let lines = shell::output(&mut tree)?;
    // `name v1.2.3`, and a folder where it is the workspace's own.
    let parts = lines
        .lines()
        .map(|line| line.split(' ').collect::<Vec<_>>());
    Ok(parts
        .filter_map(|parts| match parts[..] {
            [name, version] => Some((name.to_owned(), version.trim_start_matches('v').to_owned())),
            _ => None,
        })
        .collect())
}

fn packages(repo: &Repo) -> Result<HashMap<(String, String), Package>> {
    let mut metadata = shell::cargo(&repo.root);
    metadata.args(["metadata", "--quiet", "--format-version=1"]);
    metadata.args(["--filter-platform", WASM_TARGET]);
    let metadata: Metadata = serde_json::from_str(&shell::output(&mut metadata)?)?;
    Ok(metadata
        .packages
        .into_iter()
        .map(|package| ((package.name.clone(), package.version.clone()), package))
        .collect())
}

/// Of several the one of MIT, which the others leave a choice to.
fn licence_file(package: &Package) -> Result<Option<PathBuf>> {
    let folder = package.manifest_path.parent().unwrap_or(Path::new("."));
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .to_uppercase();
        if ["LICENSE", "LICENCE"]
            .iter()
            .any(|start| name.starts_with(start))
        {
            files.push((!name.contains("MIT"), path));
        }
    }
    files.sort();
    Ok(files.into_iter().next().map(|(_, path)| path))
}
