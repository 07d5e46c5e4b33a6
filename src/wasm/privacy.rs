//! The shopper's side of the boundary: consent, what is held, keeping, taking along, wishes, sensitive topics.

use super::answer::{Answer, answer, object, plain};
use super::{Engine, ms, read};
use crate::catalog::{ProductId, Value};
use crate::privacy::{Erasures, Purpose};
use crate::ranking::wishes::Met;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// One purpose as `purposes()` lists it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PurposeInfo {
    purpose: &'static str,
    signals: Vec<&'static str>,
    state: &'static str,
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    locked_by: Option<&'static str>,
}

/// One fact as `inspect()` lists it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FactInfo<'a> {
    key: &'a str,
    kind: &'static str,
    name: &'a str,
    strength: f64,
    count: u32,
    last_at: f64,
    purpose: &'static str,
}

/// A wish that a product meets.
#[derive(Serialize)]
pub(super) struct Badge {
    at: u32,
    wish: &'static str,
    text: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
}

/// An energy class as a text. A `char` would need an import of its own to cross.
fn class_name(class: char) -> Option<&'static str> {
    let place = (class as usize).checked_sub('A' as usize)?;
    "ABCDEFG".get(place..=place)
}

/// The wishes met by the product at an index.
pub(super) fn badges(at: u32, met: Met) -> Vec<Badge> {
    let badge = |(wish, text)| Badge {
        at,
        wish,
        text,
        name: (wish == "energyClass")
            .then_some(met.energy_class)
            .flatten()
            .and_then(class_name),
    };
    met.codes().map(badge).collect()
}

#[wasm_bindgen]
impl Engine {
    /// All purposes with their signals and state.
    pub fn purposes(&self) -> JsValue {
        let shelf = self.shelf();
        let consent = shelf.consent();
        let active = consent.active();
        let told = Purpose::ALL.iter().map(|purpose| {
            let spec = purpose.spec();
            let events = spec.events.iter().map(|kind| kind.name());
            PurposeInfo {
                purpose: spec.name,
                signals: events.chain(spec.measures.iter().copied()).collect(),
                state: consent.state(*purpose).name(),
                active: active.has(*purpose),
                locked_by: consent.lock(*purpose).map(|lock| lock.name()),
            }
        });
        object(&told.collect::<Vec<_>>())
    }

    /// Whether a purpose works at this moment.
    pub fn active(&self, purpose: &str) -> bool {
        let active = self.shelf().consent().active();
        Purpose::parse(purpose).is_some_and(|purpose| active.has(purpose))
    }

    /// Pauses or resumes learning and use; nothing is forgotten.
    pub fn pause(&self, paused: bool) {
        self.shelf()
            .update_consent(|consent| consent.paused = paused);
    }

    /// Everything held.
    pub fn facts(&self, now: f64) -> JsValue {
        let facts = self.shelf().facts(ms(now));
        let told = facts.iter().map(|fact| FactInfo {
            key: &fact.key,
            kind: fact.kind.name(),
            name: &fact.name,
            strength: fact.strength,
            count: fact.count,
            last_at: fact.last_at_ms as f64,
            purpose: fact.purpose.name(),
        });
        object(&told.collect::<Vec<_>>())
    }

    /// Forgets one fact by its key.
    pub fn forget(&self, key: &str, now: f64) -> Answer<()> {
        let result = self.shelf().forget(key, ms(now));
        answer(result)
    }

    /// Forgets what was learned of a fact up to a time, whether anything is held or not: another tab told of it.
    #[wasm_bindgen(js_name = forgetUntil)]
    pub fn forget_until(&self, key: &str, until: f64) {
        self.shelf().forget_until(key, ms(until));
    }

    /// What was forgotten fact by fact, as `{ key: until }`.
    pub fn forgotten(&self) -> JsValue {
        let shelf = self.shelf();
        let told = shelf.forgotten().iter();
        let told = told.map(|(key, until)| (key.to_owned(), Value::Num(until as f64)));
        plain(&Value::Map(told.collect()))
    }

    /// Takes over what another tab had forgotten, as `forgotten` told it.
    #[wasm_bindgen(js_name = joinForgotten)]
    pub fn join_forgotten(&self, given: &JsValue) -> Answer<()> {
        let given = answer(read::value(given))?;
        let mut shelf = self.shelf();
        for (key, until) in given.entries() {
            if let Value::Num(until) = until {
                shelf.forget_until(key, ms(*until));
            }
        }
        Ok(())
    }

