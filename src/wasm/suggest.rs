//! What may come next.

use super::answer::{Answer, answer, object};
use super::{Engine, ms};
use crate::catalog::{Catalog, ProductId};
use crate::suggest::{DueDate, SuggestQuery, SuggestionKind};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[derive(Serialize)]
struct Suggestion<'a> {
    kind: &'static str,
    id: &'a str,
    /// The code of its sentence.
    reason: &'static str,
    /// What the product is called that it goes with.
    #[serde(skip_serializing_if = "Option::is_none")]
    with: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Due>,
}

/// Times in epoch milliseconds.
#[derive(Serialize)]
struct Due {
    from: f64,
    days: u32,
    at: f64,
}

impl From<DueDate> for Due {
    fn from(due: DueDate) -> Self {
        Due {
            from: due.from_ms as f64,
            days: due.days,
            at: due.at_ms as f64,
        }
    }
}

#[wasm_bindgen]
impl Engine {
    /// Takes the relation table that `ownshelf train` wrote beside the prior.
    #[wasm_bindgen(js_name = setRelations)]
    pub fn set_relations(&self, bytes: &[u8]) -> Answer<()> {
        let result = self.shelf().set_relations(bytes);
        answer(result)
    }

    /// What to suggest, best first: `{ kind, id, reason, with, due }`. Bit n of `kinds` for kind number n, `undefined` for the
    /// usual ones; the season's month 0 to 11; days to look ahead; the basket's products, `undefined` where the page does
    /// not know it.
    pub fn suggest(
        &self,
        kinds: Option<u32>,
        limit: usize,
        month: u32,
        ahead: f64,
        basket: Option<Vec<u32>>,
        now: f64,
    ) -> JsValue {
        let query = SuggestQuery {
            now_ms: ms(now),
            month: month % 12,
            kinds: kinds.unwrap_or(SuggestionKind::USUAL),
            ahead_days: ahead,
            basket,
        };
        let mut shelf = self.shelf();
        let suggestions = shelf.suggest(&query, limit);
        let catalog = shelf.catalog();
        let told = suggestions.iter().map(|of| Suggestion {
            kind: of.kind.name(),
            id: catalog.id_text(of.product),
            reason: of.reason(query.now_ms).code(),
            with: of.with.map(|product| name(product, catalog)),
            due: of.due().map(Due::from),
        });
        object(&told.collect::<Vec<_>>())
    }
}

/// What a product is called, by its id where it has no name.
fn name(product: ProductId, catalog: &Catalog) -> &str {
    let named = catalog.product(product).map_or("", |info| &info.name);
    match named {
        "" => catalog.id_text(product),
        named => named,
    }
}
