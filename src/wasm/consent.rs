//! Consent, its ledger and what was erased, at the boundary.
//!
//! Whatever changes consent answers with what it changed, `{ purpose: state }`, so that JavaScript can note where that came
//! from. [`Engine::consent`] is all that JavaScript holds on to: with it another engine goes on when one stops.

use super::answer::{Answer, answer, plain};
use super::{Engine, ms, read};
use crate::catalog::Value;
use crate::error::{Error, Result};
use crate::privacy::{
    Consent, Decision, Decisions, Detail, Erasures, Ledger, LedgerEntry, Manager, Purpose,
    PurposeSet, PurposeState, Verdict,
};
use wasm_bindgen::prelude::*;

type States = Vec<(Purpose, PurposeState)>;

/// Purposes and states by their names in the contract.
fn states(given: &Value) -> Result<States> {
    let parse = |(purpose, state): &(String, Value)| {
        let purpose = Purpose::parse(purpose);
        let purpose = purpose.ok_or_else(|| Error::input("purpose", "is not known"))?;
        let why = "is none of granted, denied, unset";
        let state = state_of(state).ok_or_else(|| Error::input("state", why))?;
        Ok((purpose, state))
    };
    given.entries().iter().map(parse).collect()
}

fn state_of(state: &Value) -> Option<PurposeState> {
    match state {
        Value::Str(state) => PurposeState::parse(state),
        _ => None,
    }
}

/// What can be read of states that others wrote: a newer version, a consent manager, a stranger.
fn known_states(given: &Value) -> States {
    let known =
        |(purpose, state): &(String, Value)| Some((Purpose::parse(purpose)?, state_of(state)?));
    given.entries().iter().filter_map(known).collect()
}

fn named<T: Into<Value>>(of: impl IntoIterator<Item = (Purpose, T)>) -> Value {
    let named = |(purpose, value): (Purpose, T)| (purpose.name().to_owned(), value.into());
    Value::Map(of.into_iter().map(named).collect())
}

