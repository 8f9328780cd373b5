//! What is not in a fresh clone, because git ignores it or it is a submodule.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::ignore::Ignore;
use crate::path;
use crate::source::Host;

/// The ignore files of git, each read once.
#[derive(Debug)]
pub struct Generated<'a> {
    host: &'a dyn Host,
    ignores: HashMap<PathBuf, Option<Rc<Ignore>>>,
}

impl<'a> Generated<'a> {
    /// None read yet.
    pub fn new(host: &'a dyn Host) -> Self {
        Self { host, ignores: HashMap::new() }
    }

    /// Whether git ignores a path, or finds it in a submodule. As in git, an ignore file further
    /// down goes before one further up.
    pub fn is_ignored(&mut self, path: &str) -> bool {
        let here = self.host.working_directory().to_path_buf();
        let Some(whole) = here.join(path).to_str().map(path::clean) else { return false };
        let whole = Path::new(&whole);
        for folder in whole.ancestors().skip(1) {
            let below = whole.strip_prefix(folder).ok().and_then(Path::to_str).unwrap_or_default();
            if self.ignore(folder).is_some_and(|it| it.hides(below).is_some()) {
                return true;
            }
            if self.is_root(folder) {
                return self.is_submodule(folder, below);
            }
        }
        false
    }

    fn is_root(&self, folder: &Path) -> bool {
        matches!(self.host.kind(&folder.join(".git")), Ok(Some(_)))
    }

    fn ignore(&mut self, folder: &Path) -> Option<Rc<Ignore>> {
        if let Some(known) = self.ignores.get(folder) {
            return known.clone();
        }
        let text = self.host.read(&folder.join(".gitignore")).ok();
        let ignore = text.map(|text| Rc::new(Ignore::of_git(&String::from_utf8_lossy(&text))));
        self.ignores.insert(folder.to_path_buf(), ignore.clone());
        ignore
    }

    /// Whether the path lies in one of the submodules of a repository.
    fn is_submodule(&self, root: &Path, path: &str) -> bool {
        let Ok(text) = self.host.read(&root.join(".gitmodules")) else { return false };
        let text = String::from_utf8_lossy(&text).into_owned();
        let values = text.lines().filter_map(|line| line.trim().strip_prefix("path"));
        let mut folders = values.filter_map(|rest| rest.trim_start().strip_prefix('='));
        folders.any(|folder| Path::new(path).starts_with(folder.trim()))
    }
}

#[cfg(test)]
mod tests {
    use super::Generated;
    use crate::source::Memory;

    #[test]
    fn what_git_ignores_anywhere_up_to_the_root_is_ignored() {
        let host = Memory::new()
            .file("/project/.git/HEAD", "")
            .file("/project/.gitignore", "/bin/\n*.jar\n")
            .file("/project/app/.gitignore", "dist\n")
            .file("/project/.gitmodules", "[submodule \"x\"]\n\tpath = vendor/x\n\turl = y\n");
        let mut generated = Generated::new(&host);
        let ignored = ["bin/tool", "app/a.jar", "app/dist/x", "./app/../bin", "vendor/x/a"];
        assert_eq!(ignored.map(|path| generated.is_ignored(path)), [true; 5]);
        let kept = ["dist", "app/bin", "vendor", "../bin", "src"];
        assert_eq!(kept.map(|path| generated.is_ignored(path)), [false; 5]);
    }
}
