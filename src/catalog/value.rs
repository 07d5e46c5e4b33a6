//! A small tree of plain data: how objects of any shop's shape enter the core.
//!
//! In the browser the boundary reads it from the page's objects (`src/wasm/read.rs`); the command line reads it from JSON.

use crate::compact::text::push_number;

/// Plain data, as JSON has it, plus numbers that JSON has not (NaN, infinities): rejecting them is the reader's job.
///
/// ```
/// use ownshelf::catalog::Value;
/// let product = Value::object([("id", 7.0.into()), ("tags", Value::list(["red".into()]))]);
/// assert_eq!(product.text_of(&["sku", "id"]).as_deref(), Some("7"));
/// assert_eq!(product.get("tags").map(Value::texts), Some(vec!["red".to_owned()]));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null` and `undefined`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// Any number, finite or not.
    Num(f64),
    /// Text.
    Str(String),
    /// An array.
    List(Vec<Value>),
    /// An object's own properties in their order.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// An object with these properties, in this order.
    pub fn object<const N: usize>(properties: [(&str, Value); N]) -> Value {
        let owned = properties.map(|(name, value)| (name.to_owned(), value));
        Value::Map(owned.into())
    }

    /// An array of these values.
    pub fn list<const N: usize>(values: [Value; N]) -> Value {
        Value::List(values.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Str(text.to_owned())
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value::Num(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Value::Bool(flag)
    }
}

// Readers of shop data call these some two hundred times; written into each call they would be a third of the engine.
impl Value {
    /// The property `key`; `None` if absent or null.
    #[inline(never)]
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Map(entries) => entries
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value)
                .filter(|value| !matches!(value, Value::Null)),
            _ => None,
        }
    }

    /// The first of several property names that is present.
    #[inline(never)]
    pub fn first(&self, keys: &[&str]) -> Option<&Value> {
        keys.iter().find_map(|key| self.get(key))
    }

    /// Text, or a finite whole number written as text (ids are often numbers).
    #[inline(never)]
    pub fn text(&self) -> Option<String> {
        match self {
            Value::Str(text) => {
                let text = text.trim();
                (!text.is_empty()).then(|| text.to_owned())
            }
            Value::Num(n) if *n as i64 as f64 == *n && n.abs() < 9.0e15 => {
                let mut text = String::new();
                push_number(&mut text, *n as i64);
                Some(text)
            }
            _ => None,
        }
    }

    /// The text of the first of several properties that has one.
    #[inline(never)]
    pub fn text_of(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.get(key)?.text())
    }

    /// A finite number.
    #[inline(never)]
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Num(n) if n.is_finite() => Some(*n),
            Value::Str(text) => super::price::plain_number(text),
            _ => None,
        }
    }

    /// A truth value.
    #[inline(never)]
    pub fn flag(&self) -> Option<bool> {
        match self {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The entries of a list; a single value counts as a list of one.
    #[inline(never)]
    pub fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            Value::Null => &[],
            single => std::slice::from_ref(single),
        }
    }

    /// The entries of an object; empty for anything else.
    #[inline(never)]
    pub fn entries(&self) -> &[(String, Value)] {
        match self {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Texts of a list or of a single text.
    #[inline(never)]
    pub fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        for item in self.items() {
            texts.extend(item.text());
        }
        texts
    }
}
