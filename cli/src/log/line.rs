//! One line of a log, checked: what a shop showed a shopper, and what the shopper did.

use super::json;
use ownshelf::catalog::{Catalog, Value, read_entry};
use ownshelf::ranking::PageContext;
use ownshelf::signals::{EventKind, Signal};
use std::collections::HashSet;

/// One entry of a listing.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The product's id.
    pub id: String,
    /// The entry as the shop gave it.
    pub value: Value,
}

/// One event.
#[derive(Debug, Clone)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// Epoch milliseconds.
    pub at_ms: u64,
    /// Ids of the products it speaks of, in order.
    pub products: Vec<String>,
    /// The event as the shop gave it.
    pub value: Value,
}

/// One line of a log.
#[derive(Debug, Clone)]
pub struct Line {
    /// 1-based number in the file.
    pub number: u64,
    /// The shopper's id.
    pub shopper: String,
    /// Epoch milliseconds: when the listing was shown, or when the events happened.
    pub at_ms: u64,
    /// The products shown, in the shop's order, each once; `None` if the line only teaches.
    pub listing: Option<Vec<Listed>>,
    /// What kind of page it was.
    pub context: PageContext,
    /// The shop's name for the list; empty if it has none.
    pub list: String,
    /// What the shopper did, in the order of time.
    pub events: Vec<Event>,
    /// Names of events that Ownshelf does not know; they are left out of `events`.
    pub unknown: Vec<String>,
    /// Whether its times were in seconds; they are milliseconds here.
    pub in_seconds: bool,
}

impl Line {
    /// Reads a line. It is taken whole or not at all: an entry or event that cannot be read spoils its line, since a
    /// page with a product missing is another page. Only events of unknown names are passed over, because exports are
    /// full of them.
    ///
    /// # Errors
    /// Why it cannot be used, in words, naming the field.
    pub fn parse(number: u64, text: &[u8]) -> Result<Line, String> {
        let mut data = json::parse(text)?;
        if !matches!(data, Value::Map(_)) {
            return Err("is no object".to_owned());
        }
        if let Some((name, meant)) = misspelt(&data) {
            return Err(format!("has {name} but no {meant}; is that what is meant?"));
        }
        let in_seconds = to_milliseconds(&mut data);
        let shopper = data
            .get("shopper")
            .ok_or("shopper is missing")?
            .text()
            .ok_or("shopper is neither text nor a whole number")?;
        let at_ms = time(data.get("at").ok_or("at is missing")?)?;
        if data.get("listing").is_none() && data.get("events").is_none() {
            return Err("has neither listing nor events".to_owned());
        }
        let context = match data.get("context") {
            None => PageContext::default(),
            Some(name) => name
                .text()
                .and_then(|name| PageContext::parse(&name))
                .ok_or("context is none of search, browse, related")?,
        };
        let mut line = Line {
            number,
            shopper,
            at_ms,
            listing: None,
            context,
            list: data.get("listId").and_then(Value::text).unwrap_or_default(),
            events: Vec::new(),
            unknown: Vec::new(),
            in_seconds,
        };
        let Value::Map(fields) = data else {
            return Err("is no object".to_owned());
        };
        for (name, value) in fields {
            match (name.as_str(), value) {
                ("listing", Value::List(rows)) => line.listing = Some(listing(rows)?),
                ("events", Value::List(rows)) => line.add_events(rows)?,
                ("listing" | "events", Value::Null) => {}
                ("listing" | "events", _) => return Err(format!("{name} is no list")),
                _ => {}
            }
        }
        Ok(line)
    }

    fn add_events(&mut self, rows: Vec<Value>) -> Result<(), String> {
        // The engine's own reader checks them, with a catalogue nobody keeps.
        let mut scratch = Catalog::default();
        for (index, value) in rows.into_iter().enumerate() {
            if let Some(name) = unknown_name(&value) {
                self.unknown.push(name);
                continue;
            }
            let signal = Signal::parse(&value, &mut scratch, self.at_ms)
                .map_err(|error| format!("events[{index}] {error}"))?;
            self.events.push(Event {
                kind: signal.kind,
                at_ms: signal.at_ms,
                products: signal
                    .items
                    .iter()
                    .map(|item| scratch.id_text(item.product).to_owned())
                    .collect(),
                value,
            });
        }
        self.events.sort_by_key(|event| event.at_ms);
        Ok(())
    }
}

