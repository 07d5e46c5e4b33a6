//! What the engine's modules import.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use sha2::{Digest, Sha256};
use wasmparser::{Imports, Parser, Payload};

use crate::repo::{Repo, files_below};

/// Parts of import names that no reason can excuse: functions that send, and the global object, through which any
/// function could be reached.
const NEVER: &[&str] = &[
    "fetch",
    "xmlhttprequest",
    "websocket",
    "webtransport",
    "eventsource",
    "beacon",
    "rtcpeer",
    "importscripts",
    "worker",
    "globalthis",
    "static_accessor",
    "window",
    "self_",
    "global",
    "newnoargs",
    "eval",
    "document",
    "navigator",
];

/// One `.wasm` file of the package.
#[derive(Serialize)]
pub struct Engine {
    pub file: String,
    pub bytes: usize,
    pub sha256: String,
    pub imports: Vec<Import>,
}

#[derive(Serialize)]
pub struct Import {
    pub module: String,
    /// Without the digest wasm-bindgen appends, which changes with every release.
    pub name: String,
    /// Why it is allowed; absent: it is a fault.
    pub reason: Option<String>,
}

/// Reads every engine in `pkg/dist`; faults are added to the list.
pub fn all(
    repo: &Repo,
    allowed: &BTreeMap<String, BTreeMap<String, String>>,
    faults: &mut Vec<String>,
) -> Result<Vec<Engine>> {
    let mut engines = Vec::new();
    for path in files_below(&repo.path("pkg/dist"), &[])? {
        if path
            .extension()
            .is_some_and(|extension| extension == "wasm")
        {
            let file = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let reasons = allowed
                .get(&file)
                .with_context(|| format!("audit-allow.toml does not know {file}"))?;
            engines.push(read(&path, file, reasons, faults)?);
        }
    }
    Ok(engines)
}

fn read(
    path: &Path,
    file: String,
    reasons: &BTreeMap<String, String>,
    faults: &mut Vec<String>,
) -> Result<Engine> {
    let bytes = fs::read(path)?;
    let mut imports = Vec::new();
    for (module, full_name) in imports_of(&bytes)? {
        let name = without_digest(&full_name).to_owned();
        let reason = reasons.get(&name).cloned();
        if reason.is_none() {
            faults.push(format!(
                "{file} imports {module} {full_name}, which audit-allow.toml does not name"
            ));
        }
        if let Some(word) = NEVER
            .iter()
            .find(|word| name.to_ascii_lowercase().contains(**word))
        {
            faults.push(format!(
                "{file} imports {full_name}: `{word}` may never be imported"
            ));
        }
        imports.push(Import {
            module,
            name,
            reason,
        });
    }
    for stale in reasons
        .keys()
        .filter(|name| imports.iter().all(|import| import.name != **name))
    {
        faults.push(format!(
            "audit-allow.toml allows {file} an import it does not have: {stale}"
        ));
    }
    imports.sort_by(|a, b| a.name.cmp(&b.name));
    let sha256 = Sha256::digest(&bytes)
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

fn imports_of(bytes: &[u8]) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let Payload::ImportSection(section) = payload? else {
            continue;
        };
        for group in section {
            match group? {
                Imports::Single(_, import) => {
                    found.push((import.module.to_owned(), import.name.to_owned()))
                }
                _ => bail!(
                    "compact imports, which browsers refuse: wasm-opt ran with too many features"
                ),
            }
        }
    }
    Ok(found)
}

/// `__wbg_now_0123456789abcdef` → `__wbg_now`.
fn without_digest(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((stem, digest))
            if digest.len() == 16 && digest.bytes().all(|b| b.is_ascii_hexdigit()) =>
        {
            stem
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_cut_off_and_a_name_is_not() {
        assert_eq!(
            without_digest("__wbg_getTime_0123456789abcdef"),
            "__wbg_getTime"
        );
        assert_eq!(
            without_digest("__wbindgen_object_drop_ref"),
            "__wbindgen_object_drop_ref"
        );
    }

    #[test]
    fn an_import_that_sends_is_a_fault_even_if_named() {
        // (module (import "./core_bg.js" "__wbg_fetch_0123456789abcdef" (func)))
        let name = b"__wbg_fetch_0123456789abcdef";
        let mut wasm = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02".to_vec();
        let mut import = vec![1, 12];
        import.extend(b"./core_bg.js");
        import.push(name.len() as u8);
        import.extend(name);
        import.extend([0, 0]);
        wasm.push(import.len() as u8);
        wasm.extend(import);

        let path = std::env::temp_dir().join(format!("ownshelf-audit-{}.wasm", std::process::id()));
        fs::write(&path, wasm).expect("write");
        let reasons = BTreeMap::from([("__wbg_fetch".to_owned(), "no".to_owned())]);
        let mut faults = Vec::new();
        let engine = read(&path, "x.wasm".into(), &reasons, &mut faults).expect("valid module");
        fs::remove_file(&path).expect("remove");
        assert_eq!(engine.imports[0].name, "__wbg_fetch");
        assert_eq!(
            faults,
            ["x.wasm imports __wbg_fetch_0123456789abcdef: `fetch` may never be imported"]
        );
    }
}
