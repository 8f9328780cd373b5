//! A folder for as long as it is needed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// A folder of our own among the temporary ones, which goes with all that is in it.
#[derive(Debug)]
pub(super) struct Scratch(PathBuf);

impl Scratch {
    /// A new one, empty, that nobody else may look into.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn new() -> io::Result<Self> {
        let name = format!("bakewell-{}", Uuid::new_v4().simple());
        let folder = std::env::temp_dir().join(name);
        create(&folder)?;
        // Git says where it is with no link in the path.
        Ok(Self(fs::canonicalize(&folder).unwrap_or(folder)))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

#[cfg(unix)]
fn create(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn create(folder: &Path) -> io::Result<()> {
    fs::create_dir(folder)
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _stays_where_it_is = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left() {
        let scratch = Scratch::new().unwrap();
        let path = scratch.path().to_path_buf();
        fs::write(path.join("x"), "").unwrap();
        drop(scratch);
        assert!(!path.exists());
    }
}
