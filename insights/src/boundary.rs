//! What JavaScript calls: functions of numbers, with one place for what goes in and one for what comes out. There is nothing to
//! import, so an instance can do nothing but compute, and is thrown away with its memory after use.
//!
//! Every function that needs chance takes it from what was given and fails when that is used up. A result below zero is a
//! [`Fault`]'s number, negated.
//!
//! `#[unsafe(no_mangle)]` promises that no other function has the name; each begins with the module's own.

use crate::keys::HpkeConfig;
use crate::report::Task;
use crate::response::Response;
use crate::{Entropy, Fault, sample};
use std::cell::RefCell;
use std::mem;

thread_local! {
    static GIVEN: RefCell<Vec<u8>> = RefCell::default();
    static MADE: RefCell<Vec<u8>> = RefCell::default();
    /// The chance not drawn yet. Apart from the rest, since prio draws from it too, by way of getrandom.
    static POOL: RefCell<Vec<u8>> = RefCell::default();
}

struct Pool;

impl Entropy for Pool {
    fn fill(&mut self, place: &mut [u8]) -> Result<(), Fault> {
        POOL.with_borrow_mut(|pool| {
            let left = pool.len().checked_sub(place.len()).ok_or(Fault::Dry)?;
            place.copy_from_slice(&pool[left..]);
            pool.truncate(left);
            Ok(())
        })
    }
}

fn draw(place: &mut [u8]) -> Result<(), getrandom::Error> {
    Pool.fill(place).map_err(|_| getrandom::Error::UNSUPPORTED)
}

getrandom::register_custom_getrandom!(draw);

fn below_zero(result: Result<i32, Fault>) -> i32 {
    result.unwrap_or_else(|fault| -(fault as i32))
}

fn given() -> Vec<u8> {
    GIVEN.with_borrow_mut(mem::take)
}

fn pour(chance: Vec<u8>) {
    POOL.set(chance);
}

/// Where to put what the next call works on.
#[unsafe(no_mangle)]
extern "C" fn insights_room(length: usize) -> *mut u8 {
    GIVEN.with_borrow_mut(|given| {
        *given = vec![0; length];
        given.as_mut_ptr()
    })
}

/// Where what was made lies.
#[unsafe(no_mangle)]
extern "C" fn insights_made() -> *const u8 {
    MADE.with_borrow(|made| made.as_ptr())
}

/// How often of 2^32 times the truth is told on purpose ([`Response::keep`]).
#[unsafe(no_mangle)]
extern "C" fn insights_keep(cells: u32, epsilon: f64) -> f64 {
    match Response::new(cells, epsilon) {
        Ok(response) => f64::from(response.keep()),
        Err(fault) => -f64::from(fault as i32),
    }
}

/// Whether the newest of `seen` replaces the one held (1 or 0). Given: chance; 64 bytes are plenty.
#[unsafe(no_mangle)]
extern "C" fn insights_replaces(seen: u32) -> i32 {
    pour(given());
    below_zero(sample::replaces(seen, &mut Pool).map(i32::from))
}

/// The randomised cell. Given: chance; 64 bytes are plenty.
#[unsafe(no_mangle)]
extern "C" fn insights_answer(cells: u32, epsilon: f64, truth: u32) -> i32 {
    pour(given());
    let answer =
        Response::new(cells, epsilon).and_then(|response| response.answer(truth, &mut Pool));
    below_zero(answer.map(|cell| cell as i32))
}

/// Makes the report of a cell; its length. Given: the task's identifier (32 bytes), the leader's and the helper's configuration,
/// each after its length (2 bytes, big endian), and chance, of which it takes 160 bytes. `chunk`: see [`Task::new`]; `time`:
/// see [`Task::report`].
#[unsafe(no_mangle)]
extern "C" fn insights_report(cells: u32, chunk: u32, cell: u32, time: f64) -> i32 {
    below_zero(report(&given(), cells, chunk, cell, time as u64))
}

fn report(given: &[u8], cells: u32, chunk: u32, cell: u32, time: u64) -> Result<i32, Fault> {
    let (id, rest) = given.split_first_chunk().ok_or(Fault::Task)?;
    let (leader, rest) = sized(rest)?;
    let (helper, chance) = sized(rest)?;
    let (leader, helper) = (HpkeConfig::decode(leader)?, HpkeConfig::decode(helper)?);
    pour(chance.to_vec());
    let made = Task::new(*id, cells, chunk, leader, helper)?.report(time, cell, &mut Pool)?;
    let length = made.len() as i32;
    MADE.set(made);
    Ok(length)
}

/// A part after its length, and what follows.
fn sized(bytes: &[u8]) -> Result<(&[u8], &[u8]), Fault> {
    let (length, rest) = bytes.split_first_chunk().ok_or(Fault::Task)?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
        .ok_or(Fault::Task)
}
