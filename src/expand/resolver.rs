//! What has been evaluated so far, and the walk that evaluates what an expression refers to.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use crate::declare::{BlockKind, Declaration, Program};
use crate::diag::similar::Layer;
use crate::diag::{Diagnostic, Diagnostics};
use crate::eval::{self, Context, Evaluated, Fuel, Names, UserFunction, functions};
use crate::eval::{Reference, References};
use crate::span::Span;
use crate::syntax::ast::{Expr, Name, StepKind};
use crate::target::Cell;
use crate::text::{Text, TextMap};
use crate::value::Value;

use super::block;
use super::cell::{Scope, Seen};
use super::declared::Declared;
use super::exposed::Exposed;
use super::path::Path;
use super::state::BlockState;
use super::{Inputs, function, variable};

/// Why something has no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Failure {
    /// Nothing of this name is declared. Whoever asks may go on: the evaluation will say so, if
    /// it ever gets there.
    Undefined,
    /// The same, and it has been asked for in vain before, which bake refuses.
    AskedAgain,
    /// An error has been reported.
    Reported,
}

/// Everything that has been evaluated so far.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    pub(super) program: &'a Program,
    pub(super) inputs: &'a Inputs<'a>,
    pub(super) diags: Diagnostics,
    /// Values by name; `None` for what failed.
    pub(super) values: TextMap<Text, Option<Value>>,
    /// The user's functions that can be called; `None` for what failed.
    pub(super) functions: HashMap<Text, Option<Arc<UserFunction>>>,
    pub(super) blocks: Vec<BlockState>,
    /// The values of blocks as expressions see them: `target.NAME.ATTRIBUTE`.
    pub(super) exposed: Exposed,
    /// Whether `target` and `group` mean blocks yet: not before the names of blocks are looked at.
    pub(super) blocks_known: bool,
    /// Whether any expression reads a block. In most files none does, and nothing is exposed.
    pub(super) blocks_are_read: bool,
    /// Which blocks make a name; empty until all names are known.
    pub(super) makers: HashMap<(BlockKind, Text), Vec<usize>>,
    pub(super) declared: Declared<'a>,
    /// Names that were asked for from a scope. Bake never forgets one, so that asking twice for
    /// what does not exist is a "cycle" there (`try(nope, "")` in two places is refused).
    asked: HashSet<(usize, Text)>,
    /// Where names that do not exist were asked for first, outside of `try` and `can`.
    missed: HashMap<(usize, Text), &'a Name>,
    pub(super) path: Path,
    /// How many scopes there are besides the global one.
    scopes: usize,
    references: HashMap<usize, Arc<References<'a>>>,
    /// What may be suggested, once somebody asks.
    variable_names: OnceLock<Layer>,
    function_names: OnceLock<Layer>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(program: &'a Program, inputs: &'a Inputs<'a>) -> Self {
        Self {
            program,
            inputs,
            diags: Diagnostics::new(),
            values: inputs
                .builtins
                .iter()
                .map(|(&name, text)| (name.into(), Some(Value::string(text))))
                .collect(),
            functions: HashMap::new(),
            blocks: program.blocks.iter().map(|_| BlockState::new()).collect(),
            exposed: Exposed::default(),
            blocks_known: false,
            blocks_are_read: true,
            makers: HashMap::new(),
            declared: Declared::of(program, inputs),
            asked: HashSet::new(),
            missed: HashMap::new(),
            path: Path::default(),
            scopes: 0,
            references: HashMap::new(),
            variable_names: OnceLock::new(),
            function_names: OnceLock::new(),
        }
    }

    /// All there is to say, in the order of the files.
    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> = self.diags.iter().cloned().collect();
        all.sort_by_key(|it| it.place().map(|place| (place.file, place.start)));
        all
    }

    /// Reports an error.
    pub(super) fn fail(&mut self, error: Diagnostic) -> Failure {
        self.diags.push(error);
        Failure::Reported
    }

    /// Reports several.
    pub(super) fn fail_all(&mut self, errors: Vec<Diagnostic>) -> Failure {
        self.diags.extend(errors);
        Failure::Reported
    }

    /// Evaluates all that an expression refers to, then the expression.
    pub(super) fn value(&mut self, scope: &Scope, expr: &'a Expr) -> Result<Value, Failure> {
        self.load(scope, expr, &BTreeSet::new(), Missing::Allowed)?;
        self.evaluate(scope, expr).map_err(|errors| self.fail_all(errors))
    }

    /// Evaluates an expression whose names have been resolved.
    pub(super) fn evaluate(&self, scope: &Scope, expr: &Expr) -> Evaluated {
        self.evaluate_with(scope, expr, self.inputs.fuel)
    }

    /// The same with fuel of one's own.
    pub(super) fn evaluate_with(&self, scope: &Scope, expr: &Expr, fuel: &Fuel<'_>) -> Evaluated {
        let seen = Seen { scope, globals: self };
        let host = self.inputs.host;
        eval::evaluate(expr, &Context { names: &seen, globals: self, host, fuel })
    }

    /// Evaluates what an expression refers to, but for the `bound` names.
    pub(super) fn load(
        &mut self,
        scope: &Scope,
        expr: &'a Expr,
        bound: &BTreeSet<Text>,
        missing: Missing,
    ) -> Result<(), Failure> {
        let references = self.references(expr);
        let mut loaded = Ok(());
        for name in &references.functions {
            let found = function::resolve(self, name);
            loaded = loaded.and(self.allow(found, missing, |this| function::undefined(name, this)));
        }
        for reference in &references.variables {
            if !bound.contains(&reference.root.value) {
                loaded = loaded.and(self.load_reference(scope, reference, bound, missing));
            }
        }
        loaded
    }

    /// The references of an expression, found once. The trees outlive the resolver, so that an
    /// address names an expression.
    pub(super) fn references(&mut self, expr: &'a Expr) -> Arc<References<'a>> {
        let key = std::ptr::from_ref(expr).addr();
        self.references.entry(key).or_insert_with(|| Arc::new(eval::references(expr))).clone()
    }

    fn load_reference(
        &mut self,
        scope: &Scope,
        reference: &Reference<'a>,
        bound: &BTreeSet<Text>,
        missing: Missing,
    ) -> Result<(), Failure> {
        let root = reference.root;
        if self.blocks_known
            && let Some(kind) = BlockKind::of(&root.value)
        {
            return self.load_block(kind, reference);
        }
        let found = variable::resolve(self, scope, root);
        match found {
            Err(Failure::AskedAgain) => return Err(self.refuse_again(scope, reference)),
            Err(Failure::Undefined) if !reference.guarded => {
                self.missed.insert((scope.id, root.value.clone()), root);
            }
            _ => {}
        }
        self.allow(found, missing, |this| {
            let mut known = vec![bound.iter().cloned().collect()];
            known.extend(this.variable_names());
            variable::undefined(root, known)
        })
    }

    /// Evaluates the block that a reference such as `target.base.tags` goes to: the one attribute,
    /// if it names one, else all of it.
    fn load_block(&mut self, kind: BlockKind, reference: &Reference<'a>) -> Result<(), Failure> {
        let word = kind.word();
        let name = match reference.steps.first().map(|step| &step.kind) {
            Some(StepKind::Attribute(name)) => name,
            Some(StepKind::Index(key)) => {
                let message = format!("a {word} is named after a dot here, not in brackets");
                let name = key.as_str().unwrap_or("NAME");
                let error = Diagnostic::error(message, reference.span());
                return Err(self.fail(error.hint(format!("write `{word}.{name}`"))));
            }
            None => {
                let message = format!("`{word}` alone is not a value");
                let error = Diagnostic::error(message, reference.span());
                return Err(self.fail(error.hint(format!("name one, as in `{word}.NAME`"))));
            }
        };
        let attribute = match reference.steps.get(1).map(|step| &step.kind) {
            Some(StepKind::Attribute(attribute)) => Some(attribute.clone()),
            _ => None,
        };
        let makers = self.makers.get(&(kind, name.clone())).cloned().unwrap_or_default();
        for maker in makers {
            block::resolve(self, maker, attribute.as_deref(), reference.span())?;
        }
        Ok(())
    }

    /// Whether any expression refers to a block.
    pub(super) fn reads_blocks(&mut self) -> bool {
        let program = self.program;
        let blocks = program.blocks.iter().flat_map(Declaration::all);
        let nodes = program.nodes.iter().flat_map(Declaration::all);
        let results = program.functions.iter().filter_map(|function| function.result.as_ref());
        blocks.chain(nodes).chain(&program.globals).chain(results).any(|attribute| {
            let references = self.references(&attribute.expr);
            references.variables.iter().any(|found| BlockKind::of(&found.root.value).is_some())
        })
    }

    /// Whether everything that an expression refers to has a value in a scope, so that there is
    /// nothing left to load, there or in a scope with the same names.
    pub(super) fn is_settled(&mut self, scope: &Scope, expr: &'a Expr) -> bool {
        let references = self.references(expr);
        references.variables.iter().all(|reference| {
            let name = &*reference.root.value;
            scope.axis(name).is_some() || self.values.contains_key(name)
        })
    }

    /// Whether an expression is known to have the same value in all cells that have the names of this
    /// one: it asks for none of them, and calls nothing, which might give something else each time.
    pub(super) fn is_constant(&mut self, scope: &Scope, expr: &'a Expr) -> bool {
        let references = self.references(expr);
        let mut names = references.variables.iter().map(|reference| &*reference.root.value);
        !references.calls && names.all(|name| scope.axis(name).is_none())
    }

    /// The scope of a cell, a new one. `keys` are those that any cell of its block has, where they
    /// do not all have the same.
    pub(super) fn scope(&mut self, cell: Cell, keys: &BTreeSet<Text>) -> Scope {
        self.scopes += 1;
        let lacking = keys.iter().filter(|key| cell.axis(key).is_none()).cloned();
        let lacking = (!keys.is_empty()).then(|| lacking.collect());
        Scope { id: self.scopes, cell: Some(Arc::new(with_own_texts(cell))), lacking, aside: false }
    }

    /// A scope with the same names, for expressions that bake does not evaluate: they neither add
    /// to its memory of what was asked for in vain, nor mind it.
    pub(super) fn aside(&mut self, scope: &Scope) -> Scope {
        self.scopes += 1;
        Scope { id: self.scopes, aside: true, ..scope.clone() }
    }

    /// Turns "nothing of this name" into an error, where that is not to be left to evaluation.
    fn allow(
        &mut self,
        found: Result<(), Failure>,
        missing: Missing,
        error: impl FnOnce(&Self) -> Diagnostic,
    ) -> Result<(), Failure> {
        match (found, missing) {
            (Err(Failure::Undefined), Missing::Allowed) => Ok(()),
            (Err(Failure::Undefined), Missing::Refused) => {
                let error = error(self);
                Err(self.fail(error))
            }
            (found, _) => found,
        }
    }

    /// Notes that a name is asked for from a scope.
    ///
    /// # Errors
    /// Where it has been asked for before and still has no value: a cycle, or, as bake has it,
    /// the second question for a name that does not exist.
    pub(super) fn ask(&mut self, scope: &Scope, name: &Name) -> Result<(), Failure> {
        if self.asked.insert((scope.id, name.value.clone())) {
            return Ok(());
        }
        let what = format!("`{}`", name.value);
        if self.path.has(&what) {
            return Err(self.circle(&what, name.span));
        }
        if scope.aside { Ok(()) } else { Err(Failure::AskedAgain) }
    }

    /// Reports a name that does not exist when it is asked for again, and the first time with it,
    /// if that was not in `try` or `can`.
    fn refuse_again(&mut self, scope: &Scope, reference: &Reference<'a>) -> Failure {
        let name = reference.root;
        let known = Seen { scope, globals: self }.variable_names();
        let before = self.missed.remove(&(scope.id, name.value.clone()));
        if let Some(before) = before {
            self.fail(variable::undefined(before, known.clone()));
        }
        let error = variable::undefined(name, known);
        self.fail(if reference.guarded { error.hint(declare(&name.value)) } else { error })
    }

    /// Runs `work` as one step of the path along which cycles are told.
    pub(super) fn enter<T>(
        &mut self,
        what: String,
        span: Span,
        work: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.path.enter(what, span).map_err(|error| self.fail(error))?;
        let result = work(self);
        self.path.leave();
        result
    }

    /// Reports a definition that is met again while it is being evaluated.
    pub(super) fn circle(&mut self, what: &str, span: Span) -> Failure {
        let error = self.path.circle(what, span);
        self.fail(error)
    }
}

