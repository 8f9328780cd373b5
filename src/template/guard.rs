//! A template with scales in it: everything that makes text or lists is weighed as it is made.
//!
//! The engine counts steps and not memory, and with a few dozen steps `{% set x = x ~ x %}` fills
//! every machine. So a template is rewritten before it is compiled: what is made by an operator, a
//! filter or brackets goes through a filter of ours that weighs it (see `budget`), and what a loop
//! repeats is weighed before it begins. Only filters and parentheses are put in, and
//! [`Edited`] knows the way back, so that errors point into the template as it was written.

use minijinja::machinery::ast::{
    BinOp, BinOpKind, Call, CallArg, Expr, ForLoop, Set, Spanned, Stmt, Tuple, UnaryOpKind,
};
use minijinja::machinery::{parse, tokenize};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Error, ErrorKind};

use super::edits::{Edited, Edits};
use super::weight::weight;

/// Weighs a value that has just been made.
pub(super) const SIZE: &str = "__size";
/// Gives an operand of `~` the text that it is printed with.
pub(super) const TEXT: &str = "__text";
/// Makes an operand of `*` one that is repeated lazily.
pub(super) const TIMES: &str = "__times";
/// Weighs what a loop over a value repeats.
pub(super) const EACH: &str = "__each";
/// Weighs a template that is included.
pub(super) const FILE: &str = "__file";
/// Weighs what becomes part of a namespace.
pub(super) const PART: &str = "__part";
/// Lets the step of a slice pass if it goes forward.
pub(super) const STEP: &str = "__step";

/// How many words and signs a template may have: its tree is walked by recursion, and a chain of
/// operators is as deep as it is long.
const TOKENS: usize = 50_000;

/// How many links of a chain of operators are weighed together.
const LINKS: usize = 32;

/// A template, ready to be compiled.
#[derive(Debug)]
pub(super) struct Guarded {
    /// Its text with the scales.
    pub(super) edited: Edited,
    /// The filters it uses and where in the text as it was written.
    pub(super) filters: Vec<(String, usize)>,
    /// The tests it uses and where.
    pub(super) tests: Vec<(String, usize)>,
}

/// Puts the scales into a template.
///
/// # Errors
/// Where the text is no template.
pub(super) fn guard(text: &str, name: &str, syntax: &SyntaxConfig) -> Result<Guarded, Error> {
    if tokenize(text, false, syntax.clone()).take_while(Result::is_ok).count() > TOKENS {
        let message = format!("a template may have {TOKENS} words and signs, and this has more");
        return Err(Error::new(ErrorKind::SyntaxError, message));
    }
    let tree = parse(text, name, syntax.clone())?;
    let guarded =
        Guarded { edited: Edits::default().apply(""), filters: Vec::new(), tests: Vec::new() };
    let mut walk = Walk { text, edits: Edits::default(), loops: Vec::new(), guarded };
    walk.statement(&tree);
    Ok(Guarded { edited: walk.edits.apply(text), ..walk.guarded })
}

struct Walk<'a> {
    text: &'a str,
    edits: Edits,
    /// The weight of each loop that is being walked.
    loops: Vec<usize>,
    guarded: Guarded,
}

