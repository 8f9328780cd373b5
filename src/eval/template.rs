//! `"text ${x} %{ if y }…%{ endif }"`

use crate::diag::{At, Diagnostic};
use crate::eval::conditional::truth;
use crate::eval::expr::eval;
use crate::eval::loops::{Collection, Flow, Round, each, iterable};
use crate::eval::ops;
use crate::eval::outcome::{Faults, Outcome, Unknown};
use crate::eval::scope::Scope;
use crate::span::Span;
use crate::syntax::ast::{Expr, ExprKind, Part, TemplateFor, TemplateIf};
use crate::text::Text;
use crate::value::{Type, Value, normalized};

/// The text of a template.
pub(super) fn template(parts: &[Part], span: Span, scope: &Scope<'_>) -> Outcome {
    let mut writer = Writer { text: String::new(), faults: Faults::default(), span };
    writer.parts(parts, scope)?;
    if writer.faults.is_none() {
        Ok(Value::String(normalized(&writer.text)))
    } else {
        Err(writer.faults.unknown(Type::String))
    }
}

/// A text in the making.
struct Writer {
    text: String,
    faults: Faults,
    span: Span,
}

impl Writer {
    fn parts(&mut self, parts: &[Part], scope: &Scope<'_>) -> Result<(), Box<Unknown>> {
        for part in parts {
            match part {
                Part::Literal(text) => self.push(&text.value, scope)?,
                Part::Interpolation(expr) => self.interpolation(expr, scope)?,
                Part::If(choice) => self.choice(choice, scope)?,
                Part::For(written) => self.repeat(written, scope)?,
            }
        }
        Ok(())
    }

    fn push(&mut self, text: &str, scope: &Scope<'_>) -> Result<(), Box<Unknown>> {
        scope.run.text(text.len(), self.span)?;
        self.text.push_str(text);
        Ok(())
    }

    /// Writes the value of an expression, unless it has no text.
    fn interpolation(&mut self, expr: &Expr, scope: &Scope<'_>) -> Result<(), Box<Unknown>> {
        let outcome = eval(expr, scope).and_then(|value| text(value, expr.span));
        match self.faults.known(outcome.map(Value::String)) {
            Some(Value::String(text)) => self.push(&text, scope),
            _ => Ok(()),
        }
    }

    /// Writes the template of a branch or of a loop. It is text whatever it consists of: `${x}`
    /// alone keeps the type of `x` in quotes, and not here.
    fn inner(&mut self, expr: &Expr, scope: &Scope<'_>) -> Result<(), Box<Unknown>> {
        match &expr.kind {
            ExprKind::Template(parts) => self.parts(parts, scope),
            _ => self.interpolation(expr, scope),
        }
    }

    /// Both branches are text, so the one that is not chosen need not be looked at.
    fn choice(&mut self, choice: &TemplateIf, scope: &Scope<'_>) -> Result<(), Box<Unknown>> {
        match truth(&choice.condition, scope) {
            Ok(true) => self.inner(&choice.then, scope),
            Ok(false) => self.inner(&choice.otherwise, scope),
            Err(unknown) => {
                self.faults.absorb(unknown);
                Ok(())
            }
        }
    }

    fn repeat(&mut self, written: &TemplateFor, scope: &Scope<'_>) -> Result<(), Box<Unknown>> {
        let Some(collection) = self.faults.known(iterable(&written.collection, scope)) else {
            return Ok(());
        };
        let round = Round::new(written.key.as_ref(), &written.value);
        each(round, &Collection::Known(collection), written.span, scope, |scope| {
            self.inner(&written.body, scope)?;
            Ok(Flow::after(&self.faults))
        })
    }
}

/// The text of a value in a template.
fn text(value: Value, span: Span) -> Result<Text, Box<Unknown>> {
    let because = |error| Unknown::new(Type::String, vec![error]);
    match value {
        Value::String(text) => Ok(text),
        Value::Null(_) => {
            let error = Diagnostic::error("null has no text, so it cannot be put into one", span)
                .hint("`coalesce` gives another value in place of null");
            Err(because(error))
        }
        value => match ops::primitive(&value, &Type::String).at(span).map_err(because)? {
            Value::String(text) => Ok(text),
            _ => Err(Unknown::silent(Type::String)),
        },
    }
}
