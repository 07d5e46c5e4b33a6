//! What every record has: when, on which device, for which purposes, and the tag that tells it from others of its moment.

use super::Evidence;
use super::fields::{BODY, COUNT, DEVICE, DEVICE_BITS, NTH, PLACE, PURPOSES, TAG, TIME, TOLD};
use ownshelf::compact::Fnv;
use ownshelf::privacy::PurposeSet;
use ownshelf::profile::{Body, Record, RecordId, Refinement};
use ownshelf::signals::EventKind;
use std::hash::Hasher;

/// Most records a profile of [`ownshelf::profile::MAX_BYTES`] can hold.
const MOST_RECORDS: u64 = 4096;

impl Evidence<'_, '_> {
    pub(super) fn records(&mut self, given: &[&Record]) -> Vec<Record> {
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
            Body::Interaction(_) => 0,
            Body::Choice(_) => 1,
            Body::Refinement(Refinement::Sort(_)) => 2,
            Body::Refinement(Refinement::Filter(_)) => 3,
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
            Body::Interaction(touch) => {
                hash.write(&[touch.kind as u8]);
                let product = self.items.get(touch.item).product;
                hash.write(self.catalog.id_text(product).as_bytes());
                1
            }
            Body::Choice(choice) => {
                hash.write(&[choice.kind as u8]);
                0
            }
            Body::Refinement(Refinement::Sort(_)) => {
                hash.write(&[EventKind::SortBy as u8]);
                1
            }
            Body::Refinement(Refinement::Filter(_)) => {
                hash.write(&[EventKind::FilterBy as u8]);
                1
            }
        };
        let hash = hash.finish();
        after_choice << 24 | ((hash ^ hash >> 32) as u32 & ((1 << 18) - 1))
    }
}
