//! Facets: by their numbers, and named on their first use.

use super::fields::{FACET, FACETS, NAME, STEER};
use super::{Evidence, ITEM_BITS, MOST_FACETS, MOST_TEXT};
use crate::coder::mix;
use ownshelf::catalog::{Facet, FacetKind};

impl Evidence<'_, '_> {
    /// Numbers here of facets of one kind.
    pub(super) fn facets(&mut self, kind: FacetKind, near: u32, given: &[Facet]) -> Vec<u32> {
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
    pub(super) fn facet(
        &mut self,
        kind: Option<FacetKind>,
        near: u32,
        given: Option<Facet>,
    ) -> u32 {
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
