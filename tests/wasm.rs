//! The boundary as JavaScript meets it, on the engine compiled for browsers. Runs in Node and, with the `browser`
//! feature of the driver (`WASM_BINDGEN_USE_BROWSER`), in headless Chromium.

#![cfg(target_arch = "wasm32")]

use ownshelf::Code;
use ownshelf::wasm::Core;
use wasm_bindgen_test::wasm_bindgen_test;

const NOW: f64 = 1.7e12;

/// Packs data as `pkg/engine/pack.js` does.
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

    fn give(&self, core: &mut Core) {
        core.give(&self.tokens, &self.text, &self.lengths).unwrap();
    }
}

/// An answer, read as `pkg/engine/engine.js` does.
#[derive(Debug, PartialEq)]
enum Answer {
    None,
    Flag(bool),
    Number(f64),
    Text(String),
    List(Vec<Answer>),
}

impl Answer {
    fn read(bytes: &mut &[u8]) -> Self {
        fn take<'a>(bytes: &mut &'a [u8], count: usize) -> &'a [u8] {
            let (taken, rest) = bytes.split_at(count);
            *bytes = rest;
            taken
        }
        let size = |bytes: &mut &[u8]| u32::from_le_bytes(take(bytes, 4).try_into().unwrap());
        match take(bytes, 1)[0] {
            0 => Answer::None,
            flag @ (1 | 2) => Answer::Flag(flag == 2),
            3 => Answer::Number(f64::from_le_bytes(take(bytes, 8).try_into().unwrap())),
            4 => {
                let length = size(bytes) as usize;
                Answer::Text(String::from_utf8(take(bytes, length).to_vec()).unwrap())
            }
            5 => Answer::List((0..size(bytes)).map(|_| Answer::read(bytes)).collect()),
            tag => panic!("unknown tag {tag}"),
        }
    }

    fn of(bytes: &[u8]) -> Self {
        let mut rest = bytes;
        let answer = Answer::read(&mut rest);
        assert!(rest.is_empty());
        answer
    }

    fn at(&self, index: usize) -> &Answer {
        let Answer::List(items) = self else {
            panic!("no list: {self:?}")
        };
        &items[index]
    }

    fn number(&self) -> f64 {
        let Answer::Number(number) = self else {
            panic!("no number: {self:?}")
        };
        *number
    }
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
    rows.give(&mut core);
    let report = Answer::of(&core.add_products());
    assert_eq!(report.at(0).number(), 30.0);
    let rejected = report.at(2).at(0);
    assert_eq!(rejected.at(0).number(), 30.0);
    let why = "[30] price is not a finite number";
    assert_eq!(*rejected.at(1), Answer::Text(why.into()));
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
    event.give(core);
    core.record(at).unwrap()
}

fn rank(core: &mut Core) -> Vec<u32> {
    let handles: Vec<u32> = (0..30).map(|n| core.handle(&format!("p{n}"))).collect();
    core.rank(&handles, "browse", "", NOW + 60_000.0).unwrap()
}

#[wasm_bindgen_test]
fn nothing_is_learned_until_allowed() {
    let mut core = shop(false);
    assert_eq!(view(&mut core, "p0", NOW), 0);
    let out = rank(&mut core);
    assert_eq!(out[1..3], [0, 0]);
    assert_eq!(out[3..], (0..30).collect::<Vec<u32>>());
    core.set_consent("rank\u{1f}granted").unwrap();
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
    let receipt = Answer::of(&core.explain(out[0], out[3] as usize).unwrap());
    let Answer::List(contributions) = receipt.at(3) else {
        panic!("no contributions: {receipt:?}")
    };
    let sum: f64 = contributions.iter().map(|c| c.at(1).number()).sum();
    assert!((sum - receipt.at(2).number()).abs() < 1e-5);
}

#[wasm_bindgen_test]
fn keeps_and_erases() {
    let mut core = shop(true);
    view(&mut core, "p4", NOW);
    let bytes = core.encode();
    let mut other = shop(true);
    other.merge(&bytes, NOW).unwrap();
    assert_eq!(other.records(), core.records());
    let error = other.merge(&bytes[..bytes.len() - 3], NOW).unwrap_err();
    assert_eq!(error.code(), Code::StorageCorrupt);
    other.erase();
    assert_eq!(other.records(), 0);
}

#[wasm_bindgen_test]
fn errors_have_codes_and_name_the_field() {
    let mut core = shop(true);
    let mut event = Pack::default();
    event.map(1).key("name").string("view_item");
    event.give(&mut core);
    let error = core.record(NOW).unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput);
    assert!(error.message().contains("items"));
    assert!(core.give(&[6.0, 1e12], "", &[]).is_err());
    assert!(core.record(NOW).is_err(), "nothing was given");
    assert!(core.rank(&[u32::MAX], "browse", "", NOW).is_err());
    assert!(core.set_consent("everything\u{1f}granted").is_err());
    assert!(core.set_consent("rank").is_err());
}
