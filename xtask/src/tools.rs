//! What a fresh machine lacks: the wasm32 target, npm packages, browsers. Each is looked for first and installed by its
//! ordinary client when missing.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::repo::Repo;
use crate::shell::{self, say};

/// The target the engine is built for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that the standard library for the wasm32 target is there.
pub fn ensure_wasm_target(repo: &Repo) -> Result<()> {
    let sysroot = shell::output(shell::command("rustc", &repo.root).args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(WASM_TARGET)
        .is_dir()
    {
        return Ok(());
    }
    say(format!("installing the Rust target {WASM_TARGET} (rustup)"));
    shell::run(shell::command("rustup", &repo.root).args(["target", "add", WASM_TARGET]))
}

/// Makes sure that `node_modules` holds what `package-lock.json` pins.
pub fn ensure_npm_packages(repo: &Repo) -> Result<()> {
    if !shell::has("node") || !shell::has("npm") {
        bail!("Node 20.19 or newer with npm is needed (https://nodejs.org)");
    }
    if npm_packages_match(repo)? {
        return Ok(());
    }
    say("installing the npm packages pinned in package-lock.json (npm ci)");
    shell::run(shell::command("npm", &repo.root).args(["ci", "--no-audit", "--no-fund"]))
}

/// npm keeps a record of what it installed; every package of the lock must be in it at the same version, except the
/// optional ones, which npm leaves out where the platform is another.
fn npm_packages_match(repo: &Repo) -> Result<bool> {
    let wanted = read_packages(&repo.path("package-lock.json")).context("package-lock.json")?;
    let Ok(installed) = read_packages(&repo.path("node_modules/.package-lock.json")) else {
        return Ok(false);
    };
    let is = |package: &Value, flag: &str| package[flag].as_bool() == Some(true);
    Ok(wanted
        .iter()
        .filter(|(path, _)| path.starts_with("node_modules/"))
        .all(|(path, package)| {
            is(package, "optional")
                || is(package, "devOptional")
                || installed
                    .get(path)
                    .is_some_and(|found| found["version"] == package["version"])
        }))
}

fn read_packages(lock: &Path) -> Result<serde_json::Map<String, Value>> {
    let lock: Value = serde_json::from_str(&fs::read_to_string(lock)?)?;
    lock["packages"]
        .as_object()
        .cloned()
        .context("no `packages` in the lock")
}

/// A browser, driver or interpreter: the program looked for and the Debian package that brings it.
pub struct DebianTool {
    pub program: &'static str,
    pub package: &'static str,
}

pub const CHROMIUM: DebianTool = DebianTool {
    program: "chromium",
    package: "chromium",
};
pub const CHROMEDRIVER: DebianTool = DebianTool {
    program: "chromedriver",
    package: "chromium-driver",
};
pub const FIREFOX: DebianTool = DebianTool {
    program: "firefox-esr",
    package: "firefox-esr",
};
/// Brings MiniBrowser along, which the driver starts.
pub const WEBKIT: DebianTool = DebianTool {
    program: "WebKitWebDriver",
    package: "webkit2gtk-driver",
};
/// WebKit has no mode without a display.
pub const XVFB: DebianTool = DebianTool {
    program: "Xvfb",
    package: "xvfb",
};
/// Runs the WooCommerce example.
pub const PHP: DebianTool = DebianTool {
    program: "php",
    package: "php-cli",
};

/// Makes sure that these programs are there; installs what is missing with apt-get.
pub fn ensure_debian_tools(repo: &Repo, tools: &[&DebianTool]) -> Result<()> {
    let missing: Vec<_> = tools
        .iter()
        .filter(|tool| !shell::has(tool.program))
        .map(|tool| tool.package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if !shell::has("apt-get") {
        bail!("please install {names} by your system's means: there is no apt-get here");
    }
    say(format!("installing {names} (apt-get)"));
    apt_get(repo, &["update"])?;
    apt_get(
        repo,
        &[
            &["install", "--yes", "--no-install-recommends"],
            missing.as_slice(),
        ]
        .concat(),
    )
}

fn apt_get(repo: &Repo, arguments: &[&str]) -> Result<()> {
    let root_user = shell::output(shell::command("id", &repo.root).arg("-u"))?.trim() == "0";
    let mut command = shell::command(if root_user { "apt-get" } else { "sudo" }, &repo.root);
    if !root_user {
        command.arg("apt-get");
    }
    shell::run(
        command
            .arg("-q")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}
