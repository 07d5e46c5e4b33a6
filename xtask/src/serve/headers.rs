//! The headers of the demo: what a shop with a strict policy sends, so that everything shown works under it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Sent with every answer.
pub const ALWAYS: &[(&str, &str)] = &[
    ("Cache-Control", "no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    // The camera is for reading a hand-over code from another device's screen.
    (
        "Permissions-Policy",
        "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
];

/// The policy of a page: nothing from elsewhere, no inline script but the page's import map, known by its digest, and
/// two ways to write scripts: with one the shop writes its JSON-LD, with the other it names its service worker.
pub fn page_policy(html: &str) -> String {
    let maps: String = import_maps(html)
        .map(|map| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(map))))
        .collect();
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{maps}; style-src 'self'; img-src 'self' data: blob:; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types shop-ld-json shop-worker"
    )
}

/// The text of each inline import map, exactly as it stands between its tags.
fn import_maps(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|after| {
        let (attributes, text) = after.split_once('>')?;
        let (text, _) = text.split_once("</script")?;
        attributes.contains("importmap").then_some(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allows_the_import_map_and_no_other_inline_script() {
        let html = r#"<script type="importmap">{"imports":{}}</script><script>alert(1)</script>"#;
        let maps: Vec<_> = import_maps(html).collect();
        assert_eq!(maps, [r#"{"imports":{}}"#]);
        // Digest computed by `printf '{"imports":{}}' | openssl dgst -sha256 -binary | base64`.
        assert!(
            page_policy(html).contains("'sha256-URrTy+Il/Nz0lHojVUx275hWqAWhkSF0VsHbUM4/6Hw='")
        );
    }

    #[test]
    fn a_page_without_import_map_allows_no_inline_script() {
        assert!(!page_policy("<p>Hello</p>").contains("sha256-"));
    }
}
