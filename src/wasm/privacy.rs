//! The shopper's side of the boundary: keeping, taking along, wishes, sensitive topics, the ledger's hashes.

use super::{Core, ms, out::Out, parts};
use crate::catalog::ProductId;
use crate::error::Result;
use crate::privacy::{Purpose, sha256_hex};

impl Core {
    /// Takes over the kept profile and adds what was learned here since it was last kept.
    pub fn sync(&mut self, bytes: &[u8], now: f64) -> Result<()> {
        self.shelf.sync(bytes, ms(now))
    }

    /// Whether everything held counts as kept on the device, or as kept nowhere but here.
    pub fn mark_kept(&mut self, kept: bool) {
        if kept {
            self.shelf.mark_kept();
        } else {
            self.shelf.mark_fresh();
        }
    }

    /// The evidence as plain data: `{ products, records }`.
    pub fn export(&self) -> Vec<u8> {
        let mut out = Out::default();
        out.value(&self.shelf.export());
        out.0
    }

    /// Adds the exported evidence given; how many records are new.
    pub fn import(&mut self, now: f64) -> Result<usize> {
        let data = self.taken();
        self.shelf.import(&data, ms(now))
    }

    /// Adds the evidence of another device's `encode`; how many records are new.
    pub fn merge(&mut self, bytes: &[u8], now: f64) -> Result<usize> {
        self.shelf.merge(bytes, ms(now))
    }

    /// The number of this device, by which its records are told from others'.
    pub fn device(&self) -> u32 {
        self.shelf.profile().device()
    }

    /// Forgets what was made on a device up to a time.
    pub fn forget_made(&mut self, device: u32, until: f64) {
        self.shelf.forget_made(device, ms(until));
    }

    /// Takes the wishes given in place of those in force.
    pub fn declare(&mut self) -> Result<()> {
        let wishes = self.taken();
        self.shelf.declare(&wishes)
    }

    /// Which of the wishes in force a product meets, as bits.
    pub fn met(&self, product: u32) -> u32 {
        self.shelf.met(ProductId(product))
    }

    /// Adds the shop's own sensitive topics, in one text.
    pub fn set_sensitive(&mut self, words: &str) {
        let words: Vec<String> = parts(words).map(String::from).collect();
        self.shelf.set_sensitive(&words);
    }

    /// What the shop's consent manager refuses, by name, in one text.
    pub fn set_refused_by_source(&mut self, purposes: &str) {
        let refused: Vec<Purpose> = parts(purposes).filter_map(Purpose::parse).collect();
        self.shelf.set_refused_by_source(&refused);
    }

    /// Drops evidence over the retention limit; whether there was any.
    pub fn expire(&mut self, now: f64) -> bool {
        self.shelf.expire(ms(now))
    }

    /// Learns from at most `most` records that nothing was learned from yet; how many are left.
    pub fn learn_some(&mut self, most: usize) -> usize {
        self.shelf.learn_some(most)
    }

    /// Hexadecimal SHA-256 of a text.
    pub fn sha256(&self, text: &str) -> String {
        sha256_hex(text)
    }
}
