//! The nesting of `%{ if }` and `%{ for }`.

use crate::diag::Diagnostic;
use crate::span::Span;

use super::super::ast::{Expr, ExprKind, Name, Part, TemplateFor, TemplateIf};
use super::template::{Piece, joined, literal_part};
use super::{Parsed, Parser};

/// A directive that waits for its end.
struct Open {
    opener: Opener,
    span: Span,
    parts: Vec<Part>,
}

enum Opener {
    If {
        condition: Expr,
        /// What stands before the `else`, and its place, once that has come.
        then: Option<(Expr, Span)>,
    },
    For {
        key: Option<Name>,
        value: Name,
        collection: Expr,
    },
}

/// The parts that are finished and the directives around the place, the innermost last.
struct Nesting {
    done: Vec<Part>,
    open: Vec<Open>,
}

impl Parser<'_> {
    /// Pieces to parts.
    pub(super) fn nest(&mut self, pieces: Vec<Piece>) -> Parsed<Vec<Part>> {
        let mut nesting = Nesting { done: Vec::new(), open: Vec::new() };
        let mut deepest = 0;
        for piece in joined(pieces) {
            nesting.add(piece)?;
            if let Some(open) = nesting.open.last().filter(|_| nesting.open.len() > deepest) {
                deepest = nesting.open.len();
                self.raise(1, open.span)?;
            }
        }
        match nesting.open.pop() {
            Some(open) => Err(open.never_ends().into()),
            None => Ok(nesting.done),
        }
    }
}

impl Nesting {
    fn add(&mut self, piece: Piece) -> Parsed<()> {
        match piece {
            Piece::Literal { text, span } => self.push(literal_part(&text, span)),
            Piece::Interpolation(expr) => self.push(Part::Interpolation(expr)),
            Piece::If { condition, span } => self.begin(Opener::If { condition, then: None }, span),
            Piece::For { key, value, collection, span } => {
                self.begin(Opener::For { key, value, collection }, span);
            }
            Piece::Else(span) => return self.other_branch(span),
            Piece::EndIf(span) => return self.end_if(span),
            Piece::EndFor(span) => return self.end_for(span),
        }
        Ok(())
    }

    fn push(&mut self, part: Part) {
        self.open.last_mut().map_or(&mut self.done, |open| &mut open.parts).push(part);
    }

    fn begin(&mut self, opener: Opener, span: Span) {
        self.open.push(Open { opener, span, parts: Vec::new() });
    }

    fn other_branch(&mut self, place: Span) -> Parsed<()> {
        match self.open.last_mut() {
            Some(Open { opener: Opener::If { then, .. }, span, parts }) => match then {
                None => {
                    *then = Some((template(std::mem::take(parts), span.tail()), place));
                    Ok(())
                }
                Some((_, first)) => {
                    let error = Diagnostic::error("this `if` has an `else` already", place);
                    Err(error.also(*first, "the first one").into())
                }
            },
            other => Err(misplaced("else", "if", place, other).into()),
        }
    }

    fn end_if(&mut self, end: Span) -> Parsed<()> {
        match self.open.pop() {
            Some(Open { opener: Opener::If { condition, then }, span, parts }) => {
                let (then, otherwise) = match then {
                    Some((then, _)) => (then, template(parts, end.head())),
                    None => (template(parts, span.tail()), template(Vec::new(), end.head())),
                };
                let span = span.to(end);
                self.push(Part::If(Box::new(TemplateIf { condition, then, otherwise, span })));
                Ok(())
            }
            mut other => Err(misplaced("endif", "if", end, other.as_mut()).into()),
        }
    }

    fn end_for(&mut self, end: Span) -> Parsed<()> {
        match self.open.pop() {
            Some(Open { opener: Opener::For { key, value, collection }, span, parts }) => {
                let body = template(parts, span.tail());
                let span = span.to(end);
                let part = TemplateFor { key, value, collection, body, span };
                self.push(Part::For(Box::new(part)));
                Ok(())
            }
            mut other => Err(misplaced("endfor", "for", end, other.as_mut()).into()),
        }
    }
}

impl Open {
    fn words(&self) -> (&'static str, &'static str) {
        match self.opener {
            Opener::If { .. } => ("if", "endif"),
            Opener::For { .. } => ("for", "endfor"),
        }
    }

    fn never_ends(&self) -> Diagnostic {
        let (word, end) = self.words();
        let message = format!("this `{word}` is never ended");
        Diagnostic::error(message, self.span).hint(format!("end it with `%{{ {end} }}`"))
    }
}

/// The error for a directive that belongs to no other, or to another than the one around it.
fn misplaced(word: &str, opener: &str, span: Span, inside: Option<&mut Open>) -> Diagnostic {
    let error = Diagnostic::error(format!("`{word}` without `{opener}`"), span);
    let Some(open) = inside else { return error };
    let (word, end) = open.words();
    error.also(open.span, format!("`{end}` of this `{word}` must come first"))
}

/// The template of these parts; one of no parts stands at `empty`.
fn template(mut parts: Vec<Part>, empty: Span) -> Expr {
    if parts.is_empty() {
        parts.push(literal_part("", empty));
    }
    let span = match (parts.first(), parts.last()) {
        (Some(first), Some(last)) => first.span().to(last.span()),
        _ => empty,
    };
    Expr { kind: ExprKind::Template(parts), span }
}
