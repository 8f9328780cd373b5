//! Compose files: the services that are built, as targets.
//!
//! bake hands compose files to compose's own loader and then looks at a few fields of each
//! service. So do we, in the same steps: [`yaml`] reads the text, [`mod@load`] fills in variables and
//! merges files ([`mod@include`], [`extends`], [`merge`]), [`schema`] checks what is left,
//! [`service`] reads it ([`mod@project`] is all that together), [`consistency`] looks at the whole, and [`definition`] makes the
//! targets, with what [`bake`] finds under `x-bake`; of what none of them takes, [`unknown`] warns.
//!
//! Whatever a plan has no use for is loaded all the same and then dropped: a variable that is
//! required and missing is an error, wherever it stands.

mod bake;
mod canonical;
mod consistency;
mod defaults;
mod definition;
mod dotenv;
mod environment;
mod extends;
mod include;
mod interpolate;
mod keys;
mod load;
mod merge;
mod place;
mod project;
mod schema;
mod service;
mod short_form;
mod size;
mod template;
mod unique;
mod unknown;
mod yaml;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{At, Diagnostic, Diagnostics, Stopped};
use crate::source::{Host, Loaded, Sources};
use crate::span::{FileId, Span};
use crate::target::environment as settings;
use crate::target::{Definition, bases};
use crate::text::Text;
use load::File;
use project::{Project, project};

/// A result, or everything that is wrong.
type Checked<T> = Result<T, Vec<Diagnostic>>;

/// One error at a place.
fn fault(span: Span, message: impl Into<String>) -> Vec<Diagnostic> {
    vec![Diagnostic::error(message, span)]
}

/// What compose files define.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Compose {
    /// The targets of the group `default`, or `None` where the files have no services and so no
    /// such group.
    ///
    /// The reference goes over its services in random order and sorts the names when it prints
    /// them; here they are sorted from the start.
    pub default: Option<Vec<Text>>,
    /// One target for each service that is built. Two of them may have the same name (`a.b` and
    /// `a_b`); they are to be merged like any two blocks of one name.
    pub targets: Vec<Definition>,
}

/// What kind of file a file is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Recognised {
    /// A compose file, by its name or by what it says. Whether it is a good one, [`load()`] tells.
    Compose,
    /// Not a compose file.
    Other,
    /// Perhaps a compose file: its `.env` cannot be read, so that nobody can tell.
    Unsure(Diagnostic),
}

/// Tells compose files from other definition files.
///
/// `.yml` and `.yaml` are compose files, `.json` and `.hcl` are not, in any case of letters; what
/// has another name is one if it can be read as one, in UTF-8 or UTF-16. Where `.env` cannot be
/// read, nothing is: the reference then tries all files as HCL, which ends in an error for those
/// that are not.
pub fn recognise(
    loaded: &Loaded,
    overrides: &BTreeMap<String, String>,
    host: &dyn Host,
    sources: &mut Sources,
) -> Recognised {
    let name = sources.get(loaded.file).name.to_ascii_lowercase();
    if has_extension(&name, &["json", "hcl"]) {
        return Recognised::Other;
    }
    let environment = match environment::environment(overrides, host, sources) {
        Ok(environment) => environment,
        Err(error) => return Recognised::Unsure(error),
    };
    if has_extension(&name, &["yml", "yaml"]) {
        return Recognised::Compose;
    }
    if loaded.fault_as_yaml().is_some() {
        return Recognised::Other;
    }
    let file = opened(loaded.file, sources);
    match file.and_then(|file| project(&[file], environment, host, sources)) {
        Ok(_) => Recognised::Compose,
        Err(_) => Recognised::Other,
    }
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
}

/// The targets of all compose files of a run, in the order of the command line.
///
/// Where contexts are relative to their files, those of all compose files are relative to the
/// first one; the targets have that for their source.
///
/// # Errors
/// Reported, with everything that is wrong at the step that fails.
pub fn load(
    files: &[FileId],
    overrides: &BTreeMap<String, String>,
    host: &dyn Host,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Compose, Stopped> {
    match try_load(files, overrides, host, sources, diagnostics) {
        Ok(compose) => Ok(compose),
        Err(errors) => {
            diagnostics.extend(errors);
            diagnostics.checked(Compose::default())
        }
    }
}

fn try_load(
    files: &[FileId],
    overrides: &BTreeMap<String, String>,
    host: &dyn Host,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Checked<Compose> {
    if files.is_empty() {
        return Ok(Compose::default());
    }
    let environment =
        environment::environment(overrides, host, sources).map_err(|error| vec![error])?;
    let files: Vec<File> =
        files.iter().map(|&file| opened(file, sources)).collect::<Checked<_>>()?;
    if files.len() > 1 {
        // Each file must be a compose file of its own before they are put together.
        for file in &files {
            project(std::slice::from_ref(file), environment.clone(), host, sources)?;
        }
    }
    let project = project(&files, environment, host, sources)?;
    unknown::warn(&project, diagnostics);
    consistency::check(&project.services, &project.secrets)?;
    let mut compose = targets(&project)?;
    set_sources(&mut compose, &files, host)?;
    Ok(compose)
}

fn set_sources(compose: &mut Compose, files: &[File], host: &dyn Host) -> Checked<()> {
    let Some(first) = files.first() else { return Ok(()) };
    if settings::contexts_are_file_relative(host).at(first.start()).map_err(|error| vec![error])? {
        let base = bases::of_file(&first.name);
        for target in &mut compose.targets {
            Arc::make_mut(&mut target.attributes).set_source(&base, None, true);
        }
    }
    Ok(())
}

fn opened(file: FileId, sources: &Sources) -> Checked<File> {
    let source = sources.get(file);
    File::new(&source.name, file, &source.text)
}

fn targets(project: &Project) -> Checked<Compose> {
    if project.services.is_empty() {
        return Ok(Compose::default());
    }
    let mut targets = Vec::new();
    let mut errors = Vec::new();
    for service in &project.services {
        let Some(build) = &service.build else { continue };
        match definition::definition(service, build, &project.secrets, &project.environment) {
            Ok(target) => targets.push(target),
            Err(mut more) => errors.append(&mut more),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut names: Vec<Text> = targets.iter().map(|target| target.name.clone()).collect();
    names.sort();
    Ok(Compose { default: Some(names), targets })
}
