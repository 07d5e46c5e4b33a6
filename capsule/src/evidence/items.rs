//! Products: by their numbers, and described on their first use.

use super::fields::{FACETS, ID, ITEM, NUMBER};
use super::{Evidence, ITEM_BITS, MOST_FACETS, MOST_TEXT};
use crate::coder::mix;
use ownshelf::catalog::{Facet, FacetKind, SEPARATOR};
use ownshelf::profile::ItemSnapshot;
use std::rc::Rc;

impl Evidence<'_, '_> {
    /// A product's number here; described on its first use.
    pub(super) fn item(&mut self, before: u32, given: Option<u32>) -> Option<u32> {
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
}
