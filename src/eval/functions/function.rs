//! What a function of the standard library is, and how its row is written.

use super::Args;
use super::unevaluated::Syntax;
use crate::diag::{Problem, words};
use crate::source::Host;
use crate::value::{Type, Value};

/// A function of the standard library.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// What it does, in a phrase.
    pub help: &'static str,
    /// What it takes, by position.
    pub params: &'static [Param],
    /// What all further arguments are, if it takes any number.
    pub variadic: Option<Param>,
    /// What it does.
    pub body: Body,
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its name.
    pub name: &'static str,
    /// What an argument is converted to before the body sees it.
    pub want: Want,
    /// Whether null may be passed.
    pub nullable: bool,
}

/// The type of a parameter, in a form that fits a table.
#[derive(Clone, Copy, Debug)]
pub enum Want {
    /// Anything, unconverted.
    Any,
    /// A bool.
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// A list of some type.
    List(&'static Want),
    /// A list of strings, for what only goes through them: a tuple of strings is left as it is.
    Strings,
    /// A set of some type.
    Set(&'static Want),
    /// A map of some type.
    Map(&'static Want),
}

/// What a function does.
#[derive(Clone, Copy, Debug)]
pub enum Body {
    /// A result that depends on the arguments alone.
    Pure(fn(Args) -> Result<Value, Problem>),
    /// A result that depends on the world too: clock, random numbers, home directory.
    Worldly(fn(&dyn Host, Args) -> Result<Value, Problem>),
    /// `try`, `can` and `convert` take their arguments unevaluated: the evaluator runs them.
    Syntax(Syntax),
}

impl Want {
    /// The type it stands for.
    pub fn ty(self) -> Type {
        match self {
            Self::Any => Type::Dynamic,
            Self::Bool => Type::Bool,
            Self::Number => Type::Number,
            Self::String => Type::String,
            Self::List(element) => Type::list(element.ty()),
            Self::Strings => Type::list(Type::String),
            Self::Set(element) => Type::set(element.ty()),
            Self::Map(element) => Type::map(element.ty()),
        }
    }
}

impl Function {
    /// Whether what the function gives is a text, whatever it is given.
    pub fn gives_text(&self) -> bool {
        matches!(
            self.name,
            "format" | "join" | "lower" | "replace" | "substr" | "title" | "trimspace" | "upper"
        )
    }

    /// The parameter that an argument belongs to, if the function takes that many.
    pub fn param(&self, index: usize) -> Option<&Param> {
        self.params.get(index).or(self.variadic.as_ref())
    }

    /// Whether the function takes so many arguments.
    ///
    /// # Errors
    /// When it takes fewer or more; the first argument that is too many gets the blame.
    pub fn check_arity(&self, given: usize) -> Result<(), Problem> {
        let wanted = self.params.len();
        if let Some(missing) = self.params.get(given) {
            let least = if self.variadic.is_some() { "at least " } else { "" };
            let wanted = words::count(wanted, "argument");
            let (name, missing) = (self.name, missing.name);
            return Err(Problem::new(format!(
                "`{name}` takes {least}{wanted}, not {given}; `{missing}` is missing"
            )));
        }
        if self.variadic.is_none() && given > wanted {
            let wanted =
                if wanted == 0 { "no arguments".into() } else { words::count(wanted, "argument") };
            return Err(Problem::new(format!("`{}` takes {wanted}, not {given}", self.name))
                .argument(self.params.len()));
        }
        Ok(())
    }
}

/// A function whose result depends on its arguments alone.
pub(super) const fn pure(
    name: &'static str,
    help: &'static str,
    params: &'static [Param],
    body: fn(Args) -> Result<Value, Problem>,
) -> Function {
    Function { name, help, params, variadic: None, body: Body::Pure(body) }
}

/// A function whose result depends on the world, too.
pub(super) const fn worldly(
    name: &'static str,
    help: &'static str,
    params: &'static [Param],
    body: fn(&dyn Host, Args) -> Result<Value, Problem>,
) -> Function {
    Function { name, help, params, variadic: None, body: Body::Worldly(body) }
}

/// A function that the evaluator runs.
pub(super) const fn syntax(
    name: &'static str,
    help: &'static str,
    params: &'static [Param],
    syntax: Syntax,
) -> Function {
    Function { name, help, params, variadic: None, body: Body::Syntax(syntax) }
}

impl Function {
    /// The same with any number of further arguments.
    pub(super) const fn more(mut self, param: Param) -> Self {
        self.variadic = Some(param);
        self
    }
}

impl Param {
    /// The same, and null may be passed.
    pub(super) const fn or_null(mut self) -> Self {
        self.nullable = true;
        self
    }
}

/// A parameter that may not be null.
pub(super) const fn param(name: &'static str, want: Want) -> Param {
    Param { name, want, nullable: false }
}

/// A parameter of any type.
pub(super) const fn any(name: &'static str) -> Param {
    param(name, Want::Any)
}

/// A bool.
pub(super) const fn bool(name: &'static str) -> Param {
    param(name, Want::Bool)
}

/// A number.
pub(super) const fn number(name: &'static str) -> Param {
    param(name, Want::Number)
}

/// A string.
pub(super) const fn text(name: &'static str) -> Param {
    param(name, Want::String)
}

/// A list of anything.
pub(super) const fn list(name: &'static str) -> Param {
    param(name, Want::List(&Want::Any))
}

/// A list of strings.
pub(super) const fn texts(name: &'static str) -> Param {
    param(name, Want::List(&Want::String))
}

/// A set of anything.
pub(super) const fn set(name: &'static str) -> Param {
    param(name, Want::Set(&Want::Any))
}
