//! What the shop sells: products of any shop's shape, normalised, interned, addressed by number.
//!
//! First room of the house. It knows products and their facets and nothing of any shopper.

mod amounts;
mod facet;
mod interner;
mod normalise;
pub mod price;
mod product;
mod value;

pub use facet::{Facet, FacetKind, Facets, SEPARATOR};
pub use interner::Interner;

pub use normalise::{currency as read_currency, time_ms};
pub use product::{Condition, Product, ProductRecord, Related, Sustainability};
pub use value::Value;

use crate::error::{Error, Result};
use std::rc::Rc;

/// Number of a product within one [`Catalog`]. Ids that were only mentioned, and not described, have one as well.
///
/// ```
/// use ownshelf::catalog::Catalog;
/// let mut catalog = Catalog::default();
/// let cup = catalog.id("cup");
/// assert_eq!((catalog.id("cup"), catalog.id_text(cup)), (cup, "cup"));
/// assert!(catalog.product(cup).is_none(), "heard of, not described");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductId(pub u32);

/// What became of a list of products.
///
/// ```
/// use ownshelf::catalog::{Catalog, Value};
/// let rows = Value::list([Value::object([("id", "cup".into())]), Value::object([("price", 3.0.into())])]);
/// let report = Catalog::default().add(&rows);
/// assert_eq!((report.added, report.rejected[0].index()), (1, Some(1)), "the second has no id");
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AddReport {
    /// New products.
    pub added: usize,
    /// Known products given again.
    pub updated: usize,
    /// Rows not taken, each with its index and the field at fault.
    pub rejected: Vec<Error>,
    /// Fields not taken of rows that were, each with its row's index.
    pub unread: Vec<Error>,
}

/// All products known to this shop's shelf.
///
/// ```
/// use ownshelf::catalog::{Catalog, Value};
/// let mut catalog = Catalog::default();
/// catalog.add(&Value::list([Value::object([("id", "cup".into()), ("price", "€ 12,50".into())])]));
/// let cup = catalog.find("cup").and_then(|id| catalog.product(id)).unwrap();
/// assert_eq!(cup.price, Some(12.5));
/// ```
#[derive(Debug, Default, Clone)]
pub struct Catalog {
    ids: Interner,
    products: Vec<Option<Rc<Product>>>,
    /// The product each id stands for: itself, or the group it is a variant of.
    canonical: Vec<ProductId>,
    facets: Facets,
}

impl Catalog {
    /// Takes products of any supported shape, mixed: native, GA4 item, schema.org JSON-LD, Shopify product JSON.
    /// One row may hold several products (`ItemList`, `@graph`). A field that cannot be read is reported and left out; a row
    /// without id is reported and the others are taken.
    pub fn add(&mut self, rows: &Value) -> AddReport {
        let mut report = AddReport::default();
        for (index, row) in rows.items().iter().enumerate() {
            self.add_row(index, Ok(row), &mut report);
        }
        report
    }

    /// Takes one row of a list, or notes why it could not be read.
    pub fn add_row(&mut self, index: usize, row: Result<&Value>, report: &mut AddReport) {
        let records = match row.and_then(normalise::products) {
            Ok(records) => records,
            Err(error) => return report.rejected.push(error.at(index)),
        };
        for mut record in records {
            let unread = std::mem::take(&mut record.unread);
            let unread = unread.into_iter().map(|error| error.at(index));
            report.unread.extend(unread);
            match self.absorb(record) {
                (_, true) => report.added += 1,
                (_, false) => report.updated += 1,
            }
        }
    }

    /// Adds one parsed product; `true` if it was new. Fields that the record leaves out stay as they are.
    pub fn absorb(&mut self, mut record: ProductRecord) -> (ProductId, bool) {
        let id = self.id(&record.id);
        let known = self.products[id.0 as usize].take();
        let new = known.is_none();
        let mut product = known.map_or_else(Product::default, Rc::unwrap_or_clone);
        let variants = std::mem::take(&mut record.variants);
        self.merge(&mut product, record);
        self.products[id.0 as usize] = Some(Rc::new(product));
        for variant in variants {
            self.stand_for(&variant, id);
        }
        (id, new)
    }

