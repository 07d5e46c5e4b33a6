//! Running other programs: what is run, what it says, whether it went well.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Says what is being done, on standard error.
pub fn say(text: impl AsRef<str>) {
    eprintln!("xtask: {}", text.as_ref());
}

/// A command in the folder `at`.
pub fn command(program: impl AsRef<OsStr>, at: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(at);
    command
}

/// The cargo that started this driver, without what it told this driver about itself: a package's own build script
/// settings would otherwise leak into the next build and make it start over.
pub fn cargo(at: &Path) -> Command {
    let mut command = command(
        std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
        at,
    );
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("CARGO_PKG_") || name_text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs to the end with output shown on standard error; standard output stays free for results.
pub fn run(command: &mut Command) -> Result<()> {
    let line = describe(command);
    let status = command
        .stdout(std::io::stderr())
        .status()
        .with_context(|| format!("cannot start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Runs to the end and returns what was written to standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let line = describe(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` failed ({})", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Whether a program of this name is on the path.
pub fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// The command as one would type it.
pub fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
