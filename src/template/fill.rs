//! From templates to Dockerfiles, for all targets at once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use minijinja::Error;

use super::budget::Limits;
use super::engine::{BROKEN, WANTED};
use super::fault;
use super::library::{Library, decoded, unmarked};
use super::scope::Scope;
use super::target::{is_templated, scope};
use crate::diag::{Diagnostic, Diagnostics, Stopped, words};
use crate::dockerfile::load::{Location, locate};
use crate::path;
use crate::select::{Selected, Selection};
use crate::source::{Host, Sources};
use crate::span::{FileId, Span};
use crate::text::Text;
use crate::threads;
use crate::value::{Fields, normalized};

/// How many times templates may ask for files that have not been read. One asks for one at a time.
const ROUNDS: usize = 200;

/// Fills in the template of every target that has one: what it gives becomes the target's
/// `dockerfile-inline`. `dockerfile` stays, as bake prints it and does not look at it then.
///
/// # Errors
/// Everything that is wrong with the templates, and with where they are.
pub fn fill(
    selection: &mut Selection,
    variables: Fields,
    host: &dyn Host,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<(), Stopped> {
    let mut shop =
        Shop { libraries: BTreeMap::new(), texts: BTreeMap::new(), host, sources, diags };
    let variables = Arc::new(variables);
    let mut jobs = Vec::new();
    for (name, selected) in &selection.targets {
        if is_templated(&selected.attributes) {
            jobs.extend(shop.job(name, selected, &variables));
        }
    }
    for (name, text) in shop.finish(jobs) {
        if let Some(selected) = selection.targets.get_mut(&name) {
            // As every text that bake reads: what is printed is what is built.
            selected.attributes.dockerfile_inline = Some(normalized(&text).into());
        }
    }
    diags.checked(())
}

/// A template to be filled in for a target.
struct Job {
    target: Text,
    /// Where the target is written.
    head: Span,
    /// The folder of the library that has the template.
    root: String,
    /// The name of the template in there.
    template: String,
    file: FileId,
    scope: Scope,
}

/// All there is to work with.
struct Shop<'a> {
    /// Libraries by their folder.
    libraries: BTreeMap<String, Library>,
    /// Texts of definitions that are templates, each with its name and number.
    texts: BTreeMap<Text, (String, FileId)>,
    host: &'a dyn Host,
    sources: &'a mut Sources,
    diags: &'a mut Diagnostics,
}

