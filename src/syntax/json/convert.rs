//! JSON values as expressions.

use std::sync::Arc;

use crate::span::Span;
use crate::text::Text;

use super::super::ast::ObjectItem;
use super::super::ast::{Attribute, Expr, ExprKind, JsonKind, JsonProperty, JsonValue, Name};
use super::super::parser::{self, Place};

/// The attribute that a property is.
pub(in crate::syntax) fn attribute(property: &JsonProperty) -> Attribute {
    let expr = expression(&property.value);
    let span = property.name.span.to(expr.span);
    Attribute { name: property.name.clone(), expr: Arc::new(expr), span }
}

/// The expression that a value is. Strings, keys too, are templates.
fn expression(value: &JsonValue) -> Expr {
    let kind = match &value.kind {
        JsonKind::Null => ExprKind::Null,
        JsonKind::Bool(truth) => ExprKind::Bool(*truth),
        JsonKind::Number(number) => ExprKind::Number(number.clone()),
        JsonKind::String(text) => string(text, value.span),
        JsonKind::Array(items) => ExprKind::Tuple(items.iter().map(expression).collect()),
        JsonKind::Object(properties) => ExprKind::Object(properties.iter().map(item).collect()),
    };
    Expr { kind, span: value.span }
}

fn item(property: &JsonProperty) -> ObjectItem {
    let Name { value: text, span } = &property.name;
    let key = Expr { kind: string(text, *span), span: *span };
    ObjectItem { key, value: expression(&property.value), bare: None }
}

fn string(text: &Text, span: Span) -> ExprKind {
    let template =
        parser::template(inside(text, span), text).map_err(|error| vec![error.into_error()]);
    ExprKind::JsonString { text: text.clone(), template: Box::new(template) }
}

/// Where the text of a string stands: byte for byte between the quotes if no escape has changed
/// its length, and else somewhere between them.
pub(in crate::syntax) fn inside(text: &str, span: Span) -> Place {
    let range = span.range();
    if range.len() == text.len() + 2 {
        Place::At(span.file, range.start + 1)
    } else {
        Place::Within(span)
    }
}
