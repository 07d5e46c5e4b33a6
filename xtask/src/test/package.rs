//! The npm package as its users meet it: types, manifest, tarball, versions.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::repo::{Repo, files_below};
use crate::{build, shell};

use super::counted::{self, Counts};

/// `tsc` over the package's own modules, and over the type tests, which must use every name the declarations export.
pub fn types(repo: &Repo) -> Result<Counts> {
    build::run()?;
    let mut counts = counted::run(shell::command("node", &repo.root).args([
        "node_modules/typescript/bin/tsc",
        "--project",
        "tests/types",
    ]))?;
    counts.add(checked_scripts(repo)?);
    let unused = unused_exports(repo)?;
    ensure!(
        unused.is_empty(),
        "tests/types uses none of these exports: {}",
        unused.join(", ")
    );
    counts.add(Counts::ONE_PASSED);
    Ok(counts)
}

/// Files of the package that the strict check of their JSDoc types does not hold for yet. It may only become shorter.
const UNCHECKED: &str = "tests/types/unchecked.txt";

/// Every module of the package under strict `checkJs`, against the declarations that users get.
fn checked_scripts(repo: &Repo) -> Result<Counts> {
    let output = shell::command("node", &repo.root)
        .args(["node_modules/typescript/bin/tsc", "--project", "pkg"])
        .output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    let list = fs::read_to_string(repo.path(UNCHECKED))?;
    let excused: BTreeSet<&str> = list.lines().filter(|line| !line.is_empty()).collect();
    let at_fault: BTreeSet<&str> = told.lines().filter_map(file_at_fault).collect();
    for line in told.lines() {
        if file_at_fault(line).is_none_or(|file| !excused.contains(file)) && !line.starts_with(' ')
        {
            println!("{line}");
        }
    }
    let more: Vec<_> = at_fault.difference(&excused).collect();
    ensure!(
        more.is_empty(),
        "the types of these files do not fit: {more:?}"
    );
    let fewer: Vec<_> = excused.difference(&at_fault).collect();
    ensure!(
        fewer.is_empty(),
        "these files are free of faults; take them out of {UNCHECKED}: {fewer:?}"
    );
    ensure!(
        output.status.success() || !at_fault.is_empty(),
        "tsc failed: {told}"
    );
    Ok(Counts::ONE_PASSED)
}

/// The file of a line as `tsc` says faults: `pkg/a.js(1,2): error …`.
fn file_at_fault(line: &str) -> Option<&str> {
    let (file, rest) = line.split_once('(')?;
    (file.starts_with("pkg/") && rest.contains("): error TS")).then_some(file)
}

/// Exported names that no file of tests/types mentions, as `file: name`.
fn unused_exports(repo: &Repo) -> Result<Vec<String>> {
    let mut words = BTreeSet::new();
    for file in files_below(&repo.path("tests/types"), &[])? {
        let text = fs::read_to_string(file)?;
        words.extend(
            text.split(|c: char| !c.is_alphanumeric() && c != '_')
                .map(str::to_owned),
        );
    }
    let mut unused = Vec::new();
    for file in files_below(&repo.path("pkg"), &["dist", "generated", "node_modules"])? {
        let name = file.strip_prefix(&repo.root)?.display().to_string();
        if name.ends_with(".d.ts") {
            let text = fs::read_to_string(&file)?;
            unused.extend(
                exported_names(&text)
                    .filter(|word| !words.contains(*word))
                    .map(|word| format!("{name}: {word}")),
            );
        }
    }
    Ok(unused)
}

/// Names in `export [declare] [abstract] KIND NAME …` at the start of a line.
fn exported_names(declarations: &str) -> impl Iterator<Item = &str> {
    const KINDS: [&str; 7] = [
        "interface",
        "type",
        "class",
        "function",
        "const",
        "let",
        "enum",
    ];
    declarations.lines().filter_map(|line| {
        let words = line
            .strip_prefix("export ")?
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .filter(|w| !w.is_empty());
        let mut words = words.skip_while(|word| ["declare", "abstract", "default"].contains(word));
        if KINDS.contains(&words.next()?) {
            words.next()
        } else {
            None
        }
    })
}

/// Subpaths need a resolver that reads `exports`, as all current ones do; browser-only entries are ES modules, for
/// CommonJS too; and three are no modules.
const TYPES_OF_TARBALL: &[&str] = &[
    "--pack",
    "pkg",
    "--profile",
    "node16",
    "--ignore-rules",
    "cjs-resolves-to-esm",
    "--exclude-entrypoints",
    "hold.css",
    "global",
    "core.wasm",
    "insights.wasm",
];

/// publint on the folder, are-the-types-wrong on the tarball, and one version number for crate and package.
pub fn lint(repo: &Repo) -> Result<Counts> {
    build::run()?;
    let node = |script: &str, arguments: &[&str]| {
        let mut command = shell::command("node", &repo.root);
        command.arg(script).args(arguments);
        counted::run(&mut command)
    };
    let mut counts = same_version(repo)?;
    counts.add(node(
        "node_modules/publint/src/cli.js",
        &["pkg", "--strict"],
    )?);
    counts.add(node(
        "node_modules/@arethetypeswrong/cli/dist/index.js",
        TYPES_OF_TARBALL,
    )?);
    Ok(counts)
}

fn same_version(repo: &Repo) -> Result<Counts> {
    let package: Value = serde_json::from_str(&fs::read_to_string(repo.path("pkg/package.json"))?)?;
    let package = package["version"]
        .as_str()
        .context("pkg/package.json has no version")?;
    let own = env!("CARGO_PKG_VERSION");
    ensure!(
        package == own,
        "pkg/package.json says version {package}, Cargo.toml {own}"
    );
    Ok(Counts::ONE_PASSED)
}

#[cfg(test)]
mod tests {
    use super::{exported_names, file_at_fault};

    #[test]
    fn finds_the_file_a_fault_is_in() {
        let fault =
            "pkg/panel/dom.js(3,4): error TS7006: Parameter 'a' implicitly has an 'any' type.";
        assert_eq!(file_at_fault(fault), Some("pkg/panel/dom.js"));
        assert_eq!(
            file_at_fault("  Types of parameters 'a' (1) and 'b' do not fit."),
            None
        );
    }

    #[test]
    fn finds_what_a_declaration_file_exports() {
        let text = "export interface Shelf {\nexport declare function createShelf(): void;\nexport {};\n  export type Inner = 1;\nexport default class Panel extends X {";
        assert_eq!(
            exported_names(text).collect::<Vec<_>>(),
            ["Shelf", "createShelf", "Panel"]
        );
    }
}
