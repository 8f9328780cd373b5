//! Expressions taken for something else: a keyword, a list, a call.
//!
//! In the native syntax the tree says it. In JSON the text of a string is read again, as hcl does
//! it (`json/structure.go`).

use crate::text::Text;
use std::borrow::Cow;

use super::ast::{Call, Expr, ExprKind, ObjectItem, Traversal};
use super::json::inside;
use super::parser;

impl Expr {
    /// The word, if this is a single one, such as the name of a parameter or a type. `true`,
    /// `false` and `null` are words too.
    pub fn as_keyword(&self) -> Option<Text> {
        match &self.kind {
            ExprKind::Null => Some("null".into()),
            ExprKind::Bool(true) => Some("true".into()),
            ExprKind::Bool(false) => Some("false".into()),
            ExprKind::Traversal(_) | ExprKind::JsonString { .. } => self
                .as_traversal()
                .filter(|traversal| traversal.steps.is_empty())
                .map(|traversal| traversal.root.value.clone()),
            _ => None,
        }
    }

    /// The name and the steps from it, if this is nothing else.
    pub fn as_traversal(&self) -> Option<Cow<'_, Traversal>> {
        match &self.kind {
            ExprKind::Traversal(traversal) => Some(Cow::Borrowed(traversal)),
            ExprKind::JsonString { text, .. } => {
                parser::traversal(inside(text, self.span), text).ok().map(Cow::Owned)
            }
            _ => None,
        }
    }

    /// The items, if this is a tuple.
    pub fn as_list(&self) -> Option<&[Self]> {
        if let ExprKind::Tuple(items) = &self.kind { Some(items) } else { None }
    }

    /// The items, if this is an object.
    pub fn as_object(&self) -> Option<&[ObjectItem]> {
        if let ExprKind::Object(items) = &self.kind { Some(items) } else { None }
    }

    /// The call, if this is one, such as a type `list(string)`.
    pub fn as_call(&self) -> Option<Cow<'_, Call>> {
        match &self.kind {
            ExprKind::Call(call) => Some(Cow::Borrowed(call)),
            ExprKind::JsonString { text, .. } => {
                match parser::expression(inside(text, self.span), text).ok()?.kind {
                    ExprKind::Call(call) => Some(Cow::Owned(call)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The text, if this is a string without interpolations.
    pub fn as_plain_text(&self) -> Option<Text> {
        match &self.kind {
            ExprKind::Text(text) => Some(text.clone()),
            ExprKind::JsonString { template, .. } => {
                template.as_ref().as_ref().ok().and_then(Self::as_plain_text)
            }
            _ => None,
        }
    }
}

impl ObjectItem {
    /// The key, if it is a bare word or a string without interpolations.
    pub fn name(&self) -> Option<Text> {
        self.bare.clone().or_else(|| self.key.as_plain_text())
    }
}
