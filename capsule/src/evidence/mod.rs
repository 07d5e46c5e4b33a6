//! Evidence in few bytes. One description for writing and reading: each step takes what is to be written, or nothing, and
//! returns what was written or read.
//!
//! What follows from the rest is left out or foretold: a record's tag is mostly a hash of its event and product, a
//! product's price mostly what it was before, a list's positions run on, and products follow one another as they did.
//! A foretelling that is wrong costs some bits and nothing else.

mod bodies;
mod facets;
mod fields;
mod items;
mod records;

use crate::Fault;
use crate::coder::Coder;
use ownshelf::catalog::{Catalog, Facet};
use ownshelf::profile::{Items, PriceTag, Profile, Record};

/// Bits of a product's number.
const ITEM_BITS: u32 = 14;
/// Most bytes of an id or a name.
const MOST_TEXT: usize = 2000;
/// Most facets of a kind a product can have.
const MOST_FACETS: u64 = 200;
/// In place of a number: there is none yet.
const NEW: u32 = u32::MAX;

/// Writes or reads evidence, with all that foretells what comes next.
struct Evidence<'a, 'b> {
    coder: &'a mut Coder<'b>,
    catalog: &'a mut Catalog,
    /// The products of what is to be written; `None` when reading.
    given: Option<&'a Items>,
    /// Products met so far.
    items: Items,
    /// By number among the given: the number here, or [`NEW`].
    known: Vec<u32>,
    /// The price each product was last met with.
    prices: Vec<Option<PriceTag>>,
    facets: Vec<Facet>,
    devices: Vec<u32>,
    last_id: Vec<u8>,
    last_item: u32,
    /// The last two events, the latest last, by their numbers and 1; 0 where there was none.
    before: (u32, u32),
    fault: bool,
}

/// Appends a profile's chosen records, which are in the order of their ids.
pub fn write(coder: &mut Coder<'_>, profile: &Profile, records: &[&Record], catalog: &mut Catalog) {
    let mut evidence = Evidence::new(coder, catalog, Some(profile.items()));
    let _ = evidence.records(records);
}

/// Reads what [`write()`] wrote.
///
/// # Errors
/// [`Fault::Unreadable`] if the bytes hold no evidence.
pub fn read(coder: &mut Coder<'_>, catalog: &mut Catalog) -> Result<Profile, Fault> {
    let mut evidence = Evidence::new(coder, catalog, None);
    let records = evidence.records(&[]);
    let in_order = records.is_sorted_by(|a, b| a.id < b.id);
    if evidence.fault || !in_order || !evidence.coder.sound() {
        return Err(Fault::Unreadable);
    }
    Ok(Profile::of_evidence(0, records, evidence.items))
}

impl<'a, 'b> Evidence<'a, 'b> {
    fn new(coder: &'a mut Coder<'b>, catalog: &'a mut Catalog, given: Option<&'a Items>) -> Self {
        Evidence {
            coder,
            catalog,
            given,
            items: Items::default(),
            known: vec![NEW; given.map_or(0, Items::len)],
            prices: Vec::new(),
            facets: Vec::new(),
            devices: Vec::new(),
            last_id: Vec::new(),
            last_item: 0,
            before: (0, 0),
            fault: false,
        }
    }

    fn require(&mut self, holds: bool) -> bool {
        self.fault |= !holds;
        holds
    }

    /// A count that a reader believes only up to a limit.
    fn count(&mut self, field: usize, context: u32, most: u64, count: usize) -> usize {
        let count = self.coder.number(field, &[0, context], count as u64);
        if self.require(count <= most) {
            count as usize
        } else {
            0
        }
    }
}
