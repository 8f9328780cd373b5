//! Lists of which every element is there.

use std::sync::Arc;

use minijinja::Error;
use minijinja::value::{Enumerator, Object, ObjectRepr, Value, ValueKind};

/// The elements of what makes them one by one, such as a slice: a chain of those would take longer
/// with every link, and the last element longer than the first, which nobody counts.
///
/// To the engine this is still something that makes its elements one by one: it orders values by
/// their kind first.
#[derive(Debug)]
struct Ready(Vec<Value>);

/// A value with its elements there, as many as it weighs.
pub(super) fn ready(value: Value) -> Result<Value, Error> {
    match value.kind() {
        ValueKind::Iterable if value.downcast_object_ref::<Ready>().is_none() => {
            Ok(Value::from_object(Ready(value.try_iter()?.collect())))
        }
        _ => Ok(value),
    }
}

impl Object for Ready {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Iterable
    }

    /// The element at a place, counted from the end if it is below zero.
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let place = isize::try_from(key.as_i64()?).ok()?;
        let place = match place {
            ..0 => self.0.len().checked_sub(place.unsigned_abs())?,
            0.. => place.unsigned_abs(),
        };
        self.0.get(place).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.0.len())
    }
}
