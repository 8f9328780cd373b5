//! Extended attributes of files, as far as BuildKit counts them.

use std::fs::File;
use std::io;
use std::path::Path;

#[cfg(any(target_os = "linux", target_os = "macos"))]
use rustix::io::Errno;

use crate::digest::Digest;
#[cfg(any(target_os = "linux", target_os = "macos"))]
use crate::digest::Record;

/// The digest of the attributes of what lies at a path that BuildKit brings along and counts: not
/// what belongs to the system, and of what belongs to its security only capabilities. Nothing, where
/// there are none, or the file system has none at all.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn digest(path: &Path) -> io::Result<Option<Digest>> {
    use rustix::fs::{lgetxattr, llistxattr, llistxattr_query};
    let Some(length) = some(llistxattr_query(path))? else { return Ok(None) };
    let mut list = vec![0; length];
    let length = llistxattr(path, &mut list)?;
    list.truncate(length);
    Ok(recorded(&list, |name, value| lgetxattr(path, name, value)))
}

/// The same of an open file.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn digest_of(file: &File) -> io::Result<Option<Digest>> {
    use rustix::fs::{fgetxattr, flistxattr, flistxattr_query};
    let Some(length) = some(flistxattr_query(file))? else { return Ok(None) };
    let mut list = vec![0; length];
    let length = flistxattr(file, &mut list)?;
    list.truncate(length);
    Ok(recorded(&list, |name, value| fgetxattr(file, name, value)))
}

/// How long a list is, if there is something in it.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn some(length: rustix::io::Result<usize>) -> io::Result<Option<usize>> {
    match length {
        Ok(0) | Err(Errno::NOTSUP) => Ok(None),
        Ok(length) => Ok(Some(length)),
        Err(error) => Err(error.into()),
    }
}

/// The digest of the attributes in a list that count, given what reads their values.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn recorded(
    list: &[u8],
    get: impl Fn(&str, &mut [u8]) -> rustix::io::Result<usize>,
) -> Option<Digest> {
    let names = list.split(|&byte| byte == 0).filter_map(|name| str::from_utf8(name).ok());
    let mut names: Vec<&str> = names.filter(|name| counts(name)).collect();
    names.sort_unstable();
    let mut record = Record::new("attributes");
    for name in &names {
        let mut value = vec![0; LONGEST];
        // As in BuildKit: what we may not read does not come along.
        let Ok(length) = get(name, &mut value) else { continue };
        value.truncate(length);
        record = record.digest(name, &Digest::of(&value));
    }
    (!names.is_empty()).then(|| record.done())
}

/// Attributes are not known on this system.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn digest(_: &Path) -> io::Result<Option<Digest>> {
    Ok(None)
}

/// The same of an open file.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn digest_of(_: &File) -> io::Result<Option<Digest>> {
    Ok(None)
}

/// How long a value may be.
#[cfg(any(target_os = "linux", target_os = "macos"))]
const LONGEST: usize = 64 << 10;

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn counts(name: &str) -> bool {
    let is_left_out = ["com.apple.", "security.", "system."].iter().any(|it| name.starts_with(it));
    !name.is_empty() && (!is_left_out || name == "security.capability")
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::fs::{XattrFlags, setxattr};

    use std::fs::File;

    use super::{counts, digest, digest_of};

    #[test]
    fn attributes_that_come_along_count() {
        let names = ["user.a", "security.capability", "trusted.a", "security.selinux", "system.a"];
        assert_eq!(names.map(counts), [true, true, true, false, false]);
        assert!(!counts("com.apple.quarantine"));
    }

    #[test]
    fn a_file_without_attributes_has_no_digest_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert_eq!(digest(&file).unwrap(), None);
        assert_eq!(digest_of(&File::open(&file).unwrap()).unwrap(), None);
        // Not every file system has attributes.
        if setxattr(&file, "user.a", b"1", XattrFlags::empty()).is_ok() {
            let one = digest(&file).unwrap();
            setxattr(&file, "user.a", b"2", XattrFlags::empty()).unwrap();
            let two = digest(&file).unwrap();
            assert!(one.is_some() && two.is_some() && one != two);
            assert_eq!(digest_of(&File::open(&file).unwrap()).unwrap(), two);
        }
        assert!(digest(&folder.path().join("nothing")).is_err());
    }
}