    /// Makes this catalogue equal to `start`, of which it was a clone. Cheaper than cloning again.
    pub fn rewind(&mut self, start: &Catalog) {
        self.ids.truncate(start.ids.len());
        self.facets.truncate(start.facets.len());
        self.products.truncate(start.products.len());
        self.canonical.clone_from(&start.canonical);
        for (now, then) in self.products.iter_mut().zip(&start.products) {
            let same = match (&*now, then) {
                (Some(now), Some(then)) => Rc::ptr_eq(now, then),
                (now, then) => now.is_none() && then.is_none(),
            };
            if !same {
                now.clone_from(then);
            }
        }
    }

    /// The product of one listing entry: the catalogue's, with this page's fields on top. The page's fields are not
    /// stored.
    pub fn overlay(&mut self, id: ProductId, record: ProductRecord) -> Rc<Product> {
        let mut product = self
            .product(id)
            .map_or_else(Product::default, |p| (**p).clone());
        self.merge(&mut product, record);
        Rc::new(product)
    }

    /// The number of an id, given out now if it was never heard of.
    pub fn id(&mut self, id: &str) -> ProductId {
        let id = normalise::cut(id.trim(), normalise::ID_BYTES);
        let code = self.ids.intern(id);
        if code as usize == self.products.len() {
            self.products.push(None);
            self.canonical.push(ProductId(code));
        }
        self.canonical_of(code)
    }

    /// The product that an id's code stands for. A group may itself become a variant, so this follows a chain; chains end,
    /// for [`stand_for`](Self::stand_for) points from one end of a chain to another alone.
    fn canonical_of(&self, code: u32) -> ProductId {
        let mut at = code;
        while let Some(next) = self.canonical.get(at as usize).filter(|next| next.0 != at) {
            at = next.0;
        }
        ProductId(at)
    }

    /// The product that an id given out earlier stands for by now.
    pub fn joined(&self, id: ProductId) -> ProductId {
        self.canonical_of(id.0)
    }

    /// Makes `variant` another id of `product`: events about one count for the other.
    fn stand_for(&mut self, variant: &str, product: ProductId) {
        let end = self.id(variant);
        if end != product {
            self.canonical[end.0 as usize] = product;
            self.products[end.0 as usize] = None;
        }
    }

    /// The number of an id that was heard of before.
    pub fn find(&self, id: &str) -> Option<ProductId> {
        self.ids.get(id.trim()).map(|code| self.canonical_of(code))
    }

    /// The shop's id of a product.
    pub fn id_text(&self, id: ProductId) -> &str {
        self.ids.text(id.0)
    }

    /// The product, if more than its id is known.
    pub fn product(&self, id: ProductId) -> Option<&Rc<Product>> {
        self.products.get(id.0 as usize).and_then(Option::as_ref)
    }

    /// All products with their numbers, in the order they were first heard of.
    pub fn products(&self) -> impl Iterator<Item = (ProductId, &Rc<Product>)> {
        self.products
            .iter()
            .enumerate()
            .filter_map(|(i, p)| p.as_ref().map(|p| (ProductId(i as u32), p)))
    }

    /// The dictionary of facets.
    pub fn facets(&self) -> &Facets {
        &self.facets
    }

    /// The dictionary of facets, for those who bring names from elsewhere (a stored profile).
    pub fn facets_mut(&mut self) -> &mut Facets {
        &mut self.facets
    }

