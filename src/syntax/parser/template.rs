//! Templates: quoted strings, heredocs and the strings of JSON.
//!
//! First the tokens become a flat list of pieces, since what is trimmed, dedented and joined is
//! neighbours in the text; then [`directive`](super::directive) nests them.

use crate::diag::{Diagnostic, similar};
use crate::span::Span;
use crate::value::normalized;

use super::super::ast::{Expr, ExprKind, Name, Part};
use super::super::failure::Failure;
use super::super::token::{Kind, Token};
use super::heredoc::dedent;
use super::{Parsed, Parser};

/// A piece of a template.
#[derive(Debug)]
pub(super) enum Piece {
    Literal { text: String, span: Span },
    Interpolation(Expr),
    If { condition: Expr, span: Span },
    Else(Span),
    EndIf(Span),
    For { key: Option<Name>, value: Name, collection: Expr, span: Span },
    EndFor(Span),
}

/// What is open while pieces are read.
#[derive(Default)]
struct Reading {
    pieces: Vec<Piece>,
    /// Whether the last sequence ended in `~}`.
    trims_next: bool,
}

impl Parser<'_> {
    pub(super) fn quoted_template(&mut self) -> Parsed<Expr> {
        let open = self.bump();
        let mut reading = Reading::default();
        if self.peek().kind == Kind::QuotedText {
            let token = self.bump();
            let text = self.literal(token)?;
            if self.peek().kind == Kind::CloseQuote {
                // Most strings are this. A file may have so many that making pieces would be felt.
                self.bump();
                return Ok(Expr {
                    kind: ExprKind::Text(normalized(&text)),
                    span: self.since(open),
                });
            }
            reading.pieces.push(Piece::Literal { text: text.into(), span: self.span(token) });
        }
        let pieces = self.pieces(reading, open, Kind::CloseQuote, "the end of the string")?;
        let kind = self.template_kind(pieces)?;
        Ok(Expr { kind, span: self.since(open) })
    }

    pub(super) fn heredoc_template(&mut self, flush: bool) -> Parsed<Expr> {
        let open = self.bump();
        let mut pieces =
            self.pieces(Reading::default(), open, Kind::CloseHeredoc, "the end of the heredoc")?;
        if flush {
            dedent(&mut pieces);
        }
        let kind = self.template_kind(pieces)?;
        Ok(Expr { kind, span: self.since(open) })
    }

    pub(super) fn bare_template(&mut self) -> Parsed<Expr> {
        let length = self.lexer.text().len();
        let open = Token { kind: Kind::Newline, start: 0, end: 0 };
        let pieces = self.pieces(Reading::default(), open, Kind::End, "the end of the text")?;
        let kind = self.template_kind(pieces)?;
        Ok(Expr { kind, span: self.place.span(0, length) })
    }

    /// One interpolation and nothing else keeps the type of its value.
    fn template_kind(&mut self, pieces: Vec<Piece>) -> Parsed<ExprKind> {
        match <[Piece; 1]>::try_from(pieces) {
            Ok([Piece::Interpolation(expr)]) => Ok(ExprKind::Wrap(Box::new(expr))),
            Ok([piece]) => self.nest(vec![piece]).map(text_or_template),
            Err(pieces) => self.nest(pieces).map(text_or_template),
        }
    }

    /// The pieces up to a closing token, after those that have been read.
    fn pieces(
        &mut self,
        mut reading: Reading,
        open: Token,
        closer: Kind,
        wanted: &str,
    ) -> Parsed<Vec<Piece>> {
        loop {
            match self.peek().kind {
                kind if kind == closer => break,
                Kind::QuotedText | Kind::PlainText => self.literal_piece(&mut reading)?,
                Kind::Interpolation { trim } => self.interpolation(&mut reading, trim)?,
                Kind::Directive { trim } => self.directive(&mut reading, trim)?,
                Kind::End if closer == Kind::CloseHeredoc => return Err(self.endless_heredoc(open)),
                _ => return Err(self.unclosed(open, wanted)),
            }
        }
        if reading.pieces.is_empty() {
            let span = self.place.span(open.end, open.end);
            reading.pieces.push(Piece::Literal { text: String::new(), span });
        }
        self.bump();
        Ok(reading.pieces)
    }

    fn endless_heredoc(&self, open: Token) -> Failure {
        let mark = self.slice(open).trim_start_matches(['<', '-']).trim_end();
        let place = self.place.span(open.start, open.start + self.slice(open).trim_end().len());
        let hint = format!("end it with a line that holds nothing but `{mark}`");
        Failure::from(Diagnostic::error("this heredoc is never ended", place)).hint(hint)
    }

    fn literal_piece(&mut self, reading: &mut Reading) -> Parsed<()> {
        let token = self.bump();
        let text = self.literal(token)?;
        let trimmed = if reading.trims_next { text.trim_start() } else { &text };
        reading.trims_next = false;
        reading.pieces.push(Piece::Literal { text: trimmed.into(), span: self.span(token) });
        Ok(())
    }

    fn interpolation(&mut self, reading: &mut Reading, trim: bool) -> Parsed<()> {
        reading.open_sequence(trim);
        let open = self.bump();
        let expr = self.with_newlines(false, |parser| {
            let expr = parser.expression()?;
            reading.trims_next = parser.sequence_end(open)?;
            Ok(expr)
        })?;
        reading.pieces.push(Piece::Interpolation(expr));
        Ok(())
    }

    /// The closing brace: whether it trims.
    fn sequence_end(&mut self, open: Token) -> Parsed<bool> {
        if let Kind::SequenceEnd { trim } = self.peek().kind {
            self.bump();
            return Ok(trim);
        }
        let error = self.unclosed(open, "`}`");
        if self.peek().kind == Kind::OpenQuote {
            return Err(error);
        }
        if self.peek().kind == Kind::Colon {
            return Err(error.hint("`${a:-b}` is the shell's; write `${a != \"\" ? a : \"b\"}`"));
        }
        let sign = self.slice(open).trim_end_matches('~');
        let hint = format!("for the text `{sign}`, double its first character");
        Err(error.hint(hint))
    }

    fn directive(&mut self, reading: &mut Reading, trim: bool) -> Parsed<()> {
        reading.open_sequence(trim);
        let open = self.bump();
        let mut piece = self.with_newlines(false, |parser| {
            let piece = parser.directive_content(parser.span(open))?;
            reading.trims_next = parser.sequence_end(open)?;
            Ok(piece)
        })?;
        piece.set_span(self.since(open));
        reading.pieces.push(piece);
        Ok(())
    }

    fn directive_content(&mut self, span: Span) -> Parsed<Piece> {
        const WANTED: &str = "`if`, `else`, `endif`, `for` or `endfor`";
        let word = self.peek();
        if word.kind != Kind::Identifier {
            return Err(self.unexpected(WANTED));
        }
        let piece = match self.slice(word) {
            "else" => Piece::Else(span),
            "endif" => Piece::EndIf(span),
            "endfor" => Piece::EndFor(span),
            "if" => {
                self.bump();
                return Ok(Piece::If { condition: self.expression()?, span });
            }
            "for" => {
                self.bump();
                let (key, value) = self.for_names()?;
                return Ok(Piece::For { key, value, collection: self.for_collection()?, span });
            }
            other => {
                let near = similar::did_you_mean(other, ["if", "else", "endif", "for", "endfor"]);
                let error = self.unexpected(WANTED);
                return Err(near.into_iter().fold(error, Failure::hint));
            }
        };
        self.bump();
        Ok(piece)
    }
}

