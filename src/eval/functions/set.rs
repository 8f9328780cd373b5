//! Functions on sets.

use std::slice;

use super::args::wrong;
use super::function::{Function, any, pure, set};
use super::{Args, limits};
use crate::diag::Problem;
use crate::value::{List, Type, Value, convert, set::Members, unify};

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[
    pure(
        "sethaselement",
        "whether a set has an element",
        &[set("set"), any("elem")],
        sethaselement,
    ),
    pure(
        "setintersection",
        "the elements that all of several sets have",
        &[set("first_set")],
        setintersection,
    )
    .more(set("other_sets")),
    pure("setproduct", "every combination of an element of each of several sets", &[], setproduct)
        .more(any("sets")),
    pure(
        "setsubtract",
        "the elements of one set that another one does not have",
        &[set("a"), set("b")],
        setsubtract,
    ),
    pure(
        "setsymmetricdifference",
        "the elements that one of two sets has, but not both",
        &[set("first_set")],
        setsymmetricdifference,
    )
    .more(set("other_sets")),
    pure("setunion", "the elements of several sets", &[set("first_set")], setunion)
        .more(set("other_sets")),
];

fn sethaselement(args: Args) -> Result<Value, Problem> {
    let (set, wanted) = (elements(args.value(0)?, 0)?, args.value(1)?);
    let is_member = || set.items.iter().any(|element| element.equals(wanted));
    Ok((wanted.ty() == set.element && is_member()).into())
}

/// The elements of all sets.
fn setunion(args: Args) -> Result<Value, Problem> {
    combined(args, Members::extend)
}

/// The elements that every set has.
fn setintersection(args: Args) -> Result<Value, Problem> {
    combined(args, |members, right| {
        let right = Members::from_iter(right);
        members.retain(|item| right.contains(item));
    })
}

/// The elements of the first set that the other one does not have.
fn setsubtract(args: Args) -> Result<Value, Problem> {
    combined(args, |members, right| {
        for item in right {
            members.remove(&item);
        }
    })
}

/// The elements of one set or the other, but not of both; of more than two, set by set.
fn setsymmetricdifference(args: Args) -> Result<Value, Problem> {
    combined(args, |members, right| {
        for item in right {
            if !members.remove(&item) {
                members.insert(item);
            }
        }
    })
}

/// All sets in one, with the element type that they have in common: `combine` takes one after the
/// other into the first. Where a null leaves that type open, every set keeps its own, and only
/// equal ones go together.
fn combined(args: Args, combine: impl Fn(&mut Members, Vec<Value>)) -> Result<Value, Problem> {
    let element = common_element(args)?;
    let set = Type::set(element.clone());
    let mut members = Members::default();
    let mut first = None;
    for (index, arg) in args.all().iter().enumerate() {
        let converted = convert(arg, &set).map_err(|problem| problem.argument(index))?;
        let List { element, items } = elements(&converted, index)?.clone();
        match &first {
            None => members.extend(items),
            Some(first) if *first != element => return Err(no_common_type()),
            Some(_) => combine(&mut members, items),
        }
        first.get_or_insert(element);
    }
    Ok(Value::set(element.clone(), members.into_sorted(&element)))
}

/// The type that the elements of all sets convert to. Empty sets of any type do not count.
fn common_element(args: Args) -> Result<Type, Problem> {
    let mut types = Vec::new();
    for (index, arg) in args.all().iter().enumerate() {
        let set = elements(arg, index)?;
        if !(set.items.is_empty() && set.element == Type::Dynamic) {
            types.push(set.element.clone());
        }
    }
    if types.is_empty() {
        return Ok(Type::Dynamic);
    }
    unify::unify_unsafe(&types).ok_or_else(no_common_type)
}

fn no_common_type() -> Problem {
    Problem::new("the elements of the sets have no common type")
}

fn elements(arg: &Value, index: usize) -> Result<&List, Problem> {
    if let Value::Set(set) = arg { Ok(set) } else { Err(wrong(index, "a set")) }
}

/// Every combination of an element of each: a list where no argument is a set, else a set.
fn setproduct(args: Args) -> Result<Value, Problem> {
    if args.all().len() < 2 {
        return Err(Problem::new("at least two sets or lists are required"));
    }
    let mut factors = Vec::new();
    for (index, arg) in args.all().iter().enumerate() {
        factors.push(Factor::of(arg).map_err(|problem| problem.argument(index))?);
    }
    let total =
        factors.iter().fold(1_usize, |total, factor| total.saturating_mul(factor.items.len()));
    limits::elements(total.saturating_mul(factors.len()))?;
    let products = if total == 0 { Vec::new() } else { products(&factors) };
    let element = Type::Tuple(factors.iter().map(|factor| factor.element.clone()).collect());
    let has_set = args.all().iter().any(|arg| matches!(arg, Value::Set(_)));
    Ok(if has_set { Value::set(element, products) } else { Value::list(element, products) })
}

/// All combinations; those that differ in the last element come next to each other.
fn products(factors: &[Factor]) -> Vec<Value> {
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for factor in factors {
        let longer = |row: &[Value], item: &Value| [row, slice::from_ref(item)].concat();
        rows = rows
            .iter()
            .flat_map(|row| factor.items.iter().map(move |item| longer(row, item)))
            .collect();
    }
    rows.into_iter().map(Value::tuple).collect()
}

/// One argument of a product.
struct Factor {
    element: Type,
    items: Vec<Value>,
}

impl Factor {
    fn of(arg: &Value) -> Result<Self, Problem> {
        match arg {
            Value::List(list) | Value::Set(list) => {
                Ok(Self { element: list.element.clone(), items: list.items.clone() })
            }
            Value::Tuple(items) if items.is_empty() => {
                Ok(Self { element: Type::Dynamic, items: Vec::new() })
            }
            Value::Tuple(items) => Self::of_tuple(items),
            _ => Err(Problem::new("must be a set, list or tuple")),
        }
    }

    /// The elements of a tuple, converted to what they have in common.
    fn of_tuple(items: &[Value]) -> Result<Self, Problem> {
        let types: Vec<Type> = items.iter().map(Value::ty).collect();
        let element = unify::unify_unsafe(&types)
            .ok_or_else(|| Problem::new("the elements have no common type"))?;
        let items: Result<_, _> = items.iter().map(|item| convert(item, &element)).collect();
        Ok(Self { element, items: items? })
    }
}
