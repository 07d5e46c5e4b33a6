//! Evidence as versioned bytes. The stored profile carries its own dictionary, so it outlives the catalogue.
//!
//! Layout, all integers as LEB128 varints unless noted:
//! `"OWNS"`, version byte, device, retention days; texts (count, then length + UTF-8 each); facets (count, then kind
//! byte + text); items (count, then id text, counts and facets, numbers as facet + f32 bits); records (count, then
//! time delta, device, tag, purposes, body); FNV-1a checksum of all before, 8 bytes little endian.

use super::Profile;
use super::evidence::{Body, Choice, PriceTag, Record, RecordId, Seen, Steer, Touch};
use super::items::ItemSnapshot;
use crate::catalog::intern::Fnv;
use crate::catalog::{Catalog, Facet, FacetKind};
use crate::error::{Error, Result};
use crate::privacy::PurposeSet;
use crate::signals::{EventKind, SortOrder};
use std::hash::Hasher;
use std::rc::Rc;

const MAGIC: &[u8; 4] = b"OWNS";
/// Version written; older ones are still read.
pub const VERSION: u8 = 1;

const TOUCH: u8 = 0;
const CHOICE: u8 = 1;
const SORT: u8 = 2;
const FILTER: u8 = 3;
const SORTS: [SortOrder; 4] = [
    SortOrder::PriceAscending,
    SortOrder::PriceDescending,
    SortOrder::Newest,
    SortOrder::Rating,
];

/// Writes a profile; the same evidence gives the same bytes.
pub fn encode(profile: &Profile, catalog: &Catalog) -> Vec<u8> {
    // Products in the order the evidence first speaks of them, and no others: what was met but may not be kept, and
    // the order of meeting, must not show.
    let (mut records, mut items) = (profile.records.clone(), profile.items.clone());
    items.sweep(&mut records);
    let mut writer = Writer {
        catalog,
        facets: Vec::new(),
        numbers: vec![0; catalog.facets().len()],
        out: Vec::new(),
    };
    let mut body = Vec::new();
    std::mem::swap(&mut writer.out, &mut body);
    writer.uint(items.len() as u64);
    for number in 0..items.len() {
        writer.item(items.get(number as u32));
    }
    writer.uint(records.len() as u64);
    let mut last_ms = 0;
    for record in &records {
        writer.record(record, last_ms);
        last_ms = record.id.at_ms;
    }
    let body = std::mem::take(&mut writer.out);
    writer.out.extend_from_slice(MAGIC);
    writer.out.push(VERSION);
    writer.uint(u64::from(profile.device));
    writer.uint(u64::from(profile.retention_days));
    writer.uint(writer.facets.len() as u64);
    for facet in std::mem::take(&mut writer.facets) {
        writer.out.push(catalog.facets().kind(facet) as u8);
        writer.text(catalog.facets().name(facet));
    }
    writer.out.extend_from_slice(&body);
    let sum = checksum(&writer.out);
    writer.out.extend_from_slice(&sum.to_le_bytes());
    writer.out
}

fn checksum(bytes: &[u8]) -> u64 {
    let mut hash = Fnv::default();
    hash.write(bytes);
    hash.finish()
}

struct Writer<'a> {
    catalog: &'a Catalog,
    facets: Vec<Facet>,
    /// By facet code: 1 + its number in `facets`; 0 where it has none yet.
    numbers: Vec<u32>,
    out: Vec<u8>,
}

