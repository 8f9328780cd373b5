//! Files to one model: parsed, filled in, included, extended and merged.

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use super::keys::Keys;
use super::place::{self, Base};
use super::template::Environment;
use super::yaml::{self, Document, Map, Node, Replaced, Yaml};
use super::{Checked, canonical, defaults, extends, fault, include, interpolate, merge, unique};
use crate::source::host::FileKind;
use crate::source::{Host, Sources, decode};
use crate::span::{FileId, Span};
use crate::text::Text;

/// How many values a model may have. Files that include and extend one another double quickly.
const SIZE: usize = 2_000_000;

/// What loading needs everywhere.
pub(super) struct Loader<'a> {
    /// The world.
    pub(super) host: &'a dyn Host,
    /// Where opened files go.
    pub(super) sources: &'a mut Sources,
    /// Models of included files, so that a file that is included many times is loaded once.
    pub(super) included: BTreeMap<include::Key, Node>,
}

/// The surroundings of a set of files that are loaded together.
pub(super) struct Scope {
    /// Where their relative paths start; empty for the working directory.
    pub(super) directory: String,
    /// Where the files they name are looked for; the same, but for nested includes.
    pub(super) resources: String,
    /// Their variables.
    pub(super) environment: Rc<Environment>,
    /// The files that led here by `include`.
    pub(super) trail: Vec<String>,
    /// Files that were opened by `extends`, by name and directory.
    pub(super) bases: BTreeMap<(String, String), extends::Other>,
}

/// A file to load.
pub(super) struct File {
    /// Its name, for messages and for cycles.
    pub(super) name: String,
    /// Its number.
    pub(super) id: FileId,
    /// What it says.
    pub(super) documents: Vec<Document>,
}

impl File {
    /// The place to blame where no piece of the file is.
    pub(super) fn start(&self) -> Span {
        Span::new(self.id, 0, 0)
    }

    /// Reads the text of a file.
    pub(super) fn new(name: &str, id: FileId, text: &str) -> Checked<Self> {
        Ok(Self { name: name.to_owned(), id, documents: yaml::parse(id, text)? })
    }
}

/// Which of the steps a file goes through.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// All of them.
    Whole,
    /// Without `include` and `extends`: a file that is extended.
    Shallow,
}

impl Loader<'_> {
    /// Opens a file that is named at a place.
    pub(super) fn open(&mut self, name: &str, span: Span) -> Checked<File> {
        let unread = |why: &str| fault(span, format!("`{name}` cannot be read: {why}"));
        let bytes = self.host.read(Path::new(name));
        let bytes = bytes.map_err(|error| unread(&error.to_string()))?;
        let text = decode::utf16(&bytes).map_or_else(|| String::from_utf8(bytes), Ok);
        let text = Text::from(text.map_err(|_| unread("it is not UTF-8"))?);
        File::new(name, self.sources.add(name, text.clone()), &text)
    }

    /// Whether a path names a directory.
    pub(super) fn is_directory(&self, path: &str) -> bool {
        matches!(self.host.kind(Path::new(path)), Ok(Some(FileKind::Directory)))
    }

    /// The home directory, if there is one.
    fn home(&self) -> Option<String> {
        self.host.variable("HOME").filter(|home| !home.is_empty())
    }

    /// The model of several files, each on top of the ones before.
    pub(super) fn model(&mut self, files: &[File], scope: &mut Scope) -> Checked<Node> {
        let mut model = None;
        for file in files {
            self.file(file, scope, Depth::Whole, &mut model)?;
        }
        let empty = || Node::new(Yaml::Map(Map::new()), start(files));
        let mut model = model.unwrap_or_else(empty);
        defaults::fill(&mut model)?;
        self.resolve_paths(&mut model, &scope.directory)?;
        Ok(model)
    }

    /// Makes relative paths start from a directory.
    pub(super) fn resolve_paths(&self, model: &mut Node, directory: &str) -> Checked<()> {
        let home = self.home();
        place::resolve(model, &Keys::TOP, Base { directory, home: home.as_deref() })
    }

    /// Puts the documents of a file on top of a model.
    pub(super) fn file(
        &mut self,
        file: &File,
        scope: &mut Scope,
        depth: Depth,
        model: &mut Option<Node>,
    ) -> Checked<Replaced> {
        let mut last = Replaced::default();
        for document in file.documents.iter().cloned() {
            last = document.replaced.clone();
            let before = model.take();
            *model = Some(self.document(document, file, scope, depth, before)?);
        }
        Ok(last)
    }

    fn document(
        &mut self,
        Document { mut root, replaced }: Document,
        file: &File,
        scope: &mut Scope,
        depth: Depth,
        before: Option<Node>,
    ) -> Checked<Node> {
        if root.as_map().is_none() {
            let message = format!("a compose file must be a mapping, and this is {}", root.kind());
            return Err(fault(root.span, message));
        }
        let environment = Rc::clone(&scope.environment);
        interpolate::interpolate(&mut root, &|name| environment.get(name).cloned())?;
        let mut before = before.unwrap_or_else(|| root.with(Yaml::Map(Map::new())));
        if depth == Depth::Whole {
            include::apply(self, &mut root, file, &replaced, scope)?;
        }
        if let Some(map) = before.as_map_mut() {
            replaced.apply(map);
        }
        if depth == Depth::Whole {
            extends::apply(self, &mut root, file, &replaced, scope)?;
        }
        let mut model = merge::merge(before, root, &Keys::TOP)?;
        limit(&model)?;
        unique::unique(&mut model, &Keys::TOP)?;
        canonical::canonical(&mut model, &Keys::TOP)?;
        unique::unique(&mut model, &Keys::TOP)?;
        Ok(model)
    }
}

/// Refuses a model that has grown out of bounds.
pub(super) fn limit(model: &Node) -> Checked<()> {
    if model.size() > SIZE {
        return Err(fault(model.span, format!("this becomes larger than {SIZE} values")));
    }
    Ok(())
}

/// The place to blame where no piece of several files is; there is always one.
pub(super) fn start(files: &[File]) -> Span {
    files.first().map_or(Span::new(FileId(0), 0, 0), File::start)
}
