//! Products, rules, listings, layout.

use super::answer::{Answer, answer, object};
use super::privacy::{Badge, badges};
use super::{Engine, ms, read};
use crate::catalog::{ProductId, Value};
use crate::error::{Error, Result};
use crate::layout::{Density, Emphasis, LayoutContext};
use crate::ranking::{PageContext, RankContext, Ranking, Tuning};
use crate::shelf::{Entry, Explanation, Shelf};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// What `addProducts` returns.
#[derive(Serialize)]
struct AddReport {
    added: u32,
    updated: u32,
    rejected: Vec<Fault>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unread: Vec<Fault>,
}

/// A row or a field of it that was not taken.
#[derive(Serialize)]
struct Fault {
    index: u32,
    reason: String,
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Fault {
            index: error.index().unwrap_or(0) as u32,
            reason: error.message(),
        }
    }
}

/// What `explain` is made of.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Receipt<'a> {
    position: u32,
    shop_position: u32,
    score: f64,
    contributions: Vec<Contribution>,
    reasons: Vec<Reason<'a>>,
    /// The wishes that the reason `declared` names.
    met: Vec<Badge>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counterfactual: Option<Counterfactual>,
}

#[derive(Serialize)]
struct Contribution {
    term: &'static str,
    value: f64,
}

/// A part of a receipt that is worth a sentence.
#[derive(Serialize)]
struct Reason<'a> {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

/// What the rules say of a list: rules by number, products as indices.
#[derive(Serialize)]
struct Said<'a> {
    notices: Vec<Notice<'a>>,
    limits: &'a [(u32, u32)],
}

#[derive(Serialize)]
struct Notice<'a> {
    rule: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    products: Option<&'a [u32]>,
}

#[derive(Serialize)]
struct Counterfactual {
    visits: u32,
    position: u32,
    all: u32,
}

/// Two rules that get in each other's way.
#[derive(Serialize)]
struct Conflict {
    rule: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<u32>,
    why: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Layout<'a> {
    density: &'static str,
    columns: u32,
    image_size: &'static str,
    emphasis: &'static str,
    surface_offers: bool,
    facet_order: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    default_sort: Option<&'static str>,
    reasons: Vec<&'static str>,
}

#[wasm_bindgen]
impl Engine {
    /// Takes products: how many were added and updated, which rows and fields were not taken, and why.
    #[wasm_bindgen(js_name = addProducts)]
    pub fn add_products(&self, products: &JsValue) -> Answer<JsValue> {
        let rows = answer(read::rows(products))?;
        let report = self.shelf().add_rows(&rows);
        Ok(object(&AddReport {
            added: report.added as u32,
            updated: report.updated as u32,
            rejected: report.rejected.into_iter().map(Fault::from).collect(),
            unread: report.unread.into_iter().map(Fault::from).collect(),
        }))
    }

    /// The number of a product id.
    pub fn handle(&self, id: &str) -> u32 {
        self.shelf().product_id(id).0
    }

    /// Names of the fields known of a product, with spaces between.
    #[wasm_bindgen(js_name = knownFields)]
    pub fn known_fields(&self, handle: u32) -> String {
        let shelf = self.shelf();
        let product = shelf.catalog().product(ProductId(handle));
        product.map_or_else(String::new, |product| product.known_fields())
    }

    /// Sets the merchandising rules.
    #[wasm_bindgen(js_name = setRules)]
    pub fn set_rules(&self, rules: &JsValue) -> Answer<()> {
        let rules = answer(read::list(rules))?;
        let result = self.shelf().set_rules(&rules);
        answer(result)
    }

    /// The rules that get in each other's way.
    #[wasm_bindgen(js_name = ruleConflicts)]
    pub fn rule_conflicts(&self, now: f64) -> JsValue {
        let conflicts = self.shelf().rule_conflicts(ms(now));
        let told = conflicts.iter().map(|conflict| Conflict {
            rule: conflict.rule as u32,
            to: conflict.to.map(|to| to as u32),
            why: conflict.why.code(),
        });
        object(&told.collect::<Vec<_>>())
    }

    /// Learns from an event; the number of records it left.
    pub fn record(&self, event: &JsValue, now: f64) -> Answer<usize> {
        let event = answer(read::value(event))?;
        let result = self.shelf().record(&event, ms(now));
        answer(result)
    }

    /// Takes what `ownshelf train` wrote: what shoppers of this shop do on average.
    #[wasm_bindgen(js_name = setPrior)]
    pub fn set_prior(&self, bytes: &[u8]) -> Answer<()> {
        let result = self.shelf().set_prior(bytes);
        answer(result)
    }

    /// Sets the knobs: variety and exploration, 0 to 1, and the products in the first row.
    pub fn tune(&self, diversity: f64, exploration: f64, columns: f64) -> Answer<()> {
        let tuning = answer(Tuning::new(diversity, exploration, columns))?;
        self.shelf().set_tuning(tuning);
        Ok(())
    }

    /// Ranks a listing. `handles` are product numbers, `u32::MAX` where the next of `entries` stands in. Returns
    /// `[ticket, personalised 0/1, moved, indices best first …]`, each index with what put it there in the highest four
    /// bits.
    pub fn rank(
        &self,
        handles: &[u32],
        entries: &JsValue,
        page: &str,
        list: &str,
        now: f64,
    ) -> Answer<Vec<u32>> {
        let rows = answer(read::rows(entries))?;
        let entries = answer(listing(handles, &rows))?;
        let context = answer(context(page, list, now))?;
        let ranked = self
            .shelf()
            .rank(&entries, context)
            .map(|(ticket, ranking)| {
                let (personalised, moved) =
                    (u32::from(ranking.personalised), ranking.moved() as u32);
                let head = [ticket, personalised, moved];
                head.into_iter().chain(order(ranking)).collect()
            });
        answer(ranked)
    }

