//! Operators on values: what they do, without a place.

use std::cmp::Ordering;

use crate::diag::{Meant, Problem};
use crate::syntax::ast::BinaryOp;
use crate::text::Text;
use crate::value::{Fields, Number, Type, Value, convert};

/// How many names are looked through for one that was meant.
const SUGGESTIONS: usize = 1_000;

/// What an operator wants its operands to be.
pub(super) fn operand_type(op: BinaryOp) -> Type {
    match op {
        BinaryOp::Or | BinaryOp::And => Type::Bool,
        BinaryOp::Equal | BinaryOp::NotEqual => Type::Dynamic,
        _ => Type::Number,
    }
}

/// What an operator gives.
pub(super) fn result_type(op: BinaryOp) -> Type {
    match op {
        BinaryOp::Add
        | BinaryOp::Subtract
        | BinaryOp::Multiply
        | BinaryOp::Divide
        | BinaryOp::Modulo => Type::Number,
        _ => Type::Bool,
    }
}

/// The value as an operand of this type; a null stays one.
pub(super) fn operand(value: Value, want: &Type) -> Result<Value, Problem> {
    match (&value, want) {
        (_, Type::Dynamic) | (Value::Bool(_), Type::Bool) | (Value::Number(_), Type::Number) => {
            Ok(value)
        }
        _ => primitive(&value, want),
    }
}

/// The value as a bool, a number or a string; a null stays one.
///
/// # Errors
/// Where it cannot be that.
pub(super) fn primitive(value: &Value, want: &Type) -> Result<Value, Problem> {
    if value.as_items().is_some() || value.as_fields().is_some() {
        return Err(unlike(name_of(value), want));
    }
    convert(value, want).map_err(|problem| match value {
        Value::String(_) => problem,
        _ => unlike(name_of(value), want),
    })
}

/// The problem of what cannot be a value of a primitive type.
pub(super) fn unlike(found: &str, want: &Type) -> Problem {
    Problem::new(format!("this is {found}, not {}", name(want)))
}

/// The result of an arithmetic, comparing or equality operator for converted operands.
///
/// # Errors
/// Null, but for equality, and what has no number for a result.
pub(super) fn apply(op: BinaryOp, left: &Value, right: &Value) -> Result<Value, Problem> {
    match op {
        BinaryOp::Equal => return Ok(Value::Bool(left.equals(right))),
        BinaryOp::NotEqual => return Ok(Value::Bool(!left.equals(right))),
        _ => {}
    }
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => numeric(op, left, right),
        (Value::Bool(left), Value::Bool(right)) => Ok(Value::Bool(match op {
            BinaryOp::Or => *left || *right,
            _ => *left && *right,
        })),
        (Value::Null(_), _) => Err(Problem::new("the left operand is null")),
        _ => Err(Problem::new("the right operand is null")),
    }
}

fn numeric(op: BinaryOp, left: &Number, right: &Number) -> Result<Value, Problem> {
    let compared = |holds: fn(Ordering) -> bool| Ok(Value::Bool(holds(left.cmp(right))));
    match op {
        BinaryOp::Greater => compared(Ordering::is_gt),
        BinaryOp::GreaterOrEqual => compared(Ordering::is_ge),
        BinaryOp::Less => compared(Ordering::is_lt),
        BinaryOp::LessOrEqual => compared(Ordering::is_le),
        BinaryOp::Subtract => left.sub(right).map(Value::Number),
        BinaryOp::Multiply => left.mul(right).map(Value::Number),
        BinaryOp::Divide => left.div(right).map(Value::Number),
        BinaryOp::Modulo => left.rem(right).map(Value::Number),
        _ => left.add(right).map(Value::Number),
    }
}

/// Whether a truth decides `&&` or `||` by itself: false the one, true the other. Null counts as
/// false, since cty's `False` is whatever is not `True`.
pub(super) fn decides(op: BinaryOp, value: &Value) -> bool {
    let truth = value.as_bool().unwrap_or(false);
    match op {
        BinaryOp::And => !truth,
        BinaryOp::Or => truth,
        _ => false,
    }
}

/// `collection[key]`
///
/// # Errors
/// Where the collection is none, or has no such key.
pub(super) fn index(collection: &Value, key: &Value) -> Result<Value, Problem> {
    if collection.is_null() {
        return Err(Problem::new("this is null, so it has no elements"));
    }
    if key.is_null() {
        return Err(Problem::new("null cannot be an index"));
    }
    match collection {
        Value::List(list) => item(&list.items, key),
        Value::Tuple(items) => item(items, key),
        Value::Map(map) => element(&map.items, key),
        Value::Object(fields) => field(fields, key),
        Value::Set(_) => Err(Problem::new("the elements of a set have no index")
            .hint("`[for x in … : x]` makes a tuple of it")),
        _ => Err(Problem::new(format!("{} has no elements", name_of(collection)))),
    }
}

fn item(items: &[Value], key: &Value) -> Result<Value, Problem> {
    let number = index_number(key)?;
    let found = number.to_usize().and_then(|at| items.get(at));
    found.cloned().ok_or_else(|| no_item(items.len(), &number))
}

fn index_number(key: &Value) -> Result<Number, Problem> {
    match primitive(key, &Type::Number).map_err(|problem| problem.within("index"))? {
        Value::Number(number) => Ok(number),
        _ => Err(Problem::new("null cannot be an index")),
    }
}

