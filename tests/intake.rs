//! Products and events as they are found in other people's shops. Each input stands for a kind that was reported in public.

mod common;

use common::{number, object, shelf, text};
use ownshelf::catalog::{Catalog, Product, Value};
use ownshelf::privacy::{Consent, ConsentMode};
use ownshelf::ranking::RankContext;
use ownshelf::shelf::Shelf;
use std::rc::Rc;

/// A JSON text as the boundary hands it in.
fn json(source: &str) -> Value {
    fn value(json: &serde_json::Value) -> Value {
        match json {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(flag) => Value::Bool(*flag),
            serde_json::Value::Number(n) => Value::Num(n.as_f64().unwrap()),
            serde_json::Value::String(text) => Value::Str(text.clone()),
            serde_json::Value::Array(items) => Value::List(items.iter().map(value).collect()),
            serde_json::Value::Object(entries) => Value::Map(
                entries
                    .iter()
                    .map(|(key, item)| (key.clone(), value(item)))
                    .collect(),
            ),
        }
    }
    value(&serde_json::from_str(source).unwrap())
}

fn read(source: &str) -> Catalog {
    let mut catalog = Catalog::default();
    let report = catalog.add(&json(source));
    assert_eq!(report.rejected, [], "{source}");
    catalog
}

fn product(source: &str, id: &str) -> Rc<Product> {
    let catalog = read(source);
    let found = catalog.find(id).and_then(|found| catalog.product(found));
    Rc::clone(found.unwrap_or_else(|| panic!("{id} of {source}")))
}

#[test]
fn the_dot_of_machine_fields_is_decimal() {
    for (offer, want) in [
        (r#"{"price":"140.000","priceCurrency":"EUR"}"#, 140.0),
        (r#"{"price":".99"}"#, 0.99),
        (r#"{"price":"12.500","priceCurrency":"KWD"}"#, 12.5),
        (r#"{"price":["","9.90"]}"#, 9.9),
    ] {
        let source = format!(r#"{{"@type":"Product","sku":"a","offers":{offer}}}"#);
        assert_eq!(product(&source, "a").price, Some(want), "{source}");
    }
    let item = product(
        r#"{"item_id":"g","price":"140.000","discount":"10.000"}"#,
        "g",
    );
    assert_eq!((item.price, item.list_price), (Some(140.0), Some(150.0)));
    let printed = product(r#"{"id":"n","price":"140.000"}"#, "n");
    assert_eq!(printed.price, Some(140_000.0));
}

#[test]
fn a_bad_field_costs_the_field_alone() {
    let mut catalog = Catalog::default();
    let report = catalog.add(&json(
        r#"[{"@type":"Product","sku":"b1","name":"Mug","brand":"Norvik","offers":{"price":"N/A"}},
            {"id":"b2","name":"Cup","price":-3,"rating":-1,"reviews":4},
            {"name":"nobody"}]"#,
    ));
    let unread: Vec<String> = report.unread.iter().map(ToString::to_string).collect();
    assert_eq!(
        unread,
        [
            "[0] offers.price is not a number",
            "[1] price is negative",
            "[1] rating is negative"
        ]
    );
    assert_eq!(report.rejected.len(), 1);
    assert_eq!(report.rejected[0].to_string(), "[2] id is missing");
    let mug = catalog.product(catalog.find("b1").unwrap()).unwrap();
    assert_eq!((&*mug.name, mug.price), ("Mug", None));
    assert!(mug.brand.is_some());
    let cup = catalog.product(catalog.find("b2").unwrap()).unwrap();
    assert_eq!(
        (cup.price, cup.rating, cup.reviews),
        (None, None, Some(4.0))
    );
}

#[test]
fn a_group_is_one_product_with_its_variants() {
    let catalog = read(
        r#"{"@type":"ProductGroup","productGroupID":"g1","name":"Shirt","hasVariant":[
            {"@type":"Product","sku":"g1-s","offers":{"price":15,"availability":"https://schema.org/SoldOut"}},
            {"@type":"Product","sku":"g1-m","offers":{"price":12.5,"availability":"https://schema.org/InStock"}}]}"#,
    );
    let group = catalog.find("g1").unwrap();
    for variant in ["g1-s", "g1-m"] {
        assert_eq!(catalog.find(variant), Some(group));
    }
    let shirt = catalog.product(group).unwrap();
    assert_eq!((shirt.price, shirt.sold_out), (Some(12.5), false));
    assert_eq!(catalog.products().count(), 1);
}

#[test]
fn groups_inside_groups_and_circles_end() {
    let mut catalog = read(
        r#"[{"@type":"ProductGroup","productGroupID":"a","hasVariant":[{"sku":"b"},{"sku":"a"}]},
            {"@type":"ProductGroup","productGroupID":"b","hasVariant":[{"sku":"a"}]},
            {"@type":"ProductGroup","productGroupID":"c","hasVariant":[{"sku":"a"}]}]"#,
    );
    let ids = ["a", "b", "c"].map(|id| catalog.id(id));
    assert_eq!(ids, [ids[2]; 3]);
}

#[test]
fn what_is_done_with_a_variant_counts_for_its_group() {
    let mut shelf = shelf();
    shelf.add_products(&json(
        r#"[{"@type":"ProductGroup","productGroupID":"g","brand":"Ours","hasVariant":[{"sku":"g-s"}]}]"#,
    ));
    let event = object(&[("name", text("add_to_cart")), ("id", text("g-s"))]);
    shelf.record(&event, 1_000).unwrap();
    let group = shelf.product_id("g");
    assert!(
        shelf
            .facts(2_000)
            .iter()
            .any(|fact| fact.name.contains("Ours")),
        "{group:?}"
    );
}

#[test]
fn the_first_offer_that_can_be_bought_speaks() {
    let found = product(
        r#"{"@type":"Product","sku":"b2","offers":[
            {"price":15,"availability":"https://schema.org/OutOfStock"},
            {"price":12,"availability":"https://schema.org/InStock"}]}"#,
        "b2",
    );
    assert_eq!((found.price, found.sold_out), (Some(12.0), false));
    let aggregate = product(
        r#"{"@type":"Product","sku":"b6","offers":{"@type":"AggregateOffer","offers":[
            {"price":15,"availability":"OutOfStock"},{"price":18,"availability":"InStock"}]}}"#,
        "b6",
    );
    assert!(!aggregate.sold_out);
}

