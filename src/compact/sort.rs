//! One sort for the whole engine.
//!
//! The standard library's sorts are compiled anew for every element type: 8 KB more in the browser. Here the
//! elements stay where they are and their numbers are sorted, by one piece of code.

use std::cmp::Ordering;

/// The numbers 0 to `n` − 1, stably sorted by `compare` (merge sort, about n·log₂ n comparisons).
pub fn sorted(n: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<u32> {
    let mut from: Vec<u32> = (0..n as u32).collect();
    let mut to = from.clone();
    let mut width = 1;
    while width < n {
        for start in (0..n).step_by(2 * width) {
            let middle = n.min(start + width);
            let end = n.min(middle + width);
            let (mut left, mut right) = (start, middle);
            for slot in &mut to[start..end] {
                let from_right = left == middle
                    || (right < end
                        && compare(from[right] as usize, from[left] as usize) == Ordering::Less);
                let at = if from_right { &mut right } else { &mut left };
                *slot = from[*at];
                *at += 1;
            }
        }
        std::mem::swap(&mut from, &mut to);
        width *= 2;
    }
    from
}

/// Sorts `items` stably by `compare`.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = sorted(items.len(), &|a, b| compare(&items[a], &items[b]));
    for place in 0..items.len() {
        // What belongs here may have been swapped away to where an earlier place's item came from; follow it.
        let mut from = order[place] as usize;
        while from < place {
            from = order[from] as usize;
        }
        items.swap(place, from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(keys in prop::collection::vec(0_u8..20, 0..200)) {
            let mut items: Vec<(u8, usize)> = keys.into_iter().zip(0..).collect();
            let mut want = items.clone();
            want.sort_by_key(|(key, _)| *key);
            sort_by(&mut items, |a, b| a.0.cmp(&b.0));
            prop_assert_eq!(items, want);
        }
    }
}
