//! One answer to one question of the shop: in which of a few cells something the shopper did fell.
//!
//! The action that is told of is drawn from the period's ([`sample`]), its cell is randomised ([`response`]), and what comes
//! of that is split into two shares and sealed, one for each of two aggregators ([`report`], [`keys`]). Neither reads an
//! answer alone; both together read one that may well be chance.
//!
//! A module of its own, which a browser loads only after a yes. It imports nothing: what it is to work on is put into its
//! memory, chance included, and what it made is read from there.

#![cfg_attr(not(target_arch = "wasm32"), forbid(unsafe_code))]

#[cfg(target_arch = "wasm32")]
mod boundary;
pub mod keys;
pub mod report;
pub mod response;
pub mod sample;

/// Why something cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
pub enum Fault {
    /// More chance was needed than was given.
    Dry = 1,
    /// Too few cells or too many, or a cell beyond them.
    Cells = 2,
    /// Outside the range of epsilon.
    Epsilon = 3,
    /// No HPKE configuration, or one of another suite.
    Keys = 4,
    /// What was given is cut short.
    Task = 5,
    /// The shares cannot be made: a chunk longer than the cells.
    Sharding = 6,
}

/// Where chance is drawn from. It ends: nothing in this crate makes up for it when it does.
pub trait Entropy {
    /// Fills `place` with bytes no one gave out before.
    ///
    /// # Errors
    /// [`Fault::Dry`] if fewer are left; `place` is then not to be used.
    fn fill(&mut self, place: &mut [u8]) -> Result<(), Fault>;
}

/// Bytes from the front.
impl Entropy for &[u8] {
    fn fill(&mut self, place: &mut [u8]) -> Result<(), Fault> {
        let (drawn, rest) = self.split_at_checked(place.len()).ok_or(Fault::Dry)?;
        place.copy_from_slice(drawn);
        *self = rest;
        Ok(())
    }
}
