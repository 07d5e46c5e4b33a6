//! The boundary as JavaScript meets it, on the engine compiled for browsers. Runs in Node and, with the `browser`
//! feature of the driver (`WASM_BINDGEN_USE_BROWSER`), in headless Chromium.

#![cfg(target_arch = "wasm32")]

use js_sys::{Array, Reflect};
use ownshelf::wasm::Core;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const NOW: f64 = 1.7e12;

/// Packs data as `pkg/pack.js` does.
#[derive(Default)]
struct Pack {
    tokens: Vec<f64>,
    text: String,
    lengths: Vec<u32>,
}

impl Pack {
    fn text(&mut self, text: &str) -> f64 {
        self.text.push_str(text);
        self.lengths.push(text.encode_utf16().count() as u32);
        (self.lengths.len() - 1) as f64
    }

    fn string(&mut self, text: &str) -> &mut Self {
        let at = self.text(text);
        self.tokens.extend([4.0, at]);
        self
    }

    fn number(&mut self, number: f64) -> &mut Self {
        self.tokens.extend([3.0, number]);
        self
    }

    fn list(&mut self, length: usize) -> &mut Self {
        self.tokens.extend([5.0, length as f64]);
        self
    }

    fn map(&mut self, length: usize) -> &mut Self {
        self.tokens.extend([6.0, length as f64]);
        self
    }

    fn key(&mut self, key: &str) -> &mut Self {
        let at = self.text(key);
        self.tokens.push(at);
        self
    }
}

fn get(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &key.into()).unwrap()
}

/// A shop of 30 products in three kinds.
fn shop(session: bool) -> Core {
    let mut core = Core::new(7, session, false, false);
    let mut rows = Pack::default();
    rows.list(31);
    for n in 0..30 {
        rows.map(3).key("id").string(&format!("p{n}"));
        rows.key("price").string(&format!("{},50 €", 10 + n));
        rows.key("category")
            .list(2)
            .string("Shop")
            .string(["Cameras", "Lamps", "Plants"][n % 3]);
    }
    rows.map(2)
        .key("id")
        .string("bad")
        .key("price")
        .number(f64::NAN);
    let report = core
        .add_products(&rows.tokens, &rows.text, &rows.lengths)
        .unwrap();
    assert_eq!(get(&report, "added"), 30);
    let rejected = Array::from(&get(&report, "rejected")).get(0);
    assert_eq!(get(&rejected, "index"), 30);
    assert_eq!(
        get(&rejected, "reason").as_string().unwrap(),
        "[30] price is not a finite number"
    );
    core
}

fn view(core: &mut Core, id: &str, at: f64) -> usize {
    let mut event = Pack::default();
    event
        .map(2)
        .key("name")
        .string("view_item")
        .key("id")
        .string(id);
    core.record(&event.tokens, &event.text, &event.lengths, at)
        .unwrap()
}

fn rank(core: &mut Core) -> Vec<u32> {
    let handles: Vec<u32> = (0..30).map(|n| core.handle(&format!("p{n}"))).collect();
    core.rank(&handles, &[5.0, 0.0], "", &[], "browse", "", NOW + 60_000.0)
        .unwrap()
}

#[wasm_bindgen_test]
fn nothing_is_learned_until_allowed() {
    let mut core = shop(false);
    assert_eq!(view(&mut core, "p0", NOW), 0);
    let out = rank(&mut core);
    assert_eq!(out[1..3], [0, 0]);
    assert_eq!(out[3..], (0..30).collect::<Vec<u32>>());
    core.set_consent(vec!["rank".into()], vec!["granted".into()])
        .unwrap();
    assert_eq!(view(&mut core, "p0", NOW), 1);
}

#[wasm_bindgen_test]
fn learns_re_orders_and_explains() {
    let mut core = shop(true);
    for (n, id) in ["p0", "p3", "p9"].into_iter().enumerate() {
        view(&mut core, id, NOW + n as f64);
    }
    let out = rank(&mut core);
    assert_eq!(out[1], 1);
    assert!(
        out[3..11].iter().filter(|at| **at % 3 == 0).count() >= 5,
        "cameras first: {out:?}"
    );
    let receipt = core.explain(out[0], out[3] as usize).unwrap();
    let sum: f64 = Array::from(&get(&receipt, "contributions"))
        .iter()
        .map(|c| get(&c, "value").as_f64().unwrap())
        .sum();
    assert!((sum - get(&receipt, "score").as_f64().unwrap()).abs() < 1e-5);
}

#[wasm_bindgen_test]
fn keeps_and_erases() {
    let mut core = shop(true);
    view(&mut core, "p4", NOW);
    let bytes = core.encode();
    let mut other = shop(true);
    other.load(&bytes, NOW).unwrap();
    assert_eq!(other.records(), core.records());
    let error = other.load(&bytes[..bytes.len() - 3], NOW).unwrap_err();
    assert_eq!(get(&error, "code").as_string().unwrap(), "storage_corrupt");
    other.erase();
    assert_eq!(other.records(), 0);
}

#[wasm_bindgen_test]
fn errors_have_codes_and_name_the_field() {
    let mut core = shop(true);
    let mut event = Pack::default();
    event.map(1).key("name").string("view_item");
    let error = core
        .record(&event.tokens, &event.text, &event.lengths, NOW)
        .unwrap_err();
    assert_eq!(get(&error, "code").as_string().unwrap(), "invalid_input");
    assert!(js_sys::Error::from(error).message().includes("items", 0));
    assert!(core.record(&[6.0, 1e12], "", &[], NOW).is_err());
    assert!(
        core.rank(&[u32::MAX], &[5.0, 0.0], "", &[], "browse", "", NOW)
            .is_err()
    );
    assert!(
        core.set_consent(vec!["everything".into()], vec!["granted".into()])
            .is_err()
    );
}