fn map<const N: usize>(of: [(&str, Value); N]) -> Value {
    Value::Map(
        of.into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

/// Decisions as the vault keeps them: `{ states, stamps }`. What was never decided is left out.
fn decided(decisions: &Decisions) -> Value {
    let known = Purpose::ALL
        .map(|purpose| (purpose, decisions.get(purpose)))
        .into_iter()
        .filter(|(_, decision)| *decision != Decision::default());
    let states = known
        .clone()
        .map(|(p, decision)| (p, decision.state.name()));
    let stamps = known.map(|(p, decision)| (p, decision.stamp as f64));
    map([("states", named(states)), ("stamps", named(stamps))])
}

/// Reads what [`decided`] wrote. States that were kept before there were stamps are older than any that has one.
fn kept(given: &Value, now_ms: u64) -> Decisions {
    let mut decisions = Decisions::default();
    let stamps = given.get("stamps").map_or(&[][..], Value::entries);
    for (purpose, state) in given.get("states").map(known_states).unwrap_or_default() {
        let stamp = match stamps.iter().find(|(name, _)| name == purpose.name()) {
            Some((_, Value::Num(stamp))) => ms(*stamp).max(1),
            _ => 1,
        };
        decisions.put_kept(purpose, Decision { state, stamp }, now_ms);
    }
    decisions
}

fn names(set: PurposeSet) -> Value {
    let had = Purpose::ALL.into_iter().filter(|purpose| set.has(*purpose));
    Value::List(had.map(|purpose| purpose.name().into()).collect())
}

fn set_of(given: &Value) -> PurposeSet {
    let names = given.texts();
    let purposes = names.iter().filter_map(|name| Purpose::parse(name));
    purposes.fold(PurposeSet::NONE, PurposeSet::with)
}

fn entry(entry: &LedgerEntry) -> Value {
    let detail = entry.detail.iter().map(|(name, detail)| {
        let value = match detail {
            Detail::Text(text) => text.as_str().into(),
            Detail::Number(number) => (*number).into(),
        };
        (name.clone(), value)
    });
    map([
        ("at", entry.at.into()),
        ("what", entry.what.as_str().into()),
        ("detail", Value::Map(detail.collect())),
        ("textVersion", entry.text_version.as_str().into()),
        ("locale", entry.locale.as_str().into()),
        ("hash", entry.hash.as_str().into()),
    ])
}

/// The chain as it is kept, `{ before, entries }`; the first version kept the entries alone.
fn chain(given: &Value) -> (&str, Vec<LedgerEntry>) {
    let before = match given.get("before") {
        Some(Value::Str(before)) => before,
        _ => "",
    };
    let rows = given.get("entries").unwrap_or(given).items();
    (before, rows.iter().filter_map(LedgerEntry::parse).collect())
}

/// Erasures as a file or a capsule tells them, `[[device, until]]`; what is not of this form is left out.
fn told(given: &Value) -> Erasures {
    let mut erasures = Erasures::default();
    for pair in given.items() {
        if let [Value::Num(device), Value::Num(until)] = pair.items()
            && device.fract() == 0.0
            && until.fract() == 0.0
            && (0.0..=f64::from(u32::MAX)).contains(device)
        {
            erasures.add(*device as u32, ms(*until));
        }
    }
    erasures
}

impl Engine {
    /// Changes consent; what is another now, and what it is.
    fn change(&self, change: impl FnOnce(&mut Consent)) -> States {
        let mut shelf = self.shelf();
        let before = shelf.consent().clone();
        shelf.update_consent(change);
        let after = shelf.consent();
        let changed = |purpose: Purpose| {
            let manager = after.manager(purpose);
            let (was, is) = (
                before.shopper().state(purpose),
                after.shopper().state(purpose),
            );
            match manager {
                Some(said) if before.manager(purpose) != manager => Some((purpose, said)),
                _ => (was != is).then_some((purpose, is)),
            }
        };
        Purpose::ALL.into_iter().filter_map(changed).collect()
    }
}

fn told_states(changed: &[(Purpose, PurposeState)]) -> JsValue {
    plain(&named(
        changed
            .iter()
            .map(|(purpose, state)| (*purpose, state.name())),
    ))
}

#[wasm_bindgen]
impl Engine {
    /// There is a consent manager, which can be told of choices made here (`listens`) or cannot.
    #[wasm_bindgen(js_name = setManager)]
    pub fn set_manager(&self, listens: bool) {
        let managed = if listens {
            Manager::Listens
        } else {
            Manager::Speaks
        };
        self.shelf()
            .update_consent(|consent| consent.managed = managed);
    }

    /// Takes the shopper's word: purposes with states. Binds before it returns.
    #[wasm_bindgen(js_name = setConsent)]
    pub fn set_consent(&self, given: &JsValue, now: f64) -> Answer<JsValue> {
        let states = answer(read::value(given).and_then(|given| states(&given)))?;
        let changed = self.change(|consent| {
            for (purpose, state) in &states {
                consent.set_at(*purpose, *state, ms(now));
            }
        });
        Ok(told_states(&changed))
    }

    /// Takes the consent manager's word.
    #[wasm_bindgen(js_name = hearManager)]
    pub fn hear_manager(&self, given: &JsValue) -> Answer<JsValue> {
        let said = known_states(&answer(read::value(given))?);
        Ok(told_states(
            &self.change(|consent| consent.hear_manager(&said)),
        ))
    }

    /// Takes a refusal that another tab told of: names of purposes, and when it was made.
    #[wasm_bindgen(js_name = hearRefused)]
    pub fn hear_refused(&self, purposes: &JsValue, stamp: f64, now: f64) -> Answer<JsValue> {
        let refused = set_of(&answer(read::value(purposes))?);
        // A message without a time is the latest.
        let stamp = if stamp > 0.0 { ms(stamp) } else { u64::MAX };
        let changed = self.change(|consent| consent.join_refusal(refused, stamp, ms(now)));
        Ok(told_states(&changed))
    }

    /// Takes what the vault says was decided; of two decisions the later counts. Answers with those of the changes that
    /// the ledger does not tell of.
    #[wasm_bindgen(js_name = joinConsent)]
    pub fn join_consent(&self, given: &JsValue, now: f64) -> Answer<JsValue> {
        let vault = kept(&answer(read::value(given))?, ms(now));
        let mut changed = self.change(|consent| consent.join(&vault));
        let ledger = self.ledger_mut();
        changed.retain(|(purpose, state)| !ledger.tells(purpose.name(), state.name()));
        Ok(told_states(&changed))
    }

    /// Takes what an earlier page of this tab left in its journal.
    #[wasm_bindgen(js_name = joinJournal)]
    pub fn join_journal(&self, given: &JsValue) -> Answer<JsValue> {
        let left = known_states(&answer(read::value(given))?);
        Ok(told_states(
            &self.change(|consent| consent.join_journal(&left)),
        ))
    }

    /// Whether the device's storage has not told yet what is kept there.
    #[wasm_bindgen(js_name = setUnread)]
    pub fn set_unread(&self, unread: bool) {
        self.shelf()
            .update_consent(|consent| consent.unread = unread);
    }

    /// Takes back every grant made here; refusals stand.
    #[wasm_bindgen(js_name = revokeGrants)]
    pub fn revoke_grants(&self) {
        self.shelf().update_consent(Consent::revoke_grants);
    }

    /// `{ own, kept, manager, unread, mayKeep, awaits, carried }`: all decisions made here, those that may be kept on the
    /// device, the manager's word, whether the device has told, whether the profile may be kept, whether the manager has
    /// not answered about that, and the refusals that go along to another device.
    pub fn consent(&self) -> JsValue {
        let shelf = self.shelf();
        let consent = shelf.consent();
        let said = Purpose::ALL
            .into_iter()
            .filter_map(|purpose| Some((purpose, consent.manager(purpose)?.name())));
        plain(&map([
            ("own", decided(consent.shopper())),
            ("kept", decided(&consent.to_keep())),
            ("manager", named(said)),
            ("unread", Value::Bool(consent.unread)),
            ("mayKeep", Value::Bool(consent.may_keep())),
            (
                "awaits",
                Value::Bool(consent.awaits_manager(Purpose::Remember)),
            ),
            ("carried", names(consent.carried_refusals())),
        ]))
    }

    /// Of purposes with states from another device, the names of those refused there and not here.
    pub fn stricter(&self, given: &JsValue) -> Answer<JsValue> {
        let given = known_states(&answer(read::value(given))?);
        let refused = given
            .iter()
            .filter(|(_, state)| *state == PurposeState::Denied);
        let refused = refused.fold(PurposeSet::NONE, |set, (purpose, _)| set.with(*purpose));
        Ok(plain(&names(self.shelf().consent().stricter(refused))))
    }

    /// Notes something in the ledger.
    pub fn note(
        &self,
        at: f64,
        what: &str,
        detail: &JsValue,
        text_version: &str,
        locale: &str,
    ) -> Answer<()> {
        let detail = answer(read::value(detail))?;
        let detail = detail
            .entries()
            .iter()
            .filter_map(|(name, value)| match value {
                Value::Str(text) => Some((name.clone(), Detail::Text(text.clone()))),
                Value::Num(number) => Some((name.clone(), Detail::Number(*number))),
                _ => None,
            });
        self.ledger_mut()
            .add(at, what, detail.collect(), text_version, locale);
        Ok(())
    }

    /// The chain, `{ before, entries, stored }`.
    pub fn ledger(&self) -> JsValue {
        let ledger = self.ledger_mut();
        plain(&map([
            ("before", ledger.before().into()),
            (
                "entries",
                Value::List(ledger.entries().iter().map(entry).collect()),
            ),
            ("stored", (ledger.stored() as f64).into()),
        ]))
    }

    /// Takes over the chain kept on the device; what was noted here since goes on from its end.
    #[wasm_bindgen(js_name = joinLedger)]
    pub fn join_ledger(&self, given: &JsValue) -> Answer<()> {
        let given = answer(read::value(given))?;
        let (before, entries) = chain(&given);
        self.ledger_mut().rebase(before, entries);
        Ok(())
    }

    /// So many entries are on the device now.
    #[wasm_bindgen(js_name = markLedger)]
    pub fn mark_ledger(&self, stored: usize) {
        self.ledger_mut().mark_stored(stored);
    }

    /// Forgets the ledger.
    #[wasm_bindgen(js_name = clearLedger)]
    pub fn clear_ledger(&self) {
        self.ledger_mut().clear();
    }

    /// The index of the first entry that does not fit into a chain that follows the hash `before`; -1 if all do.
    #[wasm_bindgen(js_name = verifyLedger)]
    pub fn verify_ledger(&self, before: &str, entries: &JsValue) -> Answer<i32> {
        let rows = answer(read::list(entries))?;
        let entries: Vec<_> = rows.items().iter().map(LedgerEntry::parse).collect();
        Ok(
            match Ledger::verify_chain(before, entries.iter().map(Option::as_ref)) {
                Verdict::Whole => -1,
                Verdict::Broken(at) => at as i32,
            },
        )
    }

    /// Erasures, `[[device, until]]`: those that hold by the ledger (`own`), and those a file or a capsule tells of.
    pub fn erasures(&self, own: bool, more: &JsValue) -> Answer<JsValue> {
        let more = told(&answer(read::value(more))?);
        let mut erasures = Erasures::default();
        if own {
            erasures = Erasures::of_ledger(self.ledger_mut().entries());
        }
        erasures.join(&more);
        let pair = |(device, until): (u32, u64)| {
            Value::List(vec![f64::from(device).into(), (until as f64).into()])
        };
        Ok(plain(&Value::List(erasures.iter().map(pair).collect())))
    }
}
