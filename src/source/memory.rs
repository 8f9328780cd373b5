//! A world made of values.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{Entry, EntryKind, FileKind, Host, Stamp};
use crate::digest::Digest;

/// A [`Host`] that is only memory: its working directory is `/project`, its platform `linux/amd64`,
/// its clock stands at the first second of 2026 (UTC), and it holds what it has been given.
///
/// ```
/// use bakewell::source::{Host, Memory};
/// let host = Memory::new().file("docker-bake.hcl", "group \"default\" {}").env("TAG", "v1");
/// assert_eq!(host.variable("TAG").as_deref(), Some("v1"));
/// assert!(host.read("docker-bake.hcl".as_ref()).is_ok());
/// ```
#[derive(Clone, Debug)]
pub struct Memory {
    working_directory: PathBuf,
    files: BTreeMap<PathBuf, Vec<u8>>,
    sockets: BTreeSet<PathBuf>,
    links: BTreeMap<PathBuf, String>,
    modes: BTreeMap<PathBuf, u32>,
    stdin: Vec<u8>,
    environment: BTreeMap<String, String>,
    now: SystemTime,
    platform: String,
}

impl Memory {
    /// A world with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self {
            working_directory: PathBuf::from("/project"),
            files: BTreeMap::new(),
            sockets: BTreeSet::new(),
            links: BTreeMap::new(),
            modes: BTreeMap::new(),
            stdin: Vec::new(),
            environment: BTreeMap::new(),
            now: SystemTime::UNIX_EPOCH + Duration::from_hours(490_896),
            platform: "linux/amd64".to_owned(),
        }
    }

    /// The same with a file. Its folders come with it.
    #[must_use]
    pub fn file(mut self, path: impl AsRef<Path>, text: impl Into<Vec<u8>>) -> Self {
        let path = self.absolute(path.as_ref());
        self.files.insert(path, text.into());
        self
    }

    /// The same with a socket.
    #[must_use]
    pub fn socket(mut self, path: impl AsRef<Path>) -> Self {
        let path = self.absolute(path.as_ref());
        self.sockets.insert(path);
        self
    }

    /// The same with a link. Only [`Host::look`] and [`Host::list`] see it.
    #[must_use]
    pub fn link(mut self, path: impl AsRef<Path>, to: impl Into<String>) -> Self {
        let path = self.absolute(path.as_ref());
        self.links.insert(path, to.into());
        self
    }

    /// The same with other permission bits than 0644 for a file, or 0755 for a folder.
    #[must_use]
    pub fn mode(mut self, path: impl AsRef<Path>, mode: u32) -> Self {
        let path = self.absolute(path.as_ref());
        self.modes.insert(path, mode);
        self
    }

    /// The same with a text on standard input.
    #[must_use]
    pub fn stdin(mut self, text: impl Into<Vec<u8>>) -> Self {
        self.stdin = text.into();
        self
    }

    /// The same with a variable of the environment.
    #[must_use]
    pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.environment.insert(name.into(), value.into());
        self
    }

    /// The same at another time.
    #[must_use]
    pub fn at(mut self, now: SystemTime) -> Self {
        self.now = now;
        self
    }

    /// The same on another platform.
    #[must_use]
    pub fn on(mut self, platform: impl Into<String>) -> Self {
        self.platform = platform.into();
        self
    }

    /// The path from the root, without `.` and `..`: there are no links to get in the way.
    fn absolute(&self, path: &Path) -> PathBuf {
        let mut absolute = PathBuf::new();
        for part in self.working_directory.join(path).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => {
                    absolute.pop();
                }
                _ => absolute.push(part),
            }
        }
        absolute
    }

    fn is_directory(&self, path: &Path) -> bool {
        let mut names = self.names().chain([&self.working_directory]);
        names.any(|name| name.starts_with(path))
    }

    fn names(&self) -> impl Iterator<Item = &PathBuf> {
        self.files.keys().chain(&self.sockets).chain(self.links.keys())
    }

    /// The names of what a folder holds.
    fn held(&self, folder: &Path) -> io::Result<BTreeSet<String>> {
        if self.kind(folder)? != Some(FileKind::Directory) {
            return Err(io::Error::new(ErrorKind::NotADirectory, "is not a directory"));
        }
        let below = self.names().filter_map(|it| it.strip_prefix(folder).ok());
        let first = below.filter_map(|it| it.components().next()).map(Component::as_os_str);
        Ok(first.map(|it| it.to_string_lossy().into_owned()).collect())
    }

    fn entry(&self, path: &Path) -> Option<Entry> {
        let content = self.files.get(path);
        let kind = if let Some(to) = self.links.get(path) {
            EntryKind::Link(to.clone())
        } else if content.is_some() {
            EntryKind::File
        } else if self.sockets.contains(path) {
            EntryKind::Socket
        } else if self.is_directory(path) {
            EntryKind::Directory
        } else {
            return None;
        };
        let usual = if kind == EntryKind::File { 0o644 } else { 0o755 };
        let mode = self.modes.get(path).copied().unwrap_or(usual);
        let size = content.map_or(0, |bytes| bytes.len() as u64);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Some(Entry { name, kind, mode, stamp: Stamp { size, names: 1, ..Stamp::default() } })
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

impl Host for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let path = self.absolute(path);
        if let Some(bytes) = self.files.get(&path) {
            return Ok(bytes.clone());
        }
        Err(match self.kind(&path)? {
            None => io::Error::new(ErrorKind::NotFound, "no such file"),
            Some(FileKind::Directory) => io::Error::new(ErrorKind::IsADirectory, "is a directory"),
            Some(_) => io::Error::new(ErrorKind::InvalidInput, "is not a regular file"),
        })
    }

    fn read_stdin(&self) -> io::Result<Vec<u8>> {
        Ok(self.stdin.clone())
    }

    fn kind(&self, path: &Path) -> io::Result<Option<FileKind>> {
        let path = self.absolute(path);
        Ok(if self.files.contains_key(&path) {
            Some(FileKind::File)
        } else if self.sockets.contains(&path) {
            Some(FileKind::Socket)
        } else {
            self.is_directory(&path).then_some(FileKind::Directory)
        })
    }

    fn entries(&self, path: &Path) -> io::Result<Vec<(String, FileKind)>> {
        let path = self.absolute(path);
        let entry = |name: String| {
            let kind = self.kind(&path.join(&name))?;
            Ok((name, kind.unwrap_or(FileKind::Other)))
        };
        self.held(&path)?.into_iter().map(entry).collect()
    }

    fn look(&self, path: &Path) -> io::Result<Option<Entry>> {
        Ok(self.entry(&self.absolute(path)))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<Entry>> {
        let path = self.absolute(path);
        let entry = |name: String| self.entry(&path.join(name));
        Ok(self.held(&path)?.into_iter().filter_map(entry).collect())
    }

    fn digest(&self, path: &Path) -> io::Result<Digest> {
        Ok(Digest::of(&self.read(path)?))
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        match self.kind(path)? {
            Some(_) => Ok(self.absolute(path)),
            None => Err(io::Error::new(ErrorKind::NotFound, "no such file")),
        }
    }

    fn working_directory(&self) -> &Path {
        &self.working_directory
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.environment.get(name).cloned()
    }

    fn environment(&self) -> BTreeMap<String, String> {
        self.environment.clone()
    }

    fn now(&self) -> SystemTime {
        self.now
    }

    fn platform(&self) -> String {
        self.platform.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_meet_however_they_are_written() {
        let host = Memory::new().file("a/b.hcl", "x").socket("/run/docker.sock");
        assert_eq!(host.read(Path::new("./a/../a/b.hcl")).unwrap(), b"x");
        assert_eq!(host.read(Path::new("/project/a/b.hcl")).unwrap(), b"x");
        assert_eq!(host.kind(Path::new("a")).unwrap(), Some(FileKind::Directory));
        assert_eq!(host.kind(Path::new("/run/docker.sock")).unwrap(), Some(FileKind::Socket));
        assert_eq!(host.read(Path::new("c")).unwrap_err().kind(), ErrorKind::NotFound);
        let held = [("b.hcl".to_owned(), FileKind::File)];
        assert_eq!(host.entries(Path::new("a")).unwrap(), held);
        assert!(host.entries(Path::new("a/b.hcl")).is_err());
    }
}
