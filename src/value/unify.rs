//! One type for several, as cty's `convert.Unify` finds it.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::Text;
use crate::value::convert::{Safety, possible};
use crate::value::types::Type;

/// The type that values of all these types can be converted to without loss.
///
/// None when there is no such type, or no types at all.
pub fn unify(types: &[Type]) -> Option<Type> {
    common(types, Safety::Safe)
}

/// The type that values of all these types might be converted to, if their content allows.
///
/// None when there is no such type, or no types at all.
pub fn unify_unsafe(types: &[Type]) -> Option<Type> {
    common(types, Safety::Unsafe)
}

pub(super) fn common<'a>(
    types: impl IntoIterator<Item = &'a Type>,
    safety: Safety,
) -> Option<Type> {
    match distinct(types).as_slice() {
        [] => None,
        [only] => Some((*only).clone()),
        several => combined(several, safety),
    }
}

/// Each type once, in the order of their first appearance.
fn distinct<'a>(types: impl IntoIterator<Item = &'a Type>) -> Vec<&'a Type> {
    let mut seen = BTreeSet::new();
    types.into_iter().filter(|ty| seen.insert(*ty)).collect()
}

/// What types are told apart by before their parts are looked at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    List,
    Set,
    Map,
    Tuple,
    Object,
    Primitive,
}

/// The kind of a type, unless it is open.
fn kind(ty: &Type) -> Option<Kind> {
    Some(match ty {
        Type::Dynamic => return None,
        Type::List(_) => Kind::List,
        Type::Set(_) => Kind::Set,
        Type::Map(_) => Kind::Map,
        Type::Tuple(_) => Kind::Tuple,
        Type::Object(_) => Kind::Object,
        Type::Bool | Type::Number | Type::String => Kind::Primitive,
    })
}

/// One type for several different ones. Where their kinds allow it, it is put together from
/// their parts, and may be none of them.
fn combined(types: &[&Type], safety: Safety) -> Option<Type> {
    use Kind::{List, Map, Object, Set, Tuple};
    let kinds: BTreeSet<Kind> = types.iter().filter_map(|ty| kind(ty)).collect();
    let open = types.contains(&&Type::Dynamic);
    let kinds_found: Vec<&Kind> = kinds.iter().collect();
    match kinds_found.as_slice() {
        // One open type among structures leaves the whole open.
        [List | Set | Map | Object | Tuple] if open => Some(Type::Dynamic),
        [List] => collection(Type::list, types, safety),
        [Set] => collection(Type::set, types, safety),
        [Map] => collection(Type::map, types, safety),
        [Object] => objects(types, safety),
        [Tuple] => tuples(types, safety),
        [Map, Object] => objects_as_maps(types, safety).or_else(|| preferred(types, safety)),
        [List, Tuple] => tuples_as_lists(types, safety).or_else(|| preferred(types, safety)),
        _ if kinds.contains(&Object) && kinds.contains(&Tuple) => None,
        // Nothing but an open type is common to text, a list and a map.
        [first, rest @ ..] if rest.iter().any(|kind| family(**kind) != family(**first)) => {
            open.then_some(Type::Dynamic)
        }
        _ => preferred(types, safety),
    }
}

/// Kinds between which there may be conversions share a number.
fn family(kind: Kind) -> u8 {
    match kind {
        Kind::Primitive => 0,
        Kind::List | Kind::Set | Kind::Tuple => 1,
        Kind::Map | Kind::Object => 2,
    }
}

/// A collection of the one type of all the elements.
fn collection(make: fn(Type) -> Type, types: &[&Type], safety: Safety) -> Option<Type> {
    let element = common(types.iter().filter_map(|ty| ty.element()), safety)?;
    reachable(types, make(element), safety)
}

/// Maps and objects as maps.
fn objects_as_maps(types: &[&Type], safety: Safety) -> Option<Type> {
    let objects = types.iter().copied().filter(|ty| kind(ty) == Some(Kind::Object));
    let map = object_map(&objects.collect::<Vec<_>>(), safety)?;
    let maps = types.iter().map(|ty| if kind(ty) == Some(Kind::Object) { &map } else { *ty });
    common(maps, safety).filter(|ty| kind(ty) == Some(Kind::Map))
}

/// Lists and tuples as lists.
fn tuples_as_lists(types: &[&Type], safety: Safety) -> Option<Type> {
    let tuples = types.iter().copied().filter(|ty| kind(ty) == Some(Kind::Tuple));
    let list = tuple_list(&tuples.collect::<Vec<_>>(), safety)?;
    let lists = types.iter().map(|ty| if kind(ty) == Some(Kind::Tuple) { &list } else { *ty });
    common(lists, safety).filter(|ty| kind(ty) == Some(Kind::List))
}