fn index_text(key: &Value) -> Result<Text, Problem> {
    match primitive(key, &Type::String).map_err(|problem| problem.within("index"))? {
        Value::String(text) => Ok(text),
        _ => Err(Problem::new("null cannot be an index")),
    }
}

fn no_item(length: usize, number: &Number) -> Problem {
    if !number.is_integer() {
        return Problem::new("an index is a whole number, and this has a fraction");
    }
    if number.sign() < 0 {
        return Problem::new("an index counts from 0 and cannot be negative");
    }
    match (number.to_usize(), length.checked_sub(1)) {
        (Some(at), Some(last)) => {
            Problem::new(format!("there is no element {at}, the last one is {last}"))
        }
        (Some(at), None) => Problem::new(format!("there is no element {at}, this is empty")),
        (None, _) => Problem::new("there is no such element"),
    }
}

fn element(fields: &Fields, key: &Value) -> Result<Value, Problem> {
    let key = index_text(key)?;
    let found = fields.get(&*key).cloned();
    found.ok_or_else(|| missing("this map has no element", &key, fields))
}

fn field(fields: &Fields, key: &Value) -> Result<Value, Problem> {
    let name = index_text(key)?;
    let found = fields.get(&*name).cloned();
    found.ok_or_else(|| missing("this object has no attribute", &name, fields))
}

fn missing(what: &str, name: &str, fields: &Fields) -> Problem {
    let mut problem = Problem::new(format!("{what} `{name}`"));
    let known = fields.keys().take(SUGGESTIONS).cloned().collect();
    problem.meant = Some(Box::new(Meant::new(name, vec![known])));
    problem
}

/// `object.name`
///
/// # Errors
/// Where there are no attributes, or none of this name.
pub(super) fn attribute(object: &Value, name: &str) -> Result<Value, Problem> {
    match object {
        Value::Null(_) => {
            Err(Problem::new(format!("this is null, so it has no attribute `{name}`")))
        }
        Value::Object(fields) => fields
            .get(name)
            .cloned()
            .ok_or_else(|| missing("this object has no attribute", name, fields)),
        Value::Map(map) => map
            .items
            .get(name)
            .cloned()
            .ok_or_else(|| missing("this map has no element", name, &map.items)),
        _ => Err(no_attributes(name_of(object), object.as_items().is_some(), name)),
    }
}

fn no_attributes(found: &str, is_sequence: bool, attribute: &str) -> Problem {
    let problem = Problem::new(format!("{found} has no attribute `{attribute}`"));
    if !is_sequence {
        return problem;
    }
    problem.hint(format!(
        "`[0].{attribute}` takes it from the first element, `[*].{attribute}` from each"
    ))
}

/// The type of `collection[key]` for a collection that is not known.
///
/// # Errors
/// Where that cannot be, whatever the values are.
pub(super) fn index_type(collection: &Type, key: Option<&Value>) -> Result<Type, Problem> {
    match (collection, key) {
        (Type::Dynamic, _) | (Type::Tuple(_) | Type::Object(_), None) => Ok(Type::Dynamic),
        (Type::List(element), Some(key)) => index_number(key).map(|_| (**element).clone()),
        (Type::Map(element), Some(key)) => index_text(key).map(|_| (**element).clone()),
        (Type::List(element) | Type::Map(element), None) => Ok((**element).clone()),
        (Type::Tuple(items), Some(key)) => {
            let number = index_number(key)?;
            let found = number.to_usize().and_then(|at| items.get(at));
            found.cloned().ok_or_else(|| no_item(items.len(), &number))
        }
        (Type::Object(_), Some(key)) => attribute_type(collection, &index_text(key)?),
        _ => Err(Problem::new(format!("{} has no elements", name(collection)))),
    }
}

/// The type of `object.name` for an object that is not known.
///
/// # Errors
/// Where that cannot be, whatever the values are.
pub(super) fn attribute_type(object: &Type, attribute: &str) -> Result<Type, Problem> {
    match object {
        Type::Dynamic => Ok(Type::Dynamic),
        Type::Map(element) => Ok((**element).clone()),
        Type::Object(object) => object
            .attributes
            .get(attribute)
            .cloned()
            .ok_or_else(|| Problem::new(format!("this object has no attribute `{attribute}`"))),
        _ => Err(no_attributes(
            name(object),
            matches!(object, Type::List(_) | Type::Tuple(_)),
            attribute,
        )),
    }
}

/// What a value is called: "null", "a string", "an object".
pub(super) fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null(_) => "null",
        Value::Bool(_) => "a bool",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::List(_) => "a list",
        Value::Set(_) => "a set",
        Value::Map(_) => "a map",
        Value::Tuple(_) => "a tuple",
        Value::Object(_) => "an object",
    }
}

/// What a value of a type is called: "a string", "an object".
pub(super) fn name(ty: &Type) -> &'static str {
    match ty {
        Type::Dynamic => "a value of unknown type",
        Type::Bool => "a bool",
        Type::Number => "a number",
        Type::String => "a string",
        Type::List(_) => "a list",
        Type::Set(_) => "a set",
        Type::Map(_) => "a map",
        Type::Tuple(_) => "a tuple",
        Type::Object(_) => "an object",
    }
}