/// The name of an event, if it has one that Ownshelf does not know.
fn unknown_name(event: &Value) -> Option<String> {
    let name = event.first(&["name", "event"]).and_then(Value::text)?;
    EventKind::parse(&name).is_none().then_some(name)
}

/// The fields of a line.
const FIELDS: [&str; 6] = ["shopper", "at", "listing", "events", "context", "listId"];
/// Times that are seconds, 2001 to 2286. As milliseconds they would lie in the first months of 1970.
const SECONDS: std::ops::Range<f64> = 1.0e9..1.0e10;

/// A field with one letter wrong, and the field that is missing: a page without its `events` would be no page.
fn misspelt(data: &Value) -> Option<(&str, &'static str)> {
    let Value::Map(fields) = data else {
        return None;
    };
    let missing = FIELDS.iter().filter(|field| data.get(field).is_none());
    let unknown = || {
        let names = fields.iter().map(|(name, _)| name.as_str());
        names.filter(|name| !FIELDS.contains(name))
    };
    missing
        .flat_map(|field| unknown().map(move |name| (name, *field)))
        .find(|(name, field)| one_edit_apart(name, field))
}

/// Whether two names are the same but for one letter too many, too few or wrong, for capitals, `_` and `-`. Names of two letters
/// have to be the same.
fn one_edit_apart(a: &str, b: &str) -> bool {
    let plain = |name: &str| -> Vec<char> {
        let letters = name.chars().filter(|c| !matches!(c, '_' | '-'));
        letters.flat_map(char::to_lowercase).collect()
    };
    let (a, b) = (plain(a), plain(b));
    let alike = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[alike..], &b[alike..]);
    let rest = |of: &[char]| of.get(1..).unwrap_or_default().to_vec();
    a == b || (alike + a.len() > 2 && (rest(a) == b || rest(b) == a || rest(a) == rest(b)))
}

/// Turns the times of a line and its events from seconds into milliseconds; whether there were any.
fn to_milliseconds(data: &mut Value) -> bool {
    let Value::Map(fields) = data else {
        return false;
    };
    let mut found = false;
    for (name, value) in fields {
        match (name.as_str(), value) {
            ("at", Value::Num(at)) if SECONDS.contains(at) => {
                *at *= 1000.0;
                found = true;
            }
            ("events", Value::List(events)) => {
                events
                    .iter_mut()
                    .for_each(|event| found |= to_milliseconds(event));
            }
            _ => {}
        }
    }
    found
}

fn time(value: &Value) -> Result<u64, String> {
    match value {
        Value::Num(ms) if (0.0..4.0e14).contains(ms) => Ok(*ms as u64),
        _ => Err("at is no time in epoch milliseconds".to_owned()),
    }
}

