//! The relation table: what shoppers buy, how soon again, and what together. See `ownshelf::suggest::Relations` for the
//! bytes.

use crate::log::{Basket, Page};
use ownshelf::shelf::Shelf;
use ownshelf::suggest::LIFT_STEPS;
use ownshelf::time::DAY_MS;
use std::collections::{BTreeMap, HashMap};

/// A relation table's file may take this many bytes, before any compression.
pub const MAX_RELATION_BYTES: usize = 64 * 1024;
/// Products it holds at most.
const MAX_PRODUCTS: usize = 3_000;
/// Companions of each.
const MAX_COMPANIONS: usize = 6;
/// Baskets of pure chance added to each product's own: a lift from a few baskets is drawn to 1.
const CHANCE: f64 = 10.0;
/// Seen together less often, or lifted less, two products are no companions.
const MIN_TOGETHER: u32 = 3;
const MIN_LIFT: f64 = 1.5;
/// Gaps before a category has a cycle of its own, and gaps of the whole shop it is drawn to.
const MIN_GAPS: f64 = 5.0;
const SHOP_GAPS: f64 = 10.0;
/// Products of one basket that are paired: what is bought by the hundred goes with everything.
const MAX_PAIRED: usize = 50;
/// Pairs held at most; then those seen once go.
const MAX_PAIRS: usize = 4_000_000;

/// Counts over all baskets.
#[derive(Debug, Default)]
pub(super) struct Together {
    baskets: u32,
    codes: HashMap<String, u32>,
    /// Baskets each product is in, by code.
    bought: Vec<u32>,
    pairs: HashMap<(u32, u32), u32>,
    /// Number and sum of days between purchases of the same product, by category; the whole shop's under no name.
    gaps: BTreeMap<String, (f64, f64)>,
    /// When the present shopper bought what last.
    last: HashMap<u32, u64>,
}

impl Together {
    pub(super) fn basket(&mut self, basket: &Basket<'_>) {
        let products = basket.products.iter().map(String::as_str);
        self.add(products, basket.at_ms, basket.shelf);
    }

    /// What was bought from a listing.
    pub(super) fn page(&mut self, page: &Page<'_>) {
        let bought = page.listing.iter().zip(page.gains);
        let bought = bought.filter(|(_, gain)| **gain >= 3.0);
        self.add(
            bought.map(|(listed, _)| listed.id.as_str()),
            page.at_ms,
            page.shelf,
        );
    }

    pub(super) fn left(&mut self) {
        self.last.clear();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.baskets == 0
    }

