//! Conversion of values that have parts.

use crate::diag::Problem;
use crate::text::Text;
use crate::value::convert::dynamic::{settled, settled_map};
use crate::value::convert::{Safety, apply, mismatch, possible};
use crate::value::elements::{list_of, map_of, set_of};
use crate::value::types::{ObjectType, Type};
use crate::value::unify;
use crate::value::{Fields, Value};

/// A list, set or tuple as a list.
pub(super) fn to_list(value: &Value, items: &[Value], to: &Type) -> Result<Value, Problem> {
    if items.is_empty() {
        return Ok(Value::list(empty_element(value, to), Vec::new()));
    }
    let Value::Tuple(_) = value else { return list_of(converted(items, to)?) };
    let element = tuple_element(items, to)?;
    let items = converted(items, &element)?;
    // Where the type asked for is partly open, the elements may have come out different.
    list_of(if element.has_dynamic() { unified(items, Safety::Unsafe)? } else { items })
}

/// A list, set or tuple as a set.
pub(super) fn to_set(value: &Value, items: &[Value], to: &Type) -> Result<Value, Problem> {
    if items.is_empty() {
        return Ok(Value::set(empty_element(value, to), Vec::new()));
    }
    let element = if let Value::Tuple(_) = value { tuple_element(items, to)? } else { to.clone() };
    set_of(converted(items, &element)?)
}

/// A map or object as a map.
pub(super) fn to_map(value: &Value, fields: &Fields, to: &Type) -> Result<Value, Problem> {
    if fields.is_empty() {
        return Ok(Value::map(empty_element(value, to), Fields::new()));
    }
    let (element, safety) = match value {
        Value::Object(_) => (object_element(fields, to)?, Safety::Unsafe),
        _ => (to.clone(), Safety::Safe),
    };
    let mut items = Vec::with_capacity(fields.len());
    for (name, item) in fields {
        items.push(apply(item, &element).map_err(|problem| within_element(&problem, name))?);
    }
    let nested = element.is_collection() || matches!(element, Type::Object(_));
    if nested && element.has_dynamic() {
        items = unified(items, safety)?;
    }
    map_of(fields.keys().cloned().zip(items).collect())
}

/// A tuple as another of the same length.
pub(super) fn to_tuple(items: &[Value], to: &[Type]) -> Result<Value, Problem> {
    let items = items.iter().zip(to).enumerate().map(|(index, (item, to))| {
        apply(item, to).map_err(|problem| problem.within(&format!("element {index}")))
    });
    Ok(Value::tuple(items.collect::<Result<_, _>>()?))
}

/// An object or map as an object, without the attributes that were not asked for.
pub(super) fn to_object(value: &Value, fields: &Fields, to: &ObjectType) -> Result<Value, Problem> {
    let mut attributes = Fields::new();
    for (name, ty) in &to.attributes {
        let attribute = match fields.get(name) {
            Some(attribute) => to_attribute(value, attribute, ty)
                .map_err(|problem| problem.within(&format!("attribute `{name}`")))?,
            None if to.optional.contains(name) => Value::Null(ty.without_optional()),
            None => return Err(Problem::new(format!("the attribute `{name}` is missing"))),
        };
        attributes.insert(name.clone(), attribute);
    }
    Ok(Value::object(attributes))
}

fn to_attribute(whole: &Value, part: &Value, to: &Type) -> Result<Value, Problem> {
    // A map may have an element where an optional attribute wants another type altogether.
    if let Value::Map(map) = whole
        && map.element != *to
        && !possible(&map.element, to, Safety::Unsafe)
    {
        return Err(Problem::new(mismatch(&map.element, to)));
    }
    apply(part, to)
}

/// The type of the elements when there are none: as concrete as can be.
fn empty_element(value: &Value, to: &Type) -> Type {
    match (value, to) {
        (Value::List(list) | Value::Set(list), Type::Dynamic) => list.element.clone(),
        (Value::Map(map), Type::Dynamic) => map.element.clone(),
        _ => to.without_optional(),
    }
}

fn tuple_element(items: &[Value], to: &Type) -> Result<Type, Problem> {
    if *to != Type::Dynamic {
        return Ok(to.clone());
    }
    let types: Vec<Type> = items.iter().map(Value::ty).collect();
    settled(types.iter(), to, Safety::Unsafe).ok_or_else(no_common_type)
}

fn object_element(fields: &Fields, to: &Type) -> Result<Type, Problem> {
    if *to != Type::Dynamic {
        return Ok(to.clone());
    }
    let types: Vec<Type> = fields.values().map(Value::ty).collect();
    settled_map(types.iter(), to, Safety::Unsafe).ok_or_else(no_common_type)
}

fn converted(items: &[Value], to: &Type) -> Result<Vec<Value>, Problem> {
    let items = items.iter().enumerate().map(|(index, item)| {
        apply(item, to).map_err(|problem| problem.within(&format!("element {index}")))
    });
    items.collect()
}

fn within_element(problem: &Problem, name: &Text) -> Problem {
    problem.clone().within(&format!("element `{name}`"))
}

/// The values as values of one type.
fn unified(items: Vec<Value>, safety: Safety) -> Result<Vec<Value>, Problem> {
    let types: Vec<Type> = items.iter().map(Value::ty).collect();
    let to = unify::common(types.iter(), safety).ok_or_else(no_common_type)?;
    let reach = |(item, from): (Value, &Type)| match *from == to {
        true => Ok(item),
        false if possible(from, &to, safety) => apply(&item, &to),
        false => Err(no_common_type()),
    };
    items.into_iter().zip(&types).map(reach).collect()
}

fn no_common_type() -> Problem {
    Problem::new("the elements have no type in common")
}
