//! The order of Go's `slices.SortFunc`, which is not stable: what compares equal is left in an
//! order of its own, always the same for the same input.
//!
//! bake lists a target and a group of one name in that order. (Of several services in Compose files
//! and of several matrices it takes the next at random, and so their equal names.) The sort is a
//! quicksort that looks for patterns: its choices are those of Go 1.19 and later, since each shows.

use std::ops::Range;

/// Up to so many items are sorted by insertion, which is stable.
const FEW: usize = 12;

/// From so many items on, three pivots are looked at three times, and items out of place are moved.
const MANY: usize = 50;

/// How many items out of place may be moved before the others count as unsorted.
const MOVES: usize = 5;

/// Sorts, given whether one item is less than another.
pub(super) fn sort<T>(items: &mut [T], less: impl Fn(&T, &T) -> bool) {
    let all = 0..items.len();
    let tries = usize::BITS - items.len().leading_zeros();
    Sort { items, less }.quick(all, tries);
}

/// How items seem to be sorted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seeming {
    Ascending,
    Descending,
    Neither,
}

struct Sort<'a, T, F> {
    items: &'a mut [T],
    less: F,
}

impl<T, F: Fn(&T, &T) -> bool> Sort<'_, T, F> {
    fn less(&self, one: usize, other: usize) -> bool {
        (self.less)(&self.items[one], &self.items[other])
    }

    /// Sorts a range, with so many tries to divide it evenly.
    fn quick(&mut self, mut range: Range<usize>, mut tries: u32) {
        let (mut even, mut was_divided) = (true, true);
        loop {
            let length = range.len();
            if length <= FEW {
                return self.insert(range);
            }
            if tries == 0 {
                return self.heap(range);
            }
            if !even {
                self.scatter(&range);
                tries -= 1;
            }
            let (pivot, seeming) = self.pivot_in_order(&range);
            if even && was_divided && seeming == Seeming::Ascending && self.mend(&range) {
                return;
            }
            if range.start > 0 && !self.less(range.start - 1, pivot) {
                range.start = self.divide_from_equal(&range, pivot);
                continue;
            }
            let middle;
            (middle, was_divided) = self.divide(&range, pivot);
            let (left, right) = (range.start..middle, middle + 1..range.end);
            even = left.len().min(right.len() + 1) >= length / 8;
            if left.len() < right.len() + 1 {
                self.quick(left, tries);
                range = right;
            } else {
                self.quick(right, tries);
                range = left;
            }
        }
    }

    fn insert(&mut self, range: Range<usize>) {
        for end in range.clone().skip(1) {
            self.sink(range.start, end);
        }
    }

    /// Moves an item down to its place among those before it.
    fn sink(&mut self, start: usize, from: usize) {
        let mut at = from;
        while at > start && self.less(at, at - 1) {
            self.items.swap(at, at - 1);
            at -= 1;
        }
    }

    /// Moves an item up to its place among those after it.
    fn rise(&mut self, from: usize, end: usize) {
        let mut at = from + 1;
        while at < end && self.less(at, at - 1) {
            self.items.swap(at, at - 1);
            at += 1;
        }
    }

    fn heap(&mut self, range: Range<usize>) {
        let (first, length) = (range.start, range.len());
        for root in (0..=(length - 1) / 2).rev() {
            self.sift(first, root, length);
        }
        for end in (0..length).rev() {
            self.items.swap(first, first + end);
            self.sift(first, 0, end);
        }
    }

    /// Moves the root of a heap down to where it belongs.
    fn sift(&mut self, first: usize, mut root: usize, end: usize) {
        loop {
            let mut child = 2 * root + 1;
            if child >= end {
                return;
            }
            if child + 1 < end && self.less(first + child, first + child + 1) {
                child += 1;
            }
            if !self.less(first + root, first + child) {
                return;
            }
            self.items.swap(first + root, first + child);
            root = child;
        }
    }

    /// Swaps three items in the middle with others, so that no pattern makes bad pivots for ever.
    fn scatter(&mut self, range: &Range<usize>) {
        let length = range.len();
        let mut random = length as u64;
        let mask = (1 << (u64::BITS - random.leading_zeros())) - 1;
        let middle = range.start + length / 4 * 2;
        for at in middle - 1..=middle + 1 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let other = usize::try_from(random & mask).unwrap_or_default();
            let other = if other >= length { other - length } else { other };
            self.items.swap(at, range.start + other);
        }
    }

    /// A pivot, once what descends has been turned round.
    fn pivot_in_order(&mut self, range: &Range<usize>) -> (usize, Seeming) {
        let (pivot, seeming) = self.pivot(range);
        if seeming != Seeming::Descending {
            return (pivot, seeming);
        }
        self.items[range.clone()].reverse();
        (range.end - 1 - (pivot - range.start), Seeming::Ascending)
    }

    fn pivot(&self, range: &Range<usize>) -> (usize, Seeming) {
        let quarter = range.len() / 4;
        let mut found = [1, 2, 3].map(|number| range.start + quarter * number);
        let mut swaps = 0;
        if range.len() >= MANY {
            found = found.map(|at| self.median([at - 1, at, at + 1], &mut swaps));
        }
        let pivot = self.median(found, &mut swaps);
        let seeming = match swaps {
            0 => Seeming::Ascending,
            // Three for each median that is looked for.
            12 => Seeming::Descending,
            _ => Seeming::Neither,
        };
        (pivot, seeming)
    }

    fn median(&self, [mut a, mut b, mut c]: [usize; 3], swaps: &mut usize) -> usize {
        let mut sort = |one: &mut usize, other: &mut usize| {
            if self.less(*other, *one) {
                *swaps += 1;
                std::mem::swap(one, other);
            }
        };
        sort(&mut a, &mut b);
        sort(&mut b, &mut c);
        sort(&mut a, &mut b);
        b
    }

    /// Moves a few items that are out of place; whether all are sorted then.
    fn mend(&mut self, range: &Range<usize>) -> bool {
        let mut at = range.start + 1;
        for _ in 0..MOVES {
            while at < range.end && !self.less(at, at - 1) {
                at += 1;
            }
            if at == range.end {
                return true;
            }
            if range.len() < MANY {
                return false;
            }
            self.items.swap(at, at - 1);
            self.sink(range.start, at - 1);
            self.rise(at, range.end);
        }
        false
    }

    /// Moves what is less than the pivot before it and the rest behind it; where it is then, and
    /// whether nothing else had to be moved.
    fn divide(&mut self, range: &Range<usize>, pivot: usize) -> (usize, bool) {
        let start = range.start;
        self.items.swap(start, pivot);
        let mut rest = start + 1..range.end;
        let mut was_divided = true;
        while self.close_in(&mut rest, |sort, at| sort.less(at, start)) {
            was_divided = false;
        }
        let middle = rest.start - 1;
        self.items.swap(start, middle);
        (middle, was_divided)
    }

    /// Moves what equals the pivot to the front, where nothing is less; where the rest begins.
    fn divide_from_equal(&mut self, range: &Range<usize>, pivot: usize) -> usize {
        let start = range.start;
        self.items.swap(start, pivot);
        let mut rest = start + 1..range.end;
        while self.close_in(&mut rest, |sort, at| !sort.less(start, at)) {}
        rest.start
    }

    /// Narrows a range from both ends down to two items that are each on the wrong side, and swaps
    /// these; whether there were any.
    fn close_in(
        &mut self,
        rest: &mut Range<usize>,
        is_left: impl Fn(&Self, usize) -> bool,
    ) -> bool {
        while rest.start < rest.end && is_left(self, rest.start) {
            rest.start += 1;
        }
        while rest.start < rest.end && !is_left(self, rest.end - 1) {
            rest.end -= 1;
        }
        if rest.start >= rest.end {
            return false;
        }
        self.items.swap(rest.start, rest.end - 1);
        *rest = rest.start + 1..rest.end - 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{Sort, sort};

    /// The order that `slices.SortFunc` of Go 1.26 leaves these keys in, each with its number, as
    /// an FNV-1a hash of the numbers.
    #[test]
    fn equal_items_are_left_in_the_order_of_go() {
        let shapes: [(Key, [u64; 4]); 6] = [
            (
                |i, _| i % 7,
                [
                    0xa3ec_b653_89f7_a38b,
                    0x5264_756a_a75b_1c7a,
                    0x6a4b_c567_4a5f_b4d3,
                    0xb3ba_10b2_1e17_b893,
                ],
            ),
            (
                |i, n| (n - i) / 2,
                [
                    0xbb8b_3013_96f7_59dd,
                    0x5624_0e80_5248_d446,
                    0xfe50_3df2_93fa_f5c7,
                    0x29db_2fe3_213f_e685,
                ],
            ),
            (
                |i, _| if i % 60 == 59 { 0 } else { i / 2 },
                [
                    0xb961_37ea_2d10_008f,
                    0xef94_cd2b_7088_d5ea,
                    0x7e88_6cd0_ae0d_7643,
                    0x8f8c_1fad_8156_bab7,
                ],
            ),
            (
                |i, n| if i < n / 2 { i / 2 } else { (n - i) / 2 },
                [
                    0x3df3_0d23_858b_ee2d,
                    0x0fd9_24f6_af5b_2f70,
                    0x155b_5ec4_bdb0_6cc9,
                    0xabcb_9b4d_8f98_a697,
                ],
            ),
            (
                |i, n| i * i * 31 % (n / 3 + 1),
                [
                    0xeacf_2ff9_7353_6905,
                    0x9637_0e6f_d99a_0eb6,
                    0xfb02_0b75_9883_8df9,
                    0xf21f_a73f_ad34_3ca3,
                ],
            ),
            (
                |i, n| i * 7919 % n / 3,
                [
                    0x9ca4_717c_5030_5107,
                    0x9f92_9c40_0714_6014,
                    0xe964_8a14_3784_3871,
                    0x264f_8eb6_b690_7b7b,
                ],
            ),
        ];
        for (key, expected) in shapes {
            let found = [13, 50, 200, 1000].map(|n| {
                let mut items = numbered((0..n).map(|i| key(i, n)));
                sort(&mut items, is_less);
                hash(&items)
            });
            assert_eq!(found, expected);
        }
    }

    /// The same where no bad pivot is left to try, which takes keys chosen with malice.
    #[test]
    fn a_heap_ends_what_goes_too_badly_as_in_go() {
        let expected = [0x7330_3e4c_cc58_e6e7, 0x3d04_ee64_1f18_3f51, 0xc7ff_366c_e48d_7b3f];
        let heaped = |n: usize| {
            let mut items = numbered((0..n).map(|i| i * i * 31 % (n / 3 + 1)));
            Sort { items: &mut items, less: is_less }.quick(0..n, 0);
            hash(&items)
        };
        assert_eq!([13, 200, 1000].map(heaped), expected);
    }

    /// The key of an item by its number and the number of all.
    type Key = fn(usize, usize) -> usize;

    /// A key and a number.
    type Item = (usize, u64);

    fn numbered(keys: impl Iterator<Item = usize>) -> Vec<Item> {
        keys.zip(0..).collect()
    }

    fn is_less(one: &Item, other: &Item) -> bool {
        one.0 < other.0
    }

    fn hash(items: &[Item]) -> u64 {
        assert!(items.is_sorted_by_key(|item| item.0));
        let add = |hash: u64, item: &Item| (hash ^ item.1).wrapping_mul(0x0100_0000_01b3);
        items.iter().fold(0xcbf2_9ce4_8422_2325, add)
    }
}