    /// Forgets what was made on a device up to a time.
    #[wasm_bindgen(js_name = forgetMade)]
    pub fn forget_made(&self, device: u32, until: f64) {
        self.shelf().forget_made(device, ms(until))
    }

    /// Forgets everything about the shopper.
    pub fn erase(&self) {
        self.shelf().erase()
    }

    /// Drops evidence over the retention limit; whether there was any.
    pub fn expire(&self, now: f64) -> bool {
        self.shelf().expire(ms(now))
    }

    /// Days evidence is kept.
    pub fn retention(&self) -> u16 {
        self.shelf().profile().retention_days()
    }

    /// Sets the days evidence is kept, 1 to 365.
    #[wasm_bindgen(js_name = setRetention)]
    pub fn set_retention(&self, days: u16, now: f64) {
        self.shelf().set_retention(days, ms(now))
    }

    /// Records held.
    pub fn records(&self) -> usize {
        self.shelf().profile().records().len()
    }

    /// The number of this device, by which its records are told from others'.
    pub fn device(&self) -> u32 {
        self.shelf().profile().device()
    }

    /// The profile as bytes to keep.
    pub fn encode(&self) -> Vec<u8> {
        self.shelf().encode()
    }

    /// Takes over the kept profile and adds what was learned here since it was last kept.
    pub fn sync(&self, bytes: &[u8], now: f64) -> Answer<()> {
        let result = self.shelf().sync(bytes, ms(now));
        answer(result)?;
        let erased = Erasures::brought_along(self.ledger_mut().entries());
        for (device, until) in erased.iter() {
            self.shelf().forget_made(device, until);
        }
        Ok(())
    }

    /// Whether everything held counts as kept on the device, or as kept nowhere but here.
    #[wasm_bindgen(js_name = markKept)]
    pub fn mark_kept(&self, kept: bool) {
        let mut shelf = self.shelf();
        match kept {
            true => shelf.mark_saved(),
            false => shelf.mark_unsaved(),
        }
    }

    /// Learns from at most `most` records that nothing was learned from yet; how many are left.
    #[wasm_bindgen(js_name = learnSome)]
    pub fn learn_some(&self, most: usize) -> usize {
        self.shelf().learn_some(most)
    }

    /// The evidence as plain data: `{ products, records }`.
    pub fn export(&self) -> JsValue {
        let data = self.shelf().export();
        plain(&data)
    }

    /// Adds exported evidence; how many records are new.
    pub fn import(&self, products: &JsValue, records: &JsValue, now: f64) -> Answer<usize> {
        let products = answer(read::list(products))?;
        let records = answer(read::list(records))?;
        let data = Value::Map(vec![
            ("products".to_owned(), products),
            ("records".to_owned(), records),
        ]);
        let result = self.shelf().import(&data, ms(now));
        answer(result)
    }

    /// Adds the evidence of another device's `encode`; how many records are new.
    pub fn merge(&self, bytes: &[u8], now: f64) -> Answer<usize> {
        let result = self.shelf().merge(bytes, ms(now));
        answer(result)
    }

    /// Takes the wishes given in place of those in force.
    pub fn declare(&self, wishes: &JsValue) -> Answer<()> {
        let wishes = answer(read::value(wishes))?;
        let result = self.shelf().declare(&wishes);
        answer(result)
    }

    /// Which of the wishes in force products meet: `{ at, wish, text, name }`, `at` an index into `products`, `text` the key
    /// of what is said, `name` the letter of an energy class.
    pub fn badges(&self, products: &[u32]) -> JsValue {
        let shelf = self.shelf();
        let mut told = Vec::new();
        for (at, product) in (0_u32..).zip(products) {
            told.extend(badges(at, shelf.met(ProductId(*product))));
        }
        drop(shelf);
        object(&told)
    }

    /// Adds the shop's own sensitive topics.
    #[wasm_bindgen(js_name = setSensitive)]
    pub fn set_sensitive(&self, words: &JsValue) -> Answer<()> {
        let words = answer(read::value(words))?.texts();
        self.shelf().set_sensitive(&words);
        Ok(())
    }
}
