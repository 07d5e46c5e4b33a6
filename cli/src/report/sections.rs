//! The report's sections, in reading order: verdict, figures, where it comes from, whether to believe it, examples.

use super::charts::{self, Row};
use super::examples::Example;
use super::words::{day, ordinal};
use crate::measure::{Interval, Sides, Totals};
use crate::print::{Outcome, count};
use crate::replay::{BINS, SEEN_GROUPS};
use maud::{Markup, html};

/// Categories shown; the others are joined.
const MAX_CATEGORIES: usize = 12;

/// Title, verdict and what was looked at.
pub fn head(outcome: Outcome<'_>, means: Sides, log: &str) -> Markup {
    let found = outcome.found;
    let (shop, own) = (means.shop.quality, means.own.quality);
    html! {
        header {
            p.kicker { "Ownshelf on your own log" }
            h1 { (verdict(outcome)) }
            p.lead {
                "Something your shoppers chose stood first on "
                b { (percent(own.hit1)) " of pages" } " in the order Ownshelf would have shown, and on "
                b { (percent(shop.hit1)) } " in your own order."
            }
            p.quiet {
                (count(found.all.pages)) " pages on which something was chosen, "
                (count(found.shoppers)) " shoppers"
                @if let Some((first_ms, last_ms)) = found.span_ms {
                    ", " (day(first_ms)) " to " (day(last_ms))
                }
                ", from " (log) "."
                @if outcome.blind_seconds > 0.0 {
                    " Each page was ranked without the last " (outcome.blind_seconds) " seconds before it."
                }
            }
        }
    }
}

