//! What operators and steps are applied to.

use crate::diag::Diagnostic;
use crate::span::Spanned;
use crate::value::Number;

use super::super::ast::{Call, Expr, ExprKind, Name, Traversal};
use super::super::token::{Kind, Token};
use super::{Parsed, Parser};

impl Parser<'_> {
    pub(super) fn term(&mut self) -> Parsed<Expr> {
        match self.peek().kind {
            Kind::OpenParen => self.parens(),
            Kind::Number => self.number_term(),
            Kind::Identifier => self.word(),
            Kind::OpenQuote => self.quoted_template(),
            Kind::OpenHeredoc { flush } => self.heredoc_template(flush),
            Kind::OpenBracket => self.tuple_or_for(),
            Kind::OpenBrace => self.object_or_for(),
            _ => Err(self.unexpected("an expression")),
        }
    }

    fn parens(&mut self) -> Parsed<Expr> {
        let open = self.bump();
        let inside = self.with_newlines(false, |parser| {
            let inside = parser.expression()?;
            parser.take(Kind::CloseParen).ok_or_else(|| parser.unclosed(open, "`)`"))?;
            Ok(inside)
        })?;
        Ok(Expr { kind: ExprKind::Parens(Box::new(inside)), span: self.since(open) })
    }

    fn number_term(&mut self) -> Parsed<Expr> {
        let token = self.bump();
        let number = self.number(token)?;
        Ok(Expr { kind: ExprKind::Number(number), span: self.span(token) })
    }

    pub(super) fn number(&self, token: Token) -> Parsed<Number> {
        let text = self.slice(token);
        Number::parse(text).ok_or_else(|| {
            let message = format!("`{text}` is not a number");
            Diagnostic::error(message, self.span(token)).into()
        })
    }

    /// A literal, a variable or a call. Even `true(…)` is a call.
    fn word(&mut self) -> Parsed<Expr> {
        let token = self.bump();
        let name = self.name(token);
        if matches!(self.peek().kind, Kind::OpenParen | Kind::DoubleColon) {
            return self.call(name);
        }
        let span = name.span;
        let kind = match &*name.value {
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            "null" => ExprKind::Null,
            _ => ExprKind::Traversal(Traversal { root: name, steps: Vec::new() }),
        };
        Ok(Expr { kind, span })
    }

    fn call(&mut self, first: Name) -> Parsed<Expr> {
        let name = self.function_name(first)?;
        let open = self.expect(Kind::OpenParen, "`(` after the name of a function")?;
        let (arguments, spread) = self.with_newlines(false, |parser| parser.arguments(open))?;
        let parens = self.since(open);
        let span = name.span.to(parens);
        Ok(Expr { kind: ExprKind::Call(Call { name, arguments, spread, parens }), span })
    }

    /// `a::b::c`: namespaces are part of the name.
    fn function_name(&mut self, first: Name) -> Parsed<Name> {
        if self.peek().kind != Kind::DoubleColon {
            return Ok(first);
        }
        let (mut joined, mut span) = (first.value.to_string(), first.span);
        while self.take(Kind::DoubleColon).is_some() {
            let next = self.expect_name("the name of a function after `::`")?;
            joined.push_str("::");
            joined.push_str(&next.value);
            span = span.to(next.span);
        }
        Ok(Spanned::new(joined.into(), span))
    }

    fn arguments(&mut self, open: Token) -> Parsed<(Vec<Expr>, bool)> {
        let mut arguments = Vec::new();
        while self.take(Kind::CloseParen).is_none() {
            arguments.push(self.expression()?);
            if self.take(Kind::Ellipsis).is_some() {
                self.expect(Kind::CloseParen, "`)` after `...`")?;
                return Ok((arguments, true));
            }
            if self.peek().kind != Kind::CloseParen && self.take(Kind::Comma).is_none() {
                return Err(self.unclosed(open, "`,` or `)`"));
            }
        }
        Ok((arguments, false))
    }
}
