//! Traversals that stand alone, where JSON has them in a string.

use crate::value::Value;

use super::super::ast::{Step, StepKind, Traversal};
use super::super::token::{Kind, Token};
use super::{Parsed, Parser};
use crate::value::normalized;

impl Parser<'_> {
    /// A name and steps up to the end of the text. Stricter than in an expression: no `a.0`, and
    /// keys are literals. And `true` is a name here.
    pub(super) fn plain_traversal(&mut self) -> Parsed<Traversal> {
        let root = self.expect_name("a name")?;
        let mut steps = Vec::new();
        loop {
            let next = self.peek();
            match next.kind {
                Kind::End => return Ok(Traversal { root, steps }),
                Kind::Dot => steps.push(self.plain_attribute()?),
                Kind::OpenBracket => steps.push(self.plain_index()?),
                _ => return Err(self.unexpected("`.` or `[`")),
            }
        }
    }

    fn plain_attribute(&mut self) -> Parsed<Step> {
        let dot = self.bump();
        let name = self.expect(Kind::Identifier, "a name after the dot")?;
        let kind = StepKind::Attribute(normalized(self.slice(name)));
        Ok(Step { kind, span: self.since(dot) })
    }

    fn plain_index(&mut self) -> Parsed<Step> {
        let open = self.bump();
        let key = self.plain_key()?;
        self.expect(Kind::CloseBracket, "`]`")?;
        Ok(Step { kind: StepKind::Index(key), span: self.since(open) })
    }

    fn plain_key(&mut self) -> Parsed<Value> {
        let next: Token = self.peek();
        match next.kind {
            Kind::Number => {
                self.bump();
                self.number(next).map(Value::Number)
            }
            Kind::OpenQuote => self.quoted_label().map(|text| Value::string(&*text.value)),
            _ => Err(self.unexpected("a number or a string")),
        }
    }
}