/// Objects with the same attributes as one object, others as a map.
fn objects(types: &[&Type], safety: Safety) -> Option<Type> {
    let mut columns: BTreeMap<&Text, Vec<&Type>> = BTreeMap::new();
    for (name, ty) in types.iter().filter_map(|ty| ty.attributes()).flatten() {
        columns.entry(name).or_default().push(ty);
    }
    if columns.values().any(|column| column.len() != types.len()) {
        return object_map(types, safety);
    }
    let unified = columns
        .into_iter()
        .map(|(name, column)| Some((name.clone(), common(column, safety)?)))
        .collect::<Option<BTreeMap<_, _>>>()?;
    reachable(types, Type::object(unified), safety).or_else(|| object_map(types, safety))
}

/// Objects as a map of all their attributes.
fn object_map(types: &[&Type], safety: Safety) -> Option<Type> {
    let attributes = types.iter().filter_map(|ty| ty.attributes()).flat_map(BTreeMap::values);
    reachable(types, Type::map(common(attributes, safety)?), safety)
}

/// Tuples of the same length as one tuple, others as a list.
fn tuples(types: &[&Type], safety: Safety) -> Option<Type> {
    let rows: Vec<&[Type]> = types.iter().map(|ty| tuple_elements(ty)).collect();
    let length = rows.first().map_or(0, |row| row.len());
    if rows.iter().any(|row| row.len() != length) {
        return tuple_list(types, safety);
    }
    let unified = (0..length)
        .map(|index| common(rows.iter().filter_map(|row| row.get(index)), safety))
        .collect::<Option<Vec<_>>>()?;
    reachable(types, Type::Tuple(unified.into()), safety).or_else(|| tuple_list(types, safety))
}

/// Tuples as a list of all their elements.
fn tuple_list(types: &[&Type], safety: Safety) -> Option<Type> {
    let elements = types.iter().flat_map(|ty| tuple_elements(ty));
    reachable(types, Type::list(common(elements, safety)?), safety)
}

fn tuple_elements(ty: &Type) -> &[Type] {
    if let Type::Tuple(elements) = ty { elements } else { &[] }
}

/// The type, if all the others can be converted to it.
fn reachable(types: &[&Type], to: Type, safety: Safety) -> Option<Type> {
    types.iter().all(|ty| **ty == to || possible(ty, &to, safety)).then_some(to)
}

/// The first of the types, from general to special, that all the others can be converted to.
fn preferred(types: &[&Type], safety: Safety) -> Option<Type> {
    let reaches = |to: &&Type| types.iter().all(|ty| ty == to || possible(ty, to, safety));
    generality(types).into_iter().find(reaches).cloned()
}

/// The types with the more general before the more special; otherwise in their own order.
fn generality<'a>(types: &[&'a Type]) -> Vec<&'a Type> {
    let mut special: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    let mut generals = vec![0_usize; types.len()];
    for (index, ty) in types.iter().enumerate() {
        for (other, rival) in types.iter().enumerate().skip(index + 1) {
            let (above, below) = match compare(ty, rival) {
                Generality::Same => continue,
                Generality::More => (index, other),
                Generality::Less => (other, index),
            };
            special[above].push(below);
            generals[below] += 1;
        }
    }
    let mut queue: Vec<usize> = (0..types.len()).filter(|index| generals[*index] == 0).collect();
    let mut next = 0;
    while let Some(&index) = queue.get(next) {
        next += 1;
        for &below in &special[index] {
            generals[below] -= 1;
            if generals[below] == 0 {
                queue.push(below);
            }
        }
    }
    queue.into_iter().map(|index| types[index]).collect()
}

/// How one type compares with another as the result of a unification.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Generality {
    More,
    Same,
    Less,
}

