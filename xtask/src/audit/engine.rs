//! What the engine's modules import. A WebAssembly module can do nothing but compute and call its imports, so one without
//! any can send nothing; an import that is meant would have to be named in `audit-allow.toml`.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use sha2::{Digest, Sha256};
use wasmparser::{Imports, Parser, Payload};

use crate::repo::{Repo, files_below};

/// Engine file → names of what it may import.
pub type Allowed = BTreeMap<String, Vec<String>>;

/// One `.wasm` file of the package.
#[derive(Serialize)]
pub struct Engine {
    pub file: String,
    pub bytes: usize,
    pub sha256: String,
    /// Module and name of each import.
    pub imports: Vec<String>,
}

/// Reads every engine in `pkg/dist`; faults are added to the list.
pub fn all(repo: &Repo, allowed: &Allowed, faults: &mut Vec<String>) -> Result<Vec<Engine>> {
    let mut engines = Vec::new();
    for path in files_below(&repo.path("pkg/dist"), &[])? {
        if path
            .extension()
            .is_some_and(|extension| extension == "wasm")
        {
            let name = path.file_name().unwrap_or_default();
            let file = name.to_string_lossy().into_owned();
            let allowed = allowed
                .get(&file)
                .with_context(|| format!("audit-allow.toml does not know {file}"))?;
            engines.push(judge(file, &fs::read(&path)?, allowed, faults)?);
        }
    }
    Ok(engines)
}

fn judge(
    file: String,
    bytes: &[u8],
    allowed: &[String],
    faults: &mut Vec<String>,
) -> Result<Engine> {
    let imports = imports_of(bytes)?;
    let unmeant = imports.iter().filter(|import| !allowed.contains(import));
    faults
        .extend(unmeant.map(|import| {
            format!("{file} imports {import}, which audit-allow.toml does not name")
        }));
    let missing = allowed.iter().filter(|import| !imports.contains(import));
    faults.extend(missing.map(|import| {
        format!("audit-allow.toml allows {file} an import it does not have: {import}")
    }));
    let sha256 = Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(Engine {
        file,
        bytes: bytes.len(),
        sha256,
        imports,
    })
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

    fn faults_of(module: &[u8], allowed: &[&str]) -> Vec<String> {
        let allowed: Vec<String> = allowed.iter().map(|name| (*name).to_owned()).collect();
        let mut faults = Vec::new();
        judge("x.wasm".into(), module, &allowed, &mut faults).expect("a valid module");
        faults
    }

    #[test]
    fn an_import_nobody_named_is_a_fault() {
        let module = module_importing("fetch");
        assert_eq!(
            faults_of(&module, &[]),
            ["x.wasm imports env.fetch, which audit-allow.toml does not name"]
        );
        assert!(faults_of(&module, &["env.fetch"]).is_empty());
    }

    #[test]
    fn a_name_for_an_import_that_is_not_there_is_a_fault() {
        let faults = faults_of(b"\0asm\x01\0\0\0", &["env.now"]);
        assert!(faults[0].contains("does not have: env.now"), "{faults:?}");
    }
}
