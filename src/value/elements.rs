//! Collections made from elements that must agree on their type.

use crate::diag::Problem;
use crate::value::{Fields, Type, Value};

/// A list of elements of one type (cty's `ListVal`). An empty one is of no type in particular.
///
/// # Errors
/// When the elements are of several types. A null of no type goes with any.
pub fn list_of(mut items: Vec<Value>) -> Result<Value, Problem> {
    let element = agree(items.iter_mut())?;
    Ok(Value::list(element, items))
}

/// A set of elements of one type (cty's `SetVal`).
///
/// # Errors
/// When the elements are of several types.
pub fn set_of(mut items: Vec<Value>) -> Result<Value, Problem> {
    let element = agree(items.iter_mut())?;
    Ok(Value::set(element, items))
}

/// A map of elements of one type (cty's `MapVal`).
///
/// # Errors
/// When the elements are of several types.
pub fn map_of(mut items: Fields) -> Result<Value, Problem> {
    let element = agree(items.values_mut())?;
    Ok(Value::map(element, items))
}

/// The type of all the values, given to the nulls among them that have none.
fn agree<'a>(items: impl Iterator<Item = &'a mut Value>) -> Result<Type, Problem> {
    let mut element = Type::Dynamic;
    let mut open = Vec::new();
    for item in items {
        match item.ty() {
            Type::Dynamic => open.push(item),
            ty if element == Type::Dynamic => element = ty,
            ty if ty == element => {}
            ty => {
                let message =
                    format!("all elements must be of one type, but have {element} and {ty}");
                return Err(Problem::new(message));
            }
        }
    }
    for item in open {
        *item = Value::Null(element.clone());
    }
    Ok(element)
}
