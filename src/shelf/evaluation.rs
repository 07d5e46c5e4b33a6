//! What training and evaluation may look at: the features behind a ranking. Not reached by the browser boundary.

use super::Shelf;
use crate::catalog::{Facet, Facets};
use crate::profile::Prior;
use crate::profile::alternatives::Alternative;
use crate::profile::posterior::Design;
use crate::ranking::Candidate;
use std::rc::Rc;

impl Shelf {
    /// The features of a ranked listing as the model sees them now, and each entry's facets that a prior can know.
    pub fn design(&self, ticket: u32) -> Option<(Design, Vec<Vec<Facet>>)> {
        let of = self.recent.iter().find(|r| r.ticket == ticket)?;
        let list: Vec<Alternative<'_>> = of
            .candidates
            .iter()
            .enumerate()
            .map(|(at, c)| Alternative::of(c.product, &c.info, at, of.context.priced))
            .collect();
        let known = |a: &Alternative<'_>| {
            a.brand
                .iter()
                .chain(a.tags)
                .chain(a.words)
                .copied()
                .collect()
        };
        let facets = list.iter().map(known).collect();
        Some((
            self.profile.state().design(&list, of.context.now_ms),
            facets,
        ))
    }

    /// The products of a ranked listing as the page showed them, in the shop's order.
    pub fn ranked_products(&self, ticket: u32) -> Option<&[Candidate]> {
        self.recent
            .iter()
            .find(|r| r.ticket == ticket)
            .map(|r| r.candidates.as_slice())
    }

    /// Lets every shopper keep the weights of the prior, which training asks for where it needs features alone.
    pub fn fix_weights(&mut self) {
        let mut prior = Prior::clone(self.profile.prior());
        prior.fixed = true;
        self.profile.set_prior(Rc::new(prior));
    }

    /// The dictionary of facets, for those who bring names from elsewhere.
    pub fn facets_mut(&mut self) -> &mut Facets {
        self.catalog.facets_mut()
    }
}
