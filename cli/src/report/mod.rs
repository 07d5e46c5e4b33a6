//! The report: one static HTML page a merchant can read, print and pass on. No scripts, nothing loaded from anywhere,
//! no shopper named.

mod baskets;
mod charts;
pub mod examples;
mod sections;
mod words;

use crate::print::{Outcome, count};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("style.css");
/// The browser itself refuses anything the page might try to load or run.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The report of a replay of the log called `log`.
pub fn html(outcome: Outcome<'_>, log: &str) -> String {
    let means = outcome.found.all.means();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "Ownshelf on your own log" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    @if let Some(means) = means {
                        (sections::head(outcome, means, log))
                        (sections::figures(outcome, means))
                        (sections::moves(outcome))
                        (sections::by_seen(outcome))
                        (sections::by_category(outcome))
                        (sections::calibration(outcome))
                        (sections::examples(outcome))
                        (baskets::section(outcome))
                        (sections::how_to_read())
                    } @else {
                        (baskets::head(outcome, log))
                        (baskets::section(outcome))
                    }
                    (foot(outcome))
                }
            }
        }
    };
    page.into_string()
}

fn foot(outcome: Outcome<'_>) -> Markup {
    let tally = outcome.tally;
    html! {
        footer {
            p {
                "Made by ownshelf " (env!("CARGO_PKG_VERSION")) " on this computer; nothing was sent anywhere. "
                @if tally.skipped() > 0 {
                    (count(tally.bad_lines)) " bad lines and "
                    (count(tally.outcome_not_listed)) " pages of which nothing listed was chosen were skipped. "
                } @else {
                    "Every line of the log was used. "
                }
                @if tally.unknown_events > 0 {
                    (count(tally.unknown_events)) " events of names unknown to Ownshelf were passed over. "
                }
                @if tally.came_back > 0 {
                    (count(tally.came_back)) " shoppers whose lines were not together count as new devices. "
                }
            }
        }
    }
}
