//! Kept bytes that were forged: the checksum is right, what it covers is not.

mod common;

use ownshelf::compact::Fnv;
use proptest::prelude::*;
use std::hash::Hasher;

/// The bytes with the checksum their content asks for.
fn sealed(body: &[u8]) -> Vec<u8> {
    let mut hash = Fnv::default();
    hash.write(body);
    [body, &hash.finish().to_le_bytes()].concat()
}

const NOW: u64 = 1_700_000_000_000;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn forged_profiles_are_read_or_refused_but_never_break(
        seed in any::<u64>(),
        events in common::events(30),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let shelf = common::behave(common::shelf(), &common::catalogue(seed), &events, NOW);
        let bytes = shelf.encode();
        let mut body = bytes[..bytes.len() - 8].to_vec();
        for (at, byte) in &changes {
            let at = at.index(body.len());
            body[at] = *byte;
        }
        let short = &body[..cut.index(body.len())];
        for forged in [sealed(&body), sealed(short)] {
            let mut other = common::shelf();
            if other.sync(&forged, NOW).is_err() {
                prop_assert_eq!(other.profile().records().len(), 0);
            }
        }
        // Untouched bytes are taken, so a refusal above is the forgery's doing.
        let mut other = common::shelf();
        prop_assert!(other.sync(&sealed(&bytes[..bytes.len() - 8]), NOW).is_ok());
    }
}
