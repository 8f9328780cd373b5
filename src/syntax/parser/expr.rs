//! Operators.

use crate::diag::Diagnostic;

use super::super::MAX_OPERATORS;
use super::super::ast::{Binary, BinaryOp, Conditional, Expr, ExprKind, UnaryOp};
use super::super::token::Kind;
use super::{Parsed, Parser};

impl Parser<'_> {
    /// An expression and nothing behind it.
    pub(super) fn whole_expression(&mut self) -> Parsed<Expr> {
        let expr = self.expression()?;
        match self.peek().kind {
            Kind::End => Ok(expr),
            _ => Err(self.unexpected("the end of the expression")),
        }
    }

    pub(super) fn expression(&mut self) -> Parsed<Expr> {
        self.nested(Self::conditional)
    }

    fn conditional(&mut self) -> Parsed<Expr> {
        let condition = self.binary(0)?;
        if self.take(Kind::Question).is_none() {
            return Ok(condition);
        }
        let then = self.expression()?;
        self.expect(Kind::Colon, "`:` and a value for the other case")?;
        let otherwise = self.expression()?;
        let span = condition.span.to(otherwise.span);
        let kind = ExprKind::Conditional(Box::new(Conditional { condition, then, otherwise }));
        Ok(Expr { kind, span })
    }

    /// A chain of operators that bind at least this tightly; all of them join to the left.
    fn binary(&mut self, least: u8) -> Parsed<Expr> {
        let mut left = self.operand()?;
        for _ in 0..MAX_OPERATORS {
            let Some((op, tightness)) = operator(self.peek().kind) else { return Ok(left) };
            if tightness < least {
                return Ok(left);
            }
            self.bump();
            let right = self.binary(tightness + 1)?;
            let span = left.span.to(right.span);
            left = Expr { kind: ExprKind::Binary(Box::new(Binary { op, left, right })), span };
        }
        let message = format!("more than {MAX_OPERATORS} operators follow each other");
        Err(Diagnostic::error(message, self.span(self.peek())).into())
    }

    /// What stands between operators, with the signs in front of it.
    fn operand(&mut self) -> Parsed<Expr> {
        let op = match self.peek().kind {
            Kind::Bang => UnaryOp::Not,
            Kind::Minus => UnaryOp::Negate,
            _ => return self.apart(Self::term_with_steps),
        };
        let sign = self.bump();
        let operand = Box::new(self.nested(Self::operand)?);
        Ok(Expr { kind: ExprKind::Unary { op, operand }, span: self.since(sign) })
    }

    /// Runs a production whose height is not that of its siblings.
    fn apart(&mut self, production: impl FnOnce(&mut Self) -> Parsed<Expr>) -> Parsed<Expr> {
        let siblings = std::mem::take(&mut self.height);
        let result = production(self);
        self.height = self.height.max(siblings);
        result
    }
}

/// The operator that a token is, and how tightly it binds.
fn operator(kind: Kind) -> Option<(BinaryOp, u8)> {
    Some(match kind {
        Kind::Or => (BinaryOp::Or, 0),
        Kind::And => (BinaryOp::And, 1),
        Kind::Equal => (BinaryOp::Equal, 2),
        Kind::NotEqual => (BinaryOp::NotEqual, 2),
        Kind::Greater => (BinaryOp::Greater, 3),
        Kind::GreaterOrEqual => (BinaryOp::GreaterOrEqual, 3),
        Kind::Less => (BinaryOp::Less, 3),
        Kind::LessOrEqual => (BinaryOp::LessOrEqual, 3),
        Kind::Plus => (BinaryOp::Add, 4),
        Kind::Minus => (BinaryOp::Subtract, 4),
        Kind::Star => (BinaryOp::Multiply, 5),
        Kind::Slash => (BinaryOp::Divide, 5),
        Kind::Percent => (BinaryOp::Modulo, 5),
        _ => return None,
    })
}
