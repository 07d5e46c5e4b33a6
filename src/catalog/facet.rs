//! Facets: what products have in common (category path, brand, tag, attribute), as codes.
//!
//! Names are matched without regard to case and outer space; the spelling seen first is the one shown.

use super::interner::Interner;
use crate::compact::text::{last_step, lower};
use std::rc::Rc;

/// Separates the steps of a category path and an attribute's name from its value.
pub const SEPARATOR: char = '\u{1f}';

/// What a facet speaks of.
///
/// ```
/// use ownshelf::catalog::FacetKind;
/// assert_eq!(FacetKind::from_letter(b'b'), Some(FacetKind::Brand));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum FacetKind {
    /// One node of the category tree, named by its path from the root.
    Category = b'c',
    /// A maker or label.
    Brand = b'b',
    /// A free tag.
    Tag = b't',
    /// A named property with a word for a value, e.g. colour = red.
    Attribute = b'a',
    /// A named property that is measured, e.g. screen size; its value lives with the product.
    Number = b'n',
}

impl FacetKind {
    /// The kind behind its stored letter.
    pub fn from_letter(letter: u8) -> Option<Self> {
        [
            Self::Category,
            Self::Brand,
            Self::Tag,
            Self::Attribute,
            Self::Number,
        ]
        .into_iter()
        .find(|k| *k as u8 == letter)
    }
}

/// Code of a facet within one [`Facets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Facet(pub u32);

/// The dictionary of facets.
///
/// ```
/// use ownshelf::catalog::{FacetKind, Facets};
/// let mut facets = Facets::default();
/// let acme = facets.intern(FacetKind::Brand, "Acme");
/// assert_eq!(facets.get(FacetKind::Brand, " ACME "), Some(acme));
/// assert_eq!(facets.label(acme), "Acme");
/// ```
#[derive(Debug, Default, Clone)]
pub struct Facets {
    codes: Interner,
    shown: Vec<(FacetKind, Rc<str>)>,
}

impl Facets {
    /// The facet of a kind with a name; a category's name is its path joined by [`SEPARATOR`].
    pub fn intern(&mut self, kind: FacetKind, name: &str) -> Facet {
        let code = self.codes.intern(&folded(kind, name));
        if code as usize == self.shown.len() {
            self.shown.push((kind, name.trim().into()));
        }
        Facet(code)
    }

    /// The facet if it is known.
    pub fn get(&self, kind: FacetKind, name: &str) -> Option<Facet> {
        self.codes.get(&folded(kind, name)).map(Facet)
    }

    /// Facets of every step of a category path, general to special.
    pub fn intern_path(&mut self, steps: &[String]) -> Vec<Facet> {
        let mut path = String::new();
        let mut out = Vec::with_capacity(steps.len());
        for step in steps {
            if !path.is_empty() {
                path.push(SEPARATOR);
            }
            path.push_str(step.trim());
            out.push(self.intern(FacetKind::Category, &path));
        }
        out
    }

    /// Forgets all facets from number `length` on.
    pub(super) fn truncate(&mut self, length: usize) {
        self.codes.truncate(length);
        self.shown.truncate(length);
    }

    /// What the facet speaks of.
    pub fn kind(&self, facet: Facet) -> FacetKind {
        self.shown
            .get(facet.0 as usize)
            .map_or(FacetKind::Tag, |(kind, _)| *kind)
    }

    /// The full stored name, with separators.
    pub fn name(&self, facet: Facet) -> &str {
        self.shown
            .get(facet.0 as usize)
            .map_or("", |(_, name)| name)
    }

    /// The name for people: the last step of a category path, `value` of an attribute `name = value`.
    pub fn label(&self, facet: Facet) -> &str {
        last_step(self.name(facet), &[SEPARATOR as u8])
    }

    /// How many facets there are.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }
}

fn folded(kind: FacetKind, name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 1);
    key.push(char::from(kind as u8));
    let name = name.trim();
    // Most names are ASCII, and names are folded for every product read.
    if name.is_ascii() {
        key.push_str(name);
        key.make_ascii_lowercase();
    } else {
        key.extend(name.chars().map(lower));
    }
    key
}
