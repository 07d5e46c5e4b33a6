//! One order per list, the same for everybody, that a merchant may serve as the shop's own: first pages are the shop's order
//! by promise, so a better one helps those nothing is known of yet.

use crate::log::{Page, Problems, Scene, Source, WalkOptions, over_log};
use anyhow::{Context, Result, bail};
use ownshelf::profile::evaluation::softmax;
use ownshelf::ranking::RankContext;
use ownshelf::shelf::{Entry, Shelf};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Pages of a list with a choice, at least, before the log says anything of its order.
const MIN_PAGES: u64 = 20;
/// Choices' worth of doubt in what more is chosen of a product than its place, price and facets let expect.
const DOUBT: f64 = 5.0;
/// Lists that are counted at the same time; those met once are dropped beyond it.
const MAX_LISTS: usize = 50_000;

/// What `order` found for a log.
#[derive(Debug, Serialize)]
pub struct Orders {
    /// The lists, the most shown first.
    pub lists: Vec<Order>,
}

/// The order of one list.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// The shop's name for the list; absent for lists without one, which are told apart by their products.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list_id: Option<String>,
    /// Pages on which something was chosen from it.
    pub pages: u64,
    /// The products as the log last listed them, best first.
    pub order: Vec<String>,
}

/// What is counted of one list.
#[derive(Default)]
struct Tally {
    named: bool,
    pages: u64,
    at_ms: u64,
    /// As last listed, with what the average shopper finds in each.
    latest: Vec<(String, f64)>,
    /// By product: choices, and choices expected.
    chosen: HashMap<String, (f64, f64)>,
}

/// The orders of the lists of a log, for shelves that start like `start`, which holds the prior.
///
/// # Errors
/// If the log cannot be read, or no list was chosen from often enough.
pub fn order(log: &Source, start: &Shelf, problems: &mut Problems) -> Result<Orders> {
    // Features alone are asked for, of a shopper nobody knows.
    let mut start = start.clone();
    start.fix_weights();
    let mut nobody = start.clone();
    let tallies = over_log(
        log,
        &start,
        WalkOptions::default(),
        problems,
        BTreeMap::<String, Tally>::new,
        |tallies, scene| match scene {
            Scene::Page(page) => count(tallies, &page, &mut nobody),
            Scene::Basket(_) | Scene::Left(_) => Ok(()),
        },
    )?;
    let often = tallies.into_iter().filter(|(_, t)| t.pages >= MIN_PAGES);
    let mut lists: Vec<Order> = often.map(|(name, tally)| tally.order(name)).collect();
    lists.sort_by_key(|list| std::cmp::Reverse(list.pages));
    if lists.is_empty() {
        bail!("no list was chosen from {MIN_PAGES} times; there is nothing to order by");
    }
    Ok(Orders { lists })
}

fn count(tallies: &mut BTreeMap<String, Tally>, page: &Page<'_>, nobody: &mut Shelf) -> Result<()> {
    let entries: Vec<Entry<'_>> = page
        .listing
        .iter()
        .map(|l| Entry::Inline(&l.value))
        .collect();
    let context = RankContext {
        now_ms: page.at_ms,
        list: page.list().to_owned(),
        ..RankContext::default()
    };
    let (ticket, _) = nobody.preview(&entries, context)?;
    let (design, _) = nobody.design(ticket).context("the ranking was lost")?;
    let utilities = design.utilities(&nobody.profile().state().weights.mean);
    let key = match page.list() {
        "" => products(page),
        name => name.to_owned(),
    };
    let tally = tallies.entry(key).or_default();
    tally.named = !page.list().is_empty();
    tally.pages += 1;
    for ((at, listed), chance) in page.listing.iter().enumerate().zip(softmax(&utilities)) {
        let (chosen, expected) = tally.chosen.entry(listed.id.clone()).or_default();
        *chosen += f64::from(u8::from(at == page.first));
        *expected += chance;
    }
    if page.at_ms >= tally.at_ms {
        tally.at_ms = page.at_ms;
        let ids = page.listing.iter().map(|listed| listed.id.clone());
        tally.latest = ids.zip(utilities).collect();
    }
    if tallies.len() > MAX_LISTS {
        tallies.retain(|_, tally| tally.pages > 1);
    }
    Ok(())
}

/// A list without a name, by the products it holds.
fn products(page: &Page<'_>) -> String {
    let mut ids: Vec<&str> = page
        .listing
        .iter()
        .map(|listed| listed.id.as_str())
        .collect();
    ids.sort_unstable();
    ids.join("\n")
}

impl Tally {
    fn order(self, name: String) -> Order {
        let score = |(id, utility): &(String, f64)| {
            let (chosen, expected) = self.chosen.get(id).copied().unwrap_or_default();
            utility + ((chosen + DOUBT) / (expected + DOUBT)).ln()
        };
        let mut scored: Vec<(f64, String)> = self
            .latest
            .iter()
            .map(|product| (score(product), product.0.clone()))
            .collect();
        // Stable: at equal scores the shop's order stands.
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        Order {
            list_id: self.named.then_some(name),
            pages: self.pages,
            order: scored.into_iter().map(|(_, id)| id).collect(),
        }
    }
}
