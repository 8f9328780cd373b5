//! Attributes and blocks.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::span::{Span, Spanned};
use crate::text::Text;

use super::super::ast::{Attribute, Block, Body, Name, NativeBody};
use super::super::token::{Kind, Token};
use super::{Parsed, Parser};

/// What a body consists of.
enum Item {
    Attribute(Attribute),
    Block(Block),
}

/// A body that is being read.
#[derive(Default)]
struct Items {
    attributes: Vec<Attribute>,
    blocks: Vec<Block>,
    /// Where each name was first set; a lookup only.
    names: HashMap<Text, Span>,
}

impl Parser<'_> {
    pub(super) fn file_body(&mut self) -> Body {
        let mut items = Items::default();
        loop {
            match self.peek().kind {
                Kind::End => break,
                Kind::CloseBrace => self.stray_brace(),
                _ => self.item_or_error(&mut items),
            }
        }
        items.into_body(self.place.span(0, self.lexer.text().len()))
    }

    fn stray_brace(&mut self) {
        let item = self.item_start();
        let brace = self.bump();
        if !self.astray {
            let message = "this `}` closes nothing";
            self.recover(item, Diagnostic::error(message, self.span(brace)));
            self.astray = true;
        }
    }

    /// The lines of a block up to its closing brace.
    fn block_body(&mut self, open: Token) -> Body {
        let mut items = Items::default();
        loop {
            match self.peek().kind {
                Kind::CloseBrace => break,
                Kind::End => {
                    self.unclosed_block(open);
                    break;
                }
                _ => self.item_or_error(&mut items),
            }
        }
        let body = items.into_body(self.place.span(open.end, self.peek().start.max(open.end)));
        self.take(Kind::CloseBrace);
        body
    }

    fn unclosed_block(&mut self, open: Token) {
        if !self.astray {
            let message = "this block is never closed";
            self.report(Diagnostic::error(message, self.span(open)).hint("close it with `}`"));
        }
        // The blocks around it are not closed either, which need not be said.
        self.astray = true;
    }

    fn item_or_error(&mut self, items: &mut Items) {
        if self.take(Kind::Newline).is_some() {
            return;
        }
        let start = self.item_start();
        match self.item() {
            Ok(item) => {
                if let Err(error) = items.add(item) {
                    self.report(error.into_error());
                }
            }
            Err(error) => self.recover(start, error.into_error()),
        }
    }

    fn item(&mut self) -> Parsed<Item> {
        let name = self.item_name()?;
        match self.peek().kind {
            Kind::Assign => self.attribute_line(name).map(Item::Attribute),
            Kind::OpenQuote | Kind::OpenBrace | Kind::Identifier => {
                self.nested(|parser| parser.block(name)).map(Item::Block)
            }
            _ => {
                let wanted = format!("`=` or a block after `{}`", name.value);
                Err(self.unexpected(&wanted))
            }
        }
    }

    fn item_name(&mut self) -> Parsed<Name> {
        let next = self.peek();
        if next.kind == Kind::OpenQuote {
            let message = "the name of an argument or a block is not quoted";
            return Err(Diagnostic::error(message, self.span(next)).into());
        }
        self.expect_name("an argument or a block")
    }

    fn attribute_line(&mut self, name: Name) -> Parsed<Attribute> {
        let attribute = self.attribute(name)?;
        self.end_of_line("argument")?;
        Ok(attribute)
    }

    fn attribute(&mut self, name: Name) -> Parsed<Attribute> {
        self.bump();
        let expr = self.expression()?;
        let span = name.span.to(expr.span);
        Ok(Attribute { name, expr: Arc::new(expr), span })
    }

    fn end_of_line(&mut self, what: &str) -> Parsed<()> {
        match self.peek().kind {
            Kind::Newline => {
                self.bump();
                Ok(())
            }
            Kind::End => Ok(()),
            Kind::Comma => {
                let message = format!("each {what} stands on a line of its own, without a comma");
                Err(Diagnostic::error(message, self.span(self.peek())).into())
            }
            _ => Err(self.unexpected(&format!("a line break after the {what}"))),
        }
    }

    fn block(&mut self, kind: Name) -> Parsed<Block> {
        let labels = self.labels()?;
        let head = labels.last().map_or(kind.span, |last| kind.span.to(last.span));
        let open = self.expect(Kind::OpenBrace, "a label or `{`")?;
        let body = match self.peek().kind {
            Kind::Newline | Kind::End | Kind::CloseBrace => self.block_body(open),
            _ => self.single_line(open)?,
        };
        let span = kind.span.to(self.since(open));
        self.end_of_line("block")?;
        Ok(Block { kind, labels, body, head, span })
    }

    fn labels(&mut self) -> Parsed<Vec<Name>> {
        let mut labels = Vec::new();
        loop {
            match self.peek().kind {
                Kind::OpenQuote => labels.push(self.quoted_label()?),
                Kind::Identifier => {
                    let word = self.bump();
                    labels.push(self.name(word));
                }
                _ => return Ok(labels),
            }
        }
    }

    /// A string without sequences.
    pub(super) fn quoted_label(&mut self) -> Parsed<Name> {
        let open = self.bump();
        let mut text = String::new();
        loop {
            match self.peek().kind {
                Kind::CloseQuote => {
                    self.bump();
                    return Ok(Spanned::new(text.into(), self.since(open)));
                }
                Kind::QuotedText => {
                    let token = self.bump();
                    text.push_str(&self.literal(token)?);
                }
                Kind::Interpolation { .. } | Kind::Directive { .. } => {
                    let sign = self.slice(self.peek());
                    let message = format!("`{sign}` cannot be used in this string");
                    let hint = format!("for the text `{sign}`, double its first character");
                    let error = Diagnostic::error(message, self.span(self.peek()));
                    return Err(error.hint(hint).into());
                }
                _ => return Err(self.unclosed(open, "the end of the string")),
            }
        }
    }

    /// `name = value }`: the one form of a block on a single line.
    fn single_line(&mut self, open: Token) -> Parsed<Body> {
        let name = self.item_name()?;
        if self.peek().kind != Kind::Assign {
            let wanted = format!("`=` after `{}`, as in every block on a single line", name.value);
            return Err(self.unexpected(&wanted));
        }
        let attribute = self.attribute(name)?;
        let span = self.place.span(open.end, self.peek().start.max(open.end));
        if self.take(Kind::CloseBrace).is_none() {
            let error =
                self.unclosed(open, "`}` after the one argument of a block on a single line");
            return Err(error.hint("put each argument on a line of its own"));
        }
        let mut items = Items::default();
        items.add(Item::Attribute(attribute))?;
        Ok(items.into_body(span))
    }
}

impl Items {
    fn add(&mut self, item: Item) -> Parsed<()> {
        match item {
            Item::Block(block) => self.blocks.push(block),
            Item::Attribute(attribute) => {
                if let Some(&first) = self.names.get(&attribute.name.value) {
                    return Err(set_twice(&attribute.name, first).into());
                }
                self.names.insert(attribute.name.value.clone(), attribute.name.span);
                self.attributes.push(attribute);
            }
        }
        Ok(())
    }

    fn into_body(self, span: Span) -> Body {
        Body::Native(NativeBody { attributes: self.attributes, blocks: self.blocks, span })
    }
}

/// The error for a second attribute of one name.
pub(in crate::syntax) fn set_twice(name: &Name, first: Span) -> Diagnostic {
    Diagnostic::error(format!("`{}` is set twice", name.value), name.span)
        .also(first, "set here first")
}
