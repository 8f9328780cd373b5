//! All that was found out about files: a page for each folder.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::noted::{LENGTH, Noted};
use super::page::Page;
use super::sum::sum;
use crate::source::Kept;

/// How the bytes begin. What is in them is told by the number: when that changes, so does it.
const MAGIC: &[u8; 16] = b"bakewell files 2";

/// How many bytes come first: how they begin, the number of pages, and the sum of the list of them.
const HEAD: usize = MAGIC.len() + 2 * size_of::<u64>();

/// How many bytes tell of a page.
const LINE: usize = 4 * size_of::<u64>();

/// For how many days a page is kept that is of no use.
const DAYS: u64 = 30;

/// How many notes are kept: about 84 MB.
const MOST: usize = 1 << 20;

/// Pages as they are kept. They stay where they are until they are asked for: a run asks for few of
/// them, or for all of them once.
#[derive(Default, Debug)]
pub(super) struct Notes {
    kept: Option<Kept>,
    /// Sorted by place.
    lines: Vec<Line>,
}

/// What is told of a page before it is read.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// The folder, by a sum of its path.
    place: u64,
    /// How many notes there are.
    count: usize,
    /// When it was last of use, in days since 1970.
    day: u64,
    /// The sum of its bytes.
    sum: u64,
    /// Where it begins.
    start: u64,
}

/// What a run has found out about the files of a folder.
#[derive(Debug)]
pub(super) struct Found {
    /// The folder, by a sum of its path.
    pub(super) place: u64,
    /// All names in it, in order; nothing, where there is nothing new and it was only of use.
    pub(super) names: Vec<u64>,
    /// What was not known before.
    pub(super) notes: Vec<Noted>,
}

impl Notes {
    /// The notes that are kept; none, if that is not what the bytes are, or no longer.
    pub(super) fn open(kept: Kept) -> Self {
        let lines = lines(&kept).unwrap_or_default();
        Self { kept: Some(kept), lines }
    }

    /// What is noted of a folder; nothing, if that is no longer what was written.
    pub(super) fn page(&self, place: u64) -> Option<Page> {
        let number = self.lines.binary_search_by_key(&place, |line| line.place).ok()?;
        self.read(self.lines.get(number)?)
    }

    fn read(&self, line: &Line) -> Option<Page> {
        let bytes = self.kept.as_ref()?.part(line.start, line.count.checked_mul(LENGTH)?)?;
        (sum(&bytes) == line.sum).then(|| Page::new(line.day, bytes))
    }

    /// The bytes that say these and what was found out, without pages that were of no use for long
    /// before today.
    pub(super) fn with(&self, found: Vec<Found>, today: u64) -> Vec<u8> {
        let mut pages = BTreeMap::new();
        for line in &self.lines {
            let page = self.read(line).filter(|page| page.day.abs_diff(today) <= DAYS);
            pages.extend(page.map(|page| (line.place, (page.day, page.notes().collect()))));
        }
        for Found { place, names, notes } in found {
            let (day, known): &mut (u64, Vec<Noted>) = pages.entry(place).or_default();
            *day = today;
            if !names.is_empty() {
                *known = merged(&names, known, notes);
            }
        }
        written(&at_most(MOST, pages))
    }
}

/// What is known of the files with these names, in their order; what is newer wins.
fn merged(names: &[u64], known: &[Noted], newer: Vec<Noted>) -> Vec<Noted> {
    let all = known.iter().copied().chain(newer);
    let by_name: HashMap<u64, Noted> = all.map(|noted| (noted.name, noted)).collect();
    names.iter().filter_map(|name| by_name.get(name).copied()).collect()
}

/// Pages by place, each with the day when it was last of use.
type Pages = BTreeMap<u64, (u64, Vec<Noted>)>;

/// As many as may be, those that were of use last.
fn at_most(most: usize, mut pages: Pages) -> Pages {
    let mut by_day: Vec<(u64, u64, usize)> =
        pages.iter().map(|(&place, (day, notes))| (*day, place, notes.len())).collect();
    by_day.sort_by_key(|&(day, ..)| Reverse(day));
    let mut total = 0;
    for (_, place, count) in by_day {
        total += count;
        if total > most {
            pages.remove(&place);
        }
    }
    pages
}

fn written(pages: &Pages) -> Vec<u8> {
    let (mut lines, mut bodies) = (Vec::new(), Vec::new());
    for (place, (day, notes)) in pages {
        let body: Vec<u8> = notes.iter().flat_map(Noted::bytes).collect();
        let numbers = [*place, notes.len() as u64, *day, sum(&body)].map(u64::to_le_bytes);
        lines.extend_from_slice(numbers.as_flattened());
        bodies.extend(body);
    }
    let head = [pages.len() as u64, sum(&lines)].map(u64::to_le_bytes);
    [MAGIC, head.as_flattened(), &lines, &bodies].concat()
}

/// The list of the pages, if the bytes begin as they should, its sum is what it was, and there are as
/// many bytes as it tells.
fn lines(kept: &Kept) -> Option<Vec<Line>> {
    let head = kept.part(0, HEAD)?;
    let [count, expected] = numbers(head.strip_prefix(MAGIC)?)?;
    let length = usize::try_from(count).ok()?.checked_mul(LINE)?;
    let bytes = kept.part(HEAD as u64, length)?;
    if sum(&bytes) != expected {
        return None;
    }
    let mut start = (HEAD + length) as u64;
    let mut lines = Vec::new();
    for line in bytes.as_chunks::<LINE>().0 {
        let [place, count, day, sum] = numbers(line)?;
        lines.push(Line { place, count: usize::try_from(count).ok()?, day, sum, start });
        start = start.checked_add(count.checked_mul(LENGTH as u64)?)?;
    }
    (start == kept.length()).then_some(lines)
}

