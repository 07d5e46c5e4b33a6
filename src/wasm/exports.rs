//! What JavaScript calls (`pkg/engine/core.js`): functions of numbers, with one place for what goes in and one for what comes out.
//! An instance holds one engine. After a trap it refuses every call, for what it was doing is half done.
//!
//! `#[unsafe(no_mangle)]` promises that no other function of the module has the name.

use super::{Core, SEPARATOR};
use crate::error::{Error, Result};
use std::cell::RefCell;

#[derive(Default)]
struct Desk {
    core: Option<Core>,
    given: Vec<u8>,
    made: Vec<u8>,
}

thread_local! {
    static DESK: RefCell<Desk> = const {
        RefCell::new(Desk {
            core: None,
            given: Vec::new(),
            made: Vec::new(),
        })
    };
}

/// What a call returns: a number as it is, or the length of what was made; of what can be refused, a refusal is below zero.
trait Answer {
    fn put(self, made: &mut Vec<u8>) -> i32;
}

impl Answer for () {
    fn put(self, _: &mut Vec<u8>) -> i32 {
        0
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Answer for $number {
            fn put(self, _: &mut Vec<u8>) -> i32 {
                self as i32
            }
        }
    )*};
}
numbers!(bool, u16, u32, usize);

impl Answer for Vec<u8> {
    fn put(self, made: &mut Vec<u8>) -> i32 {
        *made = self;
        made.len() as i32
    }
}

impl Answer for String {
    fn put(self, made: &mut Vec<u8>) -> i32 {
        self.into_bytes().put(made)
    }
}

macro_rules! lists {
    ($($number:ty),*) => {$(
        impl Answer for Vec<$number> {
            fn put(self, made: &mut Vec<u8>) -> i32 {
                let bytes: Vec<u8> = self.iter().flat_map(|number| number.to_le_bytes()).collect();
                bytes.put(made)
            }
        }
    )*};
}
lists!(u32, f64);

impl<T: Answer> Answer for Result<T> {
    fn put(self, made: &mut Vec<u8>) -> i32 {
        match self {
            Ok(answer) => answer.put(made),
            Err(error) => -worded(error).put(made),
        }
    }
}

/// A refusal as text: its stable code, a separator, and the message.
fn worded(error: Error) -> String {
    let mut text = error.code().as_str().to_owned();
    text.push(SEPARATOR);
    text.push_str(&error.message());
    text
}

fn call<T: Answer>(work: impl FnOnce(&mut Core, &[u8]) -> T) -> i32 {
    DESK.with_borrow_mut(|desk| match &mut desk.core {
        Some(core) => work(core, &desk.given).put(&mut desk.made),
        None => 0,
    })
}

/// Text from JavaScript, which encodes nothing but UTF-8.
fn text(given: &[u8]) -> &str {
    std::str::from_utf8(given).unwrap_or_default()
}

/// The numbers before `given`'s text, `count` of them.
fn numbers(given: &[u8], count: usize) -> (Vec<u32>, &str) {
    let (numbers, rest) = given.split_at_checked(4 * count).unwrap_or_default();
    let numbers = numbers
        .as_chunks()
        .0
        .iter()
        .copied()
        .map(u32::from_le_bytes);
    (numbers.collect(), text(rest))
}

/// The page and the list a listing is for.
fn place(text: &str) -> (&str, &str) {
    text.split_once(SEPARATOR).unwrap_or_default()
}

/// Makes the engine: see [`Core::new`]. Here as below a number other than 0 is a yes.
#[unsafe(no_mangle)]
extern "C" fn begin(device: u32, session: u32, minor: u32, gpc: u32) {
    let core = Core::new(device, session != 0, minor != 0, gpc != 0);
    DESK.with_borrow_mut(|desk| desk.core = Some(core));
}

/// Where to put the bytes that the next call works on.
#[unsafe(no_mangle)]
extern "C" fn room(length: usize) -> *mut u8 {
    DESK.with_borrow_mut(|desk| {
        desk.given = vec![0; length];
        desk.given.as_mut_ptr()
    })
}