#[test]
fn unit_prices_and_member_prices_are_not_the_price() {
    let found = product(
        r#"{"@type":"Product","sku":"b3","offers":{"priceCurrency":"EUR","priceSpecification":[
            {"price":2.5,"referenceQuantity":{"value":100,"unitCode":"GRM"}},
            {"price":9.5,"validForMemberTier":{"name":"Gold"}},
            {"price":20,"priceType":"https://schema.org/StrikethroughPrice"},
            {"price":12.5,"referenceQuantity":{"value":1,"unitCode":"C62"}}]}}"#,
        "b3",
    );
    assert_eq!((found.price, found.list_price), (Some(12.5), Some(20.0)));
    assert_eq!(found.currency, Some(*b"EUR"));
}

#[test]
fn every_word_of_availability_is_known() {
    for (word, available) in [
        ("https://schema.org/Discontinued", false),
        ("http://schema.org/OutOfStock", false),
        ("schema:SoldOut", false),
        ("out of stock", false),
        ("InStock", true),
        ("https://schema.org/BackOrder", true),
        ("PreOrder", true),
        ("LimitedAvailability", true),
        ("https://schema.org/MadeToOrder", true),
    ] {
        let source = format!(
            r#"{{"@type":"Product","sku":"w","offers":{{"price":9,"availability":"{word}"}}}}"#
        );
        assert_eq!(product(&source, "w").sold_out, !available, "{word}");
    }
}

#[test]
fn texts_escaped_too_often_are_read_as_they_look() {
    let source =
        r#"{"@type":"Product","sku":"b5","name":"Two\nlines &amp; more","brand":"Tom &amp; Co"}"#;
    let catalog = read(source);
    let found = catalog.product(catalog.find("b5").unwrap()).unwrap();
    assert_eq!(&*found.name, "Two lines & more");
    assert_eq!(catalog.facets().name(found.brand.unwrap()), "Tom & Co");
}

#[test]
fn a_name_is_never_taken_for_an_id() {
    let mut shelf = shelf();
    let event = json(r#"{"name":"view_item","items":[{"id":103,"item_name":"Mug"}]}"#);
    shelf.record(&event, 1_000).unwrap();
    let nameless = json(r#"{"name":"view_item","items":[{"item_name":"Mug"}]}"#);
    assert!(shelf.record(&nameless, 2_000).is_err());
    let found = shelf.catalog().find("103").unwrap();
    assert_eq!(&*shelf.catalog().product(found).unwrap().name, "Mug");
    assert_eq!(shelf.catalog().find("Mug"), None);
}

#[test]
fn one_item_that_cannot_be_read_does_not_lose_the_event() {
    let mut shelf = shelf();
    let event = json(
        r#"{"event":"purchase","ecommerce":{"transaction_id":"T1","currency":"EUR","items":[
            {"item_id":"1","price":5},{"price":3},{"item_id":"2","price":"NaN"},{"item_id":"3","price":7}]}}"#,
    );
    assert_eq!(shelf.record(&event, 1_000), Ok(3));
    let single = json(r#"{"event":"view_item","ecommerce":{"items":{"item_id":"103"}}}"#);
    assert_eq!(shelf.record(&single, 2_000), Ok(1));
}

