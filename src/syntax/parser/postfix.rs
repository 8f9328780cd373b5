//! Attributes, indexes and splats behind a term.

use crate::diag::Diagnostic;
use crate::span::Span;
use crate::value::{Value, normalized};

use super::super::ast::{Expr, ExprKind, Step, StepKind};
use super::super::token::{Kind, Token};
use super::{Parsed, Parser};

impl Parser<'_> {
    pub(super) fn term_with_steps(&mut self) -> Parsed<Expr> {
        let term = self.term()?;
        self.steps(term)
    }

    /// Everything that is reached from `from`.
    fn steps(&mut self, from: Expr) -> Parsed<Expr> {
        let mut expr = from;
        loop {
            expr = match self.peek().kind {
                Kind::Dot => self.dot(expr)?,
                Kind::OpenBracket => self.brackets(expr)?,
                _ => return Ok(expr),
            };
        }
    }

    fn dot(&mut self, from: Expr) -> Parsed<Expr> {
        let dot = self.bump();
        if self.take(Kind::Star).is_some() {
            return self.attribute_splat(from, dot);
        }
        let step = self.dot_step(dot)?;
        self.with_step(from, step)
    }

    /// What follows a dot: a name, or the number of the old notation.
    fn dot_step(&mut self, dot: Token) -> Parsed<Step> {
        let kind = match self.peek().kind {
            Kind::Identifier => {
                let name = self.bump();
                StepKind::Attribute(normalized(self.slice(name)))
            }
            Kind::Number => {
                let token = self.bump();
                StepKind::Index(self.old_index(token)?)
            }
            _ => return Err(self.unexpected("a name after the dot")),
        };
        Ok(Step { kind, span: self.since(dot) })
    }

    /// `a.0.1` reads as `a` and the number `0.1`, which hcl refuses; so do we.
    fn old_index(&self, token: Token) -> Parsed<Value> {
        let text = self.slice(token);
        if let Some((first, second)) = text.split_once('.') {
            let message = "two numbers cannot follow each other with dots";
            let hint = format!("write `[{first}][{second}]`");
            return Err(Diagnostic::error(message, self.span(token)).hint(hint).into());
        }
        self.number(token).map(Value::Number)
    }

    /// `.*`: only names and numbers after dots belong to it, and what follows them applies to the
    /// list that comes out.
    fn attribute_splat(&mut self, source: Expr, dot: Token) -> Parsed<Expr> {
        let marker = self.since(dot);
        let mut steps = Vec::new();
        while let Some(dot) = self.take(Kind::Dot) {
            if self.peek().kind == Kind::Star {
                let message = "`.*` cannot follow `.*`";
                let error = Diagnostic::error(message, self.span(self.peek()));
                return Err(error.hint("use `[*]`").into());
            }
            steps.push(self.dot_step(dot)?);
        }
        let element = Expr { kind: ExprKind::Element, span: marker };
        let each = match steps.last().map(|last| marker.to(last.span)) {
            None => element,
            Some(span) => relative(element, steps, span),
        };
        self.splat(source, each, marker)
    }

    fn brackets(&mut self, from: Expr) -> Parsed<Expr> {
        let open = self.bump();
        if self.take(Kind::Star).is_some() {
            return self.full_splat(from, open);
        }
        let key = self.with_newlines(false, |parser| {
            let key = parser.expression()?;
            parser.take(Kind::CloseBracket).ok_or_else(|| parser.unclosed(open, "`]`"))?;
            Ok(key)
        })?;
        let span = self.since(open);
        match literal_key(key) {
            Ok(key) => self.with_step(from, Step { kind: StepKind::Index(key), span }),
            Err(key) => self.index(from, key, span),
        }
    }

    /// `[*]`: everything that follows belongs to it.
    fn full_splat(&mut self, source: Expr, open: Token) -> Parsed<Expr> {
        self.expect(Kind::CloseBracket, "`]` after `[*`")?;
        let marker = self.since(open);
        let element = Expr { kind: ExprKind::Element, span: marker };
        let each = self.nested(|parser| parser.steps(element))?;
        self.splat(source, each, marker)
    }

    fn splat(&mut self, source: Expr, each: Expr, marker: Span) -> Parsed<Expr> {
        self.raise(1, marker)?;
        let span = source.span.to(each.span);
        let kind = ExprKind::Splat { source: Box::new(source), each: Box::new(each), marker };
        Ok(Expr { kind, span })
    }

    fn index(&mut self, collection: Expr, key: Expr, brackets: Span) -> Parsed<Expr> {
        self.raise(1, brackets)?;
        let span = collection.span.to(brackets);
        let kind = ExprKind::Index { collection: Box::new(collection), key: Box::new(key) };
        Ok(Expr { kind, span })
    }

    /// Steps join what is already a chain of steps.
    fn with_step(&mut self, from: Expr, step: Step) -> Parsed<Expr> {
        let span = from.span.to(step.span);
        let kind = match from.kind {
            ExprKind::Traversal(mut traversal) => {
                traversal.steps.push(step);
                ExprKind::Traversal(traversal)
            }
            ExprKind::Relative { source, mut steps } => {
                steps.push(step);
                ExprKind::Relative { source, steps }
            }
            kind => {
                self.raise(1, step.span)?;
                return Ok(relative(Expr { kind, span: from.span }, vec![step], span));
            }
        };
        Ok(Expr { kind, span })
    }
}

fn relative(source: Expr, steps: Vec<Step>, span: Span) -> Expr {
    Expr { kind: ExprKind::Relative { source: Box::new(source), steps }, span }
}

/// The value of a key that is a literal, or the key again. A string in quotes is one if it is
/// nothing but text; so are, as hcl has it, `true`, `false` and `null`.
fn literal_key(key: Expr) -> Result<Value, Expr> {
    match key.kind {
        ExprKind::Null => Ok(Value::NULL),
        ExprKind::Bool(truth) => Ok(Value::Bool(truth)),
        ExprKind::Number(number) => Ok(Value::Number(number)),
        ExprKind::Text(text) => Ok(Value::String(text)),
        kind => Err(Expr { kind, span: key.span }),
    }
}
