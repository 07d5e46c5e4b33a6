//! The report's words for the parts of a receipt: of the shopper, to the merchant.

/// A part of a score in words. `name` is the category, brand, tag or attribute it speaks of, `value` its log-odds.
pub fn reason(code: &str, name: Option<&str>, value: f64) -> String {
    let up = value >= 0.0;
    let named = |likes: &str, shuns: &str, bare: &str| match name {
        Some(name) if up => format!("{likes} {name}"),
        Some(name) => format!("{shuns} {name}"),
        None => bare.to_owned(),
    };
    let either = |good: &str, bad: &str| if up { good } else { bad }.to_owned();
    match code {
        "shopOrder" => "Its place in your own order".to_owned(),
        "item" => either(
            "Looked at or chose this product before",
            "Turned this product down before",
        ),
        "category" => named("Goes for", "Passes over", "Kind of product"),
        "brand" => named("Goes for", "Passes over", "Brand"),
        "tag" => named("Goes for", "Passes over", "Theme"),
        "attribute" => named("Often chooses", "Rarely chooses", "Features"),
        "number" | "numeric" => either(
            "Size and figures close to earlier choices",
            "Size and figures unlike earlier choices",
        ),
        "price" => either(
            "Cheaper than others here, and the shopper compares prices",
            "Dearer than others here, and the shopper compares prices",
        ),
        "offer" => either(
            "On offer for everybody, and the shopper looks out for offers",
            "On offer, and the shopper does not look out for offers",
        ),
        "loyalty" => either("Chooses this regularly", "Chooses others regularly"),
        "session" => either(
            "Like what the shopper was looking at just then",
            "Unlike what the shopper was looking at just then",
        ),
        "quality" => either("Well rated by customers", "Less well rated by customers"),
        "novelty" => "New in the shop".to_owned(),
        "declared" => "The shopper asked for it".to_owned(),
        "merchandising" => either("Moved up by your rules", "Moved down by your rules"),
        "diversity" => either(
            "For variety in the list",
            "Held back for variety in the list",
        ),
        "exploration" => "Something new to try".to_owned(),
        "popularity" => either("Popular in your shop", "Less popular in your shop"),
        _ => "Other reasons".to_owned(),
    }
}

/// A place as people say it: 1st, 2nd, 3rd, 4th, 11th, 21st.
pub fn ordinal(number: u64) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// The day of a time, as `2018-11-07` (UTC).
pub fn day(at_ms: u64) -> String {
    // Days to a civil date in eras of 400 years that begin on 1 March (Hinnant, "chrono-compatible low-level date
    // algorithms").
    let days = at_ms / 86_400_000 + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_civil_dates() {
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(951_782_400_000), "2000-02-29");
        assert_eq!(day(1_541_581_100_000), "2018-11-07");
        assert_eq!(day(1_735_689_599_999), "2024-12-31");
    }

    #[test]
    fn places_have_their_endings() {
        let said: Vec<String> = [1, 2, 3, 4, 11, 12, 21, 113].map(ordinal).to_vec();
        assert_eq!(
            said,
            ["1st", "2nd", "3rd", "4th", "11th", "12th", "21st", "113th"]
        );
    }

    #[test]
    fn reasons_tell_liking_from_shunning() {
        assert_eq!(reason("brand", Some("Heinz"), 0.4), "Goes for Heinz");
        assert_eq!(reason("brand", Some("Heinz"), -0.4), "Passes over Heinz");
        assert_eq!(reason("something later", None, 1.0), "Other reasons");
    }
}
