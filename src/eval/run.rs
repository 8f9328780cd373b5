//! One evaluation: what it may use, what it has used, and where it was halted.

use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use crate::diag::{Diagnostic, Problem};
use crate::eval::outcome::{Outcome, Unknown};
use crate::eval::{Context, Evaluated};
use crate::span::Span;
use crate::syntax::ast::BinaryOp;
use crate::text::Text;
use crate::value::{Type, Value};

/// What an element of a sequence costs: what it takes to keep it.
const ELEMENT: usize = 48;

/// What a key and a value of an object or a map cost.
const FIELD: usize = 96;

/// What a byte of text costs.
const BYTE: usize = 2;

/// What it costs to evaluate a node of an expression.
const STEP: usize = 10;

/// What it costs to look at an element of a sequence that is there already.
const NODE: usize = 4;

/// The same of an object or a map: their types are larger.
const FIELD_NODE: usize = 16;

/// Elements this deep cost one more unit to look at, and so on: types are compared level by
/// level.
const LEVELS: usize = 4;

/// What a single look may cost. Whoever looks may make a copy or a type for a while, which does no
/// harm as long as it is small; where it is not, it costs [`MORE`] times that.
const LARGE: u64 = 1 << 22;

/// See [`LARGE`].
const MORE: usize = 15;

/// How many units are used before the common tank is asked: it is shared between threads.
const BATCH: u64 = 4096;

/// How deep expressions may nest, calls of user functions included. The parser allows 500 levels
/// in one expression.
const DEEPEST: u32 = 10_000;

/// How deep values may nest. A literal cannot get there, a chain of variables can.
const DEEPEST_VALUE: usize = 1_000;

/// One evaluation.
#[derive(Debug)]
pub(super) struct Run<'a> {
    pub(super) cx: &'a Context<'a>,
    /// In all.
    spent: Cell<u64>,
    /// Not yet taken out of the common tank.
    used: Cell<u64>,
    depth: Cell<u32>,
    halted: OnceCell<Diagnostic>,
}

impl<'a> Run<'a> {
    pub(super) fn new(cx: &'a Context<'a>) -> Self {
        let (spent, used, depth) = (Cell::new(0), Cell::new(0), Cell::new(0));
        Self { cx, spent, used, depth, halted: OnceCell::new() }
    }

    /// Begins a node, inside the one that was begun last.
    pub(super) fn enter(&self, span: Span) -> Result<(), Box<Unknown>> {
        let depth = self.depth.get() + 1;
        if depth > DEEPEST {
            return Err(self.halt(Problem::new("calls and expressions nest too deep"), span));
        }
        self.step(span)?;
        self.depth.set(depth);
        Ok(())
    }

    /// Pays for a node.
    pub(super) fn step(&self, span: Span) -> Result<(), Box<Unknown>> {
        self.spend(STEP, span)
    }

    /// Ends the node that was begun last.
    pub(super) fn leave(&self) {
        self.depth.set(self.depth.get().saturating_sub(1));
    }

    /// Uses some fuel. Where there is none left the whole evaluation halts: no `try` can save it.
    pub(super) fn spend(&self, units: usize, span: Span) -> Result<(), Box<Unknown>> {
        if self.is_halted() {
            return Err(Unknown::silent(Type::Dynamic));
        }
        let used = self.used.get().saturating_add(units as u64);
        self.used.set(used);
        self.spent.set(self.spent.get().saturating_add(units as u64));
        if used < BATCH {
            return Ok(());
        }
        self.settle().map_err(|problem| self.halt(problem, span))
    }

    /// What is left to spend.
    pub(super) fn left(&self) -> u64 {
        self.cx.fuel.left().saturating_sub(self.used.get())
    }

    /// Pays for text that is about to be made.
    pub(super) fn text(&self, bytes: usize, span: Span) -> Result<(), Box<Unknown>> {
        self.spend(bytes.saturating_mul(BYTE), span)
    }

    /// Pays for elements of a sequence that are about to be made.
    pub(super) fn elements(&self, count: usize, span: Span) -> Result<(), Box<Unknown>> {
        self.spend(count.saturating_mul(ELEMENT), span)
    }

    /// Pays for fields of an object that are about to be made.
    pub(super) fn fields(&self, count: usize, span: Span) -> Result<(), Box<Unknown>> {
        self.spend(count.saturating_mul(FIELD), span)
    }

