//! Values of bake as a template sees them.

use std::sync::Arc;

use minijinja::Value as Seen;
use minijinja::value::{Enumerator, Object, ObjectRepr};
use num_traits::ToPrimitive;

use crate::text::Text;
use crate::value::{Fields, Number, Type, Value, convert};

/// A value as a template sees it. Lists and objects are converted as far as they are looked at.
///
/// Whole numbers stay exact, as far as the engine has room for them. Fractions become machine
/// floats where those print the same; what prints differently is the text that bake would print.
pub(super) fn seen(value: &Value) -> Seen {
    match value {
        Value::Null(_) => Seen::from(()),
        Value::Bool(truth) => Seen::from(*truth),
        Value::Number(number) => seen_number(number),
        Value::String(text) => seen_text(text),
        Value::List(_) | Value::Set(_) | Value::Tuple(_) => {
            Seen::from_object(Sequence(value.clone()))
        }
        Value::Map(_) | Value::Object(_) => Seen::from_object(Mapping(value.clone())),
    }
}

/// An object of fields as a template sees it.
pub(super) fn seen_fields(fields: &Arc<Fields>) -> Seen {
    seen(&Value::Object(fields.clone()))
}

fn seen_text(text: &Text) -> Seen {
    Seen::from(Arc::<str>::from(text.clone()))
}

fn seen_number(number: &Number) -> Seen {
    if let Some(small) = number.to_i64() {
        return Seen::from(small);
    }
    if let Some(large) = number.to_bigint().and_then(|value| value.to_i128()) {
        return Seen::from(large);
    }
    let text = convert(&Value::Number(number.clone()), &Type::String).ok();
    let text = text.as_ref().and_then(Value::as_str).unwrap_or_default();
    let float = Seen::from(number.to_f64());
    if float.to_string() == text { float } else { Seen::from(text) }
}

#[derive(Debug)]
struct Sequence(Value);

impl Object for Sequence {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Seen) -> Option<Seen> {
        self.0.as_items()?.get(key.as_usize()?).map(seen)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.0.as_items().map_or(0, <[Value]>::len))
    }
}

#[derive(Debug)]
struct Mapping(Value);

impl Object for Mapping {
    fn get_value(self: &Arc<Self>, key: &Seen) -> Option<Seen> {
        self.0.as_fields()?.get(key.as_str()?).map(seen)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let keys = self.0.as_fields().into_iter().flat_map(Fields::keys);
        Enumerator::Values(keys.map(seen_text).collect())
    }
}