/// A cell that shares no text with others. Where it shares long ones, threads that evaluate cells
/// side by side spend most of their time in counting who holds which text.
fn with_own_texts(mut cell: Cell) -> Cell {
    if cell.axes.len() > 1 {
        for (_, value) in &mut cell.axes {
            if let Value::String(text) = value {
                *text = text.as_str().into();
            }
        }
    }
    cell
}

/// The hint for a name that is asked for in `try` or `can` more than once.
fn declare(name: &str) -> String {
    format!("declare `variable \"{name}\" {{}}`: bake lets an unknown name pass once, no more")
}

/// Whether a name that is not declared stops the walk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Missing {
    /// No: evaluation decides, since `try` and `can` may want it so.
    Allowed,
    /// Yes: in the results of functions bake is strict.
    Refused,
}

impl Names for Resolver<'_> {
    fn variable(&self, name: &str) -> Option<Value> {
        if let Some(value) = self.values.get(name) {
            return value.clone();
        }
        BlockKind::of(name).and_then(|kind| self.exposed.object(kind))
    }

    fn function(&self, name: &str) -> Option<&UserFunction> {
        self.functions.get(name)?.as_deref()
    }

    fn variable_names(&self) -> Vec<Layer> {
        let declared = self.declared.variables.keys().chain(self.declared.globals.keys());
        let names = || sorted(declared.chain(self.inputs.builtins.keys()).copied());
        vec![self.variable_names.get_or_init(names).clone()]
    }

    fn function_names(&self) -> Vec<Layer> {
        let names = || sorted(self.declared.functions.keys().copied());
        vec![self.function_names.get_or_init(names).clone()]
    }
}

fn sorted<'a>(names: impl Iterator<Item = &'a str>) -> Layer {
    names.map(Text::from).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whether the standard library has a function of this name.
pub(super) fn is_standard(name: &str) -> bool {
    functions::find(name).is_some()
}