impl Walk<'_> {
    fn statements(&mut self, all: &[Stmt<'_>]) {
        for one in all {
            self.statement(one);
        }
    }

    fn statement(&mut self, one: &Stmt<'_>) {
        match one {
            Stmt::Template(it) => self.statements(&it.children),
            Stmt::EmitExpr(it) => self.expression(&it.expr),
            Stmt::EmitRaw(_) => {}
            Stmt::ForLoop(it) => self.repeat(it),
            Stmt::IfCond(it) => {
                self.expression(&it.expr);
                self.statements(&it.true_body);
                self.statements(&it.false_body);
            }
            Stmt::WithBlock(it) => {
                self.expressions(it.assignments.iter().map(|(_, value)| value));
                self.statements(&it.body);
            }
            Stmt::Set(it) => self.set(it),
            Stmt::SetBlock(it) => {
                self.expressions(&it.filter);
                self.statements(&it.body);
            }
            Stmt::AutoEscape(it) => {
                self.expression(&it.enabled);
                self.statements(&it.body);
            }
            Stmt::FilterBlock(it) => {
                self.expression(&it.filter);
                self.statements(&it.body);
            }
            Stmt::Block(it) => self.statements(&it.body),
            Stmt::Import(it) => self.file(&it.expr),
            Stmt::FromImport(it) => self.file(&it.expr),
            Stmt::Extends(it) => self.file(&it.name),
            Stmt::Include(it) => self.file(&it.name),
            Stmt::Macro(it) => {
                self.expressions(&it.defaults);
                self.statements(&it.body);
            }
            Stmt::CallBlock(it) => {
                self.call(&it.call);
                self.expressions(&it.macro_decl.defaults);
                self.statements(&it.macro_decl.body);
            }
            Stmt::Do(it) => self.call(&it.call),
        }
    }

    fn repeat(&mut self, it: &ForLoop<'_>) {
        let weight = weight(&it.body, self.text.len());
        self.expression(&it.iter);
        self.expressions(&it.filter_expr);
        self.wrap_last(&it.iter, &format!(")|{EACH}({weight})"));
        self.loops.push(weight);
        self.statements(&it.body);
        self.loops.pop();
        self.statements(&it.else_body);
    }

    /// What is set is an attribute of a namespace, or else some names.
    fn set(&mut self, it: &Set<'_>) {
        self.expression(&it.expr);
        match (&it.target, &it.expr) {
            (Expr::GetAttr(_), Expr::Tuple(whole)) => {
                self.edits.insert(whole.span().end_offset as usize, format!("|{PART}"));
            }
            (Expr::GetAttr(_), _) => self.wrap_last(&it.expr, &format!(")|{PART}")),
            _ => {}
        }
    }

    /// The name of a file that takes part.
    fn file(&mut self, name: &Expr<'_>) {
        self.expression(name);
        self.wrap_last(name, &format!(")|{FILE}"));
    }

    fn expressions<'e, 's: 'e>(&mut self, all: impl IntoIterator<Item = &'e Expr<'s>>) {
        for one in all {
            self.expression(one);
        }
    }

    fn expression(&mut self, one: &Expr<'_>) {
        match one {
            Expr::Var(_) | Expr::Const(_) => {}
            Expr::Slice(it) => {
                self.expression(&it.expr);
                self.read(&it.expr);
                self.expressions([&it.start, &it.stop].into_iter().flatten());
                self.step(it.step.as_ref());
                let (start, end) = (leftmost(one, self.text), it.span().end_offset as usize);
                self.edits.insert(start, "(");
                self.edits.about(start, end, format!("|{SIZE})"));
            }
            Expr::UnaryOp(it) => self.expression(&it.expr),
            Expr::BinOp(it) => {
                self.binary(it, false);
            }
            Expr::Compare(it) => {
                for operand in [&it.expr].into_iter().chain(it.ops.iter().map(|op| &op.expr)) {
                    self.expression(operand);
                    self.read(operand);
                }
            }
            Expr::IfExpr(it) => {
                self.expressions([&it.test_expr, &it.true_expr]);
                self.expressions(&it.false_expr);
            }
            Expr::Filter(it) => {
                let span = it.span();
                self.guarded.filters.push((it.name.to_owned(), span.start_offset as usize));
                if let Some(input) = &it.expr {
                    self.expression(input);
                    self.read(input);
                }
                self.arguments(&it.args);
                let start = it
                    .expr
                    .as_ref()
                    .map_or(span.start_offset as usize, |inner| leftmost(inner, self.text));
                self.edits.about(start, span.end_offset as usize, format!("|{SIZE}"));
            }
            Expr::Test(it) => {
                let at = it.span().start_offset as usize;
                self.guarded.tests.push((it.name.to_owned(), at));
                self.expression(&it.expr);
                self.arguments(&it.args);
            }
            Expr::GetAttr(it) => self.expression(&it.expr),
            Expr::GetItem(it) => self.expressions([&it.expr, &it.subscript_expr]),
            Expr::Call(it) => self.call(it),
            Expr::List(it) => self.brackets(one, &it.items),
            Expr::Tuple(it) => self.tuple(it),
            Expr::Map(it) => {
                self.expressions(&it.keys);
                self.brackets(one, &it.values);
            }
        }
    }

    /// `[…]` or `{…}`, which end in their own bracket.
    fn brackets(&mut self, whole: &Expr<'_>, items: &[Expr<'_>]) {
        self.expressions(items);
        let span = whole.span();
        let (start, end) = (span.start_offset as usize, span.end_offset as usize);
        self.edits.insert(start, "(");
        self.edits.about(start, end, format!("|{SIZE})"));
    }

    /// Values between commas, with parentheses around them or without.
    fn tuple(&mut self, whole: &Spanned<Tuple<'_>>) {
        self.expressions(&whole.items);
        let span = whole.span();
        let (start, end) = (span.start_offset as usize, span.end_offset as usize);
        // The engine lets one without parentheses start after its first comma.
        let start =
            whole.items.first().map_or(start, |first| start.min(leftmost(first, self.text)));
        self.edits.insert(start, "((");
        self.edits.about(start, end, format!(")|{SIZE})"));
    }

    /// What is gone through again each time, and was not made for that: it is weighed each time.
    fn read(&mut self, one: &Expr<'_>) {
        if matches!(one, Expr::Var(_) | Expr::GetAttr(_) | Expr::GetItem(_)) {
            let (start, end) = (leftmost(one, self.text), one.span().end_offset as usize);
            self.edits.insert(start, "(");
            self.edits.about(start, end, format!("|{SIZE})"));
        }
    }

    /// The step of a slice.
    fn step(&mut self, step: Option<&Expr<'_>>) {
        if let Some(step) = step {
            self.expression(step);
            self.wrap(step, step.span().end_offset as usize, &format!(")|{STEP}"));
        }
    }

    /// An operator and its operands. Of a chain such as `a ~ b ~ c`, not every link is weighed: each
    /// one that is lies a pair of parentheses deeper. Gives how many links there are below.
    fn binary(&mut self, it: &Spanned<BinOp<'_>>, is_link: bool) -> usize {
        let links = match &it.left {
            Expr::BinOp(left) if is_chain(left.op, it.op) => self.binary(left, true) + 1,
            left => {
                self.expression(left);
                1
            }
        };
        self.expression(&it.right);
        let span = it.span();
        let (start, end) = (span.start_offset as usize, span.end_offset as usize);
        match it.op {
            BinOpKind::Concat => self.operands(it, '~', TEXT, links > 1),
            BinOpKind::Mul => self.operands(it, '*', TIMES, false),
            BinOpKind::Add => {}
            op => {
                if compares(op) {
                    self.read(&it.left);
                    self.read(&it.right);
                }
                return links;
            }
        }
        if !is_link || links % LINKS == 0 {
            self.edits.insert(start, "(");
            self.edits.about(start, end, format!(")|{SIZE}"));
        }
        links
    }

    /// Puts a filter on the operands of a sign; only on the right one where the left one is a link
    /// of the same chain.
    fn operands(&mut self, it: &Spanned<BinOp<'_>>, sign: char, filter: &str, only_right: bool) {
        let (start, end) = (it.span().start_offset as usize, it.span().end_offset as usize);
        let after_left = it.left.span().end_offset as usize;
        let between = self.text.get(after_left..end).and_then(|text| text.find(sign));
        let Some(sign) = between.map(|between| after_left + between) else { return };
        if !only_right {
            self.edits.insert(start, "(");
            self.edits.about(start, sign, format!(")|{filter}"));
        }
        self.edits.insert(sign + 1, "(");
        self.edits.about(sign + 1, end, format!(")|{filter}"));
    }

    fn arguments(&mut self, all: &[CallArg<'_>]) {
        for one in all {
            match one {
                CallArg::Pos(it)
                | CallArg::Kwarg(_, it)
                | CallArg::PosSplat(it)
                | CallArg::KwargSplat(it) => self.expression(it),
            }
        }
    }

    fn call(&mut self, it: &Spanned<Call<'_>>) {
        self.expression(&it.expr);
        self.arguments(&it.args);
        let again = matches!(&it.expr, Expr::Var(name) if name.id == "loop");
        if let (true, [CallArg::Pos(inner)], Some(weight)) =
            (again, &it.args[..], self.loops.last())
        {
            let end = (it.span().end_offset as usize).saturating_sub(1);
            let whole = self.text.get(..end).unwrap_or_default().trim_end();
            let end = whole.strip_suffix(',').unwrap_or(whole).len();
            self.wrap(inner, end, &format!(")|{EACH}({weight})"));
        }
    }

    /// Puts something behind an expression that is the last thing before the end of a statement or
    /// before one of its words: all parentheses that close there are its own.
    fn wrap_last(&mut self, inner: &Expr<'_>, behind: &str) {
        let end = inner.span().end_offset as usize;
        let after = self.text.get(end..).unwrap_or_default();
        let own = after.trim_start_matches(|char: char| char == ')' || char.is_whitespace());
        let own = after.get(..after.len() - own.len()).unwrap_or_default().trim_end();
        self.wrap(inner, end + own.len(), behind);
    }

    /// Puts something behind an expression that ends at `end`. Where it has parentheses, the one
    /// that is put in may stand after those that open it: they cannot be told apart.
    fn wrap(&mut self, inner: &Expr<'_>, end: usize, behind: &str) {
        let start = leftmost(inner, self.text);
        self.edits.insert(start, "(");
        self.edits.about(start, end, behind);
    }
}