    /// What rules do to a listing (`undefined`: those in force). Returns the number of products shown, then the order for
    /// everybody, then the order for this shopper, as `rank` does.
    #[wasm_bindgen(js_name = previewRules)]
    pub fn preview_rules(
        &self,
        rules: &JsValue,
        entries: &JsValue,
        page: &str,
        list: &str,
        now: f64,
    ) -> Answer<Vec<u32>> {
        let rules = answer(read::list(rules))?;
        let rows = answer(read::rows(entries))?;
        let entries = answer(listing(&vec![u32::MAX; rows.len()], &rows))?;
        let rules = Some(&rules).filter(|rules| **rules != Value::Null);
        let context = answer(context(page, list, now))?;
        let orders = self.shelf().preview_rules(rules, &entries, &context);
        answer(orders.map(|(everybody, shopper)| {
            let head = [everybody.order.len() as u32];
            let orders = order(&everybody).chain(order(&shopper));
            head.into_iter().chain(orders).collect()
        }))
    }

    /// What the rules in force say of a listing, given as for `rank`; `shown` are indices into it.
    pub fn notices(
        &self,
        handles: &[u32],
        entries: &JsValue,
        page: &str,
        list: &str,
        shown: &[u32],
        now: f64,
    ) -> Answer<JsValue> {
        let rows = answer(read::rows(entries))?;
        let entries = answer(listing(handles, &rows))?;
        let context = answer(context(page, list, now))?;
        let said = self.shelf().notices(&entries, &context, shown);
        let said = answer(said)?;
        let notices = said.notices.iter().map(|of| Notice {
            rule: of.rule as u32,
            products: of.products.as_deref(),
        });
        Ok(object(&Said {
            notices: notices.collect(),
            limits: &said.limits,
        }))
    }

    /// The receipt of the product at `index` of a ranked listing.
    pub fn explain(&self, ticket: u32, index: usize) -> Answer<JsValue> {
        let mut shelf = self.shelf();
        let explained = shelf.explain(ticket, index);
        let told = explained.map(|explained| object(&receipt(&explained, &shelf)));
        drop(shelf);
        answer(told)
    }

    /// Display advice for a list `width` CSS pixels wide, in `least` to `most` columns.
    pub fn layout(&self, width: f64, facets: &JsValue, least: u32, most: u32) -> Answer<JsValue> {
        let context = LayoutContext {
            width,
            facets: answer(read::value(facets))?.texts(),
            columns: Some((least, most)),
        };
        let advice = self.shelf().layout(&context);
        let (density, image_size) = match advice.density {
            Density::Compact => ("compact", "small"),
            Density::Normal => ("normal", "medium"),
            Density::Comfortable => ("comfortable", "large"),
        };
        Ok(object(&Layout {
            density,
            columns: advice.columns,
            image_size,
            emphasis: match advice.emphasis {
                Emphasis::Image => "image",
                Emphasis::Price => "price",
                Emphasis::Details => "details",
            },
            surface_offers: advice.surface_offers,
            facet_order: &advice.facet_order,
            default_sort: advice.default_sort,
            reasons: advice.reasons.iter().map(|reason| reason.code()).collect(),
        }))
    }
}

/// A listing: product numbers, with entries in the places of `u32::MAX`.
fn listing<'a>(handles: &[u32], rows: &'a [Result<Value>]) -> Result<Vec<Entry<'a>>> {
    let mut rows = rows.iter();
    let mut entries = Vec::with_capacity(handles.len());
    for (place, handle) in handles.iter().enumerate() {
        entries.push(match *handle {
            u32::MAX => match rows.next() {
                Some(Ok(row)) => Entry::Inline(row),
                Some(Err(error)) => return Err(error.clone().at(place)),
                None => return Err(Error::input("listing", "is cut short")),
            },
            known => Entry::Known(ProductId(known)),
        });
    }
    Ok(entries)
}

fn context(page: &str, list: &str, now: f64) -> Result<RankContext> {
    let why = "is none of search, browse, related";
    Ok(RankContext {
        now_ms: ms(now),
        page: PageContext::parse(page).ok_or_else(|| Error::input("context", why))?,
        list: list.to_owned(),
        ..RankContext::default()
    })
}

/// An order as numbers: each index with what put it into its place, in the four bits above the index's 28.
fn order(ranking: &Ranking) -> impl Iterator<Item = u32> {
    let placed = |at: &u32| ranking.placed[*at as usize] as u32;
    ranking.order.iter().map(move |at| *at | placed(at) << 28)
}

fn receipt<'a>(explained: &'a Explanation, shelf: &'a Shelf) -> Receipt<'a> {
    let receipt = &explained.receipt;
    let facets = shelf.catalog().facets();
    let contribution = |of: &crate::ranking::Contribution| Contribution {
        term: of.part.code(),
        value: of.value,
    };
    let reason = |of: &crate::ranking::Reason| Reason {
        code: of.code.code(),
        name: of.facet.map(|facet| facets.label(facet)),
    };
    Receipt {
        position: receipt.position as u32,
        shop_position: receipt.shop_position as u32,
        score: receipt.score,
        contributions: receipt.contributions.iter().map(contribution).collect(),
        reasons: explained.reasons.iter().map(reason).collect(),
        met: badges(0, explained.met),
        counterfactual: explained.counterfactual.map(|other| Counterfactual {
            visits: other.visits as u32,
            position: other.position as u32,
            all: other.all as u32,
        }),
    }
}
