//! Ownshelf: shop listings that adapt to the shopper, learned and kept in the shopper's own browser.
//!
//! Data flows one way through the rooms; a room uses only rooms before it (see `docs/architecture.md`):
//!
//! [`catalog`] what the shop sells → [`signals`] what the shopper does → [`privacy`] what is allowed →
//! [`profile`] what was learned → [`ranking`] what comes first, [`layout`] how it looks, [`suggest`] what may come next → [`shelf`] all of it behind
//! one door, used by the browser boundary and the command line alike.
//!
//! The core has no clock, no randomness and no browser. Time and seed are arguments, so the same input gives the same
//! bytes everywhere. [`shelf::Shelf`] is where to start.

// What wasm-bindgen writes for the boundary is unsafe; the core itself is checked natively.
#![cfg_attr(not(target_arch = "wasm32"), forbid(unsafe_code))]

pub mod catalog;
pub mod compact;
pub mod error;
pub mod layout;
pub mod privacy;
pub mod profile;
pub mod ranking;
pub mod shelf;
pub mod signals;
pub mod suggest;
pub mod time;
#[cfg(all(target_arch = "wasm32", feature = "marshal"))]
pub mod wasm;

pub use error::{Code, Error, Result};
