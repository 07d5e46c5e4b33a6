//! Writing: the body first, which finds the facets that go before it.

use super::{CHOICE, FILTER, INTERACTION, MAGIC, SORT, SORTS, VERSION, checksum};
use crate::catalog::{Catalog, Facet};
use crate::profile::Profile;
use crate::profile::evidence::{Body, PriceTag, Record, Refinement};
use crate::profile::items::ItemSnapshot;

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
            Body::Interaction(interaction) => {
                self.out
                    .extend_from_slice(&[INTERACTION, interaction.kind as u8]);
                self.uint(u64::from(interaction.item));
                self.uint(u64::from(interaction.quantity));
                self.uint(interaction.dwell_ms.map_or(0, |ms| u64::from(ms) + 1));
                self.price(interaction.price);
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
            Body::Refinement(Refinement::Sort(order)) => {
                self.out.extend_from_slice(&[
                    SORT,
                    SORTS.iter().position(|o| o == order).unwrap_or(0) as u8,
                ]);
            }
            Body::Refinement(Refinement::Filter(facet)) => {
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
