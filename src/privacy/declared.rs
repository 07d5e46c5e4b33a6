//! Declared preferences: what the shopper asks for in so many words. Never inferred, and never evidence.

use crate::catalog::Value;
use crate::compact::text;
use crate::error::{Error, Result};

/// What the shopper typed in or ticked.
///
/// ```
/// use ownshelf::{catalog::Value, privacy::Declared};
/// let wishes = Declared::parse(&Value::object([("secondHand", true.into())]))?;
/// assert!(wishes.second_hand && wishes.orders());
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Declared {
    /// Packaging of recycled material is welcome.
    pub recycled: bool,
    /// Packaging without plastic is welcome.
    pub plastic_free: bool,
    /// Low-carbon delivery is welcome.
    pub low_carbon: bool,
    /// Used and refurbished products are welcome.
    pub second_hand: bool,
    /// Repairable products are welcome.
    pub repairable: bool,
    /// The better equipped, dearer products are welcome.
    pub premium: bool,
    /// This EU energy class, `A` to `G`, or better.
    pub energy_class: Option<char>,
    /// Brands to stand last, in lower case.
    pub hidden_brands: Vec<String>,
    /// Categories to stand last, in lower case.
    pub hidden_categories: Vec<String>,
    /// Sensitive topics that may be learned from.
    pub allow_sensitive: Vec<String>,
}

/// The wishes that are switches, in the order of their bits at the boundary.
pub const WISHES: [&str; 6] = [
    "recycled",
    "plastic_free",
    "low_carbon",
    "secondHand",
    "repairable",
    "premium",
];

/// Longer lists are a mistake, or an attempt to fill the device.
const MAX_NAMES: usize = 100;

impl Declared {
    /// Reads `{ packaging?, delivery?, secondHand?, repairable?, energyClass?, premium?, hiddenBrands?,
    /// hiddenCategories?, allowSensitive? }`.
    ///
    /// # Errors
    /// `InvalidInput` naming the field: a word that is not known, a switch that is neither true nor false, a list of more
    /// than 100 names.
    pub fn parse(value: &Value) -> Result<Declared> {
        let mut declared = Declared::default();
        for (field, value) in value.entries() {
            if *value == Value::Null {
                continue;
            }
            match field.as_str() {
                "packaging" => {
                    for word in value.texts() {
                        match word.as_str() {
                            "recycled" => declared.recycled = true,
                            "plastic_free" => declared.plastic_free = true,
                            _ => {
                                return Err(Error::input(
                                    "packaging",
                                    "is none of recycled, plastic_free",
                                ));
                            }
                        }
                    }
                }
                "delivery" => match value.text().as_deref() {
                    Some("low_carbon") => declared.low_carbon = true,
                    Some("any") => {}
                    _ => return Err(Error::input("delivery", "is none of low_carbon, any")),
                },
                "secondHand" => declared.second_hand = switch("secondHand", value)?,
                "repairable" => declared.repairable = switch("repairable", value)?,
                "premium" => declared.premium = switch("premium", value)?,
                "energyClass" => declared.energy_class = energy_class(value)?,
                "hiddenBrands" => declared.hidden_brands = names("hiddenBrands", value)?,
                "hiddenCategories" => {
                    declared.hidden_categories = names("hiddenCategories", value)?
                }
                "allowSensitive" => declared.allow_sensitive = names("allowSensitive", value)?,
                _ => {
                    return Err(Error::input(
                        "preferences",
                        "have a field that is not known",
                    ));
                }
            }
        }
        Ok(declared)
    }

    /// Whether anything was declared that can bear on an order.
    pub fn orders(&self) -> bool {
        *self
            != Declared {
                allow_sensitive: self.allow_sensitive.clone(),
                ..Declared::default()
            }
    }
}

fn switch(field: &'static str, value: &Value) -> Result<bool> {
    value
        .flag()
        .ok_or_else(|| Error::input(field, "is neither true nor false"))
}

/// `A` to `G`; anything else that is a word ("any") is no wish.
fn energy_class(value: &Value) -> Result<Option<char>> {
    let word = value
        .text()
        .ok_or_else(|| Error::input("energyClass", "is none of A to G"))?;
    let mut letters = word.chars();
    Ok(match (letters.next(), letters.next()) {
        (Some(letter @ 'A'..='G'), None) => Some(letter),
        _ => None,
    })
}

fn names(field: &'static str, value: &Value) -> Result<Vec<String>> {
    let names = value.texts();
    if names.len() > MAX_NAMES {
        return Err(Error::input(field, "has more than 100 names"));
    }
    Ok(names.iter().map(|name| text::folded(name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(field: &str, value: Value) -> Value {
        Value::Map(vec![(field.into(), value)])
    }

    #[test]
    fn reads_wishes_and_refuses_what_is_none() {
        let brands = Value::List(vec![Value::Str("Acme".into()), Value::Str(" ".into())]);
        let declared = Declared::parse(&map("hiddenBrands", brands)).unwrap();
        assert_eq!(declared.hidden_brands, ["acme"]);
        assert!(declared.orders());
        assert!(
            !Declared::parse(&map("energyClass", Value::Str("any".into())))
                .unwrap()
                .orders()
        );
        for (field, value) in [
            ("premium", Value::Str("yes".into())),
            ("packaging", Value::Str("gold".into())),
            ("delivery", Value::Num(1.0)),
            ("mood", Value::Bool(true)),
            (
                "hiddenBrands",
                Value::List(vec![Value::Str("x".into()); 101]),
            ),
        ] {
            assert!(Declared::parse(&map(field, value)).is_err(), "{field}");
        }
    }
}
