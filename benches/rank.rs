//! How long a listing takes to rank, through the shelf as a page calls it: looking products up, scoring, variety,
//! bounded displacement, rules and all. The bars: 100 products in 0.2 ms, 10 000 in 10 ms, on one core.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use ownshelf::catalog::{ProductId, Value};
use ownshelf::privacy::{Consent, ConsentMode};
use ownshelf::ranking::{RankContext, Tuning};
use ownshelf::shelf::{Entry, Shelf};

const NOW: u64 = 1_700_000_000_000;

fn text(text: &str) -> Value {
    Value::Str(text.to_owned())
}

fn object(entries: Vec<(&str, Value)>) -> Value {
    let own = |(key, value): (&str, Value)| (key.to_owned(), value);
    Value::Map(entries.into_iter().map(own).collect())
}

/// A shop of `n` products in 60 kinds by 90 makers, with tags, colours and a size.
fn shop(n: usize) -> Value {
    let product = |n: usize| {
        let mix = n.wrapping_mul(0x9e37_79b9).rotate_left(7);
        object(vec![
            ("id", text(&format!("p{n}"))),
            ("price", Value::Num(5.0 + (mix % 995) as f64)),
            ("brand", text(&format!("Maker {}", mix % 90))),
            (
                "tags",
                Value::List(vec![text(&format!("tag {}", mix % 40))]),
            ),
            (
                "category",
                Value::List(vec![
                    text("Shop"),
                    text(&format!("Room {}", mix % 8)),
                    text(&format!("Kind {}", mix % 60)),
                ]),
            ),
            (
                "attributes",
                object(vec![
                    ("colour", text(["red", "blue", "green"][mix % 3])),
                    ("size", Value::Num((mix % 50) as f64)),
                ]),
            ),
        ])
    };
    Value::List((0..n).map(product).collect())
}

/// A shopper who has chosen from thirty lists.
fn shelf(n: usize) -> (Shelf, Vec<ProductId>) {
    let mut shelf = Shelf::new(1, Consent::new(ConsentMode::Session, false, false));
    shelf.add_products(&shop(n));
    let ids: Vec<ProductId> = (0..n).map(|n| shelf.product_id(&format!("p{n}"))).collect();
    for page in 0..30 {
        let now_ms = NOW + page as u64 * 60_000;
        let from = page * 7 % (n - 24);
        let listing: Vec<Entry<'_>> = ids[from..from + 24]
            .iter()
            .map(|id| Entry::Known(*id))
            .collect();
        shelf
            .rank(&listing, context(now_ms))
            .expect("a listing of known products");
        for name in ["select_item", "add_to_cart"] {
            let event = object(vec![
                ("name", text(name)),
                ("id", text(&format!("p{}", from + page % 11))),
            ]);
            shelf
                .record(&event, now_ms + 20_000)
                .expect("an event of a known product");
        }
    }
    (shelf, ids)
}

fn context(now_ms: u64) -> RankContext {
    RankContext {
        now_ms,
        ..RankContext::default()
    }
}

/// Twenty rules of each kind a shop would write.
fn rules() -> Value {
    let actions = ["pin", "softPin", "boost", "bury", "slot"];
    let rule = |n: usize| {
        let about = match n % 5 {
            0 | 1 => ("id", text(&format!("p{}", n * 4))),
            _ => ("brand", text(&format!("Maker {n}"))),
        };
        object(vec![
            ("action", text(actions[n % 5])),
            ("match", object(vec![about])),
            ("position", Value::Num((n + 1) as f64)),
        ])
    };
    Value::List((0..20).map(rule).collect())
}

fn rank(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rank");
    for n in [100, 1_000, 10_000] {
        let (mut shelf, ids) = shelf(n);
        let listing: Vec<Entry<'_>> = ids.iter().map(|id| Entry::Known(*id)).collect();
        let mut bench = |name: &str, shelf: &mut Shelf| {
            group.bench_function(BenchmarkId::new(name, n), |bencher| {
                bencher.iter(|| {
                    let preview = shelf.preview(&listing, context(NOW + 4_000_000));
                    preview.expect("a listing of known products").1.order[0]
                });
            });
        };
        shelf.set_tuning(Tuning {
            diversity: 0.0,
            ..Tuning::default()
        });
        bench("scores alone", &mut shelf);
        shelf.set_tuning(Tuning::default());
        bench("with variety", &mut shelf);
        shelf.set_tuning(Tuning {
            diversity: 1.0,
            exploration: 1.0,
            columns: 4,
        });
        shelf.set_rules(&rules()).expect("rules that can be read");
        bench("with variety, exploration and 20 rules", &mut shelf);
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).without_plots();
    targets = rank
}
criterion_main!(benches);