fn compare(a: &Type, b: &Type) -> Generality {
    use Generality::{Less, More, Same};
    match (a, b) {
        _ if a == b => Same,
        (Type::List(a), Type::List(b))
        | (Type::Set(a), Type::Set(b))
        | (Type::Map(a), Type::Map(b)) => compare(a, b),
        // Everything goes into an open type, which says nothing; text holds every primitive; a
        // list keeps the order that a set does not.
        (Type::Dynamic, _)
        | (Type::Bool | Type::Number, Type::String)
        | (Type::Tuple(_), Type::List(_))
        | (Type::Object(_), Type::Map(_))
        | (Type::Set(_), Type::Tuple(_) | Type::List(_)) => Less,
        (_, Type::Dynamic)
        | (Type::String, Type::Bool | Type::Number)
        | (Type::List(_), Type::Tuple(_))
        | (Type::Map(_), Type::Object(_))
        | (Type::Tuple(_) | Type::List(_), Type::Set(_)) => More,
        (Type::Tuple(a), Type::Tuple(b)) if a.len() == b.len() => {
            overall(a.iter().zip(b.iter()).map(|(a, b)| compare(a, b)))
        }
        (Type::Object(a), Type::Object(b)) if a.attributes.keys().eq(b.attributes.keys()) => {
            let pairs = a.attributes.values().zip(b.attributes.values());
            overall(pairs.map(|(a, b)| compare(a, b)))
        }
        _ => Same,
    }
}

/// The comparison of wholes from that of their parts.
fn overall(parts: impl Iterator<Item = Generality>) -> Generality {
    parts
        .filter(|part| *part != Generality::Same)
        .reduce(|a, b| if a == b { a } else { Generality::Same })
        .unwrap_or(Generality::Same)
}

#[cfg(test)]
mod tests {
    use crate::value::json::decode_type;
    use crate::value::{Type, unify, unify_unsafe};

    /// The common type of types that are spelled as JSON, safe and unsafe, as constraints.
    fn common(types: &str) -> String {
        let Ok(Type::Tuple(types)) = decode_type(&format!("[\"tuple\",{types}]")) else {
            panic!("not types: {types}");
        };
        let shown = |ty: Option<Type>| ty.map_or("none".to_owned(), |ty| spelled(&ty));
        let (safe, risky) = (shown(unify(&types)), shown(unify_unsafe(&types)));
        if safe == risky { safe } else { format!("{safe}; unsafe {risky}") }
    }

    fn spelled(ty: &Type) -> String {
        match ty {
            Type::Tuple(elements) => {
                let elements: Vec<_> = elements.iter().map(spelled).collect();
                format!("tuple({})", elements.join(", "))
            }
            Type::Object(object) => {
                let attribute = |(name, ty): (&_, &Type)| format!("{name}: {}", spelled(ty));
                let attributes: Vec<_> = object.attributes.iter().map(attribute).collect();
                format!("object({})", attributes.join(", "))
            }
            Type::List(element) => format!("list({})", spelled(element)),
            Type::Set(element) => format!("set({})", spelled(element)),
            Type::Map(element) => format!("map({})", spelled(element)),
            primitive => primitive.to_string(),
        }
    }

    #[test]
    fn primitives_meet_in_string() {
        assert_eq!(common(r#"["number","string","bool"]"#), "string");
        assert_eq!(common(r#"["number","bool"]"#), "none");
        assert_eq!(common(r#"["number","dynamic"]"#), "dynamic; unsafe number");
        assert_eq!(common("[]"), "none");
        assert_eq!(common(r#"["dynamic","dynamic"]"#), "dynamic");
    }

    #[test]
    fn structures_meet_in_their_parts() {
        let tuples = r#"[["tuple",["number","bool"]],["tuple",["string","bool"]]]"#;
        assert_eq!(common(tuples), "tuple(string, bool)");
        let lengths = r#"[["tuple",["number"]],["tuple",["string","bool"]]]"#;
        assert_eq!(common(lengths), "list(string)");
        let objects = r#"[["object",{"a":"number"}],["object",{"a":"string"}]]"#;
        assert_eq!(common(objects), "object(a: string)");
        let names = r#"[["object",{"a":"number"}],["object",{"b":"string"}]]"#;
        assert_eq!(common(names), "map(string)");
        let alien = r#"[["object",{"a":"number"}],["object",{"b":"bool"}]]"#;
        assert_eq!(common(alien), "none");
    }

    #[test]
    fn structures_meet_in_collections() {
        assert_eq!(common(r#"[["list","number"],["tuple",["string"]]]"#), "list(string)");
        assert_eq!(common(r#"[["map","number"],["object",{"a":"bool"}]]"#), "none");
        assert_eq!(common(r#"[["map","string"],["object",{"a":"bool"}]]"#), "map(string)");
        assert_eq!(common(r#"[["set","string"],["list","string"]]"#), "list(string)");
        assert_eq!(common(r#"[["list","string"],"dynamic"]"#), "dynamic");
        assert_eq!(common(r#"[["object",{}],["tuple",[]],"dynamic"]"#), "none");
        assert_eq!(common(r#"["string",["tuple",[]],"dynamic"]"#), "dynamic");
    }
}
