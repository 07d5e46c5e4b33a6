//! What shoppers of this shop buy, how often again, and what together: the relation table, written by `ownshelf train`
//! beside the prior and loaded by whoever suggests.
//!
//! Layout, little-endian: `OWNR`, version, u16 usual days between two purchases of a product in tenths, u16
//! categories, u16 products; each category as text and u16 tenths of days;
//! each product, most bought first, as text and u16 share of baskets in 1/65535; then for each product u8 number of
//! companions, each as u16 place among the products and u8 ln(lift) in 1/32. A text is u8 length and UTF-8.

use crate::catalog::{Catalog, Facet, FacetKind, ProductId};
use crate::error::{Error, Result};
use crate::profile::Sparse;

const MAGIC: &[u8; 5] = b"OWNR\x01";
/// Parts of 1 that ln(lift) is stored in.
pub const LIFT_STEPS: f64 = 32.0;

/// What is known of one product.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sold {
    /// Share of baskets it is in, 0 to 1.
    pub share: f64,
    /// What is bought together with it more often than by chance, with ln(lift), strongest first.
    pub with: Vec<(ProductId, f64)>,
}

/// The relation table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Relations {
    /// Usual days until a product of the shop is bought again, by those who do.
    pub cycle_days: f64,
    /// Usual days until a product of the category is bought again.
    cycles: Sparse<f64>,
    products: Sparse<Sold>,
}

impl Relations {
    /// Reads what `ownshelf train` wrote.
    ///
    /// # Errors
    /// `InvalidInput` if the bytes are no relation table, or cut short.
    pub fn decode(bytes: &[u8], catalog: &mut Catalog) -> Result<Relations> {
        read(bytes, catalog)
            .ok_or_else(|| Error::input("relations", "are not Ownshelf's, or cut short"))
    }

    /// Usual days between two purchases of a product of these categories, the most special one known.
    pub fn cycle_of(&self, categories: &[Facet]) -> Option<f64> {
        let mut known = categories.iter().rev();
        known.find_map(|facet| self.cycles.get(facet.0).copied())
    }

    /// Share of baskets the product is in; 0 if the table does not hold it.
    pub fn share(&self, product: ProductId) -> f64 {
        self.products.get(product.0).map_or(0.0, |sold| sold.share)
    }

    /// What is bought together with the product, strongest first.
    pub fn with(&self, product: ProductId) -> &[(ProductId, f64)] {
        self.products.get(product.0).map_or(&[], |sold| &sold.with)
    }

    /// All products, most bought first.
    pub fn products(&self) -> impl Iterator<Item = (ProductId, &Sold)> {
        self.products.iter().map(|(id, sold)| (ProductId(id), sold))
    }
}

fn read(bytes: &[u8], catalog: &mut Catalog) -> Option<Relations> {
    let mut rest = bytes.strip_prefix(MAGIC)?;
    let mut table = Relations {
        cycle_days: f64::from(short(&mut rest)?) / 10.0,
        ..Relations::default()
    };
    let (categories, products) = (short(&mut rest)?, short(&mut rest)?);
    for _ in 0..categories {
        let name = text(&mut rest)?;
        let facet = catalog.facets_mut().intern(FacetKind::Category, name);
        *table.cycles.entry(facet.0) = f64::from(short(&mut rest)?) / 10.0;
    }
    let mut ids = Vec::new();
    for _ in 0..products {
        let id = catalog.id(text(&mut rest)?);
        table.products.entry(id.0).share = f64::from(short(&mut rest)?) / 65535.0;
        ids.push(id);
    }
    for id in &ids {
        for _ in 0..take(&mut rest, 1)?[0] {
            let other = *ids.get(usize::from(short(&mut rest)?))?;
            let lift = f64::from(take(&mut rest, 1)?[0]) / LIFT_STEPS;
            table.products.entry(id.0).with.push((other, lift));
        }
    }
    rest.is_empty().then_some(table)
}

fn take<'a>(rest: &mut &'a [u8], n: usize) -> Option<&'a [u8]> {
    let (head, tail) = rest.split_at_checked(n)?;
    *rest = tail;
    Some(head)
}

fn short(rest: &mut &[u8]) -> Option<u16> {
    let two = take(rest, 2)?;
    Some(u16::from_le_bytes([two[0], two[1]]))
}

fn text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let length = take(rest, 1)?[0];
    std::str::from_utf8(take(rest, usize::from(length))?).ok()
}