impl Writer<'_> {
    fn uint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.out.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.out.push(value as u8);
    }

    fn int(&mut self, value: i64) {
        self.uint(((value << 1) ^ (value >> 63)) as u64);
    }

    fn text(&mut self, text: &str) {
        self.uint(text.len() as u64);
        self.out.extend_from_slice(text.as_bytes());
    }

    fn facet(&mut self, facet: Facet) {
        // Every facet of the evidence is the catalogue's; 0 stands for one that is not, and cannot happen.
        let number = match self.numbers.get_mut(facet.0 as usize) {
            Some(number) => {
                if *number == 0 {
                    self.facets.push(facet);
                    *number = self.facets.len() as u32;
                }
                *number - 1
            }
            None => 0,
        };
        self.uint(u64::from(number));
    }

    fn facets(&mut self, facets: &[Facet]) {
        self.uint(facets.len() as u64);
        facets.iter().for_each(|facet| self.facet(*facet));
    }

    fn item(&mut self, item: &ItemSnapshot) {
        self.text(self.catalog.id_text(item.product));
        self.facets(&item.category);
        self.facets(item.brand.as_slice());
        self.facets(&item.tags);
        self.facets(&item.words);
        self.uint(item.numbers.len() as u64);
        for (facet, number) in &item.numbers {
            self.facet(*facet);
            self.out.extend_from_slice(&number.to_bits().to_le_bytes());
        }
    }

    fn record(&mut self, record: &Record, last_ms: u64) {
        self.uint(record.id.at_ms - last_ms);
        self.uint(u64::from(record.id.device));
        self.uint(u64::from(record.id.tag));
        self.out.push(record.purposes.bits());
        match &record.body {
            Body::Touch(touch) => {
                self.out.extend_from_slice(&[TOUCH, touch.kind as u8]);
                self.uint(u64::from(touch.item));
                self.uint(u64::from(touch.quantity));
                self.uint(touch.dwell_ms.map_or(0, |ms| u64::from(ms) + 1));
                self.price(touch.price);
            }
            Body::Choice(choice) => {
                self.out
                    .extend_from_slice(&[CHOICE, choice.kind as u8, choice.chosen]);
                self.uint(choice.seen.len() as u64);
                for seen in &choice.seen {
                    self.uint(u64::from(seen.item));
                    self.uint(u64::from(seen.position));
                    self.price(seen.price);
                }
            }
            Body::Steer(Steer::Sort(order)) => {
                self.out.extend_from_slice(&[
                    SORT,
                    SORTS.iter().position(|o| o == order).unwrap_or(0) as u8,
                ]);
            }
            Body::Steer(Steer::Filter(facet)) => {
                self.out.push(FILTER);
                self.facet(*facet);
            }
        }
    }

    fn price(&mut self, price: Option<PriceTag>) {
        match price {
            None => self.out.push(u8::MAX),
            Some(price) => {
                self.out.push(price.discount_pct);
                self.int(i64::from(price.ln_milli));
            }
        }
    }
}

/// Reads a profile's evidence; nothing is learned from it.
pub fn decode(bytes: &[u8], catalog: &mut Catalog) -> Result<Profile> {
    let mut reader = Reader {
        rest: bytes,
        wrong: None,
        facets: Vec::new(),
    };
    reader.envelope();
    // Names are interned only from bytes that are whole.
    reader.done()?;
    let profile = reader.profile(catalog);
    reader.done()?;
    Ok(profile)
}

/// Reads on past damage as if nothing but zeros followed, and remembers what was wrong first: so each step stays
/// plain, and whoever uses the result asks [`done`](Reader::done) once.
struct Reader<'a> {
    rest: &'a [u8],
    wrong: Option<&'static str>,
    facets: Vec<Facet>,
}

impl<'a> Reader<'a> {
    fn require(&mut self, holds: bool, why: &'static str) {
        if !holds {
            self.wrong = self.wrong.or(Some(why));
            self.rest = &[];
        }
    }

    fn done(&self) -> Result<()> {
        match self.wrong {
            None => Ok(()),
            Some(why) => Err(Error::corrupt("profile", why)),
        }
    }

    /// Takes off the checksum, the mark and the version.
    fn envelope(&mut self) {
        let Some((body, sum)) = self.rest.split_last_chunk::<8>() else {
            return self.require(false, "is cut short");
        };
        let sound = checksum(body) == u64::from_le_bytes(*sum);
        self.rest = body;
        let mark = self.bytes(MAGIC.len());
        self.require(mark == MAGIC, "is not Ownshelf's");
        let version = self.byte();
        self.require(
            version == VERSION,
            "is of a version this module does not know",
        );
        self.require(sound, "is damaged");
    }

