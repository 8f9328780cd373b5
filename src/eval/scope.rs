//! What names stand for inside an expression.

use std::collections::BTreeMap;

use crate::diag::similar::Layer;
use crate::diag::{Meant, Problem};
use crate::eval::functions;
use crate::eval::outcome::{Outcome, Unknown};
use crate::eval::run::Run;
use crate::eval::{Names, UserFunction};
use crate::text::Text;
use crate::value::{Type, Value};

/// Names that hide those of another layer, without a copy of either: the variables of a matrix
/// cell in front of the global ones.
#[derive(Clone, Copy, Debug)]
pub struct Locals<'a> {
    values: &'a BTreeMap<Text, Value>,
    outer: &'a dyn Names,
}

impl<'a> Locals<'a> {
    /// These variables in front of everything that `outer` knows.
    pub fn new(values: &'a BTreeMap<Text, Value>, outer: &'a dyn Names) -> Self {
        Self { values, outer }
    }
}

impl Names for Locals<'_> {
    fn variable(&self, name: &str) -> Option<Value> {
        self.values.get(name).cloned().or_else(|| self.outer.variable(name))
    }

    fn function(&self, name: &str) -> Option<&UserFunction> {
        self.outer.function(name)
    }

    fn why_missing(&self, name: &str) -> Option<Problem> {
        self.outer.why_missing(name)
    }

    fn variable_names(&self) -> Vec<Layer> {
        let mut layers = vec![self.values.keys().cloned().collect()];
        layers.extend(self.outer.variable_names());
        layers
    }

    fn function_names(&self) -> Vec<Layer> {
        self.outer.function_names()
    }
}

/// How many names of one loop or function are suggested: that of more is made by a program.
const SUGGESTIONS: usize = 100;

/// What a name inside an expression stands for: a value, or one of this type that is not known.
pub(super) type Bound = Result<Value, Type>;

/// A name of a loop or a parameter.
pub(super) type Binding<'a> = (&'a str, Bound);

/// Where a piece of an expression stands: which names it sees.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'a> {
    pub(super) run: &'a Run<'a>,
    names: &'a dyn Names,
    frame: Option<&'a Frame<'a>>,
    element: Option<&'a Bound>,
}

/// The names that one construct brings, in front of those around it.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    /// The last one of a name counts.
    bindings: &'a [Binding<'a>],
    outer: Option<&'a Frame<'a>>,
}

impl<'a> Scope<'a> {
    /// The scope of a whole expression.
    pub(super) fn top(run: &'a Run<'a>) -> Self {
        Self { run, names: run.cx.names, frame: None, element: None }
    }

    /// The scope outside of the bodies of user functions.
    pub(super) fn globals(run: &'a Run<'a>) -> Self {
        Self { run, names: run.cx.globals, frame: None, element: None }
    }

    /// A frame of names in front of these.
    pub(super) fn frame(&self, bindings: &'a [Binding<'a>]) -> Frame<'a> {
        Frame { bindings, outer: self.frame }
    }

    /// The scope with a frame in front.
    pub(super) fn within(&self, frame: &'a Frame<'a>) -> Self {
        Self { frame: Some(frame), ..*self }
    }

    /// The scope inside a splat.
    pub(super) fn with_element(&self, element: &'a Bound) -> Self {
        Self { element: Some(element), ..*self }
    }

    /// The element of the innermost splat.
    pub(super) fn element(&self) -> Outcome {
        match self.element {
            Some(bound) => bound.clone().map_err(Unknown::silent),
            None => Err(Unknown::silent(Type::Dynamic)),
        }
    }

    /// What a variable stands for, if there is one of this name.
    pub(super) fn variable(&self, name: &str) -> Option<Bound> {
        let mut frame = self.frame;
        while let Some(Frame { bindings, outer }) = frame {
            if let Some((_, bound)) = bindings.iter().rev().find(|(known, _)| *known == name) {
                return Some(bound.clone());
            }
            frame = *outer;
        }
        self.names.variable(name).map(Ok)
    }

    /// The user's function of this name.
    pub(super) fn function(&self, name: &str) -> Option<&'a UserFunction> {
        self.names.function(name)
    }

    /// Why there is no variable of this name, where its names know.
    pub(super) fn why_missing(&self, name: &str) -> Option<Problem> {
        self.names.why_missing(name)
    }

    /// What may have been meant by a variable that there is none of.
    pub(super) fn suggest_variable(&self, name: &str) -> Meant {
        let mut bound: Vec<Text> = Vec::new();
        let mut frame = self.frame;
        while let Some(Frame { bindings, outer }) = frame {
            bound.extend(bindings.iter().take(SUGGESTIONS).map(|&(name, _)| name.into()));
            frame = *outer;
        }
        let mut layers: Vec<Layer> = vec![bound.into()];
        layers.extend(self.names.variable_names());
        Meant::new(name, layers)
    }

    /// What may have been meant by a function that there is none of.
    pub(super) fn suggest_function(&self, name: &str) -> Meant {
        let mut layers = vec![functions::layer()];
        layers.extend(self.names.function_names());
        Meant::new(name, layers)
    }
}
