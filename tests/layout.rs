//! Display advice: it comes with evidence, goes later than it came, and says why.

mod common;

use common::{behave, catalogue, number, object, shelf, text};
use ownshelf::catalog::Value;
use ownshelf::layout::{Density, Emphasis, Layout, LayoutContext};

const NOW: u64 = 1_700_000_000_000;

/// The advice after each of these products, looked at for so many seconds.
fn after_each(seconds: &[u32]) -> Vec<Layout> {
    let event = |(at, seconds): (usize, &u32)| {
        object(&[
            ("name", text("item_dwell")),
            ("id", text(&format!("p{at}"))),
            ("dwellMs", number(f64::from(*seconds) * 1000.0)),
        ])
    };
    let events: Vec<Value> = seconds.iter().enumerate().map(event).collect();
    (1..=events.len())
        .map(|n| {
            let shelf = behave(shelf(), &catalogue(7), &events[..n], NOW);
            shelf.layout(&LayoutContext {
                width: 1280.0,
                ..LayoutContext::default()
            })
        })
        .collect()
}

#[test]
fn who_scans_sees_more_cards_and_keeps_them() {
    // Scanning, then dwells that bring the usual time to and fro over the bound of 8 seconds.
    let mut seconds = vec![3; 12];
    seconds.extend([30, 30, 30, 30, 30, 3, 30, 3, 3, 30]);
    let densities: Vec<_> = after_each(&seconds)
        .into_iter()
        .map(|layout| layout.density)
        .collect();
    let changes = densities.windows(2).filter(|pair| pair[0] != pair[1]);
    assert_eq!(changes.count(), 1, "{densities:?}");
    assert_eq!(densities.last(), Some(&Density::Compact));
}

#[test]
fn who_reads_gets_details_until_they_stop_reading() {
    let reading = after_each(&[120; 14]);
    let last = reading.last().unwrap();
    assert_eq!(
        (last.density, last.emphasis),
        (Density::Comfortable, Emphasis::Details)
    );
    assert_eq!(last.reasons.len(), 1);

    let mut seconds = vec![120; 14];
    seconds.extend([4; 30]);
    assert_ne!(
        after_each(&seconds).last().unwrap().density,
        Density::Comfortable
    );
}

#[test]
fn little_evidence_leaves_the_shop_s_own_display() {
    for layout in after_each(&[3, 3, 3]) {
        assert_eq!(layout.density, Density::Normal);
        assert!(layout.reasons.is_empty());
    }
}
