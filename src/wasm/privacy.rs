//! The shopper's side of the boundary: keeping, taking along, wishes, sensitive topics, the ledger's hashes.

use super::{Core, JsResult, js_error, ms, unpack};
use crate::catalog::Value;
use crate::privacy::{Purpose, sha256_hex};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

/// Plain data as JavaScript has it.
fn plain(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(flag) => (*flag).into(),
        Value::Num(number) => (*number).into(),
        Value::Str(text) => text.into(),
        Value::List(items) => {
            let list = Array::new();
            items.iter().for_each(|item| {
                list.push(&plain(item));
            });
            list.into()
        }
        Value::Map(entries) => {
            let object = Object::new();
            for (name, value) in entries {
                // Setting own properties of a fresh object cannot fail.
                let _ = Reflect::set(&object, &name.into(), &plain(value));
            }
            object.into()
        }
    }
}

#[wasm_bindgen]
impl Core {
    /// Takes over the kept profile and adds what was learned here since it was last kept.
    pub fn sync(&mut self, bytes: &[u8], now: f64) -> JsResult<()> {
        self.shelf.sync(bytes, ms(now)).map_err(js_error)
    }

    /// Whether everything held counts as kept on the device, or as kept nowhere but here.
    #[wasm_bindgen(js_name = markKept)]
    pub fn mark_kept(&mut self, kept: bool) {
        if kept {
            self.shelf.mark_kept();
        } else {
            self.shelf.mark_fresh();
        }
    }

    /// Records learned here and not kept yet.
    pub fn fresh(&self) -> usize {
        self.shelf.profile().fresh()
    }

    /// The evidence as plain data: `{ products, records }`.
    pub fn export(&self) -> JsValue {
        plain(&self.shelf.export())
    }

    /// Adds packed exported evidence; how many records are new.
    pub fn import(
        &mut self,
        tokens: &[f64],
        text: &str,
        lengths: &[u32],
        now: f64,
    ) -> JsResult<usize> {
        let data = unpack(tokens, text, lengths)?;
        self.shelf.import(&data, ms(now)).map_err(js_error)
    }

    /// Takes packed wishes in place of those in force.
    pub fn declare(&mut self, tokens: &[f64], text: &str, lengths: &[u32]) -> JsResult<()> {
        let wishes = unpack(tokens, text, lengths)?;
        self.shelf.declare(&wishes).map_err(js_error)
    }

    /// Adds the shop's own sensitive topics.
    #[wasm_bindgen(js_name = setSensitive)]
    pub fn set_sensitive(&mut self, words: Vec<String>) {
        self.shelf.set_sensitive(&words);
    }

    /// What the shop's consent manager refuses, by name.
    #[wasm_bindgen(js_name = setRefusedBySource)]
    pub fn set_refused_by_source(&mut self, purposes: Vec<String>) {
        let refused: Vec<Purpose> = purposes
            .iter()
            .filter_map(|name| Purpose::parse(name))
            .collect();
        self.shelf.set_refused_by_source(&refused);
    }

    /// Drops evidence over the retention limit; whether there was any.
    pub fn expire(&mut self, now: f64) -> bool {
        self.shelf.expire(ms(now))
    }

    /// Hexadecimal SHA-256 of a text.
    pub fn sha256(&self, text: &str) -> String {
        sha256_hex(text)
    }
}
