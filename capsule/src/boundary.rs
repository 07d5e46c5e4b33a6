//! The boundary to JavaScript: marshals, decides nothing. The engine's own helper reads and writes the page's values.

use crate::envelope::Cost;
use crate::{Fault, card, links, pack, qr};
use ownshelf::wasm::answer::{Answer, plain, refusal, refused};
use ownshelf::wasm::{ms, read};
use wasm_bindgen::prelude::*;

#[cold]
fn refuse(fault: Fault) -> JsValue {
    refused(fault.code(), &fault.message())
}

/// A profile packed for its way.
#[wasm_bindgen(getter_with_clone)]
pub struct Packed {
    /// The capsule with all of it.
    #[wasm_bindgen(readonly)]
    pub file: Vec<u8>,
    /// Records in the file.
    #[wasm_bindgen(readonly)]
    pub records: u32,
    /// Links with what fits into codes, one a code.
    #[wasm_bindgen(readonly)]
    pub links: Vec<String>,
    /// Records in the links.
    #[wasm_bindgen(js_name = linkRecords, readonly)]
    pub link_records: u32,
    /// Bytes in the links.
    #[wasm_bindgen(js_name = linkBytes, readonly)]
    pub link_bytes: u32,
}

/// Packs a profile: see [`pack::pack`].
#[wasm_bindgen]
pub fn pack(
    passphrase: &str,
    chance: &[u8],
    profile: &[u8],
    words: &str,
    url: &str,
    codes: u32,
) -> Answer<Packed> {
    let carried = (profile, words.as_bytes());
    let packed = pack::pack(passphrase, Cost::USUAL, chance, carried, url, codes);
    let packed = packed.map_err(refuse)?;
    Ok(Packed {
        records: packed.file.records as u32,
        file: packed.file.bytes,
        links: packed.links,
        link_records: packed.condensed.records as u32,
        link_bytes: packed.condensed.bytes.len() as u32,
    })
}

/// How many bytes of chance [`pack()`] takes.
#[wasm_bindgen(js_name = packChance)]
pub fn pack_chance() -> u32 {
    pack::CHANCE as u32
}

/// What was in a capsule.
#[wasm_bindgen(getter_with_clone)]
pub struct Opened {
    /// The profile's bytes as they are kept.
    #[wasm_bindgen(readonly)]
    pub profile: Vec<u8>,
    /// What went along with it, as JSON.
    #[wasm_bindgen(readonly)]
    pub words: String,
}

/// Opens a capsule.
#[wasm_bindgen]
pub fn open(capsule: &[u8], passphrase: &str) -> Answer<Opened> {
    let (words, profile) = crate::open(capsule, passphrase.as_bytes()).map_err(refuse)?;
    let words = String::from_utf8(words).map_err(|_| refuse(Fault::Unreadable))?;
    Ok(Opened { profile, words })
}

/// The capsule whose links stand in a text.
#[wasm_bindgen]
pub fn join(text: &str) -> Answer<Vec<u8>> {
    links::join(text).map_err(refuse)
}

/// A QR code.
#[wasm_bindgen(getter_with_clone)]
pub struct Code {
    /// Modules in a row, and rows.
    #[wasm_bindgen(readonly)]
    pub size: u32,
    /// The modules row by row: 1 is dark.
    #[wasm_bindgen(readonly)]
    pub modules: Vec<u8>,
}

/// The QR code of a text.
#[wasm_bindgen]
pub fn code(text: &str) -> Answer<Code> {
    let qr::Code { size, modules } = qr::code(text).map_err(refuse)?;
    Ok(Code {
        size: u32::from(size),
        modules,
    })
}

/// The card of what the shopper ticked: see [`card::make`].
#[wasm_bindgen]
pub fn card(fields: &JsValue, facts: &JsValue, declared: &JsValue, now: f64) -> Answer<JsValue> {
    let fields = read::value(fields).map_err(refusal)?;
    let facts = read::list(facts).map_err(refusal)?;
    let declared = read::value(declared).map_err(refusal)?;
    let card = card::make(&fields, facts.items(), &declared, ms(now)).map_err(refuse)?;
    Ok(plain(&card))
}

/// The link that carries a card.
#[wasm_bindgen(js_name = cardLink)]
pub fn card_link(json: &str, url: &str) -> String {
    card::link(json, url)
}
