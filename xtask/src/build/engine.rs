//! The package's `.wasm` modules: from a crate to an optimised module and the JavaScript that calls it, with no trace of the
//! machine they were built on.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, bail};

use super::{glue, panics};
use crate::repo::Repo;
use crate::shell::{self, say};
use crate::tools::WASM_TARGET;

/// Features the Rust target uses by default and every browser of the last years has. Never all of them: binaryen would
/// then write encodings that browsers refuse.
const WASM_OPT: &[&str] = &[
    "-Os",
    // Functions kept apart resemble one another more: larger as they lie, 4 % smaller after brotli.
    "--one-caller-inline-max-function-size=20",
    // The lowest kilobyte of memory is the far end of the stack, where no address is ever computed from.
    "--low-memory-unused",
    "--converge",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

const COMPILER: [&str; 4] = [
    // The digest of the ledger in loops rather than unrolled: 1.5 KB less after brotli, for a few hashes a visit.
    "--cfg",
    "sha2_backend_soft=\"compact\"",
    // A quarter of the usual stack: nothing recurses deeper than input may be nested, and what lies behind it has shorter
    // addresses.
    "-C",
    "link-arg=-zstack-size=262144",
];

/// What LLVM does for speed at the price of size: values kept in locals over loops, loads followed through branches. Half a
/// kilobyte less after brotli without (`cargo xtask size`), and no slower here (`cargo xtask bench loyal`).
const SMALLER: &[&str] = &["-disable-licm-promotion", "-gvn-max-num-deps=0"];

/// A crate that becomes a module of the package.
pub struct Crate {
    /// Name of the crate.
    pub package: &'static str,
    /// What to optimise for, if not what the profile says.
    level: Option<&'static str>,
    /// The file it becomes.
    pub file: &'static str,
    /// The name of the JavaScript beside it.
    glue: &'static str,
}

impl Crate {
    /// All files it becomes.
    pub fn files(&self) -> Vec<String> {
        let name = self.glue;
        vec![
            self.file.to_owned(),
            format!("{name}.js"),
            format!("{name}.d.ts"),
        ]
    }
}

/// All of them.
pub const CRATES: [Crate; 3] = [
    Crate {
        package: "ownshelf",
        level: None,
        file: "core_bg.wasm",
        glue: "core",
    },
    Crate {
        package: "ownshelf-capsule",
        level: None,
        file: "capsule.wasm",
        glue: "capsule",
    },
    Crate {
        package: "ownshelf-insights",
        // Curves and field elements, unrolled a little, resemble one another more: 5 % smaller after brotli than at `z`
        // (`cargo xtask size` with either).
        level: Some("s"),
        file: "insights.wasm",
        glue: "insights",
    },
];

/// Compiles a crate and returns the module's path.
pub fn compile(repo: &Repo, of: &Crate) -> Result<PathBuf> {
    let mut cargo = shell::cargo(&repo.root);
    cargo.args([
        "rustc",
        "--quiet",
        "--profile=wasm",
        "--package",
        of.package,
        "--lib",
        // The manifests name `rlib` alone. A `cdylib` there has one file for all features and profiles, so each module
        // would have cargo compile the next one's dependencies anew, and beside an `rlib` it is not optimised across crates.
        "--crate-type=cdylib",
        "--target",
        WASM_TARGET,
    ]);
    if let Some(level) = of.level {
        cargo.arg(format!("--config=profile.wasm.opt-level=\"{level}\""));
    }
    let mut flags = [remapping(repo)?, COMPILER.map(String::from).to_vec()].concat();
    // The same for all of them, for cargo compiles what they share anew whenever a flag differs.
    for setting in SMALLER {
        let flag = format!("-Cllvm-args={setting}");
        if known(repo, &flag) {
            flags.push(flag);
        }
    }
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    shell::run(&mut cargo)?;
    let file = format!("wasm/{}.wasm", of.package.replace('-', "_"));
    Ok(repo.target.join(WASM_TARGET).join(file))
}

/// Whether the compiler takes a flag: LLVM's settings are its own affair and may go with any release.
fn known(repo: &Repo, flag: &str) -> bool {
    shell::output(shell::command("rustc", &repo.root).args(["--print=cfg", flag])).is_ok()
}

/// What `optimise` depends on.
pub fn inputs(repo: &Repo, module: &Path) -> Result<Vec<PathBuf>> {
    let tools = [
        "Cargo.lock",
        "package-lock.json",
        "xtask/src/build/engine.rs",
        "xtask/src/build/panics.rs",
        "xtask/src/build/glue.rs",
    ]
    .map(|file| repo.path(file));
    Ok([&[module.to_path_buf()], tools.as_slice()].concat())
}

/// Makes the files of a crate in `folder` from its compiled module.
pub fn optimise(repo: &Repo, of: &Crate, module: &Path, folder: &Path) -> Result<()> {
    say(format!("optimising {} (wasm-opt)", of.file));
    fs::create_dir_all(folder)?;
    let engine = &folder.join(of.file);
    fs::copy(module, engine)?;
    panics::silence(engine)?;
    glue::bind(engine, folder, of.glue)?;
    let optimiser = repo.path("node_modules/binaryen/bin/wasm-opt");
    let mut command = shell::command("node", &repo.root);
    shell::run(
        command
            .arg(optimiser)
            .args(WASM_OPT)
            .arg(engine)
            .arg("-o")
            .arg(engine),
    )?;
    Ok(())
}

/// Compiler flags that write this machine's folders as neutral names. Of several that fit, rustc takes the last.
fn remapping(repo: &Repo) -> Result<Vec<String>> {
    let mut pairs = Vec::new();
    if let Some(home) = env::var_os("HOME") {
        pairs.push((PathBuf::from(home), "home"));
    }
    pairs.push((cargo_home()?, "cargo"));
    let sysroot = shell::output(shell::command("rustc", &repo.root).args(["--print", "sysroot"]))?;
    pairs.push((PathBuf::from(sysroot.trim()), "rust"));
    // The folder below `src` is named after the registry and differs where a mirror is used.
    for registry in fs::read_dir(cargo_home()?.join("registry/src"))
        .into_iter()
        .flatten()
    {
        pairs.push((registry?.path(), "crates"));
    }
    pairs.push((repo.target.clone(), "target"));
    pairs.push((repo.root.clone(), "ownshelf"));
    Ok(pairs
        .iter()
        .map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display()))
        .collect())
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = env::var_os("CARGO_HOME") {
        return Ok(PathBuf::from(home));
    }
    Ok(
        PathBuf::from(env::var_os("HOME").context("neither CARGO_HOME nor HOME is set")?)
            .join(".cargo"),
    )
}

/// A path of the building machine tells shoppers' browsers about its owner and makes builds differ.
pub fn refuse_machine_paths(repo: &Repo, files: &[PathBuf]) -> Result<()> {
    let mut forbidden = vec![
        repo.root.display().to_string(),
        repo.target.display().to_string(),
    ];
    forbidden.push(cargo_home()?.display().to_string());
    forbidden.push("registry/src".to_owned());
    // A home that is the root of everything is in every path.
    let home = env::var("HOME").unwrap_or_default();
    forbidden.extend(
        Some(home)
            .filter(|home| home.len() > 1)
            .map(|home| home + "/"),
    );
    for file in files {
        let bytes = fs::read(file)?;
        for text in forbidden.iter().filter(|text| text.len() > 1) {
            if bytes
                .windows(text.len())
                .any(|window| window == text.as_bytes())
            {
                bail!("{} carries a path of this machine: {text}", file.display());
            }
        }
    }
    Ok(())
}
