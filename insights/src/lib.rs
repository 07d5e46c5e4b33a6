//! One answer to one question of the shop: in which of a few cells something the shopper did fell.
//!
//! An action falls into a cell ([`question`]). The one that is told of is drawn from a period's ([`sample`]), its cell is
//! randomised ([`response`]), and the answer waits for a moment of the next period ([`periods`]). Then it is split into two
//! shares and sealed, one for each of two aggregators ([`report`], [`keys`]). Neither reads an answer alone; both together
//! read one that may well be chance.
//!
//! A module of its own, which a browser loads only after a yes. Time and chance are arguments. What it imports makes values
//! or reads what it is handed, as with the engine.

#![cfg_attr(not(target_arch = "wasm32"), forbid(unsafe_code))]

#[cfg(target_arch = "wasm32")]
mod boundary;
pub mod keys;
pub mod periods;
pub mod question;
pub mod report;
pub mod response;
pub mod sample;

/// Why something cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// More chance was needed than was given.
    Dry,
    /// Too few cells or too many, a dimension that is none, or a cell beyond them.
    Cells,
    /// Outside the range of epsilon.
    Epsilon,
    /// No HPKE configuration, or one of another suite.
    Keys,
    /// An identifier of another length, or an answer that does not wait.
    Task,
    /// The shares cannot be made: a chunk longer than the cells.
    Sharding,
}

impl Fault {
    /// The stable code of `OwnshelfError`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Fault::Dry => "wasm_unavailable",
            _ => "invalid_input",
        }
    }

    /// The sentence for people.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Fault::Dry => "the browser gave too little chance to draw from",
            Fault::Cells => "task.question.by: cells cannot be counted",
            Fault::Epsilon => "task.epsilon cannot be used",
            Fault::Keys => {
                "task.keys are no HPKE configurations of X25519, HKDF-SHA256 and AES-128-GCM"
            }
            Fault::Task => "task is cut short",
            Fault::Sharding => "task.chunk fits no histogram of so many cells",
        }
    }
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
