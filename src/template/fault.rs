//! What the engine finds wrong, in our words and at its place.

use std::error::Error as _;

use minijinja::{Error, ErrorKind};

use super::filters::{BACKWARDS, FUNCTIONS};
use super::library::Library;
use super::scope::Scope;
use super::text::NULL;
use crate::diag::{Diagnostic, similar};
use crate::source::Sources;
use crate::span::Span;

/// The error for a template that cannot be rendered: at the place in the file that is to blame,
/// with the way there through the files that include it.
pub(super) fn diagnostic(
    error: &Error,
    scope: &Scope,
    library: &Library,
    sources: &Sources,
    whole: Span,
) -> Diagnostic {
    let chain = chain(error);
    let (last, outer) = chain.split_last().map_or((error, &[][..]), |(last, outer)| (*last, outer));
    let place = library.place(last).unwrap_or(whole);
    let mut found = explained(last, scope, place, sources);
    for through in outer.iter().rev() {
        if let Some(place) = library.place(through) {
            found = found.also(place, words_for(through.kind()));
        }
    }
    found
}

/// The error and those that caused it, the innermost last.
fn chain(error: &Error) -> Vec<&Error> {
    let mut all = vec![error];
    let mut source = error.source();
    while let Some(inner) = source.and_then(|source| source.downcast_ref::<Error>()) {
        all.push(inner);
        source = inner.source();
    }
    all
}

fn words_for(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::BadInclude => "included from here",
        ErrorKind::EvalBlock => "called from here",
        _ => "on the way from here",
    }
}

/// Whether an error says something, wherever in its chain.
pub(super) fn says(error: &Error, words: &str) -> bool {
    chain(error).iter().any(|error| error.detail() == Some(words))
}

fn explained(error: &Error, scope: &Scope, place: Span, sources: &Sources) -> Diagnostic {
    let detail = error.detail().unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownFunction => unknown_function(detail, place),
        ErrorKind::UnknownMethod => unknown_method(detail, place),
        ErrorKind::TemplateNotFound => Diagnostic::error(missing(detail), place)
            .hint("names of templates count from the folder of the one that names them"),
        ErrorKind::OutOfFuel => Diagnostic::error("rendering takes too many steps", place)
            .hint("is there a loop over too much, or a macro that calls itself?"),
        ErrorKind::SyntaxError => syntax(detail, place, sources),
        _ => match undefined(detail) {
            Some(name) => undefined_name(name, scope, place, sources),
            None if detail == NULL => Diagnostic::error(NULL, place)
                .hint("give another value in its place: `{{ name or \"\" }}`"),
            None if detail == BACKWARDS => Diagnostic::error(BACKWARDS, place)
                .hint("`| reverse` turns a list or a text around: `{{ name | reverse }}`"),
            None if detail.is_empty() => Diagnostic::error(error.kind().to_string(), place),
            None => Diagnostic::error(detail, place),
        },
    }
}

/// A template that is not there, or several of which none is.
fn missing(detail: &str) -> String {
    let quotes = |sign: char| sign == '"' || sign == '\'';
    match detail.split(quotes).collect::<Vec<_>>().as_slice() {
        [_, name, _] => format!("there is no template `{name}`"),
        _ => "there is none of these templates".to_owned(),
    }
}

/// The expression that has no value, where that is what is wrong.
pub(super) fn undefined(detail: &str) -> Option<&str> {
    let (before, _) = detail.split_once("` is undefined")?;
    before.rsplit_once('`').map(|(_, name)| name)
}

fn undefined_name(name: &str, scope: &Scope, place: Span, sources: &Sources) -> Diagnostic {
    let unknown = scope.unknown(name);
    let found =
        Diagnostic::error(format!("`{name}` is not defined"), narrowed(name, place, sources));
    let found = match unknown.meant {
        Some(meant) => found.meant(meant),
        None => found,
    };
    found.maybe_hint(unknown.hint)
}

/// The name itself, where the place contains it once.
fn narrowed(name: &str, place: Span, sources: &Sources) -> Span {
    let text = sources.slice(place);
    match text.find(name) {
        Some(at) if text.matches(name).count() == 1 => {
            let start = place.range().start + at;
            Span::new(place.file, start, start + name.len())
        }
        _ => place,
    }
}

fn unknown_function(detail: &str, place: Span) -> Diagnostic {
    let name = detail.strip_suffix(" is unknown").unwrap_or(detail);
    Diagnostic::error(format!("there is no function or macro `{name}`"), place)
        .maybe_hint(similar::did_you_mean(name, FUNCTIONS.iter().copied()))
}

fn unknown_method(detail: &str, place: Span) -> Diagnostic {
    let name = detail.rsplit_once("named ").map_or(detail, |(_, name)| name);
    Diagnostic::error(format!("values have no method `{name}`"), place)
        .hint("filters do what methods do elsewhere: `name | split(\",\")`")
}

/// What is no template. Go's templates, which occur in Dockerfiles, look like ours.
pub(super) fn syntax(detail: &str, place: Span, sources: &Sources) -> Diagnostic {
    let text = &sources.get(place.file).text;
    if let Some(error) = unclosed(detail, place, text) {
        return error;
    }
    let error = Diagnostic::error(detail, place);
    let line = text.get(..place.range().start).and_then(|text| text.rfind('\n'));
    let line = text.get(line.map_or(0, |at| at + 1)..).and_then(|text| text.lines().next());
    if line.is_some_and(|line| line.contains("{{.") || line.contains("{{ .")) {
        error.hint("write `{% raw %}{{.Name}}{% endraw %}` where the braces are part of the text")
    } else {
        error
    }
}

/// What is never closed, at its start; the engine tells of the end of the file.
fn unclosed(detail: &str, place: Span, text: &str) -> Option<Diagnostic> {
    let (message, sign, start, hint) = match detail {
        "unexpected end of comment" => (
            "this comment has no end",
            "{##",
            opened(text, "##}", |rest| rest.starts_with("{##")),
            "end it with `##}`, or write `{% raw %}{##{% endraw %}` where it is part of the text",
        ),
        "unexpected end of raw block" => (
            "this raw block has no end",
            "{%",
            opened(text, "endraw", is_raw),
            "end it with `{% endraw %}`",
        ),
        _ => return None,
    };
    let place = start.map_or(place, |start| Span::new(place.file, start, start + sign.len()));
    Some(Diagnostic::error(message, place).hint(hint))
}

/// The first place where something opens after which nothing closes.
fn opened(text: &str, close: &str, opens: fn(&str) -> bool) -> Option<usize> {
    let last = text.rfind(close).map_or(0, |last| last.saturating_sub(2));
    let mut places = text.match_indices('{').map(|(at, _)| at).skip_while(|&at| at < last);
    places.find(|&at| text.get(at..).is_some_and(opens))
}

fn is_raw(rest: &str) -> bool {
    let inside = rest.strip_prefix("{%").map(|inside| inside.trim_start_matches(['-', '+']));
    inside.is_some_and(|inside| inside.trim_start().starts_with("raw"))
}
