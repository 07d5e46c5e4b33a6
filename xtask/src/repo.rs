//! Where things lie.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result};

use crate::shell;

/// The checkout and the folder cargo builds into.
pub struct Repo {
    pub root: PathBuf,
    pub target: PathBuf,
}

impl Repo {
    /// Finds the checkout this driver belongs to, wherever it is called from.
    pub fn find() -> Result<Self> {
        // `cargo run` names the package's folder as it is now; the compiled-in path serves a binary called directly.
        let xtask = env::var_os("CARGO_MANIFEST_DIR")
            .map(PathBuf::from)
            .filter(|dir| dir.ends_with("xtask"));
        let xtask = xtask.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
        let root = xtask
            .parent()
            .context("xtask stands in no checkout")?
            .to_path_buf();
        let target = target_directory(&root)?;
        Ok(Self { root, target })
    }

    /// A path below the checkout.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }
}

/// Asks cargo, so that configuration and environment are honoured alike.
fn target_directory(root: &Path) -> Result<PathBuf> {
    let mut cargo = shell::cargo(root);
    let metadata = shell::output(cargo.args(["metadata", "--no-deps", "--format-version=1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let target = metadata["target_directory"]
        .as_str()
        .context("cargo metadata names no target directory")?;
    Ok(PathBuf::from(target))
}

/// All files below a folder, sorted, without those in folders named in `skip`. A missing folder has none.
pub fn files_below(folder: &Path, skip: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let entry = entry?;
            if !entry.file_type()?.is_dir() {
                found.push(entry.path());
            } else if !skip.iter().any(|name| entry.file_name() == *name) {
                open.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}
