//! The template engine, set up for Dockerfiles.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};

use super::budget::{Limits, bytes, weigh};
use super::filters;
use super::scope::Scope;
use super::text::text;
use crate::path;

/// What an error says that means: this file has to be read first.
pub(super) const WANTED: &str = "this file has not been read yet";
/// What an error says that means: it is known why this file is no template.
pub(super) const BROKEN: &str = "this file is no template";

/// What is known of a file.
#[derive(Clone, Debug)]
pub(super) enum Known {
    /// Its text, ready to be compiled.
    Text(String),
    /// There is none.
    Absent,
    /// It may not take part, for this reason.
    Refused(String),
    /// It has been told what is wrong with it.
    Broken,
}

/// What is known of files by name, and the names that were asked for and not known.
#[derive(Default, Debug)]
struct Shelf {
    known: BTreeMap<String, Known>,
    wanted: BTreeSet<String>,
}

/// Templates that see each other.
#[derive(Debug)]
pub(super) struct Engine {
    environment: Environment<'static>,
    shelf: Arc<Mutex<Shelf>>,
    limits: Limits,
}

impl Engine {
    /// An engine that knows no files.
    pub(super) fn new(limits: Limits) -> Self {
        let shelf = Arc::<Mutex<Shelf>>::default();
        let mut environment = Environment::new();
        environment.set_syntax(syntax());
        environment.set_debug(true);
        environment.set_auto_reload(false);
        environment.set_fuel(Some(limits.steps));
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_path_join_callback(joined);
        environment.set_formatter(move |out, rendering, value| {
            if value.is_undefined() {
                return Ok(());
            }
            weigh(rendering, limits, value)?;
            out.write_str(&text(value)?).map_err(Error::from)
        });
        filters::add(&mut environment, limits);
        environment.set_loader({
            let shelf = shelf.clone();
            move |name| look_up(&mut lock(&shelf), name)
        });
        Self { environment, shelf, limits }
    }

    /// Says what is known of a file.
    pub(super) fn learn(&self, name: &str, news: Known) {
        let mut files = lock(&self.shelf);
        files.wanted.remove(name);
        files.known.insert(name.to_owned(), news);
    }

    /// The files that templates asked for and of which nothing is known, in order.
    pub(super) fn wanted(&self) -> Vec<String> {
        lock(&self.shelf).wanted.iter().cloned().collect()
    }

    /// The text that a template gives in a scope.
    pub(super) fn render(&self, name: &str, scope: &Scope) -> Result<String, Error> {
        self.render_with(name, scope.seen())
    }

    /// The text that a template gives where it sees a value.
    pub(super) fn render_with(&self, name: &str, seen: Value) -> Result<String, Error> {
        let template = self.environment.get_template(name)?;
        let mut result = Bounded { bytes: Vec::new(), most: self.limits.length };
        template.render_captured_to(seen, &mut result).map_err(|error| {
            if error.kind() == ErrorKind::WriteFailure { self.too_long() } else { error }
        })?;
        String::from_utf8(result.bytes)
            .map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))
    }

    fn too_long(&self) -> Error {
        let most = bytes(self.limits.length);
        Error::new(ErrorKind::WriteFailure, format!("the template gives more than {most}"))
    }
}

/// Jinja's signs, but for those of comments: `{#` is part of bash's `${#name}`.
pub fn syntax() -> SyntaxConfig {
    let mut builder = SyntaxConfig::builder();
    builder.comment_delimiters("{##", "##}").keep_trailing_newline(true);
    builder.build().unwrap_or_default()
}

/// The name of a file that a template names: it counts from the folder of that template.
fn joined<'a>(name: &'a str, parent: &'a str) -> Cow<'a, str> {
    if path::is_absolute(name) {
        // No file has such a name; the loader knows the sign.
        format!("\0{name}").into()
    } else {
        path::join(&path::directory(parent), name).into()
    }
}

fn look_up(shelf: &mut Shelf, name: &str) -> Result<Option<String>, Error> {
    if let Some(absolute) = name.strip_prefix('\0') {
        let message = format!("`{absolute}` is an absolute path, which a template cannot name");
        return Err(Error::new(ErrorKind::InvalidOperation, message));
    }
    match shelf.known.get(name) {
        Some(Known::Text(text)) => Ok(Some(text.clone())),
        Some(Known::Absent) => Ok(None),
        Some(Known::Refused(why)) => Err(Error::new(ErrorKind::InvalidOperation, why.clone())),
        Some(Known::Broken) => Err(Error::new(ErrorKind::InvalidOperation, BROKEN)),
        None => {
            shelf.wanted.insert(name.to_owned());
            Err(Error::new(ErrorKind::InvalidOperation, WANTED))
        }
    }
}

fn lock(shelf: &Mutex<Shelf>) -> MutexGuard<'_, Shelf> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A text that does not grow beyond a size.
struct Bounded {
    bytes: Vec<u8>,
    most: usize,
}

impl io::Write for Bounded {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if self.bytes.len().saturating_add(piece.len()) > self.most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
