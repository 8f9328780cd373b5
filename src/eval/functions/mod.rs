//! The standard library: the 106 functions that bake has (`bake/hclparser/stdlib.go` of buildx).
//!
//! Each function is a row of a table: name, help, parameters, body. [`call`] checks and converts
//! the arguments as HCL and cty's `function` package do it, so that a body sees only what it asked
//! for.

mod args;
mod case;
mod csv;
mod encoding;
mod format;
mod graphemes;
mod hash;
mod limits;
mod list;
mod logic;
mod machine;
mod map;
mod net;
mod number;
mod path;
mod random;
mod regex;
mod rsa;
mod set;
mod string;
mod table;
mod time;
mod version;

use std::sync::LazyLock;

use crate::diag::similar::Layer;
use crate::diag::{Problem, words};
use crate::source::Host;
use crate::text::Text;
use crate::value::{Type, Value, convert};

pub use args::Args;
pub use limits::Work;

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

/// The functions whose arguments are expressions, not values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Syntax {
    /// The first argument that evaluates.
    Try,
    /// Whether the argument evaluates.
    Can,
    /// The first argument, converted to the type that the second spells.
    Convert,
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

/// The function of this name, if there is one.
pub fn find(name: &str) -> Option<&'static Function> {
    let index = table::FUNCTIONS.binary_search_by(|function| function.name.cmp(name)).ok()?;
    table::FUNCTIONS.get(index)
}

/// The names of all functions, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    table::FUNCTIONS.iter().map(|function| function.name)
}

/// The same names, for suggestions.
pub fn layer() -> Layer {
    static NAMES: LazyLock<Layer> = LazyLock::new(|| names().map(Text::from).collect());
    NAMES.clone()
}

/// The result of a function for these arguments.
///
/// HCL converts every argument to the type of its parameter; cty then refuses null where it is
/// not asked for, and only then looks at the values. So do we.
///
/// # Errors
/// A wrong number of arguments, arguments that do not convert, and whatever the function says.
pub fn call(
    function: &Function,
    host: &dyn Host,
    args: &[Value],
    work: &Work,
) -> Result<Value, Problem> {
    function.check_arity(args.len())?;
    let mut converted = Vec::with_capacity(args.len());
    for (index, arg) in args.iter().enumerate() {
        let arg = argument(function, index, arg).map_err(|problem| problem.argument(index));
        converted.push(arg.map_err(|problem| named(problem, function))?);
    }
    let args = Args::new(&converted, work);
    let result = match function.body {
        Body::Pure(body) => body(args),
        Body::Worldly(body) => body(host, args),
        Body::Syntax(_) => Err(Problem::new("it takes expressions, not values")),
    };
    result.map_err(|problem| named(problem, function))
}

/// An argument as its parameter wants it.
fn argument(function: &Function, index: usize, arg: &Value) -> Result<Value, Problem> {
    let Some(param) = function.param(index) else { return Ok(arg.clone()) };
    let value = match param.want {
        Want::Any => arg.clone(),
        Want::Strings if is_strings(arg) => arg.clone(),
        want => convert(arg, &want.ty())?,
    };
    if value.is_null() && !param.nullable {
        return Err(Problem::new("must not be null"));
    }
    Ok(value)
}

fn is_strings(value: &Value) -> bool {
    let is_string = |item: &Value| matches!(item, Value::String(_));
    matches!(value, Value::Tuple(items) if items.iter().all(is_string))
}

/// The same problem, with the name of the function and of the parameter to blame in front.
fn named(problem: Problem, function: &Function) -> Problem {
    let param = problem.argument.and_then(|index| function.param(index));
    match param {
        Some(param) => problem.within(&format!("argument `{}` of `{}`", param.name, function.name)),
        None => problem.within(&format!("`{}`", function.name)),
    }
}

#[cfg(test)]
mod tests {
    use super::{find, names};

    #[test]
    fn every_name_finds_its_function() {
        let names: Vec<_> = names().collect();
        assert_eq!(names.len(), 106);
        assert!(names.is_sorted());
        for name in names {
            assert_eq!(find(name).map(|function| function.name), Some(name));
        }
        assert!(find("nosuch").is_none());
    }

    #[test]
    fn calls_with_too_few_or_too_many_arguments_are_refused() {
        let said = |name: &str, given| {
            let function = find(name).expect("a function");
            function.check_arity(given).err().map(|problem| problem.message).unwrap_or_default()
        };
        insta::assert_snapshot!(said("upper", 0), @"`upper` takes 1 argument, not 0; `str` is missing");
        insta::assert_snapshot!(said("upper", 2), @"`upper` takes 1 argument, not 2");
        insta::assert_snapshot!(said("uuidv4", 1), @"`uuidv4` takes no arguments, not 1");
        insta::assert_snapshot!(said("join", 0), @"`join` takes at least 1 argument, not 0; `separator` is missing");
        insta::assert_snapshot!(said("join", 9), @"");
    }
}
