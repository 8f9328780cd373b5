//! All that was found out about files.

use std::cmp::Reverse;

use super::noted::{LENGTH, Noted};
use super::sum::sum;

/// How the bytes begin. What is in them is told by the number: when that changes, so does it.
const MAGIC: &[u8] = b"bakewell files 1";

/// For how many days a note is kept that is of no use.
const DAYS: u64 = 30;

/// How many notes are kept: about 92 MB.
const MOST: usize = 1 << 20;

/// How many bits of a place tell where to look for it.
const BITS: u32 = 16;

/// Notes, sorted by place, with one for each place. They stay as they are written until they are
/// asked for: a run asks for few of them, or for all of them once.
#[derive(Default, Debug)]
pub(super) struct Notes {
    /// All of it, with what stands before the notes.
    bytes: Vec<u8>,
    /// Where the places that begin with some bits start, for each value of the bits, and the end.
    starts: Vec<u32>,
}

impl Notes {
    /// The notes that are written in bytes; none, if that is not what the bytes are, or no longer.
    pub(super) fn read(bytes: Vec<u8>) -> Self {
        if is_whole(&bytes) { Self::of(bytes) } else { Self::default() }
    }

    fn of(bytes: Vec<u8>) -> Self {
        let starts = starts(body(&bytes));
        Self { bytes, starts }
    }

    /// What is noted of a place.
    pub(super) fn find(&self, wanted: u64) -> Option<Noted> {
        let from = usize::try_from(wanted >> (u64::BITS - BITS)).ok()?;
        let range = self.starts.get(from).copied()? as usize..*self.starts.get(from + 1)? as usize;
        let near = body(&self.bytes).get(range)?;
        near.get(near.binary_search_by_key(&wanted, place).ok()?).map(Noted::from_bytes)
    }

    /// These and newer ones, without those that were of no use for long before today.
    #[must_use]
    pub(super) fn with(&self, mut newer: Vec<Noted>, today: u64) -> Self {
        newer.extend(body(&self.bytes).iter().map(Noted::from_bytes));
        newer.retain(|noted| noted.day.abs_diff(today) <= DAYS);
        newer.sort_by_key(|noted| noted.place);
        newer.dedup_by_key(|noted| noted.place);
        Self::of(written(&at_most(MOST, newer)))
    }

