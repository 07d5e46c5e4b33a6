//! Work that need not be done twice: a stamp holds the digest of everything the work read.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Does `work` unless its outputs are there and `stamp` says that they were made from just these inputs.
pub fn unless_done(
    stamp: &Path,
    inputs: &[PathBuf],
    outputs: &[PathBuf],
    work: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let digest = digest(inputs)?;
    let known = fs::read_to_string(stamp).is_ok_and(|known| known == digest);
    if known && outputs.iter().all(|output| output.exists()) {
        return Ok(());
    }
    // A failure half-way must not look like success next time.
    let _ = fs::remove_file(stamp);
    work()?;
    fs::create_dir_all(stamp.parent().context("a stamp lies in a folder")?)?;
    fs::write(stamp, digest).with_context(|| stamp.display().to_string())
}

fn digest(inputs: &[PathBuf]) -> Result<String> {
    let mut hasher = Sha256::new();
    for input in inputs {
        let bytes = fs::read(input).with_context(|| input.display().to_string())?;
        hasher.update(input.as_os_str().as_encoded_bytes());
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    Ok(hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}
