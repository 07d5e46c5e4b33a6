//! From the page's objects to [`Value`]: a walk over what an object itself has.
//!
//! Only own enumerable properties are read, so nothing that somebody put on `Object.prototype` is ever seen. Reading runs
//! the page's own code (getters, proxies). What that code throws becomes a refusal, and no part of the engine is borrowed
//! meanwhile, so it may call the engine. Depth, number of values and length of texts are bounded, so no object can hold
//! the page for long.

use crate::catalog::Value;
use crate::error::{Error, Result};
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// Objects nested deeper than this are refused: a shop's data is flat, and a circular object must end somewhere.
const MAX_DEPTH: u32 = 32;
/// Values in one product, event or rule. A feed's largest products have some hundreds.
const MAX_VALUES: u32 = 20_000;
/// Rows in one list. A shop's whole catalogue is taken in parts of this size at most.
const MAX_ROWS: u32 = 200_000;
/// UTF-16 units kept of a text; what is shorter is cut again where it is taken in.
const MAX_TEXT: u32 = 4_096;

// Free names of the glue: `pkg/engine/intrinsics.js` defines them from built-ins taken when the package was loaded.
#[wasm_bindgen]
extern "C" {
    /// A text (cut off at a length), a bigint as text; `undefined` for anything else.
    #[wasm_bindgen(js_name = textOf)]
    fn text_of(value: &JsValue, most: u32) -> Option<String>;

    /// 0 nothing that can be read, 1 no, 2 yes, 3 a number, 4 an array, 5 a date, 6 an object.
    #[wasm_bindgen(catch, js_name = kindOf)]
    fn kind_of(value: &JsValue) -> std::result::Result<u32, JsValue>;

    /// A number, or a date's milliseconds.
    #[wasm_bindgen(catch, js_name = numberOf)]
    fn number_of(value: &JsValue) -> std::result::Result<f64, JsValue>;

    #[wasm_bindgen(catch, js_name = lengthOf)]
    fn length_of(array: &JsValue) -> std::result::Result<f64, JsValue>;

    #[wasm_bindgen(catch, js_name = itemAt)]
    fn item_at(array: &JsValue, index: u32) -> std::result::Result<JsValue, JsValue>;

    /// The names of an object's own enumerable properties.
    #[wasm_bindgen(catch, js_name = keysOf)]
    fn keys_of(object: &JsValue) -> std::result::Result<Array, JsValue>;

    #[wasm_bindgen(catch, js_name = propertyOf)]
    fn property_of(object: &JsValue, key: &JsValue) -> std::result::Result<JsValue, JsValue>;
}

/// Reads plain data of a bounded size.
///
/// # Errors
/// `InvalidInput` if it is nested too deeply or refers to itself, has too many values, or throws while it is read.
pub fn value(given: &JsValue) -> Result<Value> {
    Walk { left: MAX_VALUES }.value(given, 0)
}

/// Reads the rows of a list one by one: what is wrong with a row costs that row. A single value counts as a list of one.
///
/// # Errors
/// `InvalidInput` if the list itself throws or is longer than 200,000.
pub fn rows(given: &JsValue) -> Result<Vec<Result<Value>>> {
    if kind_of(given).map_err(|_| thrown())? != ARRAY {
        return Ok(vec![value(given)]);
    }
    let length = length_of(given).map_err(|_| thrown())?;
    if length > f64::from(MAX_ROWS) {
        return Err(Error::input("input", "has more than 200000 rows"));
    }
    let mut rows = Vec::with_capacity(length as usize);
    for at in 0..length as u32 {
        rows.push(match item_at(given, at) {
            Ok(item) => value(&item),
            Err(_) => Err(thrown()),
        });
    }
    Ok(rows)
}

/// Reads a list of rules or the like, whose rows are bounded one by one; anything else as it is.
///
/// # Errors
/// As [`rows`], and of the first row that cannot be read.
pub fn list(given: &JsValue) -> Result<Value> {
    if kind_of(given).map_err(|_| thrown())? != ARRAY {
        return value(given);
    }
    let mut items = Vec::new();
    for (at, row) in rows(given)?.into_iter().enumerate() {
        items.push(row.map_err(|error| error.at(at))?);
    }
    Ok(Value::List(items))
}

const ARRAY: u32 = 4;

struct Walk {
    left: u32,
}

impl Walk {
    fn value(&mut self, given: &JsValue, depth: u32) -> Result<Value> {
        self.take(1)?;
        if let Some(text) = text_of(given, MAX_TEXT) {
            return Ok(Value::Str(text));
        }
        Ok(match kind_of(given).map_err(|_| thrown())? {
            1 => Value::Bool(false),
            2 => Value::Bool(true),
            3 | 5 => Value::Num(number_of(given).map_err(|_| thrown())?),
            _ if depth == MAX_DEPTH => {
                let why = "is nested too deeply or refers to itself";
                return Err(Error::input("input", why));
            }
            ARRAY => Value::List(self.items(given, depth + 1)?),
            6 => Value::Map(self.entries(given, depth + 1)?),
            _ => Value::Null,
        })
    }

    fn items(&mut self, array: &JsValue, depth: u32) -> Result<Vec<Value>> {
        let length = length_of(array).map_err(|_| thrown())?;
        if length > f64::from(self.left) {
            return Err(too_many());
        }
        let mut items = Vec::with_capacity(length as usize);
        for at in 0..length as u32 {
            let item = item_at(array, at).map_err(|_| thrown())?;
            items.push(self.value(&item, depth)?);
        }
        Ok(items)
    }

    fn entries(&mut self, object: &JsValue, depth: u32) -> Result<Vec<(String, Value)>> {
        let keys = keys_of(object).map_err(|_| thrown())?;
        let length = keys.length();
        if length > self.left {
            return Err(too_many());
        }
        let mut entries = Vec::with_capacity(length as usize);
        for at in 0..length {
            let key = item_at(&keys, at).map_err(|_| thrown())?;
            let Some(name) = text_of(&key, MAX_TEXT) else {
                continue;
            };
            let item = property_of(object, &key).map_err(|_| thrown())?;
            entries.push((name, self.value(&item, depth)?));
        }
        Ok(entries)
    }

    fn take(&mut self, values: u32) -> Result<()> {
        self.left = self.left.checked_sub(values).ok_or_else(too_many)?;
        Ok(())
    }
}

fn too_many() -> Error {
    Error::input("input", "has more than 20000 values in it")
}

/// What the page's own code throws is its own; the engine only says that it did.
fn thrown() -> Error {
    Error::input("input", "throws an error while it is read")
}
