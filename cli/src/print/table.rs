//! The same for people, in words a merchant knows, with the field's names beside them.

use super::Outcome;
use crate::log::problems::Tally;
use crate::measure::{Interval, Sides};
use crate::replay::{BINS, Evaluation, SEEN_GROUPS};
use std::fmt::Write;

/// A whole number with its thousands apart.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The table.
pub fn table(outcome: Outcome<'_>) -> String {
    let found = outcome.found;
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write_all(&mut out, outcome);
    if found.all.pages == 0 && found.baskets.means().is_none() {
        out.push_str("\nThe log has no page of which something listed was chosen, so there is nothing to compare.\n");
    }
    out
}

fn write_all(out: &mut String, outcome: Outcome<'_>) -> std::fmt::Result {
    let Outcome { found, tally, .. } = outcome;
    if tally.skipped_many() {
        write_skipped(out, tally)?;
        writeln!(
            out,
            "The figures are of what is left, {:.1} % of the lines.\n",
            100.0 - 100.0 * tally.skipped() as f64 / tally.lines.max(1) as f64
        )?;
    }
    writeln!(
        out,
        "{} on which something was chosen, {}, {:.1} s",
        of(found.all.pages, "page"),
        of(found.shoppers, "shopper"),
        outcome.seconds
    )?;
    if outcome.blind_seconds > 0.0 {
        writeln!(
            out,
            "Each page ranked without the last {} seconds before it",
            outcome.blind_seconds
        )?;
    }
    if let Some(means) = found.all.means() {
        write_figures(out, means, found)?;
        write_moves(out, found)?;
        write_groups(out, found)?;
        write_calibration(out, found)?;
    }
    if let Some((recall, ndcg)) = found.baskets.means() {
        writeln!(
            out,
            "\nNext basket: {} baskets, from each shopper's second on\n\
             Share of it among ten expected (recall@10) {:>13}\n\
             How high those stand (nDCG@10) {ndcg:>25.3}",
            count(found.baskets.baskets),
            percent(recall),
        )?;
    }
    if let Some(dates) = found.dates.errors() {
        writeln!(
            out,
            "\nDay of the next purchase: {}, off by {:.1} days on average,\n\
             by {:.1} if every product were expected after {:.0} days (the best single gap, known in hindsight)",
            of(dates.again, "repeat purchase"),
            dates.own,
            dates.one_gap,
            dates.gap,
        )?;
    }
    write_tally(out, tally)
}

fn write_figures(out: &mut String, means: Sides, found: &Evaluation) -> std::fmt::Result {
    let intervals = found.uncertainty.intervals();
    let (shop, own) = (means.shop.quality, means.own.quality);
    writeln!(
        out,
        "\n{:<36}{:>10}{:>10}{:>12}   95 % interval",
        "", "your order", "Ownshelf", "difference"
    )?;
    writeln!(
        out,
        "{:<36}{:>10}{:>10}{:>12}   {}",
        "Their choice stands first (hit@1)",
        percent(shop.hit1),
        percent(own.hit1),
        format!("{:+.1} pts", 100.0 * (own.hit1 - shop.hit1)),
        between(intervals.map(|i| i.hit1), 100.0, 1),
    )?;
    for (words, shop, own, interval) in [
        (
            "How high it stands, 1 is first (MRR)",
            shop.mrr,
            own.mrr,
            intervals.map(|i| i.mrr),
        ),
        (
            "Quality of the first ten (nDCG@10)",
            shop.ndcg10,
            own.ndcg10,
            intervals.map(|i| i.ndcg10),
        ),
    ] {
        writeln!(
            out,
            "{words:<36}{shop:>10.3}{own:>10.3}{:>+12.3}   {}",
            own - shop,
            between(interval, 1.0, 3),
        )?;
    }
    if let Some(loss) = means.own.log_loss {
        writeln!(
            out,
            "{:<36}{:>10}{loss:>10.3}",
            "Surprise at choices (log-loss)", ""
        )?;
    }
    Ok(())
}

/// An interval's ends; empty where there is none.
fn between(interval: Option<Interval>, scale: f64, places: usize) -> String {
    interval.map_or(String::new(), |i| {
        format!(
            "{:+.places$} to {:+.places$}",
            i.low * scale,
            i.high * scale
        )
    })
}

fn write_moves(out: &mut String, found: &Evaluation) -> std::fmt::Result {
    let share = |pages: u64| percent(pages as f64 / found.all.pages as f64);
    writeln!(
        out,
        "\nTheir choice stands higher than in your order on {}, as high on {}, lower on {} of pages.",
        share(found.moves.higher),
        share(found.moves.same),
        share(found.moves.lower),
    )
}

fn write_groups(out: &mut String, found: &Evaluation) -> std::fmt::Result {
    writeln!(
        out,
        "\n{:<36}{:>10}{:>10}{:>12}",
        "Quality of the first ten (nDCG@10)", "your order", "Ownshelf", "pages"
    )?;
    let mut row = |words: &str, totals: &crate::measure::Totals| match totals.means() {
        None => Ok(()),
        Some(means) => writeln!(
            out,
            "{words:<36}{:>10.3}{:>10.3}{:>12}",
            means.shop.quality.ndcg10,
            means.own.quality.ndcg10,
            count(totals.pages),
        ),
    };
    for (name, totals) in SEEN_GROUPS.iter().zip(&found.by_seen) {
        row(&format!("  {name} listings seen before"), totals)?;
    }
    row("  choice never opened before", &found.discovery)?;
    let mut categories: Vec<_> = found.by_category.iter().collect();
    categories.sort_by(|a, b| b.1.pages.cmp(&a.1.pages).then_with(|| a.0.cmp(b.0)));
    for (name, totals) in categories.into_iter().take(8) {
        row(&format!("  in {name}"), totals)?;
    }
    Ok(())
}

fn write_calibration(out: &mut String, found: &Evaluation) -> std::fmt::Result {
    let Some(error) = found.calibration.error(BINS) else {
        return Ok(());
    };
    writeln!(
        out,
        "\nProbabilities are off by {} on average (calibration error of the product put first; 0 is exact).",
        percent(error)
    )
}

fn write_skipped(out: &mut String, tally: &Tally) -> std::fmt::Result {
    writeln!(
        out,
        "Skipped: {}, {} of which nothing listed was chosen.",
        of(tally.bad_lines, "bad line"),
        of(tally.outcome_not_listed, "page")
    )
}

fn write_tally(out: &mut String, tally: &Tally) -> std::fmt::Result {
    if tally.skipped() > 0 && !tally.skipped_many() {
        writeln!(out)?;
        write_skipped(out, tally)?;
    }
    if tally.unknown_events > 0 {
        writeln!(
            out,
            "Passed over: {} of unknown names.",
            of(tally.unknown_events, "event")
        )?;
    }
    if tally.came_back > 0 {
        writeln!(
            out,
            "Counted as new devices: {} whose lines were not together.",
            of(tally.came_back, "shopper")
        )?;
    }
    Ok(())
}

/// `1 page`, `2 pages`.
fn of(number: u64, what: &str) -> String {
    format!(
        "{} {what}{}",
        count(number),
        if number == 1 { "" } else { "s" }
    )
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_000), "1,000");
        assert_eq!(count(12_345_678), "12,345,678");
    }
}
