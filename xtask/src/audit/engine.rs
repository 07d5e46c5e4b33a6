//! What the package's WebAssembly modules import. A module can do nothing but compute and call its imports, so what these
//! do is all it can do: each is named in `audit-allow.toml` with its reason, and its code in the JavaScript beside the
//! module is read (`xtask/js/imports.mjs`).

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use wasmparser::{Imports, Parser, Payload};

use crate::repo::{Repo, files_below};
use crate::shell;

/// An import that is meant. Each entry allows one to each of its modules.
#[derive(Deserialize, Serialize, Clone)]
pub struct Allowed {
    /// The files of the modules that may have it.
    pub engines: Vec<String>,
    /// What the function does, in its own code.
    pub does: String,
    /// Whether it writes to what the module hands it.
    #[serde(default)]
    pub writes: bool,
    pub reason: String,
}

/// A function a module imports, as `imports.mjs` read it.
#[derive(Deserialize, Serialize)]
pub struct Import {
    pub name: String,
    pub does: String,
    #[serde(default, skip_serializing)]
    faults: Vec<String>,
    /// Why it is meant; absent: it is a fault.
    #[serde(default)]
    pub reason: Option<String>,
}

/// One `.wasm` file of the package.
#[derive(Serialize)]
pub struct Engine {
    pub file: String,
    pub bytes: usize,
    pub sha256: String,
    pub imports: Vec<Import>,
}

/// Reads every engine in `pkg/dist`; faults are added to the list.
pub fn all(repo: &Repo, allowed: &[Allowed], faults: &mut Vec<String>) -> Result<Vec<Engine>> {
    let mut engines = Vec::new();
    for path in files_below(&repo.path("pkg/dist"), &[])? {
        if path.extension().is_some_and(|end| end == "wasm") {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            let bytes = fs::read(&path)?;
            let names = imports_of(&bytes)?;
            let imports = match names.is_empty() {
                true => Vec::new(),
                false => code_of(repo, &path)?,
            };
            let allowed: Vec<&Allowed> = allowed
                .iter()
                .filter(|of| of.engines.iter().any(|engine| *engine == file))
                .collect();
            let imports = judge(&file, &names, imports, &allowed, faults);
            let digest = Sha256::digest(&bytes);
            engines.push(Engine {
                file: file.into_owned(),
                bytes: bytes.len(),
                sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
                imports,
            });
        }
    }
    Ok(engines)
}

/// What the JavaScript beside a module hands it: of `NAME_bg.wasm` and `NAME.wasm` alike that is `NAME.js`.
fn code_of(repo: &Repo, module: &Path) -> Result<Vec<Import>> {
    let stem = module.file_stem().unwrap_or_default().to_string_lossy();
    let glue = module.with_file_name(format!("{}.js", stem.trim_end_matches("_bg")));
    if !glue.exists() {
        return Ok(Vec::new());
    }
    let mut command = shell::command("node", &repo.root);
    let script = repo.path("xtask/js/imports.mjs");
    let read = shell::output(command.arg(script).arg(glue))?;
    Ok(serde_json::from_str(&read)?)
}

/// Pairs each import with the entry that allows it. What writes to what it is handed needs an entry that says so; no entry
/// allows any other fault of an import's code.
fn judge(
    file: &str,
    names: &[String],
    mut imports: Vec<Import>,
    allowed: &[&Allowed],
    faults: &mut Vec<String>,
) -> Vec<Import> {
    let unread = |name: &&String| !imports.iter().any(|import| name.ends_with(&import.name));
    let unread = names.iter().filter(unread);
    faults.extend(unread.map(|name| format!("{file} imports {name}, whose code is not beside it")));
    let mut open = allowed.to_vec();
    for import in &mut imports {
        let Some(at) = open.iter().position(|entry| entry.does == import.does) else {
            let does = &import.does;
            let name = &import.name;
            faults.push(format!(
                "{file} imports {name}, which audit-allow.toml does not name: {does}"
            ));
            continue;
        };
        let entry = open.swap_remove(at);
        import.reason = Some(entry.reason.clone());
        let meant = |fault: &&String| !(entry.writes && fault.starts_with("writes to "));
        let bad = import.faults.iter().filter(meant);
        faults.extend(bad.map(|fault| format!("{file}: the import {} {fault}", import.does)));
    }
    faults.extend(open.iter().map(|entry| {
        let does = &entry.does;
        format!("audit-allow.toml allows {file} an import it does not have: {does}")
    }));
    imports
}

fn imports_of(bytes: &[u8]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let Payload::ImportSection(section) = payload? else {
            continue;
        };
        for group in section {
            match group? {
                Imports::Single(_, import) => {
                    found.push(format!("{}.{}", import.module, import.name))
                }
                _ => bail!(
                    "compact imports, which browsers refuse: wasm-opt ran with too many features"
                ),
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `(module (import "env" NAME (func)))`
    fn module_importing(name: &str) -> Vec<u8> {
        let mut import = vec![1, 3];
        import.extend(b"env");
        import.push(name.len() as u8);
        import.extend(name.bytes());
        import.extend([0, 0]);
        let mut wasm = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02".to_vec();
        wasm.push(import.len() as u8);
        wasm.extend(import);
        wasm
    }

    fn import(does: &str, faults: &[&str]) -> Import {
        Import {
            name: "f".into(),
            does: does.into(),
            faults: faults.iter().map(|fault| (*fault).to_owned()).collect(),
            reason: None,
        }
    }

    fn allowed(does: &str, writes: bool) -> Allowed {
        Allowed {
            engines: vec!["x.wasm".into()],
            does: does.into(),
            writes,
            reason: "needed".into(),
        }
    }

    fn faults_of(import: Import, allowed: &Allowed) -> Vec<String> {
        let names = imports_of(&module_importing("f")).expect("a valid module");
        let mut faults = Vec::new();
        judge("x.wasm", &names, vec![import], &[allowed], &mut faults);
        faults
    }

    #[test]
    fn an_import_nobody_named_is_a_fault_and_so_is_a_name_for_none() {
        let faults = faults_of(import("fetch()", &[]), &allowed("arg0", false));
        assert!(faults[0].contains("does not name: fetch()"), "{faults:?}");
        assert!(faults[1].contains("does not have: arg0"), "{faults:?}");
        assert!(faults_of(import("arg0", &[]), &allowed("arg0", false)).is_empty());
    }

    #[test]
    fn an_import_whose_code_is_not_there_is_a_fault() {
        let mut faults = Vec::new();
        judge("x.wasm", &["env.f".to_owned()], vec![], &[], &mut faults);
        assert_eq!(
            faults,
            ["x.wasm imports env.f, whose code is not beside it"]
        );
    }

    #[test]
    fn writing_has_to_be_allowed_and_calling_cannot_be() {
        let writing = || import("set(arg0)", &["writes to what it is handed: x"]);
        assert_eq!(faults_of(writing(), &allowed("set(arg0)", false)).len(), 1);
        assert!(faults_of(writing(), &allowed("set(arg0)", true)).is_empty());
        let calling = import("arg0()", &["calls what it is handed: arg0()"]);
        assert_eq!(faults_of(calling, &allowed("arg0()", true)).len(), 1);
    }
}
