//! What JavaScript calls: functions of whole numbers, with one place for what goes in and one for what comes out. There
//! is nothing to import, so an instance can do nothing but compute, and is thrown away with its memory after use.
//!
//! `#[unsafe(no_mangle)]` promises that no other function has the name; each begins with the module's own.

use crate::envelope::{Cost, Key, NONCE, SALT};
use crate::{Fault, Sealed, open, qr, seal};
use std::cell::RefCell;

#[derive(Default)]
struct Desk {
    given: Vec<u8>,
    made: Vec<u8>,
    records: usize,
    key: Option<Key>,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

/// Does `work` on what was given; the length of what it made, or a fault below zero.
fn at_desk(work: impl FnOnce(&mut Desk) -> Result<Vec<u8>, Fault>) -> i32 {
    DESK.with_borrow_mut(|desk| match work(desk) {
        Ok(made) => {
            desk.made = made;
            desk.made.len() as i32
        }
        Err(fault) => -(fault as i32),
    })
}

/// Where to put what the next call works on.
#[unsafe(no_mangle)]
extern "C" fn capsule_room(length: usize) -> *mut u8 {
    DESK.with_borrow_mut(|desk| {
        desk.given = vec![0; length];
        desk.given.as_mut_ptr()
    })
}

/// Where what was made lies.
#[unsafe(no_mangle)]
extern "C" fn capsule_made() -> *const u8 {
    DESK.with_borrow(|desk| desk.made.as_ptr())
}

/// How many records the last capsule holds.
#[unsafe(no_mangle)]
extern "C" fn capsule_records() -> usize {
    DESK.with_borrow(|desk| desk.records)
}

/// Stretches a passphrase, given after its salt, for the capsules to come.
#[unsafe(no_mangle)]
extern "C" fn capsule_key() -> i32 {
    at_desk(|desk| {
        let (salt, passphrase) = desk
            .given
            .split_first_chunk::<SALT>()
            .ok_or(Fault::Foreign)?;
        desk.key = Some(Key::stretch(passphrase, salt, Cost::USUAL)?);
        Ok(Vec::new())
    })
}

/// Seals what is given: a nonce, `words` bytes of words, a profile. `most` bytes; 0: however many.
#[unsafe(no_mangle)]
extern "C" fn capsule_seal(words: usize, most: usize) -> i32 {
    at_desk(|desk| {
        let key = desk.key.as_ref().ok_or(Fault::Passphrase)?;
        let (nonce, rest) = desk
            .given
            .split_first_chunk::<NONCE>()
            .ok_or(Fault::Foreign)?;
        let (words, profile) = rest.split_at_checked(words).ok_or(Fault::Foreign)?;
        let Sealed { bytes, records } = seal(
            key,
            nonce,
            profile,
            words,
            Some(most).filter(|most| *most > 0),
        )?;
        desk.records = records;
        Ok(bytes)
    })
}

/// Opens what is given: a capsule of `length` bytes, a passphrase. Made: the length of the words (4 bytes, little
/// endian), the words, the profile.
#[unsafe(no_mangle)]
extern "C" fn capsule_open(length: usize) -> i32 {
    at_desk(|desk| {
        let (capsule, passphrase) = desk.given.split_at_checked(length).ok_or(Fault::Foreign)?;
        let (words, profile) = open(capsule, passphrase)?;
        Ok([
            &(words.len() as u32).to_le_bytes(),
            words.as_slice(),
            &profile,
        ]
        .concat())
    })
}

/// The QR code of the text given: see [`qr::code`].
#[unsafe(no_mangle)]
extern "C" fn capsule_qr() -> i32 {
    at_desk(|desk| qr::code(std::str::from_utf8(&desk.given).map_err(|_| Fault::Foreign)?))
}