/// Where what was made lies.
#[unsafe(no_mangle)]
extern "C" fn made() -> *const u8 {
    DESK.with_borrow(|desk| desk.made.as_ptr())
}

/// Each is the method of [`Core`] of its name; `given` is what was put into the [`room`].
macro_rules! exports {
    ($(fn $name:ident($($number:ident: $type:ty),*) = |$core:ident, $given:pat_param| $work:expr;)*) => {$(
        #[unsafe(no_mangle)]
        extern "C" fn $name($($number: $type),*) -> i32 {
            call(|$core, $given| $work)
        }
    )*};
}

exports! {
    fn give(tokens: usize, lengths: usize) = |core, given| {
        let (tokens, rest) = given.split_at_checked(8 * tokens).unwrap_or_default();
        let tokens: Vec<f64> = tokens.as_chunks().0.iter().copied().map(f64::from_le_bytes).collect();
        let (lengths, text) = numbers(rest, lengths);
        core.give(&tokens, text, &lengths)
    };
    fn add_products() = |core, _| core.add_products();
    fn handle() = |core, given| core.handle(text(given));
    fn set_rules() = |core, _| core.set_rules();
    fn record(now: f64) = |core, _| core.record(now);
    fn rule_conflicts(now: f64) = |core, _| core.rule_conflicts(now);
    fn set_prior() = |core, given| core.set_prior(given);
    fn tune(diversity: f64, exploration: f64, columns: f64) = |core, _| core.tune(diversity, exploration, columns);
    fn rank(handles: usize, now: f64) = |core, given| {
        let (handles, text) = numbers(given, handles);
        let (page, list) = place(text);
        core.rank(&handles, page, list, now)
    };
    fn preview_rules(now: f64) = |core, given| {
        let (page, list) = place(text(given));
        core.preview_rules(page, list, now)
    };
    fn explain(ticket: u32, index: usize) = |core, _| core.explain(ticket, index);
    fn layout(width: f64, least: u32, most: u32) = |core, given| core.layout(width, text(given), least, most);
    fn set_consent() = |core, given| core.set_consent(text(given));
    fn purposes() = |core, _| core.purposes();
    fn active() = |core, given| core.active(text(given));
    fn pause(paused: u32) = |core, _| core.pause(paused != 0);
    fn facts(now: f64) = |core, _| core.facts(now);
    fn forget() = |core, given| core.forget(text(given));
    fn erase() = |core, _| core.erase();
    fn records() = |core, _| core.records();
    fn encode() = |core, _| core.encode();
    fn retention() = |core, _| core.retention();
    fn set_retention(days: u32, now: f64) = |core, _| core.set_retention(u16::try_from(days).unwrap_or(u16::MAX), now);
    fn sync(now: f64) = |core, given| core.sync(given, now);
    fn mark_kept(kept: u32) = |core, _| core.mark_kept(kept != 0);
    fn export() = |core, _| core.export();
    fn import(now: f64) = |core, _| core.import(now);
    fn merge(now: f64) = |core, given| core.merge(given, now);
    fn device() = |core, _| core.device();
    fn forget_made(device: u32, until: f64) = |core, _| core.forget_made(device, until);
    fn declare() = |core, _| core.declare();
    fn met(product: u32) = |core, _| core.met(product);
    fn set_sensitive() = |core, given| core.set_sensitive(text(given));
    fn set_refused_by_source() = |core, given| core.set_refused_by_source(text(given));
    fn learn_some(most: usize) = |core, _| core.learn_some(most);
    fn expire(now: f64) = |core, _| core.expire(now);
    fn sha256() = |core, given| core.sha256(text(given));
    fn set_relations() = |core, given| core.set_relations(given);
    fn suggest(basket: usize, kinds: u32, limit: usize, month: u32, ahead: f64, now: f64) = |core, given|
        core.suggest(kinds, limit, month, ahead, &numbers(given, basket).0, now);
    fn text_of(product: u32, name: u32) = |core, _| core.text_of(product, name != 0);
}
