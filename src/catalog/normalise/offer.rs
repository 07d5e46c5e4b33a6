//! schema.org `Offer` and `AggregateOffer`: price, list price, currency, availability.

use super::fields::{Field, currency, read};
use super::price;
use super::schema_org::things;
use crate::catalog::product::ProductRecord;
use crate::catalog::value::Value;
use crate::compact::text::{contains, folded};

/// Types of a price that is not asked now: what it was before, or what the maker recommends.
const LIST_PRICES: [&str; 5] = [
    "ListPrice",
    "StrikethroughPrice",
    "RegularPrice",
    "SRP",
    "MSRP",
];

/// Takes over what an offer says.
pub fn read_offer(offer: &Value, record: &mut ProductRecord) {
    read(
        offer,
        &[
            ("itemCondition", Field::Condition),
            ("priceCurrency", Field::Currency),
        ],
        record,
    );
    record.price = price(
        "offers.price",
        offer.first(&["price", "lowPrice"]),
        &mut record.unread,
    );
    record.available = availability(offer);
    for specification in things(offer, "priceSpecification") {
        read_specification(specification, record);
    }
    // Nested offers of an AggregateOffer.
    for nested in things(offer, "offers") {
        let field = "offers.offers.price";
        if record.price.is_none() {
            record.price = price(field, nested.get("price"), &mut record.unread);
        }
        record.available = match (record.available, availability(nested)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (known, nested) => known.or(nested),
        };
    }
}

/// One of several prices: the one everybody pays for the whole piece counts.
fn read_specification(specification: &Value, record: &mut ProductRecord) {
    let amount = price(
        "offers.priceSpecification.price",
        specification.get("price"),
        &mut record.unread,
    );
    let kind = specification.get("priceType").and_then(Value::text);
    let listed = kind.is_some_and(|kind| LIST_PRICES.iter().any(|listed| kind.ends_with(listed)));
    if listed {
        record.list_price = amount.or(record.list_price);
    } else if !is_unit_price(specification) && !is_for_members(specification) {
        record.price = record.price.or(amount);
    }
    if record.currency.is_none() {
        record.currency = specification.get("priceCurrency").and_then(currency);
    }
}

/// Whether the price is for a quantity other than one piece, as laws on unit prices ask for.
fn is_unit_price(specification: &Value) -> bool {
    let Some(quantity) = specification.get("referenceQuantity") else {
        return false;
    };
    let unit = quantity.get("unitCode").and_then(Value::text);
    let pieces = unit.is_none_or(|unit| matches!(unit.as_str(), "C62" | "H87" | "EA" | "PCE"));
    let one = quantity.get("value").and_then(Value::number) == Some(1.0);
    !(pieces && one)
}

/// Whether only members of a programme pay it. Offers count when they are open to everybody.
fn is_for_members(specification: &Value) -> bool {
    specification
        .first(&["validForMemberTier", "membershipPointsEarned"])
        .is_some()
}

/// Whether the offer can be bought, if it says so in any of schema.org's words or in plain ones.
pub fn availability(offer: &Value) -> Option<bool> {
    let said = offer.get("availability")?.text()?;
    let letters = |c: &char| c.is_ascii_alphabetic();
    let word: String = folded(&said).chars().filter(letters).collect();
    let says = |words: &[&str]| words.iter().any(|one| contains(&word, one));
    if says(&[
        "outofstock",
        "soldout",
        "discontinued",
        "notavailable",
        "unavailable",
    ]) {
        return Some(false);
    }
    let words = [
        "instock",
        "limitedavailability",
        "onlineonly",
        "instoreonly",
        "preorder",
        "presale",
        "backorder",
        "madetoorder",
        "reserved",
        "available",
    ];
    says(&words).then_some(true)
}
