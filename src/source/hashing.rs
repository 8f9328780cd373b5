//! The digest of what a file holds.

use std::cell::RefCell;
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};

use sha2::{Digest as _, Sha256};

use crate::digest::Digest;

/// How much of a file is read at once, in bytes: it stays in the cache of a core until it is
/// hashed, and most files are read at one go.
const BLOCK: usize = 128 << 10;

thread_local! {
    /// What each thread reads into: to make a new one for each small file would cost more than
    /// to read it.
    static BLOCKS: RefCell<Vec<u8>> = RefCell::new(vec![0; BLOCK]);
}

/// The digest of a file from its first byte to its last, and what the system told of it then.
pub(super) fn digest(file: &mut File) -> io::Result<(Digest, Metadata)> {
    BLOCKS.with_borrow_mut(|block| digest_through(block, file))
}

/// One read of nothing less for each file: what ends where the system says that the file does is
/// not asked for more.
fn digest_through(block: &mut [u8], file: &mut File) -> io::Result<(Digest, Metadata)> {
    let mut hasher = Sha256::new();
    let mut total = 0;
    loop {
        let length = read(block, file)?;
        hasher.update(block.get(..length).unwrap_or_default());
        total += length as u64;
        if length < block.len() {
            let told = file.metadata()?;
            if length == 0 || told.len() == total {
                return Ok((Digest::from_bytes(hasher.finalize().into()), told));
            }
        }
    }
}

fn read(block: &mut [u8], file: &mut File) -> io::Result<usize> {
    loop {
        match file.read(block) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io;

    use super::{BLOCK, digest};
    use crate::digest::Digest;

    #[test]
    fn files_are_hashed_to_the_last_byte() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 3 * BLOCK + 7] {
            let bytes: Vec<u8> = (0..=250).cycle().take(length).collect();
            fs::write(&path, &bytes).unwrap();
            let (found, told) = digest(&mut File::open(&path).unwrap()).unwrap();
            assert_eq!((found, told.len()), (Digest::of(&bytes), length as u64));
        }
    }

    /// The system says of such files that they are empty.
    #[test]
    #[cfg(target_os = "linux")]
    fn what_has_no_length_is_read_to_its_end() {
        let open = || File::open("/proc/version").unwrap();
        let (found, told) = digest(&mut open()).unwrap();
        let text = io::read_to_string(open()).unwrap();
        assert_eq!((found, told.len()), (Digest::of(text.as_bytes()), 0));
    }

    #[test]
    fn a_folder_has_no_digest() {
        assert!(digest(&mut File::open("/").unwrap()).is_err());
    }
}
