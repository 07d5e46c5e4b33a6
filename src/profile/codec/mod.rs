//! Evidence as versioned bytes. The stored profile carries its own dictionary, so it outlives the catalogue.
//!
//! Layout, all integers as LEB128 varints unless noted:
//! `"OWNS"`, version byte, device, retention days; texts (count, then length + UTF-8 each); facets (count, then kind
//! byte + text); items (count, then id text, counts and facets, numbers as facet + f32 bits); records (count, then
//! time delta, device, tag, purposes, body); FNV-1a checksum of all before, 8 bytes little endian.

mod read;
mod write;

pub use read::decode;
pub use write::encode;

use crate::compact::Fnv;
use crate::signals::SortOrder;
use std::hash::Hasher;

const MAGIC: &[u8; 4] = b"OWNS";
/// Version written; older ones are still read.
pub const VERSION: u8 = 1;

const INTERACTION: u8 = 0;
const CHOICE: u8 = 1;
const SORT: u8 = 2;
const FILTER: u8 = 3;
const SORTS: [SortOrder; 4] = [
    SortOrder::PriceAscending,
    SortOrder::PriceDescending,
    SortOrder::Newest,
    SortOrder::Rating,
];

fn checksum(bytes: &[u8]) -> u64 {
    let mut hash = Fnv::default();
    hash.write(bytes);
    hash.finish()
}