    fn merge(&mut self, product: &mut Product, record: ProductRecord) {
        self.merge_facets(product, &record);
        if let Some(name) = record.name {
            product.name = name.into();
        }
        // A list price in another currency than the price is no reduction.
        let changed = product.currency.is_some()
            && record.currency.is_some()
            && product.currency != record.currency;
        if changed {
            (product.price, product.list_price) = (None, None);
        }
        set(&mut product.currency, record.currency);
        set(&mut product.price, record.price);
        set(&mut product.list_price, record.list_price);
        set(&mut product.rating, record.rating);
        set(&mut product.reviews, record.reviews);
        set(&mut product.condition, record.condition);
        set(&mut product.repurchase_days, record.repurchase_days);
        set(&mut product.service_days, record.service_days);
        set(&mut product.url, record.url.map(Rc::from));
        product.on_sale = record.on_sale.unwrap_or(product.on_sale);
        product.sold_out = record
            .available
            .map_or(product.sold_out, |available| !available);
        product.season = record.season.unwrap_or(product.season);
        product.sponsored = record.sponsored.unwrap_or(product.sponsored);
        if let Some(sustainability) = record.sustainability {
            product.sustainability = sustainability;
        }
        if let Some(related) = record.related {
            product.related = related;
        }
    }

    fn merge_facets(&mut self, product: &mut Product, record: &ProductRecord) {
        let facets = &mut self.facets;
        if let Some(path) = &record.category {
            product.category = facets.intern_path(path);
        }
        if let Some(brand) = &record.brand {
            product.brand = Some(facets.intern(FacetKind::Brand, brand));
        }
        if let Some(tags) = &record.tags {
            product.tags.clear();
            for tag in tags {
                product.tags.push(facets.intern(FacetKind::Tag, tag));
            }
        }
        if !record.words.is_empty() {
            product.words.clear();
            for (name, value) in &record.words {
                let name = attribute_name(name, value);
                product
                    .words
                    .push(facets.intern(FacetKind::Attribute, &name));
            }
        }
        if !record.numbers.is_empty() {
            product.numbers.clear();
            for (name, value) in &record.numbers {
                let facet = facets.intern(FacetKind::Number, name);
                product.numbers.push((facet, *value as f32));
            }
        }
    }
}

/// The facet name of the attribute `name` with the value `value`.
pub fn attribute_name(name: &str, value: &str) -> String {
    let mut text = String::with_capacity(name.len() + value.len() + 1);
    text.push_str(name);
    text.push(SEPARATOR);
    text.push_str(value);
    text
}

/// Keeps what is known where the new record says nothing.
fn set<T>(known: &mut Option<T>, new: Option<T>) {
    if new.is_some() {
        *known = new;
    }
}

/// Reads one listing entry or event item: its id and whatever else it says, in any supported shape of one product.
///
/// # Errors
/// `InvalidInput` naming the field, if there is no id or a field cannot be read.
pub fn read_entry(entry: &Value) -> crate::error::Result<ProductRecord> {
    if let Some(id) = entry.text() {
        return Ok(ProductRecord {
            id,
            ..ProductRecord::default()
        });
    }
    normalise::products(entry)?
        .into_iter()
        .next()
        .ok_or_else(|| Error::input("id", "is missing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(id: &str, brand: &str) -> ProductRecord {
        ProductRecord {
            id: id.to_owned(),
            brand: Some(brand.to_owned()),
            ..ProductRecord::default()
        }
    }

    #[test]
    fn a_catalogue_rewound_is_the_copy_it_was() {
        let mut start = Catalog::default();
        start.absorb(product("kettle", "Ours"));
        start.id("heard of");
        let mut copy = start.clone();
        for round in 0..2 {
            copy.absorb(product("kettle", "Theirs"));
            copy.absorb(product("heard of", "Ours"));
            copy.absorb(product("pan", "Another"));
            copy.rewind(&start);
            assert_eq!(copy.find("pan"), None, "{round}");
            assert_eq!(copy.facets().get(FacetKind::Brand, "Theirs"), None);
            let [kettle, heard_of] = ["kettle", "heard of"].map(|id| copy.find(id).unwrap());
            assert_eq!(copy.product(kettle), start.product(kettle));
            assert_eq!(copy.product(heard_of), None);
        }
        assert_eq!(copy.id("next"), start.id("next"));
    }
}