/// Whether operators of these kinds make one text or list out of several, link by link.
fn is_chain(left: BinOpKind, right: BinOpKind) -> bool {
    use BinOpKind::{Add, Concat};
    matches!((left, right), (Add, Add) | (Concat, Concat))
}

/// Whether an operator goes through both sides.
fn compares(op: BinOpKind) -> bool {
    use BinOpKind::{Eq, Gt, Gte, In, Lt, Lte, Ne};
    matches!(op, Eq | Ne | Lt | Lte | Gt | Gte | In)
}

/// Where an expression starts, its outer parentheses not counted. The engine lets `a.b.c` start in
/// the middle, and comparisons at the word before.
fn leftmost(one: &Expr<'_>, text: &str) -> usize {
    let start = one.span().start_offset as usize;
    let is_not = || text.get(start..).is_some_and(|text| text.starts_with("not"));
    match one {
        Expr::Filter(it) => it.expr.as_ref().map_or(start, |inner| leftmost(inner, text)),
        Expr::Test(it) => leftmost(&it.expr, text),
        Expr::GetAttr(it) => leftmost(&it.expr, text),
        Expr::GetItem(it) => leftmost(&it.expr, text),
        Expr::Slice(it) => leftmost(&it.expr, text),
        Expr::Call(it) => leftmost(&it.expr, text),
        Expr::BinOp(it) => leftmost(&it.left, text),
        Expr::Compare(it) => leftmost(&it.expr, text),
        Expr::IfExpr(it) => leftmost(&it.true_expr, text),
        // `x is not y` and `x not in y` are the opposite of something, too.
        Expr::UnaryOp(it) if matches!(it.op, UnaryOpKind::Not) && !is_not() => {
            leftmost(&it.expr, text)
        }
        Expr::UnaryOp(_)
        | Expr::Var(_)
        | Expr::Const(_)
        | Expr::List(_)
        | Expr::Tuple(_)
        | Expr::Map(_) => start,
    }
}
