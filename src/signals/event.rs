//! One event, parsed.

use crate::catalog::{Catalog, ProductId, Value, read_currency, read_entry};
use crate::error::{Error, Result};
use crate::time::DAY_MS;

/// GA4's e-commerce events, and five of our own.
///
/// ```
/// use ownshelf::signals::EventKind;
/// assert_eq!(EventKind::parse("add_to_cart"), Some(EventKind::AddToCart));
/// assert_eq!(EventKind::Purchase.gain(), 3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum EventKind {
    /// A list was shown.
    ViewItemList = 0,
    /// A product of a list was opened.
    SelectItem = 1,
    /// A product page was shown.
    ViewItem = 2,
    /// Put into the basket.
    AddToCart = 3,
    /// Taken out of the basket.
    RemoveFromCart = 4,
    /// Put on the wish list.
    AddToWishlist = 5,
    /// Checkout begun.
    BeginCheckout = 6,
    /// Bought.
    Purchase = 7,
    /// Sent back.
    Refund = 8,
    /// Searched.
    Search = 9,
    /// A promotion was opened.
    SelectPromotion = 10,
    /// A list was sorted.
    SortBy = 11,
    /// A list was filtered.
    FilterBy = 12,
    /// "Not for me".
    HideItem = 13,
    /// Visible, non-idle time on a product.
    ItemDwell = 14,
    /// "Do not suggest this for so many days".
    SnoozeItem = 15,
}

/// All kinds, in the order of their numbers.
const KINDS: [(EventKind, &str); 16] = [
    (EventKind::ViewItemList, "view_item_list"),
    (EventKind::SelectItem, "select_item"),
    (EventKind::ViewItem, "view_item"),
    (EventKind::AddToCart, "add_to_cart"),
    (EventKind::RemoveFromCart, "remove_from_cart"),
    (EventKind::AddToWishlist, "add_to_wishlist"),
    (EventKind::BeginCheckout, "begin_checkout"),
    (EventKind::Purchase, "purchase"),
    (EventKind::Refund, "refund"),
    (EventKind::Search, "search"),
    (EventKind::SelectPromotion, "select_promotion"),
    (EventKind::SortBy, "sort_by"),
    (EventKind::FilterBy, "filter_by"),
    (EventKind::HideItem, "hide_item"),
    (EventKind::ItemDwell, "item_dwell"),
    (EventKind::SnoozeItem, "snooze_item"),
];

impl EventKind {
    /// All kinds with their names, in the order of their numbers.
    pub const ALL: [(EventKind, &str); 16] = KINDS;

    /// The kind of an event's name.
    pub fn parse(name: &str) -> Option<Self> {
        KINDS
            .iter()
            .find(|(_, text)| *text == name)
            .map(|(kind, _)| *kind)
    }

    /// GA4's name, or ours.
    pub fn name(self) -> &'static str {
        KINDS[self as usize].1
    }

    /// The kind behind its stored number.
    pub fn from_number(number: u8) -> Option<Self> {
        KINDS.get(usize::from(number)).map(|(kind, _)| *kind)
    }

    /// Whether the event means nothing without a product.
    fn needs_item(self) -> bool {
        use EventKind::{
            AddToCart, AddToWishlist, HideItem, ItemDwell, Purchase, RemoveFromCart, SelectItem,
            SnoozeItem, ViewItem,
        };
        matches!(
            self,
            SelectItem
                | ViewItem
                | AddToCart
                | RemoveFromCart
                | AddToWishlist
                | Purchase
                | HideItem
                | ItemDwell
                | SnoozeItem
        )
    }

    /// Whether it turns a suggestion down.
    pub fn quiets(self) -> bool {
        matches!(self, EventKind::HideItem | EventKind::SnoozeItem)
    }

    /// How strongly the event speaks for a product as the outcome of a page: GA4 funnel gains of the replay
    /// (purchase 3, add_to_cart 2, select_item and view_item 1), 0 for all others.
    pub fn gain(self) -> u8 {
        match self {
            EventKind::Purchase => 3,
            EventKind::AddToCart => 2,
            EventKind::SelectItem | EventKind::ViewItem => 1,
            _ => 0,
        }
    }
}

/// One product an event speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalItem {
    /// The product.
    pub product: ProductId,
    /// The price in the event, if given.
    pub price: Option<f64>,
    /// Pieces, at least 1; of a snooze, days.
    pub quantity: u32,
}

/// One event with its products and its time.
///
/// ```
/// use ownshelf::{catalog::{Catalog, Value}, signals::Signal};
/// let event = Value::object([("name", "item_dwell".into()), ("id", "cup".into()), ("dwellMs", 9_000.0.into())]);
/// let signal = Signal::parse(&event, &mut Catalog::default(), 1_700_000_000_000)?;
/// assert_eq!((signal.dwell_ms, signal.items.len()), (Some(9_000), 1));
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// What happened.
    pub kind: EventKind,
    /// Epoch milliseconds.
    pub at_ms: u64,
    /// Signals that came before it with the very same time; clocks are coarse and order tells what came last.
    pub nth: u8,
    /// The products, in the event's order.
    pub items: Vec<SignalItem>,
    /// Visible, non-idle milliseconds.
    pub dwell_ms: Option<u32>,
    /// The list it happened in.
    pub list: Option<String>,
    /// The chosen sort order, filter value or search words.
    pub text: Option<String>,
    /// Of a purchase: the shop's number of the order.
    pub order: Option<String>,
}

