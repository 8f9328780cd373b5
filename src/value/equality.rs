//! When values are equal.

use crate::value::{Fields, Value};

impl Value {
    /// Whether the `==` of the bake language holds: same type and same content, except that nulls
    /// of all types are equal.
    pub fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null(_), Self::Null(_)) => true,
            (Self::Null(_), _) | (_, Self::Null(_)) => false,
            _ => same(self, other, Self::equals),
        }
    }
}

/// Same type and same content; nulls are equal only if their types are. What cty calls
/// `RawEquals`.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null(a), Self::Null(b)) => a == b,
            _ => same(self, other, Self::eq),
        }
    }
}

impl Eq for Value {}

/// Whether two values that are not null are of the same kind and have the same parts.
fn same(a: &Value, b: &Value, equal: fn(&Value, &Value) -> bool) -> bool {
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => a.equals(b),
        (Value::String(a), Value::String(b)) => a == b,
        (Value::List(a), Value::List(b)) | (Value::Set(a), Value::Set(b)) => {
            a.element == b.element && same_items(&a.items, &b.items, equal)
        }
        (Value::Map(a), Value::Map(b)) => {
            a.element == b.element && same_fields(&a.items, &b.items, equal)
        }
        (Value::Tuple(a), Value::Tuple(b)) => {
            same_items(a, b, equal) && same_types(a.iter(), b.iter())
        }
        (Value::Object(a), Value::Object(b)) => {
            same_fields(a, b, equal) && same_types(a.values(), b.values())
        }
        _ => false,
    }
}

fn same_items(a: &[Value], b: &[Value], equal: fn(&Value, &Value) -> bool) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
}

fn same_fields(a: &Fields, b: &Fields, equal: fn(&Value, &Value) -> bool) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|((name, a), (other, b))| name == other && equal(a, b))
}

/// Whether the nulls among the parts have the same types: `[null]` is not `[convert(null, …)]`,
/// though the nulls by themselves are equal.
fn same_types<'a>(
    a: impl IntoIterator<Item = &'a Value>,
    b: impl IntoIterator<Item = &'a Value>,
) -> bool {
    let same = |a: &Value, b: &Value| match (a, b) {
        (Value::Null(a), Value::Null(b)) => a == b,
        _ => true,
    };
    a.into_iter().zip(b).all(|(a, b)| same(a, b))
}

#[cfg(test)]
mod tests {
    use crate::value::json::{decode, decode_as, decode_type};
    use crate::value::{Type, Value};

    #[test]
    fn equality_of_the_language() {
        let equal = |a: &str, b: &str| decode(a).unwrap().equals(&decode(b).unwrap());
        assert!(equal("1", "1.0"));
        assert!(!equal("1", "\"1\""));
        assert!(equal("[null,{\"a\":1}]", "[null,{\"a\":1.0}]"));
        assert!(!equal("[null]", "[1]"));
        assert!(!equal("{\"a\":1}", "{\"b\":1}"));
    }

    #[test]
    fn types_count() {
        let of = |text: &str, ty: &str| decode_as(text, &decode_type(ty).unwrap()).unwrap();
        let tuple = decode("[1]").unwrap();
        assert!(!tuple.equals(&of("[1]", r#"["list","number"]"#)));
        assert_eq!(tuple, of("[1]", r#"["tuple",["number"]]"#));
        let typed_null = of("[null]", r#"["tuple",["string"]]"#);
        assert!(!typed_null.equals(&decode("[null]").unwrap()));
        let empty = of("[]", r#"["list","string"]"#);
        assert!(!empty.equals(&of("[]", r#"["list","number"]"#)));
    }

    #[test]
    fn nulls_are_equal_but_not_the_same() {
        assert!(Value::NULL.equals(&Value::Null(Type::String)));
        assert_ne!(Value::NULL, Value::Null(Type::String));
    }
}
