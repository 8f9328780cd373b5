//! What evaluating a piece of an expression gives.

use crate::diag::Diagnostic;
use crate::eval::run::Run;
use crate::span::Span;
use crate::value::{Type, Value};

/// A value, or what there is instead of one.
pub(super) type Outcome = Result<Value, Box<Unknown>>;

/// What there is instead of a value: its type, as far as that is known, and what went wrong.
///
/// HCL goes on with an unknown value of some type where it has found an error, and that type
/// counts: of `true ? 1 : "${nosuch}x"` the result is the string `"1"`, since the other branch
/// would have been a string. Without errors it stands for a value that is not there yet: HCL tries
/// the condition of a `for` once before it knows any element.
#[derive(Debug)]
pub(super) struct Unknown {
    pub(super) ty: Type,
    pub(super) errors: Vec<Diagnostic>,
    /// Whether it is a tuple or an object that has been built, and only parts of it are unknown:
    /// then it can be gone through.
    pub(super) built: bool,
}

/// Errors of one construct that are worth reporting; a loop makes as many as it has rounds.
const ENOUGH: usize = 20;

impl Unknown {
    /// Whether there is something to go through, although not all of it is known.
    pub(super) fn has_shape(&self) -> bool {
        self.built && matches!(self.ty, Type::Tuple(_) | Type::Object(_))
    }

    /// The same as a part of something bigger, or brought to another type.
    pub(super) fn reshaped(mut self: Box<Self>, ty: Type) -> Box<Self> {
        self.ty = ty;
        self
    }

    /// The same with nothing in it that could be gone through.
    pub(super) fn as_a_whole(mut self: Box<Self>) -> Box<Self> {
        self.built = false;
        self
    }

    /// No value, for a reason that has been reported or is none.
    pub(super) fn silent(ty: Type) -> Box<Self> {
        Self::new(ty, Vec::new())
    }

    /// No value and no type, because of an error.
    pub(super) fn because(error: Diagnostic) -> Box<Self> {
        Self::new(Type::Dynamic, vec![error])
    }

    /// No value, but a type.
    pub(super) fn new(ty: Type, errors: Vec<Diagnostic>) -> Box<Self> {
        Box::new(Self { ty, errors, built: false })
    }

    /// The same for a construct that has this type whatever happens in it.
    pub(super) fn of(self: Box<Self>, ty: Type) -> Box<Self> {
        Self::new(ty, self.errors)
    }
}

/// What went wrong in the parts of a construct.
#[derive(Default, Debug)]
pub(super) struct Faults {
    errors: Vec<Diagnostic>,
    unknown: bool,
}

impl Faults {
    /// What is wrong with one part.
    pub(super) fn of(unknown: Box<Unknown>) -> Self {
        Self { errors: unknown.errors, unknown: true }
    }

    /// The value; where there is none, a null of its type keeps the place, so that the type of
    /// what is built comes out right.
    pub(super) fn settle(&mut self, outcome: Outcome) -> Value {
        match outcome {
            Ok(value) => value,
            Err(unknown) => {
                let ty = unknown.ty.clone();
                self.absorb(unknown);
                Value::Null(ty)
            }
        }
    }

    /// The value, if there is one.
    pub(super) fn known(&mut self, outcome: Outcome) -> Option<Value> {
        outcome.map_err(|unknown| self.absorb(unknown)).ok()
    }

    /// Takes the errors over.
    pub(super) fn absorb(&mut self, unknown: Box<Unknown>) {
        self.unknown = true;
        for error in unknown.errors {
            self.push(error);
        }
    }

    /// Adds an error, unless it is there already.
    pub(super) fn push(&mut self, error: Diagnostic) {
        self.unknown = true;
        if self.errors.len() < ENOUGH && !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }

    /// Whether so much is wrong that going on tells nobody anything.
    pub(super) fn is_full(&self) -> bool {
        self.errors.len() >= ENOUGH
    }

    /// Whether nothing is wrong.
    pub(super) fn is_none(&self) -> bool {
        !self.unknown
    }

    /// Whether there is no error: something may be unknown all the same.
    pub(super) fn is_silent(&self) -> bool {
        self.errors.is_empty()
    }

    /// What has been built, if nothing is wrong; its shape, if something is.
    pub(super) fn finish(self, built: Value, run: &Run<'_>, span: Span) -> Outcome {
        if self.unknown {
            let (ty, errors) = (run.type_of(&built, span), self.errors);
            return Err(Box::new(Unknown { ty, errors, built: true }));
        }
        Ok(built)
    }

    /// No value of this type.
    pub(super) fn unknown(self, ty: Type) -> Box<Unknown> {
        Unknown::new(ty, self.errors)
    }
}
