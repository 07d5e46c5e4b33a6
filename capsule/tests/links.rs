//! Digits, links and packing: what is written is read, what was made up or changed on its way is refused, and what an
//! earlier version wrote is opened for ever.

use ownshelf_capsule::envelope::Cost;
use ownshelf_capsule::links::{CODE_BYTES, join, parts, write};
use ownshelf_capsule::pack::{CHANCE, pack};
use ownshelf_capsule::{Fault, digits, open};
use proptest::prelude::*;

const URL: &str = "https://shop.test/page";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn digits_come_back_as_bytes(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let text = digits::encode(&bytes);
        prop_assert!(text.bytes().all(|digit| digit.is_ascii_digit()));
        prop_assert_eq!(digits::decode(&text), Ok(bytes));
    }

    /// Whatever is read without a fault is exactly what is written for it: no two texts stand for the same bytes.
    #[test]
    fn digits_are_read_in_one_spelling(text in "[0-9]{0,40}|[0-9a-f ٣]{0,20}") {
        if let Ok(bytes) = digits::decode(&text) {
            prop_assert_eq!(digits::encode(&bytes), text);
        }
    }

    /// In any order, twice over, with words between them.
    #[test]
    fn links_are_joined_however_they_come(
        bytes in prop::collection::vec(any::<u8>(), 1..3 * CODE_BYTES), order in Just(vec![0, 1, 2, 0]).prop_shuffle(),
        around in "[^=]{0,10}",
    ) {
        let links = write(&bytes, &format!("{URL}#part"));
        prop_assert_eq!(links.len(), bytes.len().div_ceil(CODE_BYTES));
        let begin = format!("{URL}#ownshelf=1.");
        prop_assert!(links[0].starts_with(&begin));
        let texts: Vec<&str> = order.iter().filter_map(|at| links.get(*at)).map(String::as_str).collect();
        let text = texts.join(&format!("\n{around}\n"));
        prop_assert_eq!(join(&text), Ok(bytes));
    }

    #[test]
    fn a_missing_part_is_named(bytes in prop::collection::vec(any::<u8>(), CODE_BYTES + 1..9 * CODE_BYTES), missing in any::<prop::sample::Index>()) {
        let mut links = write(&bytes, URL);
        let of = links.len() as u8;
        let missing = missing.index(links.len());
        links.remove(missing);
        prop_assert_eq!(join(&links.join(" ")), Err(Fault::Part { nth: missing as u8 + 1, of }));
    }

    /// Any text is read or refused; what is read as a part has sane numbers.
    #[test]
    fn nothing_made_up_breaks(text in "(ownshelf=|[0-9]{1,3}|\\.|[^.]){0,30}") {
        for part in parts(&text) {
            prop_assert!(part.of <= 9 && (1..=part.of).contains(&part.nth) && part.name.len() <= 5);
        }
        let _ = join(&text);
    }

    /// One digit read wrongly is a refusal of the link, or of the capsule's checksum.
    #[test]
    fn a_digit_read_wrongly_opens_nothing(at in any::<prop::sample::Index>(), more in 1..10u8) {
        let packed = packed(1).unwrap();
        let link = &packed.links[0];
        let start = link.rfind('.').unwrap() + 1;
        let mut bytes = link.clone().into_bytes();
        let digit = &mut bytes[start + at.index(link.len() - start)];
        *digit = b'0' + (*digit - b'0' + more) % 10;
        let read = join(std::str::from_utf8(&bytes).unwrap());
        let opened = read.and_then(|capsule| open(&capsule, b"correct horse"));
        prop_assert!(opened.is_err());
    }
}

fn packed(codes: u32) -> Result<ownshelf_capsule::pack::Packed, Fault> {
    let profile = ownshelf::shelf::Shelf::new(
        1,
        ownshelf::privacy::Consent::new(ownshelf::privacy::ConsentMode::Session, false, false),
    )
    .encode();
    let cost = Cost { mib: 8, passes: 1 };
    pack(
        "correct horse",
        cost,
        &[7; CHANCE],
        (&profile, b"{}"),
        URL,
        codes,
    )
}

#[test]
fn parts_of_another_capsule_are_not_joined() {
    let (one, two) = (write(&[1; 3000], URL), write(&[2; 3000], URL));
    assert_eq!(
        join(&format!("{} {}", one[0], two[1])),
        Err(Fault::Part { nth: 1, of: 2 })
    );
    assert_eq!(
        join(&format!("{} {} {}", one[1], two[0], two[1])),
        Ok(vec![2; 3000])
    );
}

#[test]
fn what_is_no_part_is_none() {
    for text in [
        "",
        "https://shop.test/",
        "#ownshelf=",
        "ownshelf=1.1.5",
        "ownshelf=0.1.5.1",
        "ownshelf=2.1.5.1",
        "ownshelf=1.0.5.1",
        "ownshelf=11.1.5.1",
        "ownshelf=1.1.123456.1",
        "ownshelf=a.1.5.1",
    ] {
        assert_eq!(join(text), Err(Fault::Foreign), "{text}");
    }
    assert_eq!(join("ownshelf=1.1.5.9999"), Err(Fault::Link));
    assert_eq!(
        join("ownshelf=1.1.5.999"),
        Err(Fault::Link),
        "more than a byte"
    );
}

#[test]
fn packing_wants_a_passphrase_codes_and_chance() {
    let cost = Cost { mib: 8, passes: 1 };
    let attempt = |passphrase, chance: &[u8], codes| {
        pack(passphrase, cost, chance, (b"", b""), URL, codes).unwrap_err()
    };
    assert_eq!(attempt("seven77", &[0; CHANCE], 1), Fault::ShortPassphrase);
    // Characters count, not bytes.
    assert_eq!(attempt("éééé", &[0; CHANCE], 1), Fault::ShortPassphrase);
    for codes in [0, 3, u32::MAX] {
        assert_eq!(attempt("correct horse", &[0; CHANCE], codes), Fault::Codes);
    }
    for length in [0, CHANCE - 1, CHANCE + 1] {
        assert_eq!(attempt("correct horse", &vec![0; length], 1), Fault::Chance);
    }
    assert_eq!(attempt("correct horse", &[0; CHANCE], 1), Fault::Unreadable);
}

#[test]
fn the_first_version_is_opened_for_ever() {
    let golden = include_str!("../../tests/golden/capsule-v1.json");
    let golden: serde_json::Value = serde_json::from_str(golden).unwrap();
    let file = base64(golden["file"].as_str().unwrap());
    let passphrase = golden["passphrase"].as_str().unwrap();
    let (_, profile) = open(&file, passphrase.as_bytes()).unwrap();
    let mut catalog = ownshelf::catalog::Catalog::default();
    let profile = ownshelf::profile::Profile::decode(&profile, &mut catalog).unwrap();
    assert_eq!(
        profile.records().len(),
        golden["records"].as_array().unwrap().len()
    );
    // As links it takes the same way.
    assert_eq!(join(&write(&file, URL).join(" ")), Ok(file));
}

fn base64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut length) = (0u32, 0);
    for letter in text.bytes().filter(|letter| *letter != b'=') {
        let value = LETTERS.iter().position(|other| *other == letter).unwrap();
        bits = (bits << 6) | value as u32;
        length += 6;
        if length >= 8 {
            length -= 8;
            bytes.push((bits >> length) as u8);
        }
    }
    bytes
}
