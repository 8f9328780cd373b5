//! Why a conversion does not exist, in words.

use crate::diag::words::{count, list};
use crate::text::Text;
use crate::value::convert::{Safety, possible};
use crate::value::types::{ObjectType, Type};

/// Why a value of one type cannot be had as another, as precisely as the types allow.
pub fn mismatch(got: &Type, want: &Type) -> String {
    let specific = match (got, want) {
        (Type::Object(got), Type::Object(want)) => attributes(got, want),
        (Type::Tuple(got), Type::Tuple(want)) => elements(got, want),
        (Type::Tuple(got), Type::List(want) | Type::Set(want)) if **want != Type::Dynamic => {
            culprit(got.iter().enumerate().map(|(index, ty)| (index.to_string(), ty)), want)
        }
        (Type::Object(got), Type::Map(want)) if **want != Type::Dynamic => {
            let named = got.attributes.iter().map(|(name, ty)| (format!("`{name}`"), ty));
            culprit(named, want)
        }
        (Type::Tuple(_), Type::List(_) | Type::Set(_)) | (Type::Object(_), Type::Map(_)) => {
            Some("the elements must all have the same type".to_owned())
        }
        (Type::List(got) | Type::Set(got), Type::List(want) | Type::Set(want))
        | (Type::Map(got), Type::Map(want)) => {
            Some(format!("the elements do not fit: {}", mismatch(got, want)))
        }
        (Type::Map(got), Type::Object(want)) => {
            culprit(want.attributes.iter().map(|(name, ty)| (format!("`{name}`"), ty)), got)
        }
        _ => None,
    };
    specific.unwrap_or_else(|| format!("this is {}, not {}", got.noun(), want.noun()))
}

fn fits(got: &Type, want: &Type) -> bool {
    got == want || possible(got, want, Safety::Unsafe)
}

/// The first attribute that does not fit, or those that are missing.
fn attributes(got: &ObjectType, want: &ObjectType) -> Option<String> {
    let absent =
        |name: &&Text| !got.attributes.contains_key(*name) && !want.optional.contains(*name);
    let missing: Vec<&Text> = want.attributes.keys().filter(absent).collect();
    if !missing.is_empty() {
        return Some(format!("missing {}", list(&missing)));
    }
    want.attributes.iter().find_map(|(name, want)| {
        let got = got.attributes.get(name)?;
        (!fits(got, want)).then(|| format!("attribute `{name}`: {}", mismatch(got, want)))
    })
}

/// The first element that does not fit, or the count of them.
fn elements(got: &[Type], want: &[Type]) -> Option<String> {
    if got.len() != want.len() {
        return Some(format!("this has {}, not {}", count(got.len(), "element"), want.len()));
    }
    let (index, (got, want)) =
        got.iter().zip(want).enumerate().find(|(_, (got, want))| !fits(got, want))?;
    Some(format!("element {index}: {}", mismatch(got, want)))
}

/// The first part that does not fit a collection.
fn culprit<'a>(parts: impl Iterator<Item = (String, &'a Type)>, want: &Type) -> Option<String> {
    let (name, got) = parts.into_iter().find(|(_, got)| !fits(got, want))?;
    Some(format!("element {name}: {}", mismatch(got, want)))
}
