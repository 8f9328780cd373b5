//! Functions whose arguments are expressions, not values: the evaluator runs them.

use super::function::{Function, any, syntax};

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[
    syntax(
        "can",
        "whether an expression evaluates without an error",
        &[any("expression")],
        Syntax::Can,
    ),
    syntax("convert", "a value as another type", &[any("value"), any("type")], Syntax::Convert),
    syntax(
        "try",
        "the first of several expressions that evaluates without an error",
        &[],
        Syntax::Try,
    )
    .more(any("expressions")),
];

/// Which of them it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Syntax {
    /// The first argument that evaluates.
    Try,
    /// Whether the argument evaluates.
    Can,
    /// The first argument, converted to the type that the second spells.
    Convert,
}
