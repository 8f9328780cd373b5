//! The frontend image that a file asks to be built by.

use crate::span::{FileId, Span};
use crate::syntax;
use crate::syntax::ast::{Body, JsonKind};

use super::ast::{DirectiveName, Frontend, Text};
use super::directive::Directives;
use super::line::Lines;

impl Frontend {
    /// Whether it is docker's own, in any version and with or without the additions of `-labs`:
    /// then this module knows the language.
    pub fn is_known(&self) -> bool {
        is_known(&self.image)
    }
}

/// Whether the image is docker's own frontend.
pub(super) fn is_known(image: &str) -> bool {
    let name = image.split_once('@').map_or(image, |(name, _)| name);
    let name = ["docker.io/", "index.docker.io/"]
        .iter()
        .find_map(|registry| name.strip_prefix(registry))
        .unwrap_or(name);
    let repository = name.split_once(':').map_or(name, |(repository, _)| repository);
    matches!(repository, "docker/dockerfile" | "docker/dockerfile-upstream")
}

/// Whether the build arg `BUILDKIT_SYNTAX` names the frontend that is part of BuildKit itself, which
/// is docker's. In a file this is an image like others.
pub(super) fn is_built_in(name: &str) -> bool {
    name == "dockerfile.v0"
}

/// The frontend that a text asks for.
///
/// BuildKit looks at directives behind `#`, then at some behind `//`, then at the key `syntax` of a
/// JSON object. A first line `#!…` does not count. Unlike what the parser calls a directive, none
/// may be indented.
pub(super) fn detect(file: FileId, text: &str) -> Option<Frontend> {
    let value = ["#", "//"]
        .iter()
        .find_map(|comment| behind(file, text, comment))
        .or_else(|| in_json(file, text))?;
    let image = match value.piece().split_once(' ') {
        Some((image, _)) => image.to_text(),
        None => value.clone(),
    };
    Some(Frontend { image, value })
}

fn behind(file: FileId, text: &str, comment: &str) -> Option<Text> {
    let mut lines = Lines::new(file, text);
    let mut directives = Directives::default();
    let mut too_long = Vec::new();
    let mut is_first = true;
    while let Some(line) = lines.next(&mut too_long) {
        let is_shebang = std::mem::take(&mut is_first) && line.text.starts_with("#!");
        if !is_shebang && !matches!(directives.take(file, line, comment), Ok(true)) {
            break;
        }
    }
    let is_it = |name| name == DirectiveName::Syntax;
    directives.list.into_iter().find(|found| is_it(found.name.value)).map(|found| found.value)
}

fn in_json(file: FileId, text: &str) -> Option<Text> {
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return None;
    }
    let mut wrong = Vec::new();
    let Body::Json(body) = syntax::parse_json(file, text, &mut wrong).body else { return None };
    let property = body.properties.iter().rfind(|property| &*property.name.value == "syntax")?;
    match &property.value.kind {
        JsonKind::String(value) if wrong.is_empty() => {
            let span: Span = property.value.span;
            Some(Text::new(&**value, span))
        }
        _ => None,
    }
}
