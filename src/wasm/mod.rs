//! The boundary to JavaScript: marshals, decides nothing.
//!
//! [`Engine`] is what `createShelf` holds, one for each shelf, in an instance and a memory of its own. What the page hands
//! in is read first ([`read`]), for reading runs the page's own code; only then is the shelf borrowed. Answers go out as
//! objects with the names of the public contract, errors as `OwnshelfError` ([`answer`]). Listings and orders cross as
//! arrays of numbers: ids stay in JavaScript.
//!
//! The functions the module imports make values or read what is handed in. None can call the page, reach a global, the
//! network, the document or storage: `cargo xtask audit` reads the code of each.

pub mod answer;
pub mod read;

#[cfg(feature = "boundary")]
mod attach;
#[cfg(feature = "boundary")]
mod consent;
#[cfg(feature = "boundary")]
mod listing;
#[cfg(feature = "boundary")]
mod privacy;
#[cfg(feature = "boundary")]
mod suggest;

#[cfg(feature = "boundary")]
pub use engine::Engine;

/// Epoch milliseconds from JavaScript; anything that is no time is the epoch.
pub fn ms(now: f64) -> u64 {
    if now.is_finite() && now > 0.0 {
        now as u64
    } else {
        0
    }
}

#[cfg(feature = "boundary")]
mod engine {
    use crate::privacy::{Consent, ConsentMode, Ledger};
    use crate::shelf::Shelf;
    use std::cell::{RefCell, RefMut};
    use wasm_bindgen::prelude::*;

    /// The engine behind `createShelf`.
    #[wasm_bindgen]
    pub struct Engine {
        shelf: RefCell<Shelf>,
        ledger: RefCell<Ledger>,
    }

    #[wasm_bindgen]
    impl Engine {
        /// A shelf without products and without a profile. `device`: the number that records made here carry; `session`:
        /// unset purposes work in memory; `minor` and `gpc` (Global Privacy Control) refuse what they refuse.
        #[wasm_bindgen(constructor)]
        #[must_use]
        pub fn new(device: u32, session: bool, minor: bool, gpc: bool) -> Engine {
            let mode = if session {
                ConsentMode::Session
            } else {
                ConsentMode::Ask
            };
            let shelf = Shelf::new(device, Consent::new(mode, minor, gpc));
            Engine {
                shelf: RefCell::new(shelf),
                ledger: RefCell::default(),
            }
        }
    }

    impl Engine {
        /// The shelf, for one call. No code of the page runs while it is borrowed. After a trap it stays borrowed, so an
        /// engine whose work was left half done traps at every call.
        pub(super) fn shelf(&self) -> RefMut<'_, Shelf> {
            self.shelf.borrow_mut()
        }

        /// The ledger, for one call.
        pub(super) fn ledger_mut(&self) -> RefMut<'_, Ledger> {
            self.ledger.borrow_mut()
        }
    }
}
