//! The Dockerfile of a target: where it is, and its tree.

use std::collections::{HashMap, HashSet};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use super::ast::Dockerfile;
use super::build::Opaque;
use super::parse;
use crate::diag::{Code, Diagnostic, Severity};
use crate::path;
use crate::source::{FileKind, Host, Near, Sources, load::reason};
use crate::span::FileId;
use crate::target::{Attributes, Places, url};
use crate::text::Text;

/// The Dockerfiles of a compilation. Each is read and parsed once, however many targets use it, and
/// so is each build context looked at once.
#[derive(Debug, Default)]
pub struct Dockerfiles {
    /// By path.
    files: HashMap<Text, Option<Loaded>>,
    /// By text.
    inline: HashMap<Text, Loaded>,
    /// Build contexts that are folders.
    contexts: HashSet<Text>,
    /// The last file that was found for a target with a context, and what that target had said.
    last: Option<(Said, Loaded)>,
    near: Near,
}

/// What tells where a file is. The next target mostly wants the same: it is a cell of the same
/// matrix.
#[derive(PartialEq, Eq, Debug)]
struct Said {
    context: Text,
    dockerfile: Option<Text>,
}

impl Said {
    fn of(attributes: &Attributes) -> Option<Self> {
        if attributes.dockerfile_inline.is_some() {
            return None;
        }
        let context = attributes.context.clone()?;
        Some(Self { context, dockerfile: attributes.dockerfile.clone() })
    }
}

/// A Dockerfile that was read.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Its tree.
    pub dockerfile: Arc<Dockerfile>,
    /// Its text.
    pub file: FileId,
    /// Where it is, from the working directory; none for the text of `dockerfile-inline`. The
    /// ignore file that belongs to it alone has this name with `.dockerignore` behind it.
    pub path: Option<Text>,
    /// Whether it breaks the rules of the language. The errors are reported once, to whoever asks
    /// first; to the others this is all that tells them.
    pub broken: bool,
}

/// Where the Dockerfile of a target is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Location {
    /// In the definition.
    Inline(Text),
    /// A file, by its path from the working directory.
    File(Text),
    /// In a remote context, which is not fetched.
    Remote(Text),
}

/// What became of the wish for the Dockerfile of a target.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It was read. What is wrong in it has been reported.
    Loaded(Loaded),
    /// It is somewhere else: nothing is known of it.
    Opaque(Opaque),
    /// It cannot be read, which has been reported.
    Missing,
}

/// Where the Dockerfile of a target is, by bake's rules: a text in the definition goes before a
/// file; `dockerfile` counts from the context unless it is absolute or starts with `cwd://`.
pub fn locate(attributes: &Attributes) -> Location {
    let inline = attributes.dockerfile_inline.as_deref().filter(|text| !text.is_empty());
    if let Some(text) = inline {
        return Location::Inline(text.clone());
    }
    let name = attributes.dockerfile.as_deref().unwrap_or("Dockerfile");
    if let Some(from_here) = name.strip_prefix("cwd://") {
        return Location::File(path::clean(from_here).into());
    }
    let name = path::clean(name);
    if path::is_absolute(&name) {
        return Location::File(name.into());
    }
    let context = context(attributes);
    if url::is_remote(&context) {
        return Location::Remote(context);
    }
    Location::File(path::join(&context, &name).into())
}

/// The build context of a target: a path from the working directory, or an address.
pub fn context(attributes: &Attributes) -> Text {
    let given = attributes.context.clone().unwrap_or_else(|| attributes.default_context());
    match given.strip_prefix("cwd://") {
        Some(here) => path::clean(here).into(),
        None if url::is_remote(&given) => given,
        None => path::clean(&given).into(),
    }
}

