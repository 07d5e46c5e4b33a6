//! The gate: a signal passes with the purposes that may learn from it, or not at all.

use super::consent::Consent;
use super::purpose::{PurposeSet, purposes_of};
use super::sensitive::Sensitive;
use crate::catalog::Catalog;
use crate::signals::Signal;

/// Proof that the shopper's consent covers a value, and for which purposes. Only [`Gate`] can make one.
#[derive(Debug)]
pub struct Permitted<T> {
    value: T,
    purposes: PurposeSet,
}

impl<T> Permitted<T> {
    /// What is permitted, and for which purposes it may be used; the set is never empty.
    pub fn into_parts(self) -> (T, PurposeSet) {
        (self.value, self.purposes)
    }
}

/// Lets signals through as far as consent goes.
///
/// ```
/// use ownshelf::{catalog::{Catalog, Value}, privacy::{Consent, Gate, Sensitive}, signals::Signal};
/// let mut catalog = Catalog::default();
/// let event = Value::object([("name", "view_item".into()), ("id", "cup".into())]);
/// let signal = Signal::parse(&event, &mut catalog, 1_000)?;
/// let refused = Gate::new(&Consent::default()).admit(signal, &mut Sensitive::default(), &catalog);
/// assert!(refused.is_none(), "the shopper has not said yes to anything");
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug)]
pub struct Gate<'a> {
    consent: &'a Consent,
}

impl<'a> Gate<'a> {
    /// A gate for the consent in force.
    pub fn new(consent: &'a Consent) -> Self {
        Gate { consent }
    }

    /// The signal, without what is sensitive, with the purposes that may learn from it; `None` if nothing is left.
    pub fn admit(
        &self,
        signal: Signal,
        sensitive: &mut Sensitive,
        catalog: &Catalog,
    ) -> Option<Permitted<Signal>> {
        let purposes = self.consent.active().and(purposes_of(signal.kind));
        if purposes.is_empty() {
            return None;
        }
        let value = sensitive.spare(signal, catalog)?;
        Some(Permitted { value, purposes })
    }
}
