//! Tokens to tree.
//!
//! One function a production. An expression gives up at its first error; the body around it
//! reports that and goes on with the next attribute or block ([`recover`]), so that one run finds
//! every broken one.

mod body;
mod collection;
mod directive;
mod expr;
mod heredoc;
mod postfix;
mod recover;
mod stack;
mod template;
mod term;
mod text;
mod traversal;
mod unexpected;

pub(super) use body::set_twice;

use crate::diag::Diagnostic;
use crate::span::{FileId, Span, Spanned};

use super::MAX_NESTING;
use super::ast::{Expr, File, Name, Traversal};
use super::failure::{Failure, Parsed, too_long};
use super::lexer::Lexer;
use super::token::{Kind, Token};

/// Where the text that is read stands in its source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Byte for byte at this offset.
    At(FileId, usize),
    /// Somewhere in here: escapes have changed its length.
    Within(Span),
}

/// A cursor over the tokens.
#[derive(Debug)]
struct Parser<'a> {
    lexer: Lexer<'a>,
    place: Place,
    /// The next token.
    current: Token,
    /// The one after it, if the next one is a line break that may not count.
    ahead: Token,
    /// Whether line breaks count.
    newlines: bool,
    /// Where the last token that was taken ends.
    end: usize,
    /// What has been opened and not closed.
    open: Vec<Token>,
    /// How many expressions and blocks are around this place.
    depth: usize,
    /// How many levels the deepest of the finished nodes at this place has.
    height: usize,
    /// How many levels there may be.
    limit: usize,
    /// Whether there were more.
    too_deep: bool,
    /// Whether recovery had to guess, so that braces may not match any more.
    astray: bool,
    /// How many bytes recovery has gone back.
    reread: usize,
    errors: Vec<Diagnostic>,
}

/// Reads a file of the native syntax: whatever of it can be read.
pub(super) fn file(file: FileId, text: &str, diags: &mut Vec<Diagnostic>) -> File {
    let (body, mut errors) = stack::with_enough(|limit| {
        let mut parser = Parser::new(Lexer::code(text), Place::At(file, 0), limit);
        let body = parser.file_body();
        if let Some(error) = parser.too_long() {
            parser.errors = vec![error];
        }
        ((body, parser.errors), parser.too_deep)
    });
    diags.append(&mut errors);
    File { body }
}

/// Reads a text that is one expression.
pub(super) fn expression(place: Place, text: &str) -> Parsed<Expr> {
    stack::with_enough(|limit| {
        let mut parser = Parser::new(Lexer::code(text), place, limit);
        parser.newlines = false;
        let expression = parser.whole_expression();
        (parser.unless_too_long(expression), parser.too_deep)
    })
}

/// Reads a text that is a template without quotes.
pub(super) fn template(place: Place, text: &str) -> Parsed<Expr> {
    stack::with_enough(|limit| {
        let mut parser = Parser::new(Lexer::template(text), place, limit);
        let template = parser.bare_template();
        (parser.unless_too_long(template), parser.too_deep)
    })
}

/// Reads a text that is a name and steps from it, and nothing else.
pub(super) fn traversal(place: Place, text: &str) -> Parsed<Traversal> {
    let mut parser = Parser::new(Lexer::code(text), place, MAX_NESTING);
    parser.newlines = false;
    parser.plain_traversal()
}

impl<'a> Parser<'a> {
    fn new(mut lexer: Lexer<'a>, place: Place, limit: usize) -> Self {
        let current = lexer.next();
        let mut parser = Self {
            lexer,
            place,
            current,
            ahead: current,
            newlines: true,
            end: 0,
            open: Vec::new(),
            depth: 0,
            height: 0,
            limit,
            too_deep: false,
            astray: false,
            reread: 0,
            errors: Vec::new(),
        };
        parser.look_ahead();
        parser
    }