    /// The bytes that say it.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// As many as may be, those that were of use last.
fn at_most(most: usize, mut all: Vec<Noted>) -> Vec<Noted> {
    if all.len() > most {
        all.sort_by_key(|noted| Reverse(noted.day));
        all.truncate(most);
        all.sort_by_key(|noted| noted.place);
    }
    all
}

fn written(all: &[Noted]) -> Vec<u8> {
    let body: Vec<[u8; LENGTH]> = all.iter().map(Noted::bytes).collect();
    let body = body.as_flattened();
    [MAGIC, sum(body).to_le_bytes().as_slice(), body].concat()
}

/// Whether bytes begin as they should, and their sum is what it was.
fn is_whole(bytes: &[u8]) -> bool {
    let summed = bytes.strip_prefix(MAGIC).and_then(|rest| rest.split_first_chunk());
    summed.is_some_and(|(expected, body)| {
        body.len().is_multiple_of(LENGTH) && sum(body) == u64::from_le_bytes(*expected)
    })
}

/// The notes behind the beginning.
fn body(bytes: &[u8]) -> &[[u8; LENGTH]] {
    bytes.get(MAGIC.len() + size_of::<u64>()..).unwrap_or_default().as_chunks().0
}

/// The places are sums, so there are about as many behind each value of the bits.
fn starts(all: &[[u8; LENGTH]]) -> Vec<u32> {
    let mut starts = vec![0; (1 << BITS) + 1];
    for noted in all {
        let after = usize::try_from((place(noted) >> (u64::BITS - BITS)) + 1);
        if let Some(count) = after.ok().and_then(|at| starts.get_mut(at)) {
            *count += 1;
        }
    }
    let mut total = 0;
    for start in &mut starts {
        total += *start;
        *start = total;
    }
    starts
}

/// The place that a note begins with.
fn place(noted: &[u8; LENGTH]) -> u64 {
    noted.first_chunk().copied().map(u64::from_le_bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::digest::Digest;

    /// A note of which everything follows from the place.
    fn noted(place: u64) -> Noted {
        let content = Digest::of(&place.to_le_bytes());
        Noted { place, stamp: [1, 2, 3, 4, place], content, day: 5 }
    }

    fn notes(places: impl IntoIterator<Item = u64>) -> Notes {
        Notes::default().with(places.into_iter().map(noted).collect(), 5)
    }

    fn read(bytes: &[u8]) -> Vec<Noted> {
        body(&Notes::read(bytes.to_owned()).bytes).iter().map(Noted::from_bytes).collect()
    }

    #[test]
    fn bytes_that_are_cut_short_say_nothing() {
        let bytes = notes([1, 2, u64::MAX]).bytes;
        assert_eq!(read(&bytes), [1, 2, u64::MAX].map(noted));
        for length in 0..bytes.len() {
            assert_eq!(read(&bytes[..length]), []);
        }
        assert_eq!(read(&[bytes.as_slice(), b"\0"].concat()), []);
        assert_eq!(read(&[bytes.as_slice(), &[0; LENGTH]].concat()), []);
    }

    #[test]
    fn a_bit_that_falls_over_makes_them_say_nothing() {
        let bytes = notes([1, 2, u64::MAX]).bytes;
        for bit in 0..bytes.len() * 8 {
            let mut bytes = bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(read(&bytes), [], "bit {bit}");
        }
    }

    #[test]
    fn those_of_no_use_are_the_first_to_go() {
        let old = (0..10).map(|place| Noted { day: place, ..noted(place) });
        let kept: Vec<u64> = at_most(3, old.collect()).iter().map(|noted| noted.place).collect();
        assert_eq!(kept, [7, 8, 9]);
    }

    #[test]
    fn what_is_newer_wins() {
        let newer = Noted { stamp: [9; 5], ..noted(2) };
        let all = notes([1, 2, 3]).with(vec![newer, noted(2)], 5);
        assert_eq!(read(&all.bytes), [noted(1), newer, noted(3)]);
    }

    /// The bytes themselves, so that none change their meaning unnoticed.
    #[test]
    fn notes_are_these_bytes() {
        let noted = Noted {
            place: 1,
            stamp: [2, 3, 4, 5, 6],
            content: Digest::from_bytes([8; 32]),
            day: 7,
        };
        let bytes = written(&[noted]);
        let words: Vec<u64> =
            bytes.as_chunks().0.iter().map(|word| u64::from_le_bytes(*word)).collect();
        let content = u64::from_le_bytes([8; 8]);
        let body = [1, 2, 3, 4, 5, 6, 7, content, content, content, content];
        assert!(bytes.starts_with(b"bakewell files 1"));
        assert_eq!(words[2..], [[sum(&bytes[24..])].as_slice(), &body].concat());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_note_is_found_and_nothing_else(
            low in proptest::collection::btree_set(0_u64..500, 0..200),
            high in proptest::collection::btree_set(any::<u64>(), 0..200),
            others in proptest::collection::vec(any::<u64>(), 0..50),
        ) {
            let places: Vec<u64> = low.iter().chain(&high).copied().collect();
            let all = Notes::read(notes(places.iter().rev().copied()).bytes);
            for place in &places {
                prop_assert_eq!(all.find(*place), Some(noted(*place)));
            }
            for place in others.iter().copied().chain(0..500) {
                prop_assert_eq!(all.find(place).is_some(), places.contains(&place));
            }
        }

        #[test]
        fn damage_of_any_kind_makes_them_say_nothing(
            count in 1_u64..50,
            damage in proptest::collection::vec((any::<proptest::sample::Index>(), 1..=u8::MAX), 1..20),
        ) {
            let bytes = notes(0..count).bytes;
            let mut damaged = bytes.clone();
            for (at, flips) in damage {
                let at = at.index(bytes.len());
                damaged[at] ^= flips;
            }
            prop_assume!(damaged != bytes);
            prop_assert_eq!(read(&damaged), []);
        }
    }
}
