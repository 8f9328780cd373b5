//! What an expression refers to, found without evaluating it.

use crate::diag::Diagnostic;
use crate::span::Span;
use crate::syntax::ast::{Expr, ExprKind, For, Name, ObjectItem, Part, Step, Traversal};
use crate::syntax::{Place, parse_expression};

/// The free names of an expression.
#[derive(Clone, Default, Debug)]
pub struct References<'e> {
    /// The references to variables in the order of the text, each time there is one.
    pub variables: Vec<Reference<'e>>,
    /// The functions that are called, each time they are.
    ///
    /// In the JSON syntax buildx finds a call only in a string that is an expression as a whole,
    /// such as `"f()"`, although it is a text, and none in `"${f()}"`. So do we: what is not found
    /// is not prepared, and to the evaluation there is no such function.
    pub functions: Vec<Name>,
    /// Whether anything is called at all, wherever it stands.
    pub calls: bool,
}

/// A reference to a variable.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'e> {
    /// The name of the variable.
    pub root: &'e Name,
    /// The steps from it.
    pub steps: &'e [Step],
    /// Whether it stands in an argument of `try` or `can`, where it may fail.
    pub guarded: bool,
}

impl Reference<'_> {
    /// All of it.
    pub fn span(&self) -> Span {
        self.steps.last().map_or(self.root.span, |last| self.root.span.to(last.span))
    }
}

/// The free names of an expression: without those that its own loops bring.
pub fn references(expr: &Expr) -> References<'_> {
    let found = References::default();
    let mut walk = Walk { found, hidden: Vec::new(), calls_count: true, guarded: false };
    walk.expr(expr);
    walk.found
}

/// A walk through an expression.
struct Walk<'e> {
    found: References<'e>,
    /// The names of the loops around.
    hidden: Vec<&'e str>,
    /// Whether calls are to be noted.
    calls_count: bool,
    /// Whether this is in an argument of `try` or `can`.
    guarded: bool,
}

impl<'e> Walk<'e> {
    fn expr(&mut self, expr: &'e Expr) {
        match &expr.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::Text(_)
            | ExprKind::Element => {}
            ExprKind::Template(parts) => parts.iter().for_each(|part| self.part(part)),
            ExprKind::Wrap(inner) | ExprKind::Parens(inner) => self.expr(inner),
            ExprKind::JsonString { text, template } => {
                self.found.functions.extend(calls_in_text(text, expr.span));
                self.json_template(template);
            }
            ExprKind::Tuple(items) => items.iter().for_each(|item| self.expr(item)),
            ExprKind::Object(items) => items.iter().for_each(|item| self.item(item)),
            ExprKind::Traversal(traversal) => self.traversal(traversal),
            ExprKind::Index { collection, key } => {
                self.expr(collection);
                self.expr(key);
            }
            ExprKind::Relative { source, .. } => self.expr(source),
            ExprKind::Splat { source, each, .. } => {
                self.expr(source);
                self.expr(each);
            }
            ExprKind::For(written) => self.loop_(written),
            ExprKind::Conditional(choice) => {
                self.expr(&choice.condition);
                self.expr(&choice.then);
                self.expr(&choice.otherwise);
            }
            ExprKind::Binary(_) => self.chain(expr),
            ExprKind::Unary { operand, .. } => self.expr(operand),
            ExprKind::Call(call) => {
                self.found.calls = true;
                if self.calls_count {
                    self.found.functions.push(call.name.clone());
                }
                let before = self.guarded;
                self.guarded |= matches!(&*call.name.value, "try" | "can");
                call.arguments.iter().for_each(|argument| self.expr(argument));
                self.guarded = before;
            }
        }
    }

    fn part(&mut self, part: &'e Part) {
        match part {
            Part::Literal(_) => {}
            Part::Interpolation(expr) => self.expr(expr),
            Part::If(choice) => {
                self.expr(&choice.condition);
                self.expr(&choice.then);
                self.expr(&choice.otherwise);
            }
            Part::For(written) => {
                self.expr(&written.collection);
                self.hiding(written.key.as_ref(), &written.value, |walk| walk.expr(&written.body));
            }
        }
    }

    fn json_template(&mut self, template: &'e Result<Expr, Vec<Diagnostic>>) {
        if let Ok(template) = template {
            let before = std::mem::replace(&mut self.calls_count, false);
            self.expr(template);
            self.calls_count = before;
        }
    }

    /// A key that is a bare word refers to nothing.
    fn item(&mut self, item: &'e ObjectItem) {
        if item.bare.is_none() {
            self.expr(&item.key);
        }
        self.expr(&item.value);
    }

    fn traversal(&mut self, traversal: &'e Traversal) {
        let Traversal { root, steps } = traversal;
        if !self.hidden.contains(&&*root.value) {
            let guarded = self.guarded;
            self.found.variables.push(Reference { root, steps, guarded });
        }
    }

    fn loop_(&mut self, written: &'e For) {
        self.expr(&written.collection);
        self.hiding(written.key.as_ref(), &written.value, |walk| {
            written.result_key.iter().for_each(|key| walk.expr(key));
            walk.expr(&written.result_value);
            written.condition.iter().for_each(|condition| walk.expr(condition));
        });
    }

    /// Walks on where the names of a loop hide others.
    fn hiding(&mut self, key: Option<&'e Name>, value: &'e Name, body: impl FnOnce(&mut Self)) {
        let before = self.hidden.len();
        self.hidden.extend(key.into_iter().chain([value]).map(|name| &*name.value));
        body(self);
        self.hidden.truncate(before);
    }

    /// A chain of binary operators, which may be thousands long.
    fn chain(&mut self, outermost: &'e Expr) {
        let mut operands = Vec::new();
        let mut first = outermost;
        while let ExprKind::Binary(operation) = &first.kind {
            operands.push(&operation.right);
            first = &operation.left;
        }
        self.expr(first);
        operands.into_iter().rev().for_each(|operand| self.expr(operand));
    }
}

/// The functions that are called in the text of a JSON string, if the whole of it is an
/// expression.
fn calls_in_text(text: &str, span: Span) -> Vec<Name> {
    if !text.contains('(') {
        return Vec::new();
    }
    match parse_expression(Place::Within(span), text) {
        Ok(expr) => references(&expr).functions,
        Err(_) => Vec::new(),
    }
}
