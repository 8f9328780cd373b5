//! The standard library: the 106 functions that bake has (`bake/hclparser/stdlib.go` of buildx).
//!
//! They come in families, a file each, which begins with a row for each function: name, help,
//! parameters, body. [`call`] checks and converts the arguments as HCL and cty's `function` package
//! do it, so that a body sees only what it asked for.

mod args;
mod csv;
mod encoding;
mod format;
mod function;
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
mod time;
mod unevaluated;
mod version;

use std::sync::LazyLock;

use crate::diag::Problem;
use crate::diag::similar::Layer;
use crate::source::Host;
use crate::text::Text;
use crate::value::{Value, convert};

pub use args::Args;
pub use function::{Body, Function, Param, Want};
pub use limits::Work;
pub use unevaluated::Syntax;

/// The functions of all families, sorted by name.
static FUNCTIONS: LazyLock<Vec<&'static Function>> = LazyLock::new(|| {
    let families = [
        csv::FUNCTIONS,
        encoding::FUNCTIONS,
        format::FUNCTIONS,
        hash::FUNCTIONS,
        list::FUNCTIONS,
        logic::FUNCTIONS,
        map::FUNCTIONS,
        net::FUNCTIONS,
        number::FUNCTIONS,
        path::FUNCTIONS,
        random::FUNCTIONS,
        regex::FUNCTIONS,
        rsa::FUNCTIONS,
        set::FUNCTIONS,
        string::FUNCTIONS,
        time::FUNCTIONS,
        unevaluated::FUNCTIONS,
        version::FUNCTIONS,
    ];
    let mut all: Vec<&Function> = families.into_iter().flatten().collect();
    all.sort_unstable_by_key(|function| function.name);
    all
});

/// The function of this name, if there is one.
pub fn find(name: &str) -> Option<&'static Function> {
    let index = FUNCTIONS.binary_search_by(|function| function.name.cmp(name)).ok()?;
    FUNCTIONS.get(index).copied()
}

/// The names of all functions, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|function| function.name)
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
