//! Reading: whole bytes alone, each number within its range.

use super::{CHOICE, FILTER, INTERACTION, MAGIC, SORT, SORTS, VERSION, checksum};
use crate::catalog::{Catalog, Facet, FacetKind};
use crate::error::{Error, Result};
use crate::privacy::PurposeSet;
use crate::profile::Profile;
use crate::profile::evidence::{
    Body, Choice, Interaction, PriceTag, Record, RecordId, Refinement, Seen,
};
use crate::profile::items::ItemSnapshot;
use crate::signals::EventKind;
use std::rc::Rc;

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
            INTERACTION => Body::Interaction(Interaction {
                kind: self.kind(),
                item: self.item_ref(items),
                quantity: self.small(),
                dwell_ms: self.small().checked_sub(1),
                price: self.price(),
            }),
            CHOICE => self.choice(items),
            SORT => {
                let at = self.below(SORTS.len(), "has an unknown sort order");
                Body::Refinement(Refinement::Sort(SORTS[at]))
            }
            kind => {
                self.require(kind == FILTER, "has a record of no known kind");
                Body::Refinement(Refinement::Filter(self.facet()))
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
