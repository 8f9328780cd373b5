//! SSH agents and keys that a build may use.

use crate::diag::Problem;
use crate::target::List;
use crate::target::from_value::texts;
use crate::target::secret::optional_object;
use crate::text::Text;
use crate::value::{Fields, Type};

/// One agent, or the keys that stand in for one.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Ssh {
    /// What the Dockerfile calls it; empty means `default`.
    pub id: Text,
    /// A socket or files with keys; none means the agent of this session.
    pub paths: List<Text>,
}

/// The type of an agent written as an object: all of its attributes may be missing, and further
/// ones are ignored.
pub fn value_type() -> Type {
    optional_object([("id", Type::String), ("paths", Type::list(Type::String))])
}

impl Ssh {
    /// The agent that an object stands for, its attributes converted to [`value_type`].
    ///
    /// # Errors
    /// Where a path is null.
    pub fn from_fields(fields: &Fields) -> Result<Self, Problem> {
        let id = fields.get("id").and_then(|id| id.as_str()).map(Text::from).unwrap_or_default();
        let paths = fields.get("paths").map(texts).transpose()?.flatten().unwrap_or_default();
        Ok(Self { id, paths })
    }
}

/// The agent that a text such as `default` or `key=a.pem,b.pem` stands for. Every text is one:
/// this is no CSV.
pub fn parse(text: &str) -> Ssh {
    match text.split_once('=') {
        Some((id, paths)) => {
            Ssh { id: id.into(), paths: paths.split(',').map(Text::from).collect() }
        }
        None => Ssh { id: text.into(), paths: List::default() },
    }
}