impl Reading {
    /// `${~` and `%{~` trim the text before them, if there is some: of a heredoc, at most a line.
    fn open_sequence(&mut self, trim: bool) {
        if let Some(Piece::Literal { text, .. }) = self.pieces.last_mut().filter(|_| trim) {
            text.truncate(text.trim_end().len());
        }
        self.trims_next = false;
    }
}

impl Piece {
    fn set_span(&mut self, to: Span) {
        match self {
            Self::Literal { span, .. }
            | Self::If { span, .. }
            | Self::For { span, .. }
            | Self::Else(span)
            | Self::EndIf(span)
            | Self::EndFor(span) => *span = to,
            Self::Interpolation(_) => {}
        }
    }
}

/// A single literal is a text. It may have come in pieces: a `$` is a token of its own, and so is each
/// line of a heredoc.
fn text_or_template(mut parts: Vec<Part>) -> ExprKind {
    match parts.as_mut_slice() {
        [Part::Literal(text)] => ExprKind::Text(std::mem::take(&mut text.value)),
        _ => ExprKind::Template(parts),
    }
}

/// Joins neighbouring literals; what comes out is normalised as cty does it.
pub(super) fn joined(pieces: Vec<Piece>) -> impl Iterator<Item = Piece> {
    let mut pieces = pieces.into_iter().peekable();
    std::iter::from_fn(move || {
        let mut piece = pieces.next()?;
        if let Piece::Literal { text, span } = &mut piece {
            while let Some(Piece::Literal { text: more, span: next }) =
                pieces.next_if(|next| matches!(next, Piece::Literal { .. }))
            {
                text.push_str(&more);
                *span = span.to(next);
            }
        }
        Some(piece)
    })
}

/// A literal part of a template.
pub(super) fn literal_part(text: &str, span: Span) -> Part {
    Part::Literal(Name::new(normalized(text), span))
}
