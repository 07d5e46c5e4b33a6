//! What may come next: the suggesting side of the shelf.

use super::Shelf;
use crate::catalog::ProductId;
use crate::error::Result;
use crate::privacy::Purpose;
use crate::ranking::wishes::wishes;
use crate::ranking::{Candidate, PageContext, RankContext, rank};
use crate::suggest::{Relations, SuggestQuery, Suggestion, gap_days, next_basket, suggest};
use std::rc::Rc;

/// Name of the list of suggestions, by which merchandising rules may speak of it.
const LIST: &str = "ownshelf-suggestions";
/// A product whose wishes sum to less than this (log-odds) is of a hidden brand or category.
const UNWELCOME: f64 = -4.0;

impl Shelf {
    /// Sets the relation table: what shoppers of this shop buy again and together, as `ownshelf train` wrote it.
    ///
    /// # Errors
    /// `InvalidInput` if the bytes are no relation table of this version; the one in force stays.
    pub fn set_relations(&mut self, bytes: &[u8]) -> Result<()> {
        let table = Relations::decode(bytes, &mut self.catalog)?;
        self.relations = Some(Rc::new(table));
        Ok(())
    }

    /// What to suggest, best first, at most `limit`; nothing where suggesting is not permitted. What a rule of the shop
    /// hides from a list named `ownshelf-suggestions`, what the shopper hid, and sensitive topics are never suggested.
    pub fn suggest(&mut self, query: &SuggestQuery, limit: usize) -> Vec<Suggestion> {
        self.profile.expire(query.now_ms);
        if !self.consent.active().has(Purpose::Suggest) {
            return Vec::new();
        }
        let context = RankContext {
            now_ms: query.now_ms,
            page: PageContext::Related,
            list: LIST.to_owned(),
            ..RankContext::default()
        };
        let (catalog, sensitive) = (&self.catalog, &mut self.sensitive);
        let (declared, rules, tuning) = (&self.declared, &self.rules, &self.tuning);
        let mut admits = |product| {
            let Some(info) = catalog.product(product).map(Rc::clone) else {
                return false;
            };
            let alone = [Candidate { product, info }];
            let wished = wishes(&alone, declared, catalog.facets());
            let hidden = wished.first().is_some_and(|wish| *wish < UNWELCOME);
            let shown = rank(&alone, None, rules, &context, tuning, 0);
            !hidden && !shown.order.is_empty() && !sensitive.covers(product, catalog)
        };
        let clocks = &self.profile.state().clocks;
        let table = self.relations.as_deref();
        suggest(clocks, catalog, table, query, limit, &mut admits)
    }

    /// The products expected in the next basket, likeliest first, at most `n`; none where suggesting is not permitted.
    pub fn next_basket(&mut self, now_ms: u64, n: usize) -> Vec<ProductId> {
        self.profile.expire(now_ms);
        if !self.consent.active().has(Purpose::Suggest) {
            return Vec::new();
        }
        let clocks = &self.profile.state().clocks;
        next_basket(clocks, self.relations.as_deref(), n)
    }

    /// When a product was bought last, in epoch milliseconds, and after how many days it is wanted again; `None` if the
    /// profile holds no purchase of it, or neither the shop nor the relation table knows a cycle.
    pub fn expected_gap(&self, product: ProductId) -> Option<(u64, f64)> {
        let clock = self.profile.state().clocks.products.get(product.0)?;
        let info = self.catalog.product(product);
        let table = self.relations.as_deref();
        let product_days = info.and_then(|info| info.repurchase_days);
        let of_kind = || table?.cycle_of(&info?.category);
        let cycle_days = product_days
            .or_else(of_kind)
            .or(table.map(|table| table.cycle_days))?;
        (clock.bought > 0).then(|| (clock.last_ms, gap_days(clock, cycle_days)))
    }
}
