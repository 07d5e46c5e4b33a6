//! Suggestions across the boundary, as numbers.

use super::answer::{Answer, answer};
use super::{Engine, ms};
use crate::catalog::ProductId;
use crate::suggest::SuggestQuery;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// Takes the relation table that `ownshelf train` wrote beside the prior.
    #[wasm_bindgen(js_name = setRelations)]
    pub fn set_relations(&self, bytes: &[u8]) -> Answer<()> {
        let result = self.shelf().set_relations(bytes);
        answer(result)
    }

    /// What to suggest: bit n of `kinds` for kind number n, the season's month 0 to 11, days to look ahead, and the
    /// basket's products, or `u32::MAX` alone where the page does not know it. For each, best first: kind, why, product,
    /// the product it goes with or −1, and what the date is counted from with the days from there, 0 and 0 without one.
    pub fn suggest(
        &self,
        kinds: u32,
        limit: usize,
        month: u32,
        ahead: f64,
        basket: &[u32],
        now: f64,
    ) -> Vec<f64> {
        let query = SuggestQuery {
            now_ms: ms(now),
            month: month % 12,
            kinds,
            ahead_days: ahead,
            basket: (basket != [u32::MAX]).then(|| basket.to_vec()),
        };
        let mut rows = Vec::new();
        for hint in self.shelf().suggest(&query, limit) {
            let with = hint.with.map_or(-1.0, |product| f64::from(product.0));
            let product = f64::from(hint.product.0);
            let (kind, why) = (f64::from(hint.kind as u8), f64::from(hint.why as u8));
            rows.extend_from_slice(&[kind, why, product, with, hint.from_ms as f64, hint.days]);
        }
        rows
    }

    /// The id of a product number, or with `name` its name for people, where it has one.
    #[wasm_bindgen(js_name = textOf)]
    pub fn text_of(&self, product: u32, name: bool) -> String {
        let shelf = self.shelf();
        let (catalog, product) = (shelf.catalog(), ProductId(product));
        let named = catalog.product(product).map_or("", |info| &info.name);
        match name && !named.is_empty() {
            true => named.to_owned(),
            false => catalog.id_text(product).to_owned(),
        }
    }
}
