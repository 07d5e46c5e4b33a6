//! What the report says of baskets: a log of purchases without listings has nothing else.

use crate::print::{Outcome, count};
use maud::{Markup, html};

/// Title and what was looked at, of a log without listings.
pub fn head(outcome: Outcome<'_>, log: &str) -> Markup {
    html! {
        header {
            p.kicker { "Ownshelf on your own log" }
            h1 { "What your shoppers put into the next basket" }
            p.lead { "The log has no listings, so orders cannot be compared. It has baskets, which suggestions are made from." }
            p.quiet { (count(outcome.found.shoppers)) " shoppers, from " (log) "." }
        }
    }
}

/// How much of the next basket was expected, and on what day.
pub fn section(outcome: Outcome<'_>) -> Markup {
    let found = outcome.found;
    html! {
        @if let Some((recall, ndcg)) = found.baskets.means() {
            section {
                h2 { "Next baskets" }
                p { "Before each of " (count(found.baskets.baskets)) " baskets, from each shopper's second on, ten products were "
                    "expected. Of what was then bought, " b { (format!("{:.1} %", 100.0 * recall)) } " was among them (recall@10; "
                    "nDCG@10 " (format!("{ndcg:.3}")) ")." }
                @if let Some(dates) = found.dates.errors() {
                    p { "The day of the next purchase was off by " (format!("{:.1}", dates.own)) " days on average over "
                        (count(dates.again)) " repeat purchases; one gap for all products, the best known in hindsight, is off by "
                        (format!("{:.1}", dates.one_gap)) "." }
                }
            }
        }
    }
}
