//! What a target says of its template.

use std::sync::Arc;

use super::scope::{Scope, fields};
use crate::diag::Diagnostic;
use crate::dockerfile::load::{Location, locate};
use crate::dockerfile::{Dockerfiles, Outcome};
use crate::select::Selected;
use crate::source::{Host, Sources};
use crate::target::Attributes;
use crate::text::Text;
use crate::value::{Fields, Type, Value};

/// Whether the Dockerfile is a template. The end of a file name says so; that of a text is none.
pub fn is_templated(attributes: &Attributes) -> bool {
    let is_inline = attributes.dockerfile_inline.as_ref().is_some_and(|text| !text.is_empty());
    let name = attributes.dockerfile.as_deref().filter(|_| !is_inline);
    attributes.added().make_template_of(name.unwrap_or_default())
}

/// What the template of a target can name.
pub(super) fn scope(name: &Text, selected: &Selected, variables: &Arc<Fields>) -> Scope {
    let attributes = &selected.attributes;
    let args = attributes.args.iter().flatten();
    let args = args.map(|(name, value)| (name.clone(), optional(value.as_ref())));
    Scope::new([
        ("matrix", fields(selected.cell.axes.iter().cloned())),
        ("args", fields(args)),
        ("vars", Arc::new(attributes.added().vars.clone().unwrap_or_default())),
        ("target", own(name, attributes)),
        ("var", variables.clone()),
    ])
}

fn own(name: &Text, attributes: &Attributes) -> Arc<Fields> {
    fields([
        ("name", Value::String(name.clone())),
        ("platforms", list(attributes.platforms.as_deref())),
        ("stage", optional(attributes.target.as_ref())),
        ("tags", list(attributes.tags.as_deref())),
    ])
}

fn optional(text: Option<&Text>) -> Value {
    text.map_or(Value::Null(Type::String), |text| Value::String(text.clone()))
}

fn list(texts: Option<&[Text]>) -> Value {
    Value::strings(texts.into_iter().flatten())
}

/// The Dockerfile of a target as it is built, after [`fill`](super::fill()).
///
/// # Errors
/// Where it is not on this machine or cannot be read.
pub fn dockerfile(
    name: &str,
    selected: &Selected,
    known: &mut Dockerfiles,
    host: &dyn Host,
    sources: &mut Sources,
) -> Result<Text, Vec<Diagnostic>> {
    let Selected { attributes, places, .. } = selected;
    match locate(attributes) {
        Location::Inline(text) => return Ok(text),
        Location::File(_) => {}
        Location::Remote(address) => {
            let message =
                format!("the Dockerfile of `{name}` is in the remote context `{address}`");
            return Err(vec![Diagnostic::error(message, places.attribute("context"))]);
        }
    }
    // It is shown as it is, whatever is wrong in it.
    let mut found = Vec::new();
    match known.load(name, attributes, places, host, sources, &mut found) {
        Outcome::Loaded(loaded) => Ok(sources.get(loaded.file).text.clone()),
        Outcome::Opaque(_) | Outcome::Missing => Err(found),
    }
}
