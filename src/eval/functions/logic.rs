//! Functions on truth and equality, and on null.

use super::Args;
use crate::diag::Problem;
use crate::value::{Type, Value, convert, unify};

pub(super) fn and(args: Args) -> Result<Value, Problem> {
    Ok((args.bool(0)? && args.bool(1)?).into())
}

pub(super) fn or(args: Args) -> Result<Value, Problem> {
    Ok((args.bool(0)? || args.bool(1)?).into())
}

pub(super) fn not(args: Args) -> Result<Value, Problem> {
    Ok((!args.bool(0)?).into())
}

pub(super) fn equal(args: Args) -> Result<Value, Problem> {
    Ok(args.value(0)?.equals(args.value(1)?).into())
}

pub(super) fn notequal(args: Args) -> Result<Value, Problem> {
    Ok((!args.value(0)?.equals(args.value(1)?)).into())
}

/// The first argument that is not null, converted to the type that all of them have in common.
pub(super) fn coalesce(args: Args) -> Result<Value, Problem> {
    let types: Vec<Type> = args.all().iter().map(Value::ty).collect();
    let common = unify::unify_unsafe(&types)
        .ok_or_else(|| Problem::new("the arguments have no common type"))?;
    let first = args.all().iter().enumerate().find(|(_, arg)| !arg.is_null());
    let (index, arg) = first.ok_or_else(|| Problem::new("every argument is null"))?;
    convert(arg, &common).map_err(|problem| problem.argument(index))
}

/// cty's functions on bytes want a type that no expression of a bake file has, so every argument
/// is refused.
pub(super) fn bytes(_: Args) -> Result<Value, Problem> {
    Err(Problem::new("bytes are required, and no expression makes any").argument(0))
}