impl Dockerfiles {
    /// None read yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The Dockerfile of the target `name`. Its context must be there too, since docker refuses
    /// to build without it.
    pub fn load(
        &mut self,
        name: &str,
        attributes: &Attributes,
        places: &Places,
        host: &dyn Host,
        sources: &mut Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Outcome {
        let said = Said::of(attributes);
        if let (Some(said), Some((last, loaded))) = (&said, &self.last)
            && said == last
        {
            return Outcome::Loaded(loaded.clone());
        }
        let context = context(attributes);
        if !self.contexts.contains(&context) {
            if let Err(error) = check_context(&context, places, &mut self.near, host) {
                found.push(error);
                return Outcome::Missing;
            }
            self.contexts.insert(context);
        }
        match locate(attributes) {
            Location::Inline(text) => {
                let label = inline_label(name, attributes);
                Outcome::Loaded(self.inline(label, &text, sources, found))
            }
            Location::Remote(address) => Outcome::Opaque(Opaque {
                reason: format!("it is in the remote context `{address}`"),
                span: None,
            }),
            Location::File(path) => {
                if let Some(loaded) = self.file(&path, host, sources, found) {
                    self.last = said.map(|said| (said, loaded.clone()));
                    return Outcome::Loaded(loaded);
                }
                found.push(missing(&path, attributes, places, &mut self.near, host));
                Outcome::Missing
            }
        }
    }

    fn inline(
        &mut self,
        label: String,
        text: &Text,
        sources: &mut Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Loaded {
        if let Some(known) = self.inline.get(text) {
            return known.clone();
        }
        let file = sources.add(label, text.clone());
        let loaded = read(file, text, None, found);
        self.inline.insert(text.clone(), loaded.clone());
        loaded
    }

    fn file(
        &mut self,
        path: &Text,
        host: &dyn Host,
        sources: &mut Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Loaded> {
        if let Some(known) = self.files.get(path) {
            return known.clone();
        }
        let real = with_its_case(path, host);
        let loaded = host.read(Path::new(&*real)).ok().map(|bytes| {
            let text: Text = String::from_utf8_lossy(&bytes).into();
            let file = sources.add(real.clone(), text.clone());
            read(file, &text, Some(real), found)
        });
        self.files.insert(path.clone(), loaded.clone());
        loaded
    }
}

/// What a text that is no file goes by: the template that it was made of, which may have given the
/// same text to many targets, or else the target that says it.
pub fn inline_label(name: &str, attributes: &Attributes) -> String {
    let additions = attributes.added();
    match attributes.dockerfile.as_ref().filter(|file| additions.make_template_of(file)) {
        Some(template) => format!("{template}, filled in"),
        None => format!("dockerfile-inline of `{name}`"),
    }
}

fn read(file: FileId, text: &str, path: Option<Text>, found: &mut Vec<Diagnostic>) -> Loaded {
    let mut errors = Vec::new();
    let dockerfile = Arc::new(parse(file, text, &mut errors));
    let broken = errors.iter().any(|it| it.severity == Severity::Error);
    found.append(&mut errors);
    Loaded { dockerfile, file, path, broken }
}

/// `dockerfile` where that is there and `Dockerfile` is not: buildx looks for it too.
fn with_its_case(path: &Text, host: &dyn Host) -> Text {
    let Some(directory) = path.strip_suffix("Dockerfile") else { return path.clone() };
    let is_there = |path: &str| matches!(host.kind(Path::new(path)), Ok(Some(_)));
    let small = format!("{directory}dockerfile");
    let is_alone = directory.is_empty() || directory.ends_with('/');
    if is_alone && !is_there(path) && is_there(&small) { small.into() } else { path.clone() }
}

/// Refuses a context on this machine that is no directory.
fn check_context(
    context: &Text,
    places: &Places,
    near: &mut Near,
    host: &dyn Host,
) -> Result<(), Diagnostic> {
    if url::is_remote(context) || &**context == "-" {
        return Ok(());
    }
    let what = match host.kind(Path::new(&**context)) {
        Ok(Some(FileKind::Directory)) => return Ok(()),
        Ok(Some(_)) => "is not a directory".to_owned(),
        Ok(None) => "does not exist".to_owned(),
        Err(error) => format!("cannot be looked at: {}", reason(&error)),
    };
    let message = format!("the build context `{context}` {what}");
    let error = Diagnostic::error(message, places.attribute("context"));
    let hint = near.hint(host, "", context, Some(FileKind::Directory));
    Err(error.coded(Code::MissingContext).maybe_hint(hint))
}

/// A Dockerfile that cannot be read.
fn missing(
    file: &Text,
    attributes: &Attributes,
    places: &Places,
    near: &mut Near,
    host: &dyn Host,
) -> Diagnostic {
    let said = attributes.dockerfile.as_deref();
    let blamed = if said.is_some() { "dockerfile" } else { "context" };
    let span = places.attribute(blamed);
    let why = match host.read(Path::new(&**file)) {
        Err(error) if error.kind() != ErrorKind::NotFound => reason(&error),
        _ => "no such file".to_owned(),
    };
    let error = Diagnostic::error(format!("cannot read the Dockerfile `{file}`: {why}"), span)
        .coded(Code::MissingDockerfile);
    let name = said.map_or("Dockerfile", |said| said.strip_prefix("cwd://").unwrap_or(said));
    let (root, name) = file.strip_suffix(name).map_or(("", &**file), |root| (root, name));
    let mut hint = || near.hint(host, root, name, Some(FileKind::File));
    let Some(said) = said else { return error.maybe_hint(hint()) };
    let here = path::clean(said);
    if url::is_web(said) {
        error.hint("bake takes an address for a path here; give the text in `dockerfile-inline`")
    } else if here != **file && matches!(host.kind(Path::new(&here)), Ok(Some(FileKind::File))) {
        let context = context(attributes);
        error.hint(format!("it counts from the context `{context}`; `cwd://{here}` is there"))
    } else {
        error.maybe_hint(hint())
    }
}

#[cfg(test)]
mod tests;
