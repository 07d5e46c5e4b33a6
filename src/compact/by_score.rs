//! Orders by score: the one sort whose length is the listing's.

/// The second parts in descending order of the first ones; equal ones stay as they are.
///
/// A radix sort by bytes of the scores' bits: eight passes that touch each product twice, whatever the order they come
/// in, where comparing 10 000 products takes 130 000 calls.
///
/// ```
/// let order = ownshelf::compact::by_score_descending(vec![(0.5, 0), (2.0, 1), (0.5, 2)]);
/// assert_eq!(order, [1, 0, 2], "equal scores keep their order");
/// ```
pub fn by_score_descending(keyed: Vec<(f64, u32)>) -> Vec<u32> {
    let mut from: Vec<(u64, u32)> = keyed
        .into_iter()
        .map(|(score, at)| (falling(score), at))
        .collect();
    let mut to = from.clone();
    for byte in 0..8 {
        let digit = |key: u64| (key >> (8 * byte)) as usize & 0xff;
        // Where each digit's run begins: the counts of all smaller ones.
        let mut starts = [0; 257];
        from.iter()
            .for_each(|(key, _)| starts[digit(*key) + 1] += 1);
        if starts.contains(&from.len()) {
            continue;
        }
        for at in 1..257 {
            starts[at] += starts[at - 1];
        }
        for item in &from {
            let start = &mut starts[digit(item.0)];
            to[*start] = *item;
            *start += 1;
        }
        std::mem::swap(&mut from, &mut to);
    }
    from.into_iter().map(|(_, at)| at).collect()
}

/// Bits that rise as the number falls, in the order of `f64::total_cmp`.
fn falling(score: f64) -> u64 {
    let bits = score.to_bits();
    match bits >> 63 {
        0 => !(bits | 1 << 63),
        _ => bits,
    }
}

#[cfg(test)]
mod tests {
    use super::by_score_descending;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(scores in prop::collection::vec(prop_oneof![any::<f64>(), -2.0..2.0_f64, Just(1.0)], 0..400)) {
            let keyed: Vec<(f64, u32)> = scores.into_iter().zip(0..).collect();
            let mut want = keyed.clone();
            want.sort_by(|a, b| b.0.total_cmp(&a.0));
            prop_assert_eq!(by_score_descending(keyed), want.into_iter().map(|(_, at)| at).collect::<Vec<_>>());
        }
    }
}