    /// Pays for putting values into a collection.
    ///
    /// Parts of a value are shared, so that a few lines can stand for more elements than there is
    /// memory for, and for a nesting that no stack holds: `a = [b, b]`, `b = [c, c]` and so on.
    pub(super) fn nest<'v>(
        &self,
        parts: impl IntoIterator<Item = &'v Value>,
        span: Span,
    ) -> Result<(), Box<Unknown>> {
        let collections = parts.into_iter().filter(|part| is_collection(part));
        self.weigh_all(collections, Look::Structure, NODE, span, 2)
    }

    /// Pays for what a function may do with a value: go through all of it.
    pub(super) fn pass(&self, value: &Value, span: Span) -> Result<(), Box<Unknown>> {
        self.look(value, Look::All, span)
    }

    /// Pays for a value that a function has made: parts of it may have been there before.
    pub(super) fn made(&self, value: &Value, span: Span) -> Result<(), Box<Unknown>> {
        self.look(value, Look::Made, span)
    }

    /// Pays for finding out whether two values are equal, if that is what an operator does.
    pub(super) fn compare(
        &self,
        op: BinaryOp,
        left: &Value,
        right: &Value,
        span: Span,
    ) -> Result<(), Box<Unknown>> {
        let is_equality = matches!(op, BinaryOp::Equal | BinaryOp::NotEqual);
        if is_equality {
            self.pass(left, span)?;
            self.pass(right, span)?;
        }
        Ok(())
    }

    /// Pays for going through a value.
    fn look(&self, value: &Value, look: Look, span: Span) -> Result<(), Box<Unknown>> {
        let before = self.spent.get();
        self.weigh(value, look, span, 1)?;
        let cost = self.spent.get().saturating_sub(before);
        if cost <= LARGE {
            return Ok(());
        }
        self.spend(usize::try_from(cost).unwrap_or(usize::MAX).saturating_mul(MORE), span)
    }

    fn weigh(
        &self,
        value: &Value,
        look: Look,
        span: Span,
        depth: usize,
    ) -> Result<(), Box<Unknown>> {
        if depth > DEEPEST_VALUE {
            return Err(self.halt(Problem::new("values nest too deep"), span));
        }
        let is_new = look == Look::Made && is_new(value);
        if let Value::String(text) = value {
            return self.spend(if is_new { text.len() * BYTE } else { text.len() }, span);
        }
        let deep = depth / LEVELS;
        if let Some(fields) = value.as_fields() {
            let cost = deep + if is_new { FIELD } else { FIELD_NODE };
            return self.weigh_all(fields.values(), look, cost, span, depth + 1);
        }
        let cost = deep + if is_new { ELEMENT } else { NODE };
        let items = value.as_items().unwrap_or_default();
        self.weigh_all(items, look, cost, span, depth + 1)
    }

    fn weigh_all<'v>(
        &self,
        parts: impl IntoIterator<Item = &'v Value>,
        look: Look,
        node: usize,
        span: Span,
        depth: usize,
    ) -> Result<(), Box<Unknown>> {
        let mut units = 0;
        for part in parts {
            units += node;
            if look != Look::Structure || is_collection(part) {
                self.weigh(part, look, span, depth)?;
            }
        }
        self.spend(units, span)
    }

    /// The type of a value, paid for; any type when that is too much.
    pub(super) fn type_of(&self, value: &Value, span: Span) -> Type {
        let paid = !is_collection(value) || self.look(value, Look::Structure, span).is_ok();
        if paid { value.ty() } else { Type::Dynamic }
    }

    /// Whether the evaluation has been given up.
    pub(super) fn is_halted(&self) -> bool {
        self.halted.get().is_some()
    }

    /// Gives the evaluation up.
    pub(super) fn halt(&self, problem: Problem, span: Span) -> Box<Unknown> {
        self.halted.get_or_init(|| problem.into_error(span));
        Unknown::silent(Type::Dynamic)
    }

    /// The end of the evaluation. Whoever gets the value will go through it, which is paid for
    /// here.
    pub(super) fn finish(self, outcome: Outcome, span: Span) -> Evaluated {
        if let Ok(value) = &outcome
            && is_collection(value)
        {
            // What is too much has been noted.
            let _halted = self.pass(value, span);
        }
        if let Err(problem) = self.settle() {
            self.halt(problem, span);
        }
        match (self.halted.into_inner(), outcome) {
            (Some(error), _) => Err(vec![error]),
            (None, Ok(value)) => Ok(value),
            (None, Err(unknown)) if unknown.errors.is_empty() => {
                Err(vec![Diagnostic::error("this has no value that is known", span)])
            }
            (None, Err(unknown)) => Err(unknown.errors),
        }
    }

    /// Takes what has been used out of the common tank.
    fn settle(&self) -> Result<(), Problem> {
        self.cx.fuel.spend(self.used.replace(0))
    }
}

/// What is looked at in a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Look {
    /// Which collections it consists of.
    Structure,
    /// The texts too.
    All,
    /// All of it, and what nobody else holds has just been made.
    Made,
}

fn is_collection(value: &Value) -> bool {
    value.as_items().is_some() || value.as_fields().is_some()
}

/// Whether nobody else holds the text. One that is in place takes no memory of its own.
fn is_held_once(text: &Text) -> bool {
    text.is_heap_allocated() && Arc::strong_count(&Arc::<str>::from(text.clone())) == 2
}

/// Whether nobody else holds the value.
fn is_new(value: &Value) -> bool {
    match value {
        Value::Null(_) | Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => is_held_once(text),
        Value::List(list) | Value::Set(list) => Arc::strong_count(list) == 1,
        Value::Map(map) => Arc::strong_count(map) == 1,
        Value::Tuple(items) => Arc::strong_count(items) == 1,
        Value::Object(fields) => Arc::strong_count(fields) == 1,
    }
}