impl Shop<'_> {
    fn job(&mut self, name: &Text, selected: &Selected, variables: &Arc<Fields>) -> Option<Job> {
        let (root, (template, file)) = match locate(&selected.attributes) {
            Location::Inline(text) => (".".to_owned(), self.text(name, text)),
            Location::File(path) => self.file(&self.near(&path), selected)?,
            Location::Remote(address) => {
                let message = format!("the template is in the remote context `{address}`");
                let hint = "a template is read when the plan is made, so it must be a local file";
                let place = selected.places.attribute("dockerfile");
                self.diags.push(Diagnostic::error(message, place).hint(hint));
                return None;
            }
        };
        let scope = scope(name, selected, variables);
        Some(Job { target: name.clone(), head: selected.places.head, root, template, file, scope })
    }

    /// A path in the working directory as a relative one.
    fn near(&self, path: &str) -> String {
        let here = self.host.working_directory().to_str();
        let below = here.and_then(|here| path.strip_prefix(here)?.strip_prefix('/'));
        below.unwrap_or(path).to_owned()
    }

    fn library(&mut self, root: &str) -> &mut Library {
        let new = || Library::new(root.to_owned(), Limits::default());
        self.libraries.entry(root.to_owned()).or_insert_with(new)
    }

    /// The template in a definition. Equal ones are one.
    fn text(&mut self, name: &Text, text: Text) -> (String, FileId) {
        if let Some(known) = self.texts.get(&text) {
            return known.clone();
        }
        let label = format!("dockerfile-inline of `{name}`");
        let mut library = self.take(".");
        let file = library.add(&label, &text, self.sources, self.diags);
        self.libraries.insert(".".to_owned(), library);
        self.texts.entry(text).or_insert((label, file)).clone()
    }

    /// The template in a file.
    fn file(&mut self, name: &str, selected: &Selected) -> Option<(String, (String, FileId))> {
        let outside = path::is_absolute(name) || name.starts_with("../");
        let root = if outside { path::directory(name) } else { ".".to_owned() };
        let mut library = self.take(&root);
        let file = match library.file(name) {
            Some(known) => Ok(known),
            None => self.read(name).map(|text| library.add(name, &text, self.sources, self.diags)),
        };
        self.libraries.insert(root.clone(), library);
        match file {
            Ok(file) => Some((root, (name.to_owned(), file))),
            Err(why) => {
                let place = selected.places.attribute("dockerfile");
                self.diags.push(Diagnostic::error(why, place));
                None
            }
        }
    }

    fn take(&mut self, root: &str) -> Library {
        self.library(root);
        let taken = self.libraries.remove(root);
        taken.unwrap_or_else(|| Library::new(root.to_owned(), Limits::default()))
    }

    fn read(&self, name: &str) -> Result<String, String> {
        let bytes = self.host.read(name.as_ref());
        let bytes = bytes.map_err(|error| format!("cannot read the template `{name}`: {error}"))?;
        decoded(name, bytes)
    }

    /// Does the jobs: again and again those that ask for files which have to be read first.
    fn finish(&mut self, mut jobs: Vec<Job>) -> Vec<(Text, String)> {
        let mut done = Vec::new();
        let mut faults = Faults::default();
        for _ in 0..ROUNDS {
            let results = threads::map(&jobs, |job| self.render(job));
            let mut waiting = Vec::new();
            for (job, result) in jobs.into_iter().zip(results) {
                match result {
                    Ok(text) if text.is_empty() => faults.add(&job, empty(&job)),
                    Ok(text) => done.push((job.target, text)),
                    Err(error) if fault::says(&error, WANTED) => waiting.push(job),
                    Err(error) if fault::says(&error, BROKEN) => {}
                    Err(error) => faults.extend(&job, self.explained(&job, &error)),
                }
            }
            jobs = waiting;
            if jobs.is_empty() {
                break;
            }
            self.fetch();
        }
        for job in &jobs {
            let place = Span::new(job.file, 0, 0);
            let message = format!("a template and what it includes may ask for {ROUNDS} files");
            faults.add(job, Diagnostic::error(message, place));
        }
        self.diags.extend(faults.finish());
        done
    }

    fn render(&self, job: &Job) -> Result<String, Error> {
        match self.libraries.get(&job.root) {
            Some(library) => library.engine.render(&job.template, &job.scope).map(unmarked),
            None => Ok(String::new()),
        }
    }

    fn explained(&self, job: &Job, error: &Error) -> Option<Diagnostic> {
        let library = self.libraries.get(&job.root)?;
        let whole = Span::new(job.file, 0, 0);
        Some(fault::diagnostic(error, &job.scope, library, self.sources, whole))
    }

    /// Reads the files that were asked for.
    fn fetch(&mut self) {
        for library in self.libraries.values_mut() {
            for name in library.engine.wanted() {
                library.fetch(&name, self.host, self.sources, self.diags);
            }
        }
    }
}

/// bake takes an empty text for none, and would build the template as it is.
fn empty(job: &Job) -> Diagnostic {
    Diagnostic::error("the template gives no text at all", Span::new(job.file, 0, 0))
}

/// Errors of many targets, each told once, with the targets that have it.
#[derive(Default)]
struct Faults {
    order: Vec<Fault>,
    known: BTreeMap<(String, Option<Span>), usize>,
}

struct Fault {
    error: Diagnostic,
    target: Text,
    head: Span,
    others: usize,
}

impl Faults {
    fn extend(&mut self, job: &Job, errors: impl IntoIterator<Item = Diagnostic>) {
        for error in errors {
            self.add(job, error);
        }
    }

    fn add(&mut self, job: &Job, error: Diagnostic) {
        let place = error.place();
        match self.known.entry((error.message.clone(), place)) {
            Entry::Occupied(known) => {
                if let Some(fault) = self.order.get_mut(*known.get()) {
                    fault.others += 1;
                }
            }
            Entry::Vacant(free) => {
                free.insert(self.order.len());
                let (target, head) = (job.target.clone(), job.head);
                self.order.push(Fault { error, target, head, others: 0 });
            }
        }
    }

    fn finish(self) -> impl Iterator<Item = Diagnostic> {
        self.order.into_iter().map(|Fault { error, target, head, others }| {
            let others = match others {
                0 => String::new(),
                _ => format!(" and {}", words::count(others, "other target")),
            };
            error.also(head, format!("for `{target}`{others}"))
        })
    }
}
