//! What `any` comes to in a constraint, given what is there.

use std::collections::BTreeMap;

use crate::value::convert::Safety;
use crate::value::types::{ObjectType, Type};
use crate::value::unify;

/// The type of the elements of a list or set that a tuple becomes: the one asked for, or the one
/// that all can be converted to where any will do.
pub(super) fn settled<'a>(
    elements: impl Iterator<Item = &'a Type> + Clone,
    to: &Type,
    safety: Safety,
) -> Option<Type> {
    if *to != Type::Dynamic || elements.clone().next().is_none() {
        return Some(to.clone());
    }
    let found = unify::common(elements.clone(), safety)?;
    let open = found == Type::Dynamic;
    (!open || elements.into_iter().all(|ty| *ty == Type::Dynamic)).then_some(found)
}

/// The type of the elements of a map that an object becomes.
pub(super) fn settled_map<'a>(
    attributes: impl Iterator<Item = &'a Type>,
    to: &Type,
    safety: Safety,
) -> Option<Type> {
    if *to == Type::Dynamic { unify::common(attributes, safety) } else { Some(to.clone()) }
}

/// The constraint with each `any` in it replaced by what the type has in its place. This is the
/// type of a null that is converted.
pub(super) fn filled(from: &Type, to: &Type) -> Type {
    match (from, to) {
        (Type::Dynamic, _) => to.clone(),
        (_, Type::Dynamic) => from.clone(),
        (_, Type::Map(element)) => map_element(from, element).map_or_else(|| to.clone(), Type::map),
        (_, Type::List(element)) => {
            list_element(from, element).map_or_else(|| to.clone(), Type::list)
        }
        (_, Type::Set(element)) => {
            list_element(from, element).map_or_else(|| to.clone(), Type::set)
        }
        (_, Type::Object(object)) => filled_object(from, object),
        (Type::Tuple(from), Type::Tuple(to)) => {
            Type::Tuple(from.iter().zip(to.iter()).map(|(from, to)| filled(from, to)).collect())
        }
        _ => to.clone(),
    }
}

/// The type of the elements of a map made from a value of type `from`.
fn map_element(from: &Type, element: &Type) -> Option<Type> {
    match from {
        Type::Map(from) => Some(filled(from, element)),
        Type::Object(object) => Some(filled_by_all(object.attributes.values(), element)),
        _ => None,
    }
}

/// The type of the elements of a list or set made from a value of type `from`.
fn list_element(from: &Type, element: &Type) -> Option<Type> {
    match from {
        Type::List(from) | Type::Set(from) => Some(filled(from, element)),
        Type::Tuple(elements) => Some(filled_by_all(elements.iter(), element)),
        _ => None,
    }
}

fn filled_by_all<'a>(parts: impl Iterator<Item = &'a Type>, element: &Type) -> Type {
    let unified = unify::common(parts, Safety::Unsafe);
    unified.map_or_else(|| element.clone(), |unified| filled(&unified, element))
}

fn filled_object(from: &Type, to: &ObjectType) -> Type {
    let of = |name: &str| match from {
        Type::Map(element) => Some(&**element),
        _ => from.attributes().and_then(|attributes| attributes.get(name)),
    };
    let attributes: BTreeMap<_, _> = to
        .attributes
        .iter()
        .map(|(name, to)| {
            (name.clone(), of(name).map_or_else(|| to.clone(), |from| filled(from, to)))
        })
        .collect();
    Type::object(attributes)
}
