//! Evidence in few bytes. One description for writing and reading: each step takes what is to be written, or nothing, and
//! returns what was written or read.
//!
//! What follows from the rest is left out or foretold: a record's tag is mostly a hash of its event and product, a
//! product's price mostly what it was before, a list's positions run on, and products follow one another as they did.
//! A foretelling that is wrong costs some bits and nothing else.

use crate::Fault;
use crate::coder::{Coder, mix};
use ownshelf::catalog::intern::Fnv;
use ownshelf::catalog::{Catalog, Facet, FacetKind, SEPARATOR};
use ownshelf::privacy::PurposeSet;
use ownshelf::profile::{
    Body, Choice, ItemSnapshot, Items, PriceTag, Profile, Record, RecordId, Seen, Steer, Touch,
};
use ownshelf::signals::{EventKind, SortOrder};
use std::hash::Hasher;
use std::rc::Rc;

/// Most records a profile of [`ownshelf::profile::MAX_BYTES`] can hold.
const MOST_RECORDS: u64 = 4096;
/// Bits of a product's number.
const ITEM_BITS: u32 = 14;
/// Most bytes of an id or a name.
const MOST_TEXT: usize = 2000;
/// Most facets of a kind a product can have.
const MOST_FACETS: u64 = 200;
/// In place of a number: there is none yet.
const NEW: u32 = u32::MAX;
const SORTS: [SortOrder; 4] = [
    SortOrder::PriceAscending,
    SortOrder::PriceDescending,
    SortOrder::Newest,
    SortOrder::Rating,
];

// Fields of the format: each has probabilities and weights of its own. Numbers take two.
const COUNT: usize = 0;
const TIME: usize = 2;
const DEVICE: usize = 4;
const DEVICE_BITS: usize = 5;
const PURPOSES: usize = 6;
const BODY: usize = 7;
const EVENT: usize = 8;
const NTH: usize = 9;
const PLACE: usize = 10;
const TOLD: usize = 11;
const TAG: usize = 12;
const ITEM: usize = 14;
const QUANTITY: usize = 15;
const DWELL: usize = 17;
const PRICE: usize = 19;
const LN: usize = 20;
const DISCOUNT: usize = 22;
const CHOSEN: usize = 23;
const SEEN: usize = 25;
const POSITION: usize = 27;
const STEER: usize = 29;
const ID: usize = 30;
const NAME: usize = 31;
const FACETS: usize = 33;
const FACET: usize = 35;
const NUMBER: usize = 37;

/// Writes or reads evidence; `records` are what is to be written, in the order of their ids.
pub struct Evidence<'a, 'b> {
    coder: &'a mut Coder<'b>,
    catalog: &'a mut Catalog,
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
    before: (u32, u32),
    fault: bool,
}

