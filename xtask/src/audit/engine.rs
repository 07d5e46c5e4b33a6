//! What the engine's modules import. A name says little (every constructor is a `new`), so an import is judged by what
//! the glue does under that name.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use wasmparser::{Imports, Parser, Payload};

use crate::repo::{Repo, files_below};

/// Words that no reason can excuse, in the name or in what it does: functions that send, and the global object, through
/// which any function could be reached.
const NEVER: &[&str] = &[
    "fetch",
    "xmlhttprequest",
    "websocket",
    "webtransport",
    "eventsource",
    "beacon",
    "rtcpeer",
    "importscripts",
    "import(",
    "worker",
    "globalthis",
    "window",
    "self.",
    "eval",
    "new function",
    "document",
    "navigator",
    "location",
];

/// Glue file → full name of an import → what it does.
pub type Glue = BTreeMap<String, BTreeMap<String, String>>;

/// Engine file → what it may import.
pub type Allowed = BTreeMap<String, Vec<Import>>;

/// One `.wasm` file of the package.
#[derive(Serialize)]
pub struct Engine {
    pub file: String,
    pub bytes: usize,
    pub sha256: String,
    pub imports: Vec<Import>,
}

/// Something the engine is given from outside.
#[derive(Clone, Deserialize, Serialize)]
pub struct Import {
    /// Without the digest wasm-bindgen appends, which changes with every release.
    pub name: String,
    /// The statements of the glue, on one line.
    pub does: String,
    /// Why it is allowed; absent in a report: it is a fault.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Reads every engine in `pkg/dist`; faults are added to the list.
pub fn all(
    repo: &Repo,
    allowed: &Allowed,
    glue: &Glue,
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
            let allowed = allowed
                .get(&file)
                .with_context(|| format!("audit-allow.toml does not know {file}"))?;
            // A module without glue may import nothing, and whatever it imports is found unknown.
            let none = BTreeMap::new();
            let glue = glue.get(&format!("pkg/dist/{}", file.replace("_bg.wasm", ".js")));
            let glue = glue.or((!file.ends_with("_bg.wasm")).then_some(&none));
            let glue = glue.with_context(|| format!("no entry loads the glue of {file}"))?;
            engines.push(judge(file, &fs::read(&path)?, allowed, glue, faults)?);
        }
    }
    Ok(engines)
}

fn judge(
    file: String,
    bytes: &[u8],
    allowed: &[Import],
    glue: &BTreeMap<String, String>,
    faults: &mut Vec<String>,
) -> Result<Engine> {
    let mut imports = Vec::new();
    for (module, full_name) in imports_of(bytes)? {
        let does = glue
            .get(&full_name)
            .cloned()
            .unwrap_or_else(|| format!("unknown: {module}"));
        let name = without_digest(&full_name).to_owned();
        let meant = allowed
            .iter()
            .find(|import| (&import.name, &import.does) == (&name, &does));
        let reason = meant.and_then(|import| import.reason.clone());
        if reason.is_none() {
            faults.push(format!(
                "{file} imports {name}, which audit-allow.toml does not name: {does}"
            ));
        }
        let said = format!("{name} {does}").to_ascii_lowercase();
        if let Some(word) = NEVER.iter().find(|word| said.contains(**word)) {
            faults.push(format!(
                "{file} imports {name}, and `{word}` may never be: {does}"
            ));
        }
        imports.push(Import { name, does, reason });
    }
    let missing = |import: &&Import| {
        imports
            .iter()
            .all(|found| (&found.name, &found.does) != (&import.name, &import.does))
    };
    faults.extend(allowed.iter().filter(missing).map(|import| {
        format!(
            "audit-allow.toml allows {file} an import it does not have: {} {}",
            import.name, import.does
        )
    }));
    imports.sort_by(|a, b| (&a.name, &a.does).cmp(&(&b.name, &b.does)));
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

    /// `(module (import "./core_bg.js" NAME (func)))`
    fn module_importing(name: &str) -> Vec<u8> {
        let mut import = vec![1, 12];
        import.extend(b"./core_bg.js");
        import.push(name.len() as u8);
        import.extend(name.bytes());
        import.extend([0, 0]);
        let mut wasm = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02".to_vec();
        wasm.push(import.len() as u8);
        wasm.extend(import);
        wasm
    }

    fn faults_of(does: &str, allowed: &str) -> Vec<String> {
        let name = "__wbg_new_0123456789abcdef";
        let glue = BTreeMap::from([(name.to_owned(), does.to_owned())]);
        let reason = Some("for a test".to_owned());
        let allowed = Import {
            name: "__wbg_new".into(),
            does: allowed.into(),
            reason,
        };
        let mut faults = Vec::new();
        judge(
            "x.wasm".into(),
            &module_importing(name),
            &[allowed],
            &glue,
            &mut faults,
        )
        .expect("a valid module");
        faults
    }

    #[test]
    fn an_import_that_is_named_passes() {
        assert!(faults_of("return new Array();", "return new Array();").is_empty());
    }

    #[test]
    fn an_import_of_the_same_name_that_does_something_else_is_a_fault() {
        let faults = faults_of("return new Map();", "return new Array();");
        assert!(
            faults[0].contains("does not name: return new Map();"),
            "{faults:?}"
        );
        assert!(faults[1].contains("does not have"), "{faults:?}");
    }

    #[test]
    fn an_import_that_sends_is_a_fault_even_if_named() {
        let faults = faults_of(
            "return new XMLHttpRequest();",
            "return new XMLHttpRequest();",
        );
        assert!(
            faults.len() == 1 && faults[0].contains("may never be"),
            "{faults:?}"
        );
    }

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
}
