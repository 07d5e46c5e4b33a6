//! Which cell an action falls into, whatever the event looks like.

use ownshelf::catalog::Value;
use ownshelf_insights::Fault;
use ownshelf_insights::question::Question;
use proptest::prelude::*;

fn list(items: Vec<Value>) -> Value {
    Value::List(items)
}

fn by_place(ends: &[f64]) -> Value {
    let ends = ends.iter().map(|end| (*end).into());
    list([Value::from("place")].into_iter().chain(ends).collect())
}

fn by_category(names: &[&str]) -> Value {
    let names = names.iter().map(|name| (*name).into());
    list([Value::from("category")].into_iter().chain(names).collect())
}

fn by_order() -> Value {
    list(vec!["order".into()])
}

fn opened(position: f64, personalised: bool) -> Value {
    Value::object([
        ("name", "select_item".into()),
        ("position", position.into()),
        ("personalised", personalised.into()),
    ])
}

#[test]
fn each_action_has_one_cell_and_the_last_dimension_runs_fastest() {
    let asked = list(vec![by_order(), by_place(&[1.0, 3.0, 10.0])]);
    let question = Question::read("select_item", &asked).unwrap();
    let places = [1.0, 2.0, 3.0, 4.0, 10.0, 11.0, 500.0];
    let cells = |personalised| places.map(|at| question.cells_of(&opened(at, personalised))[0]);
    assert_eq!(cells(false), [0, 1, 1, 2, 2, 3, 3]);
    assert_eq!(cells(true), [4, 5, 5, 6, 6, 7, 7]);
    assert_eq!(question.cells(), 8);
}

#[test]
fn each_product_with_a_category_counts() {
    let question =
        Question::read("purchase", &list(vec![by_category(&["Cameras", "Bags"])])).unwrap();
    let item = |name: &str| Value::object([("item_category", name.into())]);
    let items = list(vec![
        item("Cameras"),
        item("Bags"),
        item("Tents"),
        Value::Map(vec![]),
        Value::Null,
    ]);
    let event = Value::object([("name", "purchase".into()), ("items", items)]);
    assert_eq!(question.cells_of(&event), [0, 1, 2]);
    let single = Value::object([
        ("name", "purchase".into()),
        ("item_category", "Bags".into()),
    ]);
    assert_eq!(question.cells_of(&single), [1]);
}

#[test]
fn what_is_not_known_has_no_cell() {
    let asked = list(vec![by_order(), by_place(&[1.0])]);
    let question = Question::read("select_item", &asked).unwrap();
    let strange = [
        Value::Null,
        Value::Map(vec![]),
        Value::object([("name", "select_item".into())]),
        Value::object([("name", "select_item".into()), ("position", 1.0.into())]),
        opened(0.0, true),
        opened(f64::NAN, true),
        opened(f64::INFINITY, true),
        Value::object([
            ("name", "select_item".into()),
            ("position", "1".into()),
            ("personalised", true.into()),
        ]),
        Value::object([
            ("name", "view_item".into()),
            ("position", 1.0.into()),
            ("personalised", true.into()),
        ]),
    ];
    for event in strange {
        assert!(question.cells_of(&event).is_empty(), "{event:?}");
    }
}

#[test]
fn questions_that_are_none_are_faults() {
    let many: Vec<f64> = (1..600).map(f64::from).collect();
    let wrong = [
        vec![],
        vec![Value::Null],
        vec![list(vec![])],
        vec!["order".into(), list(vec!["colour".into()])],
        vec![list(vec!["order".into(), 1.0.into()])],
        vec![by_place(&[])],
        vec![by_place(&[3.0, 1.0])],
        vec![by_place(&[1.0, 1.0])],
        vec![by_place(&[0.0])],
        vec![by_place(&[f64::NAN])],
        vec![by_category(&[])],
        vec![by_category(&["a", "a"])],
        vec![by_order(), by_place(&many)],
        vec![
            by_place(&many),
            by_place(&many),
            by_place(&many),
            by_place(&many),
            by_place(&many),
            by_place(&many),
            by_place(&many),
        ],
    ];
    for asked in wrong {
        assert_eq!(
            Question::read("purchase", &list(asked.clone())),
            Err(Fault::Cells),
            "{asked:?}"
        );
    }
}

proptest! {
    /// Every cell is one of the question's, and two actions share one only if they agree in everything that is asked.
    #[test]
    fn cells_tell_apart_what_is_asked_and_nothing_else(
        ends in prop::collection::btree_set(1..100u32, 1..8), one in (1..120u32, any::<bool>()), two in (1..120u32, any::<bool>()),
    ) {
        let ends: Vec<f64> = ends.into_iter().map(f64::from).collect();
        let question = Question::read("select_item", &list(vec![by_place(&ends), by_order()])).unwrap();
        let cell = |(place, personalised): (u32, bool)| question.cells_of(&opened(f64::from(place), personalised))[0];
        let class = |place: u32| ends.iter().filter(|end| **end < f64::from(place)).count();
        prop_assert!(cell(one) < question.cells());
        let same = class(one.0) == class(two.0) && one.1 == two.1;
        prop_assert_eq!(cell(one) == cell(two), same);
    }
}
