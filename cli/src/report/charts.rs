//! Charts as inline SVG. Text keeps its size on any screen, since places are percentages and nothing is scaled; colours
//! come from the page's style, so charts follow light, dark and print.

use crate::measure::Bin;
use crate::print::count;
use maud::{Markup, html};

/// One row of a comparison.
pub struct Row {
    /// What the row is.
    pub label: String,
    /// Pages it speaks of.
    pub pages: u64,
    /// Figure of the shop's order.
    pub shop: f64,
    /// Figure of Ownshelf's.
    pub own: f64,
}

const ROW_HEIGHT: usize = 50;
const AXIS_HEIGHT: usize = 26;

/// Two dots a row, joined: the shop's order hollow, Ownshelf's full.
pub fn comparison(id: &str, title: &str, rows: &[Row]) -> Markup {
    let figures = || rows.iter().flat_map(|row| [row.shop, row.own]);
    let low = figures().fold(1.0, f64::min);
    let high = figures().fold(0.0, f64::max);
    // Whole tenths, with room for the dots.
    let from = ((low - 0.02) * 10.0).floor().max(0.0) / 10.0;
    let to = (((high + 0.02) * 10.0).ceil().min(10.0) / 10.0).max(from + 0.1);
    let at = |figure: f64| format!("{:.2}%", 2.0 + 96.0 * (figure - from) / (to - from));
    let ticks = (0..=10).map(|tenth| f64::from(tenth) / 10.0);
    let ticks: Vec<f64> = ticks
        .filter(|t| *t >= from - 1e-9 && *t <= to + 1e-9)
        .collect();
    let height = rows.len() * ROW_HEIGHT;
    html! {
        svg.chart width="100%" height=(height + AXIS_HEIGHT) role="img" aria-labelledby=(id) {
            title id=(id) { (title) }
            @for tick in &ticks {
                line.grid x1=(at(*tick)) x2=(at(*tick)) y1="0" y2=(height) {}
                text.tick x=(at(*tick)) y=(height + 18) text-anchor="middle" { (format!("{tick:.1}")) }
            }
            @for (number, row) in rows.iter().enumerate() {
                @let y = number * ROW_HEIGHT;
                text.label x="0" y=(y + 16) { (row.label) tspan.quiet { "  " (count(row.pages)) " pages" } }
                text.value x="100%" y=(y + 16) text-anchor="end" {
                    (format!("{:.3}", row.shop)) " → " tspan.strong { (format!("{:.3}", row.own)) }
                }
                line.track x1="2%" x2="98%" y1=(y + 34) y2=(y + 34) {}
                line class=(if row.own >= row.shop { "gain" } else { "loss" })
                    x1=(at(row.shop)) x2=(at(row.own)) y1=(y + 34) y2=(y + 34) {}
                circle.shop cx=(at(row.shop)) cy=(y + 34) r="8" {}
                circle.own cx=(at(row.own)) cy=(y + 34) r="6" {}
            }
        }
    }
}

/// One bar in parts, each with its share (0 to 1), class and words.
pub fn shares(id: &str, title: &str, parts: &[(f64, &str, &str)]) -> Markup {
    let mut from = 0.0;
    let placed: Vec<(f64, f64, &str)> = parts
        .iter()
        .map(|(share, class, _)| {
            let start = from;
            from += share;
            (start, *share, *class)
        })
        .collect();
    html! {
        svg.chart width="100%" height="34" role="img" aria-labelledby=(id) {
            title id=(id) { (title) }
            @for (start, share, class) in &placed {
                rect class=(format!("part {class}")) x=(format!("{:.2}%", 100.0 * start)) y="2" height="30"
                    width=(format!("{:.2}%", 100.0 * share)) {}
            }
        }
        ul.legend {
            @for (share, class, words) in parts {
                li { span class=(format!("swatch {class}")) {} b { (format!("{:.1} %", 100.0 * share)) } " " (words) }
            }
        }
    }
}

/// Said against happened; on the line, probabilities are right.
pub fn calibration(id: &str, title: &str, bins: &[Bin]) -> Markup {
    const SIDE: f64 = 320.0;
    const LEFT: f64 = 52.0;
    const TOP: f64 = 10.0;
    let x = |share: f64| format!("{:.1}", LEFT + SIDE * share);
    let y = |share: f64| format!("{:.1}", TOP + SIDE * (1.0 - share));
    let path: Vec<String> = bins
        .iter()
        .map(|bin| format!("{},{}", x(bin.predicted), y(bin.chosen)))
        .collect();
    html! {
        svg.chart.square viewBox="0 0 384 382" role="img" aria-labelledby=(id) {
            title id=(id) { (title) }
            @for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
                line.grid x1=(x(tick)) x2=(x(tick)) y1=(y(0.0)) y2=(y(1.0)) {}
                line.grid x1=(x(0.0)) x2=(x(1.0)) y1=(y(tick)) y2=(y(tick)) {}
                text.tick x=(x(tick)) y=(TOP + SIDE + 18.0) text-anchor="middle" { (format!("{:.0}%", 100.0 * tick)) }
                text.tick x=(LEFT - 8.0) y=(y(tick)) text-anchor="end" dominant-baseline="middle" {
                    (format!("{:.0}%", 100.0 * tick))
                }
            }
            line.ideal x1=(x(0.0)) x2=(x(1.0)) y1=(y(0.0)) y2=(y(1.0)) {}
            polyline.curve points=(path.join(" ")) {}
            @for bin in bins {
                circle.own cx=(x(bin.predicted)) cy=(y(bin.chosen)) r="5" {}
            }
            text.tick x=(x(0.5)) y="376" text-anchor="middle" { "what Ownshelf said" }
            text.tick transform=(format!("translate(11 {}) rotate(-90)", y(0.5))) text-anchor="middle" {
                "what happened"
            }
        }
    }
}