fn verdict(outcome: Outcome<'_>) -> &'static str {
    match outcome.found.uncertainty.intervals() {
        None => "Too few shoppers to tell effect from chance",
        Some(intervals) if intervals.ndcg10.low > 0.0 => {
            "Ownshelf shows your shoppers what they are after sooner than your own order"
        }
        Some(intervals) if intervals.ndcg10.high < 0.0 => {
            "On this log your own order serves shoppers better"
        }
        Some(_) => "On this log there is no clear difference to your own order",
    }
}

/// The three figures with how sure they are.
pub fn figures(outcome: Outcome<'_>, means: Sides) -> Markup {
    let intervals = outcome.found.uncertainty.intervals();
    let (shop, own) = (means.shop.quality, means.own.quality);
    html! {
        section.tiles aria-label="Key figures" {
            (tile("Their choice stands first", "hit@1", percent(own.hit1), percent(shop.hit1),
                &minus(format!("{:+.1} points", 100.0 * (own.hit1 - shop.hit1))),
                intervals.map(|i| scaled(i.hit1, 100.0, 1)), own.hit1 >= shop.hit1))
            (tile("How high their choice stands", "MRR: 1 is first, 0.5 second", three(own.mrr), three(shop.mrr),
                &minus(format!("{:+.3}", own.mrr - shop.mrr)),
                intervals.map(|i| scaled(i.mrr, 1.0, 3)), own.mrr >= shop.mrr))
            (tile("Quality of the first ten places", "nDCG@10: 1 is perfect", three(own.ndcg10), three(shop.ndcg10),
                &minus(format!("{:+.3}", own.ndcg10 - shop.ndcg10)),
                intervals.map(|i| scaled(i.ndcg10, 1.0, 3)), own.ndcg10 >= shop.ndcg10))
        }
    }
}

fn tile(
    words: &str,
    name: &str,
    own: String,
    shop: String,
    difference: &str,
    interval: Option<String>,
    better: bool,
) -> Markup {
    html! {
        div.tile {
            h2 { (words) }
            p.quiet { (name) }
            p.big { (own) }
            p { "Your order: " (shop) }
            p { b class=(if better { "up" } else { "down" }) { (difference) }
                @if let Some(interval) = interval { span.quiet { " (95 % interval " (interval) ")" } } }
        }
    }
}

/// How often the choice moved up, stayed, moved down.
pub fn moves(outcome: Outcome<'_>) -> Markup {
    let moves = outcome.found.moves;
    let share = |pages: u64| pages as f64 / outcome.found.all.pages as f64;
    html! {
        section {
            h2 { "Does it hurt anybody?" }
            p { "Against your own order, what the shopper chose stands" }
            (charts::shares("moves", "Share of pages where the choice stands higher, as high, and lower", &[
                (share(moves.higher), "higher", "higher up"),
                (share(moves.same), "same", "in the same place"),
                (share(moves.lower), "lower", "further down"),
            ]))
        }
    }
}

/// Quality by listings seen before, and for what was never touched.
pub fn by_seen(outcome: Outcome<'_>) -> Markup {
    let found = outcome.found;
    let mut rows: Vec<Row> = SEEN_GROUPS
        .iter()
        .zip(&found.by_seen)
        .filter_map(|(group, totals)| row(&format!("{group} listings seen"), totals))
        .collect();
    rows.extend(row("Choice never opened before", &found.discovery));
    html! {
        section {
            h2 { "What knowing a shopper brings" }
            p { "Quality of the first ten places (nDCG@10) by how many listings the shopper had been shown before. Every "
                "shopper starts unknown, as on a new device. The last row holds only pages whose choice the shopper had "
                "never opened before: there, nothing can be won by repeating." }
            (legend())
            (charts::comparison("by-seen", "nDCG@10 of your order and of Ownshelf by listings seen before", &rows))
            (numbers(&rows))
        }
    }
}

/// Quality by category, where the log or the catalogue knows any.
pub fn by_category(outcome: Outcome<'_>) -> Markup {
    let mut categories: Vec<(&String, &Totals)> = outcome.found.by_category.iter().collect();
    categories.sort_by(|a, b| b.1.pages.cmp(&a.1.pages).then_with(|| a.0.cmp(b.0)));
    let left_out = categories.len().saturating_sub(MAX_CATEGORIES);
    let rows: Vec<Row> = categories
        .into_iter()
        .take(MAX_CATEGORIES)
        .filter_map(|(name, totals)| row(name, totals))
        .collect();
    html! {
        @if !rows.is_empty() {
            section {
                h2 { "By category" }
                p { "Quality of the first ten places (nDCG@10) by the category of what was chosen, the most frequent first."
                    @if left_out > 0 { " " (left_out) " smaller categories are left out." } }
                (legend())
                (charts::comparison("by-category", "nDCG@10 of your order and of Ownshelf by category", &rows))
                (numbers(&rows))
            }
        }
    }
}

/// Whether probabilities are right.
pub fn calibration(outcome: Outcome<'_>) -> Markup {
    let bins = outcome.found.calibration.bins(BINS);
    let error = outcome.found.calibration.error(BINS).unwrap_or_default();
    html! {
        section {
            h2 { "Does it know how sure it can be?" }
            p { "For the product it puts first, Ownshelf says how likely it is to be the one chosen. Pages are put into ten "
                "equal groups by what was said; a dot on the line means that it was right. On average it is off by "
                b { (percent(error)) } " (expected calibration error)." }
            (charts::calibration("calibration", "Probability said against share chosen, in ten groups of pages", &bins))
            details {
                summary { "The numbers" }
                table {
                    thead { tr { th { "Pages" } th { "Said" } th { "Happened" } } }
                    tbody { @for bin in &bins { tr {
                        td { (count(bin.pages.round() as u64)) } td { (percent(bin.predicted)) } td { (percent(bin.chosen)) }
                    } } }
                }
            }
        }
    }
}

/// Pages to look at.
pub fn examples(outcome: Outcome<'_>) -> Markup {
    let examples = &outcome.found.examples;
    html! {
        @if !examples.gains().is_empty() || examples.worst().is_some() {
            section {
                h2 { "Examples, with receipts" }
                p { "Each score is the sum of its reasons, in log-odds: +0.7 makes a product about twice as likely to be "
                    "chosen, −0.7 half as likely." }
                @for one in examples.gains() { (example(one, "Helped")) }
                @if let Some(one) = examples.worst() { (example(one, "Was wrong")) }
            }
        }
    }
}

fn example(one: &Example, word: &str) -> Markup {
    let orders = [
        ("Your order", &one.shop_order, one.shop_place),
        ("Ownshelf", &one.own_order, one.own_place),
    ];
    html! {
        article {
            h3 { (word) ": " (one.name) ", from place " (one.shop_place) " to " (one.own_place)
                " of " (one.listed) }
            p.quiet { "A shopper's " (ordinal(u64::from(one.seen_before) + 1)) " listing" }
            div.orders {
                @for (title, order, place) in orders {
                    div {
                        h4 { (title) }
                        ol {
                            @for product in order {
                                li class=(if product.chosen { "chosen" } else { "other" }) {
                                    (product.name)
                                    @if let Some(price) = product.price { span.quiet { " · " (format!("{price:.2}")) } }
                                    @if product.chosen { " ← chosen" }
                                }
                            }
                        }
                        @if place > order.len() { p.quiet { "… chosen: place " (place) } }
                    }
                }
                div {
                    h4 { "Why it stands there" }
                    table.receipt { tbody {
                        @for (reason, value) in &one.reasons {
                            tr { td { (reason) } td.number { (signed(*value)) } }
                        }
                    } }
                    @if let Some(other) = one.counterfactual {
                        p.quiet { "Without the shopper's last "
                            @if other.visits == 1 { "visit" } @else { (other.visits) " visits" }
                            " it would be number " (other.position) "." }
                    }
                }
            }
        }
    }
}

/// What the figures mean.
pub fn how_to_read() -> Markup {
    html! {
        section {
            h2 { "How to read this" }
            p { "The log was replayed as it happened. At each listing Ownshelf put the products into an order knowing only "
                "what this shopper had done before, in this log, and was then shown what was chosen. Your order is the "
                "order in which the log lists the products." }
            p { "Shoppers saw your order, and what stands high is chosen more often whatever it is. The comparison therefore "
                "leans towards your order. It cannot say how many more would buy: for that, run both at the same time." }
            p { "A 95 % interval is the range in which the difference would lie in 95 of 100 such logs with other shoppers. "
                "If it includes 0, chance alone may explain it." }
        }
    }
}

fn legend() -> Markup {
    html! {
        ul.legend {
            li { span.swatch.shop {} "Your order" }
            li { span.swatch.own {} "Ownshelf" }
        }
    }
}

fn numbers(rows: &[Row]) -> Markup {
    html! {
        details {
            summary { "The numbers" }
            table {
                thead { tr { th { "" } th { "Pages" } th { "Your order" } th { "Ownshelf" } th { "Difference" } } }
                tbody { @for row in rows { tr {
                    th scope="row" { (row.label) } td { (count(row.pages)) }
                    td { (three(row.shop)) } td { (three(row.own)) } td { (minus(format!("{:+.3}", row.own - row.shop))) }
                } } }
            }
        }
    }
}

fn row(label: &str, totals: &Totals) -> Option<Row> {
    totals.means().map(|means| Row {
        label: label.to_owned(),
        pages: totals.pages,
        shop: means.shop.quality.ndcg10,
        own: means.own.quality.ndcg10,
    })
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

fn three(figure: f64) -> String {
    format!("{figure:.3}")
}

fn signed(figure: f64) -> String {
    minus(format!("{figure:+.2}"))
}

fn scaled(interval: Interval, scale: f64, places: usize) -> String {
    minus(format!(
        "{:+.places$} to {:+.places$}",
        scale * interval.low,
        scale * interval.high
    ))
}

/// A hyphen in front of a figure becomes a minus sign, as long as a plus.
fn minus(figure: String) -> String {
    figure.replace('-', "−")
}