/// More products in one event than GA4 allows (200) are cut off.
const MAX_ITEMS: usize = 200;
/// Pieces counted at most.
const MAX_PIECES: f64 = 10_000.0;
/// A day: longer dwell than this is a clock error.
const MAX_DWELL_MS: f64 = DAY_MS as f64;

impl Signal {
    /// Reads a GA4-shaped event: `{ name, items? | id?, item_list_id?, transaction_id?, at?, dwellMs?, days?, value?,
    /// query? }`.
    /// Products that the event itself describes are learned by the catalogue.
    ///
    /// # Errors
    /// `InvalidInput` naming the field: an unknown `name`, no item with an id, an unreadable time.
    pub fn parse(event: &Value, catalog: &mut Catalog, now_ms: u64) -> Result<Signal> {
        let name = event
            .first(&["name", "event"])
            .and_then(Value::text)
            .ok_or_else(|| Error::input("name", "is missing"))?;
        let kind = EventKind::parse(&name)
            .ok_or_else(|| Error::input("name", "is no event Ownshelf knows"))?;
        // GA4 pushes put the e-commerce part into an object of its own.
        let body = event.get("ecommerce").unwrap_or(event);
        let days = (kind == EventKind::SnoozeItem).then(|| snoozed(event.get("days")));
        let currency = body.get("currency");
        let mut items = Vec::new();
        let mut fault = None;
        for (index, row) in body
            .get("items")
            .map_or(&[][..], Value::items)
            .iter()
            .take(MAX_ITEMS)
            .enumerate()
        {
            // One item that cannot be read does not lose the others.
            match item(row, currency, catalog) {
                Ok(item) => items.push(item),
                Err(error) => fault = fault.or(Some(error.at(index))),
            }
        }
        if items.is_empty()
            && let Some(id) = event.first(&["id", "item_id"])
        {
            let id = id
                .text()
                .ok_or_else(|| Error::input("id", "is neither text nor a whole number"))?;
            items.push(SignalItem {
                product: catalog.id(&id),
                price: None,
                quantity: days.unwrap_or(1),
            });
        }
        if items.is_empty() && kind.needs_item() {
            return Err(fault.unwrap_or_else(|| Error::input("items", "is missing, as is id")));
        }
        Ok(Signal {
            kind,
            at_ms: time(event.get("at"), now_ms)?,
            nth: 0,
            items,
            dwell_ms: dwell(event.first(&["dwellMs", "dwell_ms"]))?,
            list: body
                .first(&["item_list_id", "item_list_name"])
                .and_then(Value::text),
            text: event
                .first(&["value", "query", "search_term", "sort", "filter"])
                .and_then(Value::text),
            order: (kind == EventKind::Purchase)
                .then(|| body.get("transaction_id").and_then(Value::text))
                .flatten(),
        })
    }
}

/// Days of a snooze, 1 to 10,000; without a number, for good.
fn snoozed(days: Option<&Value>) -> u32 {
    days.and_then(Value::number)
        .map_or(MAX_PIECES, |days| days.clamp(1.0, MAX_PIECES)) as u32
}

/// One item; the event's currency is that of an item that names none.
fn item(row: &Value, currency: Option<&Value>, catalog: &mut Catalog) -> Result<SignalItem> {
    let mut record = read_entry(row)?;
    record.currency = record.currency.or_else(|| currency.and_then(read_currency));
    let price = record.price;
    let quantity = row
        .get("quantity")
        .and_then(Value::number)
        .map_or(1.0, |q| q.clamp(1.0, MAX_PIECES)) as u32;
    let product = if record.describes() {
        catalog.absorb(record).0
    } else {
        catalog.id(&record.id)
    };
    Ok(SignalItem {
        product,
        price,
        quantity,
    })
}

fn time(value: Option<&Value>, now_ms: u64) -> Result<u64> {
    match value {
        None => Ok(now_ms),
        // Nothing happens tomorrow: a time over a day ahead, more than time zones explain, comes from a clock gone wrong.
        Some(Value::Num(n)) if *n > now_ms.saturating_add(DAY_MS) as f64 && *n < 4.0e14 => {
            Ok(now_ms)
        }
        Some(Value::Num(n)) if n.is_finite() && (0.0..4.0e14).contains(n) => Ok(*n as u64),
        Some(_) => Err(Error::input("at", "is no time in epoch milliseconds")),
    }
}

fn dwell(value: Option<&Value>) -> Result<Option<u32>> {
    match value {
        None => Ok(None),
        Some(Value::Num(n)) if n.is_finite() && *n >= 0.0 => Ok(Some(n.min(MAX_DWELL_MS) as u32)),
        Some(_) => Err(Error::input("dwellMs", "is no time in milliseconds")),
    }
}
