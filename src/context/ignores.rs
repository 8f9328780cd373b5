//! The ignore files of folders, each read once.

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use super::folder::Folder;
use super::ignore::{Ignore, NAME};
use super::listings::Listings;
use super::picked::Unknown;
use super::view::View;
use crate::diag::Diagnostic;
use crate::path;
use crate::source::{EntryKind, Host, Sources};
use crate::text::Text;

/// Ignore files by name.
#[derive(Debug)]
pub(super) struct Ignores<'a> {
    host: &'a dyn Host,
    known: HashMap<Text, Known>,
}

/// What became of reading an ignore file: nothing, where there is none.
type Known = Result<Option<Rc<Ignore>>, Unknown>;

impl<'a> Ignores<'a> {
    /// None read yet.
    pub(super) fn new(host: &'a dyn Host) -> Self {
        Self { host, known: HashMap::new() }
    }

    /// What is hidden of a folder: by the ignore file of its Dockerfile, else by its own. What is
    /// wrong with the file is reported.
    ///
    /// # Errors
    /// Where it cannot be read, or docker refuses it.
    pub(super) fn of(
        &mut self,
        folder: &Folder,
        sources: &mut Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Result<Rc<Ignore>, Unknown> {
        let own = folder.own_ignore.clone();
        let own = own.map(|own| self.read(own, sources, found)).transpose()?.flatten();
        if let Some(own) = own {
            return Ok(own);
        }
        let name = path::join(&folder.root, NAME).into();
        Ok(self.read(name, sources, found)?.unwrap_or_default())
    }

    /// The same folder, its path cleaned, and without an ignore file that is not there.
    pub(super) fn settled(
        &mut self,
        folder: &Folder,
        sources: &mut Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Folder {
        let root = path::clean(&folder.root).into();
        let own_ignore = folder.own_ignore.clone();
        let is_there = |own: &Text| !matches!(self.read(own.clone(), sources, found), Ok(None));
        Folder { root, own_ignore: own_ignore.filter(is_there) }
    }

    fn read(&mut self, name: Text, sources: &mut Sources, found: &mut Vec<Diagnostic>) -> Known {
        if let Some(known) = self.known.get(&name) {
            return known.clone();
        }
        let known = self.read_now(&name, sources, found);
        self.known.insert(name, known.clone());
        known
    }

    fn read_now(&self, name: &Text, sources: &mut Sources, found: &mut Vec<Diagnostic>) -> Known {
        let unreadable = |because: &dyn std::fmt::Display| Unknown {
            reason: format!("`{name}` cannot be read: {because}"),
        };
        let Some(at) = self.find(name)? else { return Ok(None) };
        let bytes = self.host.read(Path::new(&at)).map_err(|error| unreadable(&error))?;
        let text: Text = String::from_utf8_lossy(&bytes).into();
        let file = sources.add(name.clone(), text.clone());
        let before = found.len();
        let ignore = Ignore::parse(file, &text, found);
        if found.len() > before {
            return Err(Unknown { reason: format!("docker refuses `{name}`") });
        }
        Ok(Some(Rc::new(ignore)))
    }

    /// Where an ignore file is. If it is a link, that must not lead out of its folder.
    fn find(&self, name: &Text) -> Result<Option<String>, Unknown> {
        let kind = match self.host.look(Path::new(&**name)) {
            Ok(entry) => entry.map(|entry| entry.kind),
            // A part of the path is no folder, or we are not let in.
            Err(_) => None,
        };
        match kind {
            Some(EntryKind::File) => Ok(Some(name.to_string())),
            Some(EntryKind::Link(_)) => {
                let folder = path::directory(name);
                let file = name.rsplit('/').next().unwrap_or(name);
                let mut view = View::new(folder.into(), Rc::default());
                let end = view.resolve(file, &mut Listings::new(self.host))?;
                let file = end
                    .filter(|end| end.entry().is_some_and(|entry| entry.kind == EntryKind::File));
                Ok(file.map(|file| view.whole(&file.path)))
            }
            _ => Ok(None),
        }
    }
}
