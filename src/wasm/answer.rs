//! From the engine's answers to the page's objects, and from its errors to `OwnshelfError`.

use crate::catalog::Value;
use crate::error::{Error, Result};
use js_sys::{Array, Object};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The package's own class, which the glue is handed by the module that makes an engine.
    type OwnshelfError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, message: &str) -> OwnshelfError;

    /// Gives an object the engine made a property of its own.
    #[wasm_bindgen(js_name = setOwn)]
    fn set_own(object: &JsValue, key: &JsValue, value: &JsValue);
}

/// What a method that can refuse returns.
pub type Answer<T> = std::result::Result<T, JsValue>;

/// An error as the page sees it: `OwnshelfError` with its stable code.
#[cold]
#[inline(never)]
pub fn refusal(error: Error) -> JsValue {
    refused(error.code().as_str(), &error.message())
}

/// An `OwnshelfError` of a module with codes of its own.
#[cold]
#[inline(never)]
pub fn refused(code: &str, message: &str) -> JsValue {
    OwnshelfError::new(code, message).into()
}

/// An answer that can be refused.
pub fn answer<T>(result: Result<T>) -> Answer<T> {
    result.map_err(refusal)
}

/// An object with the names of the public contract. What is absent is left out.
pub fn object(answer: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    // Names, texts, numbers and truth values: none of them can fail to become a value.
    answer.serialize(&serializer).unwrap_or_default()
}

/// Plain data as it is.
pub fn plain(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(flag) => JsValue::from_bool(*flag),
        Value::Num(number) => JsValue::from_f64(*number),
        Value::Str(text) => JsValue::from_str(text),
        Value::List(items) => {
            let list = Array::new();
            for (at, item) in items.iter().enumerate() {
                set_own(&list, &JsValue::from_f64(at as f64), &plain(item));
            }
            list.into()
        }
        Value::Map(entries) => {
            let object = Object::new();
            for (name, item) in entries {
                set_own(&object, &JsValue::from_str(name), &plain(item));
            }
            object.into()
        }
    }
}