/// The numbers that bytes begin with.
fn numbers<const N: usize>(bytes: &[u8]) -> Option<[u64; N]> {
    Some(bytes.as_chunks().0.first_chunk::<N>()?.map(u64::from_le_bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;

    /// A note of which everything follows from the name.
    fn noted(name: u64) -> Noted {
        let content = Digest::of(&name.to_le_bytes());
        Noted { name, stamp: [1, 2, 3, 4, name], content }
    }

    fn found(place: u64, names: &[u64]) -> Found {
        Found { place, names: names.to_vec(), notes: names.iter().copied().map(noted).collect() }
    }

    /// Two pages.
    fn two() -> Vec<u8> {
        Notes::default().with(vec![found(7, &[1, 2]), found(9, &[u64::MAX])], 5)
    }

    fn open(bytes: &[u8]) -> Notes {
        Notes::open(Kept::from(bytes.to_vec()))
    }

    /// What is noted in a folder.
    fn read(notes: &Notes, place: u64) -> Vec<Noted> {
        notes.page(place).iter().flat_map(Page::notes).collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let notes = open(&two());
        assert_eq!(read(&notes, 7), [1, 2].map(noted));
        assert_eq!(read(&notes, 9), [noted(u64::MAX)]);
        assert!(notes.page(8).is_none());
    }

    #[test]
    fn bytes_that_are_cut_short_say_nothing() {
        let bytes = two();
        for length in 0..bytes.len() {
            assert!(open(&bytes[..length]).lines.is_empty(), "{length}");
        }
        assert!(open(&[bytes.as_slice(), b"\0"].concat()).lines.is_empty());
        assert!(open(&[bytes.as_slice(), &[0; LENGTH]].concat()).lines.is_empty());
    }

    #[test]
    fn a_bit_that_falls_over_makes_its_page_say_nothing() {
        let bytes = two();
        for bit in 0..bytes.len() * 8 {
            let mut bytes = bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let notes = open(&bytes);
            let both = [read(&notes, 7), read(&notes, 9)];
            let lost = both.iter().filter(|notes| notes.is_empty()).count();
            assert!(lost > 0, "bit {bit}");
            let wrong = both.iter().flatten().any(|it| *it != noted(it.name));
            assert!(!wrong, "bit {bit}");
        }
    }

    #[test]
    fn many_pages_that_are_none_take_no_memory() {
        let head = [u64::MAX / LINE as u64, 0].map(u64::to_le_bytes);
        assert!(open(&[MAGIC, head.as_flattened()].concat()).lines.is_empty());
    }

    #[test]
    fn pages_of_no_use_are_the_first_to_go() {
        let pages = (0..10).map(|place| (place, (place, vec![noted(place)])));
        let kept: Vec<u64> = at_most(3, pages.collect()).into_keys().collect();
        assert_eq!(kept, [7, 8, 9]);
        let bytes = open(&two()).with(vec![found(8, &[3])], 5 + DAYS);
        assert_eq!(open(&bytes).lines.len(), 3);
        let bytes = open(&bytes).with(Vec::new(), 6 + DAYS);
        assert_eq!(open(&bytes).lines.len(), 1);
    }

    #[test]
    fn what_is_newer_wins_and_what_is_gone_goes() {
        let newer = Noted { stamp: [9; 5], ..noted(2) };
        let names = vec![4, 2, 3];
        let changed = Found { place: 7, names, notes: vec![newer, noted(4)] };
        let notes = open(&open(&two()).with(vec![changed], 6));
        assert_eq!(read(&notes, 7), [noted(4), newer]);
        assert_eq!(read(&notes, 9), [noted(u64::MAX)]);
    }

    #[test]
    fn what_was_of_use_stays_as_it_is() {
        let used = Found { place: 7, names: Vec::new(), notes: Vec::new() };
        let notes = open(&open(&two()).with(vec![used], 9));
        assert_eq!(read(&notes, 7), [1, 2].map(noted));
        assert_eq!([7, 9].map(|place| notes.page(place).unwrap().day), [9, 5]);
    }

    /// The bytes themselves, so that none change their meaning unnoticed.
    #[test]
    fn notes_are_these_bytes() {
        let noted = Noted { name: 1, stamp: [2, 3, 4, 5, 6], content: Digest::from_bytes([8; 32]) };
        let bytes = written(&Pages::from([(7, (9, vec![noted]))]));
        let words: Vec<u64> =
            bytes.as_chunks().0.iter().map(|word| u64::from_le_bytes(*word)).collect();
        let magic: [u64; 2] = numbers(MAGIC).unwrap();
        let eight = u64::from_le_bytes([8; 8]);
        let (list, page) = (sum(&bytes[HEAD..HEAD + LINE]), sum(&bytes[HEAD + LINE..]));
        let expected: Vec<u64> = [
            magic.as_slice(),
            &[1, list, 7, 1, 9, page],
            &[1, 2, 3, 4, 5, 6, eight, eight, eight, eight],
        ]
        .concat();
        assert_eq!(words, expected);
    }
}