#[test]
fn an_order_told_again_counts_once() {
    let order = |number: &str| {
        json(&format!(
            r#"{{"event":"purchase","ecommerce":{{"transaction_id":{number},"items":[
                {{"item_id":"1","price":5,"quantity":2}},{{"item_id":"1","price":5}},{{"item_id":"2"}}]}}}}"#
        ))
    };
    let unnamed = json(r#"{"event":"purchase","ecommerce":{"items":[{"item_id":"2"}]}}"#);
    let mut shelf = shelf();
    assert_eq!(shelf.record(&order("\"T1\""), 1_000), Ok(3));
    for reload in 1..4 {
        assert_eq!(
            shelf.record(&order("\"T1\""), 1_000 + reload * 60_000),
            Ok(0)
        );
    }
    assert_eq!(shelf.record(&order("7"), 300_000), Ok(3));
    for at in [400_000, 500_000] {
        assert_eq!(
            shelf.record(&unnamed, at),
            Ok(1),
            "nothing says that it is the same order"
        );
    }
}

#[test]
fn an_order_that_two_tabs_tell_counts_once_whichever_is_merged_first() {
    let order = json(
        r#"{"name":"purchase","transaction_id":"T1","items":[{"item_id":"1"},{"item_id":"2"}]}"#,
    );
    let tab = |device: u32, at: u64| {
        let mut shelf = Shelf::new(device, Consent::new(ConsentMode::Session, false, false));
        shelf.record(&order, at).unwrap();
        shelf
    };
    let merged = |mut into: Shelf, other: &Shelf| {
        into.merge(&other.encode(), 9_000).unwrap();
        let times: Vec<u64> = into
            .profile()
            .records()
            .iter()
            .map(|r| r.id.at_ms)
            .collect();
        times
    };
    let (first, second) = (tab(1, 1_000), tab(2, 2_000));
    assert_eq!(merged(first.clone(), &second), [1_000, 1_000]);
    assert_eq!(merged(second, &first), [1_000, 1_000]);
}

#[test]
fn a_list_price_in_another_currency_is_no_offer() {
    let mut catalog = Catalog::default();
    catalog.add(&json(
        r#"{"id":"1","price":3000,"listPrice":3500,"currency":"JPY"}"#,
    ));
    catalog.add(&json(r#"{"id":"1","price":20,"currency":"USD"}"#));
    let found = catalog.product(catalog.find("1").unwrap()).unwrap();
    assert_eq!((found.price, found.list_price), (Some(20.0), None));
    assert_eq!(found.discount(), 0.0);
}

#[test]
fn amounts_of_different_currencies_are_never_compared() {
    use ownshelf::shelf::Entry;
    let rows = |currency: &str| {
        let cheap = object(&[
            ("id", text("a")),
            ("price", number(90.0)),
            ("currency", text("EUR")),
        ]);
        let foreign = object(&[
            ("id", text("b")),
            ("price", number(5.0)),
            ("currency", text(currency)),
        ]);
        [cheap, foreign]
    };
    let scores = |currency: &str| {
        let mut shelf = shelf();
        let sorted = object(&[("name", text("sort_by")), ("value", text("price_asc"))]);
        for at in 0..5 {
            shelf.record(&sorted, 1_000 + at).unwrap();
        }
        let rows = rows(currency);
        let entries = rows.each_ref().map(Entry::Inline);
        let (_, ranking) = shelf
            .rank(
                &entries,
                RankContext {
                    now_ms: 2_000,
                    ..RankContext::default()
                },
            )
            .unwrap();
        ranking.order.clone()
    };
    assert_eq!(scores("EUR"), [1, 0], "the cheap one rises");
    assert_eq!(
        scores("JPY"),
        [0, 1],
        "a smaller number of another currency does not"
    );
}

#[test]
fn what_was_met_under_another_name_counts_once_the_names_are_joined() {
    let mut shelf = shelf();
    shelf
        .record(
            &json(r#"{"name":"add_to_cart","id":"https://shop.example/p/mug"}"#),
            1_000,
        )
        .unwrap();
    let keys = |shelf: &ownshelf::shelf::Shelf| -> Vec<String> {
        let facts = shelf.facts(2_000);
        facts.iter().map(|fact| fact.key.clone()).collect()
    };
    assert!(keys(&shelf).contains(&"product:https://shop.example/p/mug".to_owned()));
    shelf.add_products(&json(
        r#"[{"id":"17","name":"Mug"},{"@type":"ProductGroup","sku":"17","hasVariant":[{"sku":"https://shop.example/p/mug"}]}]"#,
    ));
    assert!(
        keys(&shelf).contains(&"product:17".to_owned()),
        "{:?}",
        keys(&shelf)
    );
}
