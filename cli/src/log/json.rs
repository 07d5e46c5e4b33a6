//! JSON straight into the engine's own tree of plain data, with no tree of another kind in between.

use ownshelf::catalog::Value;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Reads one JSON text.
///
/// # Errors
/// Why it is no JSON, in words, with the column.
pub fn parse(text: &[u8]) -> Result<Value, String> {
    serde_json::from_slice::<Data>(text)
        .map(|data| data.0)
        .map_err(|error| {
            let text = error.to_string();
            // Each text is one line, so its line number says nothing.
            format!(
                "is no JSON: {}",
                text.replace(" at line 1 column", ", column")
            )
        })
}

struct Data(Value);

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree).map(Data)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Num(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Num(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Num(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Str(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Str(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Data(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map: Vec<(String, Value)> = Vec::new();
        while let Some((key, Data(value))) = entries.next_entry::<String, Data>()? {
            map.push((key, value));
        }
        Ok(Value::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_json_has() {
        let value = parse(br#"{"a":[1,-2.5,"x",true,null],"b":{"c":"\u00e9"}}"#).unwrap();
        let items = value.get("a").unwrap().items();
        assert_eq!(items[1], Value::Num(-2.5));
        assert_eq!(items[4], Value::Null);
        let deep = value.get("b").and_then(|b| b.get("c")).unwrap();
        assert_eq!(deep, &Value::Str("é".into()));
    }

    #[test]
    fn says_what_is_wrong_and_bounds_depth() {
        assert!(parse(b"{\"a\":").unwrap_err().contains("column"));
        assert!(parse(b"{} {}").is_err());
        assert!(parse(&b"\xff\xfe"[..]).is_err());
        assert!(parse("[".repeat(100_000).as_bytes()).is_err());
    }
}
