//! The relation table: what `train` finds in purchases, and what a shelf makes of it.

mod common;

use common::{Desk, NOON};
use ownshelf::suggest::Relations;
use ownshelf_cli::log::{Problems, Source};
use ownshelf_cli::replay::{Options, replay};
use ownshelf_cli::shop;
use ownshelf_cli::train::{MAX_RELATION_BYTES, Trained, train};

fn basket(shopper: usize, day: u64, products: &[&str]) -> String {
    let items: Vec<String> = products
        .iter()
        .map(|id| {
            format!(
                "{{\"item_id\":\"{id}\",\"item_category\":\"{}\"}}",
                &id[..1]
            )
        })
        .collect();
    format!(
        "{{\"shopper\":\"{shopper}\",\"at\":{at},\"events\":[{{\"name\":\"purchase\",\"items\":[{}]}}]}}",
        items.join(","),
        at = NOON + 86_400_000 * day,
    )
}

fn trained(lines: &[String]) -> Trained {
    let desk = Desk::new();
    let log = Source::new(&desk.file("log.jsonl", lines.join("\n")));
    train(&log, &shop::empty_shelf(), &mut Problems::new(true)).unwrap()
}

/// Twenty shoppers buy pasta and sauce together, and milk every ten days beside this and that.
fn weekly() -> Vec<String> {
    let mut lines = Vec::new();
    for shopper in 0..20 {
        let other = format!("x{}", shopper % 3);
        lines.push(basket(shopper, 0, &["milk", "pasta", "sauce"]));
        lines.push(basket(shopper, 10, &["milk", &other]));
        lines.push(basket(shopper, 20, &["milk", "bread"]));
    }
    lines
}

#[test]
fn tells_what_is_bought_how_soon_again_and_together() {
    let (bytes, products) = trained(&weekly()).relations.unwrap();
    assert_eq!(products, 7);
    let mut shelf = shop::empty_shelf();
    shelf.set_relations(&bytes).unwrap();
    let mut catalog = shelf.catalog().clone();
    let table = Relations::decode(&bytes, &mut catalog).unwrap();
    let [milk, pasta, sauce] = ["milk", "pasta", "sauce"].map(|id| catalog.find(id).unwrap());
    assert!((table.share(milk) - 1.0).abs() < 1e-4);
    assert!((table.share(pasta) - 1.0 / 3.0).abs() < 1e-4);
    assert!((table.cycle_days - 10.0).abs() < 0.1);
    // 20 of 20 pasta baskets have sauce, which a third of all has: (20 · 3 + 10) / (20 + 10).
    let lift = (70.0_f64 / 30.0).ln();
    let with: Vec<_> = table.with(pasta).collect();
    let [(other, found)] = with[..] else {
        panic!("{with:?}");
    };
    assert_eq!(other, sauce);
    assert!((found - lift).abs() < 0.02);
    // Milk is in every basket, so nothing goes with it more often than by chance.
    assert_eq!(table.with(milk).count(), 0);
}

#[test]
fn anything_else_is_refused() {
    let (bytes, _) = trained(&weekly()).relations.unwrap();
    let mut shelf = shop::empty_shelf();
    for cut in 0..bytes.len() {
        assert!(shelf.set_relations(&bytes[..cut]).is_err(), "{cut}");
    }
    assert!(shelf.set_relations(&[&bytes[..], &[0]].concat()).is_err());
}

#[test]
fn stays_small_however_large_the_shop() {
    let lines: Vec<String> = (0..600)
        .map(|n| {
            let ids: Vec<String> = (0..20)
                .map(|k| format!("a-rather-long-number-{}", (n % 300) * 20 + k))
                .collect();
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            basket(n, 0, &ids)
        })
        .collect();
    let (bytes, products) = trained(&lines).relations.unwrap();
    assert!(bytes.len() <= MAX_RELATION_BYTES);
    assert!(products > 1_000, "{products}");
}

#[test]
fn popular_products_stand_in_for_what_the_shopper_never_bought() {
    let (bytes, _) = trained(&weekly()).relations.unwrap();
    let desk = Desk::new();
    let lines = [basket(1, 0, &["tea"]), basket(1, 7, &["tea", "milk"])];
    let log = Source::new(&desk.file("log.jsonl", lines.join("\n")));
    let recall = |relations: Option<&[u8]>| {
        let mut start = shop::empty_shelf();
        if let Some(bytes) = relations {
            start.set_relations(bytes).unwrap();
        }
        let options = Options {
            expect: Some(&shop::expect),
            ..Options::default()
        };
        let found = replay(&log, &start, options, &mut Problems::new(true)).unwrap();
        found.baskets.means().unwrap().0
    };
    assert_eq!(recall(None), 0.5);
    assert_eq!(recall(Some(&bytes)), 1.0);
}
