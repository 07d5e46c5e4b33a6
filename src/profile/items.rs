//! The profile's own dictionary of products. It keeps what evidence needs to know of them, so that evidence can be
//! used when the catalogue no longer has them.

use super::evidence::Record;
use crate::catalog::{Catalog, Facet, ProductId};
use std::rc::Rc;

/// Number of a snapshot within one [`Items`].
pub type ItemRef = u32;

/// A product as it was when the shopper met it.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemSnapshot {
    /// The product.
    pub product: ProductId,
    /// Category path, general to special.
    pub category: Vec<Facet>,
    /// Brand.
    pub brand: Option<Facet>,
    /// Tags.
    pub tags: Vec<Facet>,
    /// Attributes that are words.
    pub words: Vec<Facet>,
    /// Attributes that are measured.
    pub numbers: Vec<(Facet, f32)>,
}

impl ItemSnapshot {
    /// The product as the catalogue describes it now; nothing but the id if it was only heard of.
    pub fn of(product: ProductId, catalog: &Catalog) -> Self {
        let known = catalog.product(product);
        ItemSnapshot {
            product,
            category: known.map_or_else(Vec::new, |p| p.category.clone()),
            brand: known.and_then(|p| p.brand),
            tags: known.map_or_else(Vec::new, |p| p.tags.clone()),
            words: known.map_or_else(Vec::new, |p| p.words.clone()),
            numbers: known.map_or_else(Vec::new, |p| p.numbers.clone()),
        }
    }

    /// All facets, categories from general to special first.
    pub fn facets(&self) -> impl Iterator<Item = Facet> + '_ {
        self.category
            .iter()
            .chain(&self.brand)
            .chain(&self.tags)
            .chain(&self.words)
            .copied()
    }
}

/// Snapshots by number; the same snapshot is kept once.
#[derive(Debug, Clone, Default)]
pub struct Items {
    snapshots: Vec<Rc<ItemSnapshot>>,
    /// The latest snapshot of each product, in the order of products.
    latest: Vec<(ProductId, ItemRef)>,
}

impl Items {
    /// The number of the product's snapshot as the catalogue has it now.
    pub fn snapshot(&mut self, product: ProductId, catalog: &Catalog) -> ItemRef {
        self.intern(Rc::new(ItemSnapshot::of(product, catalog)))
    }

    /// The number of a snapshot, given out now if it is new.
    pub fn intern(&mut self, snapshot: Rc<ItemSnapshot>) -> ItemRef {
        let place = self.place(snapshot.product);
        if let Ok(at) = place
            && self.snapshots[self.latest[at].1 as usize] == snapshot
        {
            return self.latest[at].1;
        }
        self.push(snapshot, place)
    }

    /// Where the product's latest snapshot is noted, or would be.
    fn place(&self, product: ProductId) -> Result<usize, usize> {
        self.latest
            .binary_search_by_key(&product, |(product, _)| *product)
    }

    fn push(&mut self, snapshot: Rc<ItemSnapshot>, place: Result<usize, usize>) -> ItemRef {
        let number = self.snapshots.len() as ItemRef;
        match place {
            Ok(at) => self.latest[at].1 = number,
            Err(at) => self.latest.insert(at, (snapshot.product, number)),
        }
        self.snapshots.push(snapshot);
        number
    }

    /// The snapshot behind a number that this dictionary gave out.
    pub fn get(&self, item: ItemRef) -> &Rc<ItemSnapshot> {
        &self.snapshots[item as usize]
    }

    /// Follows the catalogue where it has learned that two ids mean one product; `true` if that touched any snapshot.
    pub(super) fn rejoin(&mut self, catalog: &Catalog) -> bool {
        let mut touched = false;
        for snapshot in &mut self.snapshots {
            let product = catalog.joined(snapshot.product);
            if product != snapshot.product {
                Rc::make_mut(snapshot).product = product;
                touched = true;
            }
        }
        if touched {
            self.latest.clear();
            for number in 0..self.snapshots.len() as ItemRef {
                let product = self.snapshots[number as usize].product;
                match self.place(product) {
                    Ok(at) => self.latest[at].1 = number,
                    Err(at) => self.latest.insert(at, (product, number)),
                }
            }
        }
        touched
    }

    /// How many snapshots there are.
    pub fn len(&self) -> usize {
        self.snapshots.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.snapshots.is_empty()
    }

    /// Keeps only snapshots some record still needs, numbered in the order of their first use.
    pub(super) fn sweep(&mut self, records: &mut [Record]) {
        let mut kept = Items::default();
        let mut moved: Vec<Option<ItemRef>> = vec![None; self.snapshots.len()];
        for record in records {
            *record = record.clone().remap(|item| {
                *moved[item as usize].get_or_insert_with(|| {
                    let snapshot = Rc::clone(&self.snapshots[item as usize]);
                    let place = kept.place(snapshot.product);
                    kept.push(snapshot, place)
                })
            });
        }
        *self = kept;
    }
}
