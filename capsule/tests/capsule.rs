//! Capsules over arbitrary shoppers: what goes in comes out, parts merge with wholes, and nothing forged breaks anything.

#[path = "../../tests/common/mod.rs"]
mod common;

use common::{behave, catalogue, events};
use ownshelf::catalog::Value;
use ownshelf::privacy::{Consent, ConsentMode, Purpose, PurposeState};
use ownshelf::profile::RecordId;
use ownshelf::shelf::Shelf;
use ownshelf_capsule::envelope::{Cost, HEADER, Key, NONCE, OVERHEAD, SALT};
use ownshelf_capsule::{Fault, open, qr, seal};
use proptest::prelude::*;

const NOW: u64 = 1_700_000_000_000;
const LATER: u64 = NOW + 10_000_000;
const WORDS: &[u8] = br#"{"denied":["price"]}"#;
/// Quick, for tests.
const COST: Cost = Cost { mib: 8, passes: 1 };

fn key(passphrase: &[u8]) -> Key {
    Key::stretch(passphrase, &[7; SALT], COST).unwrap()
}

fn shelf(device: u32) -> Shelf {
    Shelf::new(device, Consent::new(ConsentMode::Session, false, false))
}

fn shopper(device: u32, seed: u64, events: &[Value]) -> Shelf {
    behave(
        shelf(device),
        &catalogue(seed),
        events,
        NOW + u64::from(device),
    )
}

/// Through a capsule and out of it again.
fn carried(key: &Key, profile: &[u8], most: Option<usize>) -> Vec<u8> {
    let sealed = seal(key, &[9; NONCE], profile, WORDS, most).unwrap();
    let (words, profile) = open(&sealed.bytes, b"correct horse").unwrap();
    assert_eq!(words, WORDS);
    profile
}

fn ids(shelf: &Shelf) -> Vec<RecordId> {
    shelf
        .profile()
        .records()
        .iter()
        .map(|record| record.id)
        .collect()
}

/// A shelf that took profiles in, as bytes; of itself it has nothing.
fn taken(parts: &[&[u8]]) -> Vec<u8> {
    let mut shelf = shelf(9);
    for part in parts {
        shelf.merge(part, LATER).unwrap();
    }
    shelf.encode()
}

/// The same records whichever way the products in them were numbered.
fn same(a: &[u8], b: &[u8]) -> bool {
    let read = |bytes: &[u8]| {
        let mut shelf = shelf(9);
        shelf.merge(bytes, LATER).unwrap();
        shelf.export()
    };
    read(a) == read(b)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// All of it, bit for bit.
    #[test]
    fn what_goes_in_comes_out(seed in any::<u64>(), events in events(80)) {
        let bytes = shopper(1, seed, &events).encode();
        let out = carried(&key(b"correct horse"), &bytes, None);
        prop_assert_eq!(taken(&[&out]), taken(&[&bytes]));
    }

    /// A part keeps to its bounds, holds whole records, and adds nothing to the whole.
    #[test]
    fn a_part_is_a_part(seed in any::<u64>(), events in events(80), most in 160..3000_usize) {
        let shopper = shopper(1, seed, &events);
        let (bytes, key) = (shopper.encode(), key(b"correct horse"));
        let sealed = seal(&key, &[9; NONCE], &bytes, WORDS, Some(most)).unwrap();
        prop_assert!(sealed.bytes.len() <= most);
        let part = open(&sealed.bytes, b"correct horse").unwrap().1;
        let mut other = shelf(2);
        other.merge(&part, LATER).unwrap();
        prop_assert_eq!(other.profile().records().len(), sealed.records);
        let all = ids(&shopper);
        prop_assert!(ids(&other).iter().all(|id| all.contains(id)));
        prop_assert!(same(&taken(&[&bytes, &part]), &taken(&[&bytes])));
        prop_assert!(same(&taken(&[&part, &bytes]), &taken(&[&bytes])));
    }

    /// Union: commutative, associative, idempotent; what two devices both had from a third counts once. A withdrawal on
    /// one of them wins.
    #[test]
    fn merging_is_a_union(
        seed in any::<u64>(), a in events(25), b in events(25), shared in events(25), withdrawn in 0..5_usize,
    ) {
        let key = key(b"correct horse");
        let shared = carried(&key, &shopper(3, seed, &shared).encode(), None);
        let with_shared = |device, events: &[Value]| {
            let mut shopper = shopper(device, seed, events);
            shopper.merge(&shared, LATER).unwrap();
            shopper
        };
        let mut a = with_shared(1, &a);
        a.set_consent(&[(Purpose::ALL[withdrawn], PurposeState::Denied)]);
        let a = carried(&key, &a.encode(), None);
        let b = carried(&key, &with_shared(2, &b).encode(), None);
        let once = taken(&[&a, &b]);
        prop_assert!(same(&once, &taken(&[&b, &a])));
        prop_assert!(same(&once, &taken(&[&a, &b, &a, &shared, &b])));
        let right = taken(&[&b, &shared]);
        prop_assert!(same(&taken(&[&taken(&[&a, &b]), &shared]), &taken(&[&a, &right])));
        let mut both = shelf(9);
        both.merge(&once, LATER).unwrap();
        let mut all = ids(&both);
        let before = all.len();
        all.dedup();
        prop_assert_eq!(all.len(), before);
    }

    /// An erasure takes what was made on its device, up to its time, out of every other; and nothing else.
    #[test]
    fn an_erasure_travels(seed in any::<u64>(), a in events(25), b in events(25), cut in 0..25_u64) {
        let key = key(b"correct horse");
        let until = NOW + 1 + cut * 10_000;
        let a = carried(&key, &shopper(1, seed, &a).encode(), None);
        let b = carried(&key, &shopper(2, seed, &b).encode(), None);
        let erased = |parts: &[&[u8]]| {
            let mut shelf = shelf(9);
            for part in parts {
                shelf.merge(part, LATER).unwrap();
                shelf.forget_made(1, until);
            }
            shelf
        };
        let both = erased(&[&a, &b]);
        prop_assert!(ids(&both).iter().all(|id| id.device != 1 || id.at_ms > until));
        prop_assert!(same(&both.encode(), &erased(&[&b, &a, &b]).encode()));
        let mut other = shelf(9);
        other.merge(&b, LATER).unwrap();
        let kept = ids(&both).into_iter().filter(|id| id.device == 2).collect::<Vec<_>>();
        prop_assert_eq!(kept, ids(&other));
    }

    /// Nothing that was changed, cut or made up is taken for a capsule, and content made up by one who knows the
    /// passphrase is read or refused, but breaks nothing.
    #[test]
    fn nothing_forged_breaks(
        seed in any::<u64>(), events in events(20), at in any::<prop::sample::Index>(), flip in 1..=255_u8,
        junk in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let key = key(b"correct horse");
        let bytes = shopper(1, seed, &events).encode();
        let sealed = seal(&key, &[9; NONCE], &bytes, WORDS, None).unwrap().bytes;
        let mut damaged = sealed.clone();
        damaged[at.index(sealed.len())] ^= flip;
        prop_assert!(open(&damaged, b"correct horse").is_err());
        prop_assert!(open(&sealed[..at.index(sealed.len())], b"correct horse").is_err());
        prop_assert!(open(&junk, b"").is_err());
        let forged = key.seal(0, &[1; NONCE], &junk).unwrap();
        if let Ok((_, profile)) = open(&forged, b"correct horse") {
            let mut other = shelf(2);
            prop_assert!(other.merge(&profile, LATER).is_ok());
        }
    }
}

