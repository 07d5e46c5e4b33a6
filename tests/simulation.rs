//! Synthetic shoppers of kinds that a personal order could harm, each served page after page and learned from. What they would
//! find in the order is computed from the chances of their choices, not from the one choice drawn, so that chance plays no part in it.

mod common;

use common::{entries, number, object, shelf, text};
use ownshelf::catalog::{Facets, Value};
use ownshelf::profile::Prior;
use ownshelf::ranking::RankContext;
use ownshelf::shelf::Shelf;

const PAGES: usize = 24;
const SHOPPERS: u64 = 10;
const NOON: u64 = 1_700_000_000_000;
/// Pages are looked at in groups: early, later, long after.
const SEGMENTS: [std::ops::Range<usize>; 3] = [1..4, 4..12, 12..PAGES];

/// A stream of numbers from a seed (SplitMix64; Steele, Lea and Flood 2014).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// An index, as likely as its weight.
    fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left =
            (self.next() >> 11) as f64 / (1_u64 << 53) as f64 * weights.iter().sum::<f64>();
        let found = weights.iter().position(|weight| {
            left -= weight;
            left < 0.0
        });
        found.unwrap_or(weights.len() - 1)
    }
}

/// A kind of shopper: weight of each place of a list, from the page's number and the brands in the shop's order.
struct Kind {
    name: &'static str,
    products: usize,
    one_price: bool,
    prior: bool,
    weights: fn(usize, &[usize]) -> Vec<f64>,
}

fn by_place(_page: usize, brands: &[usize]) -> Vec<f64> {
    (1..=brands.len()).map(|place| 1.0 / place as f64).collect()
}

fn first(_page: usize, brands: &[usize]) -> Vec<f64> {
    (0..brands.len())
        .map(|at| f64::from(u8::from(at == 0)))
        .collect()
}

fn last(_page: usize, brands: &[usize]) -> Vec<f64> {
    let n = brands.len();
    (0..n).map(|at| 1.0 / (n - at) as f64).collect()
}

fn any(_page: usize, brands: &[usize]) -> Vec<f64> {
    vec![1.0; brands.len()]
}

/// Ten times likelier to take a brand, wherever it stands, than another product at its place.
fn taste(brand: usize, brands: &[usize]) -> Vec<f64> {
    let of = |(at, own): (usize, &usize)| if *own == brand { 10.0 } else { 1.0 } / (at + 1) as f64;
    brands.iter().enumerate().map(of).collect()
}

fn flip(page: usize, brands: &[usize]) -> Vec<f64> {
    taste(usize::from(page >= PAGES / 2), brands)
}

fn gift(page: usize, brands: &[usize]) -> Vec<f64> {
    taste(if (8..10).contains(&page) { 3 } else { 0 }, brands)
}

fn one_brand(_page: usize, brands: &[usize]) -> Vec<f64> {
    taste(0, brands)
}

const KINDS: [Kind; 11] = [
    Kind {
        name: "random",
        products: 20,
        one_price: false,
        prior: false,
        weights: any,
    },
    Kind {
        name: "always first",
        products: 20,
        one_price: false,
        prior: false,
        weights: first,
    },
    Kind {
        name: "1/place",
        products: 20,
        one_price: false,
        prior: false,
        weights: by_place,
    },
    Kind {
        name: "flip",
        products: 20,
        one_price: false,
        prior: false,
        weights: flip,
    },
    Kind {
        name: "reversed",
        products: 20,
        one_price: false,
        prior: false,
        weights: last,
    },
    Kind {
        name: "gift",
        products: 20,
        one_price: false,
        prior: false,
        weights: gift,
    },
    Kind {
        name: "one brand",
        products: 20,
        one_price: false,
        prior: false,
        weights: one_brand,
    },
    Kind {
        name: "equal prices",
        products: 20,
        one_price: true,
        prior: false,
        weights: by_place,
    },
    Kind {
        name: "lists of 2",
        products: 2,
        one_price: false,
        prior: false,
        weights: by_place,
    },
    Kind {
        name: "lists of 1,000",
        products: 1_000,
        one_price: false,
        prior: false,
        weights: by_place,
    },
    Kind {
        name: "wrong prior",
        products: 20,
        one_price: false,
        prior: true,
        weights: first,
    },
];

