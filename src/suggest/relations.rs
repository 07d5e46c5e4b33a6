//! What shoppers of this shop buy, how often again, and what together: the relation table, written by `ownshelf train`
//! beside the prior and loaded by whoever suggests.
//!
//! Layout, little-endian: `OWNR`, version, u16 usual days between two purchases of a product in tenths, u16
//! categories, u16 products; each category as text and u16 tenths of days;
//! each product, most bought first, as text and u16 share of baskets in 1/65535; then for each product u8 number of
//! companions, each as u16 place among the products and u8 ln(lift) in 1/32. A text is u8 length and UTF-8.

use crate::catalog::{Catalog, Facet, FacetKind, ProductId};
use crate::error::{Error, Result};

const MAGIC: &[u8; 5] = b"OWNR\x01";
/// Parts of 1 that ln(lift) is stored in.
pub const LIFT_STEPS: f64 = 32.0;

/// What is known of one product.
#[derive(Debug, Clone, PartialEq)]
pub struct Sold {
    /// The product.
    pub product: ProductId,
    /// Share of baskets it is in, 0 to 1.
    pub share: f64,
    /// Bought together with it more often than by chance: places among the products and ln(lift), strongest first.
    with: Vec<(u16, f64)>,
}

/// The relation table.
///
/// ```
/// use ownshelf::{catalog::Catalog, suggest::Relations};
/// assert!(Relations::decode(b"no table", &mut Catalog::default()).is_err());
/// let empty = Relations::default();
/// assert!(empty.products().is_empty() && empty.cycle_of(&[]).is_none());
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Relations {
    /// Usual days until a product of the shop is bought again, by those who do.
    pub cycle_days: f64,
    /// The same for products of a category.
    cycles: Vec<(Facet, f64)>,
    /// Most bought first.
    products: Vec<Sold>,
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
        let of = |facet: &Facet| self.cycles.iter().find(|(known, _)| known == facet);
        categories.iter().rev().find_map(of).map(|(_, days)| *days)
    }

    /// Share of baskets the product is in; 0 if the table does not hold it.
    pub fn share(&self, product: ProductId) -> f64 {
        self.of(product).map_or(0.0, |sold| sold.share)
    }

    /// What is bought together with the product, with ln(lift), strongest first.
    pub fn with(&self, product: ProductId) -> impl Iterator<Item = (ProductId, f64)> {
        let with = self.of(product).map_or(&[][..], |sold| &sold.with);
        let named = |(place, lift): &(u16, f64)| {
            let other = self.products.get(usize::from(*place))?;
            Some((other.product, *lift))
        };
        with.iter().filter_map(named)
    }

    /// All products, most bought first.
    pub fn products(&self) -> &[Sold] {
        &self.products
    }

    fn of(&self, product: ProductId) -> Option<&Sold> {
        self.products.iter().find(|sold| sold.product == product)
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
        let days = f64::from(short(&mut rest)?) / 10.0;
        table.cycles.push((facet, days));
    }
    for _ in 0..products {
        table.products.push(Sold {
            product: catalog.id(text(&mut rest)?),
            share: f64::from(short(&mut rest)?) / 65535.0,
            with: Vec::new(),
        });
    }
    for sold in &mut table.products {
        for _ in 0..take(&mut rest, 1)?[0] {
            let other = short(&mut rest).filter(|other| *other < products)?;
            let lift = f64::from(take(&mut rest, 1)?[0]) / LIFT_STEPS;
            sold.with.push((other, lift));
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