    fn add<'a>(&mut self, products: impl Iterator<Item = &'a str>, at_ms: u64, shelf: &Shelf) {
        let mut codes = Vec::new();
        for id in products {
            let next = self.codes.len() as u32;
            let code = *self.codes.entry(id.to_owned()).or_insert(next);
            if code == next {
                self.bought.push(0);
            }
            self.bought[code as usize] += 1;
            if let Some(last_ms) = self.last.insert(code, at_ms) {
                self.gap(
                    id,
                    at_ms.saturating_sub(last_ms) as f64 / DAY_MS as f64,
                    shelf,
                );
            }
            codes.push(code);
        }
        if codes.is_empty() {
            return;
        }
        self.baskets += 1;
        codes.truncate(MAX_PAIRED);
        codes.sort_unstable();
        for (at, a) in codes.iter().enumerate() {
            for b in &codes[at + 1..] {
                *self.pairs.entry((*a, *b)).or_default() += 1;
            }
        }
        if self.pairs.len() > MAX_PAIRS {
            self.pairs.retain(|_, together| *together > 1);
        }
    }

    fn gap(&mut self, id: &str, days: f64, shelf: &Shelf) {
        let catalog = shelf.catalog();
        let product = catalog.find(id).and_then(|id| catalog.product(id));
        let leaf = product.and_then(|product| product.leaf());
        let name = leaf.map(|leaf| catalog.facets().name(leaf));
        for name in name.into_iter().chain([""]) {
            let (count, sum) = self.gaps.entry(name.to_owned()).or_default();
            *count += 1.0;
            *sum += days;
        }
    }

    /// The table's bytes, as many of the most bought products as fit; and how many those are.
    pub(super) fn encode(&self) -> (Vec<u8>, usize) {
        let mut products: Vec<(&str, u32)> = self.codes.iter().map(|(id, c)| (&**id, *c)).collect();
        products.retain(|(id, _)| id.len() < 256);
        products.sort_by_key(|(id, code)| (std::cmp::Reverse(self.bought[*code as usize]), *id));
        products.truncate(MAX_PRODUCTS);
        let companions = self.companions();
        loop {
            let bytes = self.bytes(&products, &companions);
            if bytes.len() <= MAX_RELATION_BYTES {
                return (bytes, products.len());
            }
            products.truncate(products.len() * 9 / 10);
        }
    }

    fn share(&self, code: u32) -> f64 {
        f64::from(self.bought[code as usize]) / f64::from(self.baskets)
    }

    /// For each product what goes with it, by falling ln(lift).
    fn companions(&self) -> HashMap<u32, Vec<(u32, f64)>> {
        let mut companions: HashMap<u32, Vec<(u32, f64)>> = HashMap::new();
        let often = self.pairs.iter().filter(|(_, n)| **n >= MIN_TOGETHER);
        for ((a, b), together) in often {
            for (a, b) in [(*a, *b), (*b, *a)] {
                let share = self.share(b);
                let alone = f64::from(self.bought[a as usize]);
                let lift = (f64::from(*together) / share + CHANCE) / (alone + CHANCE);
                if lift >= MIN_LIFT {
                    companions.entry(a).or_default().push((b, lift.ln()));
                }
            }
        }
        for list in companions.values_mut() {
            list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        }
        companions
    }

    fn bytes(&self, products: &[(&str, u32)], all: &HashMap<u32, Vec<(u32, f64)>>) -> Vec<u8> {
        let mut out = b"OWNR\x01".to_vec();
        let short = |out: &mut Vec<u8>, n: f64| out.extend((n.round() as u16).to_le_bytes());
        let text = |out: &mut Vec<u8>, text: &str| {
            out.push(text.len() as u8);
            out.extend(text.as_bytes());
        };
        let (shop_count, shop_sum) = self.gaps.get("").copied().unwrap_or((1.0, 30.0));
        let shop = shop_sum / shop_count;
        let own = |(name, (count, _)): &(&String, &(f64, f64))| {
            (1..256).contains(&name.len()) && *count >= MIN_GAPS
        };
        let cycles: Vec<_> = self.gaps.iter().filter(own).take(1_000).collect();
        for count in [shop * 10.0, cycles.len() as f64, products.len() as f64] {
            short(&mut out, count);
        }
        for (name, (count, sum)) in cycles {
            text(&mut out, name);
            let days = (sum + SHOP_GAPS * shop) / (count + SHOP_GAPS);
            short(&mut out, days * 10.0);
        }
        for (id, code) in products {
            text(&mut out, id);
            short(&mut out, self.share(*code) * 65535.0);
        }
        let places: HashMap<u32, usize> = (0..)
            .zip(products)
            .map(|(at, (_, code))| (*code, at))
            .collect();
        for (_, code) in products {
            let list = all.get(code).map_or(&[][..], Vec::as_slice);
            let known = list
                .iter()
                .filter_map(|(other, lift)| Some((*places.get(other)?, *lift)));
            let known: Vec<(usize, f64)> = known.take(MAX_COMPANIONS).collect();
            out.push(known.len() as u8);
            for (place, lift) in known {
                short(&mut out, place as f64);
                out.push((lift * LIFT_STEPS).round() as u8);
            }
        }
        out
    }
}
