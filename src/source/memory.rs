//! A world made of values.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{FileKind, Host};

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
    others: BTreeSet<PathBuf>,
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
            others: BTreeSet::new(),
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

    /// The same with something that exists and is neither a file nor a folder, such as a socket.
    #[must_use]
    pub fn other(mut self, path: impl AsRef<Path>) -> Self {
        let path = self.absolute(path.as_ref());
        self.others.insert(path);
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
        let mut names = self.files.keys().chain(&self.others).chain([&self.working_directory]);
        names.any(|name| name.starts_with(path))
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
        } else if self.others.contains(&path) {
            Some(FileKind::Other)
        } else {
            self.is_directory(&path).then_some(FileKind::Directory)
        })
    }

    fn entries(&self, path: &Path) -> io::Result<Vec<(String, FileKind)>> {
        let path = self.absolute(path);
        if self.kind(&path)? != Some(FileKind::Directory) {
            return Err(io::Error::new(ErrorKind::NotADirectory, "is not a directory"));
        }
        let below =
            self.files.keys().chain(&self.others).filter_map(|it| it.strip_prefix(&path).ok());
        let first = below.filter_map(|it| it.components().next()).map(Component::as_os_str);
        let names: BTreeSet<String> = first.map(|it| it.to_string_lossy().into_owned()).collect();
        let entry = |name: String| {
            let kind = self.kind(&path.join(&name))?;
            Ok((name, kind.unwrap_or(FileKind::Other)))
        };
        names.into_iter().map(entry).collect()
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
        let host = Memory::new().file("a/b.hcl", "x").other("/run/docker.sock");
        assert_eq!(host.read(Path::new("./a/../a/b.hcl")).unwrap(), b"x");
        assert_eq!(host.read(Path::new("/project/a/b.hcl")).unwrap(), b"x");
        assert_eq!(host.kind(Path::new("a")).unwrap(), Some(FileKind::Directory));
        assert_eq!(host.kind(Path::new("/run/docker.sock")).unwrap(), Some(FileKind::Other));
        assert_eq!(host.read(Path::new("c")).unwrap_err().kind(), ErrorKind::NotFound);
        let held = [("b.hcl".to_owned(), FileKind::File)];
        assert_eq!(host.entries(Path::new("a")).unwrap(), held);
        assert!(host.entries(Path::new("a/b.hcl")).is_err());
    }
}
