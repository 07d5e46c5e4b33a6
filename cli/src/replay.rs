//! The replay: each page ranked on what was known before it, scored by what was chosen, and only then learned from.

use crate::log::{Basket, Page, Problems, Scene, Source, WalkOptions, over_log};
use crate::measure::{
    Baskets, Calibration, Dates, Totals, Uncertainty, log_loss, place_of_best, quality,
};
use crate::report::examples::Examples;
use anyhow::{Context, Result};
use ownshelf::shelf::Shelf;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Names of the groups of pages by listings the shopper had been shown before.
pub const SEEN_GROUPS: [&str; 5] = ["0", "1-2", "3-5", "6-10", "11+"];
/// Bins of the calibration curve.
pub const BINS: usize = 10;

/// Products a shelf expects in the next basket: (shelf, epoch milliseconds, how many) → ids, likeliest first.
pub type Expect<'a> = dyn Fn(&mut Shelf, u64, usize) -> Vec<String> + 'a;

/// How to replay.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// Seconds before each page whose evidence is left out.
    pub blind_seconds: f64,
    /// Whether to keep examples with receipts.
    pub examples: bool,
    /// What says which products come next; `None`: baskets only teach.
    pub expect: Option<&'a Expect<'a>>,
}

/// How often the choice stands higher, as high, and lower than in the shop's order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Moves {
    /// Pages where it stands higher.
    pub higher: u64,
    /// Pages where it stands where it stood.
    pub same: u64,
    /// Pages where it stands lower.
    pub lower: u64,
}

/// What a replay found.
#[derive(Default)]
pub struct Evaluation {
    /// Shoppers in the log.
    pub shoppers: u64,
    /// All pages.
    pub all: Totals,
    /// Pages whose first choice the shopper had never dealt with before.
    pub discovery: Totals,
    /// Pages by listings seen before, in the order of [`SEEN_GROUPS`].
    pub by_seen: [Totals; 5],
    /// Pages by the most general category of the first choice, where known.
    pub by_category: BTreeMap<String, Totals>,
    /// Whether probabilities are right.
    pub calibration: Calibration,
    /// How far the difference could be chance.
    pub uncertainty: Uncertainty,
    /// Where choices went.
    pub moves: Moves,
    /// Days of products bought again.
    pub dates: Dates,
    /// Next baskets.
    pub baskets: Baskets,
    /// Pages worth looking at.
    pub examples: Examples,
    /// Epoch milliseconds of the first and the last page scored.
    pub span_ms: Option<(u64, u64)>,
}

/// Replays a log.
///
/// # Errors
/// If it cannot be read, and with `--strict` at the first bad line.
pub fn replay(
    log: &Source,
    start: &Shelf,
    options: Options<'_>,
    problems: &mut Problems,
) -> Result<Evaluation> {
    let walk = WalkOptions {
        blind_ms: (options.blind_seconds * 1000.0).round() as u64,
        most_pages: None,
    };
    over_log(
        log,
        start,
        walk,
        problems,
        Evaluation::default,
        |found, scene| match scene {
            Scene::Page(page) => found.page(page, options.examples),
            Scene::Basket(mut basket) => {
                found.basket(&mut basket, options.expect);
                Ok(())
            }
            Scene::Left(shopper) => {
                found.shoppers += 1;
                found.uncertainty.left(shopper);
                Ok(())
            }
        },
    )
}

impl Evaluation {
    fn page(&mut self, mut page: Page<'_>, examples: bool) -> Result<()> {
        let ticket = page.rank()?;
        let ranking = page.shelf.ranking(ticket).context("the ranking was lost")?;
        let scores: Vec<f64> = if ranking.scores.is_empty() {
            vec![0.0; page.listing.len()]
        } else {
            ranking.scores.iter().map(|scored| scored.total).collect()
        };
        let shop = quality(&ranking.shop_order, page.gains);
        let own = quality(&ranking.order, page.gains);
        let loss = log_loss(&scores, page.first);

        self.all.add(shop, own, loss);
        self.by_seen[seen_group(page.seen_before)].add(shop, own, loss);
        if !page.touched_before {
            self.discovery.add(shop, own, loss);
        }
        if let Some(category) = category(page.shelf, &page.listing[page.first].id) {
            let totals = self.by_category.entry(category).or_default();
            totals.add(shop, own, loss);
        }
        if let Some(first) = ranking.order.first().map(|at| *at as usize) {
            self.calibration
                .add((-log_loss(&scores, first)).exp(), first == page.first);
        }
        self.uncertainty.add(shop, own);
        let before = place_of_best(&ranking.shop_order, page.gains);
        let after = place_of_best(&ranking.order, page.gains);
        match after.cmp(&before) {
            Ordering::Less => self.moves.higher += 1,
            Ordering::Equal => self.moves.same += 1,
            Ordering::Greater => self.moves.lower += 1,
        }
        let (first_ms, last_ms) = self.span_ms.unwrap_or((page.at_ms, page.at_ms));
        self.span_ms = Some((first_ms.min(page.at_ms), last_ms.max(page.at_ms)));
        if examples {
            self.examples
                .offer(&mut page, ticket, own.ndcg10 - shop.ndcg10)?;
        }
        Ok(())
    }

    /// The day of each product bought again, against the day it was expected on.
    fn again(&mut self, basket: &Basket<'_>) {
        let catalog = basket.shelf.catalog();
        for product in basket.products.iter().filter_map(|id| catalog.find(id)) {
            if let Some((last_ms, expected)) = basket.shelf.expected_gap(product) {
                let days =
                    basket.at_ms.saturating_sub(last_ms) as f64 / ownshelf::time::DAY_MS as f64;
                self.dates.add(days, expected);
            }
        }
    }

    fn basket(&mut self, basket: &mut Basket<'_>, expect: Option<&Expect<'_>>) {
        self.baskets.see(basket.products);
        self.again(basket);
        if let Some(expect) = expect.filter(|_| basket.before > 0) {
            let expected = expect(basket.shelf, basket.at_ms, crate::measure::EXPECTED);
            self.baskets.add(&expected, basket.products);
        }
    }
}

fn seen_group(seen_before: u32) -> usize {
    match seen_before {
        0 => 0,
        1..=2 => 1,
        3..=5 => 2,
        6..=10 => 3,
        _ => 4,
    }
}

/// The most general category of a product, if the shelf knows it.
fn category(shelf: &Shelf, id: &str) -> Option<String> {
    let catalog = shelf.catalog();
    let product = catalog.product(catalog.find(id)?)?;
    let facet = product.category.first()?;
    Some(catalog.facets().label(*facet).to_owned())
}
