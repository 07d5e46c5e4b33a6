//! From an address to a file: `/pkg/…` is the package, everything else the demo; paths of the demo's router, which name
//! no file, get its page.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::headers;

/// The folders that are served.
pub struct Site {
    pages: PathBuf,
    package: PathBuf,
}

/// A file as it is sent.
pub struct Found {
    pub bytes: Vec<u8>,
    pub mime: &'static str,
    /// The entity tag, with its quotes.
    pub tag: String,
    /// The content security policy, for pages.
    pub policy: Option<String>,
}

impl Site {
    pub fn new(pages: &Path, package: &Path) -> Self {
        Self {
            pages: pages.to_path_buf(),
            package: package.to_path_buf(),
        }
    }

    /// The file an address stands for. `None`: there is none, or it lies outside the folders served.
    pub fn find(&self, url: &str) -> Option<Found> {
        let path = decode(url.split(['?', '#']).next()?)?;
        let path = path.trim_start_matches('/');
        let (folder, rest) = match path.strip_prefix("pkg/") {
            Some(rest) => (&self.package, rest),
            None => (&self.pages, path),
        };
        // Joining an absolute path would replace the folder; a part that begins with a dot leads up or is hidden.
        if rest.starts_with('/')
            || rest
                .split('/')
                .any(|part| part.starts_with('.') || part.contains('\\'))
        {
            return None;
        }
        let file = folder.join(rest);
        let named_file = Path::new(rest).extension().is_some();
        if named_file {
            read(&file)
        } else {
            read(&self.pages.join("index.html"))
        }
    }
}

fn read(file: &Path) -> Option<Found> {
    let bytes = fs::read(file).ok()?;
    let mime = mime_type(file.extension()?.to_str()?);
    let policy = mime
        .starts_with("text/html")
        .then(|| headers::page_policy(&String::from_utf8_lossy(&bytes)));
    let digest: String = Sha256::digest(&bytes)
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Some(Found {
        bytes,
        mime,
        tag: format!("\"{digest}\""),
        policy,
    })
}

/// Undoes percent encoding. `None`: not UTF-8 underneath, or cut short.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|path| !path.contains('\0'))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

fn mime_type(extension: &str) -> &'static str {
    match extension {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" | "ts" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("xtask stands in the checkout");
        Site::new(&root.join("xtask"), &root.join("pkg"))
    }

    #[test]
    fn serves_the_package_below_its_prefix() {
        let found = site()
            .find("/pkg/engine/load.js?x=1")
            .expect("pkg/engine/load.js");
        assert_eq!(found.mime, "text/javascript; charset=utf-8");
        assert!(found.policy.is_none());
    }

    #[test]
    fn never_leaves_the_folders_served() {
        for url in [
            "/../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "/pkg/../Cargo.toml",
            "/pkg/%2e%2e%2fCargo.toml",
            "/.%00.js",
            "/pkg//etc/host.conf",
        ] {
            assert!(site().find(url).is_none(), "{url}");
        }
        assert!(site().find("/Cargo.toml").is_some());
    }

    #[test]
    fn a_broken_escape_is_not_found() {
        assert!(site().find("/a%zz.js").is_none());
        assert!(site().find("/a%f").is_none());
    }
}
