//! Reports through the codec, the keys and the proofs of the aggregators they are for.

#[path = "../examples/aggregator/roles.rs"]
mod roles;

use janus_messages::{HpkeCiphertext, Report};
use ownshelf_insights::keys::HpkeConfig;
use ownshelf_insights::report::Task;
use ownshelf_insights::{Entropy, Fault};
use prio::codec::{Decode, Encode};
use prio::vdaf::prio3::optimal_chunk_length;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use roles::Roles;

const CELLS: u32 = 24;
const TIME: u64 = 1_700_006_400;

fn chance(seed: u64) -> Vec<u8> {
    let mut bytes = vec![0; 80];
    ChaCha20Rng::seed_from_u64(seed).fill_bytes(&mut bytes);
    bytes
}

fn roles() -> Roles {
    Roles::new(CELLS as usize, optimal_chunk_length(CELLS as usize)).unwrap()
}

fn task(roles: &Roles) -> Task {
    let leader = HpkeConfig::decode(&roles.leader.config()).unwrap();
    let helper = HpkeConfig::decode(&roles.helper.config()).unwrap();
    Task::new(roles.id, CELLS, 0, leader, helper).unwrap()
}

fn report(task: &Task, cell: u32, seed: u64) -> Vec<u8> {
    task.report(TIME, cell, &mut chance(seed).as_slice())
        .unwrap()
}

#[test]
fn two_hundred_reports_sum_to_the_plain_counts() {
    let mut roles = roles();
    let task = task(&roles);
    let mut plain = vec![0u128; CELLS as usize];
    for seed in 0..200 {
        let cell = (seed * seed % 31 % u64::from(CELLS)) as u32;
        let (_, shares) = roles.open(&report(&task, cell, seed)).unwrap();
        roles.count(&shares).unwrap();
        plain[cell as usize] += 1;
    }
    assert_eq!(roles.counts().unwrap(), plain);
    assert!(plain.iter().filter(|count| **count > 0).count() > 5);
}

#[test]
fn a_report_is_what_the_protocol_says_and_no_byte_more() {
    let roles = roles();
    let made = report(&task(&roles), 3, 1);
    let read = Report::get_decoded(&made).unwrap();
    assert_eq!(read.get_encoded().unwrap(), made);
    assert_eq!(read.metadata().id().as_ref(), &chance(1)[..16]);
    assert_eq!(read.metadata().time().as_seconds_since_epoch(), TIME);
}

/// Which cell it is must not show in the length.
#[test]
fn every_cell_makes_a_report_of_the_same_length() {
    let task = task(&roles());
    let first = report(&task, 0, 5).len();
    assert!((1..CELLS).all(|cell| report(&task, cell, 5).len() == first));
}

#[test]
fn the_smallest_and_the_largest_question_are_answered() {
    for (cells, chunk) in [(2, 0), (2, 1), (1024, 0), (1024, 1024)] {
        let told = match chunk {
            0 => optimal_chunk_length(cells as usize),
            chunk => chunk as usize,
        };
        let mut roles = Roles::new(cells as usize, told).unwrap();
        let leader = HpkeConfig::decode(&roles.leader.config()).unwrap();
        let helper = HpkeConfig::decode(&roles.helper.config()).unwrap();
        let task = Task::new(roles.id, cells, chunk, leader, helper).unwrap();
        let (_, shares) = roles.open(&report(&task, cells - 1, 9)).unwrap();
        roles.count(&shares).unwrap();
        assert_eq!(roles.counts().unwrap()[cells as usize - 1], 1);
    }
}

/// A byte changed in any part: what is in the open is bound to what is sealed, and that to its proof.
#[test]
fn a_tampered_report_is_rejected() {
    let roles = roles();
    let made = report(&task(&roles), 7, 2);
    assert!(roles.open(&made).is_ok());
    for at in 0..made.len() {
        let mut changed = made.clone();
        changed[at] ^= 1;
        assert!(roles.open(&changed).is_err(), "byte {at}");
    }
}

