//! The boundary as JavaScript meets it, on the engine compiled for browsers. Runs in Node and, with the `browser`
//! feature of the driver (`WASM_BINDGEN_USE_BROWSER`), in headless Chromium. The functions that `pkg/engine/` gives the
//! package's glue are given here by the page itself, before the first call.

#![cfg(target_arch = "wasm32")]

use js_sys::{Array, Function, JSON, Object, Reflect};
use ownshelf::wasm::Engine;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const NOW: f64 = 1.7e12;

/// What the glue calls by name, as `pkg/engine/intrinsics.js` and `errors.js` define it.
const INTRINSICS: &str = r#"
    const own = globalThis;
    own.textOf = (value, most) => typeof value === "string" ? value.slice(0, most) : typeof value === "bigint" ? String(value) : undefined;
    own.kindOf = (value) => typeof value === "number" ? 3 : typeof value === "boolean" ? 1 + value
        : value === null || typeof value !== "object" ? 0 : Array.isArray(value) ? 4 : value instanceof Date ? 5 : 6;
    own.numberOf = (value) => Number(value);
    own.lengthOf = (array) => array.length;
    own.itemAt = (array, index) => array[index];
    own.keysOf = (object) => Object.keys(object);
    own.propertyOf = (object, key) => object[key];
    own.setOwn = (object, key, value) => { object[key] = value; };
    own.OwnshelfError = class extends Error { constructor(code, message) { super(message); this.code = code; } };
"#;

fn engine(session: bool) -> Engine {
    Function::new_no_args(INTRINSICS)
        .call0(&JsValue::NULL)
        .unwrap();
    Engine::new(7, session, false, false)
}

fn data(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap()
}

fn number(object: &JsValue, key: &str) -> f64 {
    get(object, key).as_f64().unwrap()
}

/// A shop of 30 products in three kinds.
fn shop(session: bool) -> Engine {
    let engine = engine(session);
    let mut rows: Vec<String> = (0..30)
        .map(|n| {
            let kind = ["Cameras", "Lamps", "Plants"][n % 3];
            let price = 10 + n;
            format!(r#"{{"id":"p{n}","price":"{price},50 €","category":["Shop","{kind}"]}}"#)
        })
        .collect();
    rows.push(r#"{"name":"nothing to know it by"}"#.to_owned());
    let report = engine
        .add_products(&data(&format!("[{}]", rows.join(","))))
        .unwrap();
    assert_eq!(number(&report, "added"), 30.0);
    let rejected = Array::from(&get(&report, "rejected")).get(0);
    assert_eq!(number(&rejected, "index"), 30.0);
    assert!(
        get(&rejected, "reason")
            .as_string()
            .unwrap()
            .starts_with("[30] id")
    );
    engine
}

fn view(engine: &Engine, id: &str, at: f64) -> usize {
    let event = data(&format!(r#"{{"name":"view_item","id":"{id}"}}"#));
    engine.record(&event, at).unwrap()
}

fn rank(engine: &Engine) -> Vec<u32> {
    let handles: Vec<u32> = (0..30).map(|n| engine.handle(&format!("p{n}"))).collect();
    let none = Array::new();
    engine
        .rank(&handles, &none, "browse", "", NOW + 60_000.0)
        .unwrap()
}

fn code(error: &JsValue) -> String {
    get(error, "code").as_string().unwrap()
}

#[wasm_bindgen_test]
fn nothing_is_learned_until_allowed() {
    let engine = shop(false);
    assert_eq!(view(&engine, "p0", NOW), 0);
    let out = rank(&engine);
    assert_eq!(out[1..3], [0, 0]);
    assert_eq!(out[3..], (0..30).collect::<Vec<u32>>());
    engine
        .set_consent(&data(r#"{"rank":"granted"}"#), 1.0)
        .unwrap();
    assert_eq!(view(&engine, "p0", NOW), 1);
}

#[wasm_bindgen_test]
fn learns_re_orders_and_explains() {
    let engine = shop(true);
    for (n, id) in ["p0", "p3", "p9"].into_iter().enumerate() {
        view(&engine, id, NOW + n as f64);
    }
    let out = rank(&engine);
    assert_eq!(out[1], 1);
    let cameras = out[3..11].iter().filter(|at| **at % 3 == 0).count();
    assert!(cameras >= 5, "cameras first: {out:?}");
    let receipt = engine.explain(out[0], out[3] as usize).unwrap();
    let contributions = Array::from(&get(&receipt, "contributions"));
    let sum: f64 = contributions.iter().map(|c| number(&c, "value")).sum();
    assert!((sum - number(&receipt, "score")).abs() < 1e-5);
}

#[wasm_bindgen_test]
fn keeps_and_erases() {
    let engine = shop(true);
    view(&engine, "p4", NOW);
    let bytes = engine.encode();
    let other = shop(true);
    other.merge(&bytes, NOW).unwrap();
    assert_eq!(other.records(), engine.records());
    let error = other.merge(&bytes[..bytes.len() - 3], NOW).unwrap_err();
    assert_eq!(code(&error), "storage_corrupt");
    other.erase();
    assert_eq!(other.records(), 0);
}

#[wasm_bindgen_test]
fn errors_have_codes_and_name_the_field() {
    let engine = shop(true);
    let error = engine
        .record(&data(r#"{"name":"view_item"}"#), NOW)
        .unwrap_err();
    assert_eq!(code(&error), "invalid_input");
    assert!(
        get(&error, "message")
            .as_string()
            .unwrap()
            .contains("items")
    );
    assert!(engine.record(&JsValue::UNDEFINED, NOW).is_err());
    assert!(
        engine
            .rank(&[u32::MAX], &Array::new(), "browse", "", NOW)
            .is_err()
    );
    assert!(
        engine
            .set_consent(&data(r#"{"everything":"granted"}"#), 1.0)
            .is_err()
    );
    assert!(engine.set_consent(&data(r#"{"rank":1}"#), 1.0).is_err());
}

#[wasm_bindgen_test]
fn what_the_page_throws_is_a_refusal_and_what_it_calls_is_answered() {
    let engine = shop(true);
    let throwing = Function::new_no_args("return { get name() { throw new RangeError('page'); } }");
    let event = throwing.call0(&JsValue::NULL).unwrap();
    assert_eq!(
        code(&engine.record(&event, NOW).unwrap_err()),
        "invalid_input"
    );
    let cycle = Object::new();
    Reflect::set(&cycle, &"self".into(), &cycle).unwrap();
    assert_eq!(
        code(&engine.record(cycle.unchecked_ref(), NOW).unwrap_err()),
        "invalid_input"
    );
    assert_eq!(view(&engine, "p0", NOW), 1);
}
