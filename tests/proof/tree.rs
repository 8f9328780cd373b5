//! What lies in a project's folder.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use super::project::octal;
use super::words::words;
use super::{layout, repository};

/// Entries by path; the folders that they lie in are implied.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Tree(BTreeMap<String, Entry>);

/// Something in a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Entry {
    File {
        content: Vec<u8>,
        mode: u32,
    },
    Folder {
        mode: u32,
    },
    Link {
        target: String,
    },
    Pipe,
    /// A git repository, as [`repository`] has it told.
    Repository {
        lines: String,
    },
    /// Images, as [`layout`] has them told.
    Layout {
        lines: String,
    },
}

impl Tree {
    /// Adds an entry, in place of one that may be there.
    pub(super) fn add(&mut self, path: &str, entry: Entry) {
        self.0.insert(path.to_owned(), entry);
    }

    /// The entries by their paths.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&String, &Entry)> {
        self.0.iter()
    }

    /// Writes all of it into a folder.
    pub(super) fn write(&self, folder: &Path) {
        for (path, entry) in &self.0 {
            entry.write(&folder.join(path));
        }
    }
}

impl Entry {
    /// Writes it to a path, at which there may be such an entry already.
    pub(super) fn write(&self, path: &Path) {
        fs::create_dir_all(path.parent().expect("entries lie in folders")).expect("a folder");
        match self {
            Self::File { content, mode } => {
                fs::write(path, content).expect("a file");
                chmod(path, *mode);
            }
            Self::Folder { mode } => {
                fs::create_dir_all(path).expect("a folder");
                chmod(path, *mode);
            }
            Self::Link { target } => symlink(target, path).expect("a link"),
            Self::Pipe => {
                let made = Command::new("mkfifo").arg(path).status();
                assert!(made.is_ok_and(|status| status.success()), "mkfifo {}", path.display());
            }
            Self::Repository { lines } => repository::write(path, lines),
            Self::Layout { lines } => layout::write(path, lines),
        }
    }

    /// The digests of what is in it and has a name: commits or images.
    pub(super) fn digests(&self) -> Vec<(String, String)> {
        match self {
            Self::Repository { lines } => repository::commits(lines),
            Self::Layout { lines } => layout::images(lines),
            Self::File { .. } | Self::Folder { .. } | Self::Link { .. } | Self::Pipe => Vec::new(),
        }
    }
}

/// Sets the mode of an entry, whatever the umask is.
pub(super) fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("a mode");
}

/// A tar file with an entry for each line: its path, its mode and its text.
pub(super) fn archive(lines: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in lines.lines().filter(|line| !line.is_empty()) {
        let words = words(line);
        let [path, mode, text] = &words[..] else { panic!("path, mode and text: {line}") };
        bytes.extend(header(path, octal(mode), text.len()));
        bytes.extend(text.as_bytes());
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    }
    bytes.resize(bytes.len() + 1024, 0);
    bytes
}

/// The header of a file in a tar file, in the form of POSIX.
fn header(path: &str, mode: u32, size: usize) -> [u8; 512] {
    let mut header = [0; 512];
    let mut put =
        |at: usize, text: &str| header[at..at + text.len()].copy_from_slice(text.as_bytes());
    put(0, path);
    put(100, &format!("{mode:07o}"));
    put(108, "0000000");
    put(116, "0000000");
    put(124, &format!("{size:011o}"));
    put(136, "00000000000");
    put(148, "        ");
    put(156, "0");
    put(257, "ustar\x0000");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header
}
