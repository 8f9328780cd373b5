//! Functions on truth and equality, and on null.

use super::Args;
use super::function::{Function, any, bool, number, pure};
use crate::diag::Problem;
use crate::value::{Type, Value, convert, unify};

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[
    pure("and", "whether both are true", &[bool("a"), bool("b")], and),
    pure(
        "byteslen",
        "the length of a buffer of bytes, which no bake file can make",
        &[any("buf")],
        bytes,
    ),
    pure(
        "bytesslice",
        "a part of a buffer of bytes, which no bake file can make",
        &[any("buf"), number("offset"), number("length")],
        bytes,
    ),
    pure("coalesce", "the first of several values that is not null", &[], coalesce)
        .more(any("vals").or_null()),
    pure("equal", "whether two values are equal", &[any("a").or_null(), any("b").or_null()], equal),
    pure("not", "whether something is not true", &[bool("val")], not),
    pure(
        "notequal",
        "whether two values differ",
        &[any("a").or_null(), any("b").or_null()],
        notequal,
    ),
    pure("or", "whether one of two is true", &[bool("a"), bool("b")], or),
];

fn and(args: Args) -> Result<Value, Problem> {
    Ok((args.bool(0)? && args.bool(1)?).into())
}

fn or(args: Args) -> Result<Value, Problem> {
    Ok((args.bool(0)? || args.bool(1)?).into())
}

fn not(args: Args) -> Result<Value, Problem> {
    Ok((!args.bool(0)?).into())
}

fn equal(args: Args) -> Result<Value, Problem> {
    Ok(args.value(0)?.equals(args.value(1)?).into())
}

fn notequal(args: Args) -> Result<Value, Problem> {
    Ok((!args.value(0)?.equals(args.value(1)?)).into())
}

/// The first argument that is not null, converted to the type that all of them have in common.
fn coalesce(args: Args) -> Result<Value, Problem> {
    let types: Vec<Type> = args.all().iter().map(Value::ty).collect();
    let common = unify::unify_unsafe(&types)
        .ok_or_else(|| Problem::new("the arguments have no common type"))?;
    let first = args.all().iter().enumerate().find(|(_, arg)| !arg.is_null());
    let (index, arg) = first.ok_or_else(|| Problem::new("every argument is null"))?;
    convert(arg, &common).map_err(|problem| problem.argument(index))
}

/// cty's functions on bytes want a type that no expression of a bake file has, so every argument
/// is refused.
fn bytes(_: Args) -> Result<Value, Problem> {
    Err(Problem::new("bytes are required, and no expression makes any").argument(0))
}