    /// The next token that counts.
    fn peek(&self) -> Token {
        if self.at_ignored_newline() { self.ahead } else { self.current }
    }

    /// Takes the next token that counts.
    fn bump(&mut self) -> Token {
        let token = self.peek();
        self.current = match self.current.kind {
            // There are never two line breaks in a row.
            Kind::Newline if self.newlines => self.ahead,
            _ => self.lexer.next(),
        };
        self.look_ahead();
        self.end = token.end;
        self.keep_open(token);
        token
    }

    fn at_ignored_newline(&self) -> bool {
        !self.newlines && self.current.kind == Kind::Newline
    }

    fn look_ahead(&mut self) {
        if self.current.kind == Kind::Newline {
            self.ahead = self.lexer.next();
        }
    }

    /// Takes the next token if it is of this kind.
    fn take(&mut self, kind: Kind) -> Option<Token> {
        (self.peek().kind == kind).then(|| self.bump())
    }

    /// Takes the next token, which must be of this kind.
    fn expect(&mut self, kind: Kind, wanted: &str) -> Parsed<Token> {
        self.take(kind).ok_or_else(|| self.unexpected(wanted))
    }

    /// Takes the next token, which must be a name.
    fn expect_name(&mut self, wanted: &str) -> Parsed<Name> {
        let token = self.expect(Kind::Identifier, wanted)?;
        Ok(self.name(token))
    }

    fn name(&self, token: Token) -> Name {
        Spanned::new(self.slice(token).into(), self.span(token))
    }

    /// Whether the next token is this word.
    fn at_word(&self, word: &str) -> bool {
        let next = self.peek();
        next.kind == Kind::Identifier && self.slice(next) == word
    }

    fn slice(&self, token: Token) -> &'a str {
        self.lexer.text().get(token.start..token.end).unwrap_or_default()
    }

    fn span(&self, token: Token) -> Span {
        self.place.span(token.start, token.end)
    }

    /// From the beginning of a token to the end of what has been taken.
    fn since(&self, first: Token) -> Span {
        self.place.span(first.start, self.end.max(first.start))
    }

    /// Runs a production with line breaks counted or not.
    fn with_newlines<T>(
        &mut self,
        count: bool,
        production: impl FnOnce(&mut Self) -> Parsed<T>,
    ) -> Parsed<T> {
        let outer = std::mem::replace(&mut self.newlines, count);
        let result = production(self);
        self.newlines = outer;
        result
    }

    /// Runs a production one level down.
    fn nested<T>(&mut self, production: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= self.limit {
            return Err(self.too_deep(self.span(self.peek())));
        }
        self.depth += 1;
        let siblings = std::mem::take(&mut self.height);
        let result = production(self);
        self.depth -= 1;
        self.height = siblings.max(self.height + 1);
        result
    }

    /// Puts nodes over what has been parsed at this place: the tree grows upwards there.
    fn raise(&mut self, levels: usize, span: Span) -> Parsed<()> {
        self.height += levels;
        if self.depth + self.height > self.limit { Err(self.too_deep(span)) } else { Ok(()) }
    }

    /// The error for a text that was not read to its end. What else is wrong follows from it.
    fn too_long(&self) -> Option<Diagnostic> {
        let at = self.lexer.cut()?;
        Some(too_long(self.place.span(at, at)))
    }

    fn unless_too_long<T>(&self, read: Parsed<T>) -> Parsed<T> {
        self.too_long().map_or(read, |error| Err(error.into()))
    }

    fn too_deep(&mut self, span: Span) -> Failure {
        self.too_deep = true;
        let message = format!("this is nested more than {MAX_NESTING} levels deep");
        Diagnostic::error(message, span).into()
    }
}

impl Place {
    fn span(self, start: usize, end: usize) -> Span {
        match self {
            Self::At(file, offset) => Span::new(file, offset + start, offset + end),
            Self::Within(span) => span,
        }
    }
}
