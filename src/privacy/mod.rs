//! What is allowed: purposes, consent, and the gate that every signal passes before anything can learn from it.
//!
//! Third room of the house. It decides and never learns. [`Permitted`] can only be made here, and the profile accepts
//! nothing else: "privacy by design" is a type.

mod consent;
mod decisions;
mod declared;
mod digest;
mod erasures;
mod gate;
mod ledger;
mod purpose;
mod sensitive;

pub use consent::{Consent, ConsentMode, Lock, Manager, PurposeState};
pub use decisions::{Decision, Decisions};
pub use declared::{Declared, WISHES};
pub use erasures::Erasures;
pub use gate::{Gate, Permitted};
pub use ledger::{Detail, Ledger, LedgerEntry, Verdict};
pub use purpose::{MANIFEST, Purpose, PurposeSet, PurposeSpec, purposes_of};
pub use sensitive::{Sensitive, TOPICS};
