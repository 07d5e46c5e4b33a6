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

fn corrupt(why: &'static str) -> Error {
    Error::corrupt("profile", why)
}

/// Reads a profile.
pub fn decode(bytes: &[u8], catalog: &mut Catalog) -> Result<Profile> {
    let short = || corrupt("is cut short");
    let (body, sum) = bytes.split_last_chunk::<8>().ok_or_else(short)?;
    if body.get(..4) != Some(MAGIC) {
        return Err(corrupt("is not Ownshelf's"));
    }
    match body.get(4) {
        Some(&VERSION) => {}
        Some(_) => {
            return Err(Error::corrupt(
                "profile",
                "is of a version this module does not know",
            ));
        }
        None => return Err(short()),
    }
    if checksum(body) != u64::from_le_bytes(*sum) {
        return Err(corrupt("is damaged"));
    }
    Reader {
        rest: &body[5..],
        facets: Vec::new(),
    }
    .profile(catalog)
}

struct Reader<'a> {
    rest: &'a [u8],
    facets: Vec<Facet>,
}

impl<'a> Reader<'a> {
    fn bytes(&mut self, n: usize) -> Result<&'a [u8]> {
        let (head, tail) = self
            .rest
            .split_at_checked(n)
            .ok_or_else(|| corrupt("is cut short"))?;
        self.rest = tail;
        Ok(head)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.bytes(1)?[0])
    }

    fn uint(&mut self) -> Result<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(corrupt("has a number too long"))
    }

    fn small(&mut self) -> Result<u32> {
        u32::try_from(self.uint()?).map_err(|_| corrupt("has a number too large"))
    }

    fn int(&mut self) -> Result<i64> {
        let raw = self.uint()?;
        Ok((raw >> 1) as i64 ^ -((raw & 1) as i64))
    }

    /// A count of things that take at least one byte each, so a forged one cannot make us allocate.
    fn count(&mut self) -> Result<usize> {
        let count = self.small()? as usize;
        if count <= self.rest.len() {
            Ok(count)
        } else {
            Err(corrupt("is cut short"))
        }
    }

    fn text(&mut self) -> Result<&'a str> {
        let length = self.small()? as usize;
        std::str::from_utf8(self.bytes(length)?).map_err(|_| corrupt("has text that is not UTF-8"))
    }

    fn facet(&mut self) -> Result<Facet> {
        let number = self.small()? as usize;
        self.facets
            .get(number)
            .copied()
            .ok_or_else(|| corrupt("names a facet it has not"))
    }

    fn facet_list(&mut self) -> Result<Vec<Facet>> {
        (0..self.count()?).map(|_| self.facet()).collect()
    }

    fn profile(mut self, catalog: &mut Catalog) -> Result<Profile> {
        let mut profile = Profile::new(self.small()?);
        profile.retention_days = self.small()?.clamp(1, 365) as u16;
        for _ in 0..self.count()? {
            let kind = FacetKind::from_letter(self.byte()?)
                .ok_or_else(|| corrupt("has a facet of no known kind"))?;
            let name = self.text()?;
            self.facets.push(catalog.facets_mut().intern(kind, name));
        }
        for _ in 0..self.count()? {
            let item = self.item(catalog)?;
            profile.items.intern(Rc::new(item));
        }
        let mut at_ms = 0_u64;
        for _ in 0..self.count()? {
            at_ms = at_ms.saturating_add(self.uint()?);
            let record = self.record(at_ms, profile.items.len())?;
            profile.records.push(record);
        }
        if profile
            .records
            .windows(2)
            .any(|pair| pair[0].id >= pair[1].id)
        {
            return Err(corrupt("has records out of order"));
        }
        profile.refold();
        Ok(profile)
    }

    fn item(&mut self, catalog: &mut Catalog) -> Result<ItemSnapshot> {
        let product = catalog.id(self.text()?);
        Ok(ItemSnapshot {
            product,
            category: self.facet_list()?,
            brand: self.facet_list()?.first().copied(),
            tags: self.facet_list()?,
            words: self.facet_list()?,
            numbers: (0..self.count()?)
                .map(|_| self.number())
                .collect::<Result<_>>()?,
        })
    }

    fn number(&mut self) -> Result<(Facet, f32)> {
        let facet = self.facet()?;
        let bits: [u8; 4] = self
            .bytes(4)?
            .try_into()
            .map_err(|_| corrupt("is cut short"))?;
        let number = f32::from_bits(u32::from_le_bytes(bits));
        if number.is_finite() {
            Ok((facet, number))
        } else {
            Err(corrupt("has a number not finite"))
        }
    }

    fn record(&mut self, at_ms: u64, items: usize) -> Result<Record> {
        let id = RecordId {
            at_ms,
            device: self.small()?,
            tag: self.small()?,
        };
        let purposes = PurposeSet::from_bits(self.byte()?).and(PurposeSet::LEARNING);
        let body = match self.byte()? {
            TOUCH => Body::Touch(Touch {
                kind: self.kind()?,
                item: self.item_ref(items)?,
                quantity: self.small()?,
                dwell_ms: self.small()?.checked_sub(1),
                price: self.price()?,
            }),
            CHOICE => self.choice(items)?,
            SORT => {
                let order = SORTS.get(usize::from(self.byte()?)).copied();
                Body::Steer(Steer::Sort(
                    order.ok_or_else(|| corrupt("has an unknown sort order"))?,
                ))
            }
            FILTER => Body::Steer(Steer::Filter(self.facet()?)),
            _ => return Err(corrupt("has a record of no known kind")),
        };
        Ok(Record { id, purposes, body })
    }

    fn choice(&mut self, items: usize) -> Result<Body> {
        let (kind, chosen) = (self.kind()?, self.byte()?);
        let seen: Vec<Seen> = (0..self.count()?)
            .map(|_| {
                let item = self.item_ref(items)?;
                let position = self.small()?.min(u32::from(u16::MAX)) as u16;
                Ok(Seen {
                    item,
                    position,
                    price: self.price()?,
                })
            })
            .collect::<Result<_>>()?;
        if usize::from(chosen) >= seen.len() {
            return Err(corrupt("has a choice of nothing seen"));
        }
        Ok(Body::Choice(Choice { kind, chosen, seen }))
    }

    fn kind(&mut self) -> Result<EventKind> {
        EventKind::from_number(self.byte()?).ok_or_else(|| corrupt("has an unknown event"))
    }

    fn item_ref(&mut self, items: usize) -> Result<u32> {
        let item = self.small()?;
        if (item as usize) < items {
            Ok(item)
        } else {
            Err(corrupt("names a product it has not"))
        }
    }

    fn price(&mut self) -> Result<Option<PriceTag>> {
        match self.byte()? {
            u8::MAX => Ok(None),
            discount_pct => {
                let ln_milli = self.int()?.clamp(-100_000, 100_000) as i32;
                Ok(Some(PriceTag {
                    ln_milli,
                    discount_pct: discount_pct.min(100),
                }))
            }
        }
    }
}
