//! Warnings for what bake drops in silence.

use super::definition::{BAKE_NAMES, BUILD_NAMES};
use super::project::Project;
use super::yaml::Node;
use crate::diag::{Code, Diagnostic, Diagnostics, similar, words};
use crate::span::Span;

/// Warns of whatever says something about builds and does not reach a target.
pub(super) fn warn(project: &Project, diags: &mut Diagnostics) {
    let mut found: Vec<Diagnostic> = project.stray.iter().map(|&span| stray(span)).collect();
    for build in project.services.iter().filter_map(|service| service.build.as_ref()) {
        found.extend(build.fields.iter().filter_map(|(name, node)| in_build(name, node)));
        let extension = build.bake.as_ref().and_then(Node::as_map);
        found.extend(extension.into_iter().flatten().filter_map(|it| in_extension(it.0, it.1)));
    }
    // Mappings have lost the order in which they are written.
    found.sort_by_key(Diagnostic::place);
    diags.extend(found);
}

fn warning(message: impl Into<String>, span: Span, hint: Option<String>) -> Diagnostic {
    Diagnostic::warning(message, span).coded(Code::UnknownAttribute).maybe_hint(hint)
}

/// `x-bake` of a service. At the top of a file it may be there for its anchor alone.
fn stray(span: Span) -> Diagnostic {
    let hint = "bake looks for it in the `build` of the service".to_owned();
    warning("`x-bake` has no effect in a service", span, Some(hint))
}

/// A field of `build` that compose knows and bake does not take, or a misspelt `x-bake`.
fn in_build(name: &str, node: &Node) -> Option<Diagnostic> {
    if is_in(BUILD_NAMES, name) || name == "x-bake" {
        return None;
    }
    if name.starts_with("x-") {
        let near = similar::did_you_mean(name, ["x-bake"])?;
        return Some(warning(format!("`{name}` has no effect"), node.key, Some(near)));
    }
    let own = Some(name.replace('_', "-")).filter(|own| is_in(BAKE_NAMES, own));
    Some(warning(
        format!("bake does not take `{name}` from Compose files; it has no effect"),
        node.key,
        own.map(|own| format!("write `{own}` in `x-bake`")),
    ))
}

/// A field of `x-bake` that bake does not know.
fn in_extension(name: &str, node: &Node) -> Option<Diagnostic> {
    if is_in(BAKE_NAMES, name) || name.starts_with("x-") {
        return None;
    }
    let known: Vec<&str> = names(BAKE_NAMES).collect();
    let outside = name.replace('-', "_");
    let hint = match similar::did_you_mean(name, known.iter().copied()) {
        Some(near) => near,
        None if is_in(BUILD_NAMES, &outside) => format!("write `{outside}` in `build` itself"),
        None => format!("there is {}", words::list(&known)),
    };
    Some(warning(format!("`x-bake` has no `{name}`; it has no effect"), node.key, Some(hint)))
}

fn names(table: &[(&'static str, &str)]) -> impl Iterator<Item = &'static str> {
    table.iter().map(|&(name, _)| name)
}

fn is_in(table: &[(&'static str, &str)], name: &str) -> bool {
    names(table).any(|known| known == name)
}