    fn bytes(&mut self, n: usize) -> &'a [u8] {
        if let Some((head, tail)) = self.rest.split_at_checked(n) {
            self.rest = tail;
            return head;
        }
        self.require(false, "is cut short");
        &[]
    }

    #[inline(never)]
    fn byte(&mut self) -> u8 {
        self.bytes(1).first().copied().unwrap_or(0)
    }

    #[inline(never)]
    fn uint(&mut self) -> u64 {
        let mut value = 0;
        let mut shift = 0;
        loop {
            let byte = self.byte();
            value |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 || shift >= 64 {
                self.require(byte < 0x80, "has a number too long");
                return value;
            }
        }
    }

    #[inline(never)]
    fn small(&mut self) -> u32 {
        let value = self.uint();
        self.require(value <= u64::from(u32::MAX), "has a number too large");
        value as u32
    }

    /// A number that must be below a limit; 0 if it is not.
    fn below(&mut self, limit: usize, why: &'static str) -> usize {
        let number = self.small() as usize;
        self.require(number < limit, why);
        if number < limit { number } else { 0 }
    }

    /// A count of things that take at least one byte each, so a forged one cannot make us allocate.
    #[inline(never)]
    fn count(&mut self) -> usize {
        let number = self.small() as usize;
        self.require(number <= self.rest.len(), "is cut short");
        // After damage nothing is left, so nothing more is made.
        number.min(self.rest.len())
    }

    fn text(&mut self) -> &'a str {
        let length = self.small() as usize;
        let text = std::str::from_utf8(self.bytes(length));
        self.require(text.is_ok(), "has text that is not UTF-8");
        text.unwrap_or("")
    }

    fn facet(&mut self) -> Facet {
        let number = self.below(self.facets.len(), "names a facet it has not");
        self.facets.get(number).copied().unwrap_or(Facet(0))
    }

    #[inline(never)]
    fn facet_list(&mut self) -> Vec<Facet> {
        let mut list = Vec::new();
        for _ in 0..self.count() {
            list.push(self.facet());
        }
        list
    }

    fn profile(&mut self, catalog: &mut Catalog) -> Profile {
        let mut profile = Profile::new(self.small());
        profile.retention_days = self.small().clamp(1, 365) as u16;
        for _ in 0..self.count() {
            let kind = FacetKind::from_letter(self.byte());
            self.require(kind.is_some(), "has a facet of no known kind");
            let name = self.text();
            let kind = kind.unwrap_or(FacetKind::Tag);
            self.facets.push(catalog.facets_mut().intern(kind, name));
        }
        for _ in 0..self.count() {
            let item = self.item(catalog);
            profile.items.intern(Rc::new(item));
        }
        let mut at_ms = 0_u64;
        for _ in 0..self.count() {
            at_ms = at_ms.saturating_add(self.uint());
            let record = self.record(at_ms, profile.items.len());
            let last = profile.records.last();
            let in_order = last.is_none_or(|last| last.id < record.id);
            self.require(in_order, "has records out of order");
            profile.records.push(record);
        }
        profile
    }

    fn item(&mut self, catalog: &mut Catalog) -> ItemSnapshot {
        let product = catalog.id(self.text());
        let category = self.facet_list();
        let brand = self.facet_list().first().copied();
        let (tags, words) = (self.facet_list(), self.facet_list());
        let mut numbers = Vec::new();
        for _ in 0..self.count() {
            numbers.push((self.facet(), self.number()));
        }
        ItemSnapshot {
            product,
            category,
            brand,
            tags,
            words,
            numbers,
        }
    }

    fn number(&mut self) -> f32 {
        let mut bits = [0; 4];
        bits.fill_with(|| self.byte());
        let number = f32::from_le_bytes(bits);
        self.require(number.is_finite(), "has a number not finite");
        number
    }

    fn record(&mut self, at_ms: u64, items: usize) -> Record {
        let id = RecordId {
            at_ms,
            device: self.small(),
            tag: self.small(),
        };
        let purposes = PurposeSet::from_bits(self.byte()).and(PurposeSet::LEARNING);
        let body = match self.byte() {
            TOUCH => Body::Touch(Touch {
                kind: self.kind(),
                item: self.item_ref(items),
                quantity: self.small(),
                dwell_ms: self.small().checked_sub(1),
                price: self.price(),
            }),
            CHOICE => self.choice(items),
            SORT => {
                let at = self.below(SORTS.len(), "has an unknown sort order");
                Body::Steer(Steer::Sort(SORTS[at]))
            }
            kind => {
                self.require(kind == FILTER, "has a record of no known kind");
                Body::Steer(Steer::Filter(self.facet()))
            }
        };
        Record { id, purposes, body }
    }

    fn choice(&mut self, items: usize) -> Body {
        let (kind, chosen) = (self.kind(), self.byte());
        let mut seen = Vec::new();
        for _ in 0..self.count() {
            seen.push(Seen {
                item: self.item_ref(items),
                position: self.small().min(u32::from(u16::MAX)) as u16,
                price: self.price(),
            });
        }
        self.require(
            usize::from(chosen) < seen.len(),
            "has a choice of nothing seen",
        );
        Body::Choice(Choice { kind, chosen, seen })
    }

    fn kind(&mut self) -> EventKind {
        let kind = EventKind::from_number(self.byte());
        self.require(kind.is_some(), "has an unknown event");
        kind.unwrap_or(EventKind::ViewItem)
    }

    fn item_ref(&mut self, items: usize) -> u32 {
        self.below(items, "names a product it has not") as u32
    }

    #[inline(never)]
    fn price(&mut self) -> Option<PriceTag> {
        let discount_pct = self.byte();
        if discount_pct == u8::MAX {
            return None;
        }
        let raw = self.uint();
        let ln_milli = (raw >> 1) as i64 ^ -((raw & 1) as i64);
        Some(PriceTag {
            ln_milli: ln_milli.clamp(-100_000, 100_000) as i32,
            discount_pct: discount_pct.min(100),
        })
    }
}