/// Sealed well, but half of another report: the keys open it, and the proof does not hold.
#[test]
fn shares_that_do_not_belong_together_are_rejected() {
    let roles = roles();
    let task = task(&roles);
    let mut same_id = [chance(3), chance(3)];
    // The same identifier; the helper's share of other chance, since prio's is the system's.
    let [one, other] = same_id.each_mut().map(|chance| {
        Report::get_decoded(&task.report(TIME, 1, &mut chance.as_slice()).unwrap()).unwrap()
    });
    let exchanged = |helper: &HpkeCiphertext| {
        Report::new(
            one.metadata().clone(),
            one.public_share().to_vec(),
            one.leader_encrypted_input_share().clone(),
            helper.clone(),
        )
        .get_encoded()
        .unwrap()
    };
    assert!(
        roles
            .open(&exchanged(one.helper_encrypted_input_share()))
            .is_ok()
    );
    assert!(
        roles
            .open(&exchanged(other.helper_encrypted_input_share()))
            .is_err()
    );
    assert!(
        roles
            .open(&exchanged(one.leader_encrypted_input_share()))
            .is_err()
    );
}

/// Made for one task, it is none of another's.
#[test]
fn a_report_of_another_task_is_rejected() {
    let (ours, theirs) = (roles(), roles());
    let leader = HpkeConfig::decode(&ours.leader.config()).unwrap();
    let helper = HpkeConfig::decode(&ours.helper.config()).unwrap();
    let task = Task::new(theirs.id, CELLS, 0, leader, helper).unwrap();
    assert!(ours.open(&report(&task, 0, 4)).is_err());
}

#[test]
fn a_cell_beyond_is_a_fault() {
    let task = task(&roles());
    let made = task.report(TIME, CELLS, &mut chance(1).as_slice());
    assert_eq!(made, Err(Fault::Cells));
}

#[test]
fn a_question_out_of_range_is_a_fault() {
    let roles = roles();
    let key = || HpkeConfig::decode(&roles.leader.config()).unwrap();
    let made = |cells, chunk| Task::new(roles.id, cells, chunk, key(), key()).map(|_| ());
    for cells in [0, 1, 1025, u32::MAX] {
        assert_eq!(made(cells, 0), Err(Fault::Cells));
    }
    assert_eq!(made(8, 9), Err(Fault::Sharding));
    assert_eq!(made(8, 8), Ok(()));
}

/// One byte short of what is needed: no report at all, instead of one with less chance in it.
#[test]
fn dry_entropy_is_a_fault() {
    let task = task(&roles());
    for length in 0..80 {
        let made = task.report(TIME, 0, &mut &chance(1)[..length]);
        assert_eq!(made, Err(Fault::Dry), "{length} bytes");
    }
    let whole = chance(1);
    let mut left = whole.as_slice();
    task.report(TIME, 0, &mut left).unwrap();
    assert!(left.is_empty(), "the documentation says 80");
    assert_eq!(left.fill(&mut [0]), Err(Fault::Dry));
}

#[test]
fn a_key_of_another_suite_or_cut_short_is_a_fault() {
    let config = roles().leader.config();
    assert!(HpkeConfig::decode(&config).is_ok());
    // KEM, KDF, AEAD, length of the key.
    for at in 1..9 {
        let mut other = config.clone();
        other[at] ^= 2;
        assert_eq!(
            HpkeConfig::decode(&other).err(),
            Some(Fault::Keys),
            "byte {at}"
        );
    }
    for length in 0..config.len() {
        assert_eq!(
            HpkeConfig::decode(&config[..length]).err(),
            Some(Fault::Keys)
        );
    }
    let long = [config.as_slice(), &[0]].concat();
    assert_eq!(HpkeConfig::decode(&long).err(), Some(Fault::Keys));
}

/// The point zero agrees with everybody on zero: anybody could open what is sealed for it.
#[test]
fn a_key_that_agrees_on_nothing_is_a_fault() {
    let roles = roles();
    let mut config = roles.leader.config();
    config[9..].fill(0);
    let made = HpkeConfig::decode(&config).and_then(|leader| {
        let helper = HpkeConfig::decode(&roles.helper.config())?;
        Task::new(roles.id, CELLS, 0, leader, helper)?.report(TIME, 0, &mut chance(1).as_slice())
    });
    assert_eq!(made, Err(Fault::Keys));
}