/// A prior of a shop whose shoppers look at prices and brands alone, and hardly at places.
fn wrong_prior() -> Vec<u8> {
    let mut prior = Prior::default();
    let names = ownshelf::profile::evaluation::Feature::ALL.iter();
    for (feature, name) in names {
        match *name {
            "Order" | "First" => prior.mean[*feature as usize] = 0.1,
            "Price" | "Cheap" => prior.mean[*feature as usize] = 1.5,
            _ => {}
        }
    }
    prior.encode(&Facets::default())
}

/// nDCG@10 expected of an order, where each product is chosen with its chance.
fn expected(order: impl Iterator<Item = usize>, weights: &[f64]) -> f64 {
    let all: f64 = weights.iter().sum();
    let gain = |(place, at): (usize, usize)| weights[at] / all / (place as f64 + 2.0).log2();
    order.take(10).enumerate().map(gain).sum()
}

/// nDCG@10 gained over the shop's order, page by page.
fn gains(kind: &Kind, seed: u64) -> Vec<f64> {
    let mut draw = Draw(seed);
    let mut shelf: Shelf = shelf();
    if kind.prior {
        shelf.set_prior(&wrong_prior()).unwrap();
    }
    let visit = |page: usize| NOON + (page / 4) as u64 * 86_400_000 + (page % 4) as u64 * 120_000;
    let page = |page: usize| {
        let now_ms = visit(page);
        // A window of a shop half again as large, in an order of the shop's own.
        let mut ids: Vec<usize> = (0..kind.products * 3 / 2).collect();
        for at in (1..ids.len()).rev() {
            ids.swap(at, draw.below(at + 1));
        }
        ids.truncate(kind.products);
        let brands: Vec<usize> = ids.iter().map(|id| id % 5).collect();
        let product = |id: &usize| {
            let price = if kind.one_price {
                10.0
            } else {
                5.0 + (id * 37 % 100) as f64
            };
            object(&[
                ("id", text(&format!("p{id}"))),
                ("brand", text(&format!("Brand {}", id % 5))),
                ("price", number(price)),
            ])
        };
        let listing: Vec<Value> = ids.iter().map(product).collect();
        let weights = (kind.weights)(page, &brands);
        let context = RankContext {
            now_ms,
            list: format!("list {page}"),
            ..RankContext::default()
        };
        let (_, ranking) = shelf.rank(&entries(&listing), context).unwrap();
        let own = expected(ranking.order.iter().map(|at| *at as usize), &weights);
        let gain = own - expected(0..ids.len(), &weights);
        let chosen = ids[draw.weighted(&weights)];
        let event = object(&[
            ("name", text("select_item")),
            ("id", text(&format!("p{chosen}"))),
        ]);
        shelf.record(&event, now_ms + 20_000).unwrap();
        gain
    };
    (0..PAGES).map(page).collect()
}

/// What is allowed, by segment of pages. It is what the engine reaches, not what it should: who chooses by place alone loses by any
/// other order, and the first choices look like a taste until more are seen.
const BOUNDS: [f64; 3] = [-0.16, -0.1, -0.075];

#[test]
fn no_kind_of_shopper_is_served_much_worse_than_by_the_shops_order() {
    let mut found = Vec::new();
    for kind in &KINDS {
        let shoppers = if kind.products > 100 { 2 } else { SHOPPERS };
        let all: Vec<Vec<f64>> = (0..shoppers).map(|seed| gains(kind, seed + 1)).collect();
        let mean = |pages: &std::ops::Range<usize>| {
            let of = all.iter().flat_map(|gains| &gains[pages.clone()]);
            of.sum::<f64>() / (shoppers as usize * pages.len()) as f64
        };
        let segments: Vec<f64> = SEGMENTS.iter().map(mean).collect();
        println!("{:15} {segments:+.4?}", kind.name);
        found.push((kind.name, segments));
    }
    for (name, segments) in found {
        let bounds = match name {
            "always first" => [-0.25, -0.1, -0.02],
            // Its prior is as wrong as can be.
            "wrong prior" => [-0.7, -0.4, -0.16],
            _ => BOUNDS,
        };
        for (segment, (gain, bound)) in segments.iter().zip(bounds).enumerate() {
            assert!(
                *gain > bound,
                "{name}, segment {segment}: {gain:+.4} nDCG@10"
            );
        }
    }
}
