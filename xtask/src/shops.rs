//! `cargo xtask shops`: the pages of `tests/shops/`, visited by a shopper; one table of what came of it.

use anyhow::{Context, Result};
use clap::Args;

use crate::repo::Repo;
use crate::{build, shell, tools};

/// Which shops are visited.
#[derive(Args)]
pub struct Options {
    /// Shops by the first part of their address (`dawn`, `opencart`); all if none is named
    shops: Vec<String>,
}

/// Visits the shops; `false` if one misses a bar.
pub fn run(options: &Options) -> Result<bool> {
    let repo = Repo::find()?;
    tools::ensure_npm_packages(&repo)?;
    tools::ensure_debian_tools(&repo, &[&tools::CHROMIUM])?;
    build::run()?;
    let mut node = shell::command("node", &repo.root);
    node.arg("tests/shops/run.mjs").args(&options.shops);
    let status = node.status().context("node cannot be started")?;
    Ok(status.success())
}
