//! Secrets that a build may read.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Problem, similar};
use crate::target::csv;
use crate::text::Text;
use crate::value::{Fields, ObjectType, Type};

/// One secret: its id and where it is kept. Both places may be missing; then the id names an
/// environment variable or, if there is none, a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub struct Secret {
    /// What the Dockerfile calls it.
    pub id: Text,
    /// The file it is in; may be empty.
    pub src: Text,
    /// The environment variable it is in; may be empty.
    pub env: Text,
}

/// The type of a secret written as an object: all of its attributes may be missing, and further
/// ones are ignored.
pub fn value_type() -> Type {
    optional_object([("id", Type::String), ("src", Type::String), ("env", Type::String)])
}

/// An object type of which every attribute is optional.
pub(crate) fn optional_object<const N: usize>(attributes: [(&str, Type); N]) -> Type {
    let attributes: BTreeMap<Text, Type> =
        attributes.into_iter().map(|(name, ty)| (name.into(), ty)).collect();
    let optional = attributes.keys().cloned().collect();
    Type::Object(Arc::new(ObjectType { attributes, optional }))
}

impl Secret {
    /// The secret that an object stands for, its attributes converted to [`value_type`].
    pub fn from_fields(fields: &Fields) -> Self {
        let text = |name: &str| {
            fields.get(name).and_then(|value| value.as_str()).map(Text::from).unwrap_or_default()
        };
        Self { id: text("id"), src: text("src"), env: text("env") }
    }
}

/// The secret that a text such as `id=token,env=TOKEN` stands for.
///
/// # Errors
/// Where the text is not made of pairs, or a name in it is unknown.
pub fn parse(text: &str) -> Result<Secret, Problem> {
    let mut secret = Secret::default();
    let mut from_env = false;
    for (name, value) in csv::pairs(text)? {
        match name.to_lowercase().as_str() {
            "type" => from_env = is_env(&value)?,
            "id" => secret.id = value.into(),
            "source" | "src" => secret.src = value.into(),
            "env" => secret.env = value.into(),
            _ => return Err(unknown(&name)),
        }
    }
    if from_env && secret.env.is_empty() {
        secret.env = std::mem::take(&mut secret.src);
    }
    Ok(secret)
}

fn is_env(kind: &str) -> Result<bool, Problem> {
    match kind {
        "env" => Ok(true),
        "file" => Ok(false),
        _ => Err(Problem::new(format!("there is no secret type `{kind}`"))
            .hint("known types are `file` and `env`")),
    }
}

fn unknown(name: &str) -> Problem {
    let known = ["id", "src", "env", "type", "source"];
    Problem::new(format!("a secret has no `{name}`")).hint(similar::one_of(name, &known))
}
