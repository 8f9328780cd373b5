//! What was found out about a file.

use super::sum::sum;
use crate::digest::Digest;
use crate::source::Stamp;

/// How many bytes stand for one file.
pub(super) const LENGTH: usize = 80;

/// What was found out about a file: under this name, with this stamp, it had this content, and no
/// extended attributes that count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Noted {
    /// A sum of the name. It finds the note, and keeps files apart where a file system makes its
    /// numbers up; what tells of the content is the stamp.
    pub(super) name: u64,
    /// What the file system told of the file, without [`Stamp::names`]: who adds one changes the
    /// time of the change.
    pub(super) stamp: [u64; 5],
    /// What the content was.
    pub(super) content: Digest,
}

/// What stands for a name.
pub(super) fn name(name: &str) -> u64 {
    sum(name.as_bytes())
}

/// The parts of a stamp that are noted.
pub(super) fn parts(stamp: &Stamp) -> [u64; 5] {
    let Stamp { size, modified, changed, inode, device, names: _ } = *stamp;
    [size, modified.cast_unsigned(), changed.cast_unsigned(), inode, device]
}

impl Noted {
    /// Its bytes: numbers with the little end first.
    pub(super) fn bytes(&self) -> [u8; LENGTH] {
        let Self { name, stamp: [size, modified, changed, inode, device], content } = *self;
        let numbers = [name, size, modified, changed, inode, device].map(u64::to_le_bytes);
        let mut bytes = [0; LENGTH];
        let words = numbers.iter().chain(content.bytes().as_chunks().0);
        bytes.as_chunks_mut().0.iter_mut().zip(words).for_each(|(to, from)| *to = *from);
        bytes
    }

    /// What the bytes say; all bytes say something.
    pub(super) fn from_bytes(bytes: &[u8; LENGTH]) -> Self {
        let (numbers, content) = bytes.split_at(LENGTH - 32);
        let mut numbers = numbers.as_chunks().0.iter().map(|number| u64::from_le_bytes(*number));
        let mut next = || numbers.next().unwrap_or_default();
        let (name, stamp) = (next(), [next(), next(), next(), next(), next()]);
        let content = content.first_chunk().copied().unwrap_or_default();
        Self { name, stamp, content: Digest::from_bytes(content) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_is_read_as_it_is_written() {
        let content = Digest::of(b"x");
        let noted = Noted { name: 1, stamp: [2, 3, u64::MAX, 5, 6], content };
        assert_eq!(Noted::from_bytes(&noted.bytes()), noted);
    }

    #[test]
    fn each_part_of_a_stamp_counts_but_for_the_names() {
        let plain =
            Stamp { size: 1, modified: 2, changed: 3, inode: 4, device: 5, ..Stamp::default() };
        let others = [
            Stamp { size: 9, ..plain },
            Stamp { modified: 9, ..plain },
            Stamp { changed: 9, ..plain },
            Stamp { inode: 9, ..plain },
            Stamp { device: 9, ..plain },
        ];
        assert!(others.iter().all(|other| parts(other) != parts(&plain)));
        assert_eq!(parts(&Stamp { names: 9, ..plain }), parts(&plain));
    }
}