/// Appends a profile's chosen records.
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

    fn records(&mut self, given: &[&Record]) -> Vec<Record> {
        let count = self.count(COUNT, 1, MOST_RECORDS, given.len());
        let mut records = Vec::new();
        let mut last_ms = 0_u64;
        for at in 0..count {
            if self.fault || !self.coder.sound() {
                break;
            }
            let given = given.get(at).copied();
            let since = given.map_or(0, |record| record.id.at_ms - last_ms);
            let since = self.coder.number(TIME, &[0, self.before.0], since);
            last_ms = last_ms.saturating_add(since);
            records.extend(self.record(last_ms, given));
        }
        records
    }

    fn record(&mut self, at_ms: u64, given: Option<&Record>) -> Option<Record> {
        let device = self.device(given.map_or(0, |record| record.id.device));
        let kind = given.map_or(0, |record| match record.body {
            Body::Touch(_) => 0,
            Body::Choice(_) => 1,
            Body::Steer(Steer::Sort(_)) => 2,
            Body::Steer(Steer::Filter(_)) => 3,
        });
        let kind = self
            .coder
            .symbol(BODY, &[0, self.before.0, self.before.1], 2, kind);
        let purposes = given.map_or(0, |record| record.purposes.bits());
        let purposes = self
            .coder
            .symbol(PURPOSES, &[0, kind + 1], 8, purposes.into());
        let purposes = PurposeSet::from_bits(purposes as u8);
        let body = self.body(kind, given.map(|record| &record.body))?;
        let tag = self.tag(&body, given.map_or(0, |record| record.id.tag));
        let id = RecordId { at_ms, device, tag };
        let purposes = purposes.and(PurposeSet::LEARNING);
        self.require(!purposes.is_empty());
        Some(Record { id, purposes, body })
    }

    fn device(&mut self, given: u32) -> u32 {
        let new = self.devices.len();
        let at = self
            .devices
            .iter()
            .position(|known| *known == given)
            .unwrap_or(new);
        let at = self.coder.symbol(DEVICE, &[0], 8, at as u32) as usize;
        if let Some(known) = self.devices.get(at) {
            return *known;
        }
        let device = (0..4).rev().fold(0, |device, nth| {
            let byte = given >> (8 * nth) & 255;
            device << 8 | self.coder.symbol(DEVICE_BITS, &[nth], 8, byte)
        });
        // The last number names any device beyond those that have one.
        if new < 255 {
            self.devices.push(device);
        }
        device
    }

    fn body(&mut self, kind: u32, given: Option<&Body>) -> Option<Body> {
        Some(match kind {
            0 => {
                let given = match given {
                    Some(Body::Touch(touch)) => Some(touch),
                    _ => None,
                };
                Body::Touch(self.touch(given)?)
            }
            1 => {
                let given = match given {
                    Some(Body::Choice(choice)) => Some(choice),
                    _ => None,
                };
                Body::Choice(self.choice(given)?)
            }
            2 => {
                let at = match given {
                    Some(Body::Steer(Steer::Sort(order))) => SORTS.iter().position(|o| o == order),
                    _ => None,
                };
                let at = self.coder.symbol(STEER, &[0], 2, at.unwrap_or(0) as u32);
                Body::Steer(Steer::Sort(SORTS[at as usize & 3]))
            }
            _ => {
                let facet = match given {
                    Some(Body::Steer(Steer::Filter(facet))) => Some(*facet),
                    _ => None,
                };
                let at = self.facet(None, 0, facet);
                Body::Steer(Steer::Filter(self.facets[at as usize]))
            }
        })
    }

    fn event(&mut self, body: u32, given: Option<EventKind>) -> Option<EventKind> {
        let contexts = [
            body,
            mix(body + 1, self.before.1),
            mix(self.before.0, self.before.1),
        ];
        let number = self
            .coder
            .symbol(EVENT, &contexts, 4, given.map_or(0, |kind| kind as u32));
        let kind = EventKind::from_number(number as u8);
        self.require(kind.is_some());
        self.before = (self.before.1, number + 1);
        kind
    }

    fn touch(&mut self, given: Option<&Touch>) -> Option<Touch> {
        let kind = self.event(0, given.map(|touch| touch.kind))?;
        let item = self.item(self.last_item, given.map(|touch| touch.item))?;
        let of_kind = kind as u32 + 1;
        let quantity = given.map_or(1, |touch| touch.quantity);
        let quantity = self.coder.number(QUANTITY, &[0, of_kind], quantity.into());
        let dwell = given
            .and_then(|touch| touch.dwell_ms)
            .map_or(0, |ms| u64::from(ms) + 1);
        let dwell = self.coder.number(DWELL, &[0, of_kind], dwell);
        let price = self.price(item, of_kind, given.map(|touch| touch.price));
        self.require(quantity.max(dwell) <= u32::MAX.into());
        Some(Touch {
            kind,
            item,
            quantity: quantity as u32,
            dwell_ms: dwell.checked_sub(1).map(|ms| ms as u32),
            price,
        })
    }

    fn choice(&mut self, given: Option<&Choice>) -> Option<Choice> {
        let kind = self.event(1, given.map(|choice| choice.kind))?;
        let listed = self.count(SEEN, 0, 255, given.map_or(0, |choice| choice.seen.len()));
        let chosen = given.map_or(0, |choice| u32::from(choice.chosen));
        let chosen = self.coder.number(CHOSEN, &[0], chosen.into()) as usize;
        let mut seen: Vec<Seen> = Vec::new();
        let mut expected = 0_i64;
        for at in 0..listed {
            let given = given.map(|choice| choice.seen[at]);
            let before = seen.last().map_or(u32::MAX, |seen| seen.item);
            let item = self.item(before, given.map(|seen| seen.item))?;
            let ahead = given.map_or(0, |seen| i64::from(seen.position) - expected);
            let ahead = self.coder.signed(POSITION, &[0, u32::from(at > 0)], ahead);
            let position = expected.saturating_add(ahead).clamp(0, u16::MAX.into());
            expected = position + 1;
            let price = self.price(item, 0, given.map(|seen| seen.price));
            seen.push(Seen {
                item,
                position: position as u16,
                price,
            });
        }
        let picked = seen.get(chosen).map(|seen| seen.item);
        if !self.require(picked.is_some()) {
            return None;
        }
        self.last_item = picked?;
        Some(Choice {
            kind,
            chosen: chosen as u8,
            seen,
        })
    }

    /// What tells records of one moment apart: see the core's evidence. Most of it follows from the body.
    fn tag(&mut self, body: &Body, given: u32) -> u32 {
        let nth = self.coder.symbol(NTH, &[0], 7, given >> 25) << 25;
        let place = self.coder.symbol(PLACE, &[0], 6, given >> 18 & 63) << 18;
        let rest = ((1 << 18) - 1) | (1 << 24);
        let expected = self.expected(body);
        let told = u32::from(given & rest == expected);
        if self.coder.symbol(TOLD, &[0], 1, told) == 1 {
            return nth | place | expected;
        }
        let low = self.coder.number(TAG, &[0], (given & rest).into()) as u32;
        nth | place | (low & rest)
    }

    fn expected(&self, body: &Body) -> u32 {
        let mut hash = Fnv::default();
        let after_choice = match body {
            Body::Touch(touch) => {
                hash.write(&[touch.kind as u8]);
                let product = self.items.get(touch.item).product;
                hash.write(self.catalog.id_text(product).as_bytes());
                1
            }
            Body::Choice(choice) => {
                hash.write(&[choice.kind as u8]);
                0
            }
            Body::Steer(Steer::Sort(_)) => {
                hash.write(&[EventKind::SortBy as u8]);
                1
            }
            Body::Steer(Steer::Filter(_)) => {
                hash.write(&[EventKind::FilterBy as u8]);
                1
            }
        };
        let hash = hash.finish();
        after_choice << 24 | ((hash ^ hash >> 32) as u32 & ((1 << 18) - 1))
    }

    fn price(
        &mut self,
        item: u32,
        context: u32,
        given: Option<Option<PriceTag>>,
    ) -> Option<PriceTag> {
        let last = self.prices.get(item as usize).copied().flatten();
        let given = given.flatten();
        let state = match given {
            None => 0,
            price if price == last => 1,
            Some(_) => 2,
        };
        let met = u32::from(last.is_some());
        match self
            .coder
            .symbol(PRICE, &[met, mix(met, context + 1)], 2, state)
        {
            0 => return None,
            1 => {
                self.require(last.is_some());
                return last;
            }
            _ => {}
        }
        let from = last.map_or(0, |price| price.ln_milli);
        let moved = given.map_or(0, |price| i64::from(price.ln_milli) - i64::from(from));
        let moved = self.coder.signed(LN, &[met], moved);
        let discount = given.map_or(0, |price| u32::from(price.discount_pct));
        let price = PriceTag {
            ln_milli: moved.saturating_add(from.into()).clamp(-100_000, 100_000) as i32,
            discount_pct: self.coder.symbol(DISCOUNT, &[met], 7, discount).min(100) as u8,
        };
        if let Some(known) = self.prices.get_mut(item as usize) {
            *known = Some(price);
        }
        Some(price)
    }

    /// A product's number here; described on its first use.
    fn item(&mut self, before: u32, given: Option<u32>) -> Option<u32> {
        let new = self.items.len() as u32;
        let known = given
            .and_then(|item| self.known.get(item as usize))
            .copied();
        // 0 for a new one, so that its chance does not hang on how many there are.
        let code = known.map_or(0, |number| number.wrapping_add(1));
        let contexts = [
            0,
            mix(1, before),
            mix(2, self.last_item),
            mix(3, self.before.1),
        ];
        let code = self.coder.symbol(ITEM, &contexts, ITEM_BITS, code);
        let mut number = code.wrapping_sub(1);
        if code == 0 && self.require(new < (1 << ITEM_BITS) - 2) {
            let whole = match (given, self.given) {
                (Some(item), Some(items)) => Some(Rc::clone(items.get(item))),
                _ => None,
            };
            let item = self.snapshot(whole.as_deref());
            // One described twice in a row, since what came between was left out, is one again.
            number = self.items.intern(Rc::new(item));
            if number == new {
                self.prices.push(None);
            }
            if let Some(known) = given.and_then(|item| self.known.get_mut(item as usize)) {
                *known = number;
            }
        }
        if !self.require(number < self.items.len() as u32) {
            return None;
        }
        self.last_item = number;
        Some(number)
    }

    fn snapshot(&mut self, given: Option<&ItemSnapshot>) -> ItemSnapshot {
        let id = given
            .map_or("", |item| self.catalog.id_text(item.product))
            .to_owned();
        let last = std::mem::take(&mut self.last_id);
        let id = self.coder.text(ID, &last, id.as_bytes(), MOST_TEXT);
        let product = self.catalog.id(&String::from_utf8_lossy(&id));
        self.last_id = id;
        let leaf = given.and_then(|item| item.category.last().copied());
        let leaf = self.facets(FacetKind::Category, 0, leaf.as_slice());
        let near = leaf.first().map_or(0, |leaf| leaf + 1);
        let category = leaf.first().map_or_else(Vec::new, |leaf| self.path(*leaf));
        let brand = given.map_or(&[][..], |item| item.brand.as_slice());
        let brand = self.facets(FacetKind::Brand, near, brand);
        let tags = self.facets(FacetKind::Tag, near, given.map_or(&[], |item| &item.tags));
        let words = self.facets(
            FacetKind::Attribute,
            near,
            given.map_or(&[], |item| &item.words),
        );
        let given = given.map_or(&[][..], |item| item.numbers.as_slice());
        let count = self.count(FACETS, 9, MOST_FACETS, given.len());
        let mut numbers = Vec::new();
        for at in 0..count {
            let given = given.get(at);
            let facet = self.facet(
                Some(FacetKind::Number),
                at as u32,
                given.map(|(facet, _)| *facet),
            );
            let value = self.measure(facet, given.map_or(0.0, |(_, value)| *value));
            numbers.push((self.facets[facet as usize], value));
        }
        let named = |list: Vec<u32>| list.iter().map(|at| self.facets[*at as usize]).collect();
        ItemSnapshot {
            product,
            category,
            brand: brand.first().map(|at| self.facets[*at as usize]),
            tags: named(tags),
            words: named(words),
            numbers,
        }
    }

    /// The category of a number with all above it.
    fn path(&mut self, leaf: u32) -> Vec<Facet> {
        let name = self.catalog.facets().name(self.facets[leaf as usize]);
        let steps: Vec<String> = name.split(SEPARATOR).map(str::to_owned).collect();
        self.catalog.facets_mut().intern_path(&steps)
    }

    fn measure(&mut self, facet: u32, given: f32) -> f32 {
        let mut bits = 0;
        for byte in given.to_bits().to_be_bytes() {
            let contexts = [mix(facet, bits), mix(7, bits)];
            bits = bits << 8 | self.coder.symbol(NUMBER, &contexts, 8, byte.into());
        }
        let value = f32::from_bits(bits);
        if self.require(value.is_finite()) {
            value
        } else {
            0.0
        }
    }

    /// Numbers here of facets of one kind.
    fn facets(&mut self, kind: FacetKind, near: u32, given: &[Facet]) -> Vec<u32> {
        let count = self.count(FACETS, mix(kind as u32, near), MOST_FACETS, given.len());
        let mut facets = Vec::new();
        let mut beside = near;
        for at in 0..count {
            let facet = self.facet(Some(kind), beside, given.get(at).copied());
            beside = mix(near, facet + 1);
            facets.push(facet);
        }
        facets
    }

    /// A facet's number here; named on its first use. `kind`: what alone it can be.
    fn facet(&mut self, kind: Option<FacetKind>, near: u32, given: Option<Facet>) -> u32 {
        let new = self.facets.len() as u32;
        let known = given.and_then(|facet| self.facets.iter().position(|known| *known == facet));
        let code = known.map_or(0, |at| at as u32 + 1);
        let of = kind.map_or(0, |kind| kind as u32);
        let code = self
            .coder
            .symbol(FACET, &[of, mix(of, near)], ITEM_BITS, code);
        if (1..=new).contains(&code) {
            return code - 1;
        }
        self.require(code == 0 && new < (1 << ITEM_BITS) - 2);
        let kind = kind.unwrap_or_else(|| {
            let letter = given.map_or(0, |facet| self.catalog.facets().kind(facet) as u32);
            let letter = self.coder.symbol(STEER, &[1], 8, letter);
            FacetKind::from_letter(letter as u8).unwrap_or(FacetKind::Tag)
        });
        let name = given
            .map_or("", |facet| self.catalog.facets().name(facet))
            .to_owned();
        let name = self.coder.text(NAME, &[], name.as_bytes(), MOST_TEXT);
        let facet = given.unwrap_or_else(|| {
            let name = String::from_utf8_lossy(&name);
            self.catalog.facets_mut().intern(kind, &name)
        });
        self.facets.push(facet);
        new
    }
}