/// The entries of a listing; a product listed twice counts at its first place.
fn listing(rows: Vec<Value>) -> Result<Vec<Listed>, String> {
    let mut known = HashSet::new();
    let mut listed = Vec::with_capacity(rows.len());
    for (index, value) in rows.into_iter().enumerate() {
        let id = read_entry(&value)
            .map_err(|error| format!("listing[{index}] {error}"))?
            .id
            .trim()
            .to_owned();
        if known.insert(id.clone()) {
            listed.push(Listed { id, value });
        }
    }
    Ok(listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(text: &str) -> String {
        Line::parse(1, text.as_bytes()).unwrap_err()
    }

    #[test]
    fn reads_a_page_in_the_order_of_time() {
        let line = Line::parse(
            7,
            br#"{"shopper":12,"at":1000,"context":"search","listing":["a",{"id":"b","price":"4,60"},"a"],
                "events":[{"name":"purchase","items":[{"item_id":"b"}],"at":3000},{"name":"scroll"},
                {"name":"view_item","id":"a","at":2000}]}"#,
        )
        .unwrap();
        assert_eq!((line.number, line.shopper.as_str()), (7, "12"));
        assert_eq!(line.context, PageContext::Search);
        let ids: Vec<&str> = line
            .listing
            .iter()
            .flatten()
            .map(|l| l.id.as_str())
            .collect();
        assert_eq!(ids, ["a", "b"]);
        let events: Vec<_> = line.events.iter().map(|e| (e.kind, e.at_ms)).collect();
        assert_eq!(
            events,
            [(EventKind::ViewItem, 2000), (EventKind::Purchase, 3000)]
        );
        assert_eq!(line.events[1].products, ["b"]);
        assert_eq!(line.unknown, ["scroll"]);
    }

    #[test]
    fn seconds_become_milliseconds() {
        let read = |text: &str| Line::parse(1, text.as_bytes()).unwrap();
        let line = read(
            r#"{"shopper":"a","at":1700000000,"listing":["b"],"events":[{"name":"view_item","id":"b","at":1700000004.5}]}"#,
        );
        assert!(line.in_seconds);
        assert_eq!(
            (line.at_ms, line.events[0].at_ms),
            (1_700_000_000_000, 1_700_000_004_500)
        );
        let at = line.events[0].value.get("at").and_then(Value::number);
        assert_eq!(
            at,
            Some(1_700_000_004_500.0),
            "the shelf reads the event itself"
        );
        assert!(!read(r#"{"shopper":"a","at":1700000000000,"listing":["b"]}"#).in_seconds);
    }

    #[test]
    fn a_field_with_a_letter_wrong_is_named() {
        for (text, part) in [
            (
                r#"{"shopper":"a","at":1,"listing":["b"],"event":[]}"#,
                "has event but no events",
            ),
            (
                r#"{"shopper":"a","at":1,"events":[],"lising":["b"]}"#,
                "has lising but no listing",
            ),
            (
                r#"{"Shopper":"a","at":1,"events":[]}"#,
                "has Shopper but no shopper",
            ),
            (
                r#"{"shopper":"a","at":1,"events":[],"list_id":"b"}"#,
                "has list_id but no listId",
            ),
        ] {
            assert!(why(text).contains(part), "{text}: {}", why(text));
        }
        for known in [
            r#"{"shopper":"a","at":1,"events":[],"session":"b"}"#,
            r#"{"shopper":"a","at":1,"listing":["b"],"events":[],"event":"page"}"#,
            r#"{"shopper":"a","at":1,"events":[],"as":1}"#,
        ] {
            assert!(Line::parse(1, known.as_bytes()).is_ok(), "{known}");
        }
    }

    #[test]
    fn says_which_field_is_at_fault() {
        for (text, part) in [
            ("[]", "no object"),
            (r#"{"at":1,"events":[]}"#, "shopper is missing"),
            (r#"{"shopper":"a","events":[]}"#, "at is missing"),
            (
                r#"{"shopper":"a","at":"noon","events":[]}"#,
                "at is no time",
            ),
            (r#"{"shopper":"a","at":-1,"events":[]}"#, "at is no time"),
            (r#"{"shopper":"a","at":1}"#, "neither listing nor events"),
            (
                r#"{"shopper":"a","at":1,"listing":"b"}"#,
                "listing is no list",
            ),
            (
                r#"{"shopper":"a","at":1,"listing":["b",{"price":1}]}"#,
                "listing[1] id",
            ),
            (
                r#"{"shopper":"a","at":1,"events":[{"name":"purchase"}]}"#,
                "events[0] items",
            ),
            (
                r#"{"shopper":"a","at":1,"events":[{"id":"b"}]}"#,
                "events[0] name is missing",
            ),
            (
                r#"{"shopper":"a","at":1,"context":"sofa","listing":["b"]}"#,
                "context",
            ),
        ] {
            assert!(why(text).contains(part), "{text}: {}", why(text));
        }
    }
}
