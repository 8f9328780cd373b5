//! Tuples, objects and `for`.

use crate::diag::Diagnostic;
use crate::text::Text;
use crate::value::normalized;

use super::super::ast::{Expr, ExprKind, For, Name, ObjectItem};
use super::super::token::{Kind, Token};
use super::{Parsed, Parser};

impl Parser<'_> {
    pub(super) fn tuple_or_for(&mut self) -> Parsed<Expr> {
        let open = self.bump();
        let kind = self.with_newlines(false, |parser| {
            if parser.at_word("for") {
                return parser.for_expression(open, Kind::CloseBracket);
            }
            parser.tuple_items(open).map(ExprKind::Tuple)
        })?;
        Ok(Expr { kind, span: self.since(open) })
    }

    fn tuple_items(&mut self, open: Token) -> Parsed<Vec<Expr>> {
        let mut items = Vec::new();
        while self.take(Kind::CloseBracket).is_none() {
            items.push(self.expression()?);
            if self.peek().kind != Kind::CloseBracket && self.take(Kind::Comma).is_none() {
                return Err(self.unclosed(open, "`,` or `]`"));
            }
        }
        Ok(items)
    }

    pub(super) fn object_or_for(&mut self) -> Parsed<Expr> {
        let open = self.bump();
        let outer = std::mem::replace(&mut self.newlines, false);
        let is_for = self.at_word("for");
        self.newlines = outer;
        let kind = if is_for {
            self.with_newlines(false, |parser| parser.for_expression(open, Kind::CloseBrace))?
        } else {
            self.with_newlines(true, |parser| parser.object_items(open)).map(ExprKind::Object)?
        };
        Ok(Expr { kind, span: self.since(open) })
    }

    fn object_items(&mut self, open: Token) -> Parsed<Vec<ObjectItem>> {
        let mut items = Vec::new();
        loop {
            self.take(Kind::Newline);
            if self.take(Kind::CloseBrace).is_some() {
                return Ok(items);
            }
            items.push(self.object_item(open)?);
            match self.peek().kind {
                Kind::CloseBrace => {}
                Kind::Comma | Kind::Newline => {
                    self.bump();
                }
                _ => return Err(self.unclosed(open, "`,`, `}` or a line break")),
            }
        }
    }

    fn object_item(&mut self, open: Token) -> Parsed<ObjectItem> {
        let in_parens = self.peek().kind == Kind::OpenParen;
        let key = self.expression()?;
        if !matches!(self.peek().kind, Kind::Assign | Kind::Colon) {
            return Err(self.unclosed(open, "`=` after the key"));
        }
        self.bump();
        let value = self.expression()?;
        let bare = if in_parens { None } else { bare_word(&key) };
        Ok(ObjectItem { key, value, bare })
    }

    /// `for k, v in xs : …` up to the closing bracket.
    fn for_expression(&mut self, open: Token, closer: Kind) -> Parsed<ExprKind> {
        let word = self.bump();
        let (key, value) = self.for_names()?;
        let collection = self.for_collection()?;
        let intro = self.since(word);
        self.expect(Kind::Colon, "`:` after the collection")?;
        let (result_key, result_value) = self.for_result()?;
        let ellipsis = self.take(Kind::Ellipsis);
        let condition = self.for_condition()?;
        let wanted = if closer == Kind::CloseBrace { "`}`" } else { "`]`" };
        self.take(closer).ok_or_else(|| self.unclosed(open, wanted))?;
        let parts = For {
            key,
            value,
            collection,
            result_key,
            result_value,
            grouped: ellipsis.is_some(),
            condition,
            intro,
        };
        self.check_for(&parts, closer == Kind::CloseBrace, ellipsis)?;
        Ok(ExprKind::For(Box::new(parts)))
    }

    /// `k, v` or `v`.
    pub(super) fn for_names(&mut self) -> Parsed<(Option<Name>, Name)> {
        let first = self.expect_name("a name after `for`")?;
        if self.take(Kind::Comma).is_none() {
            return Ok((None, first));
        }
        let second = self.expect_name("a second name after `,`")?;
        Ok((Some(first), second))
    }

    /// `in xs`
    pub(super) fn for_collection(&mut self) -> Parsed<Expr> {
        if !self.at_word("in") {
            return Err(self.unexpected("`in` after the names"));
        }
        self.bump();
        self.expression()
    }

    /// `e` or `k => e`
    fn for_result(&mut self) -> Parsed<(Option<Expr>, Expr)> {
        let first = self.expression()?;
        if self.take(Kind::FatArrow).is_none() {
            return Ok((None, first));
        }
        Ok((Some(first), self.expression()?))
    }

    fn for_condition(&mut self) -> Parsed<Option<Expr>> {
        if !self.at_word("if") {
            return Ok(None);
        }
        self.bump();
        self.expression().map(Some)
    }

    fn check_for(&self, parts: &For, is_object: bool, ellipsis: Option<Token>) -> Parsed<()> {
        let error = match (&parts.result_key, ellipsis) {
            (None, _) if is_object => {
                Diagnostic::error("an object needs a key", parts.result_value.span)
                    .hint("write `key => value`")
            }
            (Some(key), _) if !is_object => {
                Diagnostic::error("a tuple has no keys", key.span).hint("for an object use `{…}`")
            }
            (_, Some(dots)) if !is_object => {
                Diagnostic::error("only the values of an object can be grouped", self.span(dots))
            }
            _ => return Ok(()),
        };
        Err(error.into())
    }
}

/// The key that a bare word is. The words for literals count too: `{ true = 1 }`.
fn bare_word(key: &Expr) -> Option<Text> {
    match &key.kind {
        ExprKind::Traversal(name) if name.steps.is_empty() => Some(normalized(&name.root.value)),
        ExprKind::Bool(true) => Some("true".into()),
        ExprKind::Bool(false) => Some("false".into()),
        ExprKind::Null => Some("null".into()),
        _ => None,
    }
}
