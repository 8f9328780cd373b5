//! What a folder of the machine holds, as Linux tells it fastest: names first, then each thing by
//! its name in the open folder, with nothing copied but the names.

use std::ffi::CString;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::Path;

use rustix::fs::{
    AtFlags, CWD, FileType, Mode, OFlags, RawDir, Statx, StatxFlags, StatxTimestamp, makedev,
    openat, readlinkat, statx,
};
use rustix::io::Errno;

use super::decode::lossy;
use super::{Entry, EntryKind, Stamp};

/// How many bytes of names the system gives at once.
const BLOCK: usize = 32 << 10;

/// What a folder holds, sorted by the bytes of the names; nothing, where the system is one that
/// cannot tell in this way.
///
/// # Errors
/// What the system says.
pub(super) fn list(folder: &Path) -> io::Result<Option<Vec<Entry>>> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let folder = openat(CWD, folder, flags, Mode::empty())?;
    let names = names(folder.as_fd())?;
    let mut entries = Vec::with_capacity(names.len());
    for name in names {
        match entry(folder.as_fd(), name) {
            Ok(entry) => entries.push(entry),
            Err(Errno::NOSYS) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
    }
    // Already so, but for names that were replaced.
    entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(Some(entries))
}

/// The names in a folder, sorted.
fn names(folder: BorrowedFd<'_>) -> Result<Vec<CString>, Errno> {
    let mut block = Vec::with_capacity(BLOCK);
    let mut held = RawDir::new(folder, block.spare_capacity_mut());
    let mut names = Vec::new();
    while let Some(held) = held.next() {
        let held = held?;
        let name = held.file_name();
        if !matches!(name.to_bytes(), b"." | b"..") {
            names.push(name.to_owned());
        }
    }
    names.sort_unstable();
    Ok(names)
}

fn entry(folder: BorrowedFd<'_>, name: CString) -> Result<Entry, Errno> {
    let found = statx(folder, &name, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::BASIC_STATS)?;
    let kind = match FileType::from_raw_mode(found.stx_mode.into()) {
        FileType::RegularFile => EntryKind::File,
        FileType::Directory => EntryKind::Directory,
        FileType::Symlink => linked(folder, &name)?,
        FileType::Socket => EntryKind::Socket,
        FileType::Fifo => EntryKind::Pipe,
        _ => EntryKind::Odd("a device"),
    };
    let (name, kind) = match name.into_string() {
        Ok(name) => (name, kind),
        Err(error) => {
            (lossy(error.into_cstring().as_bytes()), EntryKind::Odd("a name that is not UTF-8"))
        }
    };
    Ok(Entry { name, kind, mode: u32::from(found.stx_mode) & 0o7777, stamp: stamp(&found) })
}

fn linked(folder: BorrowedFd<'_>, name: &CString) -> Result<EntryKind, Errno> {
    Ok(match readlinkat(folder, name, Vec::new())?.into_string() {
        Ok(to) => EntryKind::Link(to),
        Err(_) => EntryKind::Odd("a link to a name that is not UTF-8"),
    })
}

fn stamp(found: &Statx) -> Stamp {
    let nanos = |time: &StatxTimestamp| {
        time.tv_sec.saturating_mul(1_000_000_000).saturating_add(time.tv_nsec.into())
    };
    Stamp {
        size: found.stx_size,
        modified: nanos(&found.stx_mtime),
        changed: nanos(&found.stx_ctime),
        inode: found.stx_ino,
        device: makedev(found.stx_dev_major, found.stx_dev_minor),
        names: found.stx_nlink.into(),
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::fs;
    use std::os::unix::ffi::OsStringExt;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use super::*;
    use crate::source::{Host, Machine};

    /// Whoever looks at one thing is told the same as whoever lists all.
    #[test]
    fn what_a_folder_holds_is_what_lies_at_each_path() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("b"), "abc").unwrap();
        fs::hard_link(at("b"), at("a")).unwrap();
        fs::create_dir(at("c")).unwrap();
        symlink("no/where", at("d")).unwrap();
        symlink(OsString::from_vec(b"\xff".to_vec()), at("e")).unwrap();
        let _socket = UnixListener::bind(at("f")).unwrap();
        fs::write(folder.path().join(OsString::from_vec(b"\xff".to_vec())), "").unwrap();
        let listed = list(folder.path()).unwrap().unwrap();
        let host = Machine::at("/");
        let (odd, rest) = listed.split_last().unwrap();
        assert_eq!(rest.len(), 6);
        for entry in rest {
            assert_eq!(host.look(&at(&entry.name)).unwrap().as_ref(), Some(entry));
        }
        assert_eq!(
            (&*odd.name, &odd.kind),
            ("\u{fffd}", &EntryKind::Odd("a name that is not UTF-8"))
        );
        assert!(list(&at("b")).is_err() && list(&at("nothing")).is_err());
    }
}
