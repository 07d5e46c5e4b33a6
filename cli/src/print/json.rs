//! One JSON object, keys as in the public contract.

use super::Outcome;
use crate::measure::{Bin, Interval, Quality, Side, Sides, Totals};
use crate::replay::{BINS, SEEN_GROUPS};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Object {
    pages: u64,
    shoppers: u64,
    skipped: u64,
    skipped_by_reason: SkippedByReason,
    shop_order: Figures,
    ownshelf: Figures,
    /// 95 % intervals of Ownshelf less shop; absent with few shoppers.
    #[serde(skip_serializing_if = "Option::is_none")]
    difference95: Option<Difference>,
    moved: Moved,
    discovery: Discovery,
    by_seen: Vec<BySeen>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by_category: Vec<ByCategory>,
    calibration: Calibration,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_basket: Option<NextBasket>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_date: Option<NextDate>,
    blind_seconds: f64,
    seconds: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SkippedByReason {
    bad_lines: u64,
    outcome_not_listed: u64,
}

#[derive(Serialize)]
struct Figures {
    #[serde(rename = "hit@1")]
    hit1: Option<f64>,
    mrr: Option<f64>,
    #[serde(rename = "ndcg@10")]
    ndcg10: Option<f64>,
    #[serde(rename = "logLoss", skip_serializing_if = "Option::is_none")]
    log_loss: Option<f64>,
}

#[derive(Serialize)]
struct Difference {
    #[serde(rename = "hit@1")]
    hit1: [f64; 2],
    mrr: [f64; 2],
    #[serde(rename = "ndcg@10")]
    ndcg10: [f64; 2],
}

#[derive(Serialize)]
struct Moved {
    higher: u64,
    same: u64,
    lower: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Discovery {
    pages: u64,
    shop_order: Figures,
    ownshelf: Figures,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BySeen {
    pages_seen: &'static str,
    pages: u64,
    #[serde(rename = "ndcg@10")]
    ndcg10: Option<f64>,
    shop_order: ShopNdcg,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ByCategory {
    category: String,
    pages: u64,
    #[serde(rename = "ndcg@10")]
    ndcg10: Option<f64>,
    shop_order: ShopNdcg,
}

#[derive(Serialize)]
struct ShopNdcg {
    #[serde(rename = "ndcg@10")]
    ndcg10: Option<f64>,
}

#[derive(Serialize)]
struct Calibration {
    error: Option<f64>,
    curve: Vec<Point>,
}

#[derive(Serialize)]
struct Point {
    pages: f64,
    predicted: f64,
    chosen: f64,
}

#[derive(Serialize)]
struct NextBasket {
    baskets: u64,
    #[serde(rename = "recall@10")]
    recall10: f64,
    #[serde(rename = "ndcg@10")]
    ndcg10: f64,
}

/// Days of products bought again, as foretold and by the best single gap in hindsight.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NextDate {
    purchases: u64,
    mean_error_days: f64,
    single_gap_error_days: f64,
    single_gap_days: f64,
}

/// The object, pretty-printed.
///
/// # Errors
/// If a figure cannot be written, which finite figures always can.
pub fn json(outcome: Outcome<'_>) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&object(outcome))
}

fn object(outcome: Outcome<'_>) -> Object {
    let Outcome { found, tally, .. } = outcome;
    let (shop_order, ownshelf) = figures(found.all.means());
    let (discovery_shop, discovery_own) = figures(found.discovery.means());
    Object {
        pages: found.all.pages,
        shoppers: found.shoppers,
        skipped: tally.skipped(),
        skipped_by_reason: SkippedByReason {
            bad_lines: tally.bad_lines,
            outcome_not_listed: tally.outcome_not_listed,
        },
        shop_order,
        ownshelf,
        difference95: found.uncertainty.intervals().map(|intervals| Difference {
            hit1: ends(intervals.hit1),
            mrr: ends(intervals.mrr),
            ndcg10: ends(intervals.ndcg10),
        }),
        moved: Moved {
            higher: found.moves.higher,
            same: found.moves.same,
            lower: found.moves.lower,
        },
        discovery: Discovery {
            pages: found.discovery.pages,
            shop_order: discovery_shop,
            ownshelf: discovery_own,
        },
        by_seen: SEEN_GROUPS
            .iter()
            .zip(&found.by_seen)
            .map(by_seen)
            .collect(),
        by_category: found.by_category.iter().map(by_category).collect(),
        calibration: Calibration {
            error: found.calibration.error(BINS).map(round),
            curve: found.calibration.bins(BINS).iter().map(point).collect(),
        },
        next_basket: found.baskets.means().map(|(recall, ndcg)| NextBasket {
            baskets: found.baskets.baskets,
            recall10: round(recall),
            ndcg10: round(ndcg),
        }),
        next_date: found.dates.errors().map(|dates| NextDate {
            purchases: dates.again,
            mean_error_days: round(dates.own),
            single_gap_error_days: round(dates.one_gap),
            single_gap_days: round(dates.gap),
        }),
        blind_seconds: outcome.blind_seconds,
        seconds: (outcome.seconds * 1000.0).round() / 1000.0,
    }
}

fn figures(means: Option<Sides>) -> (Figures, Figures) {
    let side = |side: Option<Side>| {
        let figure = |of: fn(&Quality) -> f64| side.map(|side| round(of(&side.quality)));
        Figures {
            hit1: figure(|q| q.hit1),
            mrr: figure(|q| q.mrr),
            ndcg10: figure(|q| q.ndcg10),
            log_loss: side.and_then(|side| side.log_loss).map(round),
        }
    };
    (side(means.map(|m| m.shop)), side(means.map(|m| m.own)))
}

fn ndcgs(totals: &Totals) -> (Option<f64>, ShopNdcg) {
    let means = totals.means();
    let own = means.map(|m| round(m.own.quality.ndcg10));
    let shop = means.map(|m| round(m.shop.quality.ndcg10));
    (own, ShopNdcg { ndcg10: shop })
}

fn by_seen((pages_seen, totals): (&&'static str, &Totals)) -> BySeen {
    let (ndcg10, shop_order) = ndcgs(totals);
    BySeen {
        pages_seen,
        pages: totals.pages,
        ndcg10,
        shop_order,
    }
}

fn by_category((category, totals): (&String, &Totals)) -> ByCategory {
    let (ndcg10, shop_order) = ndcgs(totals);
    ByCategory {
        category: category.clone(),
        pages: totals.pages,
        ndcg10,
        shop_order,
    }
}

fn point(bin: &Bin) -> Point {
    Point {
        pages: round(bin.pages),
        predicted: round(bin.predicted),
        chosen: round(bin.chosen),
    }
}

fn ends(interval: Interval) -> [f64; 2] {
    [round(interval.low), round(interval.high)]
}

/// Six decimals: more than any of the figures means.
fn round(figure: f64) -> f64 {
    (figure * 1e6).round() / 1e6
}