#[test]
fn each_fault_has_its_name() {
    let bytes = shelf(1).encode();
    let sealed = seal(&key(b"right"), &[9; NONCE], &bytes, b"", None)
        .unwrap()
        .bytes;
    assert_eq!(open(&sealed, b"wrong").unwrap_err(), Fault::Passphrase);
    assert_eq!(
        open(b"PK\x03\x04 no capsule at all", b"").unwrap_err(),
        Fault::Foreign
    );
    assert_eq!(
        open(&sealed[..sealed.len() - 1], b"right").unwrap_err(),
        Fault::Damaged
    );
    let mut newer = sealed.clone();
    newer[4] = 2;
    assert_eq!(open(&newer, b"right").unwrap_err(), Fault::Newer);
    assert_eq!(open(&[0; OVERHEAD], b"").unwrap_err(), Fault::Foreign);
    assert!(seal(&key(b""), &[9; NONCE], b"no profile", b"", None).is_err());
    let fault = seal(
        &key(b""),
        &[9; NONCE],
        &bytes,
        &[b'x'; 4000],
        Some(OVERHEAD),
    )
    .unwrap_err();
    assert_eq!(fault, Fault::TooLong);
}

/// A capsule that asks for gigabytes is refused before anything is allocated; the checksum, being public, is no bar.
#[test]
fn no_capsule_takes_the_memory_it_likes() {
    let bytes = shelf(1).encode();
    let sealed = seal(&key(b""), &[9; NONCE], &bytes, b"", None)
        .unwrap()
        .bytes;
    for (mib, passes) in [(255, 1), (8, 255), (0, 1), (8, 0), (129, 1), (8, 9)] {
        let mut greedy = sealed[..sealed.len() - 4].to_vec();
        (greedy[6], greedy[7]) = (mib, passes);
        let sum = greedy.iter().fold(0x811c_9dc5_u32, |sum, byte| {
            (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
        });
        greedy.extend(sum.to_be_bytes());
        assert_eq!(
            open(&greedy, b"").unwrap_err(),
            Fault::Demanding,
            "{mib} MiB, {passes} passes"
        );
        // The header is authenticated: other costs within bounds open nothing.
    }
    let mut cheaper = sealed[..sealed.len() - 4].to_vec();
    cheaper[5] ^= 1;
    assert!(cheaper.len() > HEADER);
    let sum = cheaper.iter().fold(0x811c_9dc5_u32, |sum, byte| {
        (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    });
    cheaper.extend(sum.to_be_bytes());
    assert_eq!(open(&cheaper, b"").unwrap_err(), Fault::Passphrase);
}

#[test]
fn digits_take_a_third_of_a_byte_in_a_code() {
    let link = "https://shop.example/#ownshelf=1.";
    let digits = "7".repeat(4970);
    let code = qr::code(&format!("{link}{digits}")).unwrap();
    assert!(code.size <= 153, "version 34 or smaller, not {}", code.size);
    assert_eq!(code.modules.len(), usize::from(code.size).pow(2));
    // A finder pattern stands in the corner.
    assert_eq!(code.modules[..8], [1, 1, 1, 1, 1, 1, 1, 0]);
    assert_eq!(qr::code(&"x".repeat(3000)).unwrap_err(), Fault::TooLong);
}
